from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from graph import links
from graph.judging.current import LinksError
from graph.links import keep_linked, link, linked
from graph.load import load_paths, remove_plan
from graph.matching.alignment import Group, PlanTask
from graph.matching.derived import derive
from graph.store import Store, StoreError
from queries.library import ask, choices
from tests.campaign import MERGED, SAME, plan_text, write_plans
from tests.test_load import dump

SERVERS = ("embedded", "neo4j")

ROOT = Path(__file__).resolve().parent.parent
KEY = "促进消费/"


def load(store: Store, *paths: Path) -> None:
    assert {result.status for result in load_paths(store, paths)} <= {"loaded", "replaced", "unchanged"}


def own_id(task: str) -> str:
    """The id that the program gives the n-th task of the made-up campaign: section and number."""
    sections = {"jiahe": [3, 1, 1], "linchuan": [3, 2, 1], "qingpu": [4, 2]}
    plan, number = task.split("/")
    left, section = int(number), 1
    while left > sections[plan][section - 1]:
        left -= sections[plan][section - 1]
        section += 1
    return f"{plan}/{section}/{left}"


def counterparts(store: Store) -> set[tuple[str, str]]:
    rows = store.read("MATCH (a:Task)-[:COUNTERPART_OF]->(b:Task) RETURN a.id AS a, b.id AS b")
    return {(row["a"], row["b"]) for row in rows}


def topics(store: Store) -> dict[str, str]:
    rows = store.read("MATCH (t:Task)-[r:ON_TOPIC]->(k:Topic) RETURN t.id AS task, k.key AS key, r.origin AS origin")
    assert len(rows) == len({row["task"] for row in rows}), "a task has one topic"
    return {row["task"]: row["key"] for row in rows}


def test_loading_ties_the_plans_of_a_campaign(fresh_store: Store, tmp_path: Path) -> None:
    load(fresh_store, *write_plans(tmp_path))
    assert counterparts(fresh_store) == {(own_id(a), own_id(b)) for a, b in SAME | MERGED}
    found = topics(fresh_store)
    assert len(found) == 17
    assert found["jiahe/1/1"] == found["linchuan/1/3"] == KEY + "大力发展首店经济"
    assert found["linchuan/2/2"] == found["qingpu/1/3"] == KEY + "培育文旅融合消费"
    assert found["jiahe/1/2"] == f"{found['linchuan/1/1']}_and_{found['linchuan/1/2']}"
    [row] = fresh_store.read("MATCH (k:Topic {key: $key}) RETURN properties(k) AS k", key=KEY + "加强组织领导")
    assert row["k"] == {
        "key": KEY + "加强组织领导",
        "nameZh": "加强组织领导",
        "nameEn": "加强组织领导",
        "campaign": "促进消费",
        "kind": "derived",
        "ordinal": 5,
    }
    assert linked(fresh_store)


def test_questions_and_pickers_know_derived_topics(fresh_store: Store, tmp_path: Path) -> None:
    load(fresh_store, *write_plans(tmp_path))
    rows = {(row["topic"], row["plan"]): row["status"] for row in ask(fresh_store, "topic_matrix").rows}
    assert [rows["大力发展首店经济", plan] for plan in ("jiahe", "linchuan", "qingpu")] == ["kept", "kept", "dropped"]
    assert rows["促进新能源汽车消费", "jiahe"] == "merged"
    assert rows["支持新能源汽车和绿色智能家电消费", "qingpu"] == "split"
    leads = ask(fresh_store, "topic_assignment", topic=KEY + "加强组织领导", role="lead").rows
    assert {(row["plan"], row["asWritten"]) for row in leads} == {("jiahe", "市商务局"), ("qingpu", "市商务局")}
    offered = {choice.value: choice.label for choice in choices(fresh_store, "topic")}
    assert offered[KEY + "繁荣夜间经济"] == "繁荣夜间经济"


def test_the_order_of_loading_does_not_show(fresh_store: Store, tmp_path: Path) -> None:
    jiahe, linchuan, qingpu = write_plans(tmp_path)
    load(fresh_store, jiahe, linchuan, qingpu)
    whole = dump(fresh_store)
    for order in ((qingpu, jiahe, linchuan), (linchuan, qingpu, jiahe)):
        fresh_store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume() and None)
        for path in order:
            load(fresh_store, path)
        assert dump(fresh_store) == whole


