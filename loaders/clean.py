"""Lines of a file -> clean text: wraps joined, page breaks repaired, stray spaces and marks removed.

Every character keeps its way back to the line it was printed on, and every repair is listed. What is printed is
kept as printed otherwise: no width, quote or word is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from loaders.columns import with_tables
from loaders.names import parts_names
from loaders.numbering import starts_item
from loaders.paragraphs import SENTENCE_MARK, ends_sentence, layout, paragraphs, without_page_marks
from loaders.read.document import Document, Line, Table
from loaders.records import Lines, Repair
from loaders.run_in import split_run_in

MARKUP = re.compile(r"\*\*|__")
SPACE = re.compile(r"[ \t\u3000\xa0\u2002-\u200b\ufeff]+")
REDUPLICATED = frozenset("人天年月日时处事家户步层级件样种个点次条村县市省区各多常渐逐久默刚往仅万")
"""Characters that Chinese doubles (人人, 层层) or that meet across names (市|市场监管局): never taken for a slip."""
DOUBLED = re.compile(r"([\u3400-\u9fff])\1")
LETTER = re.compile("[A-Za-z]")
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
PERSON_LAST = re.compile(r" [\u3400-\u9fff]{2,3}$")
"""A person behind a space, as cell_text leaves it only behind a unit."""
UNIT = re.compile(r"(?:[局委办院部厅社台]|公司|中心|政府|银行|支行|集团|海关)(?:[（(][^（()）]*[）)])?$")


@dataclass
class _Text:
    """The clean text while it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    offsets: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def add(self, text: str, line: Line) -> None:
        self.offsets.append(self.length)
        self.lines.append(line.number)
        if line.page is not None:
            self.pages.append(line.page)
        self.parts.append(text)
        self.length += len(text)

    def repair(self, kind: str, before: str, after: str, offset: int, line: Line) -> None:
        self.repairs.append(Repair(kind, before, after, offset, line.number))


@dataclass(frozen=True)
class CellSpan:
    """A cell's place in the clean text; `merged` where a cell above covers it (the place is then that cell's)."""

    start: int
    end: int
    merged: bool = False


@dataclass(frozen=True)
class TableSpan:
    """A table's place in the clean text, row by row."""

    start: int
    end: int
    rows: tuple[tuple[CellSpan, ...], ...]


@dataclass(frozen=True)
class CleanText:
    """The text that all offsets index, the way back to the file, what was repaired, and where tables stand."""

    text: str
    lines: Lines
    repairs: tuple[Repair, ...]
    tables: tuple[TableSpan, ...] = ()


def clean(document: Document) -> CleanText:
    """The clean text of a document: a paragraph a line, a table's rows a line each with cells parted by tabs."""
    blocks = list(without_page_marks(list(with_tables(document.blocks))))
    printed = [block for block in blocks if isinstance(block, Line)]
    out = _Text()
    found = layout(printed)
    doubles = _doubled_inside([line.text for line in printed] if found.wrap is None else ())  # else nothing asks for it
    tables: list[TableSpan] = []
    for is_table, group in groupby(blocks, lambda block: isinstance(block, Table)):
        if is_table:
            tables.extend(_add_table(out, block) for block in group if isinstance(block, Table))
            continue
        lines = list(split_run_in([block for block in group if isinstance(block, Line)]))
        for paragraph in paragraphs(lines, found):
            _add_paragraph(out, paragraph, found.wrap, doubles)
    lines_map = Lines(tuple(out.offsets), tuple(out.lines), tuple(out.pages))
    return CleanText("".join(out.parts), lines_map, tuple(out.repairs), tuple(tables))


def _doubled_inside(texts: Sequence[str]) -> frozenset[str]:
    """Characters that stand twice in a row somewhere inside a line: their doubling is no slip of a page break."""
    return REDUPLICATED.union(*(DOUBLED.findall(text) for text in texts))


