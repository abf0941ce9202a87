"""What notebooks use: py2neo's objects, and results as tables, graphs and pictures, on both servers."""

from __future__ import annotations

import ast
from contextlib import suppress
from pathlib import Path
from typing import Any

import neo4j
import networkx as nx
import py2neo
import pytest
from py2neo.ogm import Model, Property, Related

from graph import notebook
from graph.conversions import to_networkx, to_pandas, to_pyvis
from graph.load import load_paths
from graph.notebook import Agency, Plan, Task, open_graph
from graph.schema import schema
from graph.store import Store, StoreError
from queries.library import ask

SERVERS = ("embedded", "neo4j")
ROOT = Path(__file__).resolve().parent.parent
MODELS = [model for model in vars(notebook).values() if isinstance(model, type) and issubclass(model, Model)]


@pytest.fixture
def xiqing(fresh_store: Store) -> Store:
    load_paths(fresh_store, [ROOT / "data" / "plans" / "xiqing.txt"])
    return fresh_store


def test_objects_lead_to_each_other(xiqing: Store) -> None:
    """The answer is that of Cypher; a task's leads and an agency's items are the same edges from both ends."""
    graph = open_graph(xiqing.server.folder.path)
    plan = Plan.match(graph, "xiqing").first()
    assert plan.title == xiqing.read("MATCH (p:Plan) RETURN p.title AS title")[0]["title"]
    assert len(plan.tasks) == xiqing.read("MATCH (:Plan)-[:HAS_TASK]->(t) RETURN count(t) AS n")[0]["n"] > 20
    [row] = xiqing.read(
        "MATCH (a:Agency)-[:LEADS]->(t:Task) WITH a, count(DISTINCT t) AS n RETURN a.id AS id, a.name AS name, n "
        "ORDER BY n DESC, id LIMIT 1"
    )
    agency = Agency.match(graph, row["id"]).first()
    assert agency.name == row["name"]
    led = {task.id for task in agency.leads}
    assert len(led) == row["n"]
    assert [place.code for place in agency.places] == ["120111"]
    task = Task.match(graph, sorted(led)[0]).first()
    assert agency.id in {lead.id for lead in task.leads}
    assert {each.id for each in Agency.match(graph).where(name=row["name"])} == {row["id"]}


@pytest.mark.embedded
def test_objects_do_not_write_on_the_embedded_server(xiqing: Store) -> None:
    graph = open_graph(xiqing.server.folder.path)
    plan = Plan.match(graph, "xiqing").first()
    plan.title = "other"
    with suppress(py2neo.errors.Neo4jError):
        graph.push(plan)
    assert xiqing.read("MATCH (p:Plan {title: 'other'}) RETURN p.id AS id") == []


def test_a_cluster_is_no_place_for_py2neo(xiqing: Store, monkeypatch: pytest.MonkeyPatch, server_kind: str) -> None:
    if server_kind == "embedded":
        pytest.skip("it is never one")
    monkeypatch.setenv("NEO4J_URI", xiqing.server.uri.replace("bolt:", "neo4j:"))
    with pytest.raises(StoreError, match="py2neo can't find its way in a cluster"):
        open_graph(xiqing.server.folder.path)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_objects_are_as_the_schema_says(model: Any) -> None:
    if model is Model:
        return
    node = schema().nodes[model.__name__]
    assert model.__primarykey__ == node.key
    joins = {(join.type, join.start, join.end) for join in schema().joins}
    for base in (model,):
        for name, value in vars(base).items():
            if isinstance(value, Property):
                assert name in node.properties
            elif isinstance(value, Related):
                outgoing = type(value).__name__ == "RelatedTo"
                ends = (model.__name__, value.related_class) if outgoing else (value.related_class, model.__name__)
                assert (value.relationship_type, *(str(end).rpartition(".")[2] for end in ends)) in joins, name


def test_nothing_else_imports_py2neo() -> None:
    importing = []
    for path in (*ROOT.glob("*.py"), *(each for area in ("graph", "loaders", "queries", "commands", "app_pages") for each in (ROOT / area).rglob("*.py"))):  # fmt: skip
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names] if isinstance(node, ast.Import) else []  # fmt: skip
            importing += [path.relative_to(ROOT).as_posix() for name in names if name.partition(".")[0] == "py2neo"]
    assert set(importing) == {"graph/notebook.py"}


QUERY = "MATCH (a:Agency)-[r:LEADS]->(t:Task {id: 'xiqing/3/1'}) RETURN a, r, t ORDER BY a.id"


def results(store: Store) -> list[Any]:
    """The same rows, as everyone gives them."""
    driver = neo4j.GraphDatabase.driver(store.server.uri, auth=store.server.reader)
    with driver:
        eager = driver.execute_query(QUERY, database_=store.server.database, routing_="r")
    return [eager, store.read(QUERY), store.query_readonly(QUERY)]


def test_results_as_tables_graphs_and_pictures(xiqing: Store) -> None:
    leads = xiqing.read("MATCH (a:Agency)-[:LEADS]->(:Task {id: 'xiqing/3/1'}) RETURN a.id AS id ORDER BY id")
    assert len(leads) > 1
    names = {f"Agency:{row['id']}" for row in leads} | {"Task:xiqing/3/1"}
    for result in results(xiqing):
        table = to_pandas(result)
        assert list(table.columns) == ["a", "r", "t"]
        assert [each["id"] for each in table["a"]] == [row["id"] for row in leads]
        graph = to_networkx(result)
        assert set(graph.nodes) == names
        assert graph.in_degree("Task:xiqing/3/1") == len(leads)
        assert {data["type"] for *_, data in graph.edges(data=True)} == {"LEADS"}
        assert graph.nodes["Task:xiqing/3/1"]["number"] == "1"
        drawn = to_pyvis(result)
        assert {node["id"] for node in drawn.nodes} == names
        assert len(drawn.edges) == len(leads)
        assert all(node["label"].strip() for node in drawn.nodes)
    uri, auth = xiqing.server.uri, xiqing.server.reader
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver, driver.session(database=xiqing.server.database, default_access_mode="READ") as session:  # fmt: skip
        path = session.run("MATCH p = (:Agency)-[:LEADS]->(:Task {id: 'xiqing/3/1'}) RETURN collect(p) AS paths")
        assert nx.number_of_edges(to_networkx(path)) == len(leads)


@pytest.mark.embedded
def test_an_answer_of_the_library_is_a_table(xiqing: Store) -> None:
    answer = ask(xiqing, "lead_ranking", plan="xiqing")
    table = to_pandas(answer)
    assert list(table.columns) == [column.name for column in answer.columns]
    assert list(table["leads"]) == [row["leads"] for row in answer.rows]
    assert to_pandas([]).empty
