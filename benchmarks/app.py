"""Measures the app: first picture of each page, answers to clicks, memory; with several people at once.

    python -m benchmarks.app                  the five plans, five people
    python -m benchmarks.app --plans 300      generated plans, loaded first
    python -m benchmarks.app --plans 300 --data FOLDER    a data folder that so many plans are loaded into already

Prints a Markdown table: the seconds of the very first person who looks and of the next one, each alone, beside what is
wanted, with the processor time that the app itself needs for them, which other work on the machine changes less, and
the kilobytes that it sends; then the median and the worst of several people at once, whose browsers share this machine.
`--people 0` measures one person alone. Needs Chromium, as the tests do.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
from playwright.async_api import Browser, Page, WebSocket, async_playwright

from benchmarks.generate import generate
from commands import launch
from graph.load import load_paths
from graph.server import local_server
from graph.store import open_store

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "overview": "",
    "compare: topics": "compare",
    "compare: tasks": "compare?way=tasks",
    "compare: functions": "compare?way=functions",
    "compare: lineage": "compare?way=lineage",
    "load: ranking": "ranking",
    "load: card": "ranking?way=card",
    "load: dates": "ranking?way=dates",
    "load: what if": "ranking?way=whatif",
    "graph": "explore",
    "graph: agencies": "explore?mode=agency",
    "graph: places": "explore?mode=place",
    "read": "plans",
    "ask": "ask",
    "review": "review?way=judging",
    "import": "review",
    "export": "export",
}
SEEN = {"import": "[data-testid=stFileUploader]"}
"""What is waited for where a page has no sentence."""
CLICKS = {
    "click: a plan's count": ("", ".scroll td[data-pick]"),
    "click: a cell of topics": ("compare", ".matrix td[data-pick*='task']"),
    "click: a cell of systems": ("compare?way=functions", ".matrix td[data-pick*='plan']"),
    "click: a dot of the lineage": ("compare?way=lineage", "circle[data-pick]"),
    "click: a bar": ("ranking", ".bars tbody tr td.bar"),
    "click: a curve": ("ranking", "table tr[data-pick]"),
    "click: an item of a card": ("ranking?way=card", ".card-page tr[data-pick]"),
    "click: a date": ("ranking?way=dates", ".dates tr[data-pick]"),
    "click: an agency tried": ("ranking?way=whatif", "td[data-pick]"),
    "click: a row of an answer": ("ask", "tr[data-pick]"),
    "click: a mark in a text": ("plans", "mark[data-pick]"),
}
"""Where a click opens the printed words, and on what."""
WARM, LEFT = 20.0, 60.0
"""Seconds for the start to end, and for sessions to be forgotten."""
REST = "[data-testid=stApp][data-test-script-state=notRunning]"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LIMITS = {False: (2.0, 0.5, None), True: (3.0, 1.0, 600)}
"""Seconds of a first picture and of a click, MiB of the app: of few plans, and of a hundred or more."""


@contextmanager
def app(data: Path) -> Iterator[tuple[str, int]]:
    """The app on a data folder: its address and process."""
    port = launch.free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    process = subprocess.Popen(
        [*command, "--server.headless=true"], cwd=ROOT, env=os.environ | {"ZEREN_DATA": str(data)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, seconds: float = 120.0) -> None:
    """Until the app answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address + "_stcore/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The app did not start.")


def memory(pid: int) -> tuple[float, float, float]:
    """MiB that a process holds, of which are its own alone, and the most that it held."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    held, most = (int(re.findall(rf"Vm{name}:\s+(\d+)", status)[0]) / 1024 for name in ("RSS", "HWM"))
    return held, psutil.Process(pid).memory_full_info().uss / 2**20, most


def worked(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Clock:
    """Seconds until something is seen, the app's own processor time for it, and what it sends."""

    pid: int
    alone: bool = True
    """Whether the app works for one person, so that its processor time is for what this one asked."""
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    work: dict[str, float] = field(default_factory=dict)
    sent: dict[str, float] = field(default_factory=dict)
    """Kilobytes that one person's browser got."""
    got: int = 0

    def counting(self, socket: WebSocket) -> None:
        """Counts what a page gets."""

        def come(frame: str | bytes) -> None:
            self.got += len(frame)

        socket.on("framereceived", come)

    async def timed(self, name: str, act: Callable[[], Awaitable[object]], page: Page, selector: str) -> None:
        """Does something and waits until what was asked for is seen."""
        started, worked_before, got_before = time.perf_counter(), worked(self.pid), self.got
        await act()
        await page.wait_for_selector(selector, timeout=180_000)
        self.times[name].append(time.perf_counter() - started)
        if self.alone:
            await page.wait_for_timeout(300)
            await page.wait_for_selector(REST, timeout=180_000)
            self.work[name] = worked(self.pid) - worked_before
        self.sent[name] = (self.got - got_before) / 1000


