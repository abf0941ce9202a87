"""From a plan record to the rows of the graph: what stands in the store for one plan, and nothing else.

Each builder below makes the rows of one kind. Rows carry the schema's property names; a node is one
row however often it is named, an edge is one row a mention. The same record always gives the same
rows in the same order, so that `content_hash` tells whether a plan changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any, TypedDict

from graph.agencies import Agency, Function, resolve
from graph.citations import citations
from graph.reforms import successions
from loaders import places, topics
from loaders.errors import UserError
from loaders.places import Place
from loaders.records import Deadline, Lines, Party, PlanRecord, Span, Target, Task

EdgeRow = TypedDict("EdgeRow", {"from": str, "to": str, "props": dict[str, Any]})
"""One relationship by the keys of its two ends."""

EdgeKind = tuple[str, str, str]
"""Relationship type, label it starts from, label it leads to."""


class BuildError(UserError):
    """A record that can't become a graph without contradiction."""


@dataclass(frozen=True)
class GraphRows:
    """Everything that one plan puts into the graph."""

    nodes: dict[str, list[dict[str, Any]]]
    edges: dict[EdgeKind, list[EdgeRow]]
    content_hash: str


def build(record: PlanRecord) -> GraphRows:
    """The rows of one plan, its agencies, places and topics resolved."""
    rows = _Rows(record)
    here = _place_of(record)
    _add_plan(rows, here)
    _add_text(rows)
    _add_issuers(rows, here)
    sections = _add_sections(rows)
    for order, task in enumerate(record.tasks, start=1):
        _add_task(rows, task, order, sections)
        _add_measures(rows, task)
        _add_targets(rows, task)
        _add_platforms(rows, task)
        _add_assignments(rows, task, here)
        _add_duties(rows, task, here)
        _add_citations(rows, task.references, "Task", task.id)
    _add_citations(rows, record.plan.references, "Plan", record.plan.id)
    _add_lineage(rows)
    return rows.finished()


@dataclass
class _Rows:
    """Collects rows: nodes once by key, edges as they come."""

    record: PlanRecord
    nodes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    edges: dict[EdgeKind, list[EdgeRow]] = field(default_factory=lambda: defaultdict(list))
    drawn: set[tuple[EdgeKind, str, str]] = field(default_factory=set)

    def node(self, label: str, key: str, row: dict[str, Any]) -> str:
        """Adds a node unless it stands; the same key with other properties would make the graph depend on order."""
        known = self.nodes[label].setdefault(row[key], row)
        if known != row:
            raise BuildError(
                f"方案 {self.record.plan.id}: two different {label} rows have the key {row[key]}: {known} and {row}. "
                "Check the tables in data/reference for two entries with one key."
            )
        return str(row[key])

    def edge(self, kind: EdgeKind, start: str, end: str, props: dict[str, Any] | None = None) -> None:
        self.edges[kind].append({"from": start, "to": end, "props": props or {}})

    def edge_once(self, kind: EdgeKind, start: str, end: str) -> None:
        if (kind, start, end) not in self.drawn:
            self.drawn.add((kind, start, end))
            self.edge(kind, start, end)

    def finished(self) -> GraphRows:
        nodes = {label: list(rows.values()) for label, rows in self.nodes.items()}
        edges = {kind: rows for kind, rows in self.edges.items() if rows}
        digest = _digest(nodes, edges)
        nodes["Plan"] = [row | {"contentHash": digest} for row in nodes["Plan"]]
        return GraphRows(nodes, edges, digest)


def _digest(nodes: dict[str, list[dict[str, Any]]], edges: dict[EdgeKind, list[EdgeRow]]) -> str:
    whole = {"nodes": nodes, "edges": {" ".join(kind): rows for kind, rows in edges.items()}}
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _place_of(record: PlanRecord) -> Place:
    """The plan's place; a plan whose place is unknown gets one of its own, lest its 市公安局 become another city's."""
    plan = record.plan
    if plan.adcode:
        return places.place(plan.adcode)
    return Place(f"?{plan.id}", plan.jurisdiction or plan.title, "other", None)


