"""Reading on a Dask cluster of two workers on this machine: the same as reading here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

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
def scheduler() -> Iterator[str]:
    """The address of a cluster of two worker processes, on loopback, without a dashboard."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=True
    ) as running:
        yield running.scheduler_address


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


def test_a_scheduler_without_workers_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", 1.0)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as alone,
        pytest.raises(ClusterError, match=f"{alone.scheduler_address} has no workers. Start some: `dask worker tcp:"),
    ):
        next(extract_on(alone.scheduler_address, PLANS))


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"not installed: pip install -r requirements-dask\.txt"):
        next(extract_on("tcp://127.0.0.1:8786", PLANS))


def test_workers_with_other_tables_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CODE", ROOT / "queries")
    with pytest.raises(ClusterError, match="have another version"):
        next(extract_on(scheduler, PLANS))
