"""Who stands on items with whom, and what each functional system carries in each plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.workload.edges import Bools, spans
from graph.workload.inequality import Floats, Ints
from queries.functions.assigned import Edges
from queries.functions.loads import DIGITS
from queries.functions.offices import MANY, Moved, Office, named_by, offices
from queries.functions.rows import Asked, Row, in_columns


def co_workers(rows: list[Row], params: Asked) -> list[Row]:
    """Counts for each pair of agencies the items that name both; those most together come first."""
    edges = Edges.of(_by_plan(rows))
    names = sorted(edges.table.agencies)
    rank = np.argsort(np.argsort(np.array(edges.table.agencies, dtype=object)))
    item, agency, leads, supports = edges.members()
    seen = np.flatnonzero(params["collective"] | ~edges.collective[agency])
    one, other = _pairs(item[seen])
    one, other = seen[one], seen[other]
    mine, yours = rank[agency[one]], rank[agency[other]]
    if (asked := named_by(params, "agency")) is None:
        kept = mine < yours
    else:
        asking = np.array([name in asked for name in names], dtype=bool)
        kept = asking[mine] & (mine != yours) & ((mine < yours) | ~asking[yours])
    code = (mine * max(len(names), 1) + yours)[kept]
    one, other = one[kept], other[kept]
    pairs, counts = np.unique(code, return_counts=True)
    first = pairs[np.argsort(-counts, kind="stable")[: params["limit"]]].tolist()
    shown = {pair: Pair(*divmod(pair, len(names))) for pair in first}
    for place in np.flatnonzero(np.isin(code, first)).tolist():
        a, b = one[place], other[place]
        shown[code[place]].take(item[a], leads[a], supports[a], leads[b], supports[b])
    known = offices(params, {names[number] for pair in shown.values() for number in (pair.one, pair.other)})
    ids = _ids(params, edges, {item for pair in shown.values() for item in pair.items})
    return [_together(pair, edges, ids, known[names[pair.one]], known[names[pair.other]]) for pair in shown.values()]


def _by_plan(rows: list[Row]) -> list[Row]:
    return sorted(in_columns(rows), key=lambda row: str(row["plan"]))


@dataclass
class Pair:
    """What two agencies do together, the first one named first in the counts of roles."""

    one: int
    other: int
    lead_lead: int = 0
    lead_support: int = 0
    support_lead: int = 0
    support_support: int = 0
    items: list[int] = field(default_factory=list)

    def take(self, item: int, leads: bool, supports: bool, other_leads: bool, other_supports: bool) -> None:
        """Counts an item that both are on."""
        self.lead_lead += bool(leads and other_leads)
        self.lead_support += bool(leads and other_supports)
        self.support_lead += bool(supports and other_leads)
        self.support_support += bool(supports and other_supports)
        self.items.append(int(item))


def _pairs(item: Ints) -> tuple[Ints, Ints]:
    """The places of any two entries of one item, where entries stand by item."""
    begin, end = (np.searchsorted(item, item, side=side) for side in ("left", "right"))
    one, place = spans(end - begin)
    return one, begin[one] + place


_IDS = """\
UNWIND $ids AS id
MATCH (p:Plan {id: id})-[:HAS_TASK]->(t:Task)
RETURN p.id AS plan, collect(t.order) AS orders, collect(t.id) AS tasks"""


def _ids(params: Asked, edges: Edges, items: Collection[int]) -> dict[int, str]:
    """The ids of items, by their numbers."""
    plans = {edges.plans[edges.plan[item]]["plan"]: None for item in sorted(items)}
    known = {
        (row["plan"], order): task
        for row in (params.read(_IDS, ids=[*plans]) if plans else ())
        for order, task in zip(row["orders"], row["tasks"], strict=True)
    }
    found = {item: known.get((edges.plans[edges.plan[item]]["plan"], int(edges.order[item]))) for item in items}
    ids = {item: task for item, task in found.items() if task is not None}
    if len(ids) < len(items):
        raise Moved
    return ids


def _together(pair: Pair, edges: Edges, ids: Mapping[int, str], one: Office, other: Office) -> Row:
    items = sorted(pair.items)
    return {
        "agency": one.name,
        "agencyId": one.id,
        "partner": other.name,
        "partnerId": other.id,
        "together": len(items),
        "bothLead": pair.lead_lead,
        "leadSupport": pair.lead_support,
        "supportLead": pair.support_lead,
        "bothSupport": pair.support_support,
        "plans": [*dict.fromkeys(edges.plans[edges.plan[item]]["plan"] for item in items)],
        "tasks": [ids[item] for item in items],
    }


_PERFORMING = """\
MATCH (a:Agency{one})-[:PERFORMS]->(f:Function)
RETURN f.key AS key, f.nameZh AS name, f.nameEn AS nameEn, collect(a.id) AS agencies"""


def function_profile(rows: list[Row], params: Asked) -> list[Row]:
    """Counts for each functional system and plan the items that one of its agencies leads or supports."""
    edges, performing = Edges.of(_by_plan(rows)), named_by(params, "function")
    functions = _functions(params, edges.table.agencies)
    of_agency: dict[str, int] = {}
    for place, function in enumerate(functions):
        for name in function["agencies"]:
            of_agency.setdefault(name, place)  # one of several shows the first by key
    if performing is not None:
        of_agency = {name: place for name, place in of_agency.items() if name in performing}
    of = np.array([of_agency.get(name, -1) for name in edges.table.agencies], dtype=np.int64)
    of[edges.collective & (not params["collective"])] = -1
    cells, counts = _profiles(edges, of, max(len(functions), 1))
    plan, number = np.divmod(cells, max(len(functions), 1))
    first = np.lexsort((plan, number, -counts["supports"], -counts["leads"]))[: params["limit"]]
    held = _holders(edges, of, cells[first], max(len(functions), 1))
    known = offices(params, {name for names in held.values() for name in names})
    return [
        {
            "functionKey": functions[number[cell]]["key"],
            "function": functions[number[cell]]["name"],
            "functionEn": functions[number[cell]]["nameEn"],
            "plan": edges.plans[plan[cell]]["plan"],
            "jurisdiction": edges.plans[plan[cell]]["jurisdiction"],
            "leads": int(counts["leads"][cell]),
            "fractional": round(float(counts["fractional"][cell]), DIGITS),
            "sole": int(counts["sole"][cell]),
            "supports": int(counts["supports"][cell]),
            "agencies": [*dict.fromkeys(known[name].name for name in held[cells[cell]])],
            "agencyIds": held[cells[cell]],
        }
        for cell in first.tolist()
    ]


def _functions(params: Asked, agencies: list[str]) -> list[Row]:
    """The functional systems by key, with the agencies of each; of few agencies, those that they perform."""
    if len(agencies) > MANY:
        found = params.read(_PERFORMING.replace("{one}", ""))
    else:
        found = params.read("UNWIND $ids AS id\n" + _PERFORMING.replace("{one}", " {id: id}"), ids=agencies)
    return sorted(found, key=lambda row: str(row["key"]))


def _profiles(edges: Edges, of: Ints, width: int) -> tuple[Ints, dict[str, Floats]]:
    """The cells of plan and function that have an edge, and what is counted in each; an item counts once in each."""
    table = edges.table
    seen = of[table.agency] >= 0
    item, lead, share = table.item[seen], table.lead[seen], table.share[seen]
    held = item * width + of[table.agency[seen]]
    cells, cell = np.unique(edges.plan[item] * width + of[table.agency[seen]], return_inverse=True)
    first_lead, first_support = (
        np.unique(held[lead], return_index=True)[1],
        np.unique(held[~lead], return_index=True)[1],
    )

    def counted(which: Ints | Bools, weights: Floats | None = None) -> Floats:
        return np.bincount(cell[which], weights=weights, minlength=len(cells)).astype(float)

    return cells, {
        "leads": np.bincount(cell[lead][first_lead], minlength=len(cells)).astype(float),
        "fractional": counted(lead, share[lead]),
        "sole": counted(lead & (share == 1)),
        "supports": np.bincount(cell[~lead][first_support], minlength=len(cells)).astype(float),
    }


def _holders(edges: Edges, of: Ints, cells: Ints, width: int) -> dict[int, list[str]]:
    """The agencies of each of these cells that have an edge in it, by id."""
    table = edges.table
    seen = np.flatnonzero(of[table.agency] >= 0)
    cell = edges.plan[table.item[seen]] * width + of[table.agency[seen]]
    found: dict[int, set[str]] = {int(one): set() for one in cells}
    for place in np.flatnonzero(np.isin(cell, cells)).tolist():
        found[int(cell[place])].add(table.agencies[table.agency[seen[place]]])
    return {one: sorted(names) for one, names in found.items()}
