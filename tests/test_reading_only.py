"""Where people type Cypher, nothing that they type changes the graph or the server, or reads anything but the graph."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from weakref import WeakSet

import pytest

from graph.schema import constraints
from graph.server import guard as guard_module
from graph.server.connection import Connection
from graph.server.guard import Guard
from graph.store import QueryError, Store, StoreError, Transaction

SERVERS = ("embedded", "neo4j")
SECRET = "canary in a file"

WRITES = [
    "CREATE (:Task {id: 'x'})",
    "CREATE (n:Task {id: 'x'}) RETURN n",
    "MERGE (:Task {id: 'x'})",
    "MERGE (:Unheard {id: 'x'})",
    "MERGE (t:Task {id: 'a'}) ON MATCH SET t.title = 'x' RETURN t",
    "MATCH (t:Task) SET t.title = 'x'",
    "MATCH (t:Task) SET t = {id: 'y'}",
    "MATCH (t:Task) SET t += {title: 'y'}",
    "MATCH (t:Task) SET t:Plan",
    "MATCH (t:Task) REMOVE t.title",
    "MATCH (t:Task) REMOVE t:Task",
    "MATCH (t:Task) DELETE t",
    "MATCH (t:Task) DETACH DELETE t",
    "MATCH (n) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (a:Task), (b:Task) CREATE (a)-[:LEADS]->(b)",
    "MATCH (a:Task {id: 'a'}), (b:Task {id: 'b'}) MERGE (a)-[:SUPPORTS]->(b)",
    "FOREACH (i IN [1, 2] | CREATE (:Task {id: i}))",
    "MATCH (t:Task) FOREACH (x IN [t] | SET x.title = 'x')",
    "UNWIND $rows AS row CREATE (:Task {id: row})",
    "MATCH p = (a:Task)-->(b) FOREACH (n IN nodes(p) | SET n.x = 1) RETURN p",
]
SUBQUERIES = [
    "MATCH (t:Task) CALL { WITH t SET t.title = 'x' } IN TRANSACTIONS",
    "MATCH (t:Task) CALL { WITH t SET t.title = 'x' } IN TRANSACTIONS OF 1 ROWS ON ERROR CONTINUE",
    "UNWIND [1] AS i CALL { CREATE (n:Task {id: 'sub'}) RETURN n } RETURN n",
    "CALL { CALL { CALL { CREATE (n:Task {id: 'deep'}) RETURN n } RETURN n } RETURN n } RETURN n",
    "MATCH (t:Task) CALL { WITH t MATCH (t) DETACH DELETE t } RETURN 1",
    "MATCH (t:Task) RETURN t UNION MATCH (t:Task) SET t.title = 'x' RETURN t",
    "MATCH (t:Task) RETURN t UNION ALL CREATE (t:Task {id: 'u'}) RETURN t",
    "RETURN EXISTS { CREATE (:Task {id: 'x'}) } AS e",
    "RETURN COUNT { MATCH (t:Task) DELETE t } AS c",
]
TRICKS = [
    "/* reading */ CREATE (:Task {id: 'x'})",
    "// reading only\nCREATE (:Task {id: 'x'})",
    "MATCH (t) RETURN t // harmless\nUNION CREATE (t:Task {id: 'x'}) RETURN t",
    "RETURN 1; CREATE (:Task {id: 'x'})",
    "RETURN 1;\nMATCH (t:Task) DETACH DELETE t;",
    "RETURN '/*' AS a UNION /* */ CREATE (n:Task {id: '*/'}) RETURN 'x' AS a",
    "CR\\u0045ATE (:Task {id: 'x'})",
    "\\u0043REATE (:Task {id: 'x'})",
    "ＣＲＥＡＴＥ (:Task {id: 'x'})",
    "CREATE\u00a0(:Task {id: 'x'})",
    "CREATE\u3000(:Task {id: 'x'})",
    "\ufeffCREATE (:Task {id: 'x'})",
    "cReAtE (:Task {id: 'x'})",
    "CREATE\t\r\n(:`Task` {`id`: 'x'})",
    "MATCH (t:Task) SET t[$property] = 'x'",
    "CYPHER 5 CREATE (:Task {id: 'x'})",
    "CYPHER 25 CREATE (:Task {id: 'x'})",
    "CYPHER runtime=slotted MATCH (t:Task) DELETE t",
    "USE neo4j CREATE (:Task {id: 'x'})",
    "USE kg CREATE (:Task {id: 'x'})",
    "}) CREATE (:Task {id: 'x'}) RETURN ({a: 1",
    "INSERT INTO Task SET id = 'x'",
    "DELETE FROM Task",
    "{sql} DELETE FROM Task",
]
SCHEMA = [
    "CREATE INDEX other FOR (t:Task) ON (t.title)",
    "CREATE CONSTRAINT other FOR (t:Task) REQUIRE t.title IS NOT NULL",
    "CREATE CONSTRAINT other IF NOT EXISTS FOR (t:Topic) REQUIRE t.nameZh IS UNIQUE",
    "CREATE FULLTEXT INDEX other FOR (t:Task) ON EACH [t.title]",
    "DROP CONSTRAINT Task_id",
    "DROP CONSTRAINT Task_id IF EXISTS",
    "DROP INDEX Task_id",
    "DROP TYPE Task",
    "CALL db.createLabel('Other')",
    "CALL db.createProperty('other')",
    "CALL db.createRelationshipType('OTHER')",
]
SERVER = [
    "CREATE USER other SET PASSWORD 'longenough1'",
    "DROP USER root",
    "DROP USER neo4j",
    "ALTER USER neo4j SET PASSWORD 'longenough1'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'longenough1'",
    "GRANT ROLE admin TO reader",
    "CREATE DATABASE other",
    "DROP DATABASE neo4j",
    "STOP DATABASE neo4j",
    "CREATE ALIAS other FOR DATABASE neo4j",
    "USE system SHOW USERS",
    "ALTER DATABASE neo4j SET ACCESS READ ONLY",
    "SHOW SETTINGS",
    "CALL dbms.listConfig()",
    "CALL dbms.setConfigValue('db.transaction.timeout', '0')",
    "CALL dbms.queryJmx('*:*')",
    "CALL db.clearQueryCaches()",
    "CALL db.prepareForReplanning()",
    "CALL tx.setMetaData({app: 'other'})",
    "CALL dbms.killQuery('1')",
]
PLUGINS = [
    "CALL apoc.create.node(['Task'], {id: 'x'})",
    "CALL apoc.cypher.doIt('CREATE (:Task {id: 7})', {}) YIELD value RETURN value",
    "CALL apoc.cypher.runWrite('CREATE (:Task {id: 7})', {})",
    "CALL apoc.periodic.iterate('MATCH (t:Task) RETURN t', 'DELETE t', {})",
    "CALL apoc.periodic.commit('MATCH (t:Task) DETACH DELETE t RETURN 0', {})",
    "MATCH (t:Task) CALL apoc.refactor.rename.label('Task', 'Other') YIELD total RETURN total",
    "CALL apoc.load.json('http://127.0.0.1:1/x')",
    "CALL apoc.export.csv.all('x.csv', {})",
]
FILES = [
    "LOAD CSV FROM '{file}' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM '{file}' AS line RETURN line",
    "load  csv FROM '{file}' AS line RETURN line",
    "LOAD/**/CSV FROM '{file}' AS line RETURN line",
    "LOAD // \nCSV FROM '{file}' AS line RETURN line",
    "LOAD \\u0043SV FROM '{file}' AS line RETURN line",
    "LO\\u0041D CSV FROM '{file}' AS line RETURN line",
    "CALL { LOAD CSV FROM '{file}' AS line RETURN line } RETURN line",
    "WITH '{file}' AS place LOAD CSV FROM place AS line RETURN line",
    "LOAD CSV FROM $file AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:1/x' AS line RETURN line",
]
PARAMS = {"rows": [1], "property": "title"}


@pytest.fixture
def two_tasks(fresh_store: Store) -> Store:
    fresh_store.run_ddl(constraints())
    fresh_store.write(
        lambda tx: tx.run("CREATE (:Task {id: 'a', title: 'A'})-[:CITES {start: 1}]->(:Task {id: 'b'})").consume()
    )
    return fresh_store


def state(store: Store) -> list[Any]:
    """All that an attempt might change: the graph, its names and its rules, and on Neo4j the users."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY n.id")
    edges = store.read("MATCH ()-[r]->() RETURN type(r) AS type, properties(r) AS properties")
    rules = sorted(row["name"] for row in store.read("SHOW CONSTRAINTS") + store.read("SHOW INDEXES"))
    labels = sorted(row["label"] for row in store.read("CALL db.labels() YIELD label RETURN label"))
    users = [] if store.server.embedded else store.read("SHOW USERS") + store.read("SHOW DATABASES YIELD name, access")
    return [nodes, edges, rules, labels, users]


