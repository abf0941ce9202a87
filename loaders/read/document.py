"""What every reader gives: the lines and tables of a file in reading order, each with its line number and page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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


Item = str | Sequence[Row]
"""A line or a table as a reader finds it, before lines are counted."""


def numbered(pages: Iterable[Iterable[Item]], paged: bool = True) -> Iterator[Line | Table]:
    """The lines and tables of a file's pages with their numbers; a row of a table counts as a line."""
    number = 0
    for page, items in enumerate(pages, 1):
        place = page if paged else None
        for item in items:
            if isinstance(item, str):
                number += 1
                yield Line(item, number, place)
            else:
                yield Table(tuple(replace(row, number=number + at, page=place) for at, row in enumerate(item, 1)))
                number += len(item)
