"""Printed name + jurisdiction -> one agency: an organisation in one place, whatever short form a plan prints.

A name is read as place or scope (宜昌, 市, 省, 中央) and a body of the lexicon; both must match exactly, likeness never
counts. 市国土局 and 市国土资源局 are one body and so one agency of one place, 市工商局 and 市市场监管局 are two bodies.
Organisations with names of their own (三峡日报社) are told by the ending. What nothing decides stays an agency of its own,
marked as unresolved with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.lexicon import Body, Function, Kind, lexicon
from graph.naming import body_names, own_name
from loaders.places import COUNTRY, Place, ancestors, named, names_at, place

__all__ = ["Agency", "Function", "resolve"]

NATIONAL_SCOPES = ("国务院", "国家", "中央", "全国")
LOCAL_SCOPES = ("自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "区", "县", "州", "盟", "旗")
UNDER = ("", "委", "党委", "政府", "人民政府", "委市政府", "级", "直", "直属")
"""What may stand between scope and body: 市委网信办, 市政府金融办, 市级机关事务管理局."""
COLLECTIVE = re.compile("各|^(有关|相关|其他|所有)|(有关|相关|其他)(部门|单位|地区|企业|方面)|成员单位$")
UNIT = re.compile("(支队|大队|总队|[处科室所站队局办]|办公室|中心|分局|分中心|院|馆|学校|工作组|专班)$")
SHORTEST_PARENT = 3
"""A sub-unit's parent needs a name of this length: 公安 in front of other words is no 公安局."""
BRACKETS = re.compile("[（(〔［\\[][^（()）〔〕［］\\[\\]]*[)）〕］\\]]")
ENDINGS = (
    ("enterprise", re.compile("(集团|公司|厂)$")),
    ("association", re.compile("(协会|商会|学会|联合会)$")),
    ("public_institution", re.compile("(中心|院|所|站|馆|校)$")),
    ("party", re.compile("委.*(部|工委)$")),
)


@dataclass(frozen=True)
class Agency:
    """One organisation; `reason` says why it is unresolved, or why it belongs to another place than its name says."""

    id: str
    name: str
    full_name: str | None
    kind: str
    collective: bool
    function: Function | None
    based_in: Place
    resolved: bool
    reason: str | None = None


@dataclass(frozen=True)
class _Reading:
    """A way to read a name: the place (None: a scope that is none of this plan's), and the words left over."""

    based_in: Place | None
    rest: str


@lru_cache(maxsize=65536)
def resolve(name: str, jurisdiction: Place, collective: bool) -> Agency:
    """The agency that a printed name means in a plan of `jurisdiction`."""
    printed = "".join(name.split()).replace("*", "")
    if collective or COLLECTIVE.search(printed):
        return _group(printed, jurisdiction)
    for words in dict.fromkeys((printed, BRACKETS.sub("", printed))):
        if words and (agency := _of_a_body(words, jurisdiction)):
            return agency
    plain = BRACKETS.sub("", printed) or printed
    return (
        _part_of_a_body(plain, jurisdiction)
        or _with_own_name(plain, jurisdiction)
        or _unresolved(printed, jurisdiction)
    )


def _group(printed: str, here: Place) -> Agency:
    """A group (各有关部门, 各县市区文明办): its function is that of the body, or of the words, that it ends with."""
    function = _function_of_group(printed)
    why = None if function else f"“{printed}” is a group whose function the tables do not tell"
    shown = _group_name(printed, here)
    return Agency(f"{here.code}/collective/{printed}", shown, None, "collective", True, function, here, not why, why)


def _function_of_group(printed: str) -> Function | None:
    tables = lexicon()
    for start in range(len(printed) - 1):
        if (body := tables.local.get(printed[start:])) is not None:
            return body.function
    found = (function for words, function in tables.collectives if any(word in printed for word in words))
    return next(found, None)


def _group_name(printed: str, here: Place) -> str:
    """The group with its place: 宜昌市各有关部门, 云南省各地工商局."""
    if here.code == COUNTRY:
        return printed
    if printed in lexicon().local:
        return own_name(f"各地{printed}", here)
    return own_name(printed.removeprefix(here.name[-1]), here)


def _of_a_body(printed: str, here: Place) -> Agency | None:
    """The agency when the name, less place and scope, is exactly a body's."""
    tables = lexicon()
    if body := tables.national.get(printed):
        if here.code == COUNTRY or printed not in tables.local or printed.startswith((*NATIONAL_SCOPES, "中国")):
            return _agency(body, place(COUNTRY), printed)
    if (local := tables.own.get((here.code, printed))) is not None:
        found = _agency(tables.bodies[local.body], here, printed)
        return replace(found, id=f"{found.id}/{local.own}", name=local.own or found.name, full_name=local.full)
    for reading in _readings(printed, here):
        if body := _body(reading.rest):
            if reading.based_in is None:
                return _elsewhere(body, printed, here)
            return _agency(body, reading.based_in, printed)
    return None


def _body(rest: str) -> Body | None:
    """The body that these words name, with or without 委 or 政府 in front."""
    local = lexicon().local
    if not rest:
        return lexicon().bodies["local_government"]
    return next(
        (local[rest[len(each) :]] for each in UNDER if rest.startswith(each) and rest[len(each) :] in local), None
    )


