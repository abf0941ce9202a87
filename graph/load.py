"""Loads plans from files and folders into the graph, lists them, and takes them out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.judging.current import current, keep_judged_links
from graph.loading.known import Known
from graph.loading.load_run import FileResult, LoadRun, groups, missed
from graph.loading.writing import load_rows, remove_rows
from graph.progress.ledger import reported
from graph.store import Store
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


def load_record(store: Store, record: PlanRecord) -> LoadResult:
    """Loads one plan, as people judged it: all of it or, where anything fails, nothing."""
    with store.exclusive():  # lest somebody judges between the look into the file and the writing
        rows = judged_rows(store, record)
        return LoadResult(record.plan.id, load_rows(store, record.plan.id, rows), warnings=missed(rows))


def judged_rows(store: Store, record: PlanRecord) -> GraphRows:
    """The rows of a plan by the judgements that count in this store now."""
    from graph.build import build

    return build(record, current(store), reported(store).of(record.plan.id))


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
    store: Store,
    paths: Iterable[Path],
    on_progress: Progress | None = None,
    dry_run: bool = False,
    dask: str | None = None,
) -> list[FileResult]:
    """Loads files and folders one plan after the other; one that fails is listed and the others go on.

    A file that holds several plans gives a result for each. One that stands in the graph as it is need not be read.

    The files are read by all cores, or by the workers of the scheduler at `dask`; the graph has one writer.

    `on_progress` is called with each result. With `dry_run` all is done but the writing, and each status
    is what loading would give.
    """
    files, results = files_and_failures(paths)
    known = Known(store)
    skipped = known.skipped(files)
    results += [result for found in skipped.values() for result in found]
    for result in results:
        if on_progress:
            on_progress(result)
    left = [path for path in files if path not in skipped]
    results += load_read(store, read_files(left, dask), on_progress, dry_run, None if dry_run else known)
    order = {str(path): number for number, path in enumerate(files)}
    return sorted(results, key=lambda result: order.get(result.file, -1))


def read_files(files: Sequence[Path], dask: str | None = None) -> Iterator[tuple[Path, Outcome]]:
    """Each file with its plans, read by all cores or by the workers of the scheduler at `dask`."""
    if dask is not None:
        from loaders.cluster import extract_on

        return extract_on(dask, files)
    from loaders.batch import extract_many

    return extract_many(files)


def load_read(
    store: Store,
    files: Iterable[tuple[Path, Outcome]],
    on_progress: Progress | None = None,
    dry_run: bool = False,
    known: Known | None = None,
) -> list[FileResult]:
    """Loads the plans of files that were read, as `load_paths` does; those that stand then are noted in `known`."""
    results: list[FileResult] = []
    run = LoadRun(store, dry_run)
    for group in groups(files):
        loaded = run.load(group)
        if known:
            known.note(loaded, run.standing(loaded))
        for result in loaded:
            results.append(result)
            if on_progress:
                on_progress(result)
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
