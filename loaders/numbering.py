"""The numbering of Chinese plans: 一、 （一） 1. （1） ① 第一条, as a table of marker kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
CHINESE_NUMBER = "[〇零一二两三四五六七八九十百]{1,5}"
LEADING = "*＊# \t\n\r\x0b\x0c\u3000\xa0"
ARABIC = "[0-9０-９]{1,3}"


@dataclass(frozen=True)
class Kind:
    """One kind of marker; `rank` orders kinds from chapter to sub-item as plans nest them."""

    name: str
    rank: int
    pattern: re.Pattern[str]


def _kind(name: str, rank: int, pattern: str) -> Kind:
    return Kind(name, rank, re.compile(pattern))


KINDS = (
    _kind("第一章", 0, rf"第({CHINESE_NUMBER}|{ARABIC})[章编部]分?[\s、:：]*"),
    _kind("第一条", 1, rf"第({CHINESE_NUMBER}|{ARABIC})[条节款项][\s、:：]*"),
    _kind("一、", 1, rf"({CHINESE_NUMBER})\s*[、．.]\s*"),
    _kind("（一）", 2, rf"[（(]\s*({CHINESE_NUMBER})\s*[）)]\s*[、.．]?\s*"),
    _kind("1.", 3, rf"({ARABIC})\s*(?:[.．、](?!\d+\s*%)|[)）]|[，,](?=[\u3400-\u9fff]))\s*"),
    _kind("（1）", 4, rf"[（(]\s*({ARABIC})\s*[）)]\s*[、.．]?\s*"),
    _kind("①", 5, r"([①-⑳㉑-㉟])\s*"),
)


def _by_first_character() -> dict[str, tuple[Kind, ...]]:
    """The kinds that a marker's first character leaves: most lines are told from an item by it."""
    named = {kind.name: kind for kind in KINDS}
    starts = {
        "第": ("第一章", "第一条"),
        "（(": ("（一）", "（1）"),
        "0123456789０１２３４５６７８９": ("1.",),
        "".join(DIGITS) + "十百": ("一、",),
        "".join(map(chr, range(0x2460, 0x3260))): ("①",),
    }
    return {char: tuple(named[name] for name in names) for chars, names in starts.items() for char in chars}


KINDS_BY_FIRST = _by_first_character()


@dataclass(frozen=True)
class Marker:
    """A number at the start of an item: `number` as printed less its dot, `value` as an integer."""

    kind: Kind
    number: str
    value: int
    length: int


DECIMALS = (
    _kind("1.1.1", 3, r"\d{1,2}[.．]\d{1,2}[.．](\d{1,2})(?!\d)\s*(?=[\u3400-\u9fff“])"),
    _kind("1.1", 2, r"\d{1,2}[.．](\d{1,2})(?![\d.．])\s*(?=[\u3400-\u9fff“])"),
    _kind("1", 1, r"(\d{1,2})(?![\d.．、,，)）])\s*(?=[\u3400-\u9fff“])(?=[^。，]{2,40}$)"),
)
"""Chapters, sections and items numbered 1, 1.1, 1.1.1: read so only where a plan counts through in pairs."""
PAIR = re.compile(r"(\d{1,2})[.．](\d{1,2})(?![\d.．])\s*(?=[\u3400-\u9fff“])")
FEWEST_PAIRS = 3
ENUMERATED = _kind("一是", 5, rf"({CHINESE_NUMBER})是要?[，,]?")
"""What numbers the measures of an item (一是…二是…), and items only where each has an assignment of its own."""


def marker(text: str, start: int = 0) -> Marker | None:
    """The marker that the text begins with at `start`, if any."""
    for kind in KINDS_BY_FIRST.get(text[start : start + 1], ()):
        if found := marker_of(kind, text, start):
            return found
    return None


def marker_of(kind: Kind, text: str, start: int = 0) -> Marker | None:
    """The marker of one kind that the text begins with at `start`, if any."""
    match = kind.pattern.match(text, start)
    if not match:
        return None
    printed = match.group().strip()
    number = printed.rstrip("、.．)），, \t:：") if kind.rank in (1, 3) else printed.rstrip("，,")
    return Marker(kind, number, numeral(match[1]), match.end() - start)


def counts_in_pairs(lines: Iterable[str]) -> bool:
    """Whether lines count 1.1, 1.2, 2.1 … throughout; 2.19个领域 and 3.5亿元 are items and amounts, not pairs."""
    found = [(int(match[1]), int(match[2])) for line in lines if (match := PAIR.match(line))]
    steps = all(
        (major, minor) == (a, b + 1) or (major == a + 1 and minor == 1) for (a, b), (major, minor) in pairwise(found)
    )
    return len(found) >= FEWEST_PAIRS and found[0][1] == 1 and steps


@lru_cache(maxsize=512)
def item_marker(line: str) -> Marker | None:
    """The marker of a printed line, behind spaces and marks of emphasis."""
    return marker(line, len(line) - len(line.lstrip(LEADING)))


def starts_item(line: str) -> bool:
    """Whether a line begins with a marker, so that it does not go on from the line before."""
    return item_marker(line) is not None


def numeral(text: str) -> int:
    """The value of an Arabic, full-width, circled or Chinese numeral up to 999."""
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if "㉑" <= text <= "㉟":
        return ord(text) - ord("㉑") + 21
    if text.isdecimal():
        return int(text)
    hundreds, _, rest = text.rpartition("百")
    tens, ten, units = rest.rpartition("十")
    value = 100 * DIGITS.get(hundreds, 1 if "百" in text else 0)
    value += 10 * DIGITS.get(tens, 1) if ten else 0
    return value + int("".join(str(DIGITS.get(digit, 0)) for digit in units) or "0")
