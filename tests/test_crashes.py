"""Servers and clients that are killed in the middle of loads: what was acknowledged is there, whole, and nothing else is.

A few small plans are loaded, replaced and removed over and over; at some moment somebody is killed. The graph must then be what
was acknowledged last, or that with the one change that was on its way.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
import pytest

from graph.loading.writing import load_rows, remove_rows
from graph.server import local_server
from graph.store import Store, StoreError, open_store
from tests.neo4j_server import Neo4jServer
from tests.test_load import dump, expected, patiently, plan_rows

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")

ROUNDS = 20
STOPPED = {5, 15}
PLANS = 60
KINDS = {"Plan", "Task", "Measure", "Agency", "Function"}
Change = tuple[str, int | None]
"""A plan's id and the version that it is loaded in, None where it is removed."""


def change(number: int) -> Change:
    """The changes, in their order: plans loaded, at times the last one replaced or removed, later all replaced."""
    if number % 7 == 6:
        return f"p{(number - 1) % PLANS}", None
    return f"p{(number - (number % 5 == 4)) % PLANS}", number


def rows_of(plan: str, version: int) -> Any:
    """A plan with what it owns and what plans share, of few kinds: a server just started plans each query anew."""
    rows = plan_rows(plan, agencies=("gongan", f"f{version % 5}"), tasks=3 + version % 4, version=str(version))
    nodes = {label: items for label, items in rows.nodes.items() if label in KINDS}
    return replace(rows, nodes=nodes, edges={kind: each for kind, each in rows.edges.items() if {*kind[1:]} <= KINDS})


def make(store: Store, plan: str, version: int | None) -> None:
    if version is None:
        remove_rows(store, plan)
    else:
        load_rows(store, plan, rows_of(plan, version))


@dataclass
class Graph:
    """What must be in the graph."""

    versions: dict[str, int] = field(default_factory=dict)

    def take(self, plan: str, version: int | None) -> None:
        if version is None:
            self.versions.pop(plan, None)
        else:
            self.versions[plan] = version

    def dump(self) -> list[str]:
        return expected(*(rows_of(plan, version) for plan, version in self.versions.items()))

    def check(self, store: Store, on_its_way: Change) -> None:
        """The graph is as acknowledged, or one change further; from here on that counts."""
        found = patiently(lambda: dump(store))
        if found == self.dump():
            return
        before = dict(self.versions)
        self.take(*on_its_way)
        assert found == self.dump(), f"neither {before} nor with {on_its_way}: {sorted(set(found) ^ set(self.dump()))}"


