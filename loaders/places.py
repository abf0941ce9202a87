"""Finds the place that a title, an issuer or an agency's name speaks of, by the division codes of GB/T 2260.

A name decides only where it is certain: 朝阳区 alone is one of two, and stays open until its city stands in the same
text or in what else is known of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.divisions import COUNTRY, Place, ancestors, known, place, within, zone_of
from loaders.place_names import (
    Bearers,
    in_year,
    is_known_name,
    is_unique,
    names,
    names_at,
    parted,
    plain_name,
    short_name,
    stands,
    words,
    zone_form,
)
from loaders.script import simplified

__all__ = [
    "COUNTRY",
    "Mention",
    "Place",
    "Sought",
    "ancestors",
    "find_place",
    "is_known_name",
    "is_unique",
    "known",
    "mentions",
    "named",
    "names_at",
    "parted",
    "place",
    "place_of_plan",
    "plain_name",
    "seek_place",
    "short_name",
    "stands",
    "within",
    "zone_form",
    "zone_of",
]

LEVELS = ("national", "province", "prefecture", "county", "other")
SHORT_ZONE = 3
"""A zone's name of so few characters (前海, 横琴) is like a short name: it counts alone or behind another place."""
NUMBER = re.compile(r"^(?P<sign>[一-鿿]{2,8}?)[一-鿿]{0,6}[〔\[［（(]\d{4}[〕\]］）)]")
"""A document's number; whose it is, its first characters tell."""
ZONE = re.compile(
    r"(?P<own>[一-鿿]{0,6}?(?:高新技术(?:产业)?(?:开发区|园区)|经济技术开发区|经济开发区|高新区|经开区|综合保税区|综保区|保税区"
    r"|工业园区|产业园区|示范区|试验区|新区|度假区|管理区|开发区))"
)
RUN_BY = re.compile(r"党工委|工委|管委会|管理委员会|管委|办公室|开发建设管理")
OWN_NAME = re.compile(r"(?:高新|经开|综保)区(?![和及与等、暨])")


@dataclass(frozen=True)
class Mention:
    """A name of places that stands in a text, with all the places that bear it."""

    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Sought:
    """The place that a text names, or the name that several places bear, with these."""

    place: Place | None = None
    name: str | None = None
    choices: tuple[Place, ...] = ()


def find_place(text: str, year: int | None = None) -> Place | None:
    """The place that a title or an issuer names, None where no name is certain."""
    return seek_place(text, year).place


@lru_cache(maxsize=8192)
def seek_place(text: str, year: int | None = None, around: tuple[str, ...] = ()) -> Sought:
    """The place that a text names in a year; texts `around` it help to tell places of one name apart."""
    text = simplified(text)
    if text.startswith(words("national")):
        return Sought(place(COUNTRY))
    found = list(mentions(text, year))
    context = [each for other in around for each in mentions(simplified(other), year)]
    for index, mention in enumerate(found):
        others = [*(each for each in found if each is not mention), *context]
        if chosen := _choose(mention.places, others):
            return _innermost(text, chosen, mention, found[index + 1 :], context)
        name = text[mention.start : mention.end]
        if name in names().full:
            return Sought(None, name, mention.places)  # several places bear it: what follows would be a guess
    return Sought(_of_number(text))


def place_of_plan(clues: Sequence[tuple[str, str]], year: int | None) -> tuple[Place | None, str]:
    """A plan's place by the first of its texts that names one, and which text that was, or why it stays open.

    `clues` are texts with what they are (issuer, title …), the weightiest first; each helps to read the others.
    """
    texts = tuple(text for text, _ in clues)
    for text, kind in clues:
        sought = seek_place(text, year, tuple(each for each in texts if each != text))
        if sought.place:
            return sought.place, kind
        if sought.name:
            bearers = ", ".join(_with_owner(each) for each in sought.choices)
            return None, f"“{sought.name}” ({kind}) is the name of several places ({bearers}), and nothing tells which"
    return None, ""


@lru_cache(maxsize=65536)
def named(name: str, near: Place) -> Place | None:
    """The place that a name means inside an agency's name, read in a plan of `near`; None where it is not certain."""
    nearby = (each.place for each in names().near.get(name, ()) if each.place.parent == near.code)
    own = [each for each in nearby if stands(each)]
    if len(own) == 1:
        return own[0]
    full, short = names().full.get(name, ()), names().short.get(name, ())
    bearers = tuple(dict.fromkeys(each.place for each in (*full, *short)))
    for family in (
        [each for each in bearers if within(near, each)],
        [each for each in bearers if within(each, near)],
        [each for each in bearers if near.parent and within(each, place(near.parent)) and each.level == near.level],
        [each for each in bearers if each.level != "county" or full],
    ):
        if family:
            return _highest([each for each in family if stands(each)] or family)
    return None


