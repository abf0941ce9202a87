"""What the browser tests share: a page that is watched, and where to find a browser."""

from __future__ import annotations

import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, expect

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--process-per-site",  # a new tab finds what the one before it compiled
]


def chromium() -> str:
    """The browser: CHROMIUM, or one of the usual names."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        message = "no Chromium found: install one, or name it in CHROMIUM"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    return found


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for(ready: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "the app did not start"
        time.sleep(0.2)


def pictured(page: Page, tries: int = 5) -> bytes:
    """A picture of the page. Chromium on a busy machine now and then has none at its first try, and has at the next:
    https://github.com/MarketSquare/robotframework-browser/issues/5237."""
    try:
        return page.screenshot()
    except Error as error:
        if tries == 1 or "Unable to capture screenshot" not in str(error):
            raise
        page.wait_for_timeout(250)
        return pictured(page, tries - 1)


def says(page: Page, words: str) -> None:
    """Waits for a sentence of the page with these words; while pages change, that of the page before still stands."""
    expect(page.locator(".sentence", has_text=words).first).to_be_visible()


@dataclass
class Watched:
    """A page, what it asked for and what its console said. How long it takes is measured by benchmarks/app.py."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def until(self, selector: str, act: Callable[[], object]) -> None:
        """Does something, and waits for what it brings."""
        act()
        self.page.wait_for_selector(selector)

    def outside(self) -> list[str]:
        local = {"127.0.0.1", "localhost", ""}
        return [url for url in self.requests if (urlsplit(url).hostname or "") not in local]


def node_at(page: Page, caption: str) -> tuple[float, float]:
    """Where a node of the picture stands on the screen, once the page around it has come to rest."""
    page.wait_for_selector(".zeren-network[data-ready=yes]")
    before, now = None, _node_at(page, caption)
    for _ in range(50):
        if now == before:
            break
        page.wait_for_timeout(200)
        before, now = now, _node_at(page, caption)
    return now


def _node_at(page: Page, caption: str) -> tuple[float, float]:
    found = page.locator(".zeren-network").evaluate(
        """(root, caption) => {
            const node = root.nodes.get().find((n) => n.caption === caption);
            const at = root.network.canvasToDOM(root.network.getPositions([node.id])[node.id]);
            const box = root.querySelector("canvas").getBoundingClientRect();
            return [box.left + at.x, box.top + at.y];
        }""",
        caption,
    )
    return float(found[0]), float(found[1])
