"""The ways to read a printed name as a place or scope and what is left: 市公安局 as 宜昌市 and 公安局.

Every reading is only an offer: it counts when the words that are left are exactly a body of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.identity.lexicon import lexicon
from loaders.place_names import names
from loaders.places import (
    COUNTRY,
    Place,
    ancestors,
    named,
    names_at,
    parted,
    place,
    short_name,
    within,
    zone_form,
    zone_of,
)

NATIONAL_SCOPES = ("国务院", "国家", "中央", "全国")
LOCAL_SCOPES = ("自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "区", "县", "州", "盟", "旗", "地")
ZONE_SCOPES = (
    "新区",
    "园区",
    "开发区",
    "高新区",
    "经开区",
    "示范区",
    "试验区",
    "管理区",
    "度假区",
    "兵团",
    "师市",
    "师",
)
"""What a plan of such a place calls it; in other plans these words begin the name of some zone."""
PLACE = "{}"
"""Stands in the words that are left where a place stood inside the name: 人民银行{}中心支行."""
DEEDS = re.compile("创建|创城|建设|工作|推进|领导|综合改革")
"""Words that a zone's body does not begin with, but what a body does about zones: 文明示范区创建办."""


@dataclass(frozen=True)
class Reading:
    """A way to read a name: the place (None: a scope that is none of this plan's), the words before and after it."""

    based_in: Place | None
    taken: str
    rest: str


def readings(printed: str, here: Place) -> Iterator[Reading]:
    """Place and scope taken off the front, the whole name, zones, then places inside; the likeliest first."""
    yield from outer_readings(printed, here)
    yield Reading(here, "", printed)
    yield from zone_readings(printed, here)
    for inner in _inner(printed, 1, here):
        yield inner
        yield from (Reading(inner.based_in, each.taken, each.rest) for each in _front(inner.rest, here, ""))
        yield from _inner(inner.rest, inner.rest.index(PLACE) + len(PLACE) + 1, here)


def outer_readings(printed: str, here: Place) -> Iterator[Reading]:
    """Places and scope taken off the front alone."""
    yield from _front(printed.removeprefix("中共"), here, "")


def zone_readings(printed: str, here: Place) -> Iterator[Reading]:
    """A development zone taken off the front, with or without its place before it: 高新区财政局, 昆明经开区管委会."""
    for outer in (*outer_readings(printed, here), Reading(here, "", printed)):
        match = _zones().match(outer.rest)
        if match and outer.based_in and outer.based_in.parent:
            rest = outer.rest[match.end() :]
            if not DEEDS.match(rest):
                yield Reading(zone(match[0], outer.based_in), outer.taken + match[0], rest)


def zone(name: str, near: Place) -> Place:
    """The zone that a name means near a place: one of the tables, or else one of its own."""
    owner = place(near.parent) if near.level == "other" and near.parent else near
    for full in (name, short_name(owner) + name):
        found = named(full, owner)
        if found and (found.level == "other" or full in names().full) and within(found, owner):
            return found
    return zone_of(owner, zone_form(parted(name, owner)[1]))


@cache
def _zones() -> re.Pattern[str]:
    """The name of a zone up to the first word for its kind."""
    endings = (
        each.ending for each in lexicon().kinds if each.key == "zone" and each.ending.endswith(("区", "园", "城"))
    )
    long = ("高新技术产业开发区", "高新技术开发区", "经济技术开发区", "综合保税区")
    return re.compile(f"[一-鿿]{{0,8}}?(?:{'|'.join((*long, *endings))})")


def _front(words: str, near: Place, taken: str) -> Iterator[Reading]:
    """However many places stand in front (天津市西青区…), the innermost first."""
    for word, found in _places_at(words, 0, near):
        rest = words[len(word) :]
        if found is not None and rest:
            for inner in _front(rest, found, taken + word):
                named_in_full = len(word) > 1 or inner.taken[len(taken + word) :] in names().full
                if inner.based_in and within(inner.based_in, found) and named_in_full:
                    yield inner
        yield Reading(found, taken + word, rest)


def _inner(words: str, start: int, here: Place) -> Iterator[Reading]:
    """One place (or several, one in the other) or a scope inside the words, with {} left in its stead."""
    for at in range(start, len(words) - 1):
        for each in _front(words[at:], here, ""):
            if each.based_in is None or each.based_in.code != COUNTRY:
                yield Reading(each.based_in, each.taken, words[:at] + PLACE + each.rest)


def _places_at(words: str, start: int, here: Place) -> Iterator[tuple[str, Place | None]]:
    """The names of places and the scopes that begin here, each with its place."""
    if start >= len(words):
        return
    for word in names_at(words, start):
        if (found := named(word, here)) is not None:
            yield word, found
    for scope in _scopes().get(words[start], ()):
        if not words.startswith(scope, start):
            continue
        if scope not in NATIONAL_SCOPES:
            found = _scoped(scope, here)
            if found or scope in LOCAL_SCOPES:
                yield scope, found
        elif start == 0:
            yield scope, place(COUNTRY)


@cache
def _scopes() -> dict[str, tuple[str, ...]]:
    """The scopes by their first character, in the order in which they are tried."""
    found = dict[str, tuple[str, ...]]()
    for scope in (*NATIONAL_SCOPES, *ZONE_SCOPES, *LOCAL_SCOPES):
        found[scope[0]] = (*found.get(scope[0], ()), scope)
    return found


@lru_cache(maxsize=16384)
def _scoped(scope: str, here: Place) -> Place | None:
    """The place that 市, 省, 区 mean in a plan of `here`: itself, or the nearest that it lies in and that is one."""
    if here.parent is None:
        return here if here.code != COUNTRY else None  # a place that no table has: its own scope is all there is
    called = {each.place.code for each in names().near.get(scope, ())}
    ending = "地区" if scope == "地" else scope
    chain = (here, *ancestors(here.code))
    return next((each for each in chain if each.name.endswith(ending) or each.code in called), None)
