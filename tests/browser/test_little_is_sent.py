"""A click sends what it asks for and no more, and a page that is being left takes no clicks."""

from __future__ import annotations

import re

from playwright.sync_api import WebSocket, expect

from tests.browser.pages import settled
from tests.browser.support import Watched

FIGURE = ".bars tbody tr td.bar"


def test_a_click_sends_the_words_and_neither_scripts_nor_the_page_again(watched: Watched) -> None:
    page, frames = watched.page, list[bytes]()

    def opened(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(frame if isinstance(frame, bytes) else frame.encode()))

    page.on("websocket", opened)
    page.goto(watched.address + "ranking")
    page.locator(FIGURE).first.wait_for()
    settled(page)
    scripts = [url for url in watched.requests if "/zeren-part/" in url]
    assert len(scripts) == len(set(scripts)) >= 1, "each script is fetched once"
    whole = sum(map(len, frames))
    page.locator(FIGURE).first.evaluate("(cell) => { cell.closest('table').dataset.stands = 'yes'; }")
    frames.clear()
    watched.until(".panel blockquote mark", page.locator(FIGURE).first.click)
    settled(page)
    expect(page.locator("table[data-stands=yes] td.bar.picked")).to_have_count(1)
    assert sum(map(len, frames)) < min(40_000, whole)
    assert not any(b"setTriggerValue" in frame for frame in frames), "no script is among it"


def test_a_plan_clicked_on_a_page_that_is_being_left_does_not_call_it_back(watched: Watched) -> None:
    page = watched.page
    page.goto(watched.address + "compare")
    page.locator(".sides .side").first.wait_for()
    settled(page)
    chip = page.get_by_role("button", name="西青区", exact=True).or_(page.get_by_role("radio", name="西青区"))
    place = (chip.first.bounding_box() or {}) or {"x": 0, "y": 0}
    assert place["x"]
    page.get_by_role("link", name="负荷").click()
    page.mouse.click(place["x"] + 10, place["y"] + 10)
    expect(page).to_have_url(re.compile(r"/ranking"))
    expect(page.locator(".bars tbody tr").first).to_be_visible()
    settled(page)
    expect(page).to_have_url(re.compile(r"/ranking"))
    expect(page.locator("[data-testid=stMain]")).not_to_have_attribute("inert", "")
