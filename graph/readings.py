"""The ways to read a printed name as a place or scope and what is left: 市公安局 as 宜昌市 and 公安局.

Every reading is only an offer: it counts when the words that are left are exactly a body of the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.places import COUNTRY, Place, ancestors, named, names_at, place

NATIONAL_SCOPES = ("国务院", "国家", "中央", "全国")
LOCAL_SCOPES = ("自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "区", "县", "州", "盟", "旗")
PLACE = "{}"
"""Stands in the words that are left where a place stood inside the name: 人民银行{}中心支行."""


@dataclass(frozen=True)
class Reading:
    """A way to read a name: the place (None: a scope that is none of this plan's), the words before and after it."""

    based_in: Place | None
    taken: str
    rest: str


def readings(printed: str, here: Place) -> Iterator[Reading]:
    """Place and scope taken off the front, the whole name, then places inside the name; the likeliest first."""
    yield from outer_readings(printed, here)
    yield Reading(here, "", printed)
    for inner in _inner(printed, 1, here):
        yield inner
        yield from (Reading(inner.based_in, each.taken, each.rest) for each in _front(inner.rest, here, ""))
        yield from _inner(inner.rest, inner.rest.index(PLACE) + len(PLACE) + 1, here)


def outer_readings(printed: str, here: Place) -> Iterator[Reading]:
    """Places and scope taken off the front alone."""
    yield from _front(printed.removeprefix("中共"), here, "")


def _front(words: str, near: Place, taken: str) -> Iterator[Reading]:
    """However many places stand in front (天津市西青区…), the innermost first."""
    for word, found in _places_at(words, 0, near):
        rest = words[len(word) :]
        if found is not None and rest and len(word) > 1:
            yield from _front(rest, found, taken + word)
        yield Reading(found, taken + word, rest)


def _inner(words: str, start: int, here: Place) -> Iterator[Reading]:
    """One place or scope inside the words, from `start` on, with {} left in its stead."""
    for at in range(start, len(words) - 1):
        for word, found in _places_at(words, at, here):
            yield Reading(found, word, words[:at] + PLACE + words[at + len(word) :])


def _places_at(words: str, start: int, here: Place) -> Iterator[tuple[str, Place | None]]:
    """The names of places and the scopes that begin here, each with its place."""
    for word in names_at(words, start) if start < len(words) else ():
        if (found := named(word, here)) is not None:
            yield word, found
    for scope in NATIONAL_SCOPES if start == 0 else ():
        if words.startswith(scope):
            yield scope, place(COUNTRY)
    for scope in LOCAL_SCOPES:
        if words.startswith(scope, start):
            yield scope, _scoped(scope, here)


def _scoped(scope: str, here: Place) -> Place | None:
    """The place that 市, 省, 区 mean in a plan of `here`: itself, or the nearest that it lies in and that is one."""
    if here.parent is None:
        return here if here.code != COUNTRY else None  # a place that no table has: its own scope is all there is
    return next((each for each in (here, *ancestors(here.code)) if each.name.endswith(scope)), None)
