"""Views saved under a name, addresses that are no page, and charts that are taken along."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, expect

from app_pages import fonts
from tests.browser.support import FLAGS, Watched, chromium, pictured, says


def test_a_view_is_saved_under_a_name_and_opens_as_it_was(watched: Watched) -> None:
    page, name = watched.page, "<b>西青</b> *独立*"
    page.goto(watched.address + "ranking?plans=xiqing&rule=sole")
    says(page, "独立牵头最多")
    page.get_by_role("button", name="保存的视图").click()
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="保存当前视图").click()
    expect(page.get_by_role("button", name=name)).to_be_visible()
    page.goto(watched.address + "compare?lang=en")
    page.get_by_role("button", name="Saved views").click()
    page.get_by_role("button", name=name).click()
    expect(page.locator(".counted")).to_contain_text("1 plan · 33 items · only items led alone")
    for part in ("plans=xiqing", "rule=sole", "lang=en"):
        expect(page).to_have_url(re.compile(part))
    page.goto(watched.address + "ask?lang=en")
    page.get_by_role("button", name="Saved views").click()
    page.get_by_role("button", name="×").click()
    expect(page.get_by_text("No views saved yet")).to_be_visible()
    expect(page.get_by_role("button", name=name)).to_have_count(0)


@pytest.mark.parametrize(("typed", "said"), [("overview?lang=zh", None), ("nothing-here", "/nothing-here")])
def test_a_page_that_is_typed_by_hand(watched: Watched, typed: str, said: str | None) -> None:
    watched.page.goto(watched.address + typed)
    says(watched.page, "5 份方案")
    expect(watched.page.get_by_text("Page not found")).to_have_count(0)
    if said:
        expect(watched.page.locator(".note.warn")).to_contain_text(said)


@pytest.mark.parametrize(
    ("address", "name", "words", "column"),
    [
        ("", "timeline", "云南省", "level"),
        ("ranking", "lorenz", "单位（由少到多累计）", "leads"),
        ("ranking", "ranking", "西青区发展改革委", "sole"),
        ("compare", "topics-by-place", "电信网络诈骗", "宜昌市"),
        ("compare?way=lineage", "lineage", "工商局", "basis"),
        ("ranking?way=dates", "dates", "2018 Q4", "leads"),
    ],
)
def test_a_chart_is_taken_along(
    watched: Watched, tmp_path: Path, address: str, name: str, words: str, column: str
) -> None:
    page = watched.page
    page.goto(watched.address + address)
    figure = page.locator(f"[data-figure={name}]")
    figure.wait_for(state="attached")
    if name == "topics-by-place":
        page.locator("summary", has_text="热力图").click()
    saved = {}
    for form in ("svg", "png", "csv"):
        with page.expect_download() as download:
            figure.locator(f"[data-save={form}]").click()
        saved[form] = tmp_path / f"{name}.{form}"
        download.value.save_as(saved[form])
    drawing = ElementTree.parse(saved["svg"]).getroot()
    texts = "".join(drawing.itertext())
    assert words in texts and "Zeren" in texts, "what is drawn, and the line to cite it by"
    styled = [node.get("style", "") for node in drawing.iter() if node.tag.endswith(("text", "rect", "circle"))]
    assert any("fill: rgb" in style for style in styled) and not any("var(" in s or "color(" in s for s in styled)
    assert saved["png"].read_bytes().startswith(b"\x89PNG") and saved["png"].stat().st_size > 10_000
    assert "@font-face" in saved["svg"].read_text("utf-8"), "its signs go with it"
    assert column in saved["csv"].read_text("utf-8-sig").splitlines()[0]


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""


def unlike(one: bytes, other: bytes) -> float:
    """How far two pictures differ, on average over their points."""
    pictures = (Image.open(io.BytesIO(each)).convert("L") for each in (one, other))
    return float(ImageStat.Stat(ImageChops.difference(*pictures)).mean[0])


def letters(folder: Path) -> None:
    """A folder with one font, of Latin letters only: without any, a browser writes nothing at all."""
    found = fonts.part("".join(map(chr, range(32, 127))))
    if found is None:
        pytest.skip("no free Chinese font on this machine")
    font = TTFont(io.BytesIO(found))
    font.flavor = None
    folder.mkdir()
    font.save(folder / "letters.otf")


@pytest.mark.skipif(sys.platform != "linux", reason="fonts can be taken from a browser by fontconfig only")
def test_a_saved_picture_shows_its_words_where_no_chinese_font_is(
    watched: Watched, tmp_path: Path, browser: Browser
) -> None:
    watched.page.goto(watched.address + "ranking?plans=xiqing")
    figure = watched.page.locator("[data-figure=lorenz]")
    with watched.page.expect_download() as download:
        figure.locator("[data-save=svg]").click()
    expect(figure.locator(".fontless")).to_be_hidden()
    download.value.save_as(tmp_path / "with.svg")
    whole = (tmp_path / "with.svg").read_text("utf-8")
    (tmp_path / "without.svg").write_text(re.sub(r"<style>@font-face.*?</style>", "", whole), "utf-8")
    letters(tmp_path / "fonts")
    (tmp_path / "fonts.conf").write_text(FONTS.format(folder=tmp_path), "utf-8")
    bare = browser.browser_type.launch(
        executable_path=chromium(), args=FLAGS, env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    )
    seen = {}
    for place, one in (("bare", bare), ("here", browser)):
        for name in ("with", "without"):
            page = one.new_page(viewport={"width": 420, "height": 480})
            page.goto((tmp_path / f"{name}.svg").as_uri())
            seen[place, name] = pictured(page)
            page.close()
    bare.close()
    apart = {name: unlike(seen["bare", name], seen["here", name]) for name in ("with", "without")}
    assert apart["with"] < apart["without"] / 2, "the same signs on both machines, but for their smoothing"


def test_the_graph_goes_to_other_programs(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.goto(watched.address + "export?plans=xiqing")
    says(page, "所选 1 份方案、33 项任务")
    with page.expect_download() as download:
        page.get_by_role("button", name="GraphML").click()
    download.value.save_as(tmp_path / "graph.graphml")
    root = ElementTree.parse(tmp_path / "graph.graphml").getroot()
    assert "西青区发展改革委" in "".join(root.itertext())


def test_the_console_writes_from_the_schema_and_draws_its_answer(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address + "ask?mode=console")
    editor = page.get_by_label("Cypher 语句")
    editor.fill("MATCH (a:Agency)-[:LEADS]->(t:Task) RETURN a.name AS a, t.title AS t, 1 AS n LIMIT 30")
    editor.press("Control+Enter")
    page.get_by_role("button", name="执行").click()
    says(page, "30 行")
    page.get_by_role("radio", name="图", exact=True).or_(
        page.get_by_role("button", name="图", exact=True)
    ).first.click()
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    assert page.locator(".zeren-network").evaluate("(root) => root.edges.length") > 20
    page.locator(".schema summary", has_text="Platform").first.click()
    page.locator(".schema button", has_text="(n:Platform)").click()
    expect(editor).to_have_value(re.compile(r"LIMIT 30 \(n:Platform\)$"))
    expect(page.get_by_role("combobox", name="问过的")).to_be_visible()


def test_the_console_offers_names_of_the_schema_as_one_writes(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address + "ask?mode=console")
    editor = page.get_by_label("Cypher 语句")
    page.wait_for_selector(".zeren-completion", state="attached")
    editor.fill("")
    offered = page.locator(".zeren-completion [role=option] .name")
    for typed, name, key in (
        ("MATCH (a:Ag", "Agency", "Tab"),
        (")-[r:LEADS|su", "SUPPORTS", "Enter"),
        ("]->(t:任务", "Task", "Enter"),
        (") RETURN a.na", "name", "Enter"),
    ):
        page.keyboard.type(typed)
        expect(offered.first).to_have_text(name)
        page.keyboard.press(key)
        expect(offered).to_have_count(0)
    page.keyboard.type(", t.ti")
    expect(offered.first).to_have_text("title")
    page.keyboard.press("Escape")
    page.keyboard.type("tle LIMIT 7")
    expect(editor).to_have_value("MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(t:Task) RETURN a.name, t.title LIMIT 7")
    expect(page.get_by_text("Press Ctrl+Enter")).to_be_hidden()
    page.get_by_role("button", name="执行").click()
    says(page, "7 行")
    assert watched.complaints == []
