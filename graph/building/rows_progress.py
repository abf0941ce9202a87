"""Rows for reports of progress: each on its item, by the unit that filled it in."""

from __future__ import annotations

from collections.abc import Iterable

from graph.building.rows import Rows
from graph.building.rows_agencies import add_agency
from graph.judging.kinds import bare
from graph.judging.reasons import Reason, reason
from graph.progress.reports import Report
from loaders.places import Place
from loaders.records import Task


def add_progress(rows: Rows, reports: Iterable[Report], here: Place) -> dict[str, Reason]:
    """The reports whose items stand in the plan; gives those that do not, with the reason."""
    tasks = {task.id: task for task in rows.record.tasks}
    lost: dict[str, Reason] = {}
    for report in reports:
        task = tasks.get(report.task)
        if task is None or bare(report.words) not in bare(rows.record.text[task.start : task.end]):
            lost[report.id] = _lost(rows, report, tasks)
        else:
            _add(rows, report, here)
    return lost


def _add(rows: Rows, report: Report, here: Place) -> None:
    plan = rows.record.plan.id
    texts = {name: getattr(report, name) or None for name in ("goal", "problems", "progress", "status", "source")}
    row = {
        "id": f"{plan}#{report.id}",
        "report": report.id,
        "unit": report.unit,
        "year": report.year,
        "quarter": report.quarter,
        "filedOn": report.filed or None,
        "filedBy": report.by or None,
        "who": report.who,
        "time": report.time,
    }
    key = rows.node("ProgressReport", "id", row | texts)
    rows.edge_once(("HAS_REPORT", "Plan", "ProgressReport"), plan, key)
    rows.edge_once(("REPORTS_ON", "ProgressReport", "Task"), key, report.task)
    agency = add_agency(rows, rows.named(report.unit, here, False).agency)
    rows.edge_once(("REPORTED", "Agency", "ProgressReport"), agency, key)


def _lost(rows: Rows, report: Report, tasks: dict[str, Task]) -> Reason:
    told = {"task": report.task, "words": report.words, "plan": rows.record.plan.id}
    words = bare(report.words)
    now = [task.id for task in tasks.values() if words in bare(rows.record.text[task.start : task.end])]
    if now:
        return reason("task_moved", now="、".join(now), **told)
    return reason("words_gone" if report.task in tasks else "task_gone", **told)
