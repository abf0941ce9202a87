"""Reads a backup back: the graph is built anew beside the one that stands, and takes its place when it is whole.

A Neo4j has no second place for a graph, so there a backup goes only into a database without other plans, and what was
loaded of it is taken out again where the restore fails.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.backup import swap
from graph.backup.archive import FILES, LEDGER, REPORTS, SCENARIOS, Backup, BackupError, Kept, damaged, opened
from graph.build import GraphRows, build
from graph.judging.ledger import judgements_file, read_ledger
from graph.judging.verdicts import Verdicts, verdicts
from graph.links import link, linked
from graph.loading.writing import check_rows, load_plans, remove_rows
from graph.progress.ledger import Progress, read_progress
from graph.schema import SchemaError
from graph.server import local_server
from graph.server.generation import Generation
from graph.server.holders import holder
from graph.server.locks import FileLock
from graph.server.runtime import Folder, data_folder
from graph.store import Store, open_store
from loaders.errors import UserError
from loaders.records import PlanRecord

_TOGETHER = 20
_GRAPH = ("databases", "format.json")
"""What the embedded server keeps: the graph, and the mark of the version that wrote it."""

Step = Callable[[str], object]


@dataclass(frozen=True)
class Said:
    """What people said of the plans of a backup."""

    verdicts: Verdicts
    reports: Progress


@dataclass(frozen=True)
class Restored:
    """What a restore came to."""

    plans: int
    otherwise: tuple[str, ...]
    """Plans that today's tables and program build otherwise than they stood when the backup was taken."""
    before: Path | None
    """Where the graph is that stood here before."""


def restore(path: Path, data: Path | None = None, on_progress: Step | None = None) -> Restored:
    """Puts a backup in place of the graph of the data folder, or into a Neo4j database without plans.

    All of it or nothing. Raises BackupError, and what loading a plan raises.
    """
    folder = data_folder(data)
    with opened(path) as backup, tempfile.TemporaryDirectory() as work:
        said = _said(backup, Path(work))
        step = on_progress or (lambda _plan: None)
        if os.environ.get("NEO4J_URI"):
            return _into_neo4j(backup, folder, said, step)
        return _into_folder(backup, folder, said, step)


def _said(backup: Backup, work: Path) -> Said:
    for name in (LEDGER, REPORTS):
        if (raw := backup.file_of(name)) is not None:
            (work / name).write_bytes(raw)
    ledger = work / LEDGER
    try:
        active = read_ledger(ledger).active if ledger.is_file() else ()
        return Said(verdicts(active), read_progress(work / REPORTS))
    except UserError as error:
        raise damaged(backup.path, str(error).replace(f"{work}{os.sep}", "")) from error


