"""Questions about what followed what: names out of their time, and the lineage itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.identity.lexicon import Body
from graph.identity.naming import body_names
from graph.identity.reforms import ABOLISHED, CURRENT, LEVELS, Reform, Standing, body_name, heirs, reforms, standing
from loaders.divisions import known, place
from queries.functions.rows import Row

POSTED = "time of publication"
MEMBERS = "county"
"""The level of a group's members (各州市工商局): the last that a reform reaches, since a group may reach down to it."""


def anachronisms(rows: list[Row], params: Mapping[str, Any]) -> list[Row]:
    """Keeps the printed names that the table of reforms calls abolished, or of the future, on the plan's date.

    A name is judged at the level of its own place (省工商局 in a city's plan is the province's), a group at the lowest.
    """
    found = []
    for row in rows:
        level = MEMBERS if row["collective"] else row["level"]
        name = standing(row["body"], level, row["issuedOn"], row["asWritten"], row["code"])
        if name.status != CURRENT:
            became = _names(row, level) if name.status == ABOLISHED else []
            found.append(_shown(row) | _judged(name) | {"became": became})
    return sorted(found, key=lambda row: (row["plan"], row["start"] or 0))


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


def lineage(rows: list[Row], params: Mapping[str, Any]) -> list[Row]:
    """Lists the changes of the table of reforms that fit, by year, with the plans that print either body."""
    named = dict[str, list[str]]()
    for row in rows:
        named.setdefault(row["body"], []).append(row["plan"])
    fitting = (each for each in reforms() if _fits(each, params))
    level = params["level"]
    return [
        _change(each, level or [*each.dates][-1], named)
        for each in sorted(fitting, key=lambda each: (each.decided, each.line))
    ]


def _fits(reform: Reform, params: Mapping[str, Any]) -> bool:
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
        "to": body_name(reform.new, level),
        "toBody": reform.new.key,
        "toFunction": reform.new.function.name_zh,
        "how": reform.how,
        "part": reform.part,
        "decided": reform.decided,
        **{each: reform.dates.get(each) for each in LEVELS},
        "differs": list(reform.differs),
        "basis": reform.basis,
        "namedBefore": named.get(reform.old.key, []),
        "namedAfter": named.get(reform.new.key, []),
    }
