"""Word files (.docx): what is printed of paragraphs, tables and text boxes, in the order of the document.

The XML is walked here, since python-docx leaves out what stands in content controls, tracked insertions, smart tags
(Word marks dates and places with them) and nested tables.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from loaders.read.archive import checked
from loaders.read.document import Document, Item, ReadError, Row, numbered
from loaders.read.lists import Lists, W

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNPRINTED = {f"{W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr")} | {FALLBACK}
"""What was deleted, properties, and the second copy of a text box for old programs."""
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
BREAK = re.compile(r"[\n\v\r]")
MOST_COLUMNS = 200


def read_word(raw: bytes, name: str) -> Document:
    """The lines and tables of a .docx; a paragraph counts as a line.

    Raises ReadError for damaged, protected and oversized files.
    """
    checked(raw, name)
    try:
        document = docx.Document(io.BytesIO(raw))
        lists = Lists(document.styles.element, _numbering(document))
        blocks = tuple(numbered([_items(document.element.body, lists)], paged=False))
        title = (document.core_properties.title or "").strip()
    except (PackageNotFoundError, zipfile.BadZipFile, LookupError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise ReadError(f"{name}: this Word file is damaged ({error}); open it in Word and save it again.") from None
    return Document(blocks, "docx", None, title or None)


def _numbering(document: Any) -> Any | None:
    try:
        return document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None


def _items(parent: Any, lists: Lists) -> Iterator[Item]:
    """The paragraphs and tables below an element, in order; a table of one column is no table but a frame."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from BREAK.split(lists.number(child) + "".join(_text(child)))
            for box in _boxes(child):
                yield from _items(box, lists)
        elif child.tag == f"{W}tbl":
            yield from _table(child, lists)
        elif child.tag not in UNPRINTED:
            yield from _items(child, lists)


def _text(element: Any) -> Iterator[str]:
    """The printed text of a paragraph; that of its text boxes comes after it."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in UNPRINTED and child.tag != f"{W}txbxContent" and not _hidden(child):
            yield from _text(child)


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in UNPRINTED:
            yield from _boxes(child)


def _table(table: Any, lists: Lists) -> Iterator[Item]:
    rows = [row for row in _below(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    if all(len(list(_below(row, f"{W}tc"))) < 2 for row in rows):
        for row in rows:
            yield from _items(row, lists)
        return
    filled: list[Row] = []
    for row in rows:
        filled.append(_row(row, filled[-1].cells if filled else (), lists))
    yield filled


def _below(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in content controls and the like."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in UNPRINTED:
            yield from _below(child, tag)


def _row(row: Any, above: tuple[str, ...], lists: Lists) -> Row:
    """The row with the text of a merged cell in every column and row that it covers."""
    texts = [""] * _count(row, f"{W}trPr/{W}gridBefore", 0)
    merged: set[int] = set()
    for cell in _below(row, f"{W}tc"):
        covered = cell.find(f"{W}tcPr/{W}vMerge")
        if covered is not None and covered.get(f"{W}val") != "restart" and len(texts) < len(above):
            text = above[len(texts)]
            merged |= {*range(len(texts), len(texts) + _count(cell, f"{W}tcPr/{W}gridSpan", 1))}
        else:
            text = "\n".join(_cell_lines(cell, lists))
        texts += [text] * _count(cell, f"{W}tcPr/{W}gridSpan", 1)
    return Row(tuple(texts), 0, None, frozenset(merged))


def _cell_lines(cell: Any, lists: Lists) -> Iterator[str]:
    for item in _items(cell, lists):
        if isinstance(item, str):
            yield item
        else:
            yield from (text for row in item for text in row.cells if text)


def _count(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    value = str(found.get(f"{W}val") or "") if found is not None else ""
    return min(int(value), MOST_COLUMNS) if value.isdecimal() and len(value) < 7 else default
