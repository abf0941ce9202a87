"""Measures what the README states: `make bench`, or `python benchmarks/run.py --rounds 20`.

Everything runs on this machine in a graph of its own that is removed afterwards. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from commands import launch  # noqa: E402
from graph.load import load_paths  # noqa: E402
from graph.server import local_server  # noqa: E402
from graph.store import Store, open_store  # noqa: E402
from loaders.pipeline import extract  # noqa: E402
from queries import library  # noqa: E402

PLANS = sorted((ROOT / "data" / "plans").glob("*.txt"))
START_LIMIT = 60.0


def naive(path: Path) -> list[tuple[str, str]]:
    """What a few lines without a pipeline give: role and name from each bracket that looks like an assignment."""
    found = []
    for lead, rest in re.findall(r"[（(]牵头单位[：:]([^）)；;]*)[；;]?([^）)]*)[）)]", path.read_text("utf-8")):
        support = re.sub(r"^.{2,4}单位[：:]", "", rest)
        found += [("lead", name) for name in re.split("[、，,]", lead)]
        found += [("support", name) for name in re.split("[、，,]", support) if name]
    return found


def seconds(work: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """How long each round took, in order of length, after one that is not counted."""
    work()
    took = []
    for _ in range(rounds):
        started = clock()
        work()
        took.append(clock() - started)
    return sorted(took)


def table(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Prints one Markdown table."""
    print(f"\n{title}\n\n| {' | '.join(header)} |\n|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    sys.stdout.flush()


def extraction(rounds: int) -> None:
    """Processor time a plan, beside the naive pattern on the same files: other programs hardly disturb it."""
    rows = []
    base = statistics.median(seconds(lambda: [naive(path) for path in PLANS], rounds * 5, time.process_time)) / len(
        PLANS
    )
    ours = statistics.median(seconds(lambda: [extract(path) for path in PLANS], rounds, time.process_time)) / len(PLANS)
    for name, took, found in (
        ("this program", ours, sum(len(t.lead) + len(t.support) for path in PLANS for t in extract(path).tasks)),
        ("naive regex", base, sum(len(naive(path)) for path in PLANS)),
    ):
        rows.append((name, f"{took * 1000:.2f}", f"{1 / took:,.0f}", f"{took / base:.1f}", str(found)))
    table(
        f"Extraction, one core, median of {rounds} runs over the five plans",
        ("reader", "ms a plan", "plans/s", "time against the naive regex", "names found"),
        rows,
    )


def loading(data: Path) -> Store:
    """Start of the server, first load, second load."""
    started = time.perf_counter()
    store = open_store(data)
    ready = time.perf_counter()
    load_paths(store, PLANS)
    loaded = time.perf_counter()
    load_paths(store, PLANS)
    again = time.perf_counter()
    rows = [
        ("embedded server ready", f"{ready - started:.2f}"),
        ("five plans loaded into an empty graph", f"{loaded - ready:.2f}"),
        ("the same again, unchanged", f"{again - loaded:.2f}"),
    ]
    table("Store", ("step", "seconds"), rows)
    return store


def asking(store: Store, rounds: int) -> None:
    """Every question over all five plans; required parameters get the first value that is offered."""
    rows = []
    for name, question in library.questions().items():
        params = {p.name: _first(store, p) for p in question.parameters if p.required}
        answer = library.ask(store, name, **params)
        took = seconds(partial(library.ask, store, name, **params), rounds)
        given = ", ".join(f"{key}={value}" for key, value in params.items())
        rows.append((f"{name} {given}".strip(), str(len(answer.rows)), *_milliseconds(took)))
    table(f"Questions, {rounds} runs each", ("question", "rows", "fastest ms", "median ms", "slowest ms"), rows)


def _milliseconds(took: list[float]) -> tuple[str, ...]:
    return tuple(f"{value * 1000:.1f}" for value in (took[0], statistics.median(took), took[-1]))


def _first(store: Store, parameter: library.Parameter) -> Any:
    if isinstance(parameter.choices, tuple):
        return parameter.choices[0]
    if parameter.choices:
        return library.choices(store, parameter.choices)[0].value
    return store.read("MATCH (t:Task) RETURN t.id AS id ORDER BY id LIMIT 1")[0]["id"]


def starting(data: Path) -> None:
    """From the command to the app's first page in a browser that is open already, the graph being loaded."""
    rows = []
    with _browser() as page:
        for name in ("graph server running", "graph server stopped"):
            if name == "graph server stopped":
                local_server.stop(data)
            started = time.perf_counter()
            with _app(data) as address:
                answered = time.perf_counter() - started
                painted = f"{_painted(page, address) - started:.1f}" if page else "no Chromium here"
            rows.append((name, f"{answered:.1f}", painted))
    table("Start of the app, seconds", ("", "address answers", "first page painted in Chromium"), rows)


@contextmanager
def _browser() -> Iterator[Page | None]:
    """An empty page, None where there is no browser."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


def _painted(page: Page, address: str) -> float:
    """The time when the first run of the page's script has ended and its words are there."""
    page.goto(address)
    page.wait_for_selector('[data-testid="stMain"] :is(h1, h2, h3)', timeout=START_LIMIT * 1000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=START_LIMIT * 1000)
    return time.perf_counter()


@contextmanager
def _app(data: Path) -> Iterator[str]:
    port = launch.free_port()
    environment = os.environ | {"STREAMLIT_SERVER_HEADLESS": "true"}
    command = [sys.executable, str(ROOT / "cli.py"), "app", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://{launch.ADDRESS}:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The app did not start; run `python cli.py app` to see why.")


def main() -> None:
    """Runs all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="runs of each question and of the extraction")
    parser.add_argument("--no-app", action="store_true", help="leave out the start of the app")
    options = parser.parse_args()
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    extraction(options.rounds)
    with tempfile.TemporaryDirectory(prefix="zeren-bench-") as folder:
        data = Path(folder)
        try:
            with loading(data) as store:
                asking(store, options.rounds)
            if not options.no_app:
                starting(data)
        finally:
            local_server.stop(data)


if __name__ == "__main__":
    main()