async def person(browser: Browser, address: str, clock: Clock) -> None:
    """One who looks at every page and clicks."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    page.on("websocket", clock.counting)
    for name, path in PAGES.items():
        seen = SEEN.get(name, ".sentence")
        await clock.timed(name, lambda path=path: page.goto(address + path), page, seen)  # type: ignore[misc]
    for name, (path, selector) in CLICKS.items():
        await page.goto(address + path)
        figure = page.locator(f"{selector} >> visible=true").first
        await figure.wait_for(timeout=180_000)
        await page.wait_for_selector(REST, timeout=180_000)
        await clock.timed(name, partial(figure.dispatch_event, "click"), page, ".panel .close")
    await page.goto(address + "explore")
    await page.wait_for_selector(".zeren-network[data-ready=yes]")
    node = "(root) => root.send('pick', { node: root.nodes.get().find((n) => n.kind === 'Agency').id })"
    network = page.locator(".zeren-network")
    await clock.timed("click: a point", lambda: network.evaluate(node), page, "[data-act=hide]")
    if await page.locator("[data-act=open]").count():
        await clock.timed("click: open it", page.locator("[data-act=open]").click, page, "[data-act=shut]")
    finder = page.locator(".zeren-finder input")
    await clock.timed("click: find by pinyin", lambda: finder.type("gongan"), page, ".zeren-finder [role=option]")
    await context.close()


Held = dict[str, tuple[float, float, float]]


async def walk(address: str, pid: int, people: int) -> tuple[Clock, Clock, Clock, Held]:
    """One who meets a cold app, one after him, and then several people at once; with the memory that the app holds."""
    first, again, several = Clock(pid), Clock(pid), Clock(pid, alone=False)
    await asyncio.sleep(WARM)
    held = {"after the start": memory(pid)}
    async with async_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
        await person(browser, address, first)
        await person(browser, address, again)
        held["after one person, twice"] = memory(pid)
        await asyncio.gather(*(person(browser, address, several) for _ in range(people)))
        held[f"after {people} more at once"] = memory(pid)
        await browser.close()
    await asyncio.sleep(LEFT)
    held["a minute after all have left"] = memory(pid)
    return first, again, several, held


def table(first: Clock, again: Clock, several: Clock, many: bool) -> str:
    """The figures beside what is wanted."""
    picture, click, _ = LIMITS[many]
    heads = ("what", "first", "again", "wanted", "the app's work", "again", "kB sent", "several, median", "worst")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, sent in again.sent.items():
        wanted = click if name.startswith("click") else picture
        alone = (first.times[name][0], again.times[name][0], wanted, first.work[name], again.work[name])
        crowd = several.times.get(name) or [math.nan]
        figures = [f"{each:.2f} s" for each in alone] + [f"{sent:,.0f}"]
        figures += [f"{each:.2f} s" for each in (statistics.median(crowd), max(crowd))]
        lines.append(f"| {name} | {' | '.join(figures)} |")
    return "\n".join(lines)


def memory_table(held: Held, many: bool) -> str:
    """What the app's process holds, step by step."""
    most = f" (wanted: {LIMITS[many][2]})" if LIMITS[many][2] else ""
    lines = [f"| MiB of the app{most} | held | its own alone | at most until then |", "|---" * 4 + "|"]
    lines += [f"| {when} | {' | '.join(f'{each:.0f}' for each in figures)} |" for when, figures in held.items()]
    return "\n".join(lines)


def main() -> None:
    """Loads what is to be measured, if it is not loaded, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=5)
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder) / "data"
        if given.data is None:
            files = ROOT / "data" / "plans"
            if given.plans != 5:
                files = Path(folder) / "files"
                files.mkdir()
                for made in generate(given.plans):
                    (files / f"{made.record.plan.id}.txt").write_text(made.record.text, "utf-8")
            with open_store(data) as store:
                load_paths(store, [files], lambda *_: None)
        try:
            with app(data) as (address, pid):
                wait_for(address)
                first, again, several, held = asyncio.run(walk(address, pid, given.people))
                print(table(first, again, several, given.plans >= 100))
                print("\n" + memory_table(held, given.plans >= 100))
        finally:
            if given.data is None:
                local_server.stop(data)


if __name__ == "__main__":
    main()
