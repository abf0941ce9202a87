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

from graph.identity.bodies import Agency, agency_of, body_of, claims, with_words
from graph.identity.lexicon import ANYWHERE, Body, Function, LocalName, lexicon
from graph.identity.naming import own_name
from graph.identity.own_names import (
    NO_SCOPE,
    company_forms,
    of_a_subject,
    of_a_town,
    of_joined_bodies,
    part_of_a_body,
    with_own_name,
)
from graph.identity.readings import NATIONAL_SCOPES, Reading, readings
from graph.identity.reforms import CURRENT, standing
from loaders.places import COUNTRY, Place, place, short_name
from loaders.script import simplified

__all__ = ["Agency", "Function", "resolve"]

COLLECTIVE = re.compile(
    "各(?!族)|^(有关|相关|其他|所有)|(有关|相关|其他)(部门|单位|地区|企业|方面)|成员单位$"
    "|^[省市区县州盟旗](?:[（(〔][省市区县州盟旗、]+[)）〕]|、[市区县州盟旗])|、.*(?:政府|管委会)$"
    "|[属管](?:国有)?(?:企业|高校|院校|医院|学校|单位|媒体)$|^(?:中央)?[驻在].{1,6}(?:机构|单位|企业|高校|部队|院校)$"
    "|^(?:乡镇|镇乡|镇街|街镇|乡|镇|街道)(?:[（(][^（）()]+[）)])?(?:党委|人民政府|政府|办事处|办)?(?:、.*)?$"
    "|^(?:金融机构|(?:国有)?商业银行|银行业?(?:金融)?机构|保险(?:机构|公司)|证券公司|高等?(?:学校|院校)|高校|中小学校?|医疗机构|新闻媒体"
    "|科研院所|行业协会|社会组织|(?:基础)?(?:电信|通信)(?:运营|基础)?(?:商|企业)|运营商|企业|国有企业|中央企业|平台企业|互联网企业)$"
)
"""Names of groups, where the reader of lists could not tell them by what stands beside."""
BRACKETS = re.compile("[（(〔［\\[][^（()）〔〕［］\\[\\]]*[)）〕］\\]]")
INNER = re.compile("[（(](集团|股份)[)）]")
"""Brackets that are part of a company's name."""
ENDINGS = (
    ("enterprise", re.compile("(集团|公司|厂)$")),
    ("association", re.compile("(协会|商会|学会|联合会|总会)$")),
    ("public_institution", re.compile("(中心|院|所|站|馆|校)$")),
    ("party", re.compile("委.*(部|工委)$|党委$")),
)
LONGEST = 80
"""Characters beyond which words are no name, and not worth the search for one."""
SLASH = re.compile("[/／]")


def resolve(name: str, jurisdiction: Place, collective: bool, day: str | None = None) -> Agency:
    """The agency that a printed name means in a plan of `jurisdiction`, issued on a `day` (YYYY-MM-DD) if known."""
    found = _resolve(name, jurisdiction, collective)
    return found if found.resolved or found.collective or day is None else _of_day(name, jurisdiction, day) or found


@lru_cache(maxsize=65536)
def _resolve(name: str, jurisdiction: Place, collective: bool) -> Agency:
    printed = plainly(name)
    if collective or COLLECTIVE.search(printed):
        return _group(printed, jurisdiction)
    plain = BRACKETS.sub("", printed) or printed
    if len(plain) > LONGEST:
        return _unresolved(printed, jurisdiction, f"“{printed[:LONGEST]}…” is longer than any name of a body")
    for words in dict.fromkeys((printed, plain)):
        if agency := _of_a_body(words, jurisdiction):
            return agency
    return (
        _several(plain, jurisdiction)
        or of_a_town(plain, jurisdiction)
        or part_of_a_body(plain, jurisdiction)
        or _of_a_company(plain, jurisdiction)
        or of_joined_bodies(plain, jurisdiction)
        or with_own_name(plain, jurisdiction)
        or of_a_subject(plain, jurisdiction)
        or _unresolved(printed, jurisdiction, f"no table knows a body called “{printed}”")
    )


def _of_day(name: str, here: Place, day: str) -> Agency | None:
    """The agency of a name that several bodies share, where only one of them bore it on that day."""
    current = [each for each in meanings(name, here) if each.body and _stood(each.body, each.based_in, day)]
    return current[0] if len(current) == 1 else None


def _stood(body: str, here: Place, day: str) -> bool:
    return standing(body, here.level, day, code=here.code).status == CURRENT


@lru_cache(maxsize=4096)
def meanings(name: str, here: Place) -> tuple[Agency, ...]:
    """The agencies among which a name that several bodies share does not decide; empty for all other names."""
    printed = plainly(name)
    for reading in readings(BRACKETS.sub("", printed) or printed, here):
        if reading.based_in and (claimed := claims(reading.rest)):
            return tuple(agency_of(body, reading.based_in, reading.rest, printed) for body in claimed)
    return ()