@pytest.mark.parametrize("attempts", [WRITES, SUBQUERIES, TRICKS, SCHEMA, SERVER, PLUGINS])
def test_nothing_typed_changes_anything(two_tasks: Store, attempts: list[str]) -> None:
    before = state(two_tasks)
    assert before[0]
    assert before[2]
    for attempt in attempts:
        with pytest.raises(QueryError):
            two_tasks.query_readonly(attempt, PARAMS)
            pytest.fail(f"let through: {attempt}")
        assert state(two_tasks) == before, attempt


@pytest.mark.parametrize("attempt", [*WRITES, *SUBQUERIES])
def test_a_reading_user_can_not_write_by_any_way(two_tasks: Store, attempt: str) -> None:
    before = state(two_tasks)
    with pytest.raises(StoreError):
        two_tasks.read(attempt, **PARAMS)
    assert state(two_tasks) == before


def test_an_explained_or_profiled_write_writes_nothing(two_tasks: Store, file: str) -> None:
    """Explaining does not run a query; the embedded server does not say that it refused to write for a profile."""
    before = state(two_tasks)
    for prefix in ("EXPLAIN", "explain ", "/**/EXPLAIN", "EXPLAIN PROFILE", "EXPLAIN CYPHER 5", "CYPHER 5 EXPLAIN"):
        with suppress(QueryError):
            two_tasks.query_readonly(f"{prefix} CREATE (:Task {{id: 'x'}})")
    for prefix in ("PROFILE", "profile", " PROFILE\n", "/**/PROFILE", "CYPHER 5 PROFILE", "PROFILE CYPHER 5"):
        for write in ("CREATE (:Task {id: 'x'})", "MATCH (t:Task) DETACH DELETE t"):
            with suppress(QueryError):
                two_tasks.query_readonly(f"{prefix} {write}")
        with suppress(QueryError):
            read = f"{prefix} LOAD CSV FROM '{file}' AS line RETURN line"
            assert SECRET not in str(two_tasks.query_readonly(read).rows)
    assert state(two_tasks) == before


