"""Loads plans from files and folders into the graph, lists them, and takes them out again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.judging.current import current, keep_judged_links
from graph.store import Store
from graph.writing import check_rows, load_rows, remove_rows
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.build import GraphRows
    from loaders.batch import Outcome
    from loaders.records import PlanRecord

__all__ = [
    "FileResult",
    "LoadError",
    "LoadResult",
    "files_and_failures",
    "find_plans",
    "list_plans",
    "load_paths",
    "load_read",
    "load_record",
    "load_rows",
]
__all__ += ["remove_plan", "remove_plans"]

Progress = Callable[["FileResult"], object]
Seen = dict[str, tuple[Path, "PlanRecord"]]
"""The plans loaded so far in a run, by id, each with its file."""


class LoadError(UserError):
    """Files that can't be loaded, or a plan that isn't there."""


@dataclass(frozen=True)
class LoadResult:
    """What loading one record came to."""

    plan: str
    status: str
    """`loaded`, `unchanged`, `replaced`, or `failed` where a plan of several could not be built."""
    error: str | None = None
    warnings: tuple[str, ...] = ()
    """The judgements about the plan that do not act, with the reason."""


@dataclass(frozen=True)
class FileResult:
    """What loading one plan of a file came to, with the counts that a person checks it by."""

    file: str
    plan: str | None = None
    status: str = "failed"
    """`loaded`, `unchanged`, `replaced` or `failed`."""
    tasks: int = 0
    assignments: int = 0
    """Printed names of leading and supporting agencies."""
    repairs: int = 0
    unread: int = 0
    warnings: list[str] = field(default_factory=list)
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as a plain dict."""
        return asdict(self)


def load_record(store: Store, record: PlanRecord) -> LoadResult:
    """Loads one plan, as people judged it: all of it or, where anything fails, nothing."""
    with store.exclusive():  # lest somebody judges between the look into the file and the writing
        rows = judged_rows(store, record)
        return LoadResult(record.plan.id, load_rows(store, record.plan.id, rows), warnings=warnings(rows))


def judged_rows(store: Store, record: PlanRecord) -> GraphRows:
    """The rows of a plan by the judgements that count in this store now."""
    from graph.build import build

    return build(record, current(store))


def warnings(rows: GraphRows) -> tuple[str, ...]:
    """The judgements about a plan that do not act, as sentences."""
    return tuple(f"Judgement {judged} does not act: {reason.en}." for judged, reason in rows.missed.items())


def remove_plan(store: Store, plan_id: str) -> None:
    """Takes a plan out, as if it had never been loaded; raises LoadError where there is no such plan."""
    remove_plans(store, [plan_id])


def remove_plans(store: Store, plan_ids: Iterable[str]) -> None:
    """Takes plans out one after the other, then sees to the links between those that stay."""
    for plan_id in plan_ids:
        if not remove_rows(store, plan_id):
            loaded = ", ".join(plan["plan"] for plan in list_plans(store)) or "none"
            raise LoadError(f"There is no plan {plan_id} in the graph to remove. Loaded are: {loaded}.")
    keep_judged_links(store)


def list_plans(store: Store) -> list[dict[str, Any]]:
    """The loaded plans by id, with what they are and how much they hold."""
    plans = store.read(
        "MATCH (p:Plan) OPTIONAL MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction) "
        "RETURN p.id AS plan, p.title AS title, j.name AS jurisdiction, j.code AS code, "
        "toString(p.issuedOn) AS issuedOn, p.docNumber AS docNumber, p.campaign AS campaign, "
        "p.repairs AS repairs, p.unread AS unread, p.sourceFile AS sourceFile, p.sha256 AS sha256 ORDER BY plan"
    )
    tasks = _counted(store, "MATCH (p:Plan)-[:HAS_TASK]->(t:Task) RETURN p.id AS plan, count(t) AS number")
    assignments = _counted(
        store,
        "MATCH (p:Plan)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(:Agency) WHERE r.origin = 'printed' "
        "RETURN p.id AS plan, count(r) AS number",
    )
    return [
        plan | {"tasks": tasks.get(plan["plan"], 0), "assignments": assignments.get(plan["plan"], 0)} for plan in plans
    ]


def find_plans(paths: Iterable[Path]) -> list[Path]:
    """The files named, and of the folders named all files that can be read as plans, sorted.

    Raises LoadError for a folder without any. A named file is taken as it is: reading it tells what is wrong with it.
    """
    from loaders.read import SUFFIXES

    found: list[Path] = []
    for path in paths:
        inside = _inside(path, SUFFIXES) if path.is_dir() else [path]
        if not inside:
            known = ", ".join(sorted(SUFFIXES))
            raise LoadError(
                f"There are no plans in the folder {path}: no file there ends in {known}. Name another one."
            )
        found += inside
    return list(dict.fromkeys(found))


