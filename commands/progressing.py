"""`progress`: filled forms read in, what was reported, and how to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from commands import WrongUsage, connect, terminal
from loaders.private import mask

READ = ("file", "sheet", "plan", "unit", "year", "quarter", "items", "filled", "reading")
LISTED = (
    "id",
    "acts",
    "task",
    "unit",
    "year",
    "quarter",
    "filed",
    "status",
    "goal",
    "problems",
    "progress",
    "who",
    "time",
    "source",
)


def read(
    files: Sequence[Path],
    plan: str | None,
    agency: str | None,
    year: int | None,
    quarter: int | None,
    filed: str | None,
    who: str | None,
    dry_run: bool,
    as_json: bool,
    data: Path | None,
) -> None:
    """Takes forms in and prints a row a form; what can't be read goes line by line to standard error."""
    from graph.progress.form import day_of
    from graph.progress.reading import Given
    from graph.progress.taking import take_in

    day = day_of(filed) if filed else None
    if filed and day is None:
        raise WrongUsage(f"--filed must be a day like 2019-04-08, not {filed}.")
    with connect(data) as store:
        taken = take_in(store, files, Given(plan, agency, year, quarter, day), who, dry_run)
    rows = [row for each in taken for row in each.to_json()]
    if as_json:
        terminal.print_json(rows)
    else:
        _tell(rows, dry_run)
    if any(each.failed for each in taken):
        raise SystemExit(1)


def list_reports(as_json: bool, data: Path | None) -> None:
    """Prints the reports that count."""
    from graph.progress.taking import lost, reports

    with connect(data) as store:
        found, idle = reports(store), lost(store)
    rows = [_masked(asdict(each)) | {"acts": each.id not in idle} for each in found.current]
    for text in found.faults:
        terminal.remark(text)
    if as_json:
        terminal.print_json(rows)
    elif rows:
        terminal.print_table(LISTED, rows, caption=str(found.path))
    else:
        terminal.remark(f"Nothing was reported in {found.path}.")


def undo(ids: Sequence[str], who: str | None, data: Path | None) -> None:
    """Takes readings out again."""
    from graph.progress.taking import undo as take_out

    with connect(data) as store:
        gone = take_out(store, ids, who)
    terminal.remark(f"{len(gone)} reports taken out: {', '.join(each.id for each in gone)}")


def _tell(rows: Sequence[dict[str, Any]], dry_run: bool) -> None:
    if shown := [row for row in rows if not row["error"] and not row["faults"]]:
        terminal.print_table(READ, shown)
    for row in rows:
        if row["error"]:
            terminal.remark(row["error"])
            continue
        for kind, sign in (("faults", ""), ("notes", " (left out)")):
            for each in row[kind]:
                terminal.remark(f"{row['file']}, {row['sheet']}, {each['cell']}: {each['en']} {each['zh']}{sign}")
        for text in row["warnings"]:
            terminal.remark(text)
        if row["faults"]:
            terminal.remark(f"{row['file']}: nothing was taken in.")
    if dry_run:
        terminal.remark("Nothing was taken in: --dry-run shows what reading would do.")


def _masked(row: dict[str, Any]) -> dict[str, Any]:
    return {name: mask(value) if isinstance(value, str) else value for name, value in row.items()}