def test_a_plan_replaced_and_a_plan_removed_leave_no_trace(fresh_store: Store, tmp_path: Path) -> None:
    jiahe, linchuan, qingpu = write_plans(tmp_path)
    load(fresh_store, jiahe, qingpu)
    two = dump(fresh_store)
    load(fresh_store, linchuan)
    three = dump(fresh_store)
    qingpu.write_text(
        plan_text("qingpu").replace("促进文旅消费", "扩大演出消费").replace("打击假冒伪劣行为", ""), "utf-8"
    )
    load(fresh_store, qingpu)
    assert dump(fresh_store) != three
    qingpu.write_text(plan_text("qingpu"), "utf-8")
    load(fresh_store, qingpu)
    assert dump(fresh_store) == three
    remove_plan(fresh_store, "linchuan")
    assert dump(fresh_store) == two
    remove_plan(fresh_store, "jiahe")
    assert fresh_store.read("MATCH (n) WHERE n:Topic OR n:Links RETURN n") == []
    remove_plan(fresh_store, "qingpu")
    assert dump(fresh_store) == []


def test_loading_again_writes_nothing(fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_plans(tmp_path)
    load(fresh_store, *paths)
    hashes = fresh_store.read("MATCH (p:Plan) RETURN p.id AS id, p.contentHash AS hash ORDER BY id")
    monkeypatch.setattr(links, "_put", lambda *_: pytest.fail("links were written again"))
    load(fresh_store, *paths)
    assert fresh_store.read("MATCH (p:Plan) RETURN p.id AS id, p.contentHash AS hash ORDER BY id") == hashes


def test_links_cut_off_before_they_were_written_are_mended(
    fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_plans(tmp_path)
    load(fresh_store, *paths[:2])
    before = dump(fresh_store)
    edges = links._edges

    def failing(read: Any, start: Any, kind: str, *rest: Any) -> Any:
        if kind == "ON_TOPIC":
            raise StoreError("the disk is full")
        return edges(read, start, kind, *rest)

    monkeypatch.setattr(links, "_edges", failing)
    with pytest.raises(
        LinksError, match=r"plans stand, but the links .* not up to date: the disk is full .*cli\.py link"
    ):
        load_paths(fresh_store, paths[2:])
    monkeypatch.undo()
    assert [row for row in dump(fresh_store) if '"SIMILAR_TO"' in row or '"COUNTERPART_OF"' in row] == [
        row for row in before if '"SIMILAR_TO"' in row or '"COUNTERPART_OF"' in row
    ], "half of the links were written"
    assert not linked(fresh_store)
    load(fresh_store, *paths)
    assert linked(fresh_store)
    assert counterparts(fresh_store) == {(own_id(a), own_id(b)) for a, b in SAME | MERGED}


def test_links_written_in_parts_are_the_same(
    fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_plans(tmp_path)
    load(fresh_store, *paths)
    whole = dump(fresh_store)
    fresh_store.write(lambda tx: tx.run("MATCH (:Task)-[r:COUNTERPART_OF]->() DELETE r").consume())
    monkeypatch.setattr(links, "ONE_GO", 2)
    monkeypatch.setattr(links, "PART", 3)
    link(fresh_store)
    assert dump(fresh_store) == whole
    assert linked(fresh_store)


def test_very_many_measures_have_fewer_neighbours() -> None:
    assert [links.neighbours_of(count) for count in (0, 5_000, 60_000, 120_000, 540_000, 10**8)] == [
        20,
        20,
        20,
        10,
        2,
        2,
    ]


def test_many_plans_are_linked_on_demand(
    fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(links, "LIMIT", 2)
    load(fresh_store, *write_plans(tmp_path))
    assert not linked(fresh_store)
    assert not keep_linked(fresh_store)
    assert counterparts(fresh_store) == set()
    made = link(fresh_store)
    assert (made.plans, made.counterparts, made.topics) == (3, 12, 9)
    assert made.similar == len(fresh_store.read("MATCH ()-[r:SIMILAR_TO]->() RETURN r"))
    assert linked(fresh_store)
    assert keep_linked(fresh_store)


def test_what_people_judged_of_topics(fresh_store: Store, tmp_path: Path) -> None:
    load(fresh_store, *write_plans(tmp_path))
    plain = dump(fresh_store)
    night, own = KEY + "繁荣夜间经济", KEY + "首店与首发"
    judged, names = {"linchuan/2/2": night, "jiahe/1/1": own}, {night: ("夜间经济",), own: ("首店和首发经济", "Debuts")}
    link(fresh_store, judged, names)
    assert linked(fresh_store, judged, names)
    assert not linked(fresh_store)
    found = topics(fresh_store)
    assert found["linchuan/2/2"] == found["linchuan/2/1"] == night
    assert found["jiahe/1/1"] == own
    assert found["linchuan/1/3"] == KEY + "大力发展首店经济"
    shown = {
        row["key"]: (row["zh"], row["en"])
        for row in fresh_store.read("MATCH (k:Topic) RETURN k.key AS key, k.nameZh AS zh, k.nameEn AS en")
    }
    assert (shown[night], shown[own]) == (("夜间经济", "夜间经济"), ("首店和首发经济", "Debuts"))
    assert fresh_store.read("MATCH (:Task {id: 'jiahe/1/1'})-[r:ON_TOPIC]->() RETURN r.origin AS o") == [
        {"o": "judged"}
    ]
    link(fresh_store)
    assert dump(fresh_store) == plain


def test_the_five_plans_keep_their_topics_of_the_table(fresh_store: Store) -> None:
    load(fresh_store, ROOT / "data" / "plans")
    found = topics(fresh_store)
    for path in (ROOT / "data" / "gold").glob("*.json"):
        for task in json.loads(path.read_text("utf-8"))["tasks"]:
            assert found[task["id"]] == task["topic"]
    assert fresh_store.read("MATCH (k:Topic {kind: 'derived'}) RETURN k") == []
    assert ("xiqing/3/7", "yichang/2/6") in counterparts(fresh_store)


def test_a_task_without_topic_follows_its_counterparts() -> None:
    tasks = [PlanTask(f"{plan}/1", plan, 1, "开展假药问题专项治理", "") for plan in "abc"]
    tasks.append(PlanTask("c/2", "c", 2, "其他", ""))
    groups = [Group("开展假药问题专项治理", ("a/1", "b/1", "c/1")), Group("其他", ("c/2",))]
    given = {"a/1": "fake_medicine", "b/1": "fake_medicine"}
    found = derive("integrity", tasks, groups, given, {}, {})
    assert found.of_tasks == {"c/1": ("fake_medicine", "derived"), "c/2": ("integrity/其他", "derived")}
    assert [(topic.key, topic.name_zh, topic.ordinal) for topic in found.topics] == [("integrity/其他", "其他", 2)]


def test_groups_of_one_name_get_keys_of_their_own() -> None:
    tasks = [PlanTask("a/1", "a", 1, "加强领导", "甲"), PlanTask("a/9", "a", 9, "加强领导", "乙")]
    groups = [Group("加强领导", ("a/1",)), Group("加强领导", ("a/9",))]
    assert [topic.key for topic in derive("c", tasks, groups, {}, {}, {}).topics] == ["c/加强领导", "c/加强领导#2"]
    long = [Group("长" * 500, ("a/1",)), Group("长" * 501, ("a/9",))]
    keys = [topic.key for topic in derive("c", tasks, long, {}, {}, {}).topics]
    assert len(set(keys)) == 2
    assert max(len(key.encode()) for key in keys) < 2000


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as end:
            cli.main([*arguments, "--data", str(tmp_path / "graph")])
        assert not end.value.code
        out, err = capsys.readouterr()
        return out if "--json" in arguments else err

    monkeypatch.setattr(links, "LIMIT", 2)
    paths = [str(path) for path in write_plans(tmp_path)]
    try:
        assert "python cli.py link" in run("load", *paths)
        made = json.loads(run("link", "--json"))
        assert {name: made[name] for name in ("plans", "counterparts", "topics")} == {
            "plans": 3,
            "counterparts": 12,
            "topics": 9,
        }
        assert "python cli.py link" not in run("load", *paths)
    finally:
        run("stop")
