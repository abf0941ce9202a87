"""The first rows of an answer are those of the whole, however few plans, pairs or items are looked at for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.links import link
from graph.load import load_paths
from graph.store import Store
from queries import parts, scope
from queries.functions import comparing, elsewhere, matrix, topics
from queries.functions.rows import Row
from queries.library import ask, questions

SERVERS = ("embedded", "neo4j")
PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
LIMITED = [name for name, question in questions().items() if question.parameter("limit")]
NEEDED = {"agency_elsewhere": {"agency": "云南省公安厅"}, "task_diff": {"task": "huaian/3.1/6"}}
SCOPES: list[dict[str, Any]] = [
    {},
    {"topic": "telecom_fraud"},
    {"plan": ["huaian", "yunnan", "xiqing"]},
    {"plan": "yichang"},
    {"campaign": "integrity", "topic": ["telecom_fraud", "wage_arrears"]},
    {"function": "public_security"},
    {"agency": "420500/public_security_bureau"},
    {"role": "support"},
    {"task": ["huaian/3.1/6", "xiqing/3/1"]},
    {"explanation": "rename"},
]


@pytest.fixture(scope="module", autouse=True)
def loaded(store: Store) -> Iterator[None]:
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    assert [result.error for result in load_paths(store, [PLANS])] == [None] * 5
    link(store)
    yield


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts so small that five plans are many."""
    for module, name, size in (
        (parts, "FIRST", 1),
        (parts, "MOST", 2),
        (parts, "FIRST_WITH_FEW", 1),
        (parts, "MOST_WITH_FEW", 2),
        (comparing, "PAIRS", 2),
        (topics, "TASKS", 3),
        (topics, "MOST", 5),
        (elsewhere, "FIRST", 1),
        (elsewhere, "MOST", 2),
        (matrix, "FEW", 0),
        (matrix, "PLANS", 1),
        (scope, "FEW", 0),
    ):
        monkeypatch.setattr(module, name, size)


def askings(name: str) -> Iterator[dict[str, Any]]:
    known = {parameter.name for parameter in questions()[name].parameters}
    yield from (NEEDED.get(name, {}) | each for each in SCOPES if each.keys() <= known)


@pytest.mark.parametrize("name", LIMITED)
def test_a_limit_keeps_the_first_rows(store: Store, small: None, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = 0
    for given in askings(name):
        with monkeypatch.context() as whole:
            whole.setattr(parts, "FIRST", 1000)
            whole.setattr(parts, "in_blocks", lambda *_: False)
            whole.setattr(parts, "in_steps", lambda *_: False)
            rows = ask(store, name, **given, limit=1_000_000).rows
        for limit in (3, 60):
            assert ask(store, name, **given, limit=limit).rows == rows[:limit], (given, limit)
        if questions()[name].parameter("limit").default is None:  # type: ignore[union-attr]
            assert ask(store, name, **given).rows == rows, given
        answered += len(rows) > 1
    assert answered or name == "judgements"


class Watched:
    """Reads like the store, and keeps what was read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.run: list[str] = []
        self.plans: list[list[str]] = []
        self.items: list[list[str]] = []

    def read(self, cypher: str, /, **params: Any) -> list[Row]:
        self.run.append(cypher)
        if params.get("plan") is not None and "(t:Task)" in cypher:
            self.plans.append(params["plan"])
        if params.get("items") is not None:
            self.items.append(params["items"])
        return self.store.read(cypher, **params)


def test_few_plans_are_looked_at_for_the_first_rows(store: Store, small: None) -> None:
    tasks, owners = Watched(store), Watched(store)
    ask(tasks, "tasks", limit=40)
    assert tasks.plans == [["changzhou"], ["huaian", "xiqing"]]
    ask(owners, "same_text_other_owner", limit=1)
    assert owners.plans[:2] == [["xiqing"], ["huaian", "yichang"]], "the oldest first"


def test_few_items_are_looked_at_where_a_topic_leads_to_them(store: Store, small: None) -> None:
    rows = ask(store, "tasks", topic="telecom_fraud").rows
    assert len({row["plan"] for row in rows}) == 5
    for name in ("tasks", "progress", "collective_duties"):
        watched = Watched(store)
        ask(watched, name, topic="telecom_fraud", limit=len(rows))
        assert watched.items[0] == [row["taskId"] for row in rows if row["plan"] == rows[0]["plan"]]
        looked = [item for items in watched.items for item in items]
        assert set(looked) <= {row["taskId"] for row in rows} and len(looked) == len(set(looked))


def test_copies_are_found_at_either_end(store: Store, small: None) -> None:
    """Of two campaigns and of a topic: the end that is asked for may be the older plan's or the younger's."""
    move = "MATCH (p:Plan) WHERE p.id IN ['huaian', 'yunnan'] SET p.campaign = $name"
    store.write(lambda tx: tx.run(move, name="other").consume())
    try:
        for given in ({"campaign": "other"}, {"campaign": "other", "topic": "telecom_fraud"}):
            rows = ask(store, "copied_measures", **given, limit=None).rows
            ends = {(row["planA"] in ("huaian", "yunnan"), row["planB"] in ("huaian", "yunnan")) for row in rows}
            assert {(True, False), (False, True)} <= ends and (False, False) not in ends, given
            for limit in (1, 7, 40):
                assert ask(store, "copied_measures", **given, limit=limit).rows == rows[:limit], (given, limit)
    finally:
        store.write(lambda tx: tx.run(move, name="integrity").consume())


def test_the_pairs_of_a_topic_begin_with_items_that_are_looked_at(store: Store, small: None) -> None:
    watched = Watched(store)
    rows = ask(watched, "counterparts", topic="telecom_fraud", limit=2).rows
    assert [row["taskA"] for row in rows] == [watched.items[0][0]] * 2 and len(watched.items) == 1


@pytest.mark.parametrize("name", LIMITED)
def test_the_cypher_shown_is_what_was_run(store: Store, name: str) -> None:
    watched = Watched(store)
    table = ask(watched, name, **NEEDED.get(name, {}), limit=5)
    assert table.rows or name == "judgements"
    rest = table.method
    for cypher in watched.run:
        assert cypher in table.method
        rest = rest.replace(cypher, "")
    assert all(line.startswith("//") for line in rest.splitlines() if line)