def load_paths(
    store: Store, paths: Iterable[Path], on_progress: Progress | None = None, dry_run: bool = False
) -> list[FileResult]:
    """Loads files and folders one plan after the other; one that fails is listed and the others go on.

    A file that holds several plans gives a result for each.

    The files are read by all cores; the graph has one writer.

    `on_progress` is called with each result. With `dry_run` all is done but the writing, and each status
    is what loading would give.
    """
    from loaders.batch import extract_many

    files, results = files_and_failures(paths)
    for result in results:
        if on_progress:
            on_progress(result)
    return results + load_read(store, extract_many(files), on_progress, dry_run)


def load_read(
    store: Store, files: Iterable[tuple[Path, Outcome]], on_progress: Progress | None = None, dry_run: bool = False
) -> list[FileResult]:
    """Loads the plans of files that were read, as `load_paths` does."""
    results: list[FileResult] = []
    seen: Seen = {}
    for path, read in files:
        for plan in (read,) if isinstance(read, UserError) else read:
            results.append(_load_plan(store, path, plan, seen, dry_run))
            if on_progress:
                on_progress(results[-1])
    if not dry_run:
        keep_judged_links(store)
    return results


def files_and_failures(paths: Iterable[Path]) -> tuple[list[Path], list[FileResult]]:
    """The files to read, and a failure for each folder without any."""
    files: list[Path] = []
    failed: list[FileResult] = []
    for path in paths:
        try:
            files += find_plans([path])
        except LoadError as error:
            failed.append(FileResult(str(path), error=str(error)))
    return list(dict.fromkeys(files)), failed


def _load_plan(store: Store, path: Path, read: PlanRecord | UserError, seen: Seen, dry_run: bool) -> FileResult:
    try:
        if isinstance(read, UserError):
            raise read
        return _load(store, path, read, seen, dry_run)
    except UserError as error:
        return FileResult(str(path), error=str(error))


def _load(store: Store, path: Path, read: PlanRecord, seen: Seen, dry_run: bool) -> FileResult:
    record, warning = _with_own_id(store, read, seen)
    if record.plan.id in seen and seen[record.plan.id][1] != record:
        warning.append(f"It takes the place of {seen[record.plan.id][0]}: both have its id, title and place.")
    outcome = _outcome(store, record) if dry_run else load_record(store, record)
    seen[outcome.plan] = (path, record)
    return FileResult(
        file=str(path),
        plan=outcome.plan,
        status=outcome.status,
        tasks=len(record.tasks),
        assignments=sum(party.origin == "printed" for task in record.tasks for party in (*task.lead, *task.support)),
        repairs=len(record.report.repairs),
        unread=len(record.report.unread),
        warnings=[*warning, *record.report.warnings, *outcome.warnings],
    )


def _with_own_id(store: Store, record: PlanRecord, seen: Seen) -> tuple[PlanRecord, list[str]]:
    """The record under an id that no other plan has: two files may share a name, and neither may displace the other."""
    plan = record.plan
    if not _is_another(store, record, seen):
        return record, []
    digest = hashlib.sha256(f"{plan.title}|{plan.jurisdiction}".encode()).hexdigest()[:6]
    own = record.with_id(f"{plan.id}-{digest}")
    return own, [
        f"Another plan has the id {plan.id}, so this one is loaded as {own.plan.id}. "
        f"If it is to take the other's place, remove {plan.id} and load this one again."
    ]


def _is_another(store: Store, record: PlanRecord, seen: Seen) -> bool:
    plan = record.plan
    if plan.id in seen:
        other = seen[plan.id][1].plan
        return (other.title, other.jurisdiction) != (plan.title, plan.jurisdiction)
    rows = store.read(
        "MATCH (p:Plan {id: $id}) OPTIONAL MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction) "
        "RETURN p.title AS title, j.code AS code, p.sha256 AS sha256",
        id=plan.id,
    )
    if not rows or rows[0]["sha256"] == plan.source.sha256:
        return False  # new, or the same file as a newer version of this program reads it
    codes = {rows[0]["code"], plan.adcode}
    elsewhere = len(codes) == 2 and not any(code is None or code.startswith("?") for code in codes)
    return elsewhere or rows[0]["title"] != plan.title


def _outcome(store: Store, record: PlanRecord) -> LoadResult:
    """What loading the record would come to."""
    rows = judged_rows(store, record)
    check_rows(record.plan.id, rows)
    known = store.read("MATCH (p:Plan {id: $id}) RETURN p.contentHash AS hash", id=record.plan.id)
    changed = "unchanged" if known and known[0]["hash"] == rows.content_hash else "replaced"
    return LoadResult(record.plan.id, changed if known else "loaded", warnings=warnings(rows))


def _inside(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    try:
        return sorted(_files(folder, suffixes))
    except OSError as error:
        raise LoadError(f"The folder {folder} can't be read ({error.strerror}). Check its permissions.") from error


def _files(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in suffixes and not hidden and path.is_file():
            yield path


def _counted(store: Store, query: str) -> dict[str, int]:
    return {row["plan"]: row["number"] for row in store.read(query)}
