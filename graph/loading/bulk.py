"""The first load of very many plans into the embedded server: a whole database is built beside the empty one.

The engine's batch importer is several times as quick as transactions and has none, so it works on a database apart,
in a process of its own, which takes the empty one's place when all is written and on the disk. Until then nothing is
told as loaded, and whatever ends the load leaves the graph as it was: empty.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.judging.current import keep_judged_links
from graph.load import read_files
from graph.loading.bulk_rows import Planner, Ready
from graph.loading.load_run import FileResult, LoadRun, groups
from graph.loading.merging import merged
from graph.loading.removal import sweep
from graph.loading.writing import load_plans
from graph.server import local_server
from graph.server.generation import Generation
from graph.store import Store
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.building.rows import GraphRows
    from graph.server.runtime import Folder
    from loaders.batch import Outcome

HEAP = "2g"
"""Of the importing process; ZEREN_HEAP sets another one."""
Progress = Callable[[FileResult], object]
_CODE = Path(__file__).resolve().parents[2]


def load_bulk_paths(
    store: Store, files: Sequence[Path], on_progress: Progress | None = None, dask: str | None = None
) -> list[FileResult]:
    """Reads files, on a cluster where `dask` names one, and loads their plans as `load_bulk` does."""
    return load_bulk(store, read_files(files, dask), on_progress)


def load_bulk(
    store: Store, files: Iterable[tuple[Path, Outcome]], on_progress: Progress | None = None
) -> list[FileResult]:
    """Loads the plans of files into an empty graph of the embedded server: all that can be loaded, or none.

    `on_progress` is called as plans are made ready; they are loaded when this returns.
    """
    results: list[FileResult] = []
    with store.exclusive():
        _refuse(store)
        with Importer(store.server.folder) as importer:
            run = LoadRun(store, write=importer.add)
            for result in (result for group in groups(files) for result in run.load(group)):
                results.append(result)
                if on_progress:
                    on_progress(result)
            if importer.plans:
                importer.finish()
                importer.take_place()
                store.write(lambda tx: sweep(tx, importer.planner.dropped))
        for plan, rows in importer.later:
            load_plans(store, {plan: rows})
        keep_judged_links(store)
    return results


def _refuse(store: Store) -> None:
    if not store.server.embedded:
        raise StoreError(
            "A bulk load writes the embedded server's own files, and NEO4J_URI names a Neo4j. Load without --bulk, "
            "or unset NEO4J_URI."
        )
    [found] = store.read("MATCH (p:Plan) RETURN count(p) AS plans")
    if found["plans"]:
        raise StoreError(
            f"The graph holds {found['plans']} plans, and a bulk load is for an empty one. Load without --bulk, "
            "or name another folder with --data."
        )


class Importer:
    """The process that builds the new database, and the folder it builds it in."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.plans: dict[str, str] = {}
        """Content hashes of the plans that were sent, by id."""
        self.planner = Planner()
        self.later: list[tuple[str, GraphRows]] = []
        """Plans that take the place of one sent before."""

    def __enter__(self) -> Importer:
        for left in self._folder.path.glob("bulk-*"):
            shutil.rmtree(left, ignore_errors=True)
        self._work = Path(tempfile.mkdtemp(prefix="bulk-", dir=self._folder.path))
        self._log = open(self._work / "log", "wb+")
        command = [sys.executable, "-X", "utf8", "-m", "graph.server._arcade_bulk", str(self._work / "kg")]
        self._process = subprocess.Popen(
            [*command, os.environ.get("ZEREN_HEAP") or HEAP],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            cwd=self._work,
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join([str(_CODE), *filter(None, [os.environ.get("PYTHONPATH")])])},
        )
        return self

    def __exit__(self, *_exception: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._log):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what the process did not read any more
                    pipe.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def add(self, plans: Mapping[str, GraphRows]) -> dict[str, str | UserError]:
        """Sends plans; gives what each comes to."""
        new = {plan: rows for plan, rows in plans.items() if plan not in self.plans}
        statuses: dict[str, str | UserError] = dict.fromkeys(new, "loaded")
        for plan, rows in plans.items():
            if plan in new:
                continue
            statuses[plan] = "unchanged" if self.plans[plan] == rows.content_hash else "replaced"
            self.later.append((plan, rows))
        self.plans |= {plan: rows.content_hash for plan, rows in plans.items()}
        if new:
            self._send(self.planner.ready(merged(new.values())))
        return statuses

    def finish(self) -> None:
        """Sends what all plans share, and waits until all is written."""
        self._send(self.planner.last())
        self._send(None)
        if self._process.wait():
            raise self._failed()

    def take_place(self) -> None:
        """Puts the new database where the server has its empty one."""
        new, place = self._work / "kg", self._folder.path / "databases" / "kg"
        _to_disk(new)
        with local_server.stopped(self._folder), Generation(self._folder).committing() as commit:
            commit.begin()
            os.replace(place, self._work / "empty")
            os.replace(new, place)
            _to_disk(place.parent)
        local_server.ensure_running(self._folder.path)

    def _send(self, rows: Ready | None) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(rows, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError:
            self._process.wait()
            raise self._failed() from None

    def _failed(self) -> StoreError:
        self._log.seek(0)
        lines = self._log.read().decode("utf-8", "replace").strip().splitlines()
        said = lines[-1] if lines else f"exit code {self._process.returncode}"
        return StoreError(f"The bulk load failed and the graph is as it was: {said} Load without --bulk.")


def _to_disk(path: Path) -> None:
    """What was written there outlives a power cut."""
    if os.name == "nt":
        return
    for each in (path, *path.iterdir()) if path.is_dir() else (path,):
        file = os.open(each, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
