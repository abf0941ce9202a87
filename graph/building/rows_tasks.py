"""Rows for what a task holds: its words, measures, targets, platforms, citations and assignments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.building.citations import citations
from graph.building.rows import Rows
from graph.building.rows_agencies import add_agency
from graph.judging.identities import Identified
from loaders import topics
from loaders.places import Place
from loaders.records import Deadline, Lines, Party, Span, Target, Task

Sections = dict[tuple[str | None, str | None], str]
"""Id of the innermost section for a task's two headings."""


def add_task(rows: Rows, task: Task, order: int, sections: Sections) -> None:
    """A task with its words, in its section and on its topic."""
    record = rows.record
    row = {
        "id": task.id,
        "number": task.number,
        "title": task.title,
        "text": record.text[task.start : task.end],
        "assignText": task.assign_text,
        "order": order,
    }
    rows.node("Task", "id", row | _place_in_text(record.lines, task.start, task.end))
    rows.edge(("HAS_TASK", "Plan", "Task"), record.plan.id, task.id)
    if section := sections.get((task.section, task.subsection)):
        rows.edge(("IN_SECTION", "Task", "Section"), task.id, section)
    if task.topic:
        judged = rows.judged and rows.judged.topics.get(task.id)
        props = {"origin": None, "judgements": [judged] if judged else None}
        rows.edge(("ON_TOPIC", "Task", "Topic"), task.id, _add_topic(rows, task.topic), props)


def _add_topic(rows: Rows, key: str) -> str:
    topic = topics.topic(key)
    names = {"nameZh": topic.name_zh, "nameEn": topic.name_en}
    judged = rows.verdicts.topic_names.get(key)
    if judged:
        names |= dict(zip(names, judged.value, strict=False))
    row = {"key": topic.key, "campaign": topic.campaign, "kind": topic.kind, "ordinal": topic.ordinal}
    return rows.node("Topic", "key", row | names | {"judgements": [judged.id] if judged else None})


def add_measures(rows: Rows, task: Task) -> None:
    """The sentences that say what is to be done."""
    for order, measure in enumerate(task.measures, start=1):
        row = {"id": f"{task.id}#m{order}", "order": order} | vars(measure)
        rows.edge(("HAS_MEASURE", "Task", "Measure"), task.id, rows.node("Measure", "id", row))


def add_targets(rows: Rows, task: Task) -> None:
    """Measurable aims and deadlines, numbered apart."""
    kinds: list[tuple[str, Iterator[dict[str, Any]]]] = [
        ("t", (_target(target, task) for target in task.targets)),
        ("d", (_deadline(deadline) for deadline in task.deadlines)),
    ]
    for letter, found in kinds:
        for order, row in enumerate(found, start=1):
            key = rows.node("Target", "id", {"id": f"{task.id}#{letter}{order}"} | row)
            rows.edge(("HAS_TARGET", "Task", "Target"), task.id, key)


def _target(target: Target, task: Task) -> dict[str, Any]:
    return {"kind": "target"} | vars(target) | {"dueOn": _due(target, task)}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    place = {"start": deadline.start, "end": deadline.end}
    nothing = {"value": None, "unit": None, "comparator": None}
    return {"kind": "deadline", "text": deadline.text, "dueOn": deadline.date} | nothing | place


def _due(target: Target, task: Task) -> str | None:
    """The date in the target's own sentence, where that sentence names exactly one; anything wider would be a guess."""
    sentences = [span for span in task.measures if span.start <= target.start and target.end <= span.end]
    dates = {
        deadline.date
        for span in sentences
        for deadline in task.deadlines
        if deadline.date and span.start <= deadline.start and deadline.end <= span.end
    }
    return dates.pop() if len(dates) == 1 else None


def add_platforms(rows: Rows, task: Task) -> None:
    """Platforms by their names without spaces and quotes, which plans share."""
    for span in task.platforms:
        name = "".join(span.text.split()).strip("“”\"'《》「」")
        key = rows.node("Platform", "id", {"id": name, "name": name})
        rows.edge(("USES", "Task", "Platform"), task.id, key, _as_written(span))


def add_assignments(rows: Rows, task: Task, here: Place) -> None:
    """One edge a printed name: an agency named twice keeps both places."""
    for role, parties in (("LEADS", task.lead), ("SUPPORTS", task.support)):
        for order, party in enumerate(parties, start=1):
            _assign(rows, role, task, rows.named(party.name, here, party.collective), party, order)


def add_duties(rows: Rows, task: Task, here: Place) -> None:
    """Duties in the task's running prose: leads of origin prose, where the agency is not printed in the assignment."""
    parties = (*task.lead, *task.support)
    printed = {rows.named(party.name, here, party.collective).agency.id for party in parties}
    duties = [duty for duty in rows.record.duties if task.start <= duty.start and duty.end <= task.end]
    for order, party in enumerate((party for duty in duties for party in duty.parties), start=1):
        named = rows.named(party.name, here, party.collective)
        if named.agency.id not in printed:
            printed.add(named.agency.id)
            _assign(rows, "LEADS", task, named, party, order)


def _assign(rows: Rows, role: str, task: Task, named: Identified, party: Party, order: int) -> None:
    words = {"asWritten": party.name, "label": party.label, "order": order, "origin": party.origin}
    judged = sorted({*named.because, *rows.because(task.id, party)})
    props = words | _place_in_text(rows.record.lines, party.start, party.end) | {"judgements": judged or None}
    rows.edge((role, "Agency", "Task"), add_agency(rows, named.agency), task.id, props)


def add_citations(rows: Rows, spans: tuple[Span, ...], label: str, key: str) -> None:
    """The documents that a task or a plan's preamble cites, an edge a mention."""
    record = rows.record
    for cited in citations(spans, record.text, record.plan):
        row = {"id": cited.id, "title": cited.title, "number": cited.number, "own": cited.own}
        rows.edge(("CITES", label, "Document"), key, rows.node("Document", "id", row), _as_written(cited.span))


def _as_written(span: Span) -> dict[str, Any]:
    return {"asWritten": span.text, "start": span.start, "end": span.end}


def _place_in_text(lines: Lines, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "line": lines.line(start), "page": lines.page(start)}
