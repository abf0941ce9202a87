"""One office's counterparts in other plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graph.identity.lexicon import lexicon
from graph.identity.reforms import ways
from graph.matching.owners import FORM, Party, relation
from graph.matching.wording import own_names, plain
from loaders.places import Place
from queries.functions.assigned import Plan, assigned
from queries.functions.offices import MANY, Office, named_by, offices
from queries.functions.rows import Asked, Row

OWN = "own"


@dataclass(frozen=True)
class _Seen:
    """An agency in one plan."""

    row: Row
    plan: Plan
    office: Office

    @property
    def party(self) -> Party:
        """It as a side of a comparison, its own place's names taken out."""
        places = own_names(Place(self.row["code"], self.row["jurisdiction"], self.row["level"], None))
        office, own = self.office, plain(self.office.name, places)
        return Party(office.name, office.id, "", office.body, office.function, office.level, own)


def agency_elsewhere(rows: list[Row], params: Asked) -> list[Row]:
    """Finds the agency again in each other plan: by its body, by what a reform made of it, else by its function.

    Two plans of one place share their agencies, so that its own rows may be several.
    """
    wanted = named_by(params, "agency") or set()
    by_plan, plans = {row["plan"]: row for row in rows}, [*assigned(rows)]
    named = {plan.id: dict.fromkeys(name for item in plan.items for name in item.named) for plan in plans}
    every = {name for names in named.values() for name in names}
    bases = offices(params, every & wanted)
    if len(every) > MANY:  # a look at all agencies of the graph, which saves to read as many one by one
        every &= _near(params, bases.values()) | wanted
    known = offices(params, every)
    seen = [_Seen(by_plan[plan.id], plan, known[name]) for plan in plans for name in named[plan.id] if name in known]
    single = [each for each in seen if not each.office.collective]
    found = [_shown(each, each.office.id, OWN, None) for each in single if each.office.id in wanted]
    others: dict[str, list[_Seen]] = defaultdict(list)
    for each in single:
        if each.office.id not in wanted:
            others[each.plan.id].append(each)
    for key, base in {each.office.id: each for each in single if each.office.id in wanted}.items():
        for there in others.values():
            found += _there(key, base, there)
    return sorted(found, key=lambda row: (row["of"], row["issuedOn"] or "9999", row["plan"], -row["leads"]))


def _near(asked: Asked, bases: Iterable[Office]) -> set[str]:
    """The ids of the agencies that could be counterparts: their body is tied to one of the asked, or both have none."""
    tied = {key for base in bases if base.body for key in _tied(base.body, base.function)}
    query = "MATCH (a:Agency)\nWHERE a.body IN $bodies OR $own AND a.body IS NULL\nRETURN collect(a.id) AS ids"
    [row] = asked.read(query, bodies=sorted(tied), own=any(base.body is None for base in bases))
    return {*row["ids"]}


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
    plan, office = each.plan, each.office
    led = [item.leads for item in plan.items if office.id in item.leads]
    items = sum(bool(item.leads) for item in plan.items)
    return {
        "plan": plan.id,
        "jurisdiction": plan.place,
        "level": office.level,
        "issuedOn": each.row["issuedOn"],
        "of": of,
        "relation": kind,
        "agency": office.name,
        "agencyId": office.id,
        "function": office.function_zh,
        "leads": len(led),
        "fractional": sum(1 / len(holders) for holders in led),
        "sole": sum(len(holders) == 1 for holders in led),
        "supports": sum(office.id in item.supports for item in plan.items),
        "items": items,
        "share": len(led) / items if items else 0.0,
        "basis": basis,
    }