def _agency(body: Body, based_in: Place, printed: str) -> Agency:
    """The agency that a body is in a place, or in the province whose capital it is named after."""
    reason = None
    if "{capital}" in body.short.get("省", "") and _is_capital(based_in):
        reason = f"“{printed}” is named after its seat {based_in.name} and serves the whole province"
        based_in = ancestors(based_in.code)[0]
    short, full = body_names(body, based_in)
    return Agency(
        f"{based_in.code}/{body.key}",
        short,
        full,
        body.kind,
        body.kind == "collective",
        body.function,
        based_in,
        True,
        reason,
    )


def _is_capital(here: Place) -> bool:
    return here.level == "prefecture" and here.code.endswith("0100")


def _elsewhere(body: Body, printed: str, here: Place) -> Agency:
    """A body of a place that the plan does not name: 区教育局 in a city's plan."""
    why = f"“{printed}” names a place that is neither {here.name} nor one that it lies in"
    return replace(_unresolved(printed, here), kind=body.kind, function=body.function, reason=why)


def _readings(printed: str, here: Place) -> Iterator[_Reading]:
    """The ways to take place and scope off a name, the longest place first, the whole name, then places inside it."""
    yield from _outer(printed.removeprefix("中共"), here, here, 0)
    yield _Reading(here, printed)
    for start in range(1, len(printed) - 1):
        for word, inner in _places_at(printed, start, here):
            rest = f"{printed[:start]}{{}}{printed[start + len(word) :]}"
            yield _Reading(inner, rest)
            yield from _outer(rest, here, here, 1)
            after = start + 2
            for second in range(after + 1, len(rest) - 1):
                for also, last in _places_at(rest, second, here):
                    yield _Reading(last, f"{rest[:second]}{{}}{rest[second + len(also) :]}")


def _outer(printed: str, here: Place, near: Place, depth: int) -> Iterator[_Reading]:
    """Places in front, however many (天津市西青区…), innermost first; then scopes."""
    for word, outer in _places_at(printed, 0, near):
        rest = printed[len(word) :]
        if outer is not None and rest and depth < len(LOCAL_SCOPES):
            yield from _outer(rest, here, outer, depth + 1)
        yield _Reading(outer, rest) if rest or len(word) > 2 else _Reading(outer, word)


def _places_at(printed: str, start: int, here: Place) -> Iterator[tuple[str, Place | None]]:
    """The names of places and the scopes that begin here, each with its place."""
    for word in names_at(printed, start):
        if (found := named(word, here)) is not None:
            yield word, found
    for scope in NATIONAL_SCOPES:
        if start == 0 and printed.startswith(scope):
            yield scope, place(COUNTRY)
    for scope in LOCAL_SCOPES:
        if printed.startswith(scope, start):
            yield scope, _scoped(scope, here)


def _scoped(scope: str, here: Place) -> Place | None:
    """The place that 市, 省, 区 mean in a plan of `here`: itself, or the nearest that it lies in and that is one."""
    if here.parent is None:
        return here if here.code != COUNTRY else None  # a place that no table has: its own scope is all there is
    return next((each for each in (here, *ancestors(here.code)) if each.name.endswith(scope)), None)


def _part_of_a_body(printed: str, here: Place) -> Agency | None:
    """A unit of a known body (市发改委价格监测中心): an agency of its own with the body's function."""
    if not UNIT.search(printed):
        return None
    for reading in _readings(printed, here):
        for end in range(len(reading.rest) - 1, SHORTEST_PARENT - 1, -1):
            parent = _body(reading.rest[:end]) if reading.rest[end - 1] in "局委厅办部院会室署" else None
            if parent and reading.based_in is not None:
                agency = _agency(parent, reading.based_in, printed)
                name = own_name(reading.rest, agency.based_in)
                return replace(agency, id=f"{agency.id}/{reading.rest}", name=name, full_name=None)
    return None


def _with_own_name(printed: str, here: Place) -> Agency | None:
    """An organisation with a name of its own, of the class that the ending tells (湖州师范学院, 市产业集团)."""
    kind = next((each for each in lexicon().kinds if printed.endswith(each.ending)), None)
    if kind is None:
        return None
    based_in, rest = _place_and_rest(printed, here)
    own = re.sub("(党工委|管委会|管理委员会)$", "", rest) or rest
    return Agency(
        f"{based_in.code}/{kind.key}/{own}",
        own_name(rest, based_in),
        None,
        kind.kind,
        False,
        kind.function,
        based_in,
        True,
    )


def _place_and_rest(printed: str, here: Place) -> tuple[Place, str]:
    """Takes place and scope off, unless nothing but the ending would be left (西青开发区 keeps its name)."""
    reading = next((each for each in _readings(printed, here) if each.based_in is not None), _Reading(here, printed))
    if reading.based_in is None or "{}" in reading.rest or len(reading.rest) < SHORTEST_PARENT:
        return here, printed
    return reading.based_in, reading.rest


def _unresolved(printed: str, here: Place) -> Agency:
    """An agency of its own, since neither the lexicon nor the ending tells what it is."""
    kind = next((kind for kind, ending in ENDINGS if ending.search(printed)), "government")
    why = f"no table knows a body called “{printed}”"
    key, shown = f"{here.code}/unresolved/{printed}", own_name(_place_and_rest(printed, here)[1], here)
    return Agency(key, shown, None, kind, False, None, here, False, why)
