"""Finds the place that a title, an issuer or an agency's name speaks of, by the division codes of GB/T 2260.

The table data/reference/divisions.tsv holds the places of today and those that ended since 2001, so that a plan of
2012 finds the place of its time. A name decides only where it is certain: 朝阳区 alone is one of two, and is None until
its city stands in the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from loaders.traditional import simplified

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
COUNTRY = "000000"
LEVELS = ("national", "province", "prefecture", "county", "other")


@dataclass(frozen=True)
class Place:
    """A place with a government; `parent` is the code of the place that it lies in, None for the country."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Mention:
    """A name of places that stands in a text, with all the places that bear it."""

    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class _Names:
    """The names by which places go: `full` and `short` (常州), and the longest name for each first character."""

    full: dict[str, tuple[Place, ...]]
    short: dict[str, tuple[Place, ...]]
    lengths: dict[str, tuple[int, ...]]


def place(code: str) -> Place:
    """The place with this code, as it stands today or stood last; KeyError when no table has it."""
    return _places()[code]


def ancestors(code: str) -> list[Place]:
    """What the place lies in, nearest first, up to the country; empty for a code that no table has."""
    here, chain = _places().get(code), list[Place]()
    while here is not None and here.parent is not None:
        here = place(here.parent)
        chain.append(here)
    return chain


def within(inner: Place, outer: Place) -> bool:
    """Whether one place lies in another, or is it."""
    return inner == outer or outer in ancestors(inner.code)


@lru_cache(maxsize=4096)
def find_place(text: str) -> Place | None:
    """The place that a title or an issuer names, None where no name is certain."""
    text = simplified(text)
    if text.startswith(_words("national")):
        return place(COUNTRY)
    found = list(mentions(text))
    for index, mention in enumerate(found):
        others = [each for each in found if each is not mention]
        if chosen := _choose(mention.places, others):
            return _innermost(chosen, mention.end, found[index + 1 :])
        if text[mention.start : mention.end] in _names().full:
            return None  # a name of several places stands first: what follows would be a guess
    return None


def named(name: str, near: Place) -> Place | None:
    """The place that a name means inside an agency's name, read in a plan of `near`; None where it is not certain."""
    names = _names()
    bearers = names.full.get(name, ()) + names.short.get(name, ())
    for family in (
        [each for each in bearers if within(near, each)],
        [each for each in bearers if within(each, near)],
        [each for each in bearers if near.parent and within(each, place(near.parent)) and each.level == near.level],
        [each for each in bearers if each.level != "county" or name in names.full],
    ):
        if family:
            return _highest(tuple(family))
    return None


def names_at(text: str, start: int) -> Iterator[str]:
    """The names of places that begin at this point of a text, longest first."""
    names = _names()
    for length in names.lengths.get(text[start], ()):
        word = text[start : start + length]
        if len(word) == length and (word in names.full or word in names.short):
            yield word


def mentions(text: str) -> Iterator[Mention]:
    """The places named in a text, each by its longest name."""
    start, last = 0, 0
    while start < len(text):
        word = next((each for each in names_at(text, start) if _counts(each, text, start, start == last)), None)
        if word is not None:
            names = _names()
            yield Mention(start, start + len(word), names.full.get(word) or names.short[word])
            last = start + len(word)
        start = last if word is not None else start + 1


def short_name(here: Place) -> str:
    """The name without the word for its kind: 宜昌, 云南, 恩施; the whole name where nothing would be left."""
    match = _name_parts().fullmatch(here.name)
    return match[1] if match else here.name


def plain_name(here: Place) -> str:
    """The name in common use: 恩施州 for 恩施土家族苗族自治州, else the name itself."""
    autonomous = here.name[-3:-1] == "自治" and here.name[-1] != "区"
    return short_name(here) + here.name[-1] if autonomous else here.name


def is_unique(here: Place) -> bool:
    """Whether no other place of today bears the name."""
    return len(_names().full.get(here.name, ())) == 1


@cache
def _name_parts() -> re.Pattern[str]:
    """Splits a name into its own part, and what tells the peoples and the kind of place."""
    peoples = "|".join(_words("peoples"))
    return re.compile(f"(.{{2,}}?)(?:(?:{peoples})*自治[区州县旗]|特别行政区|地区|林区|特区|新区|[省市区县旗盟])")


def _counts(word: str, text: str, start: int, after_place: bool) -> bool:
    """Whether a word that is a place's name means a place where it stands (资源, 和县, 朝阳 are common words, too)."""
    names, alone = _names(), word == text
    if word in names.full:
        return len(word) > 2 or after_place or not "一" <= text[start - 1] <= "鿿"
    if all(each.level == "county" for each in names.short[word]):
        return alone or (after_place and start > 0)
    return alone or after_place or word not in _words("common")


def _choose(bearers: tuple[Place, ...], others: list[Mention]) -> Place | None:
    """The bearer of a name: the only one, or the only one that lies in a place which the text names."""
    if (only := _highest(bearers)) is not None:
        return only
    around = {outer.code for other in others for outer in other.places}
    inside = [each for each in bearers if around & {outer.code for outer in ancestors(each.code)}]
    return inside[0] if len(inside) == 1 else None


def _highest(bearers: tuple[Place, ...]) -> Place | None:
    """The one bearer of the highest level, since 吉林 alone is the province; None where there are several."""
    level = min(LEVELS.index(each.level) for each in bearers)
    highest = [each for each in bearers if LEVELS.index(each.level) == level]
    return highest[0] if len(highest) == 1 else None


def _innermost(outer: Place, end: int, following: list[Mention]) -> Place:
    """Goes down while a place inside the last one stands right behind it: 天津市西青区."""
    for mention in following:
        inside = [each for each in mention.places if outer in ancestors(each.code)]
        if mention.start != end or len(inside) != 1:
            break
        outer, end = inside[0], mention.end
    return outer


@cache
def _rows() -> list[tuple[Place, bool]]:
    """Every place of the table, and whether it stands today."""
    lines = (REFERENCE / "divisions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return [(Place(row[0], row[1], row[2], row[3] or None), not row[5]) for row in cells]


@cache
def _places() -> dict[str, Place]:
    standing = {each.code: each for each, stands in _rows() if stands}
    return {each.code: each for each, stands in _rows() if not stands} | standing


@cache
def _names() -> _Names:
    """The names of all places; one that ended gives way to one of today with the same name or the same code."""
    full, short = dict[str, tuple[Place, ...]](), dict[str, tuple[Place, ...]]()
    for here, stands in sorted(_rows(), key=lambda row: not row[1]):
        now = _places()[here.code]
        if here.level == "national" or (not stands and here.name in full):
            continue
        full[here.name] = (*full.get(here.name, ()), now)
        for name in {short_name(here), plain_name(here)} - {here.name}:
            if stands or name not in short:
                short[name] = tuple(dict.fromkeys((*short.get(name, ()), now)))
    lengths: dict[str, set[int]] = {}
    for name in [*full, *short]:
        lengths.setdefault(name[0], set()).add(len(name))
    return _Names(full, short, {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()})


@cache
def _words(kind: str) -> tuple[str, ...]:
    lines = (REFERENCE / "place_words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(dict(line.split("\t") for line in lines)[kind].split("|"))
