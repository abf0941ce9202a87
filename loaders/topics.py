"""Says which campaign a plan belongs to, and what topic of that campaign an item is about.

The words that tell them stand in data/reference/campaigns.tsv and topics.tsv: `|` parts words of which one must
stand in the title, `&` parts such groups, and each group must be met (行医|非法医疗&假药). Of several topics the first
of the table counts, so a topic that joins two stands above both. An item without a title is judged by its text, by
words of its own, since a whole paragraph holds many words by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from loaders.traditional import simplified

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
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
    """The key of the campaign that a plan's title names, None where it names none that the table has."""
    return next((rule.key for rule in _campaign_rules() if _met(rule.title, _squeeze(title))), None)


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
        for row in _rows("topics.tsv")
    }


@cache
def campaigns() -> dict[str, Campaign]:
    """All campaigns by key."""
    return {row["key"]: Campaign(row["key"], row["name_zh"], row["name_en"]) for row in _rows("campaigns.tsv")}


def _squeeze(text: str) -> str:
    return simplified("".join(text.split()))


def _met(words: Words, text: str) -> bool:
    return bool(words) and all(any(word in text for word in group) for group in words)


def _words(pattern: str) -> Words:
    return tuple(tuple(group.split("|")) for group in pattern.split("&") if group)


@cache
def _campaign_rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(row["key"], _words(row["title"]), ()) for row in _rows("campaigns.tsv"))


@cache
def _topic_rules(campaign: str) -> tuple[_Rule, ...]:
    rows = [row for row in _rows("topics.tsv") if row["campaign"] == campaign]
    return tuple(_Rule(row["key"], _words(row["title"]), _words(row["text"])) for row in rows)


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    head, *lines = (REFERENCE / table).read_text(encoding="utf-8").splitlines()
    names = head.split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines)
