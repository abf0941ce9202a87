"""Fixtures: one real embedded server for the whole run, on a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import local_server
from graph.store import Store, Transaction, open_store


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of every program that a test runs: never the user's own, never the user's Neo4j."""
    folder = tmp_path_factory.mktemp("graph")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZEREN_DATA", str(folder))
        for name in ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
            patch.delenv(name, raising=False)
        for name in ("ZEREN_PORT", "ZEREN_HEAP", "ZEREN_TIMEOUT"):
            patch.delenv(name, raising=False)
        patch.setenv(
            "ARCADEDB_JVM_ARGS", "-XX:TieredStopAtLevel=1"
        )  # a server that lives for seconds starts quicker so
        yield folder
        local_server.stop(folder)


@pytest.fixture(scope="session")
def store(data_folder: Path) -> Iterator[Store]:
    """A store on a real embedded server; what stands in it is whatever earlier tests left."""
    with open_store(data_folder) as opened:
        yield opened


@pytest.fixture
def fresh_store(store: Store) -> Store:
    """The same store, emptied."""

    def empty(tx: Transaction) -> None:
        tx.run("MATCH (n) DETACH DELETE n").consume()

    store.write(empty)
    return store
