"""`extract`: what plans say, without the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from commands import terminal
from loaders.batch import extract_many
from loaders.errors import UserError
from loaders.records import PlanRecord

COUNTS = ("file", "plan", "tasks", "assignments", "repairs", "unread", "warnings")


EXPLAINED = ("plan", "number", "title", "role", "name", "label", "rule", "line", "page")


def extract(files: Sequence[Path], as_json: bool, out: Path | None, explain: bool = False) -> None:
    """Prints or writes the records of the files that can be read, then fails if one could not."""
    records: list[tuple[Path, PlanRecord]] = []
    failed = 0
    for file, read in extract_many(files):
        if isinstance(read, UserError):
            failed += 1
            terminal.remark(f"Error: {read}")
        else:
            records.extend((file, record) for record in read)
    if explain:
        rows = [row for _, record in records for row in _explained(record)]
        terminal.write_rows("json" if as_json else "table", EXPLAINED, rows)
        _unread([record for _, record in records])
    elif out is not None:
        _write_records(records, out)
    elif as_json and records:
        found = [record.to_json() for _, record in records]
        terminal.print_json(found[0] if len(files) == len(found) == 1 else found)
    elif records:
        terminal.print_table(COUNTS, [_counts(file, record) for file, record in records])
    if failed:
        raise SystemExit(1)


def _write_records(records: Sequence[tuple[Path, PlanRecord]], out: Path) -> None:
    """One file a record; several plans of a file, and files of one name from several folders, get numbers."""
    taken: set[str] = set()
    for file, record in records:
        name, number = file.stem, 1
        while name in taken:
            number += 1
            name = f"{file.stem}-{number}"
        taken.add(name)
        terminal.write_file(out / f"{name}.json", terminal.to_json(record.to_json()) + "\n")
        terminal.remark(f"{file} -> {out / name}.json")


def _explained(record: PlanRecord) -> Iterator[dict[str, Any]]:
    """A row a printed name: the rule of the grammar that read it, and where it stands."""
    for task in record.tasks:
        for role, parties in (("lead", task.lead), ("support", task.support)):
            for party in parties:
                yield {
                    "plan": record.plan.id,
                    "number": task.number,
                    "title": task.title,
                    "role": role,
                    "name": party.name,
                    "label": party.label,
                    "rule": task.rule,
                    "line": record.lines.line(party.start),
                    "page": record.lines.page(party.start),
                }


def _unread(records: Sequence[PlanRecord]) -> None:
    """What looked like an assignment and was not read, with its place and the reason."""
    for record in records:
        for item in (*record.report.unread, *record.report.prose):
            terminal.remark(f"{record.plan.source.file}, line {item.line}: {item.reason}: {item.text}")


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
