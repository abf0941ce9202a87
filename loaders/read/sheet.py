"""Spreadsheets (.xlsx) and .csv: each sheet a table."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from loaders.read.archive import checked
from loaders.read.document import Document, Line, ReadError, Row, Table
from loaders.read.text import decode

MAX_ROWS, MAX_COLUMNS = 50_000, 200


def read_sheet(raw: bytes, name: str) -> Document:
    """The sheets of a workbook, formulas by their saved values, merged cells repeated.

    Raises ReadError for damaged, protected and oversized files.
    """
    checked(raw, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise ReadError(f"{name}: this workbook is damaged ({error}); open it in Excel and save it again.") from None
    blocks: list[Line | Table] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            blocks.extend(_blocks(list(_rows(sheet, name))))
    return Document(tuple(blocks), "xlsx", None, (book.properties.title or "").strip() or None)


def read_csv(raw: bytes, name: str) -> Document:
    """The rows of a .csv file, parted by commas, semicolons or tabs."""
    text = decode(raw, name)
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    try:
        rows = [
            Row(tuple(cell.strip() for cell in cells), index)
            for index, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise ReadError(f"{name}: this is no readable .csv ({error}); save it again as UTF-8.") from None
    return Document(tuple(_blocks(rows)), "csv")


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    if (sheet.max_row or 0) > MAX_ROWS or (sheet.max_column or 0) > MAX_COLUMNS:
        raise ReadError(f"{name}: sheet {sheet.title} has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns.")
    origin = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for index, cells in enumerate(sheet.iter_rows(), 1):
        values: list[str] = []
        merged: set[int] = set()
        for column, cell in enumerate(cells, 1):
            row_from, column_from = origin.get((index, column), (index, column))
            value = sheet.cell(row_from, column_from).value if (index, column) in origin else cell.value
            values.append(_shown(value))
            if row_from < index:
                merged.add(column - 1)
        if any(values):
            yield Row(tuple(values), index, None, frozenset(merged))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime"):
        return f"{value.year}年{value.month}月{value.day}日" if hasattr(value, "year") else str(value)
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _blocks(rows: list[Row]) -> Iterator[Line | Table]:
    """Rows with one filled cell above the table are lines (its title, notes); the rest is the table."""
    if rows:
        width = max(len(row.cells) for row in rows)
        rows = [Row((*row.cells, *[""] * (width - len(row.cells))), row.number, row.page, row.merged) for row in rows]
    start = 0
    while start < len(rows) and len({cell for cell in rows[start].cells if cell}) == 1:
        yield Line(next(cell for cell in rows[start].cells if cell).replace("\n", ""), rows[start].number)
        start += 1
    if rows[start:]:
        yield Table(tuple(rows[start:]))
