"""Takes filled forms in: each file whole or not at all; what was taken in can be undone.

from graph.progress.taking import take_in, undo

for taken in take_in(store, ["市公安局一季度.xlsx"]):
    print(taken.file, taken.reports, taken.error)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.progress.ledger import Progress, add_reports, read_progress, reported, revoke
from graph.progress.reading import Given, Reading, read_forms
from graph.progress.reports import Report
from graph.rebuild import following, rebuild_reported
from graph.store import Store
from loaders.errors import UserError


@dataclass
class Taken:
    """What came of one file."""

    file: str
    readings: list[Reading] = field(default_factory=list)
    reports: tuple[Report, ...] = ()
    error: str | None = None
    """Why the whole file could not be read."""
    warnings: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether nothing of the file was taken in."""
        return self.error is not None or any(each.faults for each in self.readings)

    def to_json(self) -> list[dict[str, Any]]:
        """A row a form, for programs."""
        if self.error is not None:
            return [{"file": self.file, "error": self.error, "faults": []}]
        return [_form(self, reading) for reading in self.readings]


def take_in(
    store: Store, files: Iterable[Path | str], given: Given | None = None, who: str | None = None, dry_run: bool = False
) -> list[Taken]:
    """Reads forms and puts what they say into the graph; a file with a fault anywhere changes nothing."""
    return [_take(store, Path(file), given, who, dry_run) for file in files]


def undo(store: Store, ids: Sequence[str], who: str | None = None) -> tuple[Report, ...]:
    """Takes readings, or single reports, out again: what was reported before them counts once more."""
    with store.exclusive():
        before = reported(store)
        store.check_writable()
        gone = revoke(before.path, ids, who)
        _rebuild(store, before, gone)
    return gone


def lost(store: Store) -> set[str]:
    """Ids of the reports that count and stand on no item: their plan is not loaded, or has not their words any more."""
    rows = store.read("MATCH (r:ProgressReport) RETURN r.report AS report")
    return {each.id for each in reported(store).current} - {row["report"] for row in rows}


def reports(store: Store) -> Progress:
    """All that was reported and counts, and rows of the file that can't be read."""
    return reported(store)


def _take(store: Store, file: Path, given: Given | None, who: str | None, dry_run: bool) -> Taken:
    taken = Taken(str(file))
    try:
        with store.exclusive():
            taken.readings = read_forms(store, file, given)
            found = [report for reading in taken.readings for report in reading.reports]
            if found and not taken.failed and not dry_run:
                before = reported(store)
                store.check_writable()
                taken.reports = add_reports(before.path, found, who)
                taken.warnings = _rebuild(store, before, taken.reports)
    except UserError as error:
        taken.error = str(error)
    return taken


def _rebuild(store: Store, before: Progress, concerned: Sequence[Report]) -> tuple[str, ...]:
    loaded = {row["plan"] for row in store.read("MATCH (p:Plan) RETURN p.id AS plan")}
    plans = sorted({each.plan for each in concerned} & loaded)
    with following(before.path):
        results = rebuild_reported(store, plans, before, read_progress(before.path))
    return tuple(text for result in results for text in (*result.warnings, *filter(None, [result.error])))


def _form(taken: Taken, reading: Reading) -> dict[str, Any]:
    mine = [each for each in reading.reports if not taken.failed]
    return {
        "file": taken.file,
        "sheet": reading.sheet,
        "plan": reading.plan,
        "unit": reading.unit,
        "year": reading.year,
        "quarter": reading.quarter,
        "items": len(mine),
        "filled": sum(each.filled for each in mine),
        "reading": taken.reports[0].id.partition(".")[0] if taken.reports else None,
        "faults": [{"cell": each.at, "zh": each.words.zh, "en": each.words.en} for each in reading.faults],
        "notes": [{"cell": each.at, "zh": each.words.zh, "en": each.words.en} for each in reading.notes],
        "warnings": [*taken.warnings],
        "error": None,
    }
