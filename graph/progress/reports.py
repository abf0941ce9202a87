"""A report of progress: what a unit filled in on one item for one quarter, and the words that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

REPORT, REVOKE = "report", "revoke"
DONE = "done"
STATUSES = (DONE, "going", "waiting")


@dataclass(frozen=True)
class Report:
    """One row of the file of progress; `id`, `time` and `who` are given when it is written."""

    task: str
    words: str
    """The beginning of the item, by which it is known again."""
    unit: str
    """As the plan prints its name."""
    year: int
    quarter: int
    goal: str = ""
    problems: str = ""
    progress: str = ""
    status: str = ""
    filed: str = ""
    """Day on which it was filled in."""
    by: str = ""
    """Who filled it in."""
    source: str = ""
    who: str = ""
    time: str = ""
    id: str = ""
    line: int = field(default=0, compare=False)

    @property
    def plan(self) -> str:
        """The plan of its item."""
        return self.task.partition("/")[0]

    @property
    def about(self) -> tuple[str, str, int, int]:
        """What there is one report of: the last that was read counts."""
        return self.task, self.unit, self.year, self.quarter

    @property
    def filled(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.goal or self.problems or self.progress or self.status)


def latest(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Of reports on the same item, unit and quarter the last, in order of time."""
    found: Mapping[object, Report] = {each.about: each for each in sorted(reports, key=lambda each: each.time)}
    return tuple(sorted(found.values(), key=lambda each: (each.time, each.id)))
