"""Printed lines -> paragraphs: page numbers and ornaments dropped, wraps and page breaks joined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.labels import ends_with_label, starts_with_label
from loaders.names import parts_names
from loaders.numbering import item_marker, starts_item
from loaders.read.document import Line, Table

PAGE_MARK = re.compile(
    r"一\s*\d{1,4}\s*一|[-—–―·•\s]*第?\s*[\d０-９]{1,4}\s*页?(\s*[/共]\s*[\d０-９]{1,4}\s*页?)?[-—–―·•\s]*"
)
RULES = "★*_-—=· "
MARK_FIRST = frozenset(RULES + "一第–―•\t\u3000\xa00123456789０１２３４５６７８９")
"""What a page number or a rule may begin with; an ornament begins with one sign twice."""
DASHED = re.compile(r"[-—–―·•页一]")
HEADING_MARK = re.compile(r"^#{1,6}\s+")
ORNAMENT = re.compile(r"(.)\1{5,}")
LONGEST_MARK = 200
BLANK = " \t\n\r\x0b\x0c\u3000\xa0\u200b\ufeff"
NEVER_FIRST = frozenset("．.、，。；：！？,;:!?）)〕】》”")
"""Marks that no printed line begins with: one that does goes on from the line before."""
SENTENCE_END = re.compile(r"[。！？!?；;：:…][”’\"'」』）)】〕]*$|[）)】〕]$")
SENTENCE_LAST = frozenset("。！？!?；;：:…”’\"'」』）)】〕")
"""What a text ends with that ends in a sentence; looked at before the pattern is tried."""
SENTENCE_MARK = re.compile(r"[，。；：,;]")
INSIDE_SENTENCE = re.compile(r"[，。；：、,;]")
CLAUSE_END = re.compile(r"[，。；,;]")
LIST_OF_ATTACHMENTS = re.compile(r"附\s*件\s*\d*\s*[:：]")
FULL_STOP = re.compile(r"[。！？][”’」』]?$")
STANDS_ALONE = re.compile(
    r"(?:[日月年号室府会委局厅部院组心表单书件]|方案|通知|意见|办法|计划|规划|措施|细则|要点|附件\s*\d*)$"
)
"""Ends of titles, signatures, dates and captions: such a line is whole, whatever a page break cut."""
OPENERS = frozenset("（(【〔[")
BRACKET = re.compile(r"[（(【〔\[）)】〕\]]")
FULL_LINE_SLACK = 6
"""How many columns a full line may fall short of the widest: a closing mark and a wide character do not split."""
NARROWEST = 30
"""Columns below which lines that are alike in width are headings and signatures, no wrapped text."""
INDENT = 4
"""Columns of the indent of a paragraph's first line, which extraction from a page often drops."""
LONGEST_HEADING = 40
LONGEST_MARKER = 8
ASSIGNMENT_SIZE = 400
REACH = 16
"""Lines back in which an open bracket is sought; the longest assignment seen wraps over nine."""


@dataclass(frozen=True)
class Layout:
    """How a document's lines stand."""

    wrap: int | None
    """The width at which lines were wrapped, None where each line is a whole paragraph."""
    run_on: frozenset[str]
    """The kinds of marker behind which a line holds a paragraph (1.打击。加强管理。), no heading alone."""


