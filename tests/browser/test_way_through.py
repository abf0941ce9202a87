"""One way through the app in a real browser: who leads most, compare a topic, a node of the graph, the printed words."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graph.load import list_plans, remove_plan
from graph.server import local_server
from graph.store import open_store
from queries.library import ask
from tests.browser.pages import settled
from tests.browser.support import Watched, chromium, node_at, says


def test_from_the_start_to_the_printed_words(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address)
    page.wait_for_selector(".figures")
    says(page, "5 份方案")

    watched.until(".bars tbody tr", page.get_by_text("哪个部门牵头最多？").click)
    says(page, "西青区发展改革委（30 项中的 25 项）")
    watched.until(".panel blockquote mark.lead", page.locator(".bars tbody tr").first.locator("td.bar").click)
    expect(page.locator(".panel header")).to_contain_text("25 项任务的原文")
    expect(page.locator(".panel blockquote").first).to_contain_text("牵头单位：区发展改革委")

    watched.until(".sides .side", page.get_by_role("link", name="比较").click)
    expect(page.locator(".sides .side")).to_have_count(5)
    expect(page.locator(".sides .side").nth(3)).to_contain_text("市无线电管理处")
    topic = page.locator(".matrix tbody tr").nth(3).locator("td").first
    watched.until('.sentence:has-text("生态环境")', topic.click)
    page.go_back()
    says(page, "电信网络诈骗")

    watched.until(".zeren-network canvas", page.get_by_role("link", name="图谱", exact=True).click)
    x, y = node_at(page, "常州市公安局")
    watched.until(".panel blockquote mark", lambda: page.mouse.click(x, y))
    expect(page.locator(".panel h3")).to_have_text("常州市公安局")
    expect(page.locator(".panel")).to_contain_text("第 90 行")

    watched.until(".reader .text", page.locator(".panel .item a", has_text="看原文").first.click)
    expect(page.locator(".reader .task.flash, .reader .flash").first).to_contain_text("市公安局")
    expect(page).to_have_url(re.compile("read=changzhou"))


SIX = {
    "哪个部门牵头最多？": ("谁牵头最多", "西青区发展改革委（30 项中的 25 项）"),
    "各地怎样分工治理电信诈骗？": ("各地怎样分工同一主题", "电信网络诈骗：5 份方案中 5 份有专门任务"),
    "牵头任务分得有多不均？": ("谁牵头最多", "分摊后牵头最多"),
    "哪些单位总在一起？": ("谁和谁一起做什么", "32 个单位、5 项任务、32 条分工"),
    "哪些目标何时到期？": ("什么时候要完成什么", "27 个时限与目标：3 个写明日期"),
    "哪些任务只有一家扛？": ("提问", "共"),
}
"""What the first page offers to click: the heading and the sentence that answer it."""


def test_a_newcomer_finds_six_questions_on_one_screen_and_each_is_answered(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address)
    cards = page.locator(".cards .card")
    expect(cards).to_have_count(len(SIX))
    box = cards.last.bounding_box()
    assert box and box["y"] + box["height"] < 900, "no need to scroll"
    for question, (heading, answer) in SIX.items():
        cards.filter(has_text=question).click()
        expect(page.locator("h1")).to_have_text(heading)
        says(page, answer)
        settled(page)
        page.go_back()  # one step
        expect(page.locator("h1")).to_have_text("总览")
        expect(cards).to_have_count(len(SIX))
        settled(page)


SHARED = (
    "",
    "ranking",
    "compare",
    "compare?way=functions",
    "compare?way=lineage",
    "ranking?way=card",
    "explore",
    "plans",
    "ask",
)


def test_shared_links_open_in_silence(watched: Watched) -> None:
    """In one language or the other: test_every_page.py opens all pages in both."""
    page = watched.page
    for name, lang in zip(SHARED, cycle(("zh", "en")), strict=False):
        page.goto(f"{watched.address}{name}{'&' if '?' in name else '?'}lang={lang}&plans=yichang")
        page.wait_for_selector(".sentence")
        settled(page)
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_names_are_set_in_a_chinese_face(watched: Watched) -> None:
    watched.page.goto(watched.address + "ranking")
    family = watched.page.locator(".bars td.who").first.evaluate("(cell) => getComputedStyle(cell).fontFamily")
    assert family.split(",")[0].strip('"\\') == "Noto Sans CJK SC" and "JP" not in family


SAMPLE = """某市2021年营商环境重点任务分工方案

