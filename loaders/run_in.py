"""Headings that run on in one line with what is around them -> lines of their own.

Some copies of a plan have lost all line breaks: 现提出以下意见。一、持续提升便利度（一）优化审批流程。从办成…
A marker inside a line counts only where its number continues the count and a sentence or heading ends before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.numbering import CHINESE_NUMBER, numeral
from loaders.read.document import Line

LONG_LINE = 300
"""Shorter lines are paragraphs of their own: plans that break lines break them before headings."""
SECTIONED = re.compile(r"[。！][（(]一[）)].*?[。）)][（(]二[）)]")
"""What a shorter line holds where several sections stand in it, each behind a sentence."""
CHAPTER = re.compile(rf"(?P<before>^|[。；：！？）)”])\s*(?P<number>{CHINESE_NUMBER})、")
SECTION = re.compile(rf"(?P<before>)[（(](?P<number>{CHINESE_NUMBER})[）)]")
SECTION_LINE = re.compile(rf"[（(](?P<number>{CHINESE_NUMBER})[）)]")
LONGEST_HEADING = 40
SENTENCE_END = "。；！？）)”："


def split_run_in(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, cut before each chapter and section that begins inside one."""
    chapter = section = 0
    for line in lines:
        if len(line.text) < LONG_LINE and not ("二" in line.text and SECTIONED.search(line.text)):
            if opens := CHAPTER.match(line.text):
                chapter = numeral(opens["number"])
            elif opens := SECTION_LINE.match(line.text):
                section = numeral(opens["number"])
            yield line
            continue
        cuts = [0]
        for offset, kind, value in _candidates(line.text):
            if kind is CHAPTER and value == chapter + 1:
                chapter = value
                cuts.append(offset)
            elif (
                kind is SECTION
                and value in (1, section + 1)
                and (chapter or section)
                and _begins(line.text, cuts[-1], offset)
            ):
                section = value
                cuts.append(offset)
        for start, end in zip(cuts, [*cuts[1:], len(line.text)], strict=True):
            if part := line.text[start:end].strip():
                yield replace(line, text=part)


def _candidates(text: str) -> list[tuple[int, re.Pattern[str], int]]:
    found = [
        (match.end("before"), kind, numeral(match["number"]))
        for kind in (CHAPTER, SECTION)
        for match in kind.finditer(text)
    ]
    return sorted(found, key=lambda item: item[0])


def _begins(text: str, cut: int, offset: int) -> bool:
    """Whether a section may begin here: behind a sentence, or right behind the chapter's heading."""
    between = text[cut:offset].strip()
    return not between or between[-1] in SENTENCE_END or (len(between) <= LONGEST_HEADING and "。" not in between)
