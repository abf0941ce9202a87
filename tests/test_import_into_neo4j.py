"""Files for neo4j-admin, imported by the real importer and read by a real Neo4j: the same graph, which answers questions."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.export import Contents, export, read_graph
from graph.store import Store, open_store
from queries import library
from tests.neo4j_server import Neo4jServer


@pytest.fixture(scope="module")
def exported(five: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, Path]:
    folder = tmp_path_factory.mktemp("files") / "import"
    return export(five, "neo4j_admin", folder), folder


@pytest.fixture(scope="module")
def imported(exported: tuple[Contents, Path], jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A Neo4j whose graph came from the files alone."""
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"), jars)
    empty = tmp_path_factory.mktemp("conf")
    command = ["java", "-Xmx1g", "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j"]
    told = {**os.environ, "NEO4J_HOME": str(server.folder), "NEO4J_CONF": str(empty)}
    done = subprocess.run([*command, "@import.args"], cwd=exported[1], env=told, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        statements = (exported[1] / "schema.cypher").read_text("utf-8").split(";\n")
        with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", server.password)) as driver:
            for statement in filter(None, statements):
                driver.execute_query(statement)
        with open_store() as store:
            yield store
    server.stop()


def test_the_graph_is_the_same(exported: tuple[Contents, Path], imported: Store) -> None:
    wanted, found = exported[0], read_graph(imported)
    for label, rows in wanted.nodes.items():
        assert found.nodes[label] == [{k: None if v in ("", []) else v for k, v in row.items()} for row in rows], label
    for kind, edges in wanted.edges.items():
        plain = [
            edge | {"props": {k: None if v in ("", []) else v for k, v in edge["props"].items()}} for edge in edges
        ]
        assert found.edges[kind] == plain, kind
    assert found.source.digest == wanted.source.digest


@pytest.mark.parametrize("name", ["lead_ranking", "topic_matrix", "targets_due"])
def test_questions_are_answered_alike(five: Store, imported: Store, name: str) -> None:
    assert library.ask(imported, name).rows == library.ask(five, name).rows
