"""Printed name + jurisdiction -> one agency: an organisation in one place, whatever short form a plan prints.

A name is read as place or scope (宜昌, 市, 省, 中央) and a body of the lexicon; both must match exactly, likeness
never counts. 市国土局 and 市国土资源局 are one body and so one agency of one place, 市工商局 and 市市场监管局 are two
bodies. Organisations with names of their own (三峡日报社) are told by the ending. What nothing decides stays an agency
of its own, marked as unresolved with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.lexicon import Body, Function, lexicon
from graph.naming import body_names, is_capital, own_name
from graph.readings import NATIONAL_SCOPES, PLACE, Reading, outer_readings, readings
from loaders.places import COUNTRY, Place, ancestors, place

__all__ = ["Agency", "Function", "resolve"]

UNDER = ("", "委", "党委", "政府", "人民政府", "委市政府", "级", "直", "直属")
"""What may stand between scope and body: 市委网信办, 市政府金融办, 市级机关事务管理局."""
COLLECTIVE = re.compile("各|^(有关|相关|其他|所有)|(有关|相关|其他)(部门|单位|地区|企业|方面)|成员单位$")
UNIT = re.compile("(支队|大队|总队|[处科室所站队局办部委院馆]|中心|学校|工作组|专班)$")
PARENT_ENDS = "局委厅办部院会室署"
SHORTEST_PARENT = 3
"""A sub-unit's parent needs a name of this length: 公安 in front of other words is no 公安局."""
BRACKETS = re.compile("[（(〔［\\[][^（()）〔〕［］\\[\\]]*[)）〕］\\]]")
GENERIC = re.compile(
    "人民|中心|第|中医|妇幼|职业|技[师工]|经济|高新|工业|产业|高等|广播|电视|开发|综合|教育|实验|临空|师范"
)
"""Beginnings of names that say nothing of the place, so that the place is put in front: 高新区管委会."""
OWN = "{own}"
"""The pattern of bodies whose printed names differ from place to place: each is an agency of its own."""
ZONES = ("zone", "town")
ENDINGS = (
    ("enterprise", re.compile("(集团|公司|厂)$")),
    ("association", re.compile("(协会|商会|学会|联合会)$")),
    ("public_institution", re.compile("(中心|院|所|站|馆|校)$")),
    ("party", re.compile("委.*(部|工委)$")),
)


@dataclass(frozen=True)
class Agency:
    """One organisation; `reason` says why it is unresolved, or why it belongs to another place than its name says.

    `body` is the key of its body in the lexicon, None for groups, own names and what is unresolved.
    """

    id: str
    name: str
    full_name: str | None
    kind: str
    collective: bool
    function: Function | None
    based_in: Place
    resolved: bool
    reason: str | None = None
    body: str | None = None


@lru_cache(maxsize=65536)
def resolve(name: str, jurisdiction: Place, collective: bool) -> Agency:
    """The agency that a printed name means in a plan of `jurisdiction`."""
    printed = "".join(name.split()).replace("*", "")
    if collective or COLLECTIVE.search(printed):
        return _group(printed, jurisdiction)
    plain = BRACKETS.sub("", printed) or printed
    for words in dict.fromkeys((printed, plain)):
        if agency := _of_a_body(words, jurisdiction):
            return agency
    return (
        _of_a_zone(plain, jurisdiction)
        or _part_of_a_body(plain, jurisdiction)
        or _with_own_name(plain, jurisdiction)
        or _unresolved(printed, jurisdiction, f"no table knows a body called “{printed}”")
    )


def _group(printed: str, here: Place) -> Agency:
    """A group (各有关部门, 各县市区文明办): its function is that of the body, or of the words, that it ends with."""
    function = _function_of_group(printed)
    why = None if function else f"“{printed}” is a group whose function the tables do not tell"
    shown = own_name(f"各地{printed}" if printed in lexicon().local else printed.removeprefix(here.name[-1]), here)
    return Agency(f"{here.code}/collective/{printed}", shown, None, "collective", True, function, here, not why, why)


def _function_of_group(printed: str) -> Function | None:
    tables = lexicon()
    for start in range(len(printed) - 1):
        if (body := tables.local.get(printed[start:])) is not None:
            return body.function
    found = (function for words, function in tables.collectives if any(word in printed for word in words))
    return next(found, None)


def _of_a_body(printed: str, here: Place) -> Agency | None:
    """The agency when the name, less place and scope, is exactly a body's."""
    tables = lexicon()
    if (local := tables.own.get((here.code, printed))) is not None:
        found = _agency(tables.bodies[local.body], here, printed, printed)
        return replace(
            found, id=f"{here.code}/{local.body}/{local.own}", name=local.own or found.name, full_name=local.full
        )
    if printed in tables.national and (here.code == COUNTRY or _only_national(printed)):
        return _agency(tables.national[printed], place(COUNTRY), printed, printed)
    for reading in readings(printed, here):
        if body := _body(reading.rest):
            if reading.based_in is None:
                return _elsewhere(body, printed, here)
            return _agency(body, reading.based_in, reading.rest, printed)
    return None


