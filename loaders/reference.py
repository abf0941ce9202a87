"""Reads the tables under data/reference, which people edit: what is wrong in one is told with its file and line.

A table that can't be read as a table at all is a TableError. One bad row is left out and told of (`problems`), and
the other rows hold, lest a slip in one line keep anybody from the plans that don't need it. Of two rows with one key
the first stands; the second is left out and named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.errors import UserError

FOLDER = Path(__file__).resolve().parent.parent / "data" / "reference"
REMEDY = "Correct the line; until then it is left out."


class TableError(UserError):
    """A table of data/reference that can't be used at all."""


@dataclass(frozen=True)
class Row:
    """A line of a table: its cells by the names of the columns, and where it stands."""

    table: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, what: str, remedy: str = REMEDY) -> None:
        """Tells what is wrong in this row, and what came of it."""
        tell(self.table, self.line, what, remedy)


_problems = dict[tuple[str, int, str], str]()


def tell(table: str, line: int, what: str, remedy: str = REMEDY) -> None:
    """Notes what is wrong in a line, once."""
    _problems[table, line, what] = f"{folder() / table}, line {line}: {what} {remedy}"


def problems() -> tuple[str, ...]:
    """What was wrong in the tables that were read so far, by file and line."""
    return tuple(_problems[place] for place in sorted(_problems))


def folder() -> Path:
    """Where the tables are: data/reference, or the folder that ZEREN_REFERENCE names."""
    return Path(os.environ.get("ZEREN_REFERENCE") or FOLDER)


@cache
def rows(table: str, columns: tuple[str, ...] = (), key: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """The rows of a table that has at least these columns, each `key` once."""
    head, lines = _lines(table)
    if missing := [column for column in columns if column not in head]:
        raise TableError(
            f"{folder() / table}: the first line must name the columns {', '.join(columns)} between tabs; "
            f"{', '.join(missing)} is missing. Put it back, or take the file from a fresh copy of the project."
        )
    return tuple(_distinct(list(_read(table, head, lines)), key))


def _lines(table: str) -> tuple[list[str], list[str]]:
    """The names of the columns, and all lines."""
    path = folder() / table
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TableError(
            f"{path}: the table can't be read ({error.strerror}). Put it back from a fresh copy of the project."
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise TableError(
            f"{path}, line {line}: the table is not UTF-8. Save it as UTF-8 (in Excel: as Unicode text, then convert)."
        ) from None
    lines = text.splitlines()
    return (lines[0].split("\t") if lines else []), lines


def _read(table: str, head: list[str], lines: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) == len(head):
            yield Row(table, number, dict(zip(head, (cell.strip() for cell in cells), strict=True)))
        else:
            tell(table, number, f"{len(cells)} cells between tabs where the first line names {len(head)}.")


def _distinct(found: list[Row], key: tuple[str, ...]) -> Iterator[Row]:
    """The first row of each key, none without one."""
    first = dict[tuple[str, ...], int]()
    for row in found:
        value = tuple(row[column] for column in key)
        if key and not any(value):
            row.problem(f"no {' and '.join(key)}.")
        elif key and value in first:
            row.problem(f"the {' and '.join(key)} “{' '.join(value).strip()}” is that of line {first[value]}, too.")
        else:
            first[value] = row.line
            yield row
