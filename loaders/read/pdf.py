"""PDF files with a text layer: lines and ruled tables of each page in reading order."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from loaders.read.document import Document, Line, ReadError, Row, Table
from loaders.read.ocr import read_scan
from loaders.read.unruled import Piece, PrintedLine, unruled_table

GAP = 0.8
"""A gap of this many character widths between two characters is printed as a space."""
MAX_PAGES = 600

Char = dict[str, Any]
Box = tuple[float, float, float, float]


def read_pdf(raw: bytes, name: str) -> Document:
    """The lines and tables of a PDF.

    A file without a text layer is a scan and is read by OCR. Raises ReadError for damaged and password-protected files,
    and for scans where the OCR extra is missing.
    """
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise ReadError(f"{name}: {len(pdf.pages)} pages are more than the limit of {MAX_PAGES}.")
            blocks = list(_blocks(pdf.pages))
            pages = len(pdf.pages)
            title = (pdf.metadata or {}).get("Title")
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args):
            raise ReadError(f"{name}: the PDF is protected by a password; save an unprotected copy.") from None
        raise ReadError(f"{name}: the PDF is damaged ({error}); get it again from its source.") from None
    except (
        PDFSyntaxError,
        PSException,
        MalformedPDFException,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
    ) as error:
        raise ReadError(f"{name}: the PDF is damaged ({error}); get it again from its source.") from None
    if not any(isinstance(block, Table) or block.text.strip() for block in blocks):
        return read_scan(raw, name)
    return Document(tuple(blocks), "pdf", pages, str(title) if title else None)


def _blocks(pages: Sequence[Any]) -> Iterator[Line | Table]:
    number = 0
    for index, page in enumerate(pages, 1):
        for item in _page(page):
            if isinstance(item, str):
                number += 1
                yield Line(item, number, index)
            else:
                rows = tuple(
                    Row(cells, number + 1 + offset, index, merged) for offset, (cells, merged) in enumerate(item)
                )
                number += len(rows)
                yield Table(rows)
        page.close()


def _page(page: Any) -> Iterator[str | list[tuple[tuple[str, ...], frozenset[int]]]]:
    """The lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes: list[Box] = [table.bbox for table in tables]
    chars = [char for char in page.chars if _on_page(char, page) and not any(_inside(char, box) for box in boxes)]
    lines = list(_lines(chars))
    items: list[tuple[float, Any]] = [(table.bbox[1], _rows(table.extract())) for table in tables]
    if not tables and (unruled := unruled_table(lines)):
        index, rows = unruled
        items.append((lines[index].middle, [(row, frozenset()) for row in rows]))
        lines = lines[:index]
    items += [(line.middle, line.text) for line in lines]
    for _, item in sorted(items, key=lambda pair: pair[0]):
        if item:
            yield item


def _on_page(char: Char, page: Any) -> bool:
    return bool(0 <= char["x0"] <= page.width and 0 <= char["top"] <= page.height)


def _inside(char: Char, box: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(chars: Sequence[Char]) -> Iterator[PrintedLine]:
    """Characters whose middles stand at one height make a line; fonts of one line may differ in box and baseline."""
    line: list[Char] = []
    middle = height = 0.0
    for char in sorted(chars, key=_middle):
        own = char["bottom"] - char["top"]
        if line and _middle(char) - middle > 0.5 * min(height, own):
            yield PrintedLine(middle, _pieces(line))
            line = []
        line.append(char)
        middle = sum(map(_middle, line)) / len(line)
        height = max(own, height if len(line) > 1 else 0.0)
    if line:
        yield PrintedLine(middle, _pieces(line))


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _pieces(line: list[Char]) -> tuple[Piece, ...]:
    """The characters of a line from left to right, parted where a gap is as wide as a character."""
    pieces: list[Piece] = []
    for char in sorted(line, key=lambda each: each["x0"]):
        wide = max(char["x1"] - char["x0"], 1.0)
        if pieces and char["x0"] - pieces[-1].right <= GAP * wide:
            pieces[-1] = Piece(pieces[-1].text + char["text"], pieces[-1].left, char["x1"])
        else:
            pieces.append(Piece(char["text"], char["x0"], char["x1"]))
    return tuple(pieces)


def _rows(cells: Sequence[Sequence[str | None]]) -> list[tuple[tuple[str, ...], frozenset[int]]]:
    """Rows with merged cells filled in: a cell that the ruling leaves out is covered by the one above or before it."""
    rows: list[tuple[tuple[str, ...], frozenset[int]]] = []
    for row in cells:
        above = rows[-1][0] if rows else ()
        filled: list[str] = []
        merged: set[int] = set()
        for column, cell in enumerate(row):
            if cell is not None:
                filled.append(cell)
            elif column < len(above) and rows:
                filled.append(above[column])
                merged.add(column)
            else:
                filled.append(filled[-1] if filled else "")
        rows.append((tuple(filled), frozenset(merged)))
    return rows
