"""The stages in order: read, clean, segment, extract, report. Read this first.

file -> read -> Document -> clean -> CleanText -> segment -> Outline -> extract -> tasks -> report -> PlanRecord
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from loaders.assignments import Assignment, find_assignments
from loaders.booklet import Stretch, stretches
from loaders.clean import CleanText, TableSpan, clean
from loaders.duties import read_duties
from loaders.facts import deadlines, references, sentences, targets
from loaders.header import read_header
from loaders.organising import organising
from loaders.platforms import platforms
from loaders.read import read, sha256, shown
from loaders.read.document import Document, Line, Table
from loaders.records import Deadline, Duty, Header, Lines, Party, PlanRecord, Repair, Report, Source, Span, Target, Task
from loaders.report import account
from loaders.script import mended, simplified
from loaders.segment import CLOSING, Outline, Part, segment, unnumbered
from loaders.tables import TableTask, read_tables
from loaders.topics import topic_of

CAPTION = re.compile(r"^[^，。；]{4,60}(?:表|清单|分工|方案|任务|安排|台账)(?:[（(][^（）()]*[）)])?$")
UNSAFE = re.compile(r"[^\w\-]+|[\ud800-\udfff]")
GUIDING = re.compile(
    r"指导思想|总体要求|总体思路|总体目标|基本原则|工作原则|工作目标|主要目标|目标任务|发展目标|发展思路|重要意义|^目标$|^总则$"
)
"""Headings of parts that say what a plan is for; their items are no tasks unless they assign something."""


def extract(path: Path, plan_id: str | None = None) -> PlanRecord:
    """The record of the plan in a file, of the first one where it holds several.

    Raises ReadError (a UserError) where the file can't be read.
    """
    return extract_all(path, plan_id)[0]


def extract_all(path: Path, plan_id: str | None = None) -> tuple[PlanRecord, ...]:
    """The records of all plans in a file; the first has the file's stem made safe as its id, or the id given."""
    document, raw = read(path)
    source = Source(shown(path.name), sha256(raw), document.format, document.pages)
    return extract_plans(document, source, plan_id or safe_id(path))


def extract_plans(document: Document, source: Source, plan_id: str) -> tuple[PlanRecord, ...]:
    """The records of the plans in a document: each with a text of its own, and the lines of the file."""
    draft = _draft(clean(document))
    plans = stretches(draft.text, draft.outline)
    lines = draft.cleaned.lines
    apart = all(lines.line(plan.start - 1) < lines.line(plan.start) for plan in plans if plan.start)
    if plans == [Stretch(0, len(draft.text))] or not apart:
        return (_record(draft, document, source, plan_id),)
    return tuple(
        _record(_draft(clean(part), body), part, source, plan_id if number == 1 else f"{plan_id}-{number}", plan.title)
        for number, (plan, part, body) in enumerate(_parted(document, lines, plans), 1)
    )


def extract_document(document: Document, source: Source, plan_id: str) -> PlanRecord:
    """The record of a document that was read, the first one's where it holds several plans."""
    return extract_plans(document, source, plan_id)[0]


@dataclass(frozen=True)
class _Draft:
    """A clean text in the script that the grammar knows, its numbered parts, its assignments and tables."""

    cleaned: CleanText
    text: str
    slips: tuple[Repair, ...]
    outline: Outline
    preamble: int
    tables: tuple[tuple[int, int], ...]
    found: tuple[Assignment, ...]


def _draft(cleaned: CleanText, body: int = 0) -> _Draft:
    """The parts and assignments of a text; what stands before the line `body` is a notice that assigns nothing."""
    text, wrong = mended(simplified(cleaned.text))
    slips = tuple(
        Repair("a label read as", printed, meant, start, cleaned.lines.line(start)) for start, printed, meant in wrong
    )
    tables = tuple((table.start, table.end) for table in cleaned.tables)
    notice = cleaned.lines.offset(body)
    outline = segment(text, [*tables, *([(0, notice)] if notice else [])])
    preamble = min([outline.preamble, *(start for start, _ in tables if start >= notice)])
    begin = preamble if preamble < len(text) else notice
    found = tuple(item for item in find_assignments(text, begin, len(text)) if not _within(item.start, tables))
    return _Draft(cleaned, text, slips, outline, preamble, tables, found)


