"""The file of progress: a plain table beside the graph, one row a report, to which rows are only ever added.

It follows the file of judgements: rows that can't be understood are kept and reported with their line; a row of kind
`revoke` undoes a reading, or one report of it. Line breaks within a cell stand as ¶.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graph.judging import table
from graph.judging.ledger import author, stamp, time_in
from graph.judging.table import WAIT, Line
from graph.progress.reports import REPORT, REVOKE, STATUSES, Report, latest
from graph.server.locks import LockTimeout
from graph.server.runtime import Folder
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.store import Store

COLUMNS = ("id", "time", "who", "kind", "task", "words", "unit", "year", "quarter", "goal", "problems", "progress",
           "status", "filed", "by", "source")  # fmt: skip
REQUIRED = ("id", "time", "kind")
BREAK = "¶"


class ProgressError(UserError):
    """The file of progress can't be read or written, or a reading can't be undone."""


@dataclass(frozen=True)
class Progress:
    """What the file says, and what of it could not be understood, as sentences."""

    path: Path
    reports: tuple[Report, ...] = ()
    revoked: frozenset[str] = frozenset()
    """Ids of reports and of readings that were undone."""
    faults: tuple[str, ...] = ()

    @cached_property
    def current(self) -> tuple[Report, ...]:
        """The reports that count: not undone, and the last on their item, unit and quarter."""
        return latest(each for each in self.reports if not {each.id, reading_of(each.id)} & self.revoked)

    def of(self, plan: str) -> tuple[Report, ...]:
        """Those on one plan."""
        return self._by_plan.get(plan, ())

    @cached_property
    def _by_plan(self) -> Mapping[str, tuple[Report, ...]]:
        found: dict[str, list[Report]] = defaultdict(list)
        for each in self.current:
            found[each.plan].append(each)
        return {plan: tuple(reports) for plan, reports in found.items()}


def reading_of(report: str) -> str:
    """The reading that a report came with: what was read at a time has ids with one beginning."""
    return report.partition(".")[0]


def progress_file(folder: Folder) -> Path:
    """Where reports stand: beside the graph."""
    return folder.path / "progress.tsv"


def reported(store: Store) -> Progress:
    """What was reported in this store."""
    return read_progress(progress_file(store.server.folder))


def read_progress(path: Path) -> Progress:
    """What the file says; nothing where there is none. Raises ProgressError where it can't be read at all."""
    try:
        return _read(path, table.lines(table.decoded(path.read_bytes())))
    except FileNotFoundError:
        return Progress(path)
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(path, error) from error
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


def add_reports(path: Path, reports: Sequence[Report], who: str | None = None) -> tuple[Report, ...]:
    """Adds the reports of one reading, all or none; gives them with id, time and author."""
    time, named = stamp(datetime.now(UTC)), who or author()
    words = repr((time, named, reports))
    reading = f"p{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"
    made = [replace(each, id=f"{reading}.{place}", time=time, who=named) for place, each in enumerate(reports, start=1)]
    _append(path, [_cells(each) for each in made])
    return tuple(made)


def revoke(path: Path, ids: Sequence[str], who: str | None = None) -> tuple[Report, ...]:
    """Undoes reports or whole readings; gives the reports concerned."""
    known = read_progress(path)
    concerned = [each for each in known.current if {each.id, reading_of(each.id)} & set(ids)]
    named = {name for each in concerned for name in (each.id, reading_of(each.id))}
    if missing := [name for name in ids if name not in named]:
        there = ", ".join(sorted({reading_of(each.id) for each in known.current})) or "none"
        raise ProgressError(f"There is no reading {', '.join(missing)} in {path}. Those that count: {there}.")
    time = stamp(datetime.now(UTC))
    digest = hashlib.sha256(repr((time, ids)).encode()).hexdigest()[:8]
    rows = [
        {"id": f"u{digest}.{place}", "time": time, "who": who or author(), "kind": REVOKE, "words": name}
        for place, name in enumerate(ids, start=1)
    ]
    _append(path, rows)
    return tuple(concerned)


