"""Says which campaign a plan belongs to, and what topic of that campaign an item is about.

The words that tell them stand in data/reference/campaigns.tsv and topics.tsv: `|` parts words of which one must
stand in the title, `&` parts such groups, and each group must be met (行医|非法医疗&假药). Of several topics the first
of the table counts, so a topic that joins two stands above both. An item without a title is judged by its text, by
words of its own, since a whole paragraph holds many words by chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.places import mentions
from loaders.reference import Row, rows
from loaders.script import simplified

ABOUT = re.compile(r"关于(?:印发)?|印发")
LEADING = re.compile(r"^[《“\n]*(?:(?:全|本)?[省市区县州]|人民政府|办公[厅室]|委员会)*")
YEAR = re.compile(r"[（(]?(?:20\d\d|[二〇○]{2}[〇○一二三四五六七八九]{2})(?:[-—至](?:20)?\d\d)?年(?:度)?[）)]?")
KIND = re.compile(
    r"(?:[》”]?的?通知)?(?:[（(](?:试行|暂行|征求意见稿|修订稿?|[^（）()]{1,6}版)[）)])?[》”]?"
    r"的?(?:若干|具体|总体)?(?:实施|工作|行动|指导|专项|重点|责任|任务|分工)*(?:方案|办法|意见|计划|规划|措施|细则|要点|纲要|决定|清单|规定|任务)?"
    r"(?:[（(](?:试行|暂行|征求意见稿|修订稿?|[^（）()]{1,6}版)[）)])?[》”]?(?:的?通知)?$"
)
"""The words for the kind of document that close a title."""
TOPIC_COLUMNS = ("key", "campaign", "kind", "ordinal", "name_zh", "name_en", "title", "text")
Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Topic:
    """A topic, comparable over the plans of one campaign; `kind` groups topics, `ordinal` is the usual order."""

    key: str
    name_zh: str
    name_en: str
    campaign: str
    kind: str
    ordinal: int


@dataclass(frozen=True)
class Campaign:
    """A campaign whose plans share their topics."""

    key: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class _Rule:
    """Words in the title (of the plan, or of an item), or else in the text, that tell the key."""

    key: str
    title: Words
    text: Words


def campaign_of(title: str) -> str | None:
    """The campaign that a plan belongs to: the key of one in the table, else what its title is about.

    None where the title says nothing beside place and kind of document.
    """
    words = _squeeze(title)
    return next((rule.key for rule in _campaign_rules() if _met(rule.title, words)), None) or subject_of(words)


def subject_of(title: str) -> str | None:
    """What a title is about, less the place, the issuer, the year and the kind of document.

    So 宜昌市2024年促进消费实施方案 and 淮安市人民政府关于促进消费的实施意见 are of one campaign: 促进消费.
    """
    words = title
    for mention in sorted(mentions(title), key=lambda each: -each.start):
        words = words[: mention.start] + "\n" + words[mention.end :]
    about = ABOUT.split(words)[-1] if ABOUT.search(words) else words
    about = re.sub(r"\n+", "", KIND.sub("", YEAR.sub("", LEADING.sub("", about))))
    return about if len(about) > 1 else None


@lru_cache(maxsize=4096)
def topic_of(campaign: str, title: str | None, text: str) -> str | None:
    """The key of the topic that an item is about, None where the words of no topic are met."""
    words = _squeeze(title or text)
    for rule in _topic_rules(campaign):
        if _met(rule.title if title else rule.text, words):
            return rule.key
    return None


def topic(key: str) -> Topic:
    """The topic with this key; KeyError when the table has none."""
    return topics()[key]


@cache
def topics() -> dict[str, Topic]:
    """All topics by key, in the table's order."""
    return {
        row["key"]: Topic(row["key"], row["name_zh"], row["name_en"], row["campaign"], row["kind"], int(row["ordinal"]))
        for row in _topic_rows()
    }


@cache
def _topic_rows() -> tuple[Row, ...]:
    """The rows of topics.tsv that name a campaign and have a number."""
    return tuple(row for row in rows("topics.tsv", TOPIC_COLUMNS, ("key",)) if _is_topic(row))


def _is_topic(row: Row) -> bool:
    if row["campaign"] not in campaigns():
        row.problem(f"there is no campaign “{row['campaign']}” in campaigns.tsv.")
    elif not row["ordinal"].isdecimal():
        row.problem(f"the ordinal “{row['ordinal']}” is no number.")
    else:
        return True
    return False


@cache
def campaigns() -> dict[str, Campaign]:
    """All campaigns by key."""
    return {row["key"]: Campaign(row["key"], row["name_zh"], row["name_en"]) for row in _campaign_rows()}


@cache
def _campaign_rows() -> tuple[Row, ...]:
    return rows("campaigns.tsv", ("key", "name_zh", "name_en", "title"), ("key",))


def _squeeze(text: str) -> str:
    return simplified("".join(text.split()))


def _met(words: Words, text: str) -> bool:
    return bool(words) and all(any(word in text for word in group) for group in words)


def _words(pattern: str) -> Words:
    return tuple(tuple(group.split("|")) for group in pattern.split("&") if group)


@cache
def _campaign_rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(row["key"], _words(row["title"]), ()) for row in _campaign_rows())


@cache
def _topic_rules(campaign: str) -> tuple[_Rule, ...]:
    mine = [row for row in _topic_rows() if row["campaign"] == campaign]
    return tuple(_Rule(row["key"], _words(row["title"]), _words(row["text"])) for row in mine)