def _parted(document: Document, lines: Lines, plans: Sequence[Stretch]) -> Iterator[tuple[Stretch, Document, int]]:
    """The part of the document that each plan takes, behind the notice that hands it out, and its first line."""
    for plan in plans:
        spans = [plan.notice, (plan.start, plan.end)] if plan.notice else [(plan.start, plan.end)]
        bounds = [(lines.line(start), lines.line(end - 1)) for start, end in spans]
        blocks = tuple(
            block for block in document.blocks if any(first <= _number(block) <= last for first, last in bounds)
        )
        yield plan, replace(document, blocks=blocks), bounds[-1][0] if plan.notice else 0


def _number(block: Line | Table) -> int:
    return block.number if isinstance(block, Line) else block.rows[0].number


def _record(draft: _Draft, document: Document, source: Source, plan_id: str, title: str | None = None) -> PlanRecord:
    cleaned, text, outline, tables, found = draft.cleaned, draft.text, draft.outline, draft.tables, draft.found
    header = read_header(text, draft.preamble, _gaps(outline, len(text)), plan_id, source, document.title, title)
    rows = [(table, row) for table, items in read_tables(text, cleaned.tables) for row in items]
    used: dict[str, int] = {}
    unordered = (*_tasks(text, outline, found, header, used), *_table_tasks(text, rows, header, used))
    tasks = tuple(sorted(unordered, key=lambda task: task.start))
    assigned = [*found, *(row.assignment for _, row in rows if row.assignment)]
    duties = tuple(read_duties(text, [*tables, *((item.start, item.end) for item in found)]))
    starts = [cleaned.lines.line(part.start) for part in restarts(outline)]
    warnings = (*document.notes, *_warnings(tasks, header, starts))
    repairs = (*cleaned.repairs, *draft.slips)
    report = _report(text, repairs, cleaned.lines, assigned, duties, warnings)
    passages = organising(text, outline, [item.start for item in found])
    record = PlanRecord(text, header, tasks, report, cleaned.lines, duties, passages)
    return record if text == cleaned.text else as_printed(record, cleaned.text)


def _gaps(outline: Outline, end: int) -> list[tuple[int, int]]:
    """The stretches behind the first numbered part that belong to none: signatures, attachments' titles."""
    starts = [*(part.start for part in outline.parts[1:]), end]
    return [(part.end, start) for part, start in zip(outline.parts, starts, strict=False) if part.end < start]


def safe_id(path: Path) -> str:
    """The file's stem as an id: letters (Chinese too), digits, - and _."""
    return UNSAFE.sub("-", path.stem).strip("-") or "plan"