def _append(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    def rows_behind(lines: list[Line]) -> Sequence[Mapping[str, str]]:
        _head(path, lines)
        return rows

    try:
        table.add_rows(path, COLUMNS, rows_behind)
    except LockTimeout as error:
        raise ProgressError(f"{path}: another program has been writing to it for {WAIT:.0f} s. Try again.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(path, error) from error
    except OSError as error:
        raise ProgressError(
            f"{path}: the reports could not be written ({error.strerror or error}); nothing was changed. Close the "
            "file where it is open, or make it writable."
        ) from error


def _read(path: Path, lines: Sequence[Line]) -> Progress:
    head = _head(path, lines)
    reports, faults, revoked = dict[str, Report](), list[str](), set[str]()
    for line in lines[1:]:
        cells = dict(zip(head, line.cells, strict=False))
        try:
            _check(cells)
            if cells["kind"] == REVOKE:
                revoked.add(cells.get("words", ""))
            elif cells["id"] in reports:
                raise ValueError(f"the id {cells['id']} stands in line {reports[cells['id']].line} already")
            else:
                reports[cells["id"]] = _report(cells, line.number)
        except ValueError as error:
            faults.append(f"{path}, line {line.number}: {error}; the row is kept and does not act.")
    return Progress(path, tuple(reports.values()), frozenset(revoked), tuple(faults))


def _check(cells: Mapping[str, str]) -> None:
    if missing := [name for name in REQUIRED if not cells.get(name)]:
        raise ValueError(f"nothing stands in the column {missing[0]}")
    if cells["kind"] not in (REPORT, REVOKE):
        raise ValueError(f"the kind {cells['kind']} is not known")
    if time_in(cells["time"]) is None:
        raise ValueError(f"the time {cells['time']!r} can't be read")


def _report(cells: Mapping[str, str], line: int) -> Report:
    texts = {name: cells.get(name, "").replace(BREAK, "\n") for name in _TEXTS}
    if not texts["task"] or not texts["words"] or not texts["unit"]:
        raise ValueError("the columns task, words and unit must be filled")
    year, quarter = int(cells.get("year", "")), int(cells.get("quarter", ""))
    if quarter not in range(1, 5):
        raise ValueError(f"the quarter {quarter} is none")
    if texts["status"] and texts["status"] not in STATUSES:
        raise ValueError(f"the status {texts['status']!r} is not one of {', '.join(STATUSES)}")
    if texts["filed"]:
        date.fromisoformat(texts["filed"])
    return Report(**texts | {"time": time_in(texts["time"]) or ""}, year=year, quarter=quarter, line=line)


_TEXTS = tuple(field.name for field in fields(Report) if field.name not in ("year", "quarter", "line"))


def _cells(report: Report) -> dict[str, str]:
    texts = {name: str(getattr(report, name)).replace(BREAK, "⁋").replace("\n", BREAK) for name in _TEXTS}
    return texts | {"kind": REPORT, "year": str(report.year), "quarter": str(report.quarter)}


def _head(path: Path, lines: Sequence[Line]) -> tuple[str, ...]:
    """The names of the columns; those of this program where the file is empty."""
    if not lines:
        return COLUMNS
    head = table.head_of(lines)
    if missing := [name for name in REQUIRED if name not in head]:
        raise _unreadable(path, f"line {lines[0].number}: the head line has no column {', '.join(missing)}")
    return head


def _no_table(path: Path, error: Exception) -> ProgressError:
    return _unreadable(path, f"it is no table of text: {error}")


def _unreadable(path: Path, why: str) -> ProgressError:
    return ProgressError(
        f"The file of progress {path} can't be read ({why}), so nothing is built or read in. Mend it; to begin anew, "
        "move it away."
    )
