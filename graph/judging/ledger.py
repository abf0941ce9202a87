"""The file of judgements: a plain table, one row a judgement, to which rows are only ever added.

It stands beside the graph, or where ZEREN_JUDGEMENTS says, and may be shared by colleagues, sorted and saved in Excel.
A row that can't be understood is kept, reported with its line, and harms no other. To undo is to add a row that
revokes one.
"""

from __future__ import annotations

import csv
import getpass
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache, partial
from pathlib import Path

from graph.judging import table
from graph.judging.kinds import Judgement, fault
from graph.judging.reasons import Reason, Refusal, reason
from graph.judging.table import WAIT, Line
from graph.server.locks import LockTimeout
from graph.server.runtime import Folder, user_path
from loaders.errors import UserError

COLUMNS = ("id", "time", "who", "kind", "about", "words", "value", "why")
REQUIRED = ("id", "time", "kind", "about")
PART = " | "
_DAYS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d")
"""Forms that a spreadsheet gives to times."""


class LedgerError(UserError):
    """The file of judgements can't be read or written."""


@dataclass(frozen=True)
class Fault:
    """A row of the file that does not act, or another trouble with the file, with the reason."""

    file: str
    line: int | None
    reason: Reason

    def text(self, language: str = "en") -> str:
        """The fault as a sentence that names file and line."""
        said = self.reason.zh if language == "zh" else self.reason.en
        where = f"，第 {self.line} 行：" if language == "zh" else f", line {self.line}: "
        return f"{self.file}{where if self.line else '：' if language == 'zh' else ': '}{said}"


@dataclass(frozen=True)
class Ledger:
    """What the file says: the judgements in order of time, and what of it could not be understood."""

    path: Path
    judgements: tuple[Judgement, ...] = ()
    faults: tuple[Fault, ...] = ()

    @cached_property
    def revoked(self) -> dict[str, Judgement]:
        """The judgements that were undone, each with the row that did it; an undoing may be undone in turn."""
        found = dict[str, Judgement]()
        for judgement in reversed(self.judgements):
            if judgement.kind == "revoke" and judgement.id not in found:
                found.setdefault(judgement.target, judgement)
        return found

    @cached_property
    def active(self) -> tuple[Judgement, ...]:
        """The judgements that count."""
        return tuple(each for each in self.judgements if each.kind != "revoke" and each.id not in self.revoked)


def judgements_file(folder: Folder) -> Path:
    """Where the judgements stand: where ZEREN_JUDGEMENTS says, else beside the graph."""
    named = os.environ.get("ZEREN_JUDGEMENTS")
    return user_path(named, "ZEREN_JUDGEMENTS") if named else folder.path / "judgements.tsv"


def read_ledger(path: Path) -> Ledger:
    """The file's judgements; none where there is no file. Raises LedgerError where it can't be read at all."""
    try:
        state = path.stat()
        return _read(path, (state.st_mtime_ns, state.st_size, state.st_ino))
    except FileNotFoundError:
        asked = os.environ.get("ZEREN_JUDGEMENTS")
        return Ledger(path, (), (Fault(str(path), None, reason("no_file", path=path)),) if asked else ())
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error


def append(path: Path, judgement: Judgement, who: str | None = None) -> Judgement:
    """Adds one row, whole or not at all, whoever else writes; gives the judgement with its id, time and author."""
    return append_all(path, (judgement,), who)[0]


