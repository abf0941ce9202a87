"""Sheets of a plan as a scenario would have it: the same items, with those who would do them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.sheets.contents import Contents, Item, Party, Plan
from graph.workload.roster import ROLES, Roster
from graph.workload.roster import Item as Held
from graph.workload.scenario import Outcome


@dataclass(frozen=True)
class Trial:
    """What is tried: the roster as it is, and what came of the scenario."""

    base: Roster
    outcome: Outcome


def tried(contents: Contents, trial: Trial) -> Contents:
    """The plans after the scenario; what it takes out is left out, what it adds stands at the end.

    Names stay as printed where the plan prints them; duties in running text stay as they are.
    """
    plans = tuple(replace(plan, items=tuple(_items(plan, trial))) for plan in contents.plans)
    return replace(contents, plans=plans, trial=tuple(step.words for step in trial.outcome.steps if step.applies))


def _items(plan: Plan, trial: Trial) -> Iterator[Item]:
    after = trial.outcome.roster
    printed = {party.id: party.name for item in plan.items for party in reversed(item.parties)}
    for item in plan.items:
        held = after.items.get(item.id)
        if held == trial.base.items.get(item.id) and held is not None:
            yield item
        elif held is not None:
            yield replace(item, parties=_parties(item, held, after, printed), tried=True)
    known = {item.id for item in plan.items}
    for held in after.items.values():
        if held.plan == plan.id and held.id not in known:
            empty = Item(held.id, plan.id, "", held.title, "", (), (), (), (), (), ())
            yield replace(empty, parties=_parties(empty, held, after, printed), tried=True)


def _parties(item: Item, held: Held, after: Roster, printed: dict[str, str]) -> tuple[Party, ...]:
    prose = [party for party in item.parties if party.origin != "printed"]
    here = {party.id: party.name for party in reversed(item.parties)}
    found = [
        Party(key, here.get(key) or printed.get(key) or after.name(key), after.name(key), role, "printed", False)
        for role in ROLES
        for key in held.holders(role)
    ]
    return (*found, *prose)
