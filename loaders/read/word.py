"""Word files (.docx): paragraphs and tables in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from loaders.read.archive import checked
from loaders.read.document import Document, Line, ReadError, Row, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_word(raw: bytes, name: str) -> Document:
    """The paragraphs and tables of a .docx; a paragraph counts as a line.

    Raises ReadError for damaged, protected and oversized files.
    """
    checked(raw, name)
    try:
        document = docx.Document(io.BytesIO(raw))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise ReadError(f"{name}: this Word file is damaged ({error}); open it in Word and save it again.") from None
    blocks = tuple(_blocks(document))
    title = (document.core_properties.title or "").strip()
    return Document(blocks, "docx", None, title or None)


def _blocks(document: Any) -> Iterator[Line | Table]:
    number = 0
    counters: dict[tuple[str, str], int] = {}
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            prefix = _number(item, document, counters)
            for part in re.split(r"[\n\v\r]", prefix + item.text):
                number += 1
                yield Line(part, number)
        elif isinstance(item, WordTable):
            rows = list(_rows(item, number))
            number += len(rows)
            if rows and max(len(row.cells) for row in rows) > 1:
                yield Table(tuple(rows))
            else:
                for row in rows:
                    yield from (Line(part, row.number) for part in row.cells[0].split("\n"))


def _rows(table: WordTable, number: int) -> Iterator[Row]:
    """The rows with merged cells repeated, as python-docx gives them; one cell over two rows is one object."""
    above: tuple[Any, ...] = ()
    for row in table.rows:
        number += 1
        cells = tuple(row.cells)
        merged = frozenset(
            index for index, cell in enumerate(cells) if index < len(above) and cell._tc is above[index]._tc
        )
        yield Row(tuple(cell.text for cell in cells), number, None, merged)
        above = cells


# Automatic numbers are no text in the file: they are counted again from the list's definition.

FORMATS = {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting"}
DIGITS = "〇一二三四五六七八九"


def _number(paragraph: Paragraph, document: Any, counters: dict[tuple[str, str], int]) -> str:
    """The automatic number that Word shows before a paragraph, empty where there is none."""
    properties = paragraph._p.pPr
    numbered: Any = properties.numPr if properties is not None else None
    if numbered is None or numbered.numId is None:
        return ""
    list_id, level = str(numbered.numId.val), str(numbered.ilvl.val if numbered.ilvl is not None else 0)
    definition = _level(document, list_id, level)
    if definition is None:
        return ""
    style, template, start = definition
    key = (list_id, level)
    counters[key] = counters.get(key, start - 1) + 1
    for other in [each for each in counters if each[0] == list_id and int(each[1]) > int(level)]:
        del counters[other]
    value = _chinese(counters[key]) if style in FORMATS else str(counters[key])
    return re.sub(r"%\d", value, template, count=1) if style != "bullet" and template.count("%") == 1 else ""


def _level(document: Any, list_id: str, level: str) -> tuple[str, str, int] | None:
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None
    for num in root.findall(f"{W}num"):
        if num.get(f"{W}numId") == list_id:
            abstract_id = num.find(f"{W}abstractNumId").get(f"{W}val")
            for abstract in root.findall(f"{W}abstractNum"):
                if abstract.get(f"{W}abstractNumId") != abstract_id:
                    continue
                for lvl in abstract.findall(f"{W}lvl"):
                    if lvl.get(f"{W}ilvl") == level:
                        return _text(lvl, "numFmt", "decimal"), _text(lvl, "lvlText", ""), int(_text(lvl, "start", "1"))
    return None


def _text(level: Any, tag: str, default: str) -> str:
    found = level.find(f"{W}{tag}")
    return str(found.get(f"{W}val")) if found is not None else default


def _chinese(value: int) -> str:
    tens, units = divmod(value, 10)
    if tens == 0:
        return DIGITS[units]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[units] if units else "")
