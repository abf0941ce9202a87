"""Who carries how much, counted over printed assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np

from graph.workload.inequality import Ints, Spread, spread
from queries.functions.assigned import Chosen, Edges, Plan, assigned, chosen_first
from queries.functions.offices import offices
from queries.functions.rows import Asked, Row

DIGITS = 9
"""Sums of shares are rounded to so many: a third and two thirds are a whole."""


@dataclass
class Tally:
    """What is counted of one agency in one role."""

    count: int = 0
    shared: float = 0.0
    """Each item by 1/number of the agencies in that role."""
    sole: int = 0
    items: int = 0
    """Items with that role in the plans where the agency has it."""
    plans: list[str] = field(default_factory=list)

    def take(self, holders: int) -> None:
        """Counts an item that so many agencies have in that role, this one among them."""
        self.count += 1
        self.shared += 1 / holders
        self.sole += holders == 1


def lead_ranking(rows: list[Row], params: Asked) -> list[Row]:
    """Counts for each agency the items that it leads; those that lead most come first."""
    return _ranked(rows, params, "leads")


def support_ranking(rows: list[Row], params: Asked) -> list[Row]:
    """Counts for each agency the items that it supports; those that support most come first."""
    return _ranked(rows, params, "supports")


def _ranked(rows: list[Row], params: Asked, role: str) -> list[Row]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    chosen = Chosen(params)
    for plan in assigned(rows):
        chosen.see(plan)
        _count(tallies, plan, [holders for item in plan.items if (holders := getattr(item, role))])
    return [
        office.columns
        | {
            role: tally.count,
            "fractional": round(tally.shared, DIGITS),
            "sole": tally.sole,
            "items": tally.items,
            "share": tally.count / tally.items,
            "plans": tally.plans,
        }
        for office, tally in chosen.first(tallies, lambda tally: tally.count)
    ]


def _count(tallies: dict[str, Tally], plan: Plan, held: list[dict[str, None]]) -> None:
    for holders in held:
        for agency in holders:
            tallies[agency].take(len(holders))
    for agency in {agency for holders in held for agency in holders}:
        tallies[agency].items += len(held)
        tallies[agency].plans.append(plan.id)


def workload(rows: list[Row], params: Asked) -> list[Row]:
    """Adds up for each agency its weighed shares of leading and supporting; the most loaded come first."""
    edges = _edges(rows, params)
    table = edges.table
    lead, names = table.lead, table.agencies
    shares = table.share * np.where(lead, 1.0, params["support_weight"])
    item, agency, *_ = edges.members()
    columns = {
        "workload": edges.summed(edges.weight[table.item] * shares),
        "leads": edges.summed(lead),
        "fractional": edges.summed(table.share * lead),
        "sole": edges.summed(lead & (table.share == 1)),
        "supports": edges.summed(~lead),
        "supportFractional": edges.summed(table.share * ~lead),
        "items": np.bincount(agency, minlength=len(names)).astype(float),
    }
    loads = [round(load, DIGITS) for load in columns["workload"].tolist()]
    found = chosen_first(params, edges, loads)
    places, partners = _plans(edges, item, agency, found), _partners(edges, item, agency, found)
    known = offices(params, [names[number] for number in found])
    return [
        known[names[number]].columns
        | {name: _plain(name, column[number]) for name, column in columns.items()}
        | {"partners": len(partners[number]), "plans": places[number]}
        for number in found
    ]


def _edges(rows: list[Row], params: Asked) -> Edges:
    return Edges.of(rows, weigh=params["weight"] == "measures")


def _plain(name: str, value: float) -> float:
    return round(float(value), DIGITS) if name in ("workload", "fractional", "supportFractional") else int(value)


def _plans(edges: Edges, item: Ints, agency: Ints, found: Collection[int]) -> dict[int, list[str]]:
    """The plans that name each of these agencies, in their order."""
    mine = np.isin(agency, [*found])
    pairs = np.unique(np.column_stack([agency[mine], edges.plan[item[mine]]]), axis=0)
    places: dict[int, list[str]] = {number: [] for number in found}
    for number, plan in pairs.tolist():
        places[number].append(edges.plans[plan]["plan"])
    return places


def _partners(edges: Edges, item: Ints, agency: Ints, found: Collection[int]) -> dict[int, set[int]]:
    """Who else stands on items with each of these agencies, collective units left out."""
    begin, end = (np.searchsorted(item, item, side=side) for side in ("left", "right"))
    partners: dict[int, set[int]] = {number: set() for number in found}
    single = ~edges.collective[agency]
    members = agency.tolist()
    for place in np.flatnonzero(np.isin(agency, [*found])).tolist():
        others = range(begin[place], end[place])
        partners[members[place]].update(members[other] for other in others if single[other] and other != place)
    return partners


def _weighed(rows: list[Row], params: Asked) -> list[Plan]:
    return [*assigned(rows, weigh=params["weight"] == "measures")]


def load_balance(rows: list[Row], params: Asked) -> list[Row]:
    """Sets the load of each agency beside those of the others in its plan, the heaviest first."""
    chosen, shown = Chosen(params), list[Row]()
    plans = _weighed(rows, params)
    loads = [_loads(plan, params) for plan in plans]
    spreads = _spread(loads)
    for number, (plan, held) in enumerate(zip(plans, loads, strict=True)):
        chosen.see(plan)
        shown += [row for row in _balanced(plan, held, spreads, number) if row["agencyId"] in chosen]
    shown = shown[: params["limit"]]
    known = offices(params, {row["agencyId"] for row in shown})
    return [row | {name: known[row["agencyId"]].columns[name] for name in ("agency", "function")} for row in shown]


def _loads(plan: Plan, params: Asked) -> list[tuple[str, float]]:
    """The agencies of a plan that are compared, with their loads, the heaviest first."""
    held: dict[str, float] = {}
    weights = {"leads": (1.0, 0.0), "supports": (0.0, 1.0), "fractional": (1.0, 0.0)}
    lead, support = weights.get(params["measure"], (1.0, params["support_weight"]))
    whole = params["measure"] in ("leads", "supports")
    for item in plan.items:
        for holders, weight in ((item.leads, lead), (item.supports, support)):
            for agency in holders:
                held[agency] = held.get(agency, 0.0) + item.weight * weight * (1.0 if whole else 1 / len(holders))
    compared = ((name, round(load, DIGITS)) for name, load in held.items())
    kept = [each for each in compared if params["collective"] or each[0] not in plan.collective]
    return sorted(kept, key=lambda each: (-each[1], each[0]))


def _spread(loads: list[list[tuple[str, float]]]) -> Spread:
    values = np.array([load for held in loads for _, load in held], dtype=np.float64)
    group = np.repeat(np.arange(len(loads)), [len(held) for held in loads])
    return spread(values, group, len(loads))


def _balanced(plan: Plan, held: list[tuple[str, float]], spreads: Spread, number: int) -> Iterable[Row]:
    figures = spreads.row(number)
    total, mean = figures["total"], figures["mean"]
    rank, before = 0, -1.0
    for place, (agency, load) in enumerate(held, 1):
        rank, before = (rank if load == before else place), load
        yield {
            "plan": plan.id,
            "jurisdiction": plan.place,
            "agencyId": agency,
            "load": load,
            "share": load / total if total else 0.0,
            "mean": mean,
            "deviation": load - mean,
            "rank": rank,
            "agencies": len(held),
            "gini": figures["gini"],
            "hhi": figures["hhi"],
            "topShare": figures["top1"],
        }


def load_summary(rows: list[Row], params: Asked) -> list[Row]:
    """Tells for each plan with a load how unevenly its agencies carry it."""
    plans = _weighed(rows, params)
    loads = [_loads(plan, params) for plan in plans]
    spreads = _spread(loads)
    names = ("loaded", "total", "mean", "gini", "theil", "hhi", "variation", "top1", "top3", "top10")
    found = list[Row]()
    for number, (plan, held) in enumerate(zip(plans, loads, strict=True)):
        figures = spreads.row(number)
        if figures["total"]:
            own = {"plan": plan.id, "jurisdiction": plan.place, "agencies": len(held)}
            found.append(own | {name: figures[name] for name in names})
    return found
