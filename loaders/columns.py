"""Lines of a text that stand in columns, parted by |, tabs or wide gaps -> tables.

Texts copied from a page or a sheet hold their tables so. Lines are taken for a table where the first of them names
columns, one of units among them, and those behind it have as many cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.read.document import Line, Row, Table
from loaders.roles import UNIT_COLUMNS, column_meaning

BAR, GAP = re.compile(r"\s*[|｜│]\s*"), re.compile(r"[ \u3000]{2,}")
RULE = re.compile(r"[\s|｜│:\-—─+┼├┤]*[-—─]{2,}[\s|｜│:\-—─+┼├┤]*")
COLUMNED = re.compile(r"[|｜│\t]|[ \u3000]{2}")
PARTING = frozenset("|｜│\t \u3000")
FEWEST = 3
"""Cells of a row: with fewer a line is a label and its words."""


def with_tables(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """The blocks, with each run of lines that stands in columns as a table."""
    rows: list[Row] = []
    for block in blocks:
        if not rows and isinstance(block, Line) and PARTING.isdisjoint(block.text):  # most lines
            yield block
            continue
        cells = _cells(block.text) if isinstance(block, Line) else []
        if rows and isinstance(block, Line) and (not block.text.strip() or RULE.fullmatch(block.text)):
            continue
        if rows and 2 <= len(cells) <= len(rows[0].cells):
            rows.append(_row(cells + [""] * (len(rows[0].cells) - len(cells)), block))
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        if _is_head(cells):
            rows = [_row(cells, block)]
        else:
            yield block
    if rows:
        yield Table(tuple(rows))


def _cells(text: str) -> list[str]:
    """The cells of a line, none where it does not stand in columns."""
    if not COLUMNED.search(text):
        return []
    mark = next((mark for mark in "|｜│" if text.count(mark) >= FEWEST - 1), None)
    if mark:
        return [cell.strip() for cell in BAR.split(text.strip().strip(mark))]
    if "\t" in text:
        return [cell.strip() for cell in text.rstrip("\r\n").split("\t")]
    return GAP.split(text.strip()) if "  " in text or "\u3000\u3000" in text else []


def _is_head(cells: Sequence[str]) -> bool:
    if len(cells) < FEWEST:
        return False
    meanings = {column_meaning(re.sub(r"\s", "", cell)) for cell in cells}
    return len(meanings - {None}) >= 2 and bool(meanings & set(UNIT_COLUMNS))


def _row(cells: Sequence[str], block: Line | Table) -> Row:
    assert isinstance(block, Line)
    return Row(tuple(cells), block.number, block.page)
