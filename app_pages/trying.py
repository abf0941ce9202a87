"""A scenario as the address holds it, and what comes of it: the load of one plan before and after the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from app_pages import data
from app_pages.scope import MAX_LENGTH, apart, parts, together
from app_pages.sentences import MEASURE
from app_pages.view import View
from graph.workload.changes import KINDS, Change, Merge
from graph.workload.roster import Agency, Item, Roster
from graph.workload.scenario import Outcome, Scenario, compare, play
from graph.workload.scenario_files import ScenarioError, change_from

NAME = "tried"
FIGURES = ("largest", "top1", "top3", "gini", "hhi")


def written(changes: Sequence[Change]) -> str | None:
    """Changes as one value of an address: each its kind and the fields that are not left at their default."""
    return together(together([change.kind, *_fields(change)]) or "" for change in changes)


def _fields(change: Change) -> list[str]:
    given = ((field, getattr(change, field.name)) for field in fields(change))  # type: ignore[arg-type]
    return [f"{field.name}={_plain(value)}" for field, value in given if value != field.default]


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return together(value) or ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def fits(changes: Sequence[Change]) -> bool:
    """Whether an address can hold them all."""
    return len(written(changes) or "") <= MAX_LENGTH


def changes(text: str | None) -> tuple[Change, ...]:
    """The changes that an address holds; what makes no sense is left out."""
    return tuple(filter(None, map(_change, parts(text or ""))))


def _change(text: str) -> Change | None:
    kind, *given = parts(text) or [""]
    if kind not in KINDS:
        return None
    types = {field.name: str(field.type) for field in fields(KINDS[kind])}  # type: ignore[arg-type]
    pairs = (part.partition("=") for part in given)
    try:
        values = {name: _value(types.get(name, ""), value) for name, _, value in pairs}
        return change_from({"change": kind, **values}, "")
    except (ScenarioError, ValueError):
        return None


def _value(kind: str, text: str) -> Any:
    if kind == "bool":
        return text == "1"
    if kind == "int":
        return int(text)
    return list(apart(text)) if kind.startswith("tuple") else text


@dataclass(frozen=True)
class Tried:
    """What came of the changes: the outcome, one row an agency before and after, one a figure of the whole."""

    plan: str
    base: Roster
    outcome: Outcome
    agencies: Sequence[Mapping[str, Any]]
    figures: Mapping[str, tuple[float, float]]

    @cached_property
    def after(self) -> list[Item]:
        """The items of the plan after the changes."""
        return [one for one in self.outcome.roster.items.values() if one.plan == self.plan]

    def items(self, agency: str) -> list[Item]:
        """Those that the agency stands on."""
        return [one for one in self.after if agency in one.named]

    def named(self) -> list[Agency]:
        """The agencies of the plan after the changes, in the order of what they lead or led; no groups."""
        known, gone = self.outcome.roster.agencies, self.merged()
        founded = [agency for key, agency in known.items() if key not in self.base.agencies]
        found = {one.id: one for one in [known[row["unit"]] for row in self.agencies] + founded}
        return [one for key, one in found.items() if key not in gone]

    def merged(self) -> set[str]:
        """The agencies that are no more, being merged into others."""
        made = [step.change for step in self.outcome.steps if step.applies]
        return {name for one in made if isinstance(one, Merge) for name in one.agencies if name != one.into}

    def busy(self) -> list[Agency]:
        """Those of them that stand on an item."""
        standing = {name for one in self.after for name in one.named}
        return [agency for agency in self.named() if agency.id in standing]


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
    rows.sort(key=lambda row: (-max(float(row[when].get(measure, 0)) for when in ("before", "after")), row["agency"]))
    figures = {row["figure"]: (row["base"] or 0.0, row[NAME] or 0.0) for row in compared.groups()}
    return Tried(plan, base, outcome, rows, {name: figures.get(name, (0.0, 0.0)) for name in FIGURES})
