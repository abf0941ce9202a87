"""Organisations with names of their own: units of a body, bodies of a zone, and those that the ending tells."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.bodies import Agency, agency_of, body_of, with_words
from graph.lexicon import lexicon
from graph.naming import own_name
from graph.readings import PLACE, Reading, outer_readings, readings
from loaders.places import Place

UNIT = re.compile("(支队|大队|总队|[处科室所站队局办部委院馆]|中心|学校|工作组|专班)$")
PARENT_ENDS = "局委厅办部院会室署"
SHORTEST_PARENT = 3
"""A sub-unit's parent needs a name of this length: 公安 in front of other words is no 公安局."""
GENERIC = re.compile(
    "人民|中心|第|中医|妇幼|职业|技[师工]|经济|高新|工业|产业|高等|广播|电视|开发|综合|教育|实验|临空|师范"
)
"""Beginnings of names that say nothing of the place, so that the place is put in front: 高新区管委会."""
ZONES = ("zone", "town")


def part_of_a_body(printed: str, here: Place) -> Agency | None:
    """A unit of a known body (市发改委价格监测中心): an agency of its own with the body's function."""
    if not UNIT.search(printed):
        return None
    for reading in readings(printed, here):
        for end in range(len(reading.rest) - 1, SHORTEST_PARENT - 1, -1):
            parent = body_of(reading.rest[:end]) if reading.rest[end - 1] in PARENT_ENDS else None
            if parent and reading.based_in and PLACE not in reading.rest:
                return with_words(agency_of(parent, reading.based_in, reading.rest[:end], printed), reading.rest)
    return None


def of_a_zone(printed: str, here: Place) -> Agency | None:
    """A body of a zone or a town (高新区财政局): an agency of its own with the body's function."""
    tables = lexicon()
    for start in range(2, len(printed) - 1):
        body = tables.local.get(printed[start:])
        if body and any(each.key in ZONES and printed[:start].endswith(each.ending) for each in tables.kinds):
            based_in, own, shown = _own_words(printed, here)
            return replace(with_words(agency_of(body, based_in, printed[start:], printed), own), name=shown)
    return None


def with_own_name(printed: str, here: Place) -> Agency | None:
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