def layout(lines: Sequence[Line]) -> Layout:
    """How these lines stand, told from all of them."""
    stops: dict[str, list[bool]] = defaultdict(list)
    for line in lines:
        if found := item_marker(line.text):
            stops[found.kind.name].append("。" in line.text)
    run_on = frozenset(name for name, paragraphs in stops.items() if sum(paragraphs) > 0.6 * len(paragraphs))
    return Layout(wrap_width([line.text for line in lines]), run_on)


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a sentence, or with a bracket behind one."""
    return text[-1:] in SENTENCE_LAST and bool(SENTENCE_END.search(text))


def width(text: str) -> int:
    """Columns that the text takes in print: two for a Chinese character, one for a Latin one.

    UTF-8 takes three bytes for the one and a single byte for the other.
    """
    return (len(text.encode("utf-8", "replace")) + len(text)) // 2


def wrap_width(texts: Sequence[str]) -> int | None:
    """The width at which a document's lines were wrapped, None where each line is a whole paragraph.

    Lines are wrapped when at least a third of them stop in the middle of a sentence at nearly the same width; titles
    and signatures that are alike in width have no mark inside.
    """
    cut = sorted((width(text), text) for text in texts if not ends_sentence(text))
    if not cut or len(cut) < 0.3 * len(texts) or len(cut) < 8:
        return None
    widest = cut[int(0.95 * (len(cut) - 1))][0]
    full = [text for columns, text in cut if widest - FULL_LINE_SLACK <= columns <= widest + FULL_LINE_SLACK]
    sentences = sum(bool(INSIDE_SENTENCE.search(text)) for text in full)
    wrapped = len(full) >= 0.5 * len(cut) and sentences >= 0.3 * len(full) and widest >= NARROWEST
    return widest if wrapped else None


def without_page_marks(blocks: Sequence[Line | Table]) -> Iterator[Line | Table]:
    """The tables and the printed lines, less empty ones, lone page numbers and ornaments; lines know of the break."""
    texts = [_unmarked(block.text.strip(BLANK)) if isinstance(block, Line) else "" for block in blocks]
    bare = [text for text in texts if text.isdecimal()]
    numbered = len(bare) > 1 and all(int(b) - int(a) == 1 for a, b in pairwise(bare))
    broken, page = False, None
    for block, text in zip(blocks, texts, strict=True):
        if isinstance(block, Table):
            yield block
        elif text and not (len(text) < LONGEST_MARK and _is_mark(text, numbered)):
            broken = broken or block.page != page
            yield block if text == block.text and not broken else Line(text, block.number, block.page, broken)
            broken, page = False, block.page
        elif text:
            broken = broken or not ORNAMENT.fullmatch(text)


def _unmarked(text: str) -> str:
    """A heading of Markdown without its marks."""
    return HEADING_MARK.sub("", text) if text.startswith("#") else text


def _is_mark(text: str, numbered: bool) -> bool:
    """Whether a line is a page number, a row of stars or a rule; bare digits are where they count pages through."""
    if text[0] not in MARK_FIRST and text[:1] != text[1:2]:
        return False
    page = bool(PAGE_MARK.fullmatch(text)) and (bool(DASHED.search(text)) or numbered)
    return page or not text.strip(RULES) or bool(ORNAMENT.fullmatch(text))


def paragraphs(lines: Sequence[Line], layout: Layout) -> Iterator[list[Line]]:
    """The lines of each paragraph."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not _continues(paragraph, line, layout):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _continues(paragraph: Sequence[Line], following: Line, layout: Layout) -> bool:
    """Whether a printed line goes on in the next one."""
    if starts_item(following.text):
        return False
    last, whole = paragraph[-1].text, "".join([line.text for line in paragraph[-REACH:]])
    if starts_with_label(following.text) and not _open_bracket(whole):
        return False
    if following.text[0] in NEVER_FIRST or _open_bracket(whole) or _unfinished(last) or _bare_marker(whole):
        return True
    if layout.wrap is not None:
        slack = FULL_LINE_SLACK + (INDENT if len(paragraph) == 1 else 0)
        return width(last) >= layout.wrap - slack and not FULL_STOP.search(last)
    if ends_sentence(last) or parts_names(f"{last} {following.text}", len(last), len(last) + 1):
        return False
    if following.after_break and not SENTENCE_MARK.search(whole):
        return _cut_short(whole, following.text, layout)
    told = CLAUSE_END.search(whole) or (SENTENCE_MARK.search(whole) and starts_with_label(whole))
    return not _heading(whole) and bool(told) and not LIST_OF_ATTACHMENTS.match(whole)


def _cut_short(whole: str, following: str, layout: Layout) -> bool:
    """Whether a page ended behind the first words of a paragraph, or inside a heading."""
    found = item_marker(whole)
    if found is None:
        return bool(SENTENCE_MARK.search(following)) and not STANDS_ALONE.search(whole)
    sentence = bool(SENTENCE_MARK.search(following))
    return sentence if found.kind.name in layout.run_on else not sentence and len(following) < LONGEST_HEADING


def _unfinished(line: str) -> bool:
    """Whether a line ends in a label or in 、: what it announces stands on the next one."""
    return line[-1] == "、" or (line[-1] in ":：】）〕]" and ends_with_label(line))


def _bare_marker(text: str) -> bool:
    """Whether a line is a number alone, whose heading stands on the next line."""
    found = item_marker(text) if len(text) < LONGEST_MARKER else None
    return found is not None and found.length == len(text)


def _heading(text: str) -> bool:
    """Whether a line is a numbered heading that stands alone."""
    return starts_item(text) and len(text) <= LONGEST_HEADING and "。" not in text


def _open_bracket(text: str) -> bool:
    """Whether the last assignment-sized stretch of the text opens a bracket that it does not close."""
    depth = 0
    for bracket in reversed(BRACKET.findall(text, max(0, len(text) - ASSIGNMENT_SIZE))):
        depth += -1 if bracket in OPENERS else 1
        if depth < 0:
            return True
    return False