def append_all(path: Path, judgements: Sequence[Judgement], who: str | None = None) -> list[Judgement]:
    """The same for several, all of them or none."""
    if found := next(filter(None, map(fault, judgements)), None):
        raise Refusal(found)
    dated: list[Judgement] = []

    def rows_behind(lines: list[Line]) -> Iterator[dict[str, str]]:
        head = _head(path, lines)
        known, taken = _ledger(path, head, lines[1:]).judgements, _ids(head, lines)
        for judgement in judgements:
            latest = (*known, *dated)[-1:]
            dated.append(_dated(judgement, who or author(), taken, latest[0].time if latest else None))
            taken.add(dated[-1].id)
            yield _cells(dated[-1])

    try:
        table.add_rows(path, COLUMNS, rows_behind)
    except LockTimeout as error:
        raise LedgerError(f"{path}: another program has been writing to it for {WAIT:.0f} s. Try again.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(path, error) from error
    except OSError as error:
        raise LedgerError(
            f"{path}: the judgement could not be written ({error.strerror or error}); nothing was changed. Close the "
            "file where it is open, make it writable, or name another one with --judgements or ZEREN_JUDGEMENTS."
        ) from error
    return dated


def author() -> str:
    """Who judges, where nobody says: ZEREN_USER, else the system's name for the user."""
    try:
        return os.environ.get("ZEREN_USER") or getpass.getuser()
    except (OSError, KeyError):  # no such user on this system
        return "unknown"


@lru_cache(maxsize=8)
def _read(path: Path, _state: tuple[int, ...]) -> Ledger:
    lines = _lines(path, path.read_bytes())
    return _ledger(path, _head(path, lines), lines[1:])


def _head(path: Path, lines: Sequence[Line]) -> tuple[str, ...]:
    """The names of the columns; those of this program where the file is empty."""
    if not lines:
        return COLUMNS
    head = table.head_of(lines)
    if missing := [name for name in REQUIRED if name not in head]:
        raise _unreadable(path, f"line {lines[0].number}: the head line has no column {', '.join(missing)}")
    return head


def _ids(head: Sequence[str], lines: Sequence[Line]) -> set[str]:
    place = head.index("id")
    return {line.cells[place] for line in lines if len(line.cells) > place}


def _ledger(path: Path, head: Sequence[str], lines: Sequence[Line]) -> Ledger:
    found, faults = dict[str, Judgement](), list[Fault]()
    if unknown := [name for name in head if name and name not in COLUMNS]:
        faults.append(Fault(str(path), 1, reason("columns_unknown", names="、".join(unknown))))
    for line in lines:
        made = _judgement(head, line)
        if isinstance(made, Judgement) and made.id in found:
            made = reason("id_twice", id=made.id, line=found[made.id].line)
        if isinstance(made, Judgement):
            found[made.id] = made
        else:
            faults.append(Fault(str(path), line.number, made))
    faults += [
        Fault(str(path), each.line, reason("revokes_nothing", id=each.target))
        for each in found.values()
        if each.kind == "revoke" and each.target not in found
    ]
    ordered = sorted(found.values(), key=lambda each: (each.time, each.line))
    return Ledger(path, tuple(ordered), tuple(sorted(faults, key=lambda each: each.line or 0)))


def _judgement(head: Sequence[str], line: Line) -> Judgement | Reason:
    """The judgement in a row, or what is wrong with the row."""
    if any(cell.strip() for cell in line.cells[len(head) :]):
        return reason("cells_too_many")
    cells = dict(zip(head, line.cells, strict=False))
    for name in REQUIRED:
        if not cells.get(name):
            return reason("cell_missing", column=name)
    time = time_in(cells["time"])
    if time is None:
        return reason("time_wrong", found=cells["time"])
    made = Judgement(
        kind=cells["kind"],
        about=_parts(cells["about"]),
        words=_parts(cells.get("words", "")),
        value=_parts(cells.get("value", "")),
        why=cells.get("why", ""),
        who=cells.get("who", ""),
        time=time,
        id=cells["id"],
        line=line.number,
    )
    return fault(made) or made


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(PART.strip())) if cell else ()


def time_in(cell: str) -> str | None:
    """The time in UTC as this program writes it; one without a zone is taken for UTC."""
    readings: list[Callable[[str], datetime]] = [datetime.fromisoformat]
    readings += [partial(_read_as, form=form) for form in _DAYS]
    for reading in readings:
        try:
            found = reading(cell)
        except ValueError:
            continue
        return stamp(found.replace(tzinfo=found.tzinfo or UTC))
    return None


def _read_as(cell: str, form: str) -> datetime:
    return datetime.strptime(cell, form)


def stamp(time: datetime) -> str:
    """The time in UTC as files have it."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _lines(path: Path, raw: bytes) -> list[Line]:
    try:
        return table.lines(table.decoded(raw))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(path, error) from error


def _no_table(path: Path, error: Exception) -> LedgerError:
    return _unreadable(path, f"it is no table of text: {error}")


def _unreadable(path: Path, why: str) -> LedgerError:
    return LedgerError(
        f"The file of judgements {path} can't be read ({why}), so nothing is built or judged. Mend it, or name another "
        "one with --judgements or ZEREN_JUDGEMENTS; to begin anew, move it away."
    )


def time_after(latest: str | None) -> str:
    """The time now, or right after the latest row where the clock that dated it went before this one.

    The order of times decides what counts: what is judged with a row in sight must come after it.
    """
    now = datetime.now(UTC)
    if latest:
        now = max(now, datetime.fromisoformat(latest) + timedelta(milliseconds=1))
    return stamp(now)


def _dated(judgement: Judgement, who: str, taken: set[str], latest: str | None) -> Judgement:
    """The judgement as it is written: with who and when, and an id that no other row has."""
    time = time_after(latest)
    dated = replace(judgement, who=judgement.who or who, time=time)
    for count in range(1000):
        words = repr((count, replace(dated, id="", line=0)))
        found = f"j{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:8]}"
        if found not in taken:
            return replace(dated, id=found)
    raise LedgerError("No id is free for the judgement.")


def _cells(judgement: Judgement) -> dict[str, str]:
    lists = {name: PART.join(part.replace("|", "｜") for part in getattr(judgement, name)) for name in _LISTS}
    return lists | {name: getattr(judgement, name) for name in COLUMNS if name not in _LISTS}


_LISTS = ("about", "words", "value")


def rows_of(ledger: Ledger) -> Iterator[Judgement]:
    """All judgements but the rows that revoke one."""
    return (each for each in ledger.judgements if each.kind != "revoke")