def _only_national(printed: str) -> bool:
    """Whether a name of a national body means it in a local plan, too: 教育部 does, 统计局 does not."""
    return printed not in lexicon().local or printed.startswith((*NATIONAL_SCOPES, "中国"))


def _body(rest: str) -> Body | None:
    """The body that these words name, with or without 委 or 政府 in front; a bare place is its government."""
    local = lexicon().local
    if not rest:
        return lexicon().bodies["local_government"]
    return next((local[words] for words in _without_scope(rest) if words in local), None)


def _without_scope(rest: str) -> Iterator[str]:
    return (rest[len(each) :] for each in UNDER if rest.startswith(each))


def _agency(body: Body, based_in: Place, rest: str, printed: str) -> Agency:
    """The agency that a body is in a place, or in the province whose capital it is named after."""
    reason = None
    if "{capital}" in body.short.get("省", "") and is_capital(based_in):
        reason = f"“{printed}” is named after its seat {based_in.name} and serves the whole province"
        based_in = ancestors(based_in.code)[0]
    short, full = body_names(body, based_in)
    key = f"{based_in.code}/{body.key}"
    if short == OWN:
        own = next((words for words in _without_scope(rest) if words in lexicon().local), rest).replace(PLACE, "")
        key, short = f"{key}/{own}", own_name(own, based_in)
    group = body.kind == "collective"
    return Agency(key, short, full, body.kind, group, body.function, based_in, True, reason, body.key)


def _elsewhere(body: Body, printed: str, here: Place) -> Agency:
    """A body of a place that the plan does not name: 区教育局 in a city's plan."""
    why = f"“{printed}” names a place that is neither {here.name} nor one that it lies in"
    found = _unresolved(printed, here, why)
    return replace(found, name=f"{printed}（{here.name}）", kind=body.kind, function=body.function)


def _part_of_a_body(printed: str, here: Place) -> Agency | None:
    """A unit of a known body (市发改委价格监测中心): an agency of its own with the body's function."""
    if not UNIT.search(printed):
        return None
    for reading in readings(printed, here):
        for end in range(len(reading.rest) - 1, SHORTEST_PARENT - 1, -1):
            parent = _body(reading.rest[:end]) if reading.rest[end - 1] in PARENT_ENDS else None
            if parent and reading.based_in and PLACE not in reading.rest:
                return _with_words(_agency(parent, reading.based_in, reading.rest[:end], printed), reading.rest)
    return None


def _with_words(parent: Agency, own: str) -> Agency:
    """An agency of its own under the body of another, called by these words."""
    key = f"{parent.based_in.code}/{parent.body}/{own}"
    return replace(parent, id=key, name=own_name(own, parent.based_in), full_name=None, body=None)


def _of_a_zone(printed: str, here: Place) -> Agency | None:
    """A body of a zone or a town (高新区财政局): an agency of its own with the body's function."""
    tables = lexicon()
    for start in range(2, len(printed) - 1):
        body = tables.local.get(printed[start:])
        if body and any(each.key in ZONES and printed[:start].endswith(each.ending) for each in tables.kinds):
            based_in, own, shown = _own_words(printed, here)
            return replace(_with_words(_agency(body, based_in, printed[start:], printed), own), name=shown)
    return None


def _with_own_name(printed: str, here: Place) -> Agency | None:
    """An organisation with a name of its own, of the class that the ending tells (湖州师范学院, 市产业集团)."""
    kind = next((each for each in lexicon().kinds if printed.endswith(each.ending)), None)
    if kind is None:
        return None
    based_in, own, shown = _own_words(printed, here)
    key = re.sub("(党工委|管委会|管理委员会)$", "", own) or own
    return Agency(f"{based_in.code}/{kind.key}/{key}", shown, None, kind.kind, False, kind.function, based_in, True)


def _own_words(printed: str, here: Place) -> tuple[Place, str, str]:
    """Place, own name and shown name: a scope is taken off, a place that is part of the name stays."""
    reading = next((each for each in outer_readings(printed, here) if each.based_in), Reading(here, "", printed))
    based_in = reading.based_in or here
    if reading.taken and (len(reading.taken) == 1 or reading.taken.endswith(based_in.name)):
        return based_in, reading.rest, own_name(reading.rest, based_in)
    return based_in, printed, own_name(printed, here) if GENERIC.match(printed) else printed


def _unresolved(printed: str, here: Place, why: str) -> Agency:
    """An agency of its own, since neither the lexicon nor the ending tells what it is."""
    kind = next((kind for kind, ending in ENDINGS if ending.search(printed)), "government")
    shown = own_name(printed.removeprefix(here.name[-1]), here)
    return Agency(f"{here.code}/unresolved/{printed}", shown, None, kind, False, None, here, False, why)
