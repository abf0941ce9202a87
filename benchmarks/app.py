"""Measures the app: first picture of each page, answers to clicks, memory; with several people at once.

    python -m benchmarks.app                  the five plans, five people
    python -m benchmarks.app --plans 300      generated plans, loaded first
    python -m benchmarks.app --data FOLDER    a data folder that is loaded already

Prints a Markdown table: the median and the worst of all people, beside what is wanted, and the processor time that the
app itself needs for one person, which other work on the machine changes less. Needs Chromium, as the tests do.
"""

from __future__ import annotations

import argparse
import asyncio
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
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.generate import generate
from commands import launch
from graph.load import load_paths
from graph.server import local_server
from graph.store import open_store

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "overview": "",
    "compare: topics": "compare",
    "compare: functions": "compare?way=functions",
    "compare: lineage": "compare?way=lineage",
    "load: ranking": "ranking",
    "load: card": "ranking?way=card",
    "load: what if": "ranking?way=whatif",
    "graph": "explore",
    "graph: agencies": "explore?mode=agency",
    "read": "plans",
    "ask": "ask",
}
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


def memory(pid: int) -> float:
    """MiB that a process holds, and the most that it held."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return max(int(value) for value in re.findall(r"Vm(?:RSS|HWM):\s+(\d+)", status)) / 1024


def worked(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Clock:
    """Seconds until something is seen; where `pid` is given, the app's own processor time for it instead."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    pid: int | None = None

    def now(self) -> float:
        """The time by this clock."""
        return time.perf_counter() if self.pid is None else worked(self.pid)

    async def timed(self, name: str, act: Callable[[], Awaitable[object]], page: Page, selector: str) -> None:
        """Does something and waits until what was asked for is seen."""
        started = self.now()
        await act()
        await page.wait_for_selector(selector, timeout=180_000)
        if self.pid is not None:
            await page.wait_for_load_state("networkidle")
        self.times[name].append(self.now() - started)


async def person(browser: Browser, address: str, clock: Clock) -> None:
    """One who looks at every page and clicks."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    for name, path in PAGES.items():
        await clock.timed(name, lambda path=path: page.goto(address + path), page, ".sentence")  # type: ignore[misc]
    await page.goto(address + "ranking")
    await page.wait_for_selector(".bars tbody tr td.bar")
    bar = page.locator(".bars tbody tr td.bar").first
    await clock.timed("click: a bar", bar.click, page, ".panel blockquote mark")
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


async def walk(address: str, pid: int, people: int) -> tuple[Clock, Clock]:
    """All people at once, after one who meets a cold app and one alone, whom the app's work is measured for."""
    seen, work = Clock(), Clock(pid=pid)
    async with async_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
        await person(browser, address, Clock())
        await person(browser, address, work)
        await asyncio.gather(*(person(browser, address, seen) for _ in range(people)))
        await browser.close()
    return seen, work


def table(seen: Clock, work: Clock, many: bool, held: float) -> str:
    """The figures beside what is wanted."""
    picture, click, most = LIMITS[many]
    lines = ["| what | median | worst | wanted | the app's work |", "|---|---|---|---|---|"]
    for name, found in seen.times.items():
        wanted = click if name.startswith("click") else picture
        busy = work.times[name][0] if name in work.times else float("nan")
        lines.append(f"| {name} | {statistics.median(found):.2f} s | {max(found):.2f} s | {wanted} s | {busy:.2f} s |")
    return "\n".join([*lines, f"| memory of the app | {held:.0f} MiB | | {f'{most} MiB' if most else ''} | |"])


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
                seen, work = asyncio.run(walk(address, pid, given.people))
                print(table(seen, work, given.plans >= 100, memory(pid)))
        finally:
            if given.data is None:
                local_server.stop(data)


if __name__ == "__main__":
    main()
