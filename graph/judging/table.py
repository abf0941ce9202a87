"""A table of text as people save it: from this program, from Excel, from an editor.

Excel saves "Unicode text" as UTF-16 with tabs, "CSV UTF-8" with commas, "Text" in the code page of the system, and puts
quotes where it likes. All are read; what is written is UTF-8 with a mark and tabs, which Excel opens as it is. Rows are
only ever added, all of those that belong together at once.
"""

from __future__ import annotations

import codecs
import csv
import errno
import io
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.export.csv import BOM
from graph.server.locks import FileLock

WAIT = 30.0
"""Seconds to wait for another program that writes to the file."""
DELIMITERS = "\t,;"
LONGEST_CELL = 20
"""Lines that one cell may run over."""
_FORMULA = tuple("=+-@＝＋－＠'")
_NUMBER = re.compile(r"[\d.,/:\-年月日时分 ]*\d[\d.,/:\-年月日时分 ]*(?:[eE]\d+)?%?")
"""What a spreadsheet would turn into a number, a date or a time."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Line:
    """One row with the number of its line in the file; rows without any text are left out."""

    number: int
    cells: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The text of the bytes; raises UnicodeDecodeError where it is none."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def lines(text: str) -> list[Line]:
    """The rows of a table, whatever parts its cells; raises csv.Error where it is none."""
    found = list[Line]()
    delimiter = _delimiter(text)
    for number, stretch in _stretches(text):
        reader, before = csv.reader(stretch, delimiter=delimiter), 0
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append(Line(number + before, tuple(plain(cell) for cell in row)))
            before = reader.line_num
    return found


def _stretches(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that belong together, since one closes what another quotes; a quote left open harms its line alone."""
    whole, start = io.StringIO(text, newline="").readlines(), 0
    while start < len(whole):
        ends = range(start + 1, min(start + LONGEST_CELL, len(whole)) + 1)
        end = next((end for end in ends if "".join(whole[start:end]).count('"') % 2 == 0), start + 1)
        yield start + 1, whole[start:end]
        start = end


def _delimiter(text: str) -> str:
    return max(DELIMITERS, key=text.split("\n", 1)[0].count)


def row(cells: tuple[str, ...]) -> str:
    """One row as it is written."""
    return "\t".join(guarded(cell) for cell in cells) + "\r\n"


def in_house_style(raw: bytes, text: str) -> bool:
    """Whether a file is as this program writes it, so that a row can be put behind it as it stands."""
    return raw.startswith(codecs.BOM_UTF8) and _delimiter(text) == "\t"


def head_of(found: Sequence[Line]) -> tuple[str, ...]:
    """The names of the columns; none where the file is empty."""
    return tuple(name.strip().lower() for name in found[0].cells) if found else ()


def add_rows(
    path: Path, columns: Sequence[str], rows_behind: Callable[[list[Line]], Iterable[Mapping[str, str]]]
) -> None:
    """Adds rows, all or none, whoever else writes; `rows_behind` makes them from the lines that stand there.

    Columns stay in the order, and rows in the words, that they have. Raises LockTimeout, OSError, and what reading
    raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f".{path.name}.lock")
    lock.touch(mode=0o666)  # less the user's mask: colleagues who share the file must be able to take it
    with FileLock(lock).held(WAIT):
        raw = path.read_bytes() if path.exists() else b""
        text = decoded(raw)
        found = lines(text)
        added = [*rows_behind(found)]
        head = head_of(found)
        whole = (*head, *(name for name in columns if name not in head))
        if whole != head or not in_house_style(raw, text):
            text = row(whole) + "".join(row(line.cells) for line in found[1:])
        text += "" if text.endswith("\n") else "\r\n"
        replace_file(path, BOM + text + "".join(row(tuple(each.get(name, "") for name in whole)) for each in added))


def replace_file(path: Path, text: str) -> None:
    """Puts the new text in the file's place, readable for whoever could read it before."""
    if path.exists() and not path.stat().st_mode & 0o222:
        raise PermissionError(errno.EACCES, "the file is marked as read-only")
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        draft.write_bytes(text.encode("utf-8", "replace"))
        if path.exists():
            shutil.copymode(path, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def guarded(cell: str) -> str:
    """A cell that a spreadsheet takes for text: no formula, no number, no date; no line breaks, no stray quote."""
    cell = _BREAKS.sub(" ", cell).strip()
    if cell.startswith(_FORMULA) or _NUMBER.fullmatch(cell):
        cell = f"'{cell}"
    return '"' + cell.replace('"', '""') + '"' if '"' in cell else cell


def plain(cell: str) -> str:
    """The cell without the guard before it."""
    cell = cell.strip().removeprefix(BOM)
    return cell[1:] if cell.startswith("'") else cell
