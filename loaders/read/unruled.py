"""Tables without ruling lines: columns told by the white between them, rows by the numbers in the first one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.read.document import Item, Row
from loaders.roles import UNIT_COLUMNS, column_meaning

NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[.．、]?")
LONGEST_HEAD = 12


@dataclass(frozen=True)
class Piece:
    """Words that stand together on a line."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class PrintedLine:
    """A line of a page with its pieces from left to right, and the height of its middle."""

    middle: float
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line as running text."""
        return " ".join(piece.text for piece in self.pieces)


Rows = list[tuple[str, ...]]


def printed_items(lines: Sequence[PrintedLine]) -> list[tuple[float, Item]]:
    """A page's lines, and the table without ruling that they may end in, each with its height on the page."""
    found = unruled_table(lines)
    if found is None:
        return [(line.middle, line.text) for line in lines]
    index, rows = found
    table = [Row(cells, 0) for cells in rows]
    return [*((line.middle, line.text) for line in lines[:index]), (lines[index].middle, table)]


def unruled_table(lines: Sequence[PrintedLine]) -> tuple[int, Rows] | None:
    """Where a table's head stands among a page's lines, and the table from there to the page's end; None without one.

    A line is a head when three of its pieces or more are short, two of them are known head words, one names units,
    and the first is the column of numbers.
    """
    for index, line in enumerate(lines):
        if _is_head(line) and (rows := _rows(line, lines[index + 1 :])):
            return index, [tuple(piece.text for piece in line.pieces), *rows]
    return None


def _is_head(line: PrintedLine) -> bool:
    words = [re.sub(r"\s+", "", piece.text) for piece in line.pieces]
    if len(words) < 3 or max(map(len, words)) > LONGEST_HEAD:
        return False
    meanings = [column_meaning(word) for word in words]
    return meanings[0] == "number" and bool(UNIT_COLUMNS.keys() & set(meanings)) and len(set(meanings) - {None}) > 2


def _rows(head: PrintedLine, lines: Sequence[PrintedLine]) -> Rows:
    lines = [line for line in lines if not re.fullmatch(r"[-—–\s\d０-９]+", line.text) or _number(line, head)]
    cuts = _cuts(head, lines)
    cells = [_cells(line, cuts) for line in lines]
    numbered = [index for index, row in enumerate(cells) if NUMBER.fullmatch(row[0])]
    if not numbered:
        return []
    starts = _starts(numbered, len(cells))
    stops = [*starts[1:], len(cells)]
    return [
        tuple("\n".join(filter(None, (row[column] for row in cells[start:stop]))) for column in range(len(cuts) + 1))
        for start, stop in zip(starts, stops, strict=True)
    ]


def _number(line: PrintedLine, head: PrintedLine) -> bool:
    return line.pieces[0].left < head.pieces[1].left


def _cuts(head: PrintedLine, lines: Sequence[PrintedLine]) -> list[float]:
    """Between each two heads, the middle of the widest stretch that the fewest lines print over."""
    cuts = []
    for before, after in zip(head.pieces, head.pieces[1:], strict=False):
        left, right = (before.left + before.right) / 2, (after.left + after.right) / 2
        steps = [left + (right - left) * step / 60 for step in range(61)]
        covered = [sum(any(p.left <= x <= p.right for p in line.pieces) for line in [head, *lines]) for x in steps]
        least, best, run = min(covered), (0, 0), 0
        for index, value in enumerate([*covered, least + 1]):
            if value == least:
                run += 1
            else:
                best, run = max(best, (run, index)), 0
        width, stop = best
        cuts.append(steps[max(0, stop - 1 - width // 2)])
    return cuts


def _cells(line: PrintedLine, cuts: Sequence[float]) -> list[str]:
    cells = [""] * (len(cuts) + 1)
    for piece in line.pieces:
        column = sum((piece.left + piece.right) / 2 > cut for cut in cuts)
        cells[column] += piece.text
    return cells


def _starts(numbered: Sequence[int], count: int) -> list[int]:
    """The first line of each row: the number stands on a row's first line, or on its middle one.

    Where lines stand above the first number, numbers are in the middle: as many lines follow a number as precede it.
    """
    if numbered[0] == 0:
        return list(numbered)
    starts, above = [0], numbered[0]
    for number in numbered[:-1]:
        starts.append(min(number + above + 1, count))
        above = max(0, numbered[len(starts) - 1] - starts[-1])
    return starts
