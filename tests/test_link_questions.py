"""Counterparts and copied measures on the five plans in a real server, against the gold and the printed sentences."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import gold_counterparts, gold_topics
from graph.load import load_paths
from graph.store import Store
from loaders.pipeline import extract
from loaders.private import mask
from queries.library import ask
from tests.campaign import write_plans

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
GOLD = {plan: json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text("utf-8")) for plan in PLANS}
TASKS = {task["id"]: task for plan in PLANS for task in GOLD[plan]["tasks"]}
TOPICS = gold_topics(ROOT / "data" / "gold")


@pytest.fixture(scope="module", autouse=True)
def loaded(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The five plans, and the three of a campaign that no table knows."""
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    load_paths(store, [ROOT / "data" / "plans", *write_plans(tmp_path_factory.mktemp("plans"))])
    yield


def tasks_of(row: dict[str, Any]) -> tuple[str, str]:
    return (row["taskA"], row["taskB"])


@pytest.mark.verifies("counterparts")
def test_counterparts_are_those_of_the_gold(store: Store) -> None:
    rows = ask(store, "counterparts", campaign="integrity").rows
    found, gold = {tasks_of(row) for row in rows}, gold_counterparts(TOPICS)
    assert len(found) == len(rows)
    assert found - gold == {("yichang/6/2", "yunnan/6/2")}
    assert len(found & gold) >= 283
    for row in rows:
        a, b = TASKS[row["taskA"]], TASKS[row["taskB"]]
        assert (row["planA"], row["planB"]) == (a["id"].split("/")[0], b["id"].split("/")[0])
        assert (row["numberA"], row["numberB"]) == (str(a["number"]), str(b["number"]))
        assert (row["titleA"], row["titleB"]) == (a["title"], b["title"])
        assert (row["issuedA"], row["issuedB"]) == tuple(GOLD[row[p]]["plan"]["date"] for p in ("planA", "planB"))
        assert (row["placeA"], row["placeB"]) == tuple(GOLD[row[p]]["plan"]["jurisdiction"] for p in ("planA", "planB"))
        assert row["topicKey"] == a["topic"]
        assert 0 < row["similarity"] <= 1
    assert [row["planA"] + row["planB"] for row in rows] == sorted(row["planA"] + row["planB"] for row in rows)


def test_relations_tell_merged_items(store: Store) -> None:
    rows = ask(store, "counterparts", campaign="integrity").rows
    assert Counter(row["relation"] for row in rows) == {"same": 275, "part": 6, "joins": 2, "other": 1}
    for row in rows:
        joined = [task for task in tasks_of(row) if TOPICS[task] == "illegal_medical_and_fake_medicine"]
        assert (row["relation"] in ("part", "joins")) == bool(joined)
        if row["relation"] == "joins":
            assert joined == [row["taskA"]]


def test_the_plan_or_the_task_asked_for_stands_first(store: Store) -> None:
    whole = {frozenset(tasks_of(row)) for row in ask(store, "counterparts").rows}
    mine = ask(store, "counterparts", plan="yichang").rows
    assert {row["planA"] for row in mine} == {"yichang"}
    assert {frozenset(tasks_of(row)) for row in mine} == {
        pair for pair in whole if any(task.startswith("yichang/") for task in pair)
    }
    two = ask(store, "counterparts", plan=["yichang", "huaian"]).rows
    assert {(row["planA"], row["planB"]) for row in two} == {("huaian", "yichang")}
    assert len(two) == sum({task.split("/")[0] for task in pair} == {"huaian", "yichang"} for pair in whole)
    one = ask(store, "counterparts", task="yichang/2/6").rows
    assert {row["taskA"] for row in one} == {"yichang/2/6"}
    assert Counter(row["planB"] for row in one) == dict.fromkeys(("changzhou", "huaian", "xiqing", "yunnan"), 2)
    near = ask(store, "counterparts", task="yichang/2/6", plan=["yichang", "huaian"]).rows
    assert {row["taskB"] for row in near} == {"huaian/3.1/6", "huaian/3.1/7"}


def test_scope_of_counterparts(store: Store) -> None:
    rows = ask(store, "counterparts", topic="fake_medicine").rows
    assert len(rows) == 6 + 4  # four plans have the item alone; the fifth joins it with another
    assert ask(store, "counterparts", topic="假药").rows == rows
    own = ask(store, "counterparts", campaign="促进消费").rows
    assert len(own) == 12
    assert {row["topic"] for row in own if row["taskA"] == "jiahe/1/1"} == {"大力发展首店经济"}
    assert Counter(row["relation"] for row in own) == {"same": 8, "joins": 4}
    assert len(ask(store, "counterparts", limit=7).rows) == 7


