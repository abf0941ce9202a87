from __future__ import annotations

import random
from functools import cache
from itertools import combinations

import pytest

from benchmarks.quality import ROOT
from graph.matching.similar import PlanMeasure, Similar, similar
from loaders.pipeline import extract

COPY = "畅通投诉举报渠道，推行线下购物无理由退货，严厉打击假冒伪劣商品和虚假宣传行为。"


def measure(name: str, text: str, date: str = "2024-01-01") -> PlanMeasure:
    return PlanMeasure(name, name.split("/")[0], (date,), text)


def shingles(text: str) -> set[str]:
    """Three Han characters in a row, by the definition."""
    runs = "".join(c if "㐀" <= c <= "鿿" else " " for c in text).split()
    return {run[i : i + 3] for run in runs for i in range(len(run) - 2)}


def likeness(a: str, b: str) -> float:
    return round(len(shingles(a) & shingles(b)) / len(shingles(a) | shingles(b)), 4)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (COPY, 1.0),
        (COPY.replace("，", ",").replace("。", ""), 1.0),
        ("进一步" + COPY, None),
        (COPY.replace("和虚假宣传行为", ""), None),
        ("畅通消费者投诉举报渠道，推行线下无理由退货，打击假冒伪劣。", None),
        ("落实新能源汽车车辆购置税减免政策，组织开展新能源汽车下乡活动。", 0.0),
    ],
)
def test_likeness_is_that_of_the_definition(other: str, alike: float | None) -> None:
    wanted = likeness(COPY, other) if alike is None else alike
    found = similar([measure("a/1", COPY), measure("b/1", other)])
    assert found == ([Similar("a/1", "b/1", wanted)] if wanted >= 0.4 else [])


def test_short_sentences_and_those_of_one_plan_are_left_out() -> None:
    assert similar([measure("a/1", "加强组织领导。"), measure("b/1", "加强组织领导。")]) == []
    assert similar([measure("a/1", COPY), measure("a/2", COPY)]) == []
    assert similar([]) == []


def test_pairs_lead_from_the_earlier_plan() -> None:
    found = similar([measure("a/1", COPY, "2024-06-01"), measure("b/1", COPY, "2023-01-01"), measure("c/1", COPY, "")])
    assert {(pair.a, pair.b) for pair in found} == {("b/1", "a/1"), ("c/1", "a/1"), ("c/1", "b/1")}


@cache
def five_plans() -> list[PlanMeasure]:
    records = [extract(path) for path in sorted((ROOT / "data" / "plans").glob("*.txt"))]
    return [
        PlanMeasure(f"{task.id}#m{order}", record.plan.id, (record.plan.date or "",), span.text)
        for record in records
        for task in record.tasks
        for order, span in enumerate(task.measures, 1)
    ]


@cache
def alike_in_the_five() -> set[frozenset[str]]:
    """All pairs of sentences, compared by the definition."""
    long = [(item, found) for item in five_plans() if len(found := shingles(item.text)) >= 10]
    return {
        frozenset((a.id, b.id))
        for (a, first), (b, second) in combinations(long, 2)
        if a.plan != b.plan and round(len(first & second) / len(first | second), 4) >= 0.4
    }


@pytest.mark.parametrize("few", [5000, 0], ids=["each with each", "by signatures"])
def test_the_five_plans(few: int) -> None:
    """Signatures find all of these pairs but may miss one in sixteen."""
    measures, wanted = five_plans(), alike_in_the_five()
    found = {frozenset((pair.a, pair.b)) for pair in similar(measures, few=few)}
    assert found <= wanted
    assert len(found) >= (0.97 * len(wanted) if few == 0 else len(wanted))
    assert frozenset(("huaian/3.1/11#m3", "changzhou/3.1/11#m3")) in found


def test_the_order_given_does_not_show() -> None:
    measures = five_plans()
    shuffled = random.Random(3).sample(measures, len(measures))
    assert similar(shuffled) == similar(measures)


@pytest.mark.parametrize("few", [5000, 0])
def test_each_keeps_its_nearest_in_time(few: int) -> None:
    """Thirty copies, a month apart: each is tied to the four nearest, and to those of which it is one of the four."""
    copies = [
        measure(f"p{number:02}/1", COPY, f"20{10 + number // 12}-{number % 12 + 1:02}-01") for number in range(30)
    ]
    found = similar(copies, neighbours=4, few=few)
    places = {copy.id: place for place, copy in enumerate(copies)}
    assert {places[pair.b] - places[pair.a] for pair in found if places[pair.a] >= 4 and places[pair.b] < 26} == {1, 2}
    assert len(found) < 30 * 4
