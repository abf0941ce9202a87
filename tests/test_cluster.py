"""Reading on a Dask cluster of two workers on this machine: the same as reading here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.load import load_paths
from graph.store import Store
from loaders import cluster
from loaders.batch import extract_many
from loaders.cluster import ClusterError, extract_on
from loaders.errors import UserError
from tests.test_load import dump

ROOT = Path(__file__).resolve().parent.parent
PLANS = sorted((ROOT / "data" / "plans").glob("*.txt"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler without workers, on loopback, without a dashboard."""
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", log=log_of(tmp_path_factory)) as log:
        yield said(log, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two worker processes, on loopback, without a dashboard."""
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", log=log_of(tmp_path_factory)) as log:
        address = said(log, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
        options = ("--nworkers", "2", "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard")
        with dask("worker", address, *options, log=log_of(tmp_path_factory)):
            yield address


@contextmanager
def dask(*command: str, log: Path) -> Iterator[Path]:
    """Dask's own command in a process of its own, as a user starts it; gives the file that it writes what it says to."""
    with log.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "dask", *command], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=out
        )
        try:
            yield log
        finally:
            running.terminate()
            running.wait(60)


def log_of(factory: pytest.TempPathFactory) -> Path:
    """A new file for what a command says."""
    return factory.mktemp("dask") / "log"


def said(log: Path, pattern: str) -> str:
    """What a command says of itself once it has started."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := re.search(pattern, log.read_text("utf-8", "replace")):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"dask said nothing like {pattern}: {log.read_text('utf-8', 'replace')}")


def test_the_same_records_and_the_same_sentences(scheduler: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no such thing")
    paths = [*PLANS, tmp_path / "empty.txt", tmp_path / "broken.docx", tmp_path / "missing.txt"]
    paths += [tmp_path / f"{number}.txt" for number in range(10)]  # more than travel together
    for number, path in enumerate(paths[-10:]):
        path.write_text(PLANS[0].read_text("utf-8").replace("诚信", f"诚信{number}", 1), "utf-8")
    here, there = list(extract_many(paths)), list(extract_on(scheduler, paths))
    assert [path for path, _ in there] == paths
    for (_, one), (_, other) in zip(here, there, strict=True):
        if isinstance(one, UserError):
            assert (type(other), str(other)) == (type(one), str(one))
        else:
            assert other == one


def test_the_same_graph(scheduler: str, fresh_store: Store) -> None:
    results = load_paths(fresh_store, PLANS, dask=scheduler)
    assert [result.status for result in results] == ["loaded"] * 5
    whole = dump(fresh_store)
    fresh_store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    load_paths(fresh_store, PLANS)
    assert dump(fresh_store) == whole


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "tcp://", "ucx://127.0.0.1:1"])
def test_no_scheduler_is_one_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", 1.0)
    with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address}. Start one"):
        next(extract_on(address, PLANS))


def test_a_scheduler_without_workers_is_one_sentence(alone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WORKERS", 0.5)
    with pytest.raises(ClusterError, match=f"{alone} has no workers. Start some: `dask worker tcp:"):
        next(extract_on(alone, PLANS))


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"not installed: pip install -r requirements-dask\.txt"):
        next(extract_on("tcp://127.0.0.1:8786", PLANS))


def test_workers_with_other_tables_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CODE", ROOT / "queries")
    with pytest.raises(ClusterError, match="have another version"):
        next(extract_on(scheduler, PLANS))
