"""One office's counterparts in other plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.identity.lexicon import lexicon
from graph.identity.reforms import ways
from graph.matching.owners import FORM, Party, relation
from graph.matching.wording import own_names, plain
from loaders.places import Place
from queries.functions.comparing import LATEST
from queries.functions.offices import Office, offices
from queries.functions.rows import Asked, Row
from queries.scope import blocks, plans, written

OWN = "own"
FIRST, MOST = 16, 4096
"""Plans that are looked at first, and at most at a time."""
_AGE = "coalesce(toString(p.issuedOn), '9999'), p.id"
_NEAR = """\
TASKS IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND (a.body IN $bodies OR $own AND a.body IS NULL)
RETURN p.id AS plan, toString(p.issuedOn) AS issuedOn, j.name AS jurisdiction, j.code AS code, j.level AS level,
       collect(t.order) AS tasks, collect(a.id) AS agencies, collect(type(r)) AS types"""
_HELD = """\
TASKS IN SCOPE
MATCH (t)<-[r:LEADS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN p.id AS plan, collect(t.order) AS tasks, collect(a.id) AS agencies"""


@dataclass(frozen=True)
class _Seen:
    """An agency in one plan, with the items that it leads and supports."""

    row: Row
    office: Office
    leads: frozenset[int] = frozenset()
    supports: frozenset[int] = frozenset()

    @property
    def party(self) -> Party:
        """It as a side of a comparison, its own place's names taken out."""
        places = own_names(Place(self.row["code"], self.row["jurisdiction"], self.row["level"], None))
        office, own = self.office, plain(self.office.name, places)
        return Party(office.name, office.id, "", office.body, office.function, office.level, own)


def agency_elsewhere(rows: list[Row], params: Asked) -> list[Row]:
    """Finds the agency again in each other plan: by its body, by what a reform made of it, else by its function.

    Two plans of one place share their agencies, so that its own rows may be several. The plans are looked at in the
    order of their dates, where one agency is asked for some at a time, until there are as many rows as are wanted: for
    agencies whose body is tied to its own. Who else leads an item is fetched for the rows shown.
    """
    bases, limit, found = _bases(rows, params), params["limit"], list[Row]()
    for seen in _in_parts(params, bases):
        found += _found(bases, seen)
        if limit is not None and len(found) >= limit:
            break
    found = sorted(found, key=_order)[:limit]
    _add_shares(found, params)
    return found


def _bases(rows: list[Row], params: Asked) -> dict[str, _Seen]:
    """Each agency asked for that is no group, in the last plan that names it."""
    last = {name: row for row in sorted(rows, key=lambda row: str(row["plan"])) for name in row["agencies"]}
    known = offices(params, last)
    return {name: _Seen(row, known[name]) for name, row in last.items() if not known[name].collective}


def _in_parts(params: Asked, bases: Mapping[str, _Seen]) -> Iterator[list[_Seen]]:
    """Who could be a counterpart, and the agencies asked for themselves, in the plans of the scope."""
    if not bases:
        return
    tied = {key for base in bases.values() if base.office.body for key in _tied(base.office.body, base.office.function)}
    values = {name: params[name] for name in ("plan", "jurisdiction", "campaign", "section", "topic")}
    values |= {"bodies": sorted(tied), "own": any(base.office.body is None for base in bases.values())}
    [scope] = params.read(plans(_NEAR, values, _AGE), **values)
    few = params["limit"] is not None and len(bases) == 1
    for part in blocks(scope, FIRST if few else len(scope["plans"]), MOST):
        run = values | part
        rows = params.read(written(_NEAR, run), **run)
        known = offices(params, {name for row in rows for name in row["agencies"]})
        yield [each for row in rows for each in _seen(row, known)]


def _seen(row: Row, known: Mapping[str, Office]) -> Iterator[_Seen]:
    held: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for task, agency, type in zip(row["tasks"], row["agencies"], row["types"], strict=True):
        held[agency][type != "LEADS"].add(task)
    for agency, (leads, supports) in held.items():
        if not known[agency].collective:
            yield _Seen(row, known[agency], frozenset(leads), frozenset(supports))


def _found(bases: Mapping[str, _Seen], seen: list[_Seen]) -> Iterator[Row]:
    others: dict[str, list[_Seen]] = defaultdict(list)
    for each in seen:
        if each.office.id in bases:
            yield _shown(each, each.office.id, OWN, None)
        else:
            others[each.row["plan"]].append(each)
    for key, base in bases.items():
        for there in others.values():
            yield from _there(key, base, there)


def _order(row: Row) -> tuple[Any, ...]:
    dated = row["issuedOn"] or LATEST
    return row["of"], dated, row["plan"], -row["leads"], row["relation"] != OWN, row["agencyId"]


def _add_shares(shown: list[Row], params: Asked) -> None:
    """Puts into the rows what follows from all leads of their plans' items."""
    named = sorted({row["plan"] for row in shown})
    values = {name: params[name] for name in ("jurisdiction", "campaign", "section", "topic")} | {"plan": named}
    held: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in params.read(written(_HELD, values), **values) if named else ():
        for task, agency in zip(row["tasks"], row["agencies"], strict=True):
            held[row["plan"]][task].add(agency)
    for row in shown:
        items = held[row["plan"]]
        holders = [len(items[task]) for task in sorted(items) if row["agencyId"] in items[task]]
        row["fractional"] = sum(1 / count for count in holders)
        row["sole"] = holders.count(1)
        row["items"] = len(items)
        row["share"] = len(holders) / len(items) if items else 0.0


@cache
def _tied(body: str, function: str | None) -> frozenset[str]:
    """The bodies of the same function, and those that reforms lead to from it or to it from them."""
    return frozenset(
        key
        for key, each in lexicon().bodies.items()
        if each.function.key == function or any(ways(body, key)) or any(ways(key, body))
    )


def _there(key: str, base: _Seen, seen: list[_Seen]) -> Iterator[Row]:
    """The counterparts in one plan: those that are the same office, or where none is, those of its function."""
    days = base.row["issuedOn"]
    related = ((each, relation(base.party, each.party, days, each.row["issuedOn"])) for each in seen)
    pairs = [(each, found[1]) for each, found in related if found]
    same = [pair for pair in pairs if pair[1].kind != FORM]
    for each, change in same or pairs:
        yield _shown(each, key, change.kind, "；".join(dict.fromkeys(each.basis for each in change.reforms)) or None)


def _shown(each: _Seen, of: str, kind: str, basis: str | None) -> Row:
    row, office = each.row, each.office
    return {
        "plan": row["plan"],
        "jurisdiction": row["jurisdiction"],
        "level": office.level,
        "issuedOn": row["issuedOn"],
        "of": of,
        "relation": kind,
        "agency": office.name,
        "agencyId": office.id,
        "function": office.function_zh,
        "leads": len(each.leads),
        "supports": len(each.supports),
        "basis": basis,
    }
