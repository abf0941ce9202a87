"""Labels: a role's word with its colon (牵头单位：甲), in a box (【牵头单位】甲), or before a gap at a line's start."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.roles import LABEL_STEMS, STEMS, UNITS, Role

BARE = "牵头|主办|主责|总牵头|责任|负责|落实|承办|参与|参加|配合|协办|会办|协同|协作|协助"
"""The stems that are labels without a word for units, too (牵头：甲；配合：乙)."""
LEVEL = "(?:[省市县区州盟镇乡街]{1,2}|园区|行业|属地|国家)(?:[级直属]|层面)?"
PREFIX = (
    rf"(?:(?:^|(?<=[\n；;（(〔\[【]))(?!各|请|由|有关|相关|明确)[\u3400-\u9fff]{{1,4}}|(?<![\u3400-\u9fff]){LEVEL})??"
)
"""What may stand before a label: at which level its units stand (市级牵头单位), and others (其他责任单位)."""
WHOLE = (
    rf"(?:[及和与、/（(](?:{STEMS})[）)]?)?(?:{LEVEL})?"
    rf"(?:{UNITS})(?:[（(](?:{UNITS}|责任人)[）)])?(?:[及和与、/]?(?:责任|负责)人)?"
)
"""What makes a stem a label: 单位, and what is printed into it (牵头（责任）单位, 责任单位及责任人)."""
OTHER = (
    r"(?:(?:完成|办结|整改|实施|推进|工作|计划|时间|进度)?(?:时限|时间|节点|期限|安排|进度)"
    r"|(?:责任|牵头|分管|主管|挂钩|挂联|挂帅|包保|包联|包抓|联系|市级|县级|区级|督办)*领导"
    r"|(?:第一|主要|直接|具体|牵头)?(?:责任|负责)人|联系人)"
)
"""Labels beside the roles' whose words are no units: dates and persons."""
COLON = re.compile("[:：]")
BEFORE_COLON = re.compile(rf"(?:{PREFIX}(?:(?P<stem>{STEMS}){WHOLE}|(?P<bare>{BARE}))|(?P<other>{OTHER}))\s*$")
BOX = re.compile(
    rf"[（(〔\[【]\s*(?:(?:{LEVEL})?(?P<stem>{STEMS}){WHOLE}|(?P<other>{OTHER}))\s*[:：]?\s*[）)〕\]】]\s*[:：]?\s*"
)
SPACED = re.compile(rf"(?:{LEVEL})?(?P<stem>{STEMS}){WHOLE}[ \t\u3000]+(?=[\u3400-\u9fff])(?!{STEMS})")
IS_LABEL = re.compile(rf"(?:{LEVEL})?(?P<stem>{STEMS})(?:{UNITS})为(?=[^，。；]{{2}})")
"""A label with a verb in place of the colon, inside brackets: （牵头单位为甲，配合单位为乙）."""
MAY_LABEL = re.compile(r"[:： \u3000（(〔\[【]")
"""What every label of a line ends or begins with; most lines have none of it."""
PLAIN = {stem + unit: role for stem, role in LABEL_STEMS.items() for unit in UNITS.split("|")}
LONGEST = 20
BULLETS = "●•◆■▲○·* \t\u3000"
BLANK = " \t\n\u3000"


@dataclass(frozen=True, slots=True)
class Label:
    """A label's place, its words less level and colon, and the role that it gives; None for dates and persons."""

    start: int
    end: int
    words: str
    role: Role | None
    boxed: bool = False


def labels(text: str, start: int, end: int) -> Sequence[Label]:
    """The labels in text[start:end], in order."""
    found, starts = _all(text)
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    if last > first and found[last - 1].end > end:
        last -= 1
    return found[first:last]


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that begins at `start`, if any."""
    found = labels(text, start, end)
    return found[0] if found and found[0].start == start else None


def holds_label(line: str) -> bool:
    """Whether a line holds a label."""
    return any(True for _ in _found(line))


def starts_with_label(line: str) -> bool:
    """Whether a line begins with a label, or with one behind a bullet."""
    bare = line.lstrip(BULLETS)[: 2 * LONGEST]
    return bool(MAY_LABEL.search(bare)) and any(label.start == 0 for label in _found(bare))


def ends_with_label(line: str) -> bool:
    """Whether a line ends in a label, so that what it announces stands on the next one."""
    tail = line[-LONGEST:]
    return any(label.end == len(tail) for label in _found(tail))


@lru_cache(maxsize=2)
def _all(text: str) -> tuple[tuple[Label, ...], tuple[int, ...]]:
    found = tuple(sorted(_found(text), key=lambda label: label.start))
    return found, tuple(label.start for label in found)


def _found(text: str) -> Iterator[Label]:
    for match in COLON.finditer(text):
        if label := _before_colon(text, match.start()):
            yield label
    for match in BOX.finditer(text):
        yield _label(match, match.end(), boxed=True)
    if " " in text or "\u3000" in text:
        start = 0
        while start >= 0:
            if spaced := SPACED.match(text, start):
                yield _label(spaced, spaced.end())
            start = text.find("\n", start) + 1 or -1


def _before_colon(text: str, colon: int) -> Label | None:
    """The label that a colon closes: a plain one is looked up, one with more words is searched for."""
    end = colon + 1
    while text[end : end + 1] in BLANK and end < len(text):
        end += 1
    for length in (4, 6, 5):
        words = text[max(0, colon - length) : colon]
        if (role := PLAIN.get(words)) and not "\u3400" <= text[colon - length - 1 : colon - length] <= "\u9fff":
            return Label(colon - length, end, words, role)
    match = BEFORE_COLON.search(text, max(0, colon - LONGEST), colon)
    return _label(match, end) if match else None


def _label(match: re.Match[str], end: int, boxed: bool = False) -> Label:
    groups = match.groupdict()
    stem = groups["stem"] or groups.get("bare")
    printed = match.group().strip("（(〔[【】]〕)） \t\n\u3000:：为")
    words = printed[printed.index(stem) :] if stem else printed
    return Label(match.start(), end, words, LABEL_STEMS[stem] if stem else None, boxed)


def is_labels(text: str, start: int, end: int) -> list[Label]:
    """The labels with 为 in text[start:end]."""
    return [_label(match, match.end()) for match in IS_LABEL.finditer(text, start, end)]
