"""Who carries how much, counted over printed assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from graph.workload.inequality import Spread, spread
from queries.functions.assigned import Chosen, Item, Plan, assigned
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


@dataclass
class Burden:
    """What is counted of one agency in both roles."""

    lead: Tally = field(default_factory=Tally)
    support: Tally = field(default_factory=Tally)
    items: int = 0
    workload: float = 0.0
    plans: list[str] = field(default_factory=list)


def workload(rows: list[Row], params: Asked) -> list[Row]:
    """Adds up for each agency its weighed shares of leading and supporting; the most loaded come first."""
    burdens: dict[str, Burden] = defaultdict(Burden)
    chosen, plans = Chosen(params), _weighed(rows, params)
    for plan in plans:
        chosen.see(plan)
        for item in plan.items:
            _burden(burdens, plan, item, params["support_weight"])
    found = chosen.first(burdens, lambda burden: round(burden.workload, DIGITS))
    partners = _partners(plans, {office.id for office, _ in found})
    return [
        office.columns
        | {
            "workload": round(burden.workload, DIGITS),
            "leads": burden.lead.count,
            "fractional": round(burden.lead.shared, DIGITS),
            "sole": burden.lead.sole,
            "supports": burden.support.count,
            "supportFractional": round(burden.support.shared, DIGITS),
            "items": burden.items,
            "partners": len(partners[office.id] - {office.id}),
            "plans": burden.plans,
        }
        for office, burden in found
    ]


def _weighed(rows: list[Row], params: Asked) -> list[Plan]:
    return [*assigned(rows, weigh=params["weight"] == "measures")]


def _burden(burdens: dict[str, Burden], plan: Plan, item: Item, support_weight: float) -> None:
    for agency in item.named:
        burden = burdens[agency]
        burden.items += 1
        if not burden.plans or burden.plans[-1] != plan.id:
            burden.plans.append(plan.id)
    for holders, weight, role in ((item.leads, 1.0, "lead"), (item.supports, support_weight, "support")):
        for agency in holders:
            tally: Tally = getattr(burdens[agency], role)
            tally.take(len(holders))
            burdens[agency].workload += item.weight * weight / len(holders)


def _partners(plans: Iterable[Plan], names: set[str]) -> dict[str, set[str]]:
    """Who stands on items with each of these agencies, collective units left out, itself among them."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for plan in plans:
        for item in plan.items:
            single = item.named.keys() - plan.collective
            for agency in item.named.keys() & names:
                found[agency] |= single
    return found


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
