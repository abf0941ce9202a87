"""A scenario as the address holds it, and what comes of it: the load of one plan before and after the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app_pages import data
from app_pages.scope import parts, together
from app_pages.sentences import MEASURE
from app_pages.view import View
from graph.workload.changes import Add, Change, Drop, Move
from graph.workload.roster import ROLES, Agency, Item, Roster
from graph.workload.scenario import Outcome, Scenario, compare, play

NAME = "tried"
FIGURES = ("largest", "top1", "top3", "gini", "hhi")


def written(changes: Sequence[Change]) -> str | None:
    """Changes as one value of an address."""
    return together(filter(None, map(_written, changes)))


def _written(change: Change) -> str | None:
    if isinstance(change, Move):
        said = ["move", change.item, change.role, change.agency, change.to, *(["stays"] if change.stays else [])]
    elif isinstance(change, Add | Drop):
        said = [change.kind, change.item, change.role, change.agency]
    else:
        return None
    return together(said)


def changes(text: str | None) -> tuple[Change, ...]:
    """The changes that an address holds; what makes no sense is left out."""
    return tuple(filter(None, map(_change, parts(text or ""))))


def _change(text: str) -> Change | None:
    kind, item, role, *names = [*parts(text), "", "", ""][: max(3, len(parts(text)))]
    if role not in ROLES:
        return None
    if kind == "move" and len(names) in (2, 3):
        return Move(item, names[0], names[1], role, stays=len(names) == 3)
    if kind in ("add", "drop") and len(names) == 1:
        return (Add if kind == "add" else Drop)(item, names[0], role)
    return None


def expressible(scenario: Scenario) -> bool:
    """Whether an address can hold all of a saved scenario's changes."""
    return all(_written(change) for change in scenario.changes)


@dataclass(frozen=True)
class Tried:
    """What came of the changes: the outcome, one row an agency before and after, one a figure of the whole."""

    plan: str
    base: Roster
    outcome: Outcome
    agencies: Sequence[Mapping[str, Any]]
    figures: Mapping[str, tuple[float, float]]

    def items(self, agency: str) -> list[Item]:
        """The items of the plan that the agency stands on after the changes."""
        return [one for one in self.outcome.roster.items.values() if one.plan == self.plan and agency in one.named]

    def named(self) -> list[Agency]:
        """The agencies that the plan names, groups left out, in the order of what they lead."""
        return [self.base.agencies[row["unit"]] for row in self.agencies]


def tried(view: View, plan: str, made: Sequence[Change]) -> Tried:
    """Plays the changes on what the graph holds; the graph stays as it is."""
    base = data.roster(view.revision)
    outcome = play(base, Scenario(NAME, tuple(made)))
    measure = MEASURE[view.scope.rule]
    compared = compare(base, {NAME: outcome}, [plan], measure)
    rows = [
        {"unit": row["unit"], "agency": row["agency"], "before": row["base"] or {}, "after": row[NAME] or {}}
        for row in compared.agencies()
    ]
    rows.sort(key=lambda row: (-float(row["before"].get(measure, 0)), row["agency"]))
    figures = {row["figure"]: (row["base"] or 0.0, row[NAME] or 0.0) for row in compared.groups()}
    return Tried(plan, base, outcome, rows, {name: figures.get(name, (0.0, 0.0)) for name in FIGURES})
