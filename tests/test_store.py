from __future__ import annotations

import datetime
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from graph.schema import constraints
from graph.server import local_server
from graph.server.generation import Generation
from graph.server.local_server import Settings, ensure_running, stop
from graph.server.runtime import Folder
from graph.server.servers import Server, find_server
from graph.store import QueryError, Store, StoreError, Transaction, open_store

T = TypeVar("T")
SERVERS = ("embedded", "neo4j")


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives; fails where it takes longer, instead of waiting for ever."""
    found: list[T | BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, f"no answer within {seconds} s"
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]


@pytest.mark.embedded
@pytest.mark.parametrize("source", ["file:///etc/hosts", "/etc/hosts", "http://127.0.0.1:1/x", "https://example.org/x"])
def test_trap_3_no_csv_is_loaded(store: Store, source: str) -> None:
    """Not even for the user who may do everything else."""
    with pytest.raises(StoreError, match="disabled"):
        store.write(lambda tx: tx.run(f"LOAD CSV FROM '{source}' AS line RETURN line").consume())


def test_trap_4_a_value_of_20_mib_passes_both_ways(fresh_store: Store) -> None:
    """The server's own limit is 16 MiB, and above it the driver waits for ever."""
    text = "责" * (20 * 2**20 // 3 + 1)
    create = "CREATE (s:SourceText {id: 'x', text: $text}) RETURN s.text AS text"
    written = within(120, lambda: fresh_store.write(lambda tx: tx.run(create, text=text).single(strict=True)["text"]))
    assert written == text
    many = [0] * 1_100_000
    assert within(120, lambda: fresh_store.read("RETURN size($many) AS n", many=many)) == [{"n": len(many)}]


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose server ends each command after 2 s, with enough in it to compute without end."""
    path = tmp_path_factory.mktemp("hasty")
    ensure_running(path, Settings(timeout=2, heap="512m"))
    with open_store(path) as opened:
        opened.write(lambda tx: tx.run("UNWIND range(1, 3000) AS i CREATE (:Task {id: toString(i)})").consume())
        yield opened
    stop(path)


ENDLESS = "MATCH (a:Task), (b:Task), (c:Task) WHERE a.id < b.id AND b.id < c.id RETURN count(*) AS n"


def test_traps_2_and_7_the_server_itself_ends_a_runaway(hasty: Store) -> None:
    """The setting is one of the database: given in the server's configuration it would be ignored."""
    endless_write = "MATCH (a:Task), (b:Task), (c:Task) SET a.x = b.id"
    started = time.monotonic()
    with pytest.raises(QueryError, match="took too long"):
        within(120, lambda: hasty.read(ENDLESS))
    with pytest.raises(QueryError, match="took too long"):
        within(120, lambda: hasty.write(lambda tx: tx.run(endless_write).consume()))
    assert time.monotonic() - started > 3.5, "nothing ran"
    assert hasty.read("MATCH (t:Task) WHERE t.x IS NOT NULL RETURN count(t) AS n") == [{"n": 0}]


def test_a_query_that_needs_too_much_memory_ends_alone(hasty: Store) -> None:
    with pytest.raises(StoreError, match=r"more memory|took too long"):
        hasty.query_readonly("RETURN reduce(text = 'x', i IN range(1, 40) | text + text) AS text")
    assert hasty.read("MATCH (t:Task) RETURN count(t) AS n") == [{"n": 3000}]


@pytest.mark.parametrize(
    ("query", "params", "columns", "rows"),
    [
        ("RETURN 1 AS a, 'x' AS b", {}, ["a", "b"], [{"a": 1, "b": "x"}]),
        ("RETURN $list AS l", {"list": [1, {"m": None}]}, ["l"], [{"l": [1, {"m": None}]}]),
        ("RETURN date('2018-11-05') AS d", {}, ["d"], [{"d": "2018-11-05"}]),
        ("RETURN 1 AS a;", {}, ["a"], [{"a": 1}]),
        ("RETURN 'a // b' AS a // a remark", {}, ["a"], [{"a": "a // b"}]),
        ("MATCH (n:Unheard)-[:NOTHING]->(m) RETURN n.id AS id, m", {}, None, []),
        ("UNWIND [3, 4] AS n RETURN n", {}, ["n"], [{"n": 3}, {"n": 4}]),
    ],
)
def test_what_a_typed_query_gives(
    store: Store, query: str, params: dict[str, Any], columns: list[str] | None, rows: list[dict[str, Any]]
) -> None:
    result = store.query_readonly(query, params)
    assert result.rows == rows
    assert columns is None or result.columns == columns
    assert result.truncated is False


@pytest.mark.parametrize(
    ("rows", "limit", "truncated"), [(5, 5, False), (6, 5, True), (0, 5, False), (2500, 2400, True)]
)
def test_the_limit_of_rows(store: Store, rows: int, limit: int, truncated: bool) -> None:
    result = store.query_readonly("UNWIND range(1, $n) AS i RETURN i", {"n": rows}, limit=limit)
    assert (len(result.rows), result.truncated) == (min(rows, limit), truncated)
    assert store.query_readonly("RETURN 1 AS one").rows == [{"one": 1}]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("RETRUN 1", "Syntax error|Invalid input"),
        ("RETURN $missing", "missing"),
        ("  \n", "query is empty"),
        ("CREATE (:Task {id: 'x'})", "Only reading is allowed"),
    ],
)
def test_trap_8_a_mistake_is_explained(store: Store, query: str, says: str) -> None:
    """Production mode would hide what is wrong."""
    with pytest.raises(QueryError, match=says):
        store.query_readonly(query)


