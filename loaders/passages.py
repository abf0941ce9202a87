"""Where a text prints assignments: each way of printing them is a style, an entry in STYLES."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.clauses import LIST_EDGE, OPENERS, clauses_of, unmarked
from loaders.labels import BULLETS, Label, is_labels, label_at, labels
from loaders.names import COLLECTIVE, SCOPED, is_unit, pieces, split_names
from loaders.numbering import starts_item
from loaders.roles import MARKER, TIME, VERB_HINT, Role, verb
from loaders.rules import without_rules

CLOSERS = "）)〕]】"
OPENER = re.compile(r"[（(〔\[【]")
BRACKET = re.compile(r"[（(〔\[【）)〕\]】\n]")
LONGEST = 1500
"""Characters in which a bracket's end is sought; the longest seen runs to some 300."""
LONGEST_NAME, LONGEST_LIST, LONGEST_SENTENCE = 30, 80, 160
LABEL_PREFIX = re.compile(r"[^，。；、,;（(]{0,6}")
"""What may stand between a bracket and its first label."""
STATEMENT = re.compile(r"[。！？]")
SENTENCE_EDGE = "。；！？"
BEFORE_LABEL = "\n。；;！）)—-"
"""What a label on a line follows: a line's end, a sentence, a dash."""
CITED = re.compile(r"[《》\d]")
DEPARTMENTS = re.compile("[\u3400-\u9fff]{2,}部门$")
"""A class of agencies (市场监管部门): a unit where a verb stands beside it."""
FEWEST = 3
"""So many brackets of nothing but units are no chance."""
BY = re.compile("由|[各本]")
VERB_TAIL = re.compile(r"(?:牵头|负责|配合|参与|参加|协助|落实)[^。；！？\n（）()：:，,]{0,6}[。；]?$")

Spans = Iterator[tuple[int, int]]


@dataclass(frozen=True)
class Style:
    """A way of printing an assignment: how its passages are found."""

    name: str
    find: Callable[[str, int, int], Spans]
    role: Role | None = None
    """The role that units have where no label and no verb is printed."""


