"""Assignments: role labels and the units behind them -> leads and supports with their places.

Finding and parsing are apart: `find_assignments` looks for passages that hold an assignment and hands each to the
style that parses it. Another style of printing is another entry in STYLES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loaders.names import SEPARATORS, Name, split_names
from loaders.records import Party
from loaders.roles import LABEL, ROLE_OF, Role

PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】"}
CLOSERS = "）)〕]】"
OPENER = re.compile(r"[（(〔\[【]\s*(?=" + LABEL.pattern + ")")
LONGEST = 1500
"""Characters in which a bracket's end is sought; the longest seen runs to some 300."""


@dataclass(frozen=True)
class Assignment:
    """One printed assignment: its passage and who leads and supports by it."""

    start: int
    end: int
    lead: tuple[Party, ...]
    support: tuple[Party, ...]
    style: str
    dropped: tuple[Name, ...] = ()
    """Names that were empty (a stray 、 before the bracket closes): repaired by leaving them out."""


@dataclass(frozen=True)
class Clause:
    """A label with the units behind it."""

    label: str
    role: Role
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Style:
    """A way of printing an assignment: how its passages are found and how one is parsed."""

    name: str
    find: Callable[[str, int, int], Iterator[tuple[int, int]]]
    parse: Callable[[str, int, int], tuple[Clause, ...]]


def find_assignments(text: str, start: int, end: int) -> Iterator[Assignment]:
    """The assignments printed in text[start:end], in order; a passage is read by the first style that fits."""
    taken = start
    found = sorted((begin, stop, style) for style in STYLES for begin, stop in style.find(text, start, end))
    for begin, stop, style in found:
        if begin >= taken:
            assignment = _resolve(begin, stop, style, style.parse(text, begin, stop))
            if assignment.lead or assignment.support:
                taken = stop
                yield assignment


def _resolve(start: int, end: int, style: Style, clauses: tuple[Clause, ...]) -> Assignment:
    """Leads and supports of the clauses: 责任 leads only where no lead is named beside it."""
    roles = {clause.role for clause in clauses if clause.names}
    alone = Role.LEAD not in roles
    lead: list[Party] = []
    support: list[Party] = []
    for clause in clauses:
        leads = clause.role is Role.LEAD or (clause.role is Role.RESPONSIBLE and alone)
        (lead if leads else support).extend(
            Party(name.text, name.start, name.end, clause.label, name.collective) for name in clause.names if name.text
        )
    dropped = tuple(name for clause in clauses for name in clause.names if not name.text)
    return Assignment(start, end, tuple(lead), tuple(support), style.name, dropped)


def _brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Brackets that open with a label: （牵头单位：甲；责任单位：乙）."""
    for match in OPENER.finditer(text, start, end):
        yield match.start(), closing(text, match.start(), end)


def closing(text: str, opener: int, end: int) -> int:
    """The offset behind the bracket that closes the one at `opener`, of any width; the paragraph's end if none does."""
    depth = 0
    stop = min(end, opener + LONGEST)
    for offset in range(opener, stop):
        char = text[offset]
        if char in PAIRS:
            depth += 1
        elif char in CLOSERS:
            depth -= 1
            if depth == 0:
                return offset + 1
        elif char == "\n":
            return offset
    return stop


def _labelled(text: str, start: int, end: int) -> tuple[Clause, ...]:
    """The clauses of a passage made of labels: each runs to the next label."""
    inner = end - 1 if text[end - 1] in CLOSERS else end
    labels = list(LABEL.finditer(text, start, inner))
    stops = [len(text[: label.start()].rstrip(SEPARATORS + " \n")) for label in labels[1:]] + [inner]
    return tuple(
        Clause(label["stem"] + label["unit"], ROLE_OF[label["stem"]], tuple(split_names(text, label.end(), stop)))
        for label, stop in zip(labels, stops, strict=True)
    )


STYLES = (Style("bracketed labels", _brackets, _labelled),)
