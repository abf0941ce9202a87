"""Assignments: role labels or verbs and the units beside them -> leads and supports with their places.

Finding and parsing are apart: passages.py finds, clauses.py reads what stands in a passage, rules.py knows what a plan
says of its own lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.clauses import LIST_EDGE, OPENERS, Assignment, Clause, clauses_of, resolve
from loaders.labels import label_at
from loaders.passages import CLOSERS, STYLES, Style
from loaders.roles import LABEL_STEMS, Role
from loaders.rules import first_leads, rule_of_the_text, without_rules

__all__ = ["Assignment", "Clause", "find_assignments"]


def find_assignments(text: str, start: int, end: int) -> Iterator[Assignment]:
    """The assignments printed in text[start:end], in order; a passage is read by the first style that fits.

    A rule such as 列第一位的为牵头单位，下同 holds from where it stands to the end of the text.
    """
    taken, standing = start, rule_of_the_text(text, start)
    found = sorted(
        (begin, -stop, rank) for rank, style in enumerate(STYLES) for begin, stop in style.find(text, start, end)
    )
    before: Assignment | None = None
    for begin, negative, rank in found:
        if begin < taken:
            continue
        assignment, rule = _read(text, begin, -negative, STYLES[rank], standing)
        standing = rule or standing
        if not assignment:
            continue
        taken = assignment.end
        if before and _goes_on(text, before, assignment):
            support = (*before.support, *assignment.lead, *assignment.support)
            before = replace(before, end=assignment.end, support=support)
            continue
        if before:
            yield before
        before = assignment
    if before:
        yield before


def _goes_on(text: str, first: Assignment, second: Assignment) -> bool:
    """Whether a second bracket completes the first: （牵头单位：甲）（责任单位：乙）."""
    leads = any(LABEL_STEMS.get(party.label[:2]) is Role.LEAD for party in second.lead)
    between = text[first.end : second.start].strip(LIST_EDGE)
    return not between and not first.support and not leads and label_at(text, second.start + 1, second.end) is not None


def _read(text: str, start: int, end: int, style: Style, standing: str | None) -> tuple[Assignment | None, str | None]:
    """The assignment in a passage, None where nobody is named, and the rule that it sets for those behind it."""
    inner_start, inner_end = start, end
    if text[start] in OPENERS and label_at(text, start, end) is None:
        inner_start, inner_end = start + 1, end - 1 if text[end - 1] in CLOSERS else end
    rule = first_leads(text, inner_start, inner_end)
    clauses = clauses_of(text, inner_start, without_rules(text, inner_start, inner_end), style.role)
    if not any(name.text for clause in clauses for name in clause.names):
        return None, None
    words = rule.group() if rule else None
    assignment = resolve(start, end, style.name, clauses, words or standing)
    return assignment, words if rule and rule["on"] else None