def _within(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _report(
    text: str,
    repairs: tuple[Repair, ...],
    lines: Lines,
    found: Sequence[Assignment],
    duties: Sequence[Duty],
    warnings: tuple[str, ...],
) -> Report:
    unread, prose, markers = account(text, found, duties, lines)
    empty = [
        Repair(
            "empty name dropped", text[max(0, name.start - 6) : name.end + 1], "", name.start, lines.line(name.start)
        )
        for item in found
        for name in item.dropped
    ]
    return Report((*repairs, *empty), unread, prose, warnings, markers)


def restarts(outline: Outline) -> list[Part]:
    """The chapters that begin the count of chapters anew: another plan, or an attachment, begins there."""
    chapters = [part for part in outline.parts if part.marker.kind.name == "一、"]
    return [part for before, part in pairwise(chapters) if part.marker.value == 1 and before.marker.value > 1]


def _warnings(tasks: Sequence[Task], header: Header, starts: Sequence[int]) -> Iterator[str]:
    for line in starts:
        yield (
            f"the chapters are numbered anew from line {line}: the file may hold another plan or an attachment there, "
            "whose items are listed under this plan; split the file to load them apart"
        )
    if not any(task.lead or task.support for task in tasks):
        yield "no assignment was found: nobody is named as responsible for an item"
    for name, value in (("title", header.title), ("date", header.date)):
        if not value:
            yield f"no {name} was found"
    if not header.jurisdiction:
        open_name = header.found.get("jurisdiction")
        yield f"no place was found: {open_name}" if open_name else "no place was found"
    if not header.issuers:
        yield "no issuer was found"


# Tasks ----------------------------------------------------------------------------------------------------------


def _tasks(
    text: str, outline: Outline, found: Sequence[Assignment], header: Header, used: dict[str, int]
) -> Iterator[Task]:
    """The parts that are tasks: those that carry an assignment, and the innermost items beside them."""
    own = _assignments_of(outline, found)
    for part in outline.walk():
        assigned = own.get(id(part), [])
        if not assigned and not _is_unassigned_task(part, own):
            continue
        stretches = _stretches(part, assigned)
        for index, (begin, end, assignment) in enumerate(stretches):
            yield _task(text, part, begin, end, assignment, header, _unique(_task_id(part, header), used), index > 0)
    parts = list(outline.walk())
    for assignment in found:
        if not any(part.start <= assignment.start < part.end for part in parts):
            part = _paragraph(text, assignment)
            yield _task(text, part, part.start, part.end, assignment, header, _unique(f"{header.id}/p", used), False)


def _assignments_of(outline: Outline, found: Sequence[Assignment]) -> dict[int, list[Assignment]]:
    """Each part's own assignments, keyed by the part's identity: those that no nested part holds."""
    parts = list(outline.walk())
    own: dict[int, list[Assignment]] = {}
    for assignment in found:
        holders = [part for part in parts if part.start <= assignment.start < part.end]
        if holders:
            own.setdefault(id(holders[-1]), []).append(assignment)
    groups = [part for part in parts if len(part.children) > 1 and not any(child.children for child in part.children)]
    assigning = [group for group in groups if any(id(child) in own for child in group.children)]
    if len(assigning) > 2 and all(_closes_its_group(group, own) for group in assigning):
        for group in assigning:
            own[id(group)] = own.pop(id(group.children[-1]))
    return own


def _closes_its_group(group: Part, own: dict[int, list[Assignment]]) -> bool:
    """Whether of several items only the last has an assignment, behind all its words.

    Where all groups of a plan are so, the assignment that stands last speaks for the group and not for one item.
    """
    *before, last = group.children
    alone = not any(id(part) in own for part in (group, *before))
    return alone and len(own[id(last)]) == 1 and own[id(last)][0].end >= last.end - 2


def _paragraph(text: str, assignment: Assignment) -> Part:
    """The paragraph around an assignment that stands in no numbered part, as a part without a number."""
    start = text.rfind("\n", 0, assignment.start) + 1
    if start == assignment.start and start:
        start = text.rfind("\n", 0, start - 1) + 1
    return unnumbered(text, start, assignment.end)


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
    title = None if later else _title(part, text[assignment.start : assignment.end] if assignment else None)
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
        rule=assignment.reading if assignment else None,
        measures=measures,
        deadlines=tuple(deadlines(text, start, end)),
        targets=tuple(span for begin, stop in cuts for span in targets(text, begin, stop)),
        references=_distinct(span for begin, stop in cuts for span in references(text, begin, stop)),
        platforms=_distinct(span for begin, stop in cuts for span in platforms(text, begin, stop)),
    )


def _title(part: Part, assign_text: str | None) -> str | None:
    """The part's title, less an assignment that stands in the heading: 扩大进口（省商务厅、省财政厅）."""
    if part.title and assign_text and assign_text in part.title:
        return part.title[: part.title.index(assign_text)].strip(CLOSING) or None
    return part.title


