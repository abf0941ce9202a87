"""A file that holds several plans, or a notice with points of its own before its plan -> where each of them stands.

Only sure signs part a file: a title, a numbering that begins anew, and a number, date, address, signature or opening
words (为…制定本方案) of its own. What is called an attachment (附件) belongs to its plan, unless a notice hands out
both by their titles. Where the signs are doubtful the file stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.heading_lines import ABOUT, MASTHEAD, HeadLine, goes_on, head_lines
from loaders.segment import Outline

PLAN_TITLE = re.compile(
    r"(?:方案|办法|意见|计划|规划|措施|细则|要点|行动|纲要|分工|清单|任务)(?:[（(][^（）()]*[）)])?$"
)
NOTICE_TITLE = re.compile(r"(?:印发|转发|下发|批转|发布).*通知$")
HANDS_OUT = re.compile(r"[印转下]发给?你们|予以[印转下]发|现将[^。\n]*[印转下]发")
ATTACHED = re.compile(r"附件?\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?")
ATTACHMENTS = re.compile(r"附件?\s*[\d一二三四五六七八九十]{0,3}\s*[:：]\s*\S")
OPENING = re.compile(r"(?:特?制[定订]|提出|形成)(?:了?本|如下|以下)")
ADDRESS = re.compile(r"(?:各|市|省|县|区|有关|机关)[^。；]{2,200}[:：]")
SHORTEST_TITLE = 7
QUOTES = re.compile(r"[\s《》〈〉“”]")


@dataclass(frozen=True)
class Stretch:
    """One plan of a text: text[start:end], and the notice that hands it out where that has points of its own.

    `title` is its own title where the notice hands out several plans.
    """

    start: int
    end: int
    notice: tuple[int, int] | None = None
    title: str | None = None


@dataclass(frozen=True)
class _Opening:
    """Where the words of a plan or of an attachment begin, and whether it has signs of a plan of its own."""

    start: int
    title: str
    attached: bool
    own: bool


def stretches(text: str, outline: Outline) -> list[Stretch]:
    """The plans of a text, one stretch over all of it where there is one."""
    firsts = [0, *(i for i, part in enumerate(outline.parts) if i and part.marker.value == 1)]
    if len(firsts) == 1:
        return [Stretch(0, len(text))]
    ends = [outline.parts[first - 1].end if first else 0 for first in firsts]
    openings = [_opening(text, end, outline.parts[i].start) for end, i in zip(ends, firsts, strict=True)]
    starts = [opening.start if opening else outline.parts[i].start for opening, i in zip(openings, firsts, strict=True)]
    tails = zip([*ends[1:], outline.parts[-1].end], [*starts[1:], len(text)], strict=True)
    current, plans = openings[0], [Stretch(0, len(text))]
    notice = _notice(text, 0, starts[0])
    for opening, tail in [*zip(openings, tails, strict=True)][1:]:
        if opening is None:
            continue
        before = plans[-1]
        if current is None and (points := _notice(text, before.start, opening.start)):
            notice = points
            plans[-1:] = [Stretch(opening.start, len(text), notice)]
        elif current and opening.attached and notice and _quotes(text[slice(*notice)], opening.title):
            plans[-1:] = [
                replace(before, end=opening.start, title=before.title or current.title),
                Stretch(opening.start, len(text), notice, opening.title),
            ]
        elif not opening.attached and (opening.own or any(line.date for line in head_lines(text, *tail))):
            plans[-1:] = [replace(before, end=opening.start), Stretch(opening.start, len(text))]
            notice = None
        else:
            continue
        current = opening
    return plans


def _notice(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch where its words hand out a plan, else None."""
    lines = head_lines(text, start, end)
    says = any(NOTICE_TITLE.search(line.text) or HANDS_OUT.search(line.text) for line in lines)
    return (start, end) if says else None


def _opening(text: str, start: int, end: int) -> _Opening | None:
    """The title nearest before the numbered part at `end`, with the masthead or the notice that stands above it."""
    lines = head_lines(text, start, end)
    index = next((i for i in reversed(range(len(lines))) if _title(lines, i)), None)
    if index is None:
        return None
    title = _title(lines, index)
    first, own = _upward(lines, index)
    attached = first > 0 and bool(ATTACHED.fullmatch(lines[first - 1].text))
    quoting = next((i for i in reversed(range(first)) if NOTICE_TITLE.search(lines[i].text)), None)
    if quoting is not None and _quotes(lines[quoting].text, title):
        first, _ = _upward(lines, quoting)
        own, attached = True, False
    own = own or any(_is_sign(line) for line in lines[index + 1 :])
    return _Opening(lines[first - attached].start, title, attached, own)


def _title(lines: Sequence[HeadLine], index: int) -> str:
    """The title that ends on this line, over two lines where it is broken; empty where there is none."""
    line = lines[index]
    above = lines[index - 1].text if index else ""
    title = above + line.text if goes_on(above) else line.text
    notice = index + 1 < len(lines) and lines[index + 1].text.startswith("的通知")
    ends = line.plain and PLAN_TITLE.search(line.text)
    whole = ends and len(title) >= SHORTEST_TITLE and not ATTACHMENTS.match(line.text) and not notice
    return title if whole else ""


def _upward(lines: Sequence[HeadLine], index: int) -> tuple[int, bool]:
    """The first line of the masthead above a title, and whether a number or a name of the issuer stands there."""
    own = False
    while index:
        above = lines[index - 1]
        begun = goes_on(above.text)
        masthead = above.is_number or MASTHEAD.search(above.text)
        if not (begun or masthead or (above.issuers and (own or ABOUT.match(lines[index].text)))):
            break
        own = own or not begun
        index -= 1
    return index, own


def _is_sign(line: HeadLine) -> bool:
    """Whether a line between title and first number is one that only a plan of its own has."""
    return bool(line.date) or line.is_number or bool(OPENING.search(line.text) or ADDRESS.fullmatch(line.text))


def _quotes(words: str, title: str) -> bool:
    return QUOTES.sub("", title) in QUOTES.sub("", words)
