"""A filled form as a grid of cells, whatever kind of file it is: every cell knows where it stands.

A cell that a merged one covers has the text and the place of that one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from graph.sheets.contents import SheetError
from loaders.read import ole
from loaders.read.archive import checked
from loaders.read.document import Document, Line, ReadError, Row
from loaders.read.sheet import MAX_COLUMNS, MAX_ROWS, UNSAVED, read_csv, shown
from loaders.read.word import read_word

LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True)
class Cell:
    """One cell: its text as a person reads it, and its place in the file."""

    text: str
    at: str


@dataclass(frozen=True)
class Grid:
    """One worksheet, or one document."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_grids(path: Path) -> list[Grid]:
    """The worksheets of a workbook, or the one grid of a .docx or .csv; raises SheetError or ReadError."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".xls", ".et", ".docx", ".csv"):
        raise SheetError(f"{path}: a form is read from .xlsx, .xls, .et, .docx or .csv; save it as one of these.")
    raw = _bytes(path)
    if suffix == ".docx":
        return [_document(read_word(raw, path.name), path.stem)]
    if suffix == ".csv":
        return [_document(read_csv(raw, path.name), path.stem, letters=True)]
    if suffix == ".xlsx":
        checked(raw, path.name)
        _check_values(raw, path)
    elif not raw.startswith(ole.MAGIC):
        raise ReadError(f"{path.name}: this is no spreadsheet; open it in Excel or WPS and save it as .xlsx.")
    return _workbook(raw, path.name)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SheetError(f"{path}: it is larger than a form can be ({LARGEST // 2**20} MiB).")
        return path.read_bytes()
    except OSError as error:
        raise SheetError(f"{path}: it can't be read ({error.strerror or error}); check the path.") from error


def _check_values(raw: bytes, path: Path) -> None:
    """A formula whose value was not saved would read as nothing; raises SheetError with its cell."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
        cells = [cell.decode() for part in sheets for cell in UNSAVED.findall(archive.read(part))]
    if cells:
        raise SheetError(
            f"{path}: {', '.join(cells[:5])} hold formulas whose values were not saved. Open the file in Excel or WPS "
            "and save it; a text that begins with = needs a ' before it."
        )


def _workbook(raw: bytes, name: str) -> list[Grid]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            return [
                Grid(about.name, tuple(_rows(book.get_sheet_by_index(index), name)))
                for index, about in enumerate(book.sheets_metadata)
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError:
        raise ole.protected(name) from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise ReadError(f"{name}: this workbook is damaged ({error}); open it in Excel and save it again.") from None


def _rows(sheet: CalamineSheet, name: str) -> Iterator[tuple[Cell, ...]]:
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise ReadError(f"{name}: sheet {sheet.name} has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns.")
    cells = sheet.to_python(skip_empty_area=False)
    origin = {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, min(bottom + 1, len(cells)))
        for column in range(left, right + 1)
    }
    for row, values in enumerate(cells):
        places = [origin.get((row, column), (row, column)) for column in range(len(values))]
        yield tuple(Cell(shown(cells[top][left]), f"{letters(left)}{top + 1}") for top, left in places)


def letters(column: int) -> str:
    """A column's letters: A for 0."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _document(document: Document, name: str, letters: bool = False) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    tables = 0
    for block in document.blocks:
        if isinstance(block, Line):
            rows.append((Cell(block.text.strip(), f"A{block.number}" if letters else f"line {block.number}"),))
            continue
        tables += 1
        above: tuple[Cell, ...] = ()
        for place, row in enumerate(block.rows, start=1):
            above = tuple(_cells(row, f"table {tables}, row {place}" if not letters else "", above))
            rows.append(above)
    return Grid(name, tuple(rows))


def _cells(row: Row, where: str, above: tuple[Cell, ...]) -> Iterator[Cell]:
    for column, text in enumerate(row.cells):
        if column in row.merged and column < len(above):
            yield above[column]
        else:
            yield Cell(text.strip(), f"{where}, column {column + 1}" if where else f"{letters(column)}{row.number}")
