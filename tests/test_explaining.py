"""What makes a load: parts that add up, and words that say the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.workload.explaining import explain
from graph.workload.measures import loads
from graph.workload.moves import ADDITIVE
from graph.workload.roster import AnalysisError
from graph.workload.sentences import sentences
from tests.load_cases import item, roster, rosters

# A leads three items of p and supports one. Elsewhere: x is led by B in q and r; y by A's own system in q; z by nobody.
CASE = roster(
    [
        item("1", "A", "C", topic="x"),
        item("2", "AB", "", topic="y"),
        item("3", "A", "", topic="z", section="t"),
        item("4", "B", "A", topic="x", section="t"),
        item("1", "B", "", plan="q", topic="x"),
        item("2", "D", "", plan="q", topic="y"),
        item("1", "B", "", plan="r", topic="x"),
        item("3", "", "D", plan="r", topic="z"),
    ],
    functions={"D": "A"},
)


def parts(found):
    return {part.key: part.value for part in found}


def test_a_case_by_hand():
    found = explain(CASE, "A", "p")
    assert (found.total, found.rank, found.agencies, found.share) == (3, 1, 3, 0.6)
    assert found.mean == pytest.approx(5 / 3)
    assert [(one.item.id, one.value, one.elsewhere) for one in found.items] == [
        ("p/1", 1, "other"),
        ("p/2", 1, "own"),
        ("p/3", 1, "nowhere"),
    ]
    assert parts(found.sections) == {"p#s": 2, "p#t": 1}
    assert parts(found.company) == {"alone": 2, "B": 1}
    assert parts(found.elsewhere) == {"other": 1, "own": 1, "nowhere": 1}
    assert found.usual == 0.5, "D of the same system leads one item in two other plans"
    assert parts(found.topics) == {"x": 1, "z": 1, "y": 0.5}


def test_the_words_hold_the_figures():
    words = explain(CASE, "A", "p").words
    assert "A局在p方案中的牵头项数为 3，居 3 家单位的第 1 位，占合计的 60.0%（平均 1.667）。" in words.zh
    assert "独立牵头 2；与B局共同牵头 1。" in words.zh
    assert "其中 1（1 项）在其他方案中多由别的条线牵头。" in words.zh
    assert "“1 任务1”：其他 2 份有此任务的方案中，2 份由B牵头（q、r）。" in words.zh
    assert "A条线在其他方案中平均为 0.5，这里多 2.5，主要在：主题x 1；主题z 1；主题y 0.5。" in words.zh
    assert "1 任务1: B leads it in 2 of the 2 other plans that have such an item (q, r)." in words.en


def test_support_is_company_of_its_own():
    found = explain(CASE, "A", "p", "workload")
    assert parts(found.company) == pytest.approx({"alone": 2, "B": 0.5, "supporting": 0.3})
    assert found.total == pytest.approx(2.8)


def test_with_one_plan_there_is_nothing_to_compare_with():
    alone = CASE.chosen(plans={"p"})
    found = explain(alone, "A", "p")
    assert (found.usual, found.topics) == (None, ())
    assert parts(found.elsewhere) == {"nowhere": 3}
    assert "无从比较" in found.words.zh
    assert "没有对应任务" not in found.words.zh


def test_an_agency_that_is_not_in_the_plan():
    with pytest.raises(AnalysisError, match="B局 is on no item of the plan z"):
        explain(roster([item("1", "B"), item("1", "A", plan="z")]), "B", "z")


@settings(deadline=None)
@given(rosters(plans=3), st.sampled_from([*ADDITIVE]))
def test_the_parts_add_up(whole, measure):
    values = loads(whole, network=False).values(measure, "p1")
    assume(values)
    for agency, value in values.items():
        found = explain(whole, agency, "p1", measure)
        assert found.total == pytest.approx(value)
        for kind in (found.sections, found.company, found.elsewhere):
            assert sum(part.value for part in kind) == pytest.approx(value)
            assert sum(len(part.items) for part in kind) == len(found.items)
        if found.usual is not None:
            assert sum(part.value for part in found.topics) == pytest.approx(value - found.usual)
        assert found.rank == 1 + sum(other > value + 1e-9 for other in values.values())


def test_every_sentence_has_the_same_gaps_in_both_languages():

    for key, words in sentences().items():
        gaps = [sorted({*re.findall(r"\{(\w+)\}", text)}) for text in (words.zh, words.en)]
        assert gaps[0] == gaps[1], key
        assert words.zh, key
        assert not re.search("[\u4e00-\u9fff]", words.en), key