@dataclass
class Embedded:
    """The embedded server, as something to kill."""

    data: Path

    def start(self) -> None:
        local_server.ensure_running(self.data)

    @property
    def pid(self) -> int:
        runtime = local_server.running(self.data)
        assert runtime is not None
        return runtime.pid

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def stop(self) -> None:
        local_server.stop(self.data)


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def victim(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server of this module's own, on `victim.data`."""
    data = tmp_path_factory.mktemp("crashes") / "graph"
    server: Any = Embedded(data)
    if request.param == "neo4j":
        server = Neo4jServer(data.parent, request.getfixturevalue("jars"))
        server.data = data
    server.start()
    yield server
    with suppress(OSError):
        server.stop()


@pytest.fixture
def store(victim: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The empty graph on that server."""
    for name, value in getattr(victim, "environment", {}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(
        "graph.server.servers.PATIENCE", 0
    )  # what meets a killed server is told at once, and not repeated
    with open_store(victim.data) as opened:
        opened.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
        yield opened


def wait_until_idle(store: Store, server: psutil.Process) -> None:
    """What a client sent before it was killed may still be worked on, or lie unread: then its connection stands half closed."""
    deadline = time.monotonic() + 300
    while any(each.status == psutil.CONN_CLOSE_WAIT for each in server.net_connections("tcp")) or is_busy(store):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_busy(store: Store) -> bool:
    return len(store.write(lambda tx: tx.run("SHOW TRANSACTIONS").data())) > 1


def interrupted(
    store: Store, numbers: Iterator[int], graph: Graph, interrupt: Callable[[], None], later: bool
) -> Change:
    """Makes changes until the server is interrupted, `later` only after the first; gives the one on its way, made or not."""
    on_its_way: list[Change] = []
    begun, over = threading.Event(), threading.Event()

    def work() -> None:
        with suppress(StoreError):
            while not over.is_set():
                on_its_way.append(change(next(numbers)))
                make(store, *on_its_way[-1])
                graph.take(*on_its_way[-1])
                begun.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(300 if later else 0.5) or not later
    interrupt()
    over.set()
    thread.join(300)
    assert not thread.is_alive(), "a load hangs"
    return on_its_way[-1]


def test_servers_that_end_during_loads_while_others_read(victim: Any, store: Store) -> None:
    """Most are killed, a few are stopped as users stop them. Readers see whole plans, or are told that there is no server."""
    chance = random.Random(1)
    graph, numbers = Graph(), iter(range(10**6))
    ways = [victim.stop if turn in STOPPED else victim.kill for turn in range(ROUNDS + len(STOPPED))]

    with looking(store) as seen:
        for turn, way in enumerate(ways):

            def interrupt(end: Callable[[], None] = way) -> None:
                time.sleep(chance.uniform(0.0, 0.4))
                end()
                victim.start()

            graph.check(store, interrupted(store, numbers, graph, interrupt, later=turn % 3 == 0))
    assert next(numbers) >= len(ways), "too little was done to prove anything"
    assert graph.versions
    told = {item for item in seen if isinstance(item, str)}
    plans = {item for item in seen - told if item}
    assert plans
    for titles in plans:
        version = int(titles[0].removeprefix("v"))
        assert titles == (f"v{version}",) * (3 + version % 4)
    assert told
    assert all("server" in sentence for sentence in told)


@contextmanager
def looking(store: Store) -> Iterator[set[Any]]:
    """Two readers of all plans; gives all that they saw, or were told instead."""
    seen: set[Any] = set()
    over = threading.Event()
    query = "MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:HAS_MEASURE]->(m) RETURN p.id AS plan, collect(t.title) AS versions"

    def look() -> None:
        while not over.wait(0.2):
            try:
                seen.update(tuple(row["versions"]) for row in store.read(query))
            except StoreError as error:
                seen.add(str(error))

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        yield seen
    finally:
        over.set()
        for reader in readers:
            reader.join(300)
            assert not reader.is_alive(), "a reader hangs"


def load_and_tell(data: Path, environment: dict[str, str], first: int, tell: Connection) -> None:
    """A client: makes changes for as long as it lives, and tells each once it is acknowledged."""
    os.environ.update(environment)
    with open_store(data, start=False) as store:
        for number in range(first, 10**6):
            make(store, *change(number))
            tell.send(number)


def test_clients_killed_during_loads(victim: Any, store: Store) -> None:
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["tests.test_crashes"])
    chance = random.Random(2)
    graph, number, heard = Graph(), 0, 0
    for _ in range(ROUNDS):
        hear, tell = nursery.Pipe(duplex=False)
        what = (victim.data, getattr(victim, "environment", {}), number, tell)
        child = nursery.Process(target=load_and_tell, args=what, daemon=True)
        child.start()
        tell.close()
        assert hear.poll(300), "the client did nothing"
        time.sleep(chance.uniform(0.0, 0.4))
        child.kill()
        child.join()
        with suppress(EOFError):
            while True:
                number = hear.recv()
                heard += 1
                graph.take(*change(number))
        wait_until_idle(store, psutil.Process(victim.pid))
        number += 1
        graph.check(store, change(number))
        number += 1
    assert heard >= ROUNDS
