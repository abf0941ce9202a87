from __future__ import annotations

import random
from itertools import combinations

import pytest

from benchmarks.quality import ROOT, gold_counterparts, gold_topics, plan_tasks
from graph.alignment import Alignment, PlanTask, align, own_words
from loaders.pipeline import extract

# A made-up campaign of three cities: other titles for the same things, other orders, own items, one merged, one split.
CONSUMPTION = {
    "jiahe": [
        ("一、激发消费活力", "大力发展首店经济", "对新引进的品牌首店、旗舰店给予奖励，鼓励商业综合体设立首店集聚区。"),
        ("一、激发消费活力", "支持新能源汽车和绿色智能家电消费", "落实新能源汽车车辆购置税减免政策，组织汽车下乡。开展家电以旧换新，对购买绿色智能家电的消费者给予补贴。"),
        ("一、激发消费活力", "繁荣夜间经济", "打造夜间消费集聚区，延长夜市、商圈营业时间，完善夜间公交和照明。"),
        ("二、优化消费环境", "加强消费者权益保护", "畅通投诉举报渠道，推行线下购物无理由退货，严厉打击假冒伪劣。"),
        ("三、保障措施", "加强组织领导", "建立促进消费联席会议制度，统筹推进各项任务落实。"),
    ],
    "linchuan": [
        ("一、扩大重点领域消费", "促进新能源汽车消费", "落实车辆购置税减免政策，开展新能源汽车下乡活动，加快充电设施建设。"),
        ("一、扩大重点领域消费", "促进绿色智能家电消费", "组织家电以旧换新活动，对购买绿色智能家电给予补贴。"),
        ("一、扩大重点领域消费", "发展首店首发经济", "吸引品牌首店、旗舰店落户，支持举办新品首发活动，建设首店集聚区。"),
        ("二、创新消费场景", "激活夜间消费", "培育夜间消费集聚区，鼓励商圈、夜市延长营业时间。"),
        ("二、创新消费场景", "培育文旅融合消费", "推出精品旅游线路，举办演唱会、音乐节，发展乡村民宿。"),
        ("三、组织实施", "强化督促考核", "对工作推进情况定期通报，纳入年度考核。"),
    ],
    "qingpu": [
        ("一、重点任务", "实施绿色智能家电以旧换新", "对个人消费者购买绿色智能家电给予补贴，支持企业开展家电以旧换新。"),
        ("一、重点任务", "扩大新能源汽车消费", "落实车辆购置税优惠政策，支持新能源汽车下乡，优化二手车交易登记。"),
        ("一、重点任务", "促进文旅消费", "举办音乐节、演唱会，推出旅游精品线路，提升乡村民宿品质。"),
        ("一、重点任务", "维护消费者合法权益", "畅通消费投诉举报渠道，推广线下无理由退货承诺，打击假冒伪劣行为。"),
        ("二、保障措施", "加强组织领导", "健全促进消费联席会议机制，统筹推进各项工作。"),
        ("二、保障措施", "严格督促考核", "定期通报工作推进情况，将其纳入年度考核。"),
    ],
}  # fmt: skip
SAME = {
    ("jiahe/1", "linchuan/3"),
    ("jiahe/3", "linchuan/4"),
    ("jiahe/4", "qingpu/4"),
    ("jiahe/5", "qingpu/5"),
    ("linchuan/1", "qingpu/2"),
    ("linchuan/2", "qingpu/1"),
    ("linchuan/5", "qingpu/3"),
    ("linchuan/6", "qingpu/6"),
}
MERGED = {("jiahe/2", other) for other in ("linchuan/1", "linchuan/2", "qingpu/1", "qingpu/2")}


def tasks_of(plans: dict[str, list[tuple[str, str, str]]]) -> list[PlanTask]:
    return [
        PlanTask(f"{plan}/{order}", plan, order, title, text, heading)
        for plan, items in plans.items()
        for order, (heading, title, text) in enumerate(items, 1)
    ]


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
