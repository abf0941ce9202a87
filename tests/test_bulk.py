"""A bulk load gives the graph of an ordinary one, node for node and edge for edge, or leaves the graph empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.generate import generate
from graph.load import load_paths, load_read, remove_plan
from graph.loading import bulk
from graph.loading.bulk import load_bulk
from graph.schema import constraints, schema
from graph.server import local_server
from graph.store import Store, StoreError, open_store
from loaders.batch import extract_many
from tests.test_load import HUAIAN, YICHANG, dump, edge, plan_rows, write_plan

PLANS = sorted((Path(__file__).resolve().parent.parent / "data" / "plans").glob("*.txt"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("bulk")
    yield made
    local_server.stop(made)


@pytest.fixture
def bulk_store(folder: Path) -> Iterator[Store]:
    with open_store(folder) as opened:
        opened.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
        yield opened


def test_the_graph_is_that_of_an_ordinary_load(bulk_store: Store, fresh_store: Store) -> None:
    """The five plans with targets, dates and citations; a dozen made-up ones with places and offices in common."""
    read = [*extract_many(PLANS), *((Path(f"{made.record.plan.id}.txt"), (made.record,)) for made in generate(12))]
    results = load_bulk(bulk_store, read)
    assert [result.status for result in results] == ["loaded"] * 17
    assert results == load_read(fresh_store, read)
    whole = dump(fresh_store)
    assert len(whole) > 10_000
    assert dump(bulk_store) == whole
    query = "MATCH (t:Target) WHERE t.dueOn > date('2019-01-01') RETURN count(t) AS n"
    assert bulk_store.read(query) == fresh_store.read(query) != [{"n": 0}]
    assert load_read(bulk_store, read[:7])[0].status == "unchanged"
    for store in (bulk_store, fresh_store):  # what comes later finds keys, constraints and shared nodes as usual
        remove_plan(store, "yunnan")
    assert dump(bulk_store) == dump(fresh_store)
    with pytest.raises(StoreError):
        bulk_store.write(lambda tx: tx.run("CREATE (:Plan {id: 'huaian', contentHash: 'x'})").consume())


def test_the_database_has_the_constraints_and_indexes_of_an_ordinary_one(bulk_store: Store, fresh_store: Store) -> None:
    load_bulk(bulk_store, extract_many(PLANS[:1]))
    declared = [_declared(store) for store in (bulk_store, fresh_store)]
    assert declared[0] == declared[1]
    assert declared[0]["Measure"] == (["cypher.constraint.Measure_id"], [("LSM_TREE", True, ["id"])])
    assert len(declared[0]["Agency"][1]) == 2
    for shown in ("SHOW CONSTRAINTS", "SHOW INDEXES"):
        bulk, ordinary = ({row["name"] for row in store.read(shown)} for store in (bulk_store, fresh_store))
        assert bulk == ordinary
        assert any("Agency" in name for name in bulk)


def _declared(store: Store) -> dict[str, tuple[list[str], list[tuple[str, bool, list[str]]]]]:
    """Each label's constraints and indexes; the names of indexes differ from database to database."""
    types = json.loads((store.server.folder.path / "databases" / "kg" / "schema.json").read_text("utf-8"))["types"]
    return {
        name: (
            sorted(kept["custom"]),
            sorted((each["type"], each["unique"], each["properties"]) for each in kept["indexes"].values()),
        )
        for name, kept in types.items()
        if name in schema().nodes
    }


def test_two_versions_in_one_load(bulk_store: Store, fresh_store: Store, tmp_path: Path) -> None:
    one, two = write_plan(tmp_path / "a", "p.txt", YICHANG), write_plan(tmp_path / "b", "p.txt", YICHANG, "市司法局")
    other = write_plan(tmp_path / "c", "p.txt", HUAIAN)
    results = load_bulk(bulk_store, extract_many([one, two, other, tmp_path / "none.txt"]))
    assert [result.status for result in results] == ["loaded", "replaced", "loaded", "failed"]
    load_paths(fresh_store, [one, two, other])
    assert dump(bulk_store) == dump(fresh_store)


def test_what_only_an_earlier_plan_of_a_group_led_to_is_swept(bulk_store: Store) -> None:
    one, two = plan_rows("one"), plan_rows("two")
    two.nodes["Function"] = [{"key": "zhengfa", "nameZh": "政法"}]
    two.edges["PERFORMS", "Agency", "Function"] = [edge("420500/gongan", "zhengfa")]
    with bulk.Importer(bulk_store.server.folder) as importer:
        importer.add({"one": one, "two": two})
        importer.finish()
    assert importer.planner.dropped["Function"] == {"gongan"}


def test_a_graph_with_plans_is_refused(bulk_store: Store) -> None:
    load_paths(bulk_store, PLANS[:1])
    before = dump(bulk_store)
    with pytest.raises(StoreError, match=r"holds 1 plans.*Load without --bulk"):
        load_bulk(bulk_store, extract_many(PLANS[1:2]))
    assert dump(bulk_store) == before


def test_an_importer_that_fails_leaves_the_graph_empty(bulk_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "HEAP", "1k")
    with pytest.raises(StoreError, match=r"bulk load failed and the graph is as it was: .* Load without --bulk"):
        load_bulk(bulk_store, extract_many(PLANS[:2]))
    assert dump(bulk_store) == []
    assert not list(bulk_store.server.folder.path.glob("bulk-*"))
    load_paths(bulk_store, PLANS[:1])


def test_the_same_constraints_stand_after_it(bulk_store: Store) -> None:
    load_bulk(bulk_store, extract_many(PLANS[:1]))
    names = {row["name"] for row in bulk_store.read("SHOW CONSTRAINTS YIELD name RETURN name")}
    assert len(names) >= sum("CONSTRAINT" in each for each in constraints())
