"""Deadlines and targets in time: every one that is printed has a mark that opens its words."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest

from app_pages.datechart import CELL, Due, due_chart, period, periods
from app_pages.scope import unpick
from app_pages.words import Say
from tests.showing import GOLD, PLANS, Shown

pytestmark = pytest.mark.usefixtures("loaded")


def printed(plan: str) -> Counter[str]:
    """Deadlines and targets that the gold finds in each item."""
    return Counter({task["id"]: len(task["deadlines"]) + len(task["targets"]) for task in GOLD[plan]["tasks"]})


def marks(shown: Shown) -> Counter[str]:
    """The items that the marks of the picture open, in the panel or in the reader."""
    picture = shown.markup[shown.markup.index('data-figure="dates"') :].split("</figure>")[0]
    picture = picture[picture.index("<svg") :]
    picks = [html.unescape(asked) for asked in re.findall(r'<g data-pick="([^"]+)"', picture)]
    return Counter(unpick(asked)["task"] for asked in picks) + Counter(re.findall(r'data-go="[^"]*read=(\w+)', picture))


@pytest.mark.parametrize("plan", PLANS)
def test_each_deadline_and_target_has_its_mark(plan: str) -> None:
    found = marks(Shown("ranking", way="dates", plans=plan))
    missed = {"xiqing": 1}.get(plan, 0)  # 纳入每月工作: the one target that is not read
    assert sum(found.values()) == sum(printed(plan).values()) - missed
    assert all(found[task] <= printed(plan)[task] for task in found if task != plan)


def test_a_mark_opens_the_printed_words_with_the_date() -> None:
    task = next(
        task for task in GOLD["yichang"]["tasks"] if any("2018年底前" in str(each) for each in task["deadlines"])
    )
    shown = Shown("ranking", way="dates", plans="yichang", pick=f"task:{task['id']}")
    assert "2018年底前 (2018-12-31)" in shown.panel and "2019年底 (2019-12-31)" in shown.panel


def test_one_agency_sees_its_own() -> None:
    shown = Shown("ranking", way="dates", agency="420500/human_resources_bureau")
    expected = {task["id"] for task in GOLD["yichang"]["tasks"] if {"市人社局"} & {*task["lead"], *task["support"]}}
    assert {*marks(shown)} == {task for task in expected if printed("yichang")[task]} != set()


def test_a_scope_without_dates_says_so() -> None:
    topic = next(t["topic"] for t in GOLD["xiqing"]["tasks"] if t["topic"] and not printed("xiqing")[t["id"]])
    assert "所选范围内没有印出时限或目标" in Shown("ranking", way="dates", plans="xiqing", topic=topic).text


def test_long_spans_are_drawn_by_year() -> None:
    assert periods(["2018-11-30", "2019-02-01"]) == (["2018 Q4", "2019 Q1"], True)
    assert periods(["2014-01-01", "2019-12-31"]) == (["2014", "2015", "2016", "2017", "2018", "2019"], False)
    assert periods([]) == ([], True)
    assert period("2018-12-31", True) == "2018 Q4" and period("2018-12-31", False) == "2018"


def test_a_crowd_is_one_mark_with_its_number() -> None:
    dues = [Due("甲", "target", "2020-01-01", "<b>x</b>", f"p/{place}") for place in range(CELL + 1)]
    drawn = due_chart(Say("zh"), ["甲"], dues)
    assert drawn.count("data-pick") == 1 and f">{CELL + 1}</text>" in drawn and "<b>" not in drawn
    assert due_chart(Say("zh"), ["甲"], dues[1:]).count("data-pick") == CELL
