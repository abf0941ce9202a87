"""Reads a backup back: the graph is built anew beside the one that stands, and takes its place when it is whole.

A Neo4j has no second place for a graph, so there a backup goes only into a database without other plans, and what was
loaded of it is taken out again where the restore fails.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.backup import swap
from graph.backup.archive import FILES, LEDGER, REPORTS, SCENARIOS, Backup, BackupError, opened
from graph.build import GraphRows, build
from graph.judging.ledger import judgements_file, read_ledger
from graph.judging.verdicts import Verdicts, verdicts
from graph.links import link, linked
from graph.loading.writing import check_rows, load_plans, remove_rows
from graph.progress.ledger import Progress, read_progress
from graph.server import local_server
from graph.server.generation import Generation
from graph.server.holders import holder
from graph.server.locks import FileLock
from graph.server.runtime import Folder, data_folder
from graph.store import Store, open_store

_TOGETHER = 20
_DATABASES = "databases"

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
    active = read_ledger(ledger).active if ledger.is_file() else ()
    return Said(verdicts(active), read_progress(work / REPORTS))


def _into_folder(backup: Backup, folder: Folder, said: Said, step: Step) -> Restored:
    folder.make()
    with _alone(folder):
        made = Folder(folder.path / "restoring")
        _forget(made)
        try:
            local_server.ensure_running(made.path, local_server.Settings(port=0))
            with open_store(made.path) as store:
                otherwise = _load(store, backup, said, step)
            local_server.stop(made.path)
            _unpack(backup, made.path, folder)
            swap.decide(folder, made.path, [_DATABASES, *_files(folder)])
        finally:
            _forget(made)
        with local_server.stopped(folder):
            swap.adopt(folder)
        _keep_named_ledger(backup, folder)
        _tell_readers(folder)
    kept = swap.before(folder)
    return Restored(len(backup.plans), otherwise, kept if any(kept.iterdir()) else None)


def _into_neo4j(backup: Backup, folder: Folder, said: Said, step: Step) -> Restored:
    with open_store(folder.path) as store, store.exclusive(wait=0):
        standing = _standing(store)
        same = {kept.plan for kept in backup.plans if kept.hash == standing.get(kept.plan)}
        if others := standing.keys() - same:
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
        made = folder.path / "restoring"
        _forget(Folder(made))
        made.mkdir(parents=True)
        _unpack(backup, made, folder)
        swap.decide(folder, made, _files(folder))
        swap.adopt(folder)
        _keep_named_ledger(backup, folder)
    return Restored(len(backup.plans), otherwise, None)


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
        built: dict[str, GraphRows] = {}
        for kept, record in group:
            built[kept.plan] = build(record, said.verdicts, said.reports.of(kept.plan))
            check_rows(kept.plan, built[kept.plan])
            if built[kept.plan].content_hash != kept.hash:
                otherwise.append(kept.plan)
        load_plans(store, built)
        for plan in built:
            step(plan)
    if backup.linked and not linked(store, said.verdicts.topics, said.verdicts.new_names):
        link(store, said.verdicts.topics, said.verdicts.new_names)
    return tuple(otherwise)


def _standing(store: Store) -> dict[str, str]:
    rows = store.read("MATCH (p:Plan) RETURN p.id AS plan, p.contentHash AS hash")
    return {row["plan"]: row["hash"] for row in rows}


def _files(folder: Folder) -> list[str]:
    """What is replaced beside the graph itself; a file of judgements elsewhere is not part of the data folder."""
    elsewhere = judgements_file(folder).parent != folder.path
    return [SCENARIOS, *(name for name in FILES if not (elsewhere and name == LEDGER))]


def _unpack(backup: Backup, made: Path, folder: Folder) -> None:
    for name in _files(folder):
        if (raw := backup.file_of(name)) is not None:
            (made / name).write_bytes(raw)
    if scenarios := backup.scenarios():
        (made / SCENARIOS).mkdir()
        for name, content in scenarios.items():
            (made / SCENARIOS / name).write_bytes(content)


def _keep_named_ledger(backup: Backup, folder: Folder) -> None:
    """Puts the judgements into the file that ZEREN_JUDGEMENTS names; what stood there is kept beside it."""
    file, raw = judgements_file(folder), backup.file_of(LEDGER)
    if LEDGER in _files(folder) or raw is None or (file.is_file() and file.read_bytes() == raw):
        return
    if file.is_file():
        shutil.copy2(file, file.with_name(f"{file.name}.before-restore"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)


def _tell_readers(folder: Folder) -> None:
    generation = Generation(folder)
    generation.put(generation.now() // 2 * 2 + 2)
