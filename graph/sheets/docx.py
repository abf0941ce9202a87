"""Tables as a Word document, a section each: A4 across, the header row on every page, pages numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from graph.export.files import whole
from graph.sheets.layout import Band, Cells, Column, Table

FONT, TITLE_FONT = "宋体", "黑体"
_LONG, _SHORT, _MARGIN = 297, 210, 14
"""Millimetres of the page and its margins."""
_SIZE = 9
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(tables: Sequence[Table], path: Path) -> None:
    """One document; it appears under its name only when it is whole."""
    with whole(path) as unfinished:
        document = new_document()
        for place, table in enumerate(tables):
            section = document.add_section(WD_SECTION.NEW_PAGE) if place else document.sections[0]
            page(section, across=True)
            number_pages(section, table.footer)
            _fill(document, table)
        document.save(str(unfinished))


def new_document() -> Any:
    """An empty document in the fonts of offices, in Chinese."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(_SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), FONT)
    _child(style.element.rPr, "w:lang", **{"w:val": "zh-CN", "w:eastAsia": "zh-CN"})
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    return document


def page(section: Any, across: bool) -> None:
    """A4, across or upright."""
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    long, short = Mm(_LONG), Mm(_SHORT)
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN + 2)


def number_pages(section: Any, footer: str) -> None:
    """The line at the foot of each page, with fields for the page and the number of pages."""
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in re.split(r"(\{pages?\})", footer):
        if part in ("{page}", "{pages}"):
            _child(paragraph._p, "w:fldSimple", **{"w:instr": {"{page}": "PAGE", "{pages}": "NUMPAGES"}[part]})
        else:
            paragraph.add_run(part)


def paragraph(document: Any, text: str, size: float = _SIZE, bold: bool = False, centred: bool = False) -> Any:
    """A paragraph; bold ones stand in the font of titles."""
    made = document.add_paragraph()
    run = made.add_run(clean(text))
    run.font.size, run.bold = Pt(size), bold
    if bold:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE_FONT)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def table(document: Any, columns: Sequence[Column], rows: Sequence[Band | Cells], millimetres: float) -> Any:
    """A ruled table with a header that every page repeats, spread over that width."""
    shown = [column for column in columns if not column.hidden]
    whole_width = sum(column.width for column in shown)
    widths = [round(column.width / whole_width * millimetres * 56.7) for column in shown]  # 1 mm is 56.7 twentieths
    made = document.add_table(rows=0, cols=len(shown))
    made.style, made.autofit = "Table Grid", False
    for grid, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid.set(qn("w:w"), str(width))
    _row(made, [column.head for column in shown], widths, ["center"] * len(shown), head=True)
    sides = ["center" if column.centred else "left" for column in shown]
    places = [place for place, column in enumerate(columns) if not column.hidden]
    for row in rows:
        if isinstance(row, Band):
            _band(made, row.text, sum(widths), len(shown))
        else:
            _row(made, [row.texts[place] for place in places], widths, sides, room=row.blank)
    return made


def clean(text: str) -> str:
    """The text without the signs that no XML may hold."""
    return _NOT_XML.sub("\ufffd", text)


def _fill(document: Any, sheet: Table) -> None:
    paragraph(document, sheet.title, 16, bold=True, centred=True)
    width = _LONG - 2 * _MARGIN
    for line in sheet.above:
        _line(document, line, 10, width)
    table(document, sheet.columns, sheet.rows, width)
    for line in sheet.below:
        _line(document, line, 8, width)


def _line(document: Any, line: str, size: float, width: float) -> None:
    """A line outside the table; what tabs part is spread over the width."""
    parts = line.split("\t")
    made = paragraph(document, line, size)
    for place in range(1, len(parts)):
        made.paragraph_format.tab_stops.add_tab_stop(Mm(width * place / len(parts)))
    made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(3)


def _row(
    made: Any, texts: Sequence[str], widths: Sequence[int], sides: Sequence[str], head: bool = False, room: bool = False
) -> None:
    row = _child(made._tbl, "w:tr")
    about = _child(row, "w:trPr")
    _child(about, "w:cantSplit")
    if room:
        _child(about, "w:trHeight", **{"w:val": "1200", "w:hRule": "atLeast"})
    if head:
        _child(about, "w:tblHeader")
    for text, width, side in zip(texts, widths, sides, strict=True):
        _cell(row, text, width, side, "E7ECF2" if head else None, bold=head)


def _band(made: Any, text: str, width: int, columns: int) -> None:
    row = _child(made._tbl, "w:tr")
    _child(_child(row, "w:trPr"), "w:cantSplit")
    _cell(row, text, width, "left", "F4F6F8", bold=True, columns=columns)


def _cell(row: Any, text: str, width: int, side: str, shade: str | None, bold: bool = False, columns: int = 1) -> None:
    cell = _child(row, "w:tc")
    about = _child(cell, "w:tcPr")
    _child(about, "w:tcW", **{"w:w": str(width), "w:type": "dxa"})
    if columns > 1:
        _child(about, "w:gridSpan", **{"w:val": str(columns)})
    if shade:
        _child(about, "w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": shade})
    _child(about, "w:vAlign", **{"w:val": "center"})
    for line in clean(text).split("\n"):
        words = _child(cell, "w:p")
        form = _child(words, "w:pPr")
        if columns > 1:
            _child(form, "w:keepNext")
        _child(form, "w:jc", **{"w:val": side})
        run = _child(words, "w:r")
        if bold:
            _child(_child(run, "w:rPr"), "w:b")
        _child(run, "w:t", **{"xml:space": "preserve"}).text = line


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    parent.append(made)
    return made
