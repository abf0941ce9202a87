"""Finds the place that a title, an issuer or an agency's name speaks of, by the division codes of GB/T 2260.

A name decides only where it is certain: 朝阳区 alone is one of two, and is None until its city stands in the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.divisions import (
    COUNTRY,
    Place,
    ancestors,
    is_unique,
    names,
    names_at,
    place,
    plain_name,
    short_name,
    within,
    words,
)
from loaders.script import simplified

__all__ = [
    "COUNTRY",
    "Mention",
    "Place",
    "ancestors",
    "find_place",
    "is_unique",
    "mentions",
    "named",
    "names_at",
    "place",
    "plain_name",
    "short_name",
    "within",
]

LEVELS = ("national", "province", "prefecture", "county", "other")


@dataclass(frozen=True)
class Mention:
    """A name of places that stands in a text, with all the places that bear it."""

    start: int
    end: int
    places: tuple[Place, ...]


@lru_cache(maxsize=4096)
def find_place(text: str) -> Place | None:
    """The place that a title or an issuer names, None where no name is certain."""
    text = simplified(text)
    if text.startswith(words("national")):
        return place(COUNTRY)
    found = list(mentions(text))
    for index, mention in enumerate(found):
        others = [each for each in found if each is not mention]
        if chosen := _choose(mention.places, others):
            return _innermost(chosen, mention.end, found[index + 1 :])
        if text[mention.start : mention.end] in names().full:
            return None  # a name of several places stands first: what follows would be a guess
    return None


def named(name: str, near: Place) -> Place | None:
    """The place that a name means inside an agency's name, read in a plan of `near`; None where it is not certain."""
    known = names()
    bearers = tuple(dict.fromkeys(known.full.get(name, ()) + known.short.get(name, ())))
    for family in (
        [each for each in bearers if within(near, each)],
        [each for each in bearers if within(each, near)],
        [each for each in bearers if near.parent and within(each, place(near.parent)) and each.level == near.level],
        [each for each in bearers if each.level != "county" or name in known.full],
    ):
        if family:
            return _highest(tuple(family))
    return None


def mentions(text: str) -> Iterator[Mention]:
    """The places named in a text, each by its longest name."""
    start, last = 0, 0
    while start < len(text):
        word = next((each for each in names_at(text, start) if _counts(each, text, start, start == last)), None)
        if word is not None:
            yield Mention(start, start + len(word), names().full.get(word) or names().short[word])
            last = start + len(word)
        start = last if word is not None else start + 1


def _counts(word: str, text: str, start: int, after_place: bool) -> bool:
    """Whether a word that is a place's name means a place where it stands (资源, 和县, 朝阳 are common words, too)."""
    known, alone = names(), word == text
    if word in known.full:
        return len(word) > 2 or after_place or not "一" <= text[start - 1] <= "鿿"
    if all(each.level == "county" for each in known.short[word]):
        return alone or (after_place and start > 0)
    return alone or after_place or word not in words("common")


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
