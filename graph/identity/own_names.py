"""Organisations with names of their own: units of a body, bodies of a town, what the ending or the subject tells."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from graph.identity.bodies import Agency, agency_of, body_of, with_words
from graph.identity.lexicon import Body, Kind, lexicon
from graph.identity.naming import own_name
from graph.identity.readings import LOCAL_SCOPES, PLACE, ZONE_SCOPES, Reading, outer_readings, readings, zone
from loaders.places import COUNTRY, Place, place

UNIT = re.compile("(支队|大队|总队|委员会|[处科室所站队局办部委院馆厅]|(?<!公)司|中心|学校|工作组|专班)$")
PARENT_ENDS = "局委厅办部院会室署"
SHORTEST_PARENT = 3
"""A sub-unit's parent needs a name of this length: 公安 in front of other words is no 公安局."""
SHORTEST_UNIT = 3
"""A unit's own words are at least as many (价格处): 发展和改革委 and 员局 are a misprint."""
GOVERNING = ("party_committee", "zone_party_committee", "local_government", "zone_committee")
"""Bodies whose units may do anything, so that a unit does not share the function."""
GENERIC = re.compile(
    "人民|中心|第|中医|妇幼|职业|技[师工]|经济|高新|工业|产业|高等|广播|电视|开发|综合|教育|实验|临空|师范"
)
"""Beginnings of names that say nothing of the place, so that the place is put in front: 高新区管委会."""
NO_SCOPE = re.compile(
    "市(?:政(?:公用|工程|设施|建设|集团|园林|管理|养护|道路|桥)|场|民(?!政)|容|郊)|[区县]域|地(?:[质震产理铁下矿勘热方]|税)"
)
"""Words that begin as a scope does: 市场, 市政工程, 区域, 地铁."""
LEGAL_FORM = re.compile("(集团)?(?:股份)?(?:有限)?(?:责任)?(?:总?公司)$")
"""The legal form that a company's name may have or lack: 集团有限公司 beside 集团."""
TOWN_HALL = re.compile("(?:人民政府|政府|办事处|办)$")
ZONE_HALL = re.compile("(?:管委会|管理委员会|管委)$")
ZONE_PARTY = re.compile("党?工委$")
JOINED = re.compile("(?:局|委员会|委)$")
COORDINATION = re.compile(
    "(?:工作)?(?:领导小组|指挥部|联席会议|协调小组|委员会|工作组|工作专班|专班|推进组)(?:综合协调组|办公室|办)?$|办公室$|办$"
)
"""Endings of bodies that coordinate others, and of their offices."""


def part_of_a_body(printed: str, here: Place) -> Agency | None:
    """A unit of a known body (市发改委价格监测中心): an agency of its own with the body's function."""
    if not UNIT.search(printed) or "、" in printed:
        return None
    for end in range(len(printed) - SHORTEST_UNIT, SHORTEST_PARENT - 1, -1):
        national = lexicon().national.get(printed[:end])
        shared = here.code != COUNTRY and printed[:end] in lexicon().local
        if national and national.key not in GOVERNING and not shared:
            return with_words(agency_of(national, place(COUNTRY), printed[:end], printed), printed)
    for reading in readings(printed, here):
        for end in range(len(reading.rest) - SHORTEST_UNIT, SHORTEST_PARENT - 1, -1):
            parent = body_of(reading.rest[:end]) if reading.rest[end - 1] in PARENT_ENDS else None
            if parent and parent.key not in GOVERNING and reading.based_in and PLACE not in reading.rest:
                return with_words(agency_of(parent, reading.based_in, reading.rest[:end], printed), reading.rest)
    return None


def of_a_town(printed: str, here: Place) -> Agency | None:
    """A body of a town (大寺镇财政所): an agency of its own with the body's function."""
    tables = lexicon()
    for start in range(2, len(printed) - 1):
        body = tables.local.get(printed[start:])
        if body and body.key != "local_government" and _is_town(printed[:start]):
            based_in, own, shown = _own_words(printed, here)
            return replace(with_words(agency_of(body, based_in, printed[start:], printed), own), name=shown)
    return None


def _is_town(words: str) -> bool:
    return any(each.key == "town" and words.endswith(each.ending) for each in lexicon().kinds)


