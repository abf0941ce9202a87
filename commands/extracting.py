"""`extract`: what plans say, without the graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commands import terminal
from loaders import pipeline
from loaders.errors import UserError
from loaders.records import PlanRecord

COUNTS = ("file", "plan", "tasks", "assignments", "repairs", "unread", "warnings")


def extract(files: Sequence[Path], as_json: bool, out: Path | None) -> None:
    """Prints or writes the records of the files that can be read, then fails if one could not."""
    records: list[tuple[Path, PlanRecord]] = []
    failed = 0
    for file in files:
        try:
            records.append((file, pipeline.extract(file)))
        except UserError as error:
            failed += 1
            terminal.remark(f"Error: {error}")
    if out is not None:
        _write_records(records, out)
    elif as_json and records:
        found = [record.to_json() for _, record in records]
        terminal.print_json(found[0] if len(files) == 1 else found)
    elif records:
        terminal.print_table(COUNTS, [_counts(file, record) for file, record in records])
    if failed:
        raise SystemExit(1)


def _write_records(records: Sequence[tuple[Path, PlanRecord]], out: Path) -> None:
    """One file a record; files of one name from several folders get numbers."""
    taken: set[str] = set()
    for file, record in records:
        name, number = file.stem, 1
        while name in taken:
            number += 1
            name = f"{file.stem}-{number}"
        taken.add(name)
        terminal.write_file(out / f"{name}.json", terminal.to_json(record.to_json()) + "\n")
        terminal.remark(f"{file} -> {out / name}.json")


def _counts(file: Path, record: PlanRecord) -> dict[str, Any]:
    parties = [party for task in record.tasks for party in (*task.lead, *task.support)]
    return {
        "file": str(file),
        "plan": record.plan.id,
        "tasks": len(record.tasks),
        "assignments": sum(party.origin == "printed" for party in parties),
        "repairs": len(record.report.repairs),
        "unread": len(record.report.unread),
        "warnings": list(record.report.warnings),
    }
