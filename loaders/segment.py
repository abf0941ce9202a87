"""Clean text -> outline: the numbered parts of a plan, nested as their markers nest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.labels import holds_label
from loaders.numbering import DECIMALS, ENUMERATED, KINDS, Marker, counts_in_pairs, marker, marker_of

LONGEST_TITLE = 36
"""A first sentence longer than this is a measure, not a title (measured: titles run to 27 characters)."""
TITLE_END = re.compile(
    r"[。！？!?]|(?<=[\u3400-\u9fff])[.．](?=[\u3400-\u9fff（(])|[：:]$|[—-]+(?=[^。]{0,6}单位[:：])|(?=[（(〔\[【][^（()）〔〕]{0,300}(?:单位|部门|牵头|负责))"
)
"""A title ends with its sentence, or where the assignment begins: （一）优化审批流程（牵头单位：…）."""
SENTENCE_MARK = re.compile(r"[，。；,;]")
ASSIGNED = re.compile(r"(?:牵头|负责|配合|参与|落实)[）)〕\]】][。；]?$")
"""A line that ends in a bracket of verbs: （市公安局牵头）."""
ATTACHMENTS = re.compile(r"附\s*件\s*[:：]")
"""Where the list of attachments begins: its numbers are no items."""
CITATION = re.compile(r"[《》]")
CLOSING = "。．.：: \t\n"


@dataclass
class Part:
    """A numbered part: a chapter, a section or an item, with its place in the text.

    `start`..`end` covers the part with all that is nested in it, `own_end` closes its own text before the first
    nested part; `body` is where the text behind the title begins.
    """

    marker: Marker
    start: int
    end: int
    own_end: int
    title: str | None
    body: int
    heading: str
    children: list[Part] = field(default_factory=list)
    parent: Part | None = None

    @property
    def path(self) -> tuple[int, ...]:
        """The numbers from the outermost part down to this one."""
        return (*self.parent.path, self.marker.value) if self.parent else (self.marker.value,)

    def walk(self) -> Iterator[Part]:
        """This part and all nested in it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Outline:
    """The numbered parts of a text; `preamble` ends where the first one begins, `close` where the last one ends."""

    parts: tuple[Part, ...]
    preamble: int
    close: int

    def walk(self) -> Iterator[Part]:
        """All parts in printed order."""
        for part in self.parts:
            yield from part.walk()


def segment(text: str, skip: Sequence[tuple[int, int]] = ()) -> Outline:
    """The outline of a clean text, a paragraph a line, less the stretches to skip (tables have rows of their own)."""
    roots: list[Part] = []
    stack: list[Part] = []
    closed: list[Part] = []
    last: dict[int, int] = {}
    position, listing = 0, False
    lines = text.split("\n")
    pairs = counts_in_pairs(lines)
    for line in lines:
        table = any(begin <= position < end for begin, end in skip)
        found = _marker(line, pairs) if not table else None
        listing = bool(ATTACHMENTS.match(line)) or (listing and bool(found) and not SENTENCE_MARK.search(line))
        found = None if listing else found
        if found and _in_order(found, last, line):
            if found.value == last.get(found.kind.rank, 0) + 1 > 1:
                _reopen(stack, closed, position)
            closed = []
            last = {rank: value for rank, value in last.items() if rank < found.kind.rank} | {
                found.kind.rank: found.value
            }
            _open(roots, stack, _part(text, position, position + len(line), found))
        elif table:
            closed = []
            _close(stack, position)
        elif stack and _ends_the_plan(line):
            closed = list(stack)
            _close(stack, position)
        elif closed and _assigns(line):
            _reopen(stack, closed, position)
            closed = []
        position += len(line) + 1
    close = len(text) if stack else max((part.end for part in roots), default=len(text))
    _close(stack, len(text))
    return Outline(tuple(roots), roots[0].start if roots else len(text), close)


def _marker(line: str, pairs: bool) -> Marker | None:
    """The marker of a line; 一是 is one where the line closes with an assignment of its own."""
    if pairs and line[:1].isdecimal():
        return next((found for kind in DECIMALS if (found := marker_of(kind, line))), None) or marker(line)
    return marker(line) or (marker_of(ENUMERATED, line) if line[1:2] in "是十" and _assigns(line) else None)


def _assigns(line: str) -> bool:
    return bool(ASSIGNED.search(line)) or holds_label(line)


def _reopen(stack: list[Part], closed: Sequence[Part], position: int) -> None:
    """Parts that a line without a number seemed to close go on, since an assignment or the next number follows."""
    if not stack:
        stack.extend(closed)
        for part in closed:
            part.end = position


def _in_order(found: Marker, last: dict[int, int], line: str) -> bool:
    """Whether a number fits its place: the next one, a new count from one, or clearly a number of its own.

    `3.5亿元` and `2.19个领域` begin alike; only the sequence tells an item from a decimal.
    """
    if found.value in (1, last.get(found.kind.rank, 0) + 1):
        return True
    return not line[found.length : found.length + 1].isdecimal() and found.value > last.get(found.kind.rank, 0)


def _ends_the_plan(line: str) -> bool:
    """Whether an unnumbered line closes what was open: a form's or attachment's heading, a signature."""
    goes_on = SENTENCE_MARK.search(line) or line.startswith(("（", "(", "〔", "【", "["))
    return not goes_on and not holds_label(line)


def _open(roots: list[Part], stack: list[Part], part: Part) -> None:
    outer = next((i for i, open_part in enumerate(stack) if open_part.marker.kind.rank >= part.marker.kind.rank), None)
    if outer is not None:
        inner = stack[outer:]
        del stack[outer:]
        _close(inner, part.start)
    if stack:
        part.parent = stack[-1]
        if not stack[-1].children:
            stack[-1].own_end = part.start
        stack[-1].children.append(part)
    else:
        roots.append(part)
    stack.append(part)


def _close(stack: list[Part], end: int) -> None:
    while stack:
        part = stack.pop()
        part.end = end
        if not part.children:
            part.own_end = end


def unnumbered(text: str, start: int, end: int) -> Part:
    """A stretch of text as a part without a number."""
    return _part(text, start, end, Marker(KINDS[-1], "", 0, 0))


def _part(text: str, start: int, line_end: int, found: Marker) -> Part:
    after = start + found.length
    line = text[after:line_end]
    stop = TITLE_END.search(line)
    title_end = after + stop.start() if stop else line_end
    title = text[after:title_end].strip(CLOSING)
    titled = 0 < len(title) <= LONGEST_TITLE and not CITATION.search(title)
    body = min(line_end, title_end + (stop is not None and bool(stop.group()))) if titled else after
    heading = text[start : title_end if titled else line_end].strip(CLOSING)
    return Part(found, start, line_end, line_end, title if titled else None, body, heading)