def _add_paragraph(out: _Text, paragraph: Sequence[Line], wrap: int | None, doubles: frozenset[str]) -> None:
    body = any(SENTENCE_MARK.search(line.text) for line in paragraph) or starts_item(paragraph[0].text)
    if out.length:
        out.parts[-1] += "\n"
        out.length += 1
    previous = ""
    for index, line in enumerate(paragraph):
        text = line.text
        if index and wrap is None:
            text = _repair_break(out, previous, text, line, doubles)
        elif index and LETTER.match(previous[-1:]) and LETTER.match(text):
            text = " " + text
        out.add("", line)
        _add_line(out, text, line, body)
        previous = line.text


def _add_table(out: _Text, table: Table) -> TableSpan:
    """Append a table; a merged cell is written once, its other places point to it."""
    if out.length:
        _append(out, "\n")
    start = out.length
    rows: list[tuple[CellSpan, ...]] = []
    for index, row in enumerate(table.rows):
        if index:
            _append(out, "\n")
        out.add("", Line("", row.number, row.page))
        above = rows[-1] if rows else ()
        cells: list[CellSpan] = []
        for column, text in enumerate(row.cells):
            if column:
                _append(out, "\t")
            if column in row.merged and column < len(above):
                cells.append(CellSpan(above[column].start, above[column].end, True))
            elif column and text and text == row.cells[column - 1] and len(set(row.cells)) == 1:
                cells.append(cells[-1])
            else:
                begin = out.length
                _append(out, cell_text(text))
                cells.append(CellSpan(begin, out.length))
        rows.append(tuple(cells))
    return TableSpan(start, out.length, tuple(rows))


def cell_text(text: str) -> str:
    """A cell's words: lines that only wrap are joined, lists and paragraphs keep their lines."""
    lines = [_spaced(MARKUP.sub("", line)) for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        whole = not joined or ends_sentence(joined) or starts_item(line) or _list_of_units(joined, line)
        joined += ("\n" if joined and whole else "") + line
    return joined


def _spaced(line: str) -> str:
    """A line of a cell less its stray spaces."""
    if not IDEOGRAPH.search(line):
        return SPACE.sub(" ", line).strip()
    return SPACE.sub(lambda space: " " if parts_names(line, *space.span()) else "", line).strip()


def _list_of_units(before: str, after: str) -> bool:
    """Whether two lines of a cell are units that stand one below the other, with no mark between them."""
    last = before.rsplit("\n", 1)[-1]
    both = f"{last} {after}"
    if parts_names(both, len(last), len(last) + 1) or PERSON_LAST.search(last):
        return True
    return (
        not any(re.search("[、，,；;]", line) for line in (last, after))
        and bool(UNIT.search(last))
        and bool(UNIT.search(after))
    )


def _repair_break(out: _Text, previous: str, text: str, line: Line, doubles: frozenset[str]) -> str:
    """The text of a line after a page break inside a paragraph, less a character that the break doubled."""
    before = f"{previous[-4:]}⏎{text[:4]}"
    if text[0] == previous[-1] and IDEOGRAPH.match(text[0]) and text[0] not in doubles:
        out.repair("doubled character removed", before, previous[-4:] + text[1:4], out.length, line)
        return text[1:]
    out.repair("joined over a break", before, previous[-4:] + text[:4], out.length, line)
    return text


def _add_line(out: _Text, text: str, line: Line, body: bool) -> None:
    """Append a line's text without bold marks and, in running text, without stray spaces."""
    text, marks = MARKUP.subn("", text)
    if marks:
        out.repair("bold marks removed", "**", "", out.length, line)
    if not body:
        out.parts.append(text)
        out.length += len(text)
        return
    position = 0
    for match in SPACE.finditer(text):
        left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        _append(out, text[position : match.start()])
        position = match.end()
        latin = LETTER.match(left) or LETTER.match(right) or (left.isdecimal() and right.isdecimal())
        if latin or parts_names(text, *match.span()):
            _append(out, " ")
        elif IDEOGRAPH.match(left) and IDEOGRAPH.match(right):
            before, after = text[match.start() - 3 : match.end() + 3], text[match.end() : match.end() + 3]
            out.repair("space inside a word removed", before, SPACE.sub("", before[:3]) + after, out.length, line)
    _append(out, text[position:])


def _append(out: _Text, text: str) -> None:
    out.parts.append(text)
    out.length += len(text)