def _into_folder(backup: Backup, folder: Folder, said: Said, step: Step) -> Restored:
    folder.make()
    with _alone(folder):
        local_server.finish_restore(folder)
        with _made(folder) as made:
            _unpack(backup, made)
            local_server.ensure_running(made.path, local_server.Settings(port=0))
            with open_store(made.path) as store:
                otherwise = _load(store, backup, said, step)
            local_server.stop(made.path)
            _put_in_place(folder, made, {name: folder.path / name for name in _GRAPH} | _places(backup, folder))
        generation = Generation(folder)
        generation.put(generation.now() // 2 * 2 + 2)  # for readers
    return _restored(backup, folder, otherwise)


def _into_neo4j(backup: Backup, folder: Folder, said: Said, step: Step) -> Restored:
    with open_store(folder.path) as store, store.exclusive(wait=0), _made(folder) as made:
        made.make()
        _unpack(backup, made)
        standing = _standing(store)
        if others := standing.keys() - _as_kept(backup, said, standing):
            raise BackupError(
                f"The database at {store.server.uri} holds other plans ({', '.join(sorted(others)[:5])}), and a "
                "restore replaces nothing there. Remove them, or name an empty database with NEO4J_DATABASE."
            )
        try:
            otherwise = _load(store, backup, said, step)
        except BaseException:
            for plan in _standing(store).keys() - standing.keys():
                remove_rows(store, plan)
            raise
        _put_in_place(folder, made, _places(backup, folder))
    return _restored(backup, folder, otherwise)


def _as_kept(backup: Backup, said: Said, standing: Mapping[str, str]) -> set[str]:
    """The plans that stand as the backup has them, or as they are built of it: left by a restore that was cut off."""
    same = {kept.plan for kept in backup.plans if kept.hash == standing.get(kept.plan)}
    if other := standing.keys() - same:
        records = ((kept, record) for kept, record in backup.records() if kept.plan in other)
        built = {kept.plan: _built(backup, kept, record, said).content_hash for kept, record in records}
        same |= {plan for plan, content_hash in built.items() if content_hash == standing[plan]}
    return same


@contextmanager
def _made(folder: Folder) -> Iterator[Folder]:
    """A folder within the data folder in which all is made ready; what is left of it goes."""
    made = Folder(folder.path / "restoring")
    _forget(made)
    try:
        yield made
    finally:
        _forget(made)


def _put_in_place(folder: Folder, made: Folder, parts: Mapping[str, Path]) -> None:
    """With no server, and none that could start: what it acknowledged after the decision would be moved away."""
    with local_server.stopped(folder):
        swap.decide(folder, made.path, parts)
        swap.adopt(folder)


def _restored(backup: Backup, folder: Folder, otherwise: tuple[str, ...]) -> Restored:
    kept = swap.before(folder)
    return Restored(len(backup.plans), otherwise, kept if any(kept.iterdir()) else None)


@contextmanager
def _alone(folder: Folder) -> Iterator[None]:
    lock = FileLock(folder.write_lock)
    if not lock.acquire(0):
        raise BackupError(
            f"The graph of {folder.path} is being written ({holder(folder.write_lock)}), so it was left as it is. "
            "Wait for that to end, then restore."
        )
    try:
        yield
    finally:
        lock.release()


def _forget(made: Folder) -> None:
    local_server.stop(made.path)
    shutil.rmtree(made.path, ignore_errors=True)


def _load(store: Store, backup: Backup, said: Said, step: Step) -> tuple[str, ...]:
    """Loads all plans and makes their links; gives those that came out otherwise than they stood."""
    otherwise: list[str] = []
    records = iter(backup.records())
    while group := list(islice(records, _TOGETHER)):
        built = {kept.plan: _built(backup, kept, record, said) for kept, record in group}
        otherwise += [kept.plan for kept, _ in group if built[kept.plan].content_hash != kept.hash]
        load_plans(store, built)
        for plan in built:
            step(plan)
    if backup.linked and not linked(store, said.verdicts.topics, said.verdicts.new_names):
        link(store, said.verdicts.topics, said.verdicts.new_names)
    return tuple(otherwise)


def _built(backup: Backup, kept: Kept, record: PlanRecord, said: Said) -> GraphRows:
    """The rows of a plan; raises BackupError for a record that none can be built of: the file may be anyone's."""
    try:
        rows = build(record, said.verdicts, said.reports.of(kept.plan))
        check_rows(kept.plan, rows)
    except (SchemaError, AttributeError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise damaged(backup.path, f"plan {kept.plan}: {type(error).__name__}: {error}") from error
    return rows


def _standing(store: Store) -> dict[str, str]:
    rows = store.read("MATCH (p:Plan) RETURN p.id AS plan, p.contentHash AS hash")
    return {row["plan"]: row["hash"] for row in rows}


def _places(backup: Backup, folder: Folder) -> dict[str, Path]:
    """Where what people made goes; judgements that stand elsewhere stay where the backup has none, or the same."""
    places = {name: folder.path / name for name in (SCENARIOS, *FILES)}
    ledger, raw = judgements_file(folder), backup.file_of(LEDGER)
    if ledger.parent != folder.path:
        if raw is None or (ledger.is_file() and ledger.read_bytes() == raw):
            del places[LEDGER]
        else:
            places[LEDGER] = ledger
    return places


def _unpack(backup: Backup, made: Folder) -> None:
    files = {Path(name): raw for name in FILES if (raw := backup.file_of(name)) is not None}
    files |= {Path(SCENARIOS, name): raw for name, raw in backup.scenarios().items()}
    for name, raw in files.items():
        try:
            (made.path / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (made.path / name).write_bytes(raw)
        except OSError as error:
            raise BackupError(
                f"{name} of {backup.path} can't be written ({error.strerror or error}). Nothing was changed."
            ) from error
