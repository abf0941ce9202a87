"""A browser, a graph with the five plans and the app on it, one of each for all browser tests.

The app and its graph server run on the loopback address and are stopped. Every request of the browser is recorded: none
may leave the machine, and the console must stay silent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from graph.load import load_paths
from graph.server import local_server
from graph.store import open_store
from tests.browser.support import FLAGS, ROOT, Watched, answers, chromium, wait_for
from tests.ports import free_port

PATIENCE = 90_000
"""Milliseconds in which whatever is waited for must come: machines stand still at times."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("browser")
    with open_store(folder) as store:
        results = load_paths(store, [ROOT / "data" / "plans"], lambda *_: None)
        assert [result.error for result in results] == [None] * 5
    yield folder
    local_server.stop(folder)


@pytest.fixture(scope="session")
def app(browser: Browser, graph: Path) -> Iterator[str]:
    """The address of an app on the five plans."""
    with serving(graph) as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of an app on a data folder, which runs on its own port."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    command += ["--server.headless=true", "--server.address=127.0.0.1"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"ZEREN_DATA": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: answers(address + "_stcore/health"), 120)
        yield address
    finally:
        process.kill()  # it holds nothing that would have to be closed
        process.wait()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests: each has a tab of its own, and what the framework is made of is fetched once.

    Nothing glides in it: drawing that takes a fifth of the processor's time.
    """
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce")
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, app: str) -> Iterator[Watched]:
    with watching(context, app) as found:
        yield found


@contextmanager
def watching(context: BrowserContext, address: str) -> Iterator[Watched]:
    """A tab for one test; at its end nothing was asked outside of this machine, and the console said nothing."""
    found = Watched(context.new_page(), address)
    found.watch()
    yield found
    assert found.outside() == []
    assert found.complaints == []
    found.page.close()
