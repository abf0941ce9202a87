"""Printed name + jurisdiction -> one agency: an organisation in one place, whatever short form a plan prints.

A name is read as place or scope (宜昌, 市, 省, 中央) and a body of the lexicon; both must match exactly, likeness
never counts. 市国土局 and 市国土资源局 are one body and so one agency of one place, 市工商局 and 市市场监管局 are two
bodies. Organisations with names of their own (三峡日报社) are told by the ending. What nothing decides stays an agency
of its own, marked as unresolved with the reason.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from graph.bodies import Agency, agency_of, body_of, with_words
from graph.lexicon import Body, Function, lexicon
from graph.naming import own_name
from graph.own_names import of_a_zone, part_of_a_body, with_own_name
from graph.readings import NATIONAL_SCOPES, readings
from loaders.places import COUNTRY, Place, place
from loaders.script import simplified

__all__ = ["Agency", "Function", "resolve"]

COLLECTIVE = re.compile("各(?!族)|^(有关|相关|其他|所有)|(有关|相关|其他)(部门|单位|地区|企业|方面)|成员单位$")
BRACKETS = re.compile("[（(〔［\\[][^（()）〔〕［］\\[\\]]*[)）〕］\\]]")
ENDINGS = (
    ("enterprise", re.compile("(集团|公司|厂)$")),
    ("association", re.compile("(协会|商会|学会|联合会)$")),
    ("public_institution", re.compile("(中心|院|所|站|馆|校)$")),
    ("party", re.compile("委.*(部|工委)$")),
)


@lru_cache(maxsize=65536)
def resolve(name: str, jurisdiction: Place, collective: bool) -> Agency:
    """The agency that a printed name means in a plan of `jurisdiction`."""
    printed = simplified("".join(name.split()).replace("*", ""))
    if collective or COLLECTIVE.search(printed):
        return _group(printed, jurisdiction)
    plain = BRACKETS.sub("", printed) or printed
    for words in dict.fromkeys((printed, plain)):
        if agency := _of_a_body(words, jurisdiction):
            return agency
    return (
        of_a_zone(plain, jurisdiction)
        or part_of_a_body(plain, jurisdiction)
        or with_own_name(plain, jurisdiction)
        or _unresolved(printed, jurisdiction, f"no table knows a body called “{printed}”")
    )


def _group(printed: str, here: Place) -> Agency:
    """A group (各有关部门, 各县市区文明办): its function is that of the body, or of the words, that it ends with."""
    body = _body_of_group(printed)
    function = body.function if body else _function_of_group(printed)
    why = None if function else f"“{printed}” is a group whose function the tables do not tell"
    shown = own_name(f"各地{printed}" if printed in lexicon().local else printed.removeprefix(here.name[-1]), here)
    key = f"{here.code}/collective/{printed}"
    return Agency(key, shown, None, "collective", True, function, here, not why, why, body.key if body else None)


def _body_of_group(printed: str) -> Body | None:
    local = lexicon().local
    return next((local[printed[start:]] for start in range(len(printed) - 1) if printed[start:] in local), None)


def _function_of_group(printed: str) -> Function | None:
    found = (function for words, function in lexicon().collectives if any(word in printed for word in words))
    return next(found, None)


def _of_a_body(printed: str, here: Place) -> Agency | None:
    """The agency when the name, less place and scope, is exactly a body's."""
    tables = lexicon()
    if (local := tables.own.get((here.code, printed))) is not None:
        found = with_words(agency_of(tables.bodies[local.body], here, printed, printed), local.own)
        return replace(found, name=local.own, full_name=local.full)
    if printed in tables.national and (here.code == COUNTRY or _only_national(printed)):
        return agency_of(tables.national[printed], place(COUNTRY), printed, printed)
    for reading in readings(printed, here):
        if body := body_of(reading.rest):
            if reading.based_in is None:
                return _elsewhere(body, printed, here)
            return agency_of(body, reading.based_in, reading.rest, printed)
    return None


def _only_national(printed: str) -> bool:
    """Whether a name of a national body means it in a local plan, too: 教育部 does, 统计局 does not."""
    return printed not in lexicon().local or printed.startswith((*NATIONAL_SCOPES, "中国"))


def _elsewhere(body: Body, printed: str, here: Place) -> Agency:
    """A body of a place that the plan does not name: 区教育局 in a city's plan."""
    why = f"“{printed}” names a place that is neither {here.name} nor one that it lies in"
    found = _unresolved(printed, here, why)
    return replace(found, name=f"{printed}（{here.name}）", kind=body.kind, function=body.function)


def _unresolved(printed: str, here: Place, why: str) -> Agency:
    """An agency of its own, since neither the lexicon nor the ending tells what it is."""
    kind = next((kind for kind, ending in ENDINGS if ending.search(printed)), "government")
    shown = own_name(printed.removeprefix(here.name[-1]), here)
    return Agency(f"{here.code}/unresolved/{printed}", shown, None, kind, False, None, here, False, why)