def _table_tasks(
    text: str, rows: Sequence[tuple[TableSpan, TableTask]], header: Header, used: dict[str, int]
) -> Iterator[Task]:
    """A task for each row of the tables that hand out work."""
    tables = list(dict.fromkeys(table for table, _ in rows))
    for table, row in rows:
        title = "".join(squeezed(text[start:end]) for start, end in row.title) or None
        name = row.number or str(sum(other is row or other.start < row.start for _, other in rows))
        contents = [*row.contents, *row.deadlines]
        assigned = row.assignment
        yield Task(
            id=_unique(f"{header.id}/table{tables.index(table) + 1}/{name}", used),
            number=row.number,
            section=row.section or caption(text, table.start),
            subsection=None,
            title=title,
            topic=topic_of(header.campaign, title, text[row.start : row.end]) if header.campaign else None,
            start=row.start,
            end=row.end,
            lead=assigned.lead if assigned else (),
            support=assigned.support if assigned else (),
            assign_text=text[assigned.start : assigned.end] if assigned else None,
            assign_start=assigned.start if assigned else None,
            assign_end=assigned.end if assigned else None,
            rule=assigned.reading if assigned else None,
            measures=tuple(span for begin, stop in row.contents for span in sentences(text, begin, stop)),
            deadlines=tuple(item for begin, stop in contents for item in deadlines(text, begin, stop)),
            targets=tuple(span for begin, stop in row.contents for span in targets(text, begin, stop)),
            references=_distinct(span for begin, stop in row.contents for span in references(text, begin, stop)),
            platforms=_distinct(span for begin, stop in row.contents for span in platforms(text, begin, stop)),
        )


def caption(text: str, start: int) -> str | None:
    """The plain line above a table that names it."""
    for line in reversed(text[max(0, start - 200) : start].strip().split("\n")[-3:]):
        if CAPTION.search(line.strip()):
            return line.strip()
    return None


def squeezed(text: str) -> str:
    """The words of a cell without its line breaks."""
    return re.sub(r"\s+", "", text)


def as_printed(record: PlanRecord, text: str) -> PlanRecord:
    """The record of a plan in traditional script with the printed characters in place of those it was read by."""

    def printed(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(printed(item) for item in value)
        if isinstance(value, Duty):
            return replace(value, text=text[value.start : value.end], parties=printed(value.parties))
        if isinstance(value, (Party, Span, Deadline, Target)):
            words = text[value.start : value.end]
            return replace(value, name=words) if isinstance(value, Party) else replace(value, text=words)
        if isinstance(value, str) and (offset := record.text.find(value)) >= 0:
            return text[offset : offset + len(value)]
        return value

    def task(item: Task) -> Task:
        fixed = {"id", "number", "topic", "assign_text", "rule"}
        values = {name: printed(getattr(item, name)) for name in vars(item) if name not in fixed}
        words = text[item.assign_start : item.assign_end] if item.assign_start is not None else None
        return replace(item, **values, assign_text=words)

    head = record.plan
    header = replace(
        head,
        title=printed(head.title),
        issuers=printed(head.issuers),
        doc_number=printed(head.doc_number),
        references=printed(head.references),
    )
    tasks = tuple(task(item) for item in record.tasks)
    passages = tuple(
        replace(each, heading=text[each.start : each.start + len(each.heading)]) for each in record.organising
    )
    return replace(record, text=text, plan=header, tasks=tasks, duties=printed(record.duties), organising=passages)


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


def _unique(task_id: str, used: dict[str, int]) -> str:
    """The id, with a counter where a plan numbers two items alike; `used` holds each id with its last counter."""
    candidate, count = task_id, used.get(task_id, 1)
    while candidate in used:
        count += 1
        candidate = f"{task_id}-{count}"
    used[task_id] = count
    used[candidate] = 1
    return candidate