def test_nodes_relationships_and_paths_as_dicts(fresh_store: Store) -> None:
    fresh_store.write(
        lambda tx: tx.run(
            "CREATE (:Agency {id: 'a', name: '市公安局'})-[:LEADS {order: 1, asWritten: '公安局'}]->"
            "(:Task {id: 't', due: date('2020-12-31')})"
        ).consume()
    )
    [row] = fresh_store.query_readonly(
        "MATCH p = (a:Agency)-[r:LEADS]->(t:Task) RETURN a, r, t, p, [a, t] AS both"
    ).rows
    agency, task, leads = row["a"], row["t"], row["r"]
    assert (agency["kind"], agency["id"], agency["labels"]) == ("node", "a", ["Agency"])
    assert agency["properties"] == {"id": "a", "name": "市公安局"}
    assert task["properties"]["due"] == "2020-12-31"
    assert (leads["kind"], leads["type"], leads["properties"]) == (
        "relationship",
        "LEADS",
        {"order": 1, "asWritten": "公安局"},
    )
    assert (leads["start"], leads["end"]) == (agency["element"], task["element"])
    assert [node["id"] for node in row["p"]["nodes"]] == ["a", "t"]
    assert [edge["type"] for edge in row["p"]["relationships"]] == ["LEADS"]
    assert row["both"] == [agency, task]
    json.dumps(row)


def test_a_write_is_whole_or_not_at_all(fresh_store: Store) -> None:
    def failing(tx: Transaction) -> None:
        tx.run("CREATE (:Topic {key: 'half'})").consume()
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        fresh_store.write(failing)
    assert fresh_store.read("MATCH (n) RETURN n") == []
    assert (
        fresh_store.write(lambda tx: tx.run("CREATE (:Topic {key: 'k'}) RETURN 7 AS n").single(strict=True)["n"]) == 7
    )


