"""A sheet before it is written: title, columns, rows in groups, lines above and below. Writers turn it into files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil

MOST_LINES = 28
"""Lines of a cell; what is longer goes on in a row of its own, since no row can be higher than a page."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in full-width characters, and whether its cells stand in the middle."""

    head: str
    width: float
    centred: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()
    """What may be entered, where a list is offered."""


@dataclass(frozen=True)
class Band:
    """A row across all columns that heads a group."""

    text: str


@dataclass(frozen=True)
class Cells:
    """A row of cells, one a column."""

    texts: tuple[str, ...]
    blank: bool = False
    """Whether it is to be filled in by hand and wants room."""


@dataclass(frozen=True)
class Table:
    """One sheet."""

    name: str
    """Of the worksheet, or of the file."""
    title: str
    above: tuple[str, ...]
    """Lines between title and header; texts of one line that stand side by side are parted by tabs."""
    columns: tuple[Column, ...]
    rows: tuple[Band | Cells, ...]
    below: tuple[str, ...]
    footer: str
    """The line that numbers the pages, with {page} and {pages}."""


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of that width."""
    return sum(max(1, ceil(_length(line) / width)) for line in text.split("\n"))


def flowing(texts: Sequence[str], columns: Sequence[Column], mark: str, most: int = MOST_LINES) -> Iterator[Cells]:
    """The row of these texts, and as many more as its longest text needs; `mark` tells that they go on."""
    parts = [list(_parts(text, column.width, most)) for text, column in zip(texts, columns, strict=True)]
    for place in range(max(map(len, parts))):
        cells = [part[place] if place < len(part) else "" for part in parts]
        yield Cells((f"{parts[0][0]}{mark}", *cells[1:]) if place else tuple(cells))


def _parts(text: str, width: float, most: int) -> Iterator[str]:
    """The text in parts of at most so many lines, parted at line breaks where there are some."""
    part = ""
    for line in chain.from_iterable(_pieces(whole, int(width * most)) for whole in text.split("\n")):
        if part and lines_of(f"{part}\n{line}", width) > most:
            yield part
            part = line
        else:
            part = f"{part}\n{line}" if part else line
    yield part


def _pieces(line: str, longest: int) -> Iterator[str]:
    """A line in pieces of at most so many characters, each whole sentences where that can be."""
    while len(line) > longest:
        stop = max(line.rfind(sign, 1, longest) for sign in "。；") + 1
        yield line[: stop or longest]
        line = line[stop or longest :]
    yield line


def _length(text: str) -> float:
    """Full-width characters that a text takes."""
    return sum(1 if ord(sign) > 0xFF else 0.55 for sign in text)
