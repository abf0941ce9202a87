"""Fixtures: real servers on temporary folders, one of each kind for the whole run.

A module that says `SERVERS = ("embedded", "neo4j")` runs its tests that use a store on each of them; those marked
`embedded` on the first alone. All other modules run on the embedded server.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from graph.judging.ledger import judgements_file
from graph.load import load_paths
from graph.progress.ledger import progress_file
from graph.server import local_server
from graph.store import Store, Transaction, open_store
from tests import quick_start
from tests.neo4j_server import Neo4jServer, NoNeo4j, fetched_jars
from tests.running import Run, runner

NAMES = ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE", "NEO4J_DATABASE")
PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
GIVEN = {name: os.environ[name] for name in NAMES if name in os.environ}


settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
"""A test says nothing of time: on a busy machine any example may be slow."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "embedded: on the embedded server alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    servers = getattr(metafunc.module, "SERVERS", ())
    if servers and "server_kind" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("embedded")
        metafunc.parametrize("server_kind", servers[:1] if alone else servers, indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of every program that a test runs: never the user's own, never the user's Neo4j."""
    folder = tmp_path_factory.mktemp("graph")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZEREN_DATA", str(folder))
        for name in NAMES:
            patch.delenv(name, raising=False)
        for name in ("ZEREN_PORT", "ZEREN_HEAP", "ZEREN_TIMEOUT", "ZEREN_JUDGEMENTS", "ZEREN_USER"):
            patch.delenv(name, raising=False)
        patch.setenv("ARCADEDB_JVM_ARGS", quick_start.options())
        yield folder
        local_server.stop(folder)


@pytest.fixture(scope="session")
def server_kind(request: pytest.FixtureRequest) -> str:
    """Which server is behind the store: `embedded` or `neo4j`."""
    return str(getattr(request, "param", "embedded"))


@pytest.fixture(scope="session")
def jars() -> Path:
    """What Neo4j is made of. In CI a Neo4j that can't be had is a failure."""
    try:
        return fetched_jars()
    except NoNeo4j as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def neo4j_environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """What leads a program to the Neo4j of the tests: the user's if it is empty, for tests erase what they find."""
    if "NEO4J_URI" in GIVEN and "PYTEST_XDIST_WORKER" not in os.environ and _is_empty(GIVEN):
        yield GIVEN
        return
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"), request.getfixturevalue("jars"))
    server.start()
    yield server.environment
    server.kill()


@pytest.fixture(autouse=True)
def _environment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leads what a test of a store on Neo4j starts, other programs too, to that Neo4j."""
    if "server_kind" in request.fixturenames and request.getfixturevalue("server_kind") == "neo4j":
        for name, value in request.getfixturevalue("neo4j_environment").items():
            monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def store(server_kind: str, data_folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store on a real server; what stands in it is whatever earlier tests left."""
    environment = request.getfixturevalue("neo4j_environment") if server_kind == "neo4j" else {}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        opened = open_store(data_folder)
    with opened:
        yield opened


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of its own with the five plans, for tests that only read."""
    folder = tmp_path_factory.mktemp("five")
    try:
        with open_store(folder) as opened:
            assert {result.status for result in load_paths(opened, [PLANS])} == {"loaded"}
            yield opened
    finally:
        local_server.stop(folder)


@pytest.fixture(scope="module")
def loaded(store: Store) -> Iterator[None]:
    """The five plans and nothing else in the graph that the app reads."""
    from app_pages import data  # only the app's tests need it
    from tests.showing import load_five

    load_five(store)
    yield
    data.reconnect()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, as the command line would."""
    return runner(capsys)


@pytest.fixture
def fresh_store(store: Store) -> Iterator[Store]:
    """The same store, emptied; nobody has judged or reported, before and after."""

    def empty(tx: Transaction) -> None:
        tx.run("MATCH (n) DETACH DELETE n").consume()

    said = (judgements_file(store.server.folder), progress_file(store.server.folder))
    store.write(empty)
    for file in said:
        file.unlink(missing_ok=True)
    yield store
    for file in said:
        file.unlink(missing_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, they would go on alone when the others are done."""
    items.sort(key=lambda item: _unit(item.nodeid) not in LONGEST)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Gives workers modules as a whole; all that needs Neo4j, or the browser, to one that starts it once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByUnit(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _unit(nodeid)

    return ByUnit(config, log)


LONGEST = {"neo4j", "browser", "tests/test_crashes.py"}
ON_NEO4J = ("tests/test_two_servers.py", "tests/test_refusals.py", "tests/test_import_into_neo4j.py")


def _unit(nodeid: str) -> str:
    """What one worker runs: a module, but for what is shared beyond modules and takes long to start."""
    module, _, test = nodeid.partition("::")
    if module == "tests/test_crashes.py":  # with servers of its own
        return module
    if module in ON_NEO4J or "[neo4j" in test:
        return "neo4j"
    return "browser" if module.startswith("tests/browser/") else module


def _is_empty(environment: dict[str, str]) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with open_store(start=False) as given:
            return given.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
