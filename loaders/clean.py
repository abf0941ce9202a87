"""Lines of a file -> clean text: wraps joined, page breaks repaired, stray spaces and marks removed.

Every character keeps its way back to the line it was printed on, and every repair is listed. What is printed is
kept as printed otherwise: no width, quote or word is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from loaders.numbering import starts_item
from loaders.read.document import Document, Line, Table
from loaders.records import Lines, Repair
from loaders.roles import LABEL
from loaders.run_in import split_run_in

PAGE_MARK = re.compile(
    r"一\s*\d{1,4}\s*一|[-—–―·•\s]*第?\s*[\d０-９]{1,4}\s*页?(\s*[/共]\s*[\d０-９]{1,4}\s*页?)?[-—–―·•\s]*"
)
UNFINISHED = re.compile(rf"(?:{LABEL.pattern}|、)$")
"""A line that ends in a label or in 、 goes on: what it announces stands on the next one."""
ORNAMENT = re.compile(r"(.)\1{5,}")
LONGEST_MARK = 200
BLANK = " \t\n\r\x0b\x0c\u3000\xa0\u200b\ufeff"
DASHED = re.compile(r"[-—–―·•页一]")
SENTENCE_END = re.compile(r"[。！？!?；;：:…][”’\"'」』）)】〕]*$|[）)】〕]$")
SENTENCE_MARK = re.compile(r"[，。；：,;]")
MARKUP = re.compile(r"\*\*|__")
SPACE = re.compile(r"[ \t\u3000\xa0\u2002-\u200b\ufeff]+")
REDUPLICATED = frozenset("人天年月日时处事家户步层级件样种个点次条村县市省区各多常渐逐久默刚往仅万")
"""Characters that Chinese doubles (人人, 层层) or that meet across names (市|市场监管局): never taken for a slip."""
OPENER = re.compile("[（(【]")
DOUBLED = re.compile(r"([\u3400-\u9fff])\1")
LETTER = re.compile("[A-Za-z]")
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
UNIT = re.compile(r"(?:[局委办院部厅社台]|公司|中心|政府|银行|支行|集团|海关)(?:[（(][^（()）]*[）)])?$")
FULL_LINE_SLACK = 6
"""How many columns a full line may fall short of the widest: a closing mark and a wide character do not split."""
INDENT = 4
"""Columns of the indent of a paragraph's first line, which extraction from a page often drops."""
LONGEST_HEADING = 40
REACH = 16
"""Lines back in which an open bracket is sought; the longest assignment seen wraps over nine."""


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
    blocks = list(_without_page_marks(document.blocks))
    texts = [block.text for block in blocks if isinstance(block, Line)]
    out = _Text()
    wrap, doubles = wrap_width(texts), _doubled_inside(texts)
    tables: list[TableSpan] = []
    for is_table, group in groupby(blocks, lambda block: isinstance(block, Table)):
        if is_table:
            tables.extend(_add_table(out, block) for block in group if isinstance(block, Table))
            continue
        lines = list(split_run_in([block for block in group if isinstance(block, Line)]))
        for paragraph in _paragraphs(lines, wrap):
            _add_paragraph(out, paragraph, wrap, doubles)
    lines_map = Lines(tuple(out.offsets), tuple(out.lines), tuple(out.pages))
    return CleanText("".join(out.parts), lines_map, tuple(out.repairs), tuple(tables))


def width(text: str) -> int:
    """Columns that the text takes in print: two for a Chinese character, one for a Latin one."""
    return len(text.encode("gb18030", "replace"))


def wrap_width(texts: Sequence[str]) -> int | None:
    """The width at which a document's lines were wrapped, None where each line is a whole paragraph.

    Lines are wrapped when at least a third of them stop in the middle of a sentence at nearly the same width.
    """
    cut = sorted(width(text) for text in texts if not SENTENCE_END.search(text))
    if not cut or len(cut) < 0.3 * len(texts) or len(cut) < 8:
        return None
    widest = cut[int(0.95 * (len(cut) - 1))]
    full = sum(widest - FULL_LINE_SLACK <= value <= widest + FULL_LINE_SLACK for value in cut)
    return widest if full >= 0.5 * len(cut) else None