一、优化审批
1.推行一网通办。加快系统对接，2021年6月底前完成。（牵头单位：市发改委；责任单位：市公安局、市财政局）
2.压缩办理时限。（牵头单位：市市场监管局）
"""


def test_files_are_looked_at_before_they_are_loaded(watched: Watched, graph: Path, tmp_path: Path) -> None:
    good, empty, broken = (tmp_path / name for name in ("营商<b>环境.txt", "空.txt", "坏.docx"))
    good.write_text(SAMPLE, "utf-8")
    empty.write_bytes(b"")
    broken.write_bytes(b"PK\x03\x04 no more")
    page = watched.page
    page.goto(watched.address + "review")
    page.locator("input[type=file]").set_input_files([good, empty, broken])
    says(page, "读了 3 个文件，得 1 份方案：1 份将新增；2 个文件读不了。")
    page.locator("tbody tr", has_text="营商<b>环境.txt").click()
    preview = page.locator(".panel")
    expect(preview).to_contain_text("某市2021年营商环境重点任务分工方案")
    expect(preview.locator(".item").first).to_contain_text("市发改委")
    expect(preview.locator(".item").first.locator(".chip.support")).to_have_count(2)
    with open_store(graph) as store:
        assert len(list_plans(store)) == 5, "nothing is loaded before it is said"
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="载入这 1 份").click()
        expect(page.get_by_text("已新增 1 份")).to_be_visible()
        [plan] = {row["plan"] for row in list_plans(store)} - {"changzhou", "huaian", "xiqing", "yichang", "yunnan"}
        remove_plan(store, plan)
    page.get_by_role("button", name="再导入一批").click()
    expect(page.get_by_text("文件只在本机读取")).to_be_visible()


def test_a_judgement_acts_at_once_and_is_undone(watched: Watched, graph: Path) -> None:
    page = watched.page
    page.goto(watched.address + "review?way=judging&form=role&task=xiqing/3/1")
    page.get_by_role("combobox", name="原文名称").click()
    page.get_by_role("option", name="公安西青分局").click()
    page.get_by_role("radio", name="参与").or_(page.get_by_role("button", name="参与")).first.click()
    page.get_by_label("理由").fill("原文只列第一家为牵头")
    page.get_by_label("理由").press("Tab")
    with open_store(graph) as store:

        def leads() -> set[str]:
            rows = ask(store, "assignments", task=["xiqing/3/1"], role="lead").rows
            return {row["asWritten"] for row in rows}

        assert leads() == {"区发展改革委", "公安西青分局"}
        page.get_by_role("button", name="记下").click()
        expect(page.get_by_text("已记下并生效（西青区）")).to_be_visible()
        assert leads() == {"区发展改革委"}
        expect(page.locator("tbody tr").first).to_contain_text("原文只列第一家为牵头")
        page.locator("tbody tr").first.get_by_role("button", name="撤销").click()
        expect(page.get_by_text("已撤销，图谱如同没有作过这一判断")).to_be_visible()
        assert leads() == {"区发展改革委", "公安西青分局"}


def test_a_stopped_server_is_told_and_comes_back(watched: Watched, graph: Path) -> None:
    page = watched.page
    page.goto(watched.address)
    page.wait_for_selector(".figures")
    local_server.stop(graph)
    page.reload()
    page.get_by_role("button", name="重新连接").click()
    says(page, "5 份方案")


def test_a_click_on_a_stopped_server_is_told_and_then_done(watched: Watched, graph: Path) -> None:
    page = watched.page
    page.goto(watched.address + "ranking?plans=huaian")
    row = page.locator(".bars tbody tr").nth(5)
    expect(row).to_be_visible()
    local_server.stop(graph)
    row.locator("td.bar").click()
    expect(page.get_by_role("button", name="重新连接")).to_be_visible()
    for kept in ("pick=", "plans=huaian"):  # what was clicked is not forgotten
        expect(page).to_have_url(re.compile(kept))
    page.get_by_role("button", name="重新连接").click()
    expect(page.locator(".panel blockquote").first).to_be_visible()
    page.locator(".bars tbody tr").nth(6).locator("td.bar").click()
    expect(page.locator(".panel header")).to_contain_text("的原文")


def test_without_a_browser_ci_fails_and_a_laptop_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        chromium()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        chromium()
