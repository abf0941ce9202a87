"""Plans of several campaigns in one graph: every question can be asked within one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.links import link
from graph.load import list_plans, load_paths
from graph.store import Store
from queries.library import ask, questions

PLANS = Path(__file__).parents[1] / "data" / "plans"
PARKS = """{place}2021年口袋公园建设实施方案

一、重点任务
1.选址。完成全市口袋公园选址，2021年6月底前完成。（牵头单位：市城管局；责任单位：市自然资源局）
2.建设。建成口袋公园20个。（牵头单位：市住建局；责任单位：市财政局、各有关部门）
"""


@pytest.fixture(scope="module")
def campaigns(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """The plans of each campaign: two of the integrity campaign, two of another that nobody has curated."""
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    folder = tmp_path_factory.mktemp("parks")
    for name, place in (("nantong", "南通市"), ("yancheng", "盐城市")):
        (folder / f"{name}.txt").write_text(PARKS.format(place=place), "utf-8")
    results = load_paths(store, [folder, PLANS / "huaian.txt", PLANS / "changzhou.txt"])
    assert [result.error for result in results] == [None] * 4
    link(store)
    found: dict[str, set[str]] = {}
    for plan in list_plans(store):
        found.setdefault(str(plan["campaign"]), set()).add(plan["plan"])
    yield found


def test_plans_of_one_campaign_share_its_key_whatever_their_place(campaigns: dict[str, set[str]]) -> None:
    assert sorted(map(sorted, campaigns.values())) == [["changzhou", "huaian"], ["nantong", "yancheng"]]
    assert "integrity" in campaigns


WITHIN = [name for name, question in questions().items() if question.parameter("campaign")]


@pytest.mark.parametrize("name", WITHIN)
def test_a_question_stays_within_the_campaign_that_it_is_asked_in(
    store: Store, campaigns: dict[str, set[str]], name: str
) -> None:
    question = questions()[name]
    if any(parameter.required for parameter in question.parameters):
        pytest.skip("asks about one thing that stands in one campaign")
    for campaign, plans in campaigns.items():
        rows = ask(store, name, campaign=campaign).rows
        named = {
            str(row[column]) for row in rows for column in ("plan", "planA", "planB", "otherPlan") if row.get(column)
        }
        named |= {plan for row in rows for plan in row.get("plans") or []}
        assert named <= plans, name


def test_questions_about_plans_can_be_asked_within_a_campaign() -> None:
    one_thing = {
        "plan_text",
        "task_diff",
        "judgements",
        "lineage",
    }  # a plan, a task, what people said, the reforms' table
    asking = {name for name, question in questions().items() if question.parameter("plan") and question.group != "app"}
    assert asking - set(WITHIN) <= one_thing


def test_the_leader_of_a_campaign_is_told_from_its_own_plans(store: Store, campaigns: dict[str, set[str]]) -> None:
    [other] = set(campaigns) - {"integrity"}
    leads = {row["agency"]: row["leads"] for row in ask(store, "lead_ranking", campaign=other).rows}
    assert leads == {"南通市城管局": 1, "南通市住建局": 1, "盐城市城管局": 1, "盐城市住建局": 1}
    topics = {row["topic"] for row in ask(store, "topic_matrix", campaign=other).rows}
    assert len(topics) == 2