def _without_page_marks(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """The tables and the printed lines, less empty ones, lone page numbers and ornaments."""
    texts = [block.text.strip(BLANK) if isinstance(block, Line) else "" for block in blocks]
    bare = [text for text in texts if text.isdecimal()]
    numbered = len(bare) > 1 and all(int(b) - int(a) == 1 for a, b in pairwise(bare))
    for block, text in zip(blocks, texts, strict=True):
        if isinstance(block, Table):
            yield block
        elif text and not (len(text) < LONGEST_MARK and _is_mark(text, numbered)):
            yield Line(text, block.number, block.page)


def _is_mark(text: str, numbered: bool) -> bool:
    """Whether a line is a page number, a row of stars or a rule; bare digits are where they count pages through."""
    page = bool(PAGE_MARK.fullmatch(text)) and (bool(DASHED.search(text)) or numbered)
    return page or not text.strip("★*_-—=· ") or bool(ORNAMENT.fullmatch(text))


def _paragraphs(lines: Sequence[Line], wrap: int | None) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not _continues(paragraph, line, wrap):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _continues(paragraph: Sequence[Line], following: Line, wrap: int | None) -> bool:
    """Whether a printed line goes on in the next one."""
    if starts_item(following.text):
        return False
    last, whole = paragraph[-1].text, "".join(line.text for line in paragraph[-REACH:])
    if _open_bracket(whole) or UNFINISHED.search(last):
        return True
    if wrap is not None:
        slack = FULL_LINE_SLACK + (INDENT if len(paragraph) == 1 else 0)
        return width(last) >= wrap - slack and not re.search(r"[。！？][”’」』]?$", last)
    return not SENTENCE_END.search(last) and not _heading(whole) and bool(SENTENCE_MARK.search(whole))


def _heading(text: str) -> bool:
    """Whether a line is a numbered heading that stands alone."""
    return starts_item(text) and len(text) <= LONGEST_HEADING and "。" not in text


def _open_bracket(text: str) -> bool:
    """Whether the last assignment-sized stretch of the text opens a bracket that it does not close."""
    depth = 0
    text = text[-400:]
    if not OPENER.search(text):
        return False
    for char in reversed(text):
        if char in "）)】":
            depth += 1
        elif char in "（(【":
            if depth == 0:
                return True
            depth -= 1
    return False


def _doubled_inside(texts: Sequence[str]) -> frozenset[str]:
    """Characters that stand twice in a row somewhere inside a line: their doubling is no slip of a page break."""
    return REDUPLICATED.union(*(DOUBLED.findall(text) for text in texts))


def _add_paragraph(out: _Text, paragraph: Sequence[Line], wrap: int | None, doubles: frozenset[str]) -> None:
    body = bool(SENTENCE_MARK.search("".join(line.text for line in paragraph))) or starts_item(paragraph[0].text)
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
    lines = [
        SPACE.sub("" if IDEOGRAPH.search(line) else " ", MARKUP.sub("", line)).strip() for line in text.split("\n")
    ]
    joined = ""
    for line in filter(None, lines):
        whole = not joined or SENTENCE_END.search(joined) or starts_item(line) or _list_of_units(joined, line)
        joined += ("\n" if joined and whole else "") + line
    return joined


def _list_of_units(before: str, after: str) -> bool:
    """Whether two lines of a cell are units that stand one below the other, with no mark between them."""
    last = before.rsplit("\n", 1)[-1]
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
        if LETTER.match(left) or LETTER.match(right) or (left.isdecimal() and right.isdecimal()):
            _append(out, " ")
        elif IDEOGRAPH.match(left) and IDEOGRAPH.match(right):
            before, after = text[match.start() - 3 : match.end() + 3], text[match.end() : match.end() + 3]
            out.repair("space inside a word removed", before, SPACE.sub("", before[:3]) + after, out.length, line)
    _append(out, text[position:])


def _append(out: _Text, text: str) -> None:
    out.parts.append(text)
    out.length += len(text)
