"""From a plan record to the rows of the graph: what stands in the store for one plan, and nothing else.

What people judged is applied to the record first (`graph.judging`). Each builder makes the rows of one kind: of the
plan here, of whom and where in `rows_agencies`, of tasks in `rows_tasks`, of judgements in `rows_judgements`, of
progress in `rows_progress`. Rows carry the schema's property names; a node is one row however often it is named, an
edge is one row a mention. The same record, judgements and reports always give the same rows in the same order, so that
`content_hash` tells whether a plan changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from graph.building.rows import BuildError, EdgeKind, EdgeRow, GraphRows, Rows
from graph.building.rows_agencies import add_agency, add_lineage, add_place, place_of
from graph.building.rows_judgements import add_judgements
from graph.building.rows_mentions import add_mentions
from graph.building.rows_progress import add_progress
from graph.building.rows_tasks import (
    Sections,
    add_assignments,
    add_citations,
    add_duties,
    add_measures,
    add_platforms,
    add_targets,
    add_task,
)
from graph.judging.corrections import corrected
from graph.judging.verdicts import NOTHING, Verdicts
from graph.progress.reports import Report
from graph.server.formats import FORMAT
from loaders.places import Place
from loaders.records import PlanRecord

__all__ = ["BuildError", "EdgeKind", "EdgeRow", "GraphRows", "build"]


def build(read: PlanRecord, verdicts: Verdicts = NOTHING, reports: Sequence[Report] = ()) -> GraphRows:
    """The rows of one plan, its agencies, places and topics resolved, as people judged them; with what was reported."""
    judged = corrected(read, verdicts.about_plan(read.plan.id))
    record = judged.record
    rows = Rows(record, verdicts, judged, read)
    here = place_of(record)
    _add_plan(rows, here)
    _add_text(rows)
    _add_issuers(rows, here)
    sections = _add_sections(rows)
    for order, task in enumerate(record.tasks, start=1):
        add_task(rows, task, order, sections)
        add_measures(rows, task)
        add_targets(rows, task)
        add_platforms(rows, task)
        add_assignments(rows, task, here)
        add_duties(rows, task, here)
        add_citations(rows, task.references, "Task", task.id)
    add_citations(rows, record.plan.references, "Plan", record.plan.id)
    add_mentions(rows, here)
    rows.lost = add_progress(rows, reports, here)
    add_lineage(rows)
    add_judgements(rows, judged)
    return rows.finished()


def _add_plan(rows: Rows, here: Place) -> None:
    plan, report = rows.record.plan, rows.record.report
    rows.node(
        "Plan",
        "id",
        {
            "id": plan.id,
            "title": plan.title,
            "docNumber": plan.doc_number,
            "issuedOn": plan.date if plan.date and len(plan.date) == len("2018-11-23") else None,
            "datedBy": plan.found.get("date"),
            "campaign": plan.campaign,
            "sourceFile": plan.source.file,
            "sha256": plan.source.sha256,
            "format": FORMAT,
            "repairs": len(report.repairs),
            "unread": len(report.unread),
        },
    )
    rows.edge(("APPLIES_IN", "Plan", "Jurisdiction"), plan.id, add_place(rows, here))


def _add_text(rows: Rows) -> None:
    record, lines = rows.record, rows.record.lines
    report = json.dumps(record.report, default=vars, ensure_ascii=False, sort_keys=True)
    row = {"id": record.plan.id, "text": record.text, "report": report}
    maps = {"offsets": list(lines.offsets), "lines": list(lines.lines), "pages": list(lines.pages)}
    rows.edge(("HAS_TEXT", "Plan", "SourceText"), record.plan.id, rows.node("SourceText", "id", row | maps))


def _add_issuers(rows: Rows, here: Place) -> None:
    for name in rows.record.plan.issuers:
        named = rows.named(name, here, False)
        props = {"asWritten": name, "judgements": list(named.because) or None}
        rows.edge(("ISSUED", "Agency", "Plan"), add_agency(rows, named.agency), rows.record.plan.id, props)


def _add_sections(rows: Rows) -> Sections:
    """The headings that hold tasks, numbered in order; gives the innermost section's id for a task's two headings."""
    plan, ids = rows.record.plan.id, Sections()
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
