"""The question of progress: what was reported for a quarter, and what is not filled in, late or overdue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from queries.functions.rows import Asked, Row

_ITEM = ("plan", "jurisdiction", "section", "number", "title", "taskId", "order", "agency", "agencyId", "role")
_REPORT = ("report", "goal", "problems", "progress", "status", "filedOn", "filedBy", "who", "time", "source")
_FILLED = ("goal", "problems", "progress", "status")


def progress(rows: list[Row], params: Asked) -> list[Row]:
    """Puts beside each item and agency its report for the quarter asked, and judges by the day asked."""
    on = date.fromisoformat(params["on"]) if params["on"] else date.today()
    year, quarter = _quarter(params, on)
    form_due = _due(year, quarter, params["day"])
    found = []
    for _, same in groupby(rows, lambda row: (row["taskId"], row["role"], row["agencyId"])):
        reports = [*same]
        if reports[0]["role"] == "lead" or reports[0]["report"]:
            found.append(_row(reports, year, quarter, form_due, on))
    wanted = set(params["state"] or ())
    return [row for row in found if not wanted or wanted & _states(row)]


def _quarter(params: Asked, on: date) -> tuple[int, int]:
    """The quarter asked for; else the last that ended before the day."""
    last = date(on.year, (on.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    year = params["year"] or last.year
    return year, params["quarter"] or (4 if params["year"] and params["year"] < last.year else (last.month + 2) // 3)


def _due(year: int, quarter: int, day: int) -> date:
    """That day of the month after the quarter, at most its last."""
    first = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return min(first + timedelta(days=max(day, 1) - 1), date(first.year, first.month + 1, 1) - timedelta(days=1))


def _row(reports: list[Row], year: int, quarter: int, form_due: date, on: date) -> Row:
    item = {name: reports[0][name] for name in _ITEM}
    mine = next((each for each in reports if (each["year"], each["quarter"]) == (year, quarter)), None)
    told = {name: mine[name] if mine else None for name in _REPORT}
    filed = date.fromisoformat((mine["filedOn"] or mine["time"])[:10]) if mine else None
    passed = sorted(due for due in reports[0]["due"] if due < on.isoformat())
    coming = sorted(due for due in reports[0]["due"] if due >= on.isoformat())
    return (
        item
        | told
        | {
            "year": year,
            "quarter": quarter,
            "state": _state(mine, form_due, on),
            "late": filed > form_due if filed else on > form_due,
            "overdue": bool(passed) and not _done(reports),
            "formDue": form_due.isoformat(),
            "dueOn": next(iter([*passed, *coming]), None),
        }
    )


def _state(mine: Row | None, form_due: date, on: date) -> str:
    if mine is None:
        return "missing" if on > form_due else "awaited"
    return "filled" if any(mine[name] for name in _FILLED) else "unfilled"


def _done(reports: Iterable[Row]) -> bool:
    return any(each["status"] == "done" for each in reports)


def _states(row: Row) -> set[str]:
    return {row["state"], *(name for name in ("late", "overdue") if row[name])}