def _add_place(rows: _Rows, place: Place) -> str:
    """A place with all that it lies in, up to the country."""
    above = [] if place.parent is None else places.ancestors(place.code)
    chain = [place, *(step for step in above if step.code != place.code)]
    for step in chain:
        rows.node("Jurisdiction", "code", {"code": step.code, "name": step.name, "level": step.level})
    for inner, outer in pairwise(chain):
        rows.edge_once(("WITHIN", "Jurisdiction", "Jurisdiction"), inner.code, outer.code)
    return place.code


def _add_plan(rows: _Rows, here: Place) -> None:
    plan, report = rows.record.plan, rows.record.report
    rows.node(
        "Plan",
        "id",
        {
            "id": plan.id,
            "title": plan.title,
            "docNumber": plan.doc_number,
            "issuedOn": plan.date,
            "campaign": plan.campaign,
            "sourceFile": plan.source.file,
            "sha256": plan.source.sha256,
            "repairs": len(report.repairs),
            "unread": len(report.unread),
        },
    )
    rows.edge(("APPLIES_IN", "Plan", "Jurisdiction"), plan.id, _add_place(rows, here))


def _add_text(rows: _Rows) -> None:
    record, lines = rows.record, rows.record.lines
    report = json.dumps(asdict(record.report), ensure_ascii=False, sort_keys=True)
    row = {"id": record.plan.id, "text": record.text, "report": report}
    maps = {"offsets": list(lines.offsets), "lines": list(lines.lines), "pages": list(lines.pages)}
    rows.edge(("HAS_TEXT", "Plan", "SourceText"), record.plan.id, rows.node("SourceText", "id", row | maps))


def _add_issuers(rows: _Rows, here: Place) -> None:
    for name in rows.record.plan.issuers:
        issuer = _add_agency(rows, resolve(name, here, False))
        rows.edge(("ISSUED", "Agency", "Plan"), issuer, rows.record.plan.id, {"asWritten": name})


def _add_agency(rows: _Rows, agency: Agency) -> str:
    rows.node(
        "Agency",
        "id",
        {
            "id": agency.id,
            "name": agency.name,
            "fullName": agency.full_name,
            "kind": agency.kind,
            "collective": agency.collective,
            "resolved": agency.resolved,
        },
    )
    rows.edge_once(("BASED_IN", "Agency", "Jurisdiction"), agency.id, _add_place(rows, agency.based_in))
    if agency.function:
        rows.edge_once(("PERFORMS", "Agency", "Function"), agency.id, _add_function(rows, agency.function))
    return agency.id


def _add_function(rows: _Rows, function: Function) -> str:
    row = {"key": function.key, "nameZh": function.name_zh, "nameEn": function.name_en}
    return rows.node("Function", "key", row)


def _add_lineage(rows: _Rows) -> None:
    """What became of each function in the reforms, and of what it became; whence it came is not the plan's matter."""
    waiting = list(rows.nodes.get("Function", ()))
    for key in waiting:
        for step in (step for step in successions() if step.old.key == key):
            if step.new.key not in rows.nodes["Function"]:
                waiting.append(_add_function(rows, step.new))
            props = {"year": step.year, "how": step.how, "basis": step.basis}
            rows.edge(("SUCCEEDED_BY", "Function", "Function"), key, step.new.key, props)


def _add_sections(rows: _Rows) -> dict[tuple[str | None, str | None], str]:
    """The headings that hold tasks, numbered in order; gives the innermost section's id for a task's two headings."""
    plan, ids = rows.record.plan.id, dict[tuple[str | None, str | None], str]()
    for task in rows.record.tasks:
        for headings in ((task.section, None), (task.section, task.subsection)):
            heading = headings[1] or headings[0]
            if heading is None or headings in ids:
                continue
            ordinal = len(ids) + 1
            row = {"id": f"{plan}#{ordinal}", "ordinal": ordinal, "heading": heading}
            ids[headings] = rows.node("Section", "id", row)
            rows.edge(("HAS_SECTION", "Plan", "Section"), plan, ids[headings])
            if headings[1] and headings[0]:
                rows.edge(("PART_OF", "Section", "Section"), ids[headings], ids[headings[0], None])
    return ids


