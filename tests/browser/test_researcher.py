"""The researcher's way on an empty graph: files dropped, looked at, loaded, compared, read in the plan, taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from graph.server import local_server
from tests.browser.conftest import serving, watching
from tests.browser.files import ten_files
from tests.browser.pages import settled
from tests.browser.support import Watched, says

READ = "读了 10 个文件，得 9 份方案：8 份将新增；1 份不载入；1 个文件读不了。"


@pytest.fixture
def empty(context: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A tab of an app whose graph holds nothing."""
    folder = tmp_path_factory.mktemp("empty")
    with serving(folder) as address, watching(context, address) as found:
        yield found
    local_server.stop(folder)


def row(page: Page, file: str) -> Locator:
    return page.locator("tbody tr", has=page.get_by_text(file, exact=True))


def test_from_ten_files_to_a_table_and_a_figure_with_their_citation(empty: Watched, tmp_path: Path) -> None:
    page = empty.page
    page.goto(empty.address)
    page.get_by_role("link", name="导入自己的方案").click()
    page.locator("input[type=file]").set_input_files(ten_files(tmp_path))
    says(page, READ)
    what_needs_a_look(page)
    page.get_by_role("link", name="总览").click()
    expect(page.get_by_text("图谱还是空的")).to_be_visible()
    page.get_by_role("link", name="导入与校核").click()
    says(page, READ)  # nothing is lost by looking elsewhere
    page.get_by_role("button", name="载入这 8 份").click()
    says(page, "已新增 8 份；1 份没有选；1 个没有载入")
    page.get_by_role("link", name="按主题比较").click()
    compared(page)
    taken_along(page, tmp_path)


def what_needs_a_look(page: Page) -> None:
    """What was repaired, not read, found twice, and what could not be opened; a copy can be taken in and left out."""
    expect(row(page, "坏了的.docx")).to_contain_text("文件损坏或不完整")
    expect(row(page, "镇江市.xlsx")).to_contain_text("镇江市2020年优化营商环境重点任务分解表")
    expect(row(page, "镇江市.xlsx")).to_contain_text("没有读到日期")
    copy = row(page, "宜昌市（副本）.txt")
    expect(copy).to_contain_text("标题、辖区、日期都与方案 宜昌市（宜昌市.txt）相同")
    copy.get_by_role("button", name="也载入").click()
    says(page, "9 份将新增；1 个文件读不了")
    copy.get_by_role("button", name="不载入").click()
    says(page, READ)
    row(page, "宜昌市.txt").click()
    page.locator(".panel summary", has_text="修补（23）").click()
    expect(page.locator(".panel details div", has_text="第 33 行").first).to_contain_text("假违法广告打击力")
    row(page, "盐城市.csv").click()
    expect(page.locator(".panel summary", has_text="未读懂（1）")).to_be_visible()


def compared(page: Page) -> None:
    """One topic side by side, two plans word by word, the words in the plan, and back by the browser's own button."""
    sides = page.locator(".sides .side")
    expect(sides).to_have_count(8)
    expect(sides.nth(4)).to_contain_text("开展电信网络诈骗专项治理")  # those that have it stand before those that don't
    expect(sides.nth(5)).to_contain_text("该方案没有这一主题的任务")
    sides.filter(has_text="宜昌市").get_by_role("link", name="与他处逐句对照").first.click()
    says(page, "“开展电信网络诈骗专项治理”：宜昌市与")
    expect(page.locator(".clauses del, .clauses ins").first).to_be_visible()
    page.locator(".two [data-pick]").first.click()
    expect(page.locator(".panel blockquote mark.lead").first).to_have_text("市经信委")
    page.locator(".panel").get_by_role("link", name="看原文").first.click()
    expect(page.locator(".reader mark.lead.flash")).to_have_text("市经信委")
    settled(page)
    page.go_back()
    expect(page.locator(".panel blockquote mark.lead").first).to_have_text("市经信委")
    expect(page.locator(".clauses")).to_be_visible()
    page.get_by_role("link", name="主题", exact=True).click()
    expect(page.locator(".sides .side")).to_have_count(8)


def taken_along(page: Page, folder: Path) -> None:
    """The table, the figure with its data, and the line to cite them by, which is the same everywhere."""
    settled(page)
    expect(page.locator(".citation")).to_have_count(1)
    cited = page.locator(".citation").inner_text()
    assert "据 8 份方案" in cited and "sha256:" in cited
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").first.click()
    download.value.save_as(folder / "table.csv")
    assert "市无线电管理处" in (folder / "table.csv").read_text("utf-8-sig")
    page.locator("summary", has_text="热力图").click()
    with page.expect_download() as download:
        page.locator("[data-figure=topics-by-place] [data-save=svg]").click()
    download.value.save_as(folder / "figure.svg")
    drawn = "".join(ElementTree.parse(folder / "figure.svg").getroot().itertext())
    assert "".join(cited.split()) in "".join(drawn.split())
    page.get_by_role("link", name="导出").click()
    expect(page.locator("[data-testid=stCode]")).to_contain_text(cited[-16:])