@lru_cache(maxsize=4)
def brackets(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Every bracket of the stretch, inner ones too; kept, since each style looks at them."""
    return tuple((match.start(), closing(text, match.start(), end)) for match in OPENER.finditer(text, start, end))


def closing(text: str, opener: int, end: int) -> int:
    """The offset behind the bracket that closes the one at `opener`, of any width; the paragraph's end if none does."""
    depth = 0
    stop = min(end, opener + LONGEST)
    for match in BRACKET.finditer(text, opener, stop):
        char = match.group()
        if char == "\n":
            return match.start()
        depth += 1 if char in OPENERS else -1
        if depth == 0:
            return match.end()
    return stop


def _labelled_brackets(text: str, start: int, end: int) -> Spans:
    """Brackets that open with a label: （牵头单位：甲；责任单位：乙）, （责任领导：某某；牵头单位：甲）."""
    for begin, stop in brackets(text, start, end):
        found = labels(text, begin + 1, stop) or is_labels(text, begin + 1, begin + LONGEST_NAME)
        if any(each.role for each in found) and LABEL_PREFIX.fullmatch(text, begin + 1, found[0].start):
            yield begin, stop


def _verb_brackets(text: str, start: int, end: int) -> Spans:
    """Brackets whose units stand before a verb: （甲牵头，乙、丙按职责分工负责）."""
    for begin, stop in brackets(text, start, end):
        if (
            text[stop - 1] in CLOSERS
            and VERB_HINT.search(text, begin, stop)
            and reads_as_units(text, begin + 1, stop - 1)
        ):
            yield begin, stop


def reads_as_units(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] holds units and a verb, and nothing that is told of them."""
    end = without_rules(text, start, end)
    found = labels(text, start, end)
    if any(each.role for each in found):
        return False
    start, end = _without_times(text, start, found[0].start if found else end)
    closed = verb(text[start:end])
    if closed is None or closed[0] == 0 or STATEMENT.search(text, start, end):
        return False
    names = [name.text for clause in clauses_of(text, start, end) for name in clause.names if name.text]
    units = sum((is_unit(name) or bool(DEPARTMENTS.search(name))) and not MARKER.search(name) for name in names)
    return 2 * units > len(names) and max(map(len, names)) <= LONGEST_NAME


def _without_times(text: str, start: int, end: int) -> tuple[int, int]:
    """A list less the pieces at its ends that tell when (年内完成)."""
    spans = [span for span in pieces(text, start, end) if span[1] > span[0]]
    told = [span for span in spans if not TIME.fullmatch(text, *span)]
    if not told:
        return start, start
    end = told[-1][1]
    while end > start and text[end - 1] in LIST_EDGE + OPENERS:
        end -= 1
    return told[0][0], end


def _label_lines(text: str, start: int, end: int) -> Spans:
    """Labels without brackets, on lines of their own or behind a sentence: 牵头部门：甲、乙 / 落实部门：丙."""
    taken = start
    for label in labels(text, start, end):
        if label.role is None or label.start < taken or not _stands_alone(text, label, start, end):
            continue
        stop = _list_end(text, label.start, end)
        while stop < end and (_label_line(text, stop + 1, end) or _more_units(text, stop, end)):
            stop = _list_end(text, stop + 1, end)
        taken = stop
        yield label.start, stop


def _stands_alone(text: str, label: Label, start: int, end: int) -> bool:
    """Whether a label begins a line or follows a sentence; one in a box may follow a heading, before units alone."""
    before = label.start
    while before > start and text[before - 1] in BULLETS:
        before -= 1
    if before == 0 or text[before - 1] in BEFORE_LABEL:
        return not _bracketed(text, label.start, start, end)
    names = split_names(text, label.end, _line_end(text, label.end, end)) if label.boxed else ()
    return label.boxed and all(is_unit(name.text) for name in names)


def _bracketed(text: str, offset: int, start: int, end: int) -> bool:
    """Whether a bracket is open where a label stands: it is that bracket's."""
    spans = brackets(text, start, end)
    index = bisect_left(spans, (offset, 0)) - 1
    return index >= 0 and spans[index][0] < offset < spans[index][1]


def _label_line(text: str, start: int, end: int) -> bool:
    """Whether a line begins with a label, or with one behind a bullet."""
    while start < end and text[start] in BULLETS:
        start += 1
    return label_at(text, start, end) is not None


def _list_end(text: str, start: int, end: int) -> int:
    """Where the labels and lists that begin at `start` end: with the line, or with a sentence that others follow."""
    stop = _line_end(text, start, end)
    for mark in STATEMENT.finditer(text, start, stop):
        if mark.end() < stop and label_at(text, mark.end(), stop) is None:
            return mark.end()
    return stop


def _more_units(text: str, stop: int, end: int) -> bool:
    """Whether the line behind `stop` holds nothing but units, and so goes on with the list."""
    line_end = _line_end(text, stop + 1, end)
    if text[stop] != "\n" or not 0 < line_end - stop - 1 < LONGEST_LIST or text.find("。", stop, line_end) >= 0:
        return False
    names = split_names(text, stop + 1, line_end)
    return not starts_item(text[stop + 1 : line_end]) and all(is_unit(name.text) for name in names)


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop


def _verb_sentences(text: str, start: int, end: int) -> Spans:
    """Sentences of units and verbs alone that are a line of their own, or that close items again and again."""
    closing_items: list[tuple[int, int]] = []
    while start < end:
        stop = _line_end(text, start, end)
        if VERB_TAIL.search(text, max(start, stop - 12), stop):
            last = stop - (text[stop - 1] in SENTENCE_EDGE)
            begin = max(start, *(text.rfind(mark, start, last) + 1 for mark in SENTENCE_EDGE))
            short = 4 < last - begin < LONGEST_SENTENCE and not BY.match(text, begin)
            if short and not OPENER.search(text, begin, last) and reads_as_units(text, begin, last):
                if begin == start:
                    yield begin, last
                else:
                    closing_items.append((begin, last))
        start = stop + 1
    if len(closing_items) >= FEWEST:
        yield from closing_items


def _unit_brackets(text: str, start: int, end: int) -> Spans:
    """Brackets of nothing but units behind an item, where the plan has several: （市教育局、各县区政府）."""
    found = [(begin, stop) for begin, stop in brackets(text, start, end) if _lists_units(text, begin, stop)]
    others = (style(text, start, end) for style in (_labelled_brackets, _verb_brackets))
    if len(found) >= FEWEST or (found and any(True for style in others for _ in style)):
        yield from found


def _lists_units(text: str, begin: int, stop: int) -> bool:
    """Whether a bracket closes a line, and each of its names is a unit's."""
    closes = text[stop - 1] in CLOSERS and text[stop : stop + 1] in ("\n", "")
    if not closes or labels(text, begin, stop) or not _closes_item(text, begin):
        return False
    names = [unmarked(name.text) for name in split_names(text, begin + 1, without_rules(text, begin + 1, stop - 1))]
    single = len(names) == 1 and not SCOPED.search(names[0]) and not COLLECTIVE.search(names[0])
    return not single and all(is_unit(name) and len(name) <= LONGEST_NAME and not CITED.search(name) for name in names)


def _closes_item(text: str, begin: int) -> bool:
    """Whether a bracket stands behind a sentence, or behind the words of a numbered heading."""
    line = text[text.rfind("\n", 0, begin) + 1 : begin].rstrip()
    return line[-1:] in ("。", "；", "！", "”") or starts_item(line)


STYLES = (
    Style("bracketed labels", _labelled_brackets),
    Style("bracketed verbs", _verb_brackets),
    Style("label lines", _label_lines),
    Style("sentences of verbs", _verb_sentences),
    Style("bracketed units", _unit_brackets, Role.RESPONSIBLE),
)