def sentences() -> dict[str, tuple[str, str]]:
    """Every sentence of the five plans by its id, with its plan."""
    records = [extract(ROOT / "data" / "plans" / f"{plan}.txt") for plan in PLANS]
    return {
        f"{task.id}#m{order}": (record.plan.id, span.text)
        for record in records
        for task in record.tasks
        for order, span in enumerate(task.measures, 1)
    }


def shingles(text: str) -> set[str]:
    return {run[i : i + 3] for run in re.findall("[\u3400-\u9fff]+", text) for i in range(len(run) - 2)}


@pytest.mark.verifies("copied_measures")
def test_copied_measures_are_those_that_share_most_shingles(store: Store) -> None:
    rows = ask(store, "copied_measures", campaign="integrity", limit=None).rows
    printed = sentences()
    sets = {name: shingles(text) for name, (_, text) in printed.items()}
    wanted = {}
    for a, b in combinations(printed, 2):
        if printed[a][0] != printed[b][0] and min(len(sets[a]), len(sets[b])) >= 10:
            alike = len(sets[a] & sets[b]) / len(sets[a] | sets[b])
            if alike >= 0.4:
                wanted[frozenset((a, b))] = round(alike, 4)
    assert {frozenset((row["measureA"], row["measureB"])): row["similarity"] for row in rows} == wanted
    assert [row["similarity"] for row in rows] == sorted((row["similarity"] for row in rows), reverse=True)
    for row in rows:
        assert (row["textA"], row["textB"]) == tuple(mask(printed[row[end]][1]) for end in ("measureA", "measureB"))
        assert (row["planA"], row["planB"]) == (printed[row["measureA"]][0], printed[row["measureB"]][0])


def test_the_direction_is_that_of_the_dates(store: Store) -> None:
    rows = ask(store, "copied_measures", plan=["huaian", "changzhou"]).rows
    assert {(row["planA"], row["planB"], row["direction"]) for row in rows} == {("huaian", "changzhou", "a_to_b")}
    assert (rows[0]["issuedA"], rows[0]["issuedB"]) == ("2018-11-09", "2019-04-24")
    assert sum(row["similarity"] == 1 for row in rows) >= 30
    for row in ask(store, "copied_measures", limit=None).rows:
        assert (row["direction"] == "a_to_b") == (row["issuedA"] < row["issuedB"])


def test_without_dates_no_direction_is_told(store: Store) -> None:
    store.write(lambda tx: tx.run("MATCH (p:Plan {id: 'huaian'}) SET p.issuedOn = null").consume())
    try:
        rows = ask(store, "copied_measures", plan=["huaian", "changzhou"]).rows
        assert rows and {row["direction"] for row in rows} == {"unknown"}
    finally:
        query = "MATCH (p:Plan {id: 'huaian'}) SET p.issuedOn = date('2018-11-09')"
        store.write(lambda tx: tx.run(query).consume())


def test_scope_of_copied_measures(store: Store) -> None:
    mine = ask(store, "copied_measures", plan="xiqing", limit=None).rows
    assert mine and all("xiqing" in (row["planA"], row["planB"]) for row in mine)
    near = ask(store, "copied_measures", plan="xiqing", least=0.9, limit=None).rows
    assert near == [row for row in mine if row["similarity"] >= 0.9]
    far = ask(store, "copied_measures", plan="xiqing", below=0.9, limit=None).rows
    assert far and near + far == mine
    item = ask(store, "copied_measures", task="yichang/2/6", limit=None).rows
    assert item and all("yichang/2/6" in tasks_of(row) for row in item)
    topic = ask(store, "copied_measures", topic="telecom_fraud", limit=None).rows
    assert topic and all("telecom_fraud" in {TOPICS[task] for task in tasks_of(row)} for row in topic)
    every = ask(store, "copied_measures", limit=10_000).rows
    for given in ({"least": 0.45, "below": 0.8}, {"below": 1}, {"least": 1, "below": 0.7}, {"least": 1}):
        least, below = given.get("least", 0.4), given.get("below", 2)
        asked = ask(store, "copied_measures", **given, limit=10_000).rows
        assert asked == [row for row in every if least <= row["similarity"] < below], given
