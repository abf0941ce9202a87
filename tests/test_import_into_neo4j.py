"""Files for neo4j-admin, imported by the real importer and read by a real Neo4j: the same graph, which answers questions."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import generate
from graph.export import Contents, export, read_graph
from graph.export.import_tables import ImportTables
from graph.judging.current import keep_judged_links
from graph.load import load_read
from graph.loading.import_files import _Plans, write_import_files
from graph.schema import schema
from graph.store import Store, StoreError, open_store
from loaders.batch import extract_many
from queries import library
from tests.neo4j_server import HASTY, Neo4jServer, classes, java
from tests.test_load import dump, edge, plan_rows

PLANS = sorted((Path(__file__).resolve().parent.parent / "data" / "plans").glob("*.txt"))


@pytest.fixture(scope="module")
def exported(five: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, Path]:
    folder = tmp_path_factory.mktemp("files") / "import"
    return export(five, "neo4j_admin", folder), folder


@contextmanager
def imported_into(folder: Path, jars: Path, files: Path) -> Iterator[Store]:
    """A Neo4j whose graph came from the files alone, as the program opens it."""
    server = Neo4jServer(folder / "server", jars)
    server.folder.mkdir()
    (folder / "conf").mkdir()
    machine = [
        java(),
        "-Xmx1g",
        *HASTY,
        *classes(jars),
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "-cp",
        f"{jars}/*",
    ]
    command = [*machine, "org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j"]
    told = {**os.environ, "NEO4J_HOME": str(server.folder), "NEO4J_CONF": str(folder / "conf")}
    done = subprocess.run([*command, "@import.args"], cwd=files, env=told, capture_output=True, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        opened = open_store(folder / "data")
    with opened:
        yield opened
    server.stop()


@pytest.fixture(scope="module")
def imported(exported: tuple[Contents, Path], jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with imported_into(tmp_path_factory.mktemp("neo4j"), jars, exported[1]) as store:
        yield store


def test_the_graph_is_the_same(exported: tuple[Contents, Path], imported: Store) -> None:
    wanted, found = exported[0], read_graph(imported)
    assert found.nodes == wanted.nodes
    assert found.edges == wanted.edges
    assert found.source.digest == wanted.source.digest


@pytest.mark.parametrize("name", ["lead_ranking", "topic_matrix", "targets_due"])
def test_questions_are_answered_alike(five: Store, imported: Store, name: str) -> None:
    assert library.ask(imported, name).rows == library.ask(five, name).rows


@pytest.fixture(scope="module")
def read() -> list[tuple[Path, Any]]:
    """The five plans, four made-up ones that share places and offices, a second version of one of them, and no plan."""
    made = [(Path(f"{each.record.plan.id}.txt"), (each.record,)) for each in generate(4)]
    again = made[3][1][0]
    other = (replace(again, tasks=again.tasks[:-1]),)
    return [
        *extract_many([*PLANS, PLANS[0].with_name("none.txt")]),
        *made,
        (made[3][0], made[3][1]),
        (Path("b.txt"), other),
    ]


def test_a_first_load_by_files_gives_the_graph_of_an_ordinary_one(
    read: list[tuple[Path, Any]], fresh_store: Store, jars: Path, tmp_path: Path
) -> None:
    """Word for word, with addresses and numbers of phones; constraints stand as soon as the graph is opened."""
    files = tmp_path / "files"
    results = write_import_files(fresh_store, read, files)
    assert [each.status for each in results] == ["written"] * 5 + ["failed"] + ["written"] * 4 + [
        "unchanged",
        "failed",
    ]
    assert "Load this one when the import is done" in str(results[-1].error)
    assert dump(fresh_store) == []
    load_read(fresh_store, read[:-1])
    whole = dump(fresh_store)
    assert len(whole) > 8000
    with imported_into(tmp_path, jars, files) as imported:
        made = {row["name"] for row in imported.read("SHOW CONSTRAINTS YIELD name RETURN name")}
        assert made > {f"{label}_{node.key}" for label, node in schema().nodes.items()}
        keep_judged_links(imported)
        assert dump(imported) == whole
        [again] = load_read(imported, read[-1:])
        assert again.status == "replaced"


def test_what_the_importer_can_not_make_may_be_made_by_hand(exported: tuple[Contents, Path], imported: Store) -> None:
    """The statements that lie beside the files are good Cypher, and safe to repeat."""
    server = imported.server
    with server.driver(server.writer) as driver:
        for statement in filter(None, (exported[1] / "schema.cypher").read_text("utf-8").split(";\n")):
            driver.execute_query(statement)


def test_what_only_an_earlier_version_of_a_table_led_to_is_not_written(tmp_path: Path, fresh_store: Store) -> None:
    """As a load sweeps it: within a group of plans, and from one group to the next."""
    one, two = plan_rows("one"), plan_rows("two")
    two.nodes["Function"] = [{"key": "zhengfa", "nameZh": "政法"}]
    two.edges["PERFORMS", "Agency", "Function"] = [edge("420500/gongan", "zhengfa")]
    for groups in ([{"one": one, "two": two}], [{"one": one}, {"two": two}]):
        with ImportTables(tmp_path, exported=False) as tables:
            plans = _Plans(tables)
            for group in groups:
                plans.add(group)
            plans.finish()
            tables.close()
        assert (tmp_path / "nodes_Function.csv").read_text("utf-8").splitlines()[1:] == ['"zhengfa","政法",']
        assert len((tmp_path / "nodes_Task.csv").read_text("utf-8").splitlines()) == 1 + 4


def test_a_graph_with_plans_and_a_folder_that_can_not_be_written_are_refused(
    fresh_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="could not be written"):
        write_import_files(fresh_store, extract_many(PLANS[:1]), tmp_path / "file" / "files")
    load_read(fresh_store, extract_many(PLANS[:1]))
    with pytest.raises(StoreError, match=r"holds 1 plans.*Load without --import-files"):
        write_import_files(fresh_store, extract_many(PLANS[1:2]), tmp_path / "files")
    assert not (tmp_path / "files").exists()
