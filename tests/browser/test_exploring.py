"""The graph page worked by hand: find by pinyin, open, close, pin, hide, a path, and what can be taken along."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.support import Watched, node_at, says


def points(page: Page) -> int:
    return int(page.locator(".zeren-network").evaluate("(root) => root.nodes.length"))


def wait_for_points(page: Page, count: int, limit: float = 90_000) -> None:
    page.wait_for_function(
        "(count) => [...document.querySelectorAll('*')].some((host) => { const root = (host.shadowRoot ?? host)"
        ".querySelector('.zeren-network'); return root?.nodes?.length === count; })",
        arg=count,
        timeout=limit,
    )


def double_click(page: Page, caption: str, count: int) -> None:
    """Until it leaves so many points: where the page draws slowly, two clicks come too far apart for a double one."""
    for _ in range(5):
        page.mouse.dblclick(*node_at(page, caption))
        with suppress(TimeoutError):
            return wait_for_points(page, count, 10_000)
    raise AssertionError(f"there are {points(page)} points")


def open_page(watched: Watched, query: str = "") -> Page:
    page = watched.page
    page.goto(f"{watched.address}explore{query}")
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    return page


def test_a_point_opens_closes_is_pinned_and_hidden_and_the_address_keeps_it(watched: Watched) -> None:
    page = open_page(watched)
    says(page, "从“电信网络诈骗”看起：32 个单位、5 项任务、32 条分工。")
    before = points(page)
    watched.until("[data-act=open]", lambda: page.mouse.click(*node_at(page, "常州市公安局")))
    page.locator("[data-act=open]").click()
    says(page, "32 个单位、18 项任务、63 条分工。常州市公安局连着最多的任务（14 项）")
    wait_for_points(page, before + 13)
    page.locator("[data-act=pin]").click()
    expect(page.locator("[data-act=free]")).to_be_visible()
    page.mouse.click(*node_at(page, "宜昌市公安局"))
    expect(page.locator(".panel h3")).to_have_text("宜昌市公安局")
    page.locator("[data-act=hide]").click()
    wait_for_points(page, before + 12)
    page.reload()
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    wait_for_points(page, before + 12)  # the address holds what was opened and hidden
    page.locator("[data-act=unhide]").click()
    wait_for_points(page, before + 13)
    double_click(page, "常州市公安局", before)


def test_what_is_drawn_is_listed_beside_and_a_row_picks_its_point(watched: Watched) -> None:
    page = open_page(watched, "?topic=telecom_fraud")
    expect(page.locator(".listed tbody tr")).to_have_count(points(page))
    page.locator(".listed .finder").fill("宜昌市公安")
    page.locator(".listed tbody tr:not([hidden])").click()
    expect(page.locator(".panel h3")).to_have_text("宜昌市公安局")
    expect(page.locator("[data-act=pin]")).to_be_visible()
    page.locator(".panel .close").click()
    expect(page.locator(".listed")).to_be_visible()
    expect(page).not_to_have_url(re.compile("node="))


@pytest.mark.parametrize(("typed", "chosen"), [("xqqgaj", "西青区公安交警"), ("电信诈骗", "电信网络诈骗")])
def test_a_picture_starts_from_a_name_or_its_sound(watched: Watched, typed: str, chosen: str) -> None:
    page = open_page(watched, "?topic=&plans=xiqing")
    page.locator(".zeren-finder input").type(typed)
    option = page.locator(".zeren-finder [role=option]", has_text=chosen).first
    option.wait_for()
    page.locator(".zeren-finder input").press("ArrowDown")
    page.locator(".zeren-finder input").press("Enter")
    says(page, "从“")
    expect(page.locator(".panel blockquote").first).to_be_visible()
    expect(page).to_have_url(re.compile("start="))


def test_two_agencies_are_joined_by_a_path(watched: Watched) -> None:
    page = open_page(watched)
    page.mouse.click(*node_at(page, "常州市公安局"))
    page.locator("[data-act=from]").click()
    expect(page.locator("[data-act=unpath]")).to_be_visible()
    page.mouse.click(*node_at(page, "常州市委网信办"))
    page.locator("[data-act=to]").click()
    says(page, "常州市公安局与常州市委网信办相隔 2 步，最短的路有")
    page.locator("[data-act=unpath]").click()
    says(page, "从“电信网络诈骗”看起")


def test_a_tie_of_two_places_opens_what_both_do(watched: Watched) -> None:
    page = open_page(watched, "?mode=place&weight=jaccard")
    says(page, "5 地因有同一主题的任务而相连，共 10 条连线。")
    page.locator(".zeren-network").evaluate(
        "(root) => root.send('pick', { edge: root.edges.get().find((e) => e.from.endsWith('320400') && e.to.endsWith('320800')).pick })"
    )
    expect(page.locator(".panel h3")).to_have_text("常州市 · 淮安市")
    expect(page.locator(".panel .item").first).to_contain_text("牵头单位")


def test_the_picture_is_taken_along_as_svg_png_and_a_page_of_its_own(watched: Watched, tmp_path: Path) -> None:
    page = open_page(watched, "?topic=telecom_fraud")
    saved = {}
    for button, suffix in (("SVG", "svg"), ("PNG", "png"), ("存为网页（离线可开）", "html")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).or_(page.get_by_text(button, exact=True)).first.click()
        saved[suffix] = tmp_path / f"graph.{suffix}"
        download.value.save_as(saved[suffix])
    drawing = ElementTree.parse(saved["svg"])
    texts = "".join(drawing.getroot().itertext())
    assert "常州市公安局" in texts and "责任图谱（Zeren）" in texts
    assert saved["png"].read_bytes().startswith(b"\x89PNG") and saved["png"].stat().st_size > 20_000
    page.goto(saved["html"].as_uri())
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    wait_for_points(page, 37)
    node = page.locator(".zeren-network").evaluate("(root) => root.nodes.get().map((n) => n.caption).join()")
    assert "云南省公安厅" in node
