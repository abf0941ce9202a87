"""Spreadsheets (.xlsx, .xls, .et) and .csv: each sheet a table."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from loaders.read import ole
from loaders.read.archive import checked
from loaders.read.document import Document, Line, ReadError, Row, Table
from loaders.read.text import decode

MAX_ROWS, MAX_COLUMNS = 50_000, 200
DAMAGE = (CalamineError, OSError, ValueError, OverflowError)
PANIC = "PanicException"
"""What a library written in Rust raises on its own errors: no Exception, and of a class that can't be imported."""
UNSAVED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
"""A cell of an .xlsx with a formula and without the value that it had when the file was saved."""


def read_sheet(raw: bytes, name: str) -> Document:
    """The visible sheets of a workbook, formulas by their saved values, merged cells repeated.

    Raises ReadError for damaged, protected and oversized files.
    """
    checked(raw, name)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
        unsaved = [cell.decode() for part in sheets for cell in UNSAVED.findall(archive.read(part))]
        title = _title(archive)
    notes = [
        f"{len(unsaved)} cells hold formulas whose values were not saved (the first is {cell}) and are read as empty; "
        "open the file in Excel or WPS and save it"
        for cell in unsaved[:1]
    ]
    return Document(_sheets(raw, name), "xlsx", None, title, tuple(notes))


def read_old_sheet(raw: bytes, name: str) -> Document:
    """The visible sheets of an .xls or .et file.

    Raises ReadError for damaged, protected and oversized files.
    """
    if not raw.startswith(ole.MAGIC):
        raise ReadError(f"{name}: this is no spreadsheet; open it in Excel or WPS and save it as .xlsx.")
    return Document(_sheets(raw, name), "xls")


def _sheets(raw: bytes, name: str) -> tuple[Line | Table, ...]:
    blocks: list[Line | Table] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            for index, about in enumerate(book.sheets_metadata):
                if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet:
                    blocks.extend(_blocks(list(_rows(book.get_sheet_by_index(index), name))))
    except PasswordError:
        raise ole.protected(name) from None
    except ReadError:
        raise
    except BaseException as error:
        if not isinstance(error, DAMAGE) and type(error).__name__ != PANIC:
            raise
        raise ReadError(f"{name}: this workbook is damaged ({error}); open it in Excel and save it again.") from None
    return tuple(blocks)


def _title(archive: zipfile.ZipFile) -> str | None:
    """The title among the file's properties."""
    try:
        root = etree.fromstring(archive.read("docProps/core.xml"))
    except (KeyError, etree.XMLSyntaxError):
        return None
    return (root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip() or None


def read_csv(raw: bytes, name: str) -> Document:
    """The rows of a .csv file, parted by commas, semicolons or tabs."""
    decoded = decode(raw, name)
    sample = decoded.text[:4096]
    delimiter = max(",;\t", key=sample.count)
    try:
        rows = [
            Row(tuple(cell.strip() for cell in cells), index)
            for index, cells in enumerate(csv.reader(io.StringIO(decoded.text), delimiter=delimiter), 1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise ReadError(f"{name}: this is no readable .csv ({error}); save it again as UTF-8.") from None
    return Document(tuple(_blocks(rows)), "csv", None, None, decoded.notes)


def _rows(sheet: CalamineSheet, name: str) -> Iterator[Row]:
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise ReadError(f"{name}: sheet {sheet.name} has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns.")
    cells = sheet.to_python(skip_empty_area=False)
    height, width = len(cells), len(cells[0]) if cells else 0
    origin = {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, min(bottom + 1, height))
        for column in range(left, min(right + 1, width))
    }
    for index in range(height):
        places = [origin.get((index, column), (index, column)) for column in range(width)]
        texts = tuple(shown(cells[row][column]) for row, column in places)
        if any(texts):
            merged = frozenset(column for column, (row, _) in enumerate(places) if row < index)
            yield Row(texts, index + 1, None, merged)


def shown(value: object) -> str:
    """A cell's value as a person reads it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
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