def _add_task(rows: _Rows, task: Task, order: int, sections: dict[tuple[str | None, str | None], str]) -> None:
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
        rows.edge(("ON_TOPIC", "Task", "Topic"), task.id, _add_topic(rows, task.topic))


def _add_topic(rows: _Rows, key: str) -> str:
    topic = topics.topic(key)
    row = {"key": topic.key, "nameZh": topic.name_zh, "nameEn": topic.name_en, "campaign": topic.campaign}
    return rows.node("Topic", "key", row | {"kind": topic.kind, "ordinal": topic.ordinal})


def _add_measures(rows: _Rows, task: Task) -> None:
    for order, measure in enumerate(task.measures, start=1):
        row = {"id": f"{task.id}#m{order}", "order": order} | asdict(measure)
        rows.edge(("HAS_MEASURE", "Task", "Measure"), task.id, rows.node("Measure", "id", row))


def _add_targets(rows: _Rows, task: Task) -> None:
    kinds: list[tuple[str, Iterator[dict[str, Any]]]] = [
        ("t", (_target(target, task) for target in task.targets)),
        ("d", (_deadline(deadline) for deadline in task.deadlines)),
    ]
    for letter, found in kinds:
        for order, row in enumerate(found, start=1):
            key = rows.node("Target", "id", {"id": f"{task.id}#{letter}{order}"} | row)
            rows.edge(("HAS_TARGET", "Task", "Target"), task.id, key)


def _target(target: Target, task: Task) -> dict[str, Any]:
    return {"kind": "target"} | asdict(target) | {"dueOn": _due(target, task)}


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


def _add_platforms(rows: _Rows, task: Task) -> None:
    for span in task.platforms:
        name = "".join(span.text.split()).strip("“”\"'《》「」")
        key = rows.node("Platform", "id", {"id": name, "name": name})
        rows.edge(("USES", "Task", "Platform"), task.id, key, _as_written(span))


def _add_assignments(rows: _Rows, task: Task, here: Place) -> None:
    """One edge a printed name: an agency named twice keeps both places."""
    for role, parties in (("LEADS", task.lead), ("SUPPORTS", task.support)):
        for order, party in enumerate(parties, start=1):
            agency = _add_agency(rows, resolve(party.name, here, party.collective))
            props = _assignment(party, order, rows.record.lines)
            rows.edge((role, "Agency", "Task"), agency, task.id, props)


def _add_duties(rows: _Rows, task: Task, here: Place) -> None:
    """Duties in the task's running prose: leads of origin prose, where the agency is not printed in the assignment."""
    printed = {resolve(party.name, here, party.collective).id for party in (*task.lead, *task.support)}
    duties = [duty for duty in rows.record.duties if task.start <= duty.start and duty.end <= task.end]
    for order, party in enumerate((party for duty in duties for party in duty.parties), start=1):
        agency = resolve(party.name, here, party.collective)
        if agency.id not in printed:
            printed.add(agency.id)
            props = _assignment(party, order, rows.record.lines)
            rows.edge(("LEADS", "Agency", "Task"), _add_agency(rows, agency), task.id, props)


def _assignment(party: Party, order: int, lines: Lines) -> dict[str, Any]:
    words = {"asWritten": party.name, "label": party.label, "order": order, "origin": party.origin}
    return words | _place_in_text(lines, party.start, party.end)


def _add_citations(rows: _Rows, spans: tuple[Span, ...], label: str, key: str) -> None:
    record = rows.record
    for cited in citations(spans, record.text, record.plan):
        row = {"id": cited.id, "title": cited.title, "number": cited.number, "own": cited.own}
        rows.edge(("CITES", label, "Document"), key, rows.node("Document", "id", row), _as_written(cited.span))


def _as_written(span: Span) -> dict[str, Any]:
    return {"asWritten": span.text, "start": span.start, "end": span.end}


def _place_in_text(lines: Lines, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "line": lines.line(start), "page": lines.page(start)}
