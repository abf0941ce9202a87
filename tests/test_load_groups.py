"""Many plans in one transaction: the same graph as one after the other, and nothing told before it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.load import load_paths, load_rows, remove_plans
from graph.loading import load_run
from graph.loading.load_run import FileResult
from graph.loading.writing import load_plans
from graph.store import Store
from tests.test_load import dump, edge, expected, plan_rows, write_plan

SERVERS = ("embedded", "neo4j")


def empty(store: Store) -> None:
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume() and None)


def some_plans() -> dict[str, Any]:
    return {f"p{n}": plan_rows(f"p{n}", f"4205{n % 3:02}", ("gongan", f"f{n}"), tasks=n + 1) for n in range(5)}


def test_a_group_gives_what_its_plans_give_one_after_the_other(fresh_store: Store) -> None:
    plans = some_plans()
    assert set(load_plans(fresh_store, plans).values()) == {"loaded"}
    assert dump(fresh_store) == expected(*plans.values())
    edges = sum(len(row) for rows in plans.values() for row in rows.edges.values())
    [found] = fresh_store.read("MATCH ()-[r]->() RETURN count(r) AS n")
    assert found["n"] < edges, "shared joins are drawn once"


def test_new_changed_and_known_plans_in_one_group(fresh_store: Store) -> None:
    plans = some_plans()
    load_plans(fresh_store, {name: plans[name] for name in ("p0", "p1", "p2")})
    plans["p1"] = plan_rows("p1", "420501", ("shangwu",), tasks=7, version="2")  # gongan and f1 go, shangwu comes
    plans["p2"] = plan_rows("p2", "430100", ("f1",), version="2")  # what p1 leaves, this one takes up
    statuses = load_plans(fresh_store, plans)
    assert list(statuses.values()) == ["unchanged", "replaced", "replaced", "loaded", "loaded"]
    together = dump(fresh_store)
    empty(fresh_store)
    for name, rows in plans.items():
        load_rows(fresh_store, name, rows)
    assert together == dump(fresh_store) == expected(*plans.values())
    remove_plans(fresh_store, list(plans))
    assert dump(fresh_store) == []


def test_of_two_plans_that_tell_a_shared_node_differently_the_later_counts(fresh_store: Store) -> None:
    one, two = plan_rows("one"), plan_rows("two")
    two.nodes["Agency"][0] |= {"name": "宜昌市公安局", "kind": None}
    two.nodes["Function"] = [{"key": "zhengfa", "nameZh": "政法"}]
    two.edges["PERFORMS", "Agency", "Function"] = [edge("420500/gongan", "zhengfa")]
    load_rows(fresh_store, "one", one)
    load_rows(fresh_store, "two", two)
    after_each_other = dump(fresh_store)
    empty(fresh_store)
    load_plans(fresh_store, {"one": one, "two": two})
    assert dump(fresh_store) == after_each_other
    assert fresh_store.read("MATCH (f:Function) RETURN f.key AS key") == [{"key": "zhengfa"}]
    assert fresh_store.read("MATCH (a:Agency) RETURN a.name AS name, a.kind AS kind") == [
        {"name": "宜昌市公安局", "kind": None}
    ]


def test_a_plan_that_fails_does_not_take_its_group_with_it(
    fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A constraint that only the server knows: another plan's task has the id of one of these."""
    files = [write_plan(tmp_path, f"p{n}.txt", f"宜昌市第{n}个专项治理实施方案") for n in range(7)]
    [first, *_] = load_paths(fresh_store, files)
    assert first.status == "loaded"
    [task] = fresh_store.read("MATCH (:Plan {id: 'p4'})-[:HAS_TASK]->(t:Task) RETURN t.id AS id ORDER BY id LIMIT 1")
    empty(fresh_store)
    fresh_store.write(lambda tx: tx.run("CREATE (:Task {id: $id})", id=task["id"]).consume() and None)
    sizes: list[int] = []
    written = load_run.load_plans
    monkeypatch.setattr(load_run, "load_plans", lambda store, plans: sizes.append(len(plans)) or written(store, plans))
    results = load_paths(fresh_store, files)
    assert [result.status for result in results] == ["loaded"] * 4 + ["failed"] + ["loaded"] * 2
    assert task["id"] in str(results[4].error)
    assert sizes == [7, 3, 4, 2, 1, 1, 2], "halves, until the one is found"
    assert {row["id"] for row in fresh_store.read("MATCH (p:Plan) RETURN p.id AS id")} == {
        f"p{n}" for n in range(7) if n != 4
    }


def test_no_plan_is_told_of_before_it_stands(
    fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_run, "PLANS", 3)
    files = [write_plan(tmp_path, f"p{n}.txt", f"宜昌市第{n}个专项治理实施方案") for n in range(7)]
    loaded: list[int] = []

    def told(result: FileResult) -> None:
        found = {row["id"] for row in fresh_store.read("MATCH (p:Plan) RETURN p.id AS id")}
        assert result.plan in found
        loaded.append(len(found))

    load_paths(fresh_store, files, told)
    assert loaded == [3, 3, 3, 6, 6, 6, 7]