@pytest.fixture
def file(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "secret.csv"
    path.write_text(SECRET)
    yield path.as_uri()


def test_no_file_is_read(store: Store, file: str) -> None:
    for attempt in FILES:
        with pytest.raises(QueryError) as refused:
            rows = store.query_readonly(attempt.replace("{file}", file), {"file": file}).rows
            pytest.fail(f"let through: {attempt}: {rows}")
        assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (t:Task) WHERE t.title IS NOT NULL RETURN t.id AS id",
        "PROFILE MATCH (t:Task {id: 'a'}) RETURN t.id AS id",
        "MATCH (t:Task) WHERE t.id <> 'CREATE (:Task); LOAD CSV FROM x' AND t.title = 'A' RETURN t.id AS id // SET t.x = 1",
        "MATCH (t:Task) CALL { WITH t MATCH (t)-[:CITES]->(d) RETURN count(d) AS n } WITH t, n WHERE n = 1 RETURN t.id AS id",
        "CALL db.labels() YIELD label WITH label WHERE label = 'Task' MATCH (t:Task {id: 'a'}) RETURN t.id AS id",
        "MATCH (`CREATE`:Task {id: 'a'}) RETURN `CREATE`.id AS id",
    ],
)
def test_what_only_reads_is_let_through(two_tasks: Store, query: str) -> None:
    assert [row["id"] for row in two_tasks.query_readonly(query).rows] == ["a"]


