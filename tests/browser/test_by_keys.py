"""The app worked with the keyboard alone: from the first page to a figure's printed words and back, and about the graph."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.pages import opened, settled
from tests.browser.support import Watched

FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  const ring = getComputedStyle(e);
  const seen = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 0 || ring.boxShadow !== "none";
  return { tag: e.tagName, css: e.getAttribute("class") ?? "", pick: e.dataset.pick ?? "", words: e.textContent.trim().slice(0, 40), seen };
}"""


def focus(page: Page) -> dict[str, str]:
    """What has the focus, and whether one sees it."""
    found: dict[str, str] = page.evaluate(FOCUSED)
    return found


def tab_to(page: Page, words: str, most: int = 45) -> dict[str, str]:
    """Goes on with the tab key until something with these words has the focus; each stop on the way shows that it has."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focus(page)
        if words in here["words"]:
            return here
    raise AssertionError(f"no way by keys to {words!r}")


def wait_for_focus(page: Page, met: Callable[[dict[str, str]], bool]) -> None:
    for _ in range(600):
        if met(focus(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the focus is at {focus(page)}")


def test_from_the_first_page_to_the_printed_words_and_back(watched: Watched) -> None:
    page = watched.page
    opened(page, watched.address)
    assert tab_to(page, "哪个部门牵头最多？")["seen"]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("谁牵头最多")
    settled(page)
    assert tab_to(page, "西青区发展改革委")["seen"]
    for key, words in (("ArrowRight", ""), ("ArrowRight", "25"), ("ArrowDown", "25"), ("ArrowUp", "25")):
        page.keyboard.press(key)
        assert words in focus(page)["words"]
    asked = focus(page)
    assert asked["pick"].endswith("role:lead") and asked["seen"]
    page.keyboard.press("Enter")
    expect(page.locator(".panel blockquote mark.lead").first).to_be_visible()
    wait_for_focus(page, lambda here: here["css"] == "body")  # the panel, so that its words can be read on
    assert tab_to(page, "看原文", 6)["seen"]
    page.keyboard.press("Escape")
    expect(page.locator(".panel blockquote")).to_have_count(0)
    wait_for_focus(page, lambda here: here["pick"] == asked["pick"])  # back at the figure
    expect(page).not_to_have_url(re.compile("pick="))


def test_a_table_is_one_stop_of_the_tab_key(watched: Watched) -> None:
    page = watched.page
    opened(page, watched.address + "ranking")
    tab_to(page, "西青区发展改革委")
    page.keyboard.press("Tab")
    assert "act" in focus(page)["css"], "the next stop is a button under the table, not its second row"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    assert focus(page)["tag"] == "TD"


def test_the_outline_and_a_picture_are_gone_about_by_arrows(watched: Watched) -> None:
    page = watched.page
    opened(page, watched.address + "compare?way=lineage")
    page.locator("circle.use").first.focus()
    first = focus(page)
    page.keyboard.press("ArrowRight")
    assert focus(page)["pick"] not in ("", first["pick"])
    page.keyboard.press("Enter")
    expect(page.locator(".panel blockquote mark").first).to_be_visible()


def test_the_graph_is_gone_about_by_arrows(watched: Watched) -> None:
    page = watched.page
    opened(page, watched.address + "explore?topic=telecom_fraud")
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    page.locator(".vis-network").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".said").text_content()
    page.keyboard.press("ArrowDown")
    assert page.locator(".said").text_content() not in ("", None, first)
    page.keyboard.press("Enter")
    expect(page.locator(".panel blockquote").first).to_be_visible()
    wait_for_focus(page, lambda here: here["css"] == "body")
    page.keyboard.press("Escape")
    expect(page.locator(".panel blockquote")).to_have_count(0)
    wait_for_focus(page, lambda here: here["css"].startswith("vis-network"))


def test_the_lines_of_a_point_are_gone_along_and_open_their_words(watched: Watched) -> None:
    page = watched.page
    opened(page, watched.address + "explore?mode=place")
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    page.locator(".vis-network").focus()
    page.keyboard.press("ArrowRight")
    said = page.locator(".said")
    point = said.text_content() or ""
    page.keyboard.press(" ")
    expect(said).to_contain_text("1/4")
    first = said.text_content() or ""
    assert point in first and "共有" in first, "both ends and what ties them"
    page.keyboard.press(" ")
    expect(said).to_contain_text("2/4")
    page.keyboard.press("Shift+Space")
    expect(said).to_have_text(first)
    page.keyboard.press("Enter")
    expect(page.locator(".panel blockquote mark").first).to_be_visible()
    expect(page.locator(".panel h3")).to_contain_text(point)
    expect(page).to_have_url(re.compile("beside"))
    wait_for_focus(page, lambda here: here["css"] == "body")
    page.keyboard.press("Escape")
    expect(page.locator(".panel blockquote")).to_have_count(0)
    wait_for_focus(page, lambda here: here["css"].startswith("vis-network"))
    page.keyboard.press(" ")
    expect(said).to_contain_text("2/4")  # one goes on from where one was


def test_the_focus_goes_back_to_the_list_beside_the_graph(watched: Watched) -> None:
    page = watched.page
    opened(page, watched.address + "explore?topic=telecom_fraud")
    row = page.locator(".listed tbody tr").nth(5)
    row.focus()
    asked = focus(page)["pick"]
    page.keyboard.press("Enter")
    expect(page.locator(".panel blockquote").first).to_be_visible()
    wait_for_focus(page, lambda here: here["css"] == "body")
    page.keyboard.press("Escape")
    expect(page.locator(".listed")).to_be_visible()
    wait_for_focus(page, lambda here: here["pick"] == asked)
    page.keyboard.press("ArrowDown")
    assert focus(page)["pick"].startswith("node:") and focus(page)["pick"] != asked
