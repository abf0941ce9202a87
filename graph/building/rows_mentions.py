"""Rows for the offices that a plan names without assigning anything to them."""

from __future__ import annotations

from graph.building.mentions import offices
from graph.building.rows import Rows
from graph.building.rows_agencies import add_agency
from loaders.places import Place


def add_mentions(rows: Rows, here: Place) -> None:
    """One edge a printed name in an organising passage, less the names that stand in a printed assignment."""
    record = rows.record
    taken = [(task.assign_start, task.assign_end) for task in record.tasks if task.assign_start is not None]
    for passage in record.organising:
        for named in offices(record.text, passage.start, passage.end, here):
            if any(start <= named.start and named.end <= (end or start) for start, end in taken):
                continue
            known = rows.named(named.name, here, False)
            place = {"line": record.lines.line(named.start), "page": record.lines.page(named.start)}
            words = {"asWritten": named.name, "heading": passage.heading, "start": named.start, "end": named.end}
            props = words | place | {"judgements": list(known.because) or None}
            rows.edge(("NAMED_IN", "Agency", "Plan"), add_agency(rows, known.agency), record.plan.id, props)
