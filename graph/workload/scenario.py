"""What-if: a scenario is a list of changes to what the plans say; playing it gives a new roster and leaves the old.

Nothing here touches the graph. Each change tells whether it applies, so that a scenario made months ago says which of
its agencies and items are no longer there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.words import Words
from graph.workload.changes import Change, DoesNotApply
from graph.workload.measures import Loads, Weighing, loads
from graph.workload.roster import Roster


@dataclass(frozen=True)
class Scenario:
    """A named list of changes, made in their order."""

    name: str
    changes: tuple[Change, ...] = ()
    note: str = ""

    def then(self, *changes: Change) -> Scenario:
        """The scenario with more changes."""
        return replace(self, changes=(*self.changes, *changes))

    def undone(self, steps: int = 1) -> Scenario:
        """The scenario without its last changes."""
        return replace(self, changes=self.changes[: max(len(self.changes) - steps, 0)])


@dataclass(frozen=True)
class Step:
    """What came of one change: its words, and why it does not apply where it does not."""

    change: Change
    words: Words
    why: Words | None = None

    @property
    def applies(self) -> bool:
        """Whether it was made."""
        return self.why is None


@dataclass(frozen=True)
class Outcome:
    """The roster after a scenario, and what came of each change."""

    roster: Roster
    steps: tuple[Step, ...] = ()

    @property
    def failed(self) -> tuple[Step, ...]:
        """The changes that do not apply."""
        return tuple(step for step in self.steps if not step.applies)


def play(base: Roster, scenario: Scenario) -> Outcome:
    """Makes the changes one after the other; one that does not apply is left out and the others go on."""
    roster, steps = base, []
    for change in scenario.changes:
        try:
            after = change.apply(roster)
        except DoesNotApply as refusal:
            steps.append(Step(change, change.words(roster), refusal.why))
        else:
            steps.append(Step(change, change.words(roster)))
            roster = after
    return Outcome(roster, tuple(steps))


@dataclass(frozen=True)
class Compared:
    """All measures of the base and of each scenario; the first entry of `loads` is the base."""

    measure: str
    loads: Mapping[str, Loads]
    names: Mapping[str, str] = field(default_factory=dict)

    def agencies(self) -> Iterator[dict[str, Any]]:
        """One row an agency and group: every measure in the base and in each scenario, None where it is not there."""
        cells = {
            name: {(row.pop("group"), row.pop("unit")): row for row in one.rows()} for name, one in self.loads.items()
        }
        keys = dict.fromkeys(key for rows in cells.values() for key in rows)
        for group, unit in keys:
            row = {name: rows.get((group, unit)) for name, rows in cells.items()}
            yield {"group": group, "unit": unit, "agency": self.names.get(unit, unit), **row}

    def groups(self) -> Iterator[dict[str, Any]]:
        """One row a group and measure of inequality: the base's value and each scenario's."""
        spreads = {name: one.spread(self.measure) for name, one in self.loads.items()}
        places = {name: {group: i for i, group in enumerate(one.groups)} for name, one in self.loads.items()}
        groups = dict.fromkeys(group for one in self.loads.values() for group in one.groups)
        for group in groups:
            rows = {n: s.row(places[n][group]) if group in places[n] else {} for n, s in spreads.items()}
            for figure in next(row for row in rows.values() if row):
                yield {"group": group, "figure": figure, **{name: row.get(figure) for name, row in rows.items()}}


def compare(
    base: Roster,
    outcomes: Mapping[str, Outcome],
    plans: Sequence[str] | None = None,
    measure: str = "leads",
    by: str = "agency",
    weighing: Weighing | None = None,
    collective: bool = False,
) -> Compared:
    """Measures the base and what came of each scenario alike, over these plans or all."""
    rosters = {"base": base} | {name: outcome.roster for name, outcome in outcomes.items()}
    found = {
        name: loads(roster.chosen(plans=plans), by, "plan", weighing, collective) for name, roster in rosters.items()
    }
    names = {key: agency.name for roster in rosters.values() for key, agency in roster.agencies.items()}
    return Compared(measure, found, names)


def touched(scenario: Scenario, base: Roster) -> list[str]:
    """The plans in which the scenario changes an assignment, an item, or who carries it."""
    after = play(base, scenario).roster
    changed = [key for key, item in after.items.items() if base.items.get(key) != item]
    gone = [key for key in base.items if key not in after.items]
    plans = {(after.items if key in after.items else base.items)[key].plan for key in changed + gone}
    return [plan for plan in base.plans if plan in plans]