@pytest.fixture
def many(fresh_store: Store) -> Store:
    """Enough to compute without end."""
    fresh_store.write(lambda tx: tx.run("UNWIND range(1, 3000) AS i CREATE (:Task {id: toString(i)})").consume())
    return fresh_store


ENDLESS = "MATCH (a:Task), (b:Task), (c:Task) WHERE a.id < b.id AND b.id < c.id RETURN count(*) AS n"


def running(store: Store) -> list[str]:
    """The queries that the server works on."""
    shown = store.write(lambda tx: tx.run("SHOW TRANSACTIONS").data())
    return [row["currentQuery"] for row in shown if "a.id < b.id" in row["currentQuery"]]


def test_a_runaway_is_stopped_on_the_server(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.server.guard.GRACE", 120)
    with pytest.raises(QueryError, match=r"stopped after 0\.5 s"):
        many.query_readonly(ENDLESS, timeout=0.5)
    assert running(many) == []


def test_rows_beyond_the_limit_are_not_computed(many: Store) -> None:
    """27,000,000,000 rows."""
    result = many.query_readonly(
        "MATCH (a:Task), (b:Task), (c:Task) RETURN a.id AS a, c.id AS c", timeout=120, limit=10
    )
    assert (result.columns, len(result.rows), result.truncated) == (["a", "c"], 10, True)
    assert running(many) == []


def test_one_endless_expression_holds_nobody_up(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neo4j looks at its clock between rows, not within an expression: there the caller at least is let go.

    The embedded server refuses a list of more numbers than its memory is made for, some six million, at once.
    """
    monkeypatch.setattr("graph.server.guard.GRACE", 0.1)
    busy = "RETURN reduce(x = 0, i IN range(1, 4000000) | x + i % 7 + size(toString(i))) AS x"
    with pytest.raises(QueryError, match=r"after 0\.\d s"):
        many.query_readonly(busy, timeout=0.1)
    assert many.read("RETURN 1 AS one") == [{"one": 1}]


def test_few_queries_that_can_not_be_stopped_are_let_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each keeps a core of the server: a person who tries again and again would take them all."""
    monkeypatch.setattr("graph.server.guard.GRACE", 0.01)
    monkeypatch.setattr(guard_module, "_LEFT", WeakSet())
    guard, done = Guard(cast(Connection, None), timeout=0.01), threading.Event()
    for _ in range(2):
        with pytest.raises(QueryError, match="No answer after"):
            guard.in_time(lambda: done.wait(60))
    with pytest.raises(QueryError, match="still busy with 2 queries"):
        guard.in_time(lambda: 1)
    done.set()
    monkeypatch.setattr("graph.server.guard.GRACE", 60)
    for thread in [*guard_module._LEFT]:
        thread.join()
    assert guard.in_time(lambda: 1) == 1


def test_a_reader_can_not_end_what_a_writer_does(many: Store) -> None:
    """It is neither shown nor, its id being guessed, ended."""
    seen: list[str] = []

    def work(tx: Transaction) -> None:
        tx.run("CREATE (:Topic {key: 'mine'})").consume()
        seen.extend(row["transactionId"] for row in tx.run("SHOW TRANSACTIONS").data())
        for identity in seen:
            for query in ("TERMINATE TRANSACTIONS $id", "TERMINATE TRANSACTION $id YIELD message RETURN message"):
                with suppress(QueryError):
                    many.query_readonly(query, {"id": identity})

    many.write(work)
    assert seen
    assert many.read("MATCH (t:Topic) RETURN t.key AS key") == [{"key": "mine"}]
