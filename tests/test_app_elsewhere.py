"""The same system's offices in other places, behind a place's own bars."""

from __future__ import annotations

import html
import re

import pytest

from app_pages.ranks import leaders
from app_pages.scope import unpick
from tests.showing import GOLD, Shown

pytestmark = pytest.mark.usefixtures("loaded")


def led(plan: str, *printed: str) -> int:
    """Items that the gold has one of these printed names lead."""
    return sum(bool({*printed} & {*task["lead"]}) for task in GOLD[plan]["tasks"])


def row_of(shown: Shown, agency: str) -> str:
    return next(row for row in re.findall(r"<tr>(.*?)</tr>", shown.markup, re.DOTALL) if f">{agency}</a>" in row)


def ghosts(row: str) -> dict[str, str]:
    """The marks of a row: what each is, and what a click on it asks for."""
    found = re.findall(r'<s style="[^"]*" title="([^"]*)" data-pick="([^"]*)"', row)
    return {html.unescape(words): html.unescape(asked) for words, asked in found}


def test_each_other_place_stands_behind_the_own_bar_with_its_count() -> None:
    row = row_of(Shown("ranking", plans="xiqing"), "西青区文明办")
    expected = {
        "yunnan": ("云南省 · 云南省文明办", led("yunnan", "省文明办")),
        "changzhou": ("常州市 · 常州市文明办", led("changzhou", "市文明办", "市委宣传部(文明办)")),
        "huaian": ("淮安市 · 淮安市文明办", led("huaian", "市文明办")),
        "yichang": ("宜昌市 · 宜昌市文明办", led("yichang", "市文明办")),
    }
    assert {*ghosts(row)} == {f"{name}: {count}" for name, count in expected.values() if count}


def test_a_click_on_a_mark_opens_the_words_of_that_place() -> None:
    row = row_of(Shown("ranking", plans="xiqing"), "西青区文明办")
    asked = next(asked for words, asked in ghosts(row).items() if words.startswith("云南省"))
    panel = Shown("ranking", plans="xiqing", pick=asked).panel
    assert f"{led('yunnan', '省文明办')} 项任务的原文" in panel
    assert "云南省 · 文明办" in panel and "西青" not in panel


def test_the_mean_elsewhere_opens_the_words_of_all_other_places() -> None:
    shown = Shown("ranking", plans="xiqing")
    asked = html.unescape(row_of(shown, "西青区文明办").rsplit('data-pick="', 1)[1].split('"')[0])
    assert unpick(asked)["elsewhere"] == "1"
    total = sum(int(words.rsplit(" ", 1)[1]) for words in ghosts(row_of(shown, "西青区文明办")))
    panel = Shown("ranking", plans="xiqing", pick=asked).panel
    assert f"{total} 项任务的原文" in panel and "西青区 ·" not in panel


def test_the_rule_of_counting_holds_for_the_others_too() -> None:
    full, shared = (
        ghosts(row_of(Shown("ranking", plans="xiqing", rule=rule), "西青区文明办")) for rule in ("full", "fractional")
    )
    assert [*full] != [*shared]
    assert all(float(words.rsplit(" ", 1)[1]) <= 8 for words in shared)


@pytest.mark.parametrize("address", [{}, {"plans": "xiqing,yunnan"}, {"plans": "xiqing", "section": "xiqing#3"}])
def test_several_places_or_a_section_of_one_plan_have_no_others(address: dict[str, str]) -> None:
    shown = Shown("ranking", **address)
    assert "<s style" not in shown.markup and "其他地方同一条线" not in shown.text


def test_the_saved_picture_holds_the_others_its_data_and_their_citation() -> None:
    markup = Shown("ranking", plans="xiqing").markup
    figure = html.unescape(markup[markup.index('data-figure="ranking"') :].split(">")[0])
    assert "elsewhere_mean,elsewhere_changzhou,elsewhere_huaian,elsewhere_yichang,elsewhere_yunnan" in figure
    assert "西青区文明办,5,2.833333333,1,0," in figure
    assert "yunnan" in figure.split("data-cite")[1].split("data-csv")[0]
    assert 'class="ghost-end"' in markup


def test_all_who_are_tied_for_first_are_held_against_their_like() -> None:
    """Ties of one system are told of once; of too many nobody is."""
    of = [{"agency": name, "function": system, "leads": 4} for name, system in ("ax", "bx", "cy")]
    later = {"agency": "d", "function": "z", "leads": 3}
    assert [row["function"] for row in leaders([*of, later], "full")] == ["x", "y"]
    assert leaders([*of, {**later, "leads": 4}, later], "full") == []
    assert leaders([], "full") == []
