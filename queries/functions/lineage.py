"""Questions about what followed what: names out of their time, and the lineage itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from graph.identity.lexicon import Body
from graph.identity.naming import body_names
from graph.identity.reforms import (
    ABOLISHED,
    CURRENT,
    LEVELS,
    Reform,
    Standing,
    body_name,
    foundings,
    heirs,
    reforms,
    standing,
)
from loaders.divisions import known, place
from queries.functions.rows import Asked, Row

POSTED = "time of publication"
MEMBERS = "county"
"""The level of a group's members (各州市工商局): the last that a reform reaches, since a group may reach down to it."""


_MENTIONS = """\
UNWIND $found AS one
MATCH (p:Plan {id: one.plan})
MATCH (p)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE a.id IN one.agencies
MATCH (a)-[:BASED_IN]->(place:Jurisdiction)
RETURN p.id AS plan, toString(p.issuedOn) AS issuedOn, p.datedBy AS datedBy, a.name AS agency, a.id AS agencyId,
       a.body AS body, a.collective AS collective, place.code AS code, place.level AS level, r.asWritten AS asWritten,
       t.number AS number, t.title AS title, t.id AS taskId,
       CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role, r.origin AS origin,
       r.start AS start, r.end AS end, r.line AS line, r.page AS page
UNION ALL
UNWIND $found AS one
MATCH (p:Plan {id: one.plan})
MATCH (p)<-[r:NAMED_IN|ISSUED]-(a:Agency)
WHERE a.id IN one.agencies
MATCH (a)-[:BASED_IN]->(place:Jurisdiction)
RETURN p.id AS plan, toString(p.issuedOn) AS issuedOn, p.datedBy AS datedBy, a.name AS agency, a.id AS agencyId,
       a.body AS body, a.collective AS collective, place.code AS code, place.level AS level, r.asWritten AS asWritten,
       NULL AS number, NULL AS title, NULL AS taskId, NULL AS role,
       CASE WHEN type(r) = 'ISSUED' THEN 'issued' ELSE 'named' END AS origin, r.start AS start, r.end AS end,
       r.line AS line, r.page AS page"""
_LEVELS = "MATCH (j:Jurisdiction) RETURN collect(j.code) AS codes, collect(j.level) AS levels"


def anachronisms(rows: list[Row], params: Asked) -> list[Row]:
    """Keeps the printed names that the table of reforms calls abolished, or of the future, on the plan's date.

    A name is judged at the level of its own place (省工商局 in a city's plan is the province's), a group at the lowest.
    The names of all plans come as columns; where those that are out of their time stand is fetched by a second query.
    """
    found = _out_of_time(rows, params)
    mentions = params.read(_MENTIONS, found=[{"plan": plan, "agencies": [*names]} for plan, names in found.items()])
    late = []
    for row in mentions:
        level = MEMBERS if row["collective"] else row["level"]
        name = standing(row["body"], level, row["issuedOn"], row["asWritten"], row["code"])
        if name.status != CURRENT:
            became = _names(row, level) if name.status == ABOLISHED else []
            late.append(_shown(row) | _judged(name) | {"became": became})
    return sorted(late, key=lambda row: (row["plan"], row["start"] or 0))


def _out_of_time(rows: list[Row], params: Asked) -> dict[str, dict[str, None]]:
    """The agencies that some name calls by what they were not, by plan in order; as many plans as the limit needs."""
    [places] = params.read(_LEVELS)
    levels = dict(zip(places["codes"], places["levels"], strict=True))
    found: dict[str, dict[str, None]] = {}
    mentions = 0
    for plan, group in groupby(sorted(rows, key=itemgetter("plan")), key=itemgetter("plan")):
        late = [agency for row in group for agency in _late(row, levels)]
        if late:
            found[plan] = dict.fromkeys(late)
            mentions += len(late)
        if params["limit"] is not None and mentions >= params["limit"]:
            break
    return found


def _late(row: Row, levels: Mapping[str, str]) -> Iterator[str]:
    columns = (row[name] for name in ("agencies", "bodies", "collective", "names"))
    for agency, body, collective, name in zip(*columns, strict=True):
        code = agency.partition("/")[0]
        level = MEMBERS if collective else levels.get(code, MEMBERS)
        if body in _reformed() and _standing(body, level, row["issuedOn"], name, code) != CURRENT:
            yield agency


@cache
def _reformed() -> frozenset[str]:
    """The bodies that a reform ended, or that were founded on a known day."""
    return frozenset(each.old.key for each in reforms() if each.ends) | {each.body.key for each in foundings()}


@lru_cache(100_000)
def _standing(body: str, level: str, day: str, name: str, code: str) -> str:
    return standing(body, level, day, name, code).status


def _shown(row: Row) -> Row:
    hidden = {"datedBy", "body", "collective", "code", "level"}
    kept = {name: value for name, value in row.items() if name not in hidden}
    return kept | {"posted": row["datedBy"] == POSTED}


def _judged(name: Standing) -> Row:
    return {"status": name.status, "since": name.day, "basis": name.basis}


def _names(row: Row, level: str) -> list[str]:
    """What the body became, called as in its place: 云南银保监局."""
    bodies = heirs(row["body"], level, row["issuedOn"], row["code"])
    if row["collective"] or not known(row["code"]):
        return [body_name(body, level) for body in bodies]
    return [body_names(body, place(row["code"]))[0] for body in bodies]


def lineage(rows: list[Row], params: Asked) -> list[Row]:
    """Lists the changes of the table of reforms that fit, by year, with the plans that print either body."""
    named = dict[str, list[str]]()
    for row in rows:
        for body in row["bodies"]:
            named.setdefault(body, []).append(row["plan"])
    fitting = (each for each in reforms() if _fits(each, params))
    level = params["level"]
    return [
        _change(each, level or [*each.dates][-1], named)
        for each in sorted(fitting, key=lambda each: (each.decided, each.line))
    ]


def _fits(reform: Reform, params: Asked) -> bool:
    sides, level, year = (reform.old, reform.new), params["level"], params["year"]
    return (
        (level is None or level in reform.dates)
        and (year is None or reform.decided.startswith(f"{year}-"))
        and (params["function"] is None or any(_is_one(_function_words(body), params["function"]) for body in sides))
        and (params["body"] is None or any(_is_one(_body_words(body), params["body"]) for body in sides))
    )


def _is_one(words: set[str], asked: list[str]) -> bool:
    return not words.isdisjoint(asked)


def _function_words(body: Body) -> set[str]:
    return {body.function.key, body.function.name_zh}


def _body_words(body: Body) -> set[str]:
    return {body.key, *body.names, *body.national}


def _change(reform: Reform, level: str, named: Mapping[str, list[str]]) -> Row:
    return {
        "year": int(reform.decided[:4]),
        "from": body_name(reform.old, level),
        "fromBody": reform.old.key,
        "fromFunction": reform.old.function.name_zh,
        "fromFunctionEn": reform.old.function.name_en,
        "to": body_name(reform.new, level),
        "toBody": reform.new.key,
        "toFunction": reform.new.function.name_zh,
        "toFunctionEn": reform.new.function.name_en,
        "how": reform.how,
        "part": reform.part,
        "decided": reform.decided,
        **{each: reform.dates.get(each) for each in LEVELS},
        "differs": list(reform.differs),
        "basis": reform.basis,
        "namedBefore": named.get(reform.old.key, []),
        "namedAfter": named.get(reform.new.key, []),
    }
