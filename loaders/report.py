"""Accounts for every assignment marker of a text: in a task, in running prose, or unread."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

from loaders.clauses import Assignment
from loaders.records import Duty, Lines, Unread
from loaders.roles import MARKER

SUFFIX = re.compile(r"[（(][^（()）\n]{2,200}?(?:牵头|负责|配合|落实)(?:[，,；;。][^（()）\n]{0,60})?[)）]")
SENTENCE_EDGE = "。！？\n"
LONGEST = 160

Span = tuple[int, int]


def account(
    text: str, assignments: Sequence[Assignment], duties: Sequence[Duty], lines: Lines
) -> tuple[tuple[Unread, ...], tuple[Unread, ...], dict[str, dict[str, int]]]:
    """What looks like an assignment and was not read, what is running prose, and the count of each marker."""
    taken = sorted((item.start, item.end) for item in assignments)
    unread: list[Unread] = []
    prose: list[Unread] = []
    counts: dict[str, dict[str, int]] = {}
    for match in MARKER.finditer(text):
        word = match.group()
        tally = counts.setdefault(word, {"seen": 0, "assigned": 0, "prose": 0, "unread": 0})
        tally["seen"] += 1
        if _inside(match.start(), taken):
            tally["assigned"] += 1
        elif _is_label(text, match.end()):
            tally["unread"] += 1
            unread.append(_passage(text, match.span(), lines, f"{word} stands as a label, in a form that is not read"))
        else:
            tally["prose"] += 1
            prose.append(_passage(text, match.span(), lines, f"{word} in running prose assigns nothing"))
    for match in SUFFIX.finditer(text):
        if not _inside(match.start(), taken) and not MARKER.search(match.group()):
            unread.append(_passage(text, match.span(), lines, "a bracket that ends like an assignment"))
    for duty in duties:
        reason = "a duty in running prose, kept apart from printed assignments"
        prose.append(Unread(duty.text, duty.start, duty.end, lines.line(duty.start), reason))
    return tuple(unread), tuple(prose), counts


def _inside(offset: int, spans: Sequence[Span]) -> bool:
    """Whether the offset is in one of the spans, which are in order and apart."""
    before = bisect_right(spans, (offset, math.inf))
    return before > 0 and offset < spans[before - 1][1]


def _is_label(text: str, end: int) -> bool:
    return text[end : end + 1] in "：:" or text[end : end + 1] == "\n"


def _passage(text: str, span: Span, lines: Lines, reason: str) -> Unread:
    """The sentence around a span, cut to a readable length."""
    start = max(text.rfind(mark, 0, span[0]) for mark in SENTENCE_EDGE) + 1
    ends = [offset for mark in SENTENCE_EDGE if (offset := text.find(mark, span[1])) >= 0]
    end = min([*ends, len(text)])
    start, end = max(start, span[0] - LONGEST // 2), min(end, span[1] + LONGEST // 2)
    return Unread(text[start:end], start, end, lines.line(span[0]), reason)
