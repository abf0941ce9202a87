"""The stages in order: read, clean, segment, extract, report. Read this first.

file -> read -> Document -> clean -> CleanText -> segment -> Outline -> extract -> tasks -> report -> PlanRecord
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from loaders.assignments import Assignment, find_assignments
from loaders.clean import clean
from loaders.facts import deadlines, references, sentences, targets
from loaders.header import read_header
from loaders.platforms import platforms
from loaders.read import read, sha256
from loaders.records import Header, Lines, PlanRecord, Repair, Report, Source, Span, Task
from loaders.report import account
from loaders.segment import Outline, Part, segment
from loaders.topics import topic_of

UNSAFE = re.compile(r"[^\w\-]+")
GUIDING = re.compile(
    r"指导思想|总体要求|总体思路|总体目标|基本原则|工作原则|工作目标|主要目标|目标任务|发展目标|发展思路|重要意义|^目标$|^总则$"
)
"""Headings of parts that say what a plan is for; their items are no tasks unless they assign something."""


def extract(path: Path, plan_id: str | None = None) -> PlanRecord:
    """The record of the plan in a file; its id is the file's stem made safe, unless one is given.

    Raises ReadError (a UserError) where the file can't be read.
    """
    document, raw = read(path)
    source = Source(path.name, sha256(raw), document.format, document.pages)
    cleaned = clean(document)
    outline = segment(cleaned.text)
    found = list(find_assignments(cleaned.text, outline.preamble, len(cleaned.text)))
    header = read_header(cleaned.text, outline.preamble, outline.close, plan_id or safe_id(path), source)
    tasks = tuple(_tasks(cleaned.text, outline, found, header))
    return PlanRecord(
        cleaned.text,
        header,
        tasks,
        _report(cleaned.text, cleaned.repairs, found, tasks, header, cleaned.lines),
        cleaned.lines,
    )


def safe_id(path: Path) -> str:
    """The file's stem as an id: letters (Chinese too), digits, - and _."""
    return UNSAFE.sub("-", path.stem).strip("-") or "plan"


def _report(
    text: str,
    repairs: Sequence[Repair],
    found: Sequence[Assignment],
    tasks: Sequence[Task],
    header: Header,
    lines: Lines,
) -> Report:
    unread, prose, markers = account(text, found, lines)
    empty = [
        Repair(
            "empty name dropped", text[max(0, name.start - 6) : name.end + 1], "", name.start, lines.line(name.start)
        )
        for item in found
        for name in item.dropped
    ]
    return Report((*repairs, *empty), unread, prose, tuple(_warnings(tasks, header)), markers)


def _warnings(tasks: Sequence[Task], header: Header) -> Iterator[str]:
    if not any(task.lead or task.support for task in tasks):
        yield "no assignment was found: nobody is named as responsible for an item"
    for name, value in (("title", header.title), ("date", header.date), ("place", header.jurisdiction)):
        if not value:
            yield f"no {name} was found"
    if not header.issuers:
        yield "no issuer was found"


# Tasks ----------------------------------------------------------------------------------------------------------


def _tasks(text: str, outline: Outline, found: Sequence[Assignment], header: Header) -> Iterator[Task]:
    """The parts that are tasks: those that carry an assignment, and the innermost items beside them."""
    own = _assignments_of(outline, found)
    used: set[str] = set()
    for part in outline.walk():
        assigned = own.get(id(part), [])
        if not assigned and not _is_unassigned_task(part, own):
            continue
        stretches = _stretches(part, assigned)
        for index, (begin, end, assignment) in enumerate(stretches):
            yield _task(text, part, begin, end, assignment, header, _unique(_task_id(part, header), used), index > 0)


def _assignments_of(outline: Outline, found: Sequence[Assignment]) -> dict[int, list[Assignment]]:
    """Each part's own assignments, keyed by the part's identity: those that no nested part holds."""
    parts = list(outline.walk())
    own: dict[int, list[Assignment]] = {}
    for assignment in found:
        holders = [part for part in parts if part.start <= assignment.start < part.end]
        if holders:
            own.setdefault(id(holders[-1]), []).append(assignment)
    return own


def _is_unassigned_task(part: Part, own: dict[int, list[Assignment]]) -> bool:
    """A numbered item below a chapter, with nothing nested, under no guiding heading and no task."""
    if part.children or part.parent is None or GUIDING.search(part.title or ""):
        return False
    above: Part | None = part.parent
    while above:
        if id(above) in own or GUIDING.search(above.title or ""):
            return False
        above = above.parent
    return True


def _stretches(part: Part, assigned: Sequence[Assignment]) -> list[tuple[int, int, Assignment | None]]:
    """The part cut behind each of its assignments: several in one part are several tasks."""
    if len(assigned) < 2:
        return [(part.start, part.end, assigned[0] if assigned else None)]
    starts = [part.start, *(item.end for item in assigned[:-1])]
    ends = [*(item.end for item in assigned[:-1]), part.end]
    return list(zip(starts, ends, assigned, strict=True))


def _task(
    text: str,
    part: Part,
    start: int,
    end: int,
    assignment: Assignment | None,
    header: Header,
    task_id: str,
    later: bool,
) -> Task:
    """The task that a part, or a stretch of one behind an earlier assignment, states."""
    end = start + len(text[start:end].rstrip())
    body = start if later else part.body
    cuts = [(body, assignment.start), (assignment.end, end)] if assignment else [(body, end)]
    section, subsection = _sections(part)
    title = None if later else part.title
    measures = tuple(span for begin, stop in cuts for span in sentences(text, begin, stop))
    return Task(
        id=task_id,
        number=part.marker.number,
        section=section,
        subsection=subsection,
        title=title,
        topic=topic_of(header.campaign, title, text[body:end]) if header.campaign else None,
        start=start,
        end=end,
        lead=assignment.lead if assignment else (),
        support=assignment.support if assignment else (),
        assign_text=text[assignment.start : assignment.end] if assignment else None,
        assign_start=assignment.start if assignment else None,
        assign_end=assignment.end if assignment else None,
        measures=measures,
        deadlines=tuple(deadlines(text, body, end)),
        targets=tuple(span for begin, stop in cuts for span in targets(text, begin, stop)),
        references=_distinct(span for begin, stop in cuts for span in references(text, begin, stop)),
        platforms=_distinct(span for begin, stop in cuts for span in platforms(text, begin, stop)),
    )


def _distinct(spans: Iterator[Span]) -> tuple[Span, ...]:
    """The spans less those whose words came before."""
    first: dict[str, Span] = {}
    for span in spans:
        first.setdefault(span.text, span)
    return tuple(first.values())


def _sections(part: Part) -> tuple[str | None, str | None]:
    """The headings of the outermost and of the innermost part around a part, where there are two."""
    above = []
    while part.parent:
        part = part.parent
        above.append(part.heading)
    return (above[-1] if above else None), (above[0] if len(above) > 1 else None)


def _task_id(part: Part, header: Header) -> str:
    *sections, number = part.path
    return "/".join(filter(None, (header.id, ".".join(map(str, sections)), str(number))))


def _unique(task_id: str, used: set[str]) -> str:
    """The id, with a counter where a plan numbers two items alike."""
    candidate, count = task_id, 1
    while candidate in used:
        count += 1
        candidate = f"{task_id}-{count}"
    used.add(candidate)
    return candidate
