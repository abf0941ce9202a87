"""Every page over plans that are made up: more of them, with passages and names that the five plans don't have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from app_pages import data
from app_pages.panel import evidence
from app_pages.scope import unpick
from app_pages.view import View
from benchmarks.app import PAGES
from benchmarks.generate import generate
from graph.links import link
from graph.load import load_record, remove_plan
from graph.store import Store
from loaders.pipeline import extract
from tests.showing import Shown, view_of_all

MADE = 30
"""More than stand as chips in the line of the scope, or as curves and columns of their own."""
EACH = 12
"""Of clicks of one kind so many on a page are tried, all over it."""


@pytest.fixture(scope="module", autouse=True)
def made(store: Store) -> Iterator[None]:
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    for each in generate(MADE):
        load_record(store, each.record)
    link(store)
    data.reconnect()
    yield
    data.reconnect()


@pytest.fixture(scope="module")
def view(made: None) -> View:
    return view_of_all("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_and_what_can_be_clicked_opens_words(view: View, page: str, lang: str) -> None:
    name, _, ways = PAGES[page].partition("?")
    shown = Shown(name or "overview", lang=lang, **dict(way.split("=") for way in ways.split("&") if way))
    assert 'class="sentence"' in shown.markup or page == "import"
    kinds = defaultdict[frozenset[str], list[str]](list)
    for asked in sorted({asked for asked in shown.picks if asked}):
        kinds[frozenset(unpick(asked))].append(asked)
    picks = [asked for of_kind in kinds.values() for asked in of_kind[:: len(of_kind) // EACH + 1]]
    empty = [asked for asked in picks if view.say("panel.none") in str(evidence(view, unpick(asked)))]
    assert not empty


LATE = """涡阳县信用建设实施方案
为推进信用建设，制定本方案。
一、重点任务
（一）开展电信网络诈骗专项治理。打击电信网络诈骗。（牵头单位：县公安局）
二、组织领导
成立信用建设工作领导小组，成员单位由县公安局、县地税局、县教育局组成，领导小组办公室设在县公安局。
涡阳县人民政府
2019年3月16日
"""


def test_a_name_out_of_its_time_opens_the_passage_that_prints_it_where_no_item_does(
    store: Store, view: View, tmp_path: Path
) -> None:
    (tmp_path / "late.txt").write_text(LATE, "utf-8")
    load_record(store, extract(tmp_path / "late.txt").with_id("late"))
    try:
        shown = Shown("compare", way="lineage", plans="late")
        assert "涡阳县方案印发时仍用 1 个已撤销的名称：县地税局" in shown.text
        [asked] = {asked for asked in shown.picks if "span" in unpick(asked)}
        assert "成员单位由县公安局、县地税局" in Shown("compare", way="lineage", plans="late", pick=asked).panel
    finally:
        remove_plan(store, "late")
