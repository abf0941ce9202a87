from __future__ import annotations

import random
from itertools import combinations

import pytest

from benchmarks.quality import ROOT, gold_counterparts, gold_topics, plan_tasks
from graph.matching.alignment import Alignment, PlanTask, align, own_words
from loaders.pipeline import extract
from tests.campaign import CONSUMPTION, MERGED, SAME, tasks_of


def pairs(found: Alignment) -> set[tuple[str, str]]:
    return {(pair.a, pair.b) for pair in found.pairs}


def grouped(found: Alignment) -> set[tuple[str, str]]:
    return {pair for group in found.groups for pair in combinations(group.tasks, 2)}


def test_a_campaign_that_no_table_knows() -> None:
    found = align(tasks_of(CONSUMPTION))
    assert pairs(found) == SAME | MERGED
    assert grouped(found) == SAME
    [merged] = [group for group in found.groups if group.parts]
    assert merged.tasks == ("jiahe/2",)
    assert [found.groups[part].tasks for part in merged.parts] == [
        ("linchuan/1", "qingpu/2"),
        ("linchuan/2", "qingpu/1"),
    ]
    assert {group.name for group in found.groups} >= {
        "加强组织领导",
        "大力发展首店经济",
        "支持新能源汽车和绿色智能家电消费",
    }


def test_one_plan_keeps_apart_what_the_others_join() -> None:
    merged = dict.fromkeys(("jiahe", "minhe", "xihe"), CONSUMPTION["jiahe"])
    found = align(tasks_of(merged | {"linchuan": CONSUMPTION["linchuan"]}))
    [joining] = [group for group in found.groups if group.parts]
    assert joining.tasks == ("jiahe/2", "minhe/2", "xihe/2")
    assert [found.groups[part].tasks for part in joining.parts] == [("linchuan/1",), ("linchuan/2",)]
    assert {pair for pair in pairs(found) if "xihe/2" in pair} == {
        ("jiahe/2", "xihe/2"),
        ("minhe/2", "xihe/2"),
        ("linchuan/1", "xihe/2"),
        ("linchuan/2", "xihe/2"),
    }


def test_the_order_of_loading_does_not_show() -> None:
    tasks = tasks_of(CONSUMPTION)
    found = align(tasks)
    for turn in range(5):
        random.Random(turn).shuffle(tasks)
        assert align(tasks) == found


@pytest.mark.parametrize("kept", [("jiahe", "linchuan"), ("jiahe", "qingpu"), ("linchuan", "qingpu")])
def test_two_plans_alone(kept: tuple[str, str]) -> None:
    found = align(tasks_of({plan: CONSUMPTION[plan] for plan in kept}))
    assert pairs(found) == {(a, b) for a, b in SAME | MERGED if a.split("/")[0] in kept and b.split("/")[0] in kept}


def test_plans_about_other_things_have_no_counterparts() -> None:
    other = {
        "donghu": [
            ("一、主要任务", "整治黑臭水体", "排查入河排污口，实施截污纳管和清淤疏浚。"),
            ("一、主要任务", "推进扬尘治理", "建筑工地落实围挡、喷淋、车辆冲洗等措施。"),
            ("二、保障措施", "保障资金投入", "统筹生态环境资金，加大财政支持。"),
        ]
    }
    assert not pairs(align(tasks_of({"jiahe": CONSUMPTION["jiahe"]} | other)))


def test_the_same_plan_twice_answers_itself_task_by_task() -> None:
    twice = {"first": CONSUMPTION["jiahe"], "second": CONSUMPTION["jiahe"]}
    found = align(tasks_of(twice))
    assert pairs(found) == {(f"first/{number}", f"second/{number}") for number in range(1, 6)}
    assert {pair.similarity for pair in found.pairs} == {1.0}


def test_tasks_without_titles_are_told_by_their_text() -> None:
    plans = {
        plan: [(heading, title if plan == "qingpu" else "", text) for heading, title, text in items]
        for plan, items in CONSUMPTION.items()
    }
    found = align(tasks_of(plans))
    assert pairs(found) - SAME - MERGED == set()
    assert len(pairs(found) & SAME) >= 7
    assert {"加强组织领导", "对新引进的品牌首店、旗舰店给予奖励"} <= {group.name for group in found.groups}


@pytest.mark.parametrize(
    "tasks",
    [
        [],
        tasks_of({"jiahe": CONSUMPTION["jiahe"]}),
        [PlanTask("a/1", "a", 1, None, ""), PlanTask("b/1", "b", 1, None, "")],
    ],
)
def test_nothing_to_compare(tasks: list[PlanTask]) -> None:
    found = align(tasks)
    assert found.pairs == ()
    assert sorted(task for group in found.groups for task in group.tasks) == [task.id for task in tasks]


def test_own_words() -> None:
    text = "1.开展假药问题专项治理。严查制售假药。（牵头单位：市药监局）"
    assert own_words(text, "开展假药问题专项治理", "（牵头单位：市药监局）") == "。严查制售假药。\n"
    assert own_words("1.严查假药。", None, None) == "1.严查假药。"


def test_a_neighbourhood_bounds_the_pairs_and_not_the_groups() -> None:
    many = {f"{plan}{copy}": items for copy in range(4) for plan, items in CONSUMPTION.items()}
    whole, near = align(tasks_of(many)), align(tasks_of(many), neighbours=3)
    assert near.groups == whole.groups
    assert pairs(near) < pairs(whole)
    copies = {(f"jiahe{a}/1", f"jiahe{b}/1") for a, b in combinations(range(4), 2)}
    assert copies <= pairs(near)


def test_the_five_plans_without_their_topics() -> None:
    """宜昌's item on unlicensed practice and fake medicine answers two items of each other plan."""
    tasks = [task for path in sorted((ROOT / "data" / "plans").glob("*.txt")) for task in plan_tasks(extract(path))]
    found = align(tasks)
    merged = {pair for pair in pairs(found) if "yichang/2/6" in pair}
    assert merged == {
        *(("yichang/2/6", f"yunnan/2/{number}") for number in (6, 7)),
        *(("xiqing/3/" + number, "yichang/2/6") for number in "67"),
        *((f"{plan}/3.1/{number}", "yichang/2/6") for plan in ("changzhou", "huaian") for number in (6, 7)),
    }
    assert {group.name for group in found.groups if group.parts} == {"开展无证行医、非法医疗以及假药问题专项治理"}
    topics = gold_topics(ROOT / "data" / "gold")
    assert merged <= gold_counterparts(topics)
