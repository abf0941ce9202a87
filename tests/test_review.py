"""What a person is asked to look at, and that each offer can be taken as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.judgements import correct, file_of, judge, pair, review, undo
from graph.load import load_paths
from graph.store import Store
from tests.test_judgements import dump

PLAN = """宜昌市电信网络诈骗专项治理实施方案

各有关单位：

一、重点任务

1.宣传。开展宣传。（牵头单位：市诚信促进办；参与单位：市文明办、市公安局）

2.整治。组织整治。（牵头单位：市诚信促进办；参与单位：市市场监督管局、各有关部门）

3.督查。开展督查。（牵头单位：市文明办；参与单位：市场监管局、市委网信办）

宜昌市精神文明建设委员会
2019年11月5日
"""


@pytest.fixture
def town(fresh_store: Store, tmp_path: Path) -> Store:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    [result] = load_paths(fresh_store, [tmp_path / "a.txt"])
    assert (result.status, result.tasks) == ("loaded", 3)
    return fresh_store


def agencies(store: Store) -> dict[str, dict[str, object]]:
    return {
        item.words[0]: {each.agency: each for each in item.offers} for item in review(store) if item.kind == "agency"
    }


def test_names_that_no_table_knows_come_with_candidates_to_take(town: Store) -> None:
    found = agencies(town)
    assert list(found) == ["420500:市诚信促进办", "420500:市市场监督管局"], "the oftener named first"
    offers = found["420500:市市场监督管局"]
    [market] = [offer for key, offer in offers.items() if key == "420500/market_bureau"]
    assert 50 <= market.score <= 100  # type: ignore[attr-defined]
    assert market.why.zh and market.why.en and market.together == ()  # type: ignore[attr-defined]
    before = dump(town)
    taken = judge(town, pair(town, "same", "420500:市市场监督管局", market.reference))  # type: ignore[attr-defined]
    assert taken.standing.state == "applied"
    assert list(agencies(town)) == ["420500:市诚信促进办"]
    undo(town, taken.judgement.id)
    assert dump(town) == before


def test_what_is_named_beside_it_is_told(town: Store) -> None:
    offers = agencies(town)["420500:市诚信促进办"]
    together = {key: offer.together for key, offer in offers.items()}  # type: ignore[attr-defined]
    assert {tasks for key, tasks in together.items() if key == "420500/civility_office"} <= {("a/1/1",)}


def test_a_pair_told_apart_is_offered_no_more_and_a_doubt_is_marked(town: Store) -> None:
    reference = "420500:市市场监督管局"
    doubt = judge(town, pair(town, "unsure", reference, "420500/market_bureau"), "张三")
    [item] = [item for item in review(town) if item.kind == "unsure"]
    assert (item.id, "张三" in item.why.zh, item.plans) == (doubt.judgement.id, True, ("a",))
    assert agencies(town)[reference]["420500/market_bureau"].unsure == doubt.judgement.id  # type: ignore[attr-defined]
    judge(town, pair(town, "different", reference, "420500/market_bureau"))
    assert "420500/market_bureau" not in agencies(town)[reference]
    assert [item for item in review(town) if item.kind in ("unsure", "judgement")] == [], "the doubt is over"


def test_what_does_not_act_is_on_the_list(town: Store) -> None:
    lost = judge(town, correct(town, "drop", "a/1/1", "市公安局"))
    file = file_of(town)
    file.write_text(file.read_text("utf-8").replace("宣传 | 市公安局", "宣传 | 市安全局") + "坏行\r\n", "utf-8")
    found = [(item.kind, item.id, item.why.key) for item in review(town) if item.kind != "agency"]
    assert found == [
        ("judgement", lost.judgement.id, "name_gone"),
        ("file", "3", "cell_missing"),
        ("file", "", "acts_still"),
    ]
    assert json.loads(json.dumps([item.to_json() for item in review(town)], ensure_ascii=False))


def test_weak_topics_are_to_be_confirmed_until_somebody_does(town: Store, tmp_path: Path) -> None:
    """Two plans of a campaign without topics of its own; what alignment joined by little likeness is listed."""
    link = (
        "MATCH (t:Task {id: 'a/1/1'}) MATCH (o:Task {id: 'a/1/2'}) "
        "CREATE (t)-[:COUNTERPART_OF {similarity: 0.2}]->(o) "
        "CREATE (k:Topic {key: 'x/宣传', nameZh: '宣传', kind: 'derived'}) "
        "CREATE (t)-[:ON_TOPIC {origin: 'derived'}]->(k) CREATE (o)-[:ON_TOPIC {origin: 'derived'}]->(k)"
    )
    town.write(lambda tx: tx.run(link).consume() and None)
    found = [(item.id, item.why.en) for item in review(town) if item.kind == "topic"]
    assert found == [(f"a/1/{n}", "it is at most 0.20 like the other items of the topic “宣传”") for n in (1, 2)]
