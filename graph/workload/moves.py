"""Which leads may pass to whom: to agencies on the item, or of the system that leads such an item elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from graph.workload.changes import Move
from graph.workload.measures import WEIGHTS, Weighing
from graph.workload.precedents import Elsewhere, Lead
from graph.workload.roster import LEAD, AnalysisError, Item, Roster

LED = ("leads", "fractional", "sole")
"""Measures that only the leads of an item make."""
ADDITIVE: Mapping[str, str] = {
    **dict.fromkeys(LED, "item"),
    "workload": "",
    "workloadMeasures": "measures",
    "workloadLength": "length",
}
"""Measures that are a sum over items, with the weight of an item that they fix."""


@dataclass(frozen=True)
class Limits:
    """What a proposal must leave alone, and how far it may go."""

    moves: int | None = None
    """Most moves, None for any number."""
    keep_items: Collection[str] = ()
    """Items whose leads stay."""
    keep_leads: Collection[str] = ()
    """Agencies that keep what they lead."""
    closed: Collection[str] = ()
    """Agencies that get nothing."""
    banned: Collection[tuple[str, str]] = ()
    """Items and agencies that must not lead them."""
    usual: bool = False
    """Only to agencies whose system leads such an item elsewhere."""


@dataclass(frozen=True)
class Possible:
    """One lead that may pass on: what becomes of each agency's load, and why it may."""

    move: Move
    delta: Mapping[str, float]
    on_item: bool
    precedent: Lead | None
    additive: bool
    """Whether other moves of the same item leave its effect as it is."""

    @property
    def liking(self) -> float:
        """0 to 1: how usual it is elsewhere that this system leads, and whether the agency knows the item already."""
        usual = self.precedent.count / self.precedent.plans if self.precedent else 0.0
        return (2 * usual + self.on_item) / 3


@dataclass(frozen=True)
class Weights:
    """How a measure that is a sum over items is made up of them."""

    measure: str
    weighing: Weighing = field(default_factory=Weighing)

    def __post_init__(self) -> None:
        if self.measure not in ADDITIVE:
            known = ", ".join(ADDITIVE)
            raise AnalysisError(f"Moves can't be proposed by {self.measure}, no sum over items; they can by {known}.")

    def of(self, item: Item) -> dict[str, float]:
        """What an item adds to the load of each agency on it."""
        leads, supports = item.leads, item.supports
        if self.measure == "leads":
            return dict.fromkeys(leads, 1.0)
        if self.measure == "sole":
            return dict.fromkeys(leads, 1.0) if len(leads) == 1 else {}
        found = {name: self._weight(item) / len(leads) for name in leads}
        if self.measure != "fractional":
            for name in supports:
                found[name] = found.get(name, 0.0) + self._weight(item) * self.weighing.support / len(supports)
        return found

    def _weight(self, item: Item) -> float:
        if fixed := ADDITIVE[self.measure]:
            return WEIGHTS[fixed](item)
        return self.weighing.of([item])[0]


def possible(whole: Roster, scope: Roster, weights: Weights, limits: Limits) -> list[Possible]:
    """All moves of leads of `scope` that are allowed; `whole` holds the precedents."""
    elsewhere = Elsewhere(whole)
    names = {plan: _named(scope, plan) for plan in scope.plans}
    return [
        found
        for item in scope.items.values()
        if item.id not in limits.keep_items
        for found in _of_item(elsewhere, item, names[item.plan], weights, limits)
    ]


def _named(scope: Roster, plan: str) -> list[str]:
    """The agencies that the plan's items name, groups left out."""
    named = dict.fromkeys(name for item in scope.items.values() if item.plan == plan for name in item.named)
    return [name for name in named if not scope.agencies[name].collective]


def _of_item(
    elsewhere: Elsewhere, item: Item, named: list[str], weights: Weights, limits: Limits
) -> Iterator[Possible]:
    roster = elsewhere.roster
    usual = {lead.function: lead for lead in elsewhere.leads(item)}
    now = weights.of(item)
    for to in named:
        precedent = usual.get(roster.agencies[to].function or "")
        on_item = to in item.supports
        allowed = to not in item.leads and to not in limits.closed and (item.id, to) not in limits.banned
        if not allowed or not (precedent or (on_item and not limits.usual)):
            continue
        for agency in item.leads:
            if agency in limits.keep_leads or roster.agencies[agency].collective:
                continue
            move = Move(item.id, agency, to, LEAD, stays=True)
            after = move.on(item)
            then = weights.of(after)
            delta = {name: then.get(name, 0.0) - now.get(name, 0.0) for name in {**now, **then}}
            additive = weights.measure in LED or len(after.supports) == len(item.supports)
            yield Possible(move, {n: d for n, d in delta.items() if abs(d) > 1e-12}, on_item, precedent, additive)