def mentions(text: str, year: int | None = None) -> Iterator[Mention]:
    """The places named in a text, each by its longest name."""
    start, last = 0, 0
    while start < len(text):
        word = next((each for each in names_at(text, start) if _counts(each, text, start, start == last)), None)
        if word is not None:
            yield Mention(start, start + len(word), in_year(_bearers(word), year))
            last = start + len(word)
        start = last if word is not None else start + 1


def _bearers(word: str) -> Bearers:
    return names().full.get(word) or names().short[word]


def _counts(word: str, text: str, start: int, after_place: bool) -> bool:
    """Whether a word that is a place's name means a place where it stands (资源, 和县, 朝阳 are common words, too)."""
    full, alone = names().full, word == text
    if word in full:
        behind = after_place and start > 0
        if len(word) <= SHORT_ZONE and all(each.place.level == "other" for each in full[word]):
            return alone or behind
        return len(word) > 2 or behind or not "一" <= text[start - 1 : start] <= "鿿"
    if word not in names().short:
        return False
    if all(each.place.level == "county" for each in names().short[word]):
        return alone or (after_place and start > 0)
    return alone or after_place or word not in words("common")


def _choose(bearers: tuple[Place, ...], others: list[Mention]) -> Place | None:
    """The bearer of a name: the only one, or the only one that lies in a place which the texts name."""
    if (only := _highest(bearers)) is not None:
        return only
    around = {outer.code for other in others for outer in other.places}
    inside = [each for each in bearers if around & {outer.code for outer in ancestors(each.code)}]
    return inside[0] if len(inside) == 1 else None


def _highest(bearers: Sequence[Place]) -> Place | None:
    """The one bearer of the highest level, since 吉林 alone is the province; None where there are several.

    One that ended does not stand above one of today (巢湖市 of 2010 and the county-level 巢湖市).
    """
    level = min(LEVELS.index(each.level) for each in bearers)
    highest = [each for each in bearers if LEVELS.index(each.level) == level]
    if len(highest) > 1 or (len(bearers) > 1 and not stands(highest[0])):
        return None
    return highest[0]


def _innermost(
    text: str, outer: Place, first: Mention, following: Sequence[Mention], context: Sequence[Mention]
) -> Sought:
    """Goes down while a place inside the last one stands right behind it (天津市西青区); two inside leave it open."""
    end = first.end
    for mention in following:
        inside = [each for each in mention.places if outer in ancestors(each.code)]
        if mention.start != end or not inside:
            break
        chosen = _choose(tuple(inside), list(context))
        if chosen is None:
            return Sought(None, text[mention.start : mention.end], tuple(inside))
        outer, end = chosen, mention.end
    return Sought(_zone_behind(text, outer, end, first.start == 0))


def _zone_behind(text: str, owner: Place, end: int, first: bool) -> Place:
    """The zone of a place that stands behind it and is named as one that acts: 昆明高新区管委会, 青岛高新区2023年….

    A zone that is only spoken of (昆明市高新技术产业开发区改革方案) leaves the plan with the city.
    """
    match = ZONE.match(text, end)
    if match is None or owner.level in ("national", "other"):
        return owner
    calls_itself = first and text[:end] == short_name(owner) and OWN_NAME.match(text, end)
    if not (RUN_BY.match(text, match.end()) or calls_itself):
        return owner
    return named(match["own"], owner) or zone_of(owner, zone_form(match["own"]))


def _of_number(text: str) -> Place | None:
    """The place that a document's number tells: 云政办发〔2019〕12号; None for signs that several places use."""
    match = NUMBER.match(text)
    sign = next((sign for sign in number_signs() if match and text.startswith(sign)), None)
    return place(number_signs()[sign]) if sign else None


@cache
def number_signs() -> dict[str, str]:
    """The signs of document numbers with the code of the place, the longest first."""
    pairs = [each.split("=") for each in words("numbers")]
    return dict(sorted(((sign, code) for sign, code in pairs if known(code)), key=lambda pair: -len(pair[0])))


def _with_owner(here: Place) -> str:
    outer = ancestors(here.code)[:1]
    return f"{outer[0].name if outer and outer[0].code != COUNTRY else ''}{here.name} {here.code}"