def test_writers_at_once_lose_nothing(fresh_store: Store) -> None:
    """Read, then write: without one writer at a time some of the additions would be lost."""
    fresh_store.write(lambda tx: tx.run("CREATE (:Topic {key: 'sum', ordinal: 0})").consume())

    def add(tx: Transaction) -> None:
        found = tx.run("MATCH (t:Topic {key: 'sum'}) RETURN t.ordinal AS n").single(strict=True)["n"]
        time.sleep(0.005)
        tx.run("MATCH (t:Topic {key: 'sum'}) SET t.ordinal = $n", n=found + 1).consume()

    threads = [threading.Thread(target=lambda: [fresh_store.write(add) for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fresh_store.read("MATCH (t:Topic) RETURN t.ordinal AS n") == [{"n": 40}]


def test_exclusive_may_be_nested_but_not_shared(store: Store) -> None:
    refused: list[str] = []

    def other() -> None:
        try:
            with store.exclusive(wait=0.1):
                refused.append("nothing")
        except StoreError as error:
            refused.append(str(error))

    with store.exclusive():
        with store.exclusive():
            store.write(lambda tx: tx.run("RETURN 1").consume())
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(refused) == 1
    assert "is loading into this graph. Wait for it to end, then try again." in refused[0]
    assert sys.platform != "linux" or f"rocess {os.getpid()}" in refused[0]
    with store.exclusive(wait=0):
        pass


def test_a_failed_write_leaves_no_lock_and_no_mark(fresh_store: Store) -> None:
    with pytest.raises(StoreError):
        fresh_store.write(lambda tx: tx.run("RETRUN").consume())
    assert Generation(fresh_store.server.folder).now() % 2 == 0
    with fresh_store.exclusive(wait=0):
        pass


def test_a_mark_left_by_a_writer_that_died_holds_nobody_up(fresh_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.server.generation._PATIENCE", 3600)
    generation = Generation(fresh_store.server.folder)
    generation.put(generation.now() + 1)
    assert within(120, lambda: fresh_store.read("RETURN 1 AS one")) == [{"one": 1}]
    fresh_store.write(lambda tx: tx.run("CREATE (:Topic {key: 'k'})").consume())
    assert fresh_store.read("MATCH (t:Topic) RETURN t.key AS key") == [{"key": "k"}]


def test_a_reader_whom_every_look_disturbs_gets_its_turn(fresh_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    count = iter(range(0, 1000, 2))
    monkeypatch.setattr(Generation, "now", lambda self: next(count))
    assert fresh_store.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_store_outlives_a_restart_of_its_server_in_all_threads(tmp_path: Path) -> None:
    ensure_running(tmp_path)
    with open_store(tmp_path) as store:
        store.write(lambda tx: tx.run("CREATE (:Topic {key: 'kept'})").consume())
        stop(tmp_path)
        with pytest.raises(StoreError, match=r"has stopped or does not answer\. Start it with"):
            store.query_readonly("RETURN 1")
        ensure_running(tmp_path)
        found: list[Any] = []
        threads = [
            threading.Thread(target=lambda: found.append(store.read("MATCH (t:Topic) RETURN t.key AS key")))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [[{"key": "kept"}]] * 8
        store.write(lambda tx: tx.run("CREATE (:Topic {key: 'more'})").consume())
        assert store.status()["running"] is True
    stop(tmp_path)


@pytest.mark.embedded
def test_a_mark_of_changes_that_somebody_damaged_is_mended(fresh_store: Store) -> None:
    """A file of any content and length: the next commit puts a number in its place."""
    generation = Generation(fresh_store.server.folder)
    file = fresh_store.server.folder.path / "generation"
    for content in (b"xx", b"", b"x" * 40, b"\xff" * 20, b"00000000000000000007xxx"):
        file.write_bytes(content)
        before = fresh_store.commits()
        assert fresh_store.read("RETURN 1 AS one") == [{"one": 1}]
        fresh_store.write(lambda tx: tx.run("MERGE (:Topic {key: 'x'})").consume())
        assert generation.now() % 2 == 0
        assert generation.now() != before
    file.unlink()
    file.mkdir()
    try:
        with pytest.raises(StoreError, match=r"generation, which tells when the graph changes, can't be read"):
            fresh_store.read("RETURN 1 AS one")
    finally:
        file.rmdir()


def test_no_server_is_started_where_none_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"No graph server runs .* cli\.py serve"):
        open_store(tmp_path, start=False)
    assert local_server.status(tmp_path)["running"] is False


def test_status_tells_the_server_and_its_plans(fresh_store: Store, server_kind: str, data_folder: Path) -> None:
    fresh_store.write(lambda tx: tx.run("CREATE (:Plan {id: 'yichang', contentHash: 'x', format: 1})").consume())
    shown = fresh_store.status()
    assert (shown["running"], shown["server"], shown["plans"]) == (True, server_kind, 1)
    assert shown["version"].startswith({"embedded": "ArcadeDB 2", "neo4j": "Neo4j Kernel"}[server_kind])
    if server_kind == "embedded":
        assert shown["data"] == str(data_folder)
        assert shown["pid"] != os.getpid()


# --- Neo4j, chosen by the environment --------------------------------------------------------------------------------


@pytest.fixture
def as_neo4j(neo4j_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    for name, value in neo4j_environment.items():
        monkeypatch.setenv(name, value)
    return neo4j_environment


def test_the_environment_chooses_neo4j(as_neo4j: dict[str, str], tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert store.server.kind == "neo4j"
        store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
        store.run_ddl(constraints())
        store.write(lambda tx: tx.run("CREATE (:Topic {key: 'k'})").consume())
        assert store.read("MATCH (n) RETURN labels(n) AS labels") == [{"labels": ["Topic"]}], "the turn's node was left"
        assert store.query_readonly("MATCH (t:Topic) RETURN t.key AS key").rows == [{"key": "k"}]
    assert local_server.status(tmp_path)["running"] is False, "an embedded server was started beside Neo4j"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"NEO4J_PASSWORD": "wrong"}, "refuses the user name or password. Check NEO4J_USER and NEO4J_PASSWORD"),
        ({"NEO4J_PASSWORD": ""}, "neither NEO4J_PASSWORD nor NEO4J_PASSWORD_FILE is"),
        ({"NEO4J_URI": "localhost"}, "NEO4J_URI is no address of a server: it begins with none of bolt"),
        ({"NEO4J_URI": "http://localhost:7474"}, "it begins with none of bolt"),
    ],
)
def test_a_neo4j_that_can_not_be_used_is_explained(
    as_neo4j: dict[str, str], monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], says: str
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=says):
        open_store()


def test_a_neo4j_that_is_down_is_explained(as_neo4j: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{nobody.getsockname()[1]}"
    monkeypatch.setenv("NEO4J_URI", uri)
    monkeypatch.setattr("graph.server.servers.PATIENCE", 0)
    with pytest.raises(StoreError, match=f"No Neo4j server answers at {uri}"):
        open_store()


def test_dates_are_kept_as_dates(fresh_store: Store) -> None:
    day = datetime.date(2018, 11, 5)
    fresh_store.write(
        lambda tx: tx.run("CREATE (:Plan {id: 'p', issuedOn: $day, contentHash: 'x'})", day=day).consume()
    )
    [row] = fresh_store.read("MATCH (p:Plan) RETURN p.issuedOn AS day, p.issuedOn < date('2019-01-01') AS before")
    assert row == {"day": "2018-11-05", "before": True}


def test_a_server_is_told_from_its_next_run(tmp_path: Path) -> None:
    ensure_running(tmp_path)
    first = find_server(tmp_path, start=False)
    assert find_server(tmp_path, start=False) == first
    stop(tmp_path)
    second = find_server(tmp_path, start=True)
    assert isinstance(second, Server)
    assert second != first
    assert second.folder == Folder(tmp_path)
    stop(tmp_path)
