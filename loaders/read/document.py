"""What every reader gives: the lines and tables of a file in reading order, each with its line number and page."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.errors import UserError


class ReadError(UserError):
    """A file that can't be read as a plan; the text names file, place and remedy."""


@dataclass(frozen=True)
class Line:
    """One line of the file as printed, without its line end."""

    text: str
    number: int
    page: int | None = None
    after_break: bool = False
    """Whether a page ended before it."""


@dataclass(frozen=True)
class Row:
    """One row of a table. A cell that a merged one covers repeats its text; paragraphs of a cell are parted by \\n."""

    cells: tuple[str, ...]
    number: int
    page: int | None = None
    merged: frozenset[int] = frozenset()
    """Columns whose cell is covered by the one above."""


@dataclass(frozen=True)
class Table:
    """A table with its rows in printed order."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Document:
    """A file's text in reading order."""

    blocks: tuple[Line | Table, ...]
    format: str
    pages: int | None = None
    title: str | None = None
    """The title that the file's metadata give, where there are any."""
    notes: tuple[str, ...] = ()
    """What of the file could not be read; the plan's report gives them as warnings."""