def with_own_name(printed: str, here: Place) -> Agency | None:
    """An organisation with a name of its own, of the class that the ending tells (湖州师范学院, 市产业集团)."""
    kind = next((each for each in lexicon().kinds if printed.endswith(each.ending)), None)
    if kind is None:
        return None
    based_in, own, shown = _own_words(printed, here)
    if kind.key == "zone":
        body = lexicon().bodies["zone_party_committee" if ZONE_PARTY.search(own) else "zone_committee"]
        name = ZONE_PARTY.sub("", ZONE_HALL.sub("", own))
        return agency_of(body, zone(name, based_in) if name else based_in, "", printed)
    key = _usual_form(own, kind)
    shown = shown.removesuffix(own) + key
    return Agency(f"{based_in.code}/{kind.key}/{key}", shown, None, kind.kind, False, kind.function, based_in, True)


def _usual_form(own: str, kind: Kind) -> str:
    """One form of the name for all that differ in the legal form or the town's hall alone."""
    if kind.key == "town":
        return re.sub("(?<=.)街$", "街道", TOWN_HALL.sub("", own)) or own
    if kind.kind == "enterprise":
        return company_forms(own)[0]
    return own


def company_forms(name: str) -> tuple[str, ...]:
    """The forms of a company's name, the usual one first: 地铁集团 for 地铁集团有限公司, 地铁 without a legal form."""
    match = LEGAL_FORM.search(name)
    stem = name[: match.start()] if match else ""
    if not match or len(stem) < 2:
        return (name,)
    if match[1] or stem.endswith("集团"):
        return (stem.removesuffix("集团") + "集团", stem)
    return (stem + "公司", stem)


def of_joined_bodies(printed: str, here: Place) -> Agency | None:
    """A body whose name joins several (国土城建和水利局): an agency of its own, of the first one's function."""
    for reading in (*outer_readings(printed, here), Reading(here, "", printed)):
        ending = JOINED.search(reading.rest)
        if ending and reading.based_in:
            first = _first_of_joined(reading.rest[: ending.start()])
            if first:
                parent = agency_of(first, reading.based_in, first.names[0], printed)
                return with_words(parent, reading.rest)
    return None


def _first_of_joined(words: str) -> Body | None:
    """The body of the first stem, when the words are nothing but stems of bodies: 国土, 城建 and 水利."""
    stems = joined_stems()
    for end in range(len(words) - 1, 1, -1):
        rest = words[end:].lstrip("和与及、")
        if words[:end] in stems and (rest in stems or _first_of_joined(rest)):
            return stems[words[:end]]
    return None


@cache
def joined_stems() -> dict[str, Body]:
    """The names of governments' bodies without 局 or 委员会, which counties join as they merge them."""
    found = dict[str, Body]()
    for name, body in lexicon().local.items():
        ending = JOINED.search(name)
        if ending and body.kind == "government" and PLACE not in name and ending.start() > 1:
            found.setdefault(name[: ending.start()], body)
    return found


def of_a_subject(printed: str, here: Place) -> Agency | None:
    """A body that coordinates others, or its office: its function is that of its subject (根治欠薪工作领导小组)."""
    if not COORDINATION.search(printed):
        return None
    based_in, own, shown = _own_words(printed, here)
    found = (function for subjects, function in lexicon().subjects if any(each in own for each in subjects))
    if (function := next(found, None)) is None:
        return None
    kind = "party" if re.match("(?:党?委|中央)", own) else "government"
    key = re.sub("办公室$", "办", own)
    return Agency(f"{based_in.code}/coordination/{key}", shown, None, kind, False, function, based_in, True)


def _own_words(printed: str, here: Place) -> tuple[Place, str, str]:
    """Place, own name and shown name: a scope is taken off, a place that is part of the name stays."""
    whole = Reading(here, "", printed)
    reading = next((each for each in outer_readings(printed, here) if each.based_in), whole)
    reading = whole if NO_SCOPE.match(printed) else reading
    based_in = reading.based_in or here
    scope = reading.taken in LOCAL_SCOPES or reading.taken in ZONE_SCOPES
    if scope or (reading.taken and reading.taken.endswith(based_in.name)):
        return based_in, reading.rest, own_name(reading.rest, based_in)
    return based_in, printed, own_name(printed, here) if GENERIC.match(printed) else printed
