"""The planner's way: who carries how much, an agency's card, an item moved, undone, kept, and the sheet for the office."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import yaml
from playwright.sync_api import expect

from tests.browser.pages import settled
from tests.browser.support import Watched, says


def test_from_the_own_city_to_another_owner_and_the_sheet(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.goto(watched.address)
    page.get_by_role("link", name="负荷").click()
    expect(page.locator("h1")).to_have_text("谁牵头最多")
    settled(page)
    page.get_by_role("button", name="西青区").click()
    against_others(watched)
    page.locator(".bars td.who a").first.click()
    card(watched)
    page.get_by_role("link", name="试着移交它的任务").click()
    says(page, "西青区：西青区发展改革委承担最多（25 项）")
    expect(page.get_by_role("combobox", name="从哪个单位")).to_have_value("西青区发展改革委")
    choose(watched, "交给", "西青区教育局")
    page.get_by_role("button", name="移交", exact=True).click()
    says(page, "西青区发展改革委由 25 变为 24")
    says(page, "西青区教育局由")
    row = page.locator("tbody tr", has_text="西青区发展改革委").first
    expect(row).to_contain_text("25 → 24")
    page.reload()
    says(page, "西青区发展改革委由 25 变为 24")
    page.get_by_role("button", name="推演方案：保存、打开").click()
    page.get_by_label("名称").last.fill("教育局试试")
    page.get_by_role("button", name="存为推演方案").click()
    expect(page.get_by_text("已存为“教育局试试”")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载推演方案（YAML）").click()
    download.value.save_as(tmp_path / "scenario.yml")
    kept = yaml.safe_load((tmp_path / "scenario.yml").read_text("utf-8"))
    assert [change["change"] for change in kept["changes"]] == ["move"]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="撤销", exact=True).click()
    says(page, "西青区发展改革委承担最多（25 项）")
    settled(page)
    page.get_by_role("button", name="推演方案：保存、打开").click()
    choose(watched, "打开已存的", "教育局试试")
    page.get_by_role("button", name="打开", exact=True).click()
    says(page, "西青区发展改革委由 25 变为 24")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="全部撤销").click()
    says(page, "西青区发展改革委承担最多（25 项）")
    words = sheet(watched, tmp_path)
    assert "电信网络诈骗" in words and "公安西青分局" in words and "推演" not in words


def against_others(watched: Watched) -> None:
    """Who carries how much in the own city: against the mean of those that lead, and against the same system elsewhere."""
    page = watched.page
    says(page, "西青区发展改革委牵头最多：25 项，占 30 项的 83%")
    says(page, "同一条线（发展改革）在其他 4 份方案里平均牵头")
    expect(page.locator(".legend .mean")).to_be_visible()
    expect(page.locator(".legend .ghost")).to_be_visible()  # the bars of the one city, where those of all stood
    first = page.locator(".bars tbody tr").first
    expect(first.locator(".track u")).to_be_visible()
    first.locator("td").last.click()
    expect(page.locator(".panel header")).to_contain_text("其他地方")
    expect(page.locator(".panel blockquote mark.lead").first).to_be_visible()
    expect(page.locator(".panel .where").first).not_to_contain_text("西青区")
    page.locator(".panel .close").click()
    expect(page.locator(".panel blockquote")).to_have_count(0)


def card(watched: Watched) -> None:
    """One agency with its items, each with its clauses, its dates and its printed words."""
    page = watched.page
    says(page, "西青区发展改革委在西青区中牵头 25 项")
    item = page.locator(".card-page tbody tr").first
    expect(item.locator("td").nth(3)).to_have_text("24小时后到账")
    expect(item.locator("td").nth(4)).to_have_text("5")
    item.click()
    expect(page.locator(".panel blockquote").first).to_contain_text("牵头单位：区发展改革委、公安西青分局")
    page.locator(".panel .close").click()
    expect(page.locator(".panel blockquote")).to_have_count(0)


def test_agencies_merge_are_founded_and_closed_and_the_sheet_shows_it(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.goto(watched.address + "ranking?way=card&plans=xiqing&agency=120111/civility_office")
    page.get_by_role("link", name="试着移交它的任务").click()
    says(page, "承担最多（25 项）")
    expect(page.get_by_role("combobox", name="从哪个单位")).to_have_value("西青区文明办")
    kind(watched, "合并")
    choose(watched, "合并哪些单位", "西青区文明办")
    choose(watched, "合并哪些单位", "西青区委宣传部")
    page.keyboard.press("Escape")
    choose(watched, "合并为", "（新单位）")
    page.get_by_label("新单位名称").fill("西青区<b>文明</b>局")
    page.get_by_role("button", name="合并", exact=True).last.click()
    expect(page.locator("tbody tr", has_text="西青区<b>文明</b>局").first).to_contain_text("0 → 5")
    kind(watched, "裁撤")
    choose(watched, "裁撤哪个单位", "西青区法院")
    choose(watched, "职责交给", "西青区民政局")
    page.get_by_role("button", name="裁撤", exact=True).last.click()
    expect(page.get_by_text("变动（2）")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1. 西青区文明办、西青区委宣传部合并为西青区<b>文明</b>局")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="推演后的任务分解表（Excel）").click()
    download.value.save_as(tmp_path / "sheet.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").worksheets[0]
    words = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "推演稿，不是印发的分工" in words and "西青区<b>文明</b>局" in words
    duties = words[words.index("序号") :]
    assert "区法院" not in duties and "公安西青分局" in duties and "推演中有变动" in duties
    page.get_by_role("button", name="撤销", exact=True).first.click()
    expect(page.locator("tbody tr", has_text="西青区文明办").first).not_to_contain_text("→")


def sheet(watched: Watched, folder: Path) -> str:
    """The words of the 任务分解表 as it is taken along."""
    with watched.page.expect_download() as download:
        watched.page.get_by_role("button", name="任务分解表（Excel）", exact=True).click()
    assert download.value.suggested_filename == "任务分解表.xlsx"
    download.value.save_as(folder / "sheet.xlsx")
    found = openpyxl.load_workbook(folder / "sheet.xlsx").worksheets[0]
    return "\n".join(str(cell) for row in found.iter_rows(values_only=True) for cell in row if cell)


def choose(watched: Watched, label: str, option: str) -> None:
    watched.page.get_by_role("combobox", name=label).fill(option)
    watched.page.get_by_role("option", name=option).click()


def kind(watched: Watched, name: str) -> None:
    watched.page.get_by_role("radiogroup", name="做什么").get_by_text(name, exact=True).click()