def plainly(name: str) -> str:
    """A printed name without spaces and marks of emphasis, in simplified characters."""
    return INNER.sub(r"\1", simplified("".join(name.split()).replace("*", "")))


def _group(printed: str, here: Place) -> Agency:
    """A group (各有关部门, 各县市区文明办): its function is that of the body, or of the words, that it ends with."""
    body = _body_of_group(printed)
    function = body.function if body else _function_of_group(printed)
    why = None if function else f"“{printed}” is a group whose function the tables do not tell"
    shown = own_name(f"各地{printed}" if printed in lexicon().local else printed.removeprefix(here.name[-1:]), here)
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
    for key in ((here.code, printed), (ANYWHERE, printed)):
        if key in tables.own:
            return _of_local_name(tables.own[key], here, printed)
    if printed in tables.national and (here.code == COUNTRY or _only_national(printed)):
        return agency_of(tables.national[printed], place(COUNTRY), printed, printed)
    for reading in readings(printed, here):
        if reading.based_in and (reading.based_in.code, reading.rest) in tables.own:
            return _of_local_name(tables.own[reading.based_in.code, reading.rest], reading.based_in, printed)
        if claimed := claims(reading.rest):
            return _undecided(claimed, reading, here, printed)
        if body := body_of(reading.rest, reading.based_in, reading.taken):
            if reading.based_in is None:
                return _elsewhere(body, printed, here)
            return agency_of(body, reading.based_in, reading.rest, printed)
    return None


def _of_local_name(local: LocalName, here: Place, printed: str) -> Agency:
    """The agency that has a name of its own in one place, or in the whole country."""
    based_in = place(local.seat) if local.seat else here
    found = agency_of(lexicon().bodies[local.body], based_in, printed, printed)
    if not local.own:
        return found
    found = with_words(found, local.own)
    return replace(found, name=local.own, full_name=local.full or None)


def _undecided(claimed: tuple[Body, ...], reading: Reading, here: Place, printed: str) -> Agency:
    """One of several bodies that claim a name: the one named as this name is, by its place or by the scope.

    Branches of central regulators bear the bare name of the place (云南金融监管局), local bodies its scope
    (省金融监管局).
    """
    bare = reading.based_in is not None and reading.taken == short_name(reading.based_in)
    fitting = [body for body in claimed if any("{short}" in each for each in body.short.values()) == bare]
    if reading.based_in and bare and len(fitting) == 1:
        return agency_of(fitting[0], reading.based_in, reading.rest, printed)
    which = " or ".join(body.key for body in claimed)
    found = _unresolved(printed, here, f"“{printed}” can mean {which}; neither the name nor its date tells which")
    return replace(found, based_in=reading.based_in or here)


def _only_national(printed: str) -> bool:
    """Whether a name of a national body means it in a local plan, too: 教育部 does, 统计局 does not."""
    return printed not in lexicon().local or printed.startswith((*NATIONAL_SCOPES, "中国"))


def _several(printed: str, here: Place) -> Agency | None:
    """A name with a slash: one agency when all parts are the same, else left open, since the plan parts them not."""
    parts = SLASH.split(printed)
    if len(parts) < 2 or not all(parts):
        return None
    found = [resolve(part, here, False) for part in parts]
    if len({each.id for each in found}) == 1:
        return found[0]
    names = ", ".join(each.name for each in found)
    return _unresolved(printed, here, f"“{printed}” names several agencies ({names}), or one with several names")


def _of_a_company(printed: str, here: Place) -> Agency | None:
    """A known company whose printed name differs in the legal form alone: 深圳供电局有限公司."""
    for words in company_forms(printed):
        found = _of_a_body(words, here) if words != printed else None
        if found and found.kind in ("enterprise", "media"):
            return found
    return None


def _elsewhere(body: Body, printed: str, here: Place) -> Agency:
    """A body of a place that the plan does not name: 区教育局 in a city's plan."""
    why = f"“{printed}” names a place that is neither {here.name} nor one that it lies in"
    found = _unresolved(printed, here, why)
    return replace(found, name=f"{printed}（{here.name}）", kind=body.kind, function=body.function)


def _unresolved(printed: str, here: Place, why: str) -> Agency:
    """An agency of its own, since neither the lexicon nor the ending tells what it is."""
    kind = next((kind for kind, ending in ENDINGS if ending.search(printed)), "government")
    shown = own_name(printed if NO_SCOPE.match(printed) else printed.removeprefix(here.name[-1:]), here)
    return Agency(f"{here.code}/unresolved/{printed}", shown, None, kind, False, None, here, False, why)
