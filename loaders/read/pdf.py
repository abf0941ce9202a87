"""PDF files with a text layer: lines and ruled tables of each page in reading order; pages that are pictures by OCR."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from loaders.read.document import Document, Item, ReadError, Row, numbered
from loaders.read.glyphs import Char, put_right, unknown
from loaders.read.ocr import INSTALL, MAX_PAGES, engine_or_none, read_scan, recognised_page
from loaders.read.unruled import Piece, PrintedLine, printed_items

GAP = 0.8
"""A gap of this many character widths between two characters is printed as a space."""
MOST_PAGES = 600
FEW, SHARE, MANY = 40, 0.5, 100
"""A page is a picture when it has few characters (a scanner's mark, a page number) and pictures over half of it, or no
character and many outlines."""
DAMAGE = (
    *(PSException, MalformedPDFException, PdfminerException, struct.error, zlib.error, OSError, RecursionError),
    *(ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError),
)
"""What pdfminer raises on files that break the rules of PDF: it checks few of them beforehand."""

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it remarks on every odd font
Box = tuple[float, float, float, float]


def read_pdf(raw: bytes, name: str) -> Document:
    """The lines and tables of a PDF; pages that are pictures are recognised, all of a scan or some among others.

    Raises ReadError for damaged and password-protected files, and for scans where the OCR extra is missing.
    """
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise ReadError(f"{name}: {len(pdf.pages)} pages are more than the limit of {MOST_PAGES}; split it.")
            read = [_read(page, raw) for page in pdf.pages]
            title = (pdf.metadata or {}).get("Title")
    except DAMAGE as error:
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args):
            raise ReadError(f"{name}: the PDF is protected by a password; save an unprotected copy.") from None
        if isinstance(error.__context__, MemoryError):
            raise MemoryError from None  # pdfminer takes it for damage
        words = str(error) or type(error).__name__
        raise ReadError(f"{name}: the PDF is damaged ({words}); get it again from its source.") from None
    pages = [items for items, _ in read]
    pictures = [index for index, (_, picture) in enumerate(read) if picture]
    if not any(items for items, picture in read if not picture):
        return read_scan(raw, name)
    notes = _recognise(raw, name, pages, pictures) if pictures else ()
    return Document(tuple(numbered(pages)), "pdf", len(pages), str(title) if title else None, notes)


def _recognise(raw: bytes, name: str, pages: list[list[Item]], pictures: list[int]) -> tuple[str, ...]:
    """Puts in what is recognised on the pages that are pictures; what to do about them where that can't be done."""
    engine = engine_or_none()
    if engine is None or len(pictures) > MAX_PAGES:
        remedy = INSTALL if engine is None else f"more than {MAX_PAGES} are not recognised: split the file"
        shown = ", ".join(str(page + 1) for page in pictures[:20])
        return (f"pages that are pictures were not read ({shown}): {remedy}",)
    for page in pictures:
        pages[page] = recognised_page(engine, raw, page, name) or pages[page]
    return ()


def _read(page: Any, raw: bytes) -> tuple[list[Item], bool]:
    """The lines and tables of a page, and whether it is a picture."""
    put_right(page, raw)
    found = _page(page), _is_picture(page)
    page.close()
    return found


def _is_picture(page: Any) -> bool:
    chars = [char for char in page.chars if char["text"].strip()]
    unnamed = sum(map(unknown, chars))
    if len(chars) >= FEW:
        return unnamed > len(chars) // 10
    whole = max(float(page.width * page.height), 1.0)
    covered = sum(abs(image["width"] * image["height"]) for image in page.images)
    return covered > SHARE * whole or unnamed > 0 or (not chars and len(page.curves) > MANY)


def _page(page: Any) -> list[Item]:
    """The lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    boxes: list[Box] = [table.bbox for table in tables]
    chars = [char for char in page.chars if _on_page(char, page) and not any(_inside(char, box) for box in boxes)]
    lines = list(_lines(chars))
    items: list[tuple[float, Item]] = [(table.bbox[1], _rows(table.extract())) for table in tables]
    items += [(line.middle, line.text) for line in lines] if tables else printed_items(lines)
    return [item for _, item in sorted(items, key=lambda pair: pair[0]) if item]


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


def _rows(cells: Sequence[Sequence[str | None]]) -> list[Row]:
    """Rows with merged cells filled in: a cell that the ruling leaves out is covered by the one above or before it."""
    rows: list[Row] = []
    for row in cells:
        above = rows[-1].cells if rows else ()
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
        rows.append(Row(tuple(filled), 0, None, frozenset(merged)))
    return rows
