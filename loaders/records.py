"""The extraction record: what a plan says, each fact with the place where it is printed.

The contract between loaders and graph. `PlanRecord.to_json` gives the form that
`python cli.py extract --json` prints; `from_json` reads it back. All offsets are zero-based and
end-exclusive and index `PlanRecord.text`, the cleaned text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Span:
    """A passage of the cleaned text, with the words as printed there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Party:
    """An agency named in an assignment, as printed less line breaks and stray spaces."""

    name: str
    start: int
    end: int
    label: str
    collective: bool = False
    origin: str = "printed"
    """`printed` for an assignment of its own, `prose` for a duty in running text."""


@dataclass(frozen=True)
class Deadline:
    """A date by which something is due; `date` is None where the text names none (每季度首月10日前)."""

    text: str
    date: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Target:
    """A measurable aim: `value` and `unit` as numbers and words, `text` as printed."""

    text: str
    value: float | None
    unit: str | None
    start: int
    end: int
    comparator: str | None = None


@dataclass(frozen=True)
class Task:
    """One numbered item of a plan and who is responsible for it."""

    id: str
    number: str
    section: str | None
    subsection: str | None
    title: str | None
    topic: str | None
    start: int
    end: int
    lead: tuple[Party, ...] = ()
    support: tuple[Party, ...] = ()
    assign_text: str | None = None
    assign_start: int | None = None
    assign_end: int | None = None
    rule: str | None = None
    """Which rule of the grammar read the assignment (bracketed labels; 列第一位的为牵头单位，下同)."""
    measures: tuple[Span, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    references: tuple[Span, ...] = ()
    platforms: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Duty:
    """A sentence of running prose that names agencies as responsible (由市文明办负责…)."""

    parties: tuple[Party, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A passage that says who runs the plan and names offices without handing out work; its heading as printed."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """The file that a record was read from."""

    file: str
    sha256: str
    format: str
    pages: int | None = None


@dataclass(frozen=True)
class Header:
    """What a plan says of itself; `found` tells for each field where it was read."""

    id: str
    title: str
    doc_number: str | None
    issuers: tuple[str, ...]
    date: str | None
    jurisdiction: str | None
    adcode: str | None
    level: str
    campaign: str | None
    source: Source
    references: tuple[Span, ...] = ()
    found: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Repair:
    """A change that cleaning made: `kind`, the words as they stood, what stands there now, and where."""

    kind: str
    before: str
    after: str
    start: int
    line: int


@dataclass(frozen=True)
class Unread:
    """Words that look like an assignment and were not read as one, with the reason."""

    text: str
    start: int
    end: int
    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What happened on the way: every assignment marker ends in a task, in `prose` or in `unread`."""

    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()
    prose: tuple[Unread, ...] = ()
    """Markers in running prose that assign nothing (各牵头单位要研究制定…)."""
    warnings: tuple[str, ...] = ()
    markers: dict[str, dict[str, int]] = field(default_factory=dict)
    """For each role word (牵头单位 …) how often it was seen, and how often in assignments, in prose, unread."""


@dataclass(frozen=True)
class Lines:
    """Maps offsets of the cleaned text to lines (from 1) and pages of the original file.

    `offsets[i]` is the first offset that stems from line `lines[i]` (page `pages[i]`, where the format has pages).
    """

    offsets: tuple[int, ...]
    lines: tuple[int, ...]
    pages: tuple[int, ...] = ()

    def line(self, offset: int) -> int:
        """The line of the original file in which the character at `offset` stands."""
        return self.lines[max(0, bisect_right(self.offsets, offset) - 1)] if self.offsets else 1

    def offset(self, line: int) -> int:
        """The first offset that stems from this line of the original file or a later one."""
        return self.offsets[min(bisect_left(self.lines, line), len(self.offsets) - 1)] if self.offsets and line else 0

    def page(self, offset: int) -> int | None:
        """The page of the original file on which the character at `offset` stands, None where there are no pages."""
        return self.pages[max(0, bisect_right(self.offsets, offset) - 1)] if self.pages else None


@dataclass(frozen=True)
class PlanRecord:
    """A whole plan as extracted."""

    text: str
    plan: Header
    tasks: tuple[Task, ...]
    report: Report
    lines: Lines
    duties: tuple[Duty, ...] = ()
    organising: tuple[Passage, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as plain dicts and lists."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> PlanRecord:
        """The record from what `to_json` gave."""
        head, report = data["plan"], data["report"]
        return PlanRecord(
            text=data["text"],
            plan=Header(
                **head
                | {
                    "issuers": tuple(head["issuers"]),
                    "source": Source(**head["source"]),
                    "references": _each(Span, head["references"]),
                }
            ),
            tasks=tuple(_task(item) for item in data["tasks"]),
            report=Report(
                repairs=_each(Repair, report["repairs"]),
                unread=_each(Unread, report["unread"]),
                prose=_each(Unread, report["prose"]),
                warnings=tuple(report["warnings"]),
                markers=report["markers"],
            ),
            lines=Lines(**{name: tuple(values) for name, values in data["lines"].items()}),
            duties=tuple(Duty(**item | {"parties": _each(Party, item["parties"])}) for item in data["duties"]),
            organising=_each(Passage, data.get("organising", ())),
        )

    def with_id(self, plan_id: str) -> PlanRecord:
        """The same record under another plan id; task ids follow."""
        old = len(self.plan.id)
        return replace(
            self,
            plan=replace(self.plan, id=plan_id),
            tasks=tuple(replace(task, id=plan_id + task.id[old:]) for task in self.tasks),
        )


def _each(kind: type[Any], items: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**item) for item in items)


def _task(data: dict[str, Any]) -> Task:
    kinds: dict[str, type[Any]] = {
        "lead": Party,
        "support": Party,
        "measures": Span,
        "deadlines": Deadline,
        "targets": Target,
        "references": Span,
        "platforms": Span,
    }
    return Task(**data | {name: _each(kind, data[name]) for name, kind in kinds.items()})
