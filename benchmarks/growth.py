"""How loading and asking grow with the number of plans: `python -m benchmarks.growth --plans 5 300 3000`.

Made-up plans (`benchmarks.generate`) are loaded into a graph of its own, which is removed afterwards; NEO4J_URI names a
Neo4j to use instead, which must be empty and keeps one size. Prints Markdown: seconds, and processor seconds of this
program and of a server on this machine, which other programs disturb less.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.generate import Generated, generate
from graph.build import GraphRows, build
from graph.links import link
from graph.loading.load_run import PLANS
from graph.loading.writing import check_rows, load_plans, load_rows
from graph.server import local_server
from graph.store import Store, StoreError, open_store
from loaders.records import PlanRecord
from queries import library

WAIT = 60.0


@dataclass
class Clock:
    """Seconds, and processor seconds of this program and of the server."""

    server: psutil.Process | None = None
    wall: float = 0.0
    own: float = 0.0
    served: float = 0.0
    rounds: list[float] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts what passes within."""
        wall, own, served = time.perf_counter(), time.process_time(), self._served()
        yield
        self.rounds.append(time.perf_counter() - wall)
        self.wall += self.rounds[-1]
        self.own += time.process_time() - own
        self.served += self._served() - served

    def _served(self) -> float:
        return sum(self.server.cpu_times()[:2]) if self.server else 0.0

    def middle(self) -> str:
        """The median of its rounds in place of their sum."""
        return f"{statistics.median(self.rounds):.2f} (median) | {self.own:.1f} | {self.served:.1f}"

    def __str__(self) -> str:
        return f"{self.wall:.1f} | {self.own:.1f} | {self.served:.1f}"


def built(plans: Iterable[Generated], clock: Clock) -> Iterator[dict[str, GraphRows]]:
    """The rows of plans by id, a group a transaction."""
    waiting: dict[str, GraphRows] = {}
    for made in plans:
        plan = made.record.plan.id
        with clock.running():
            waiting[plan] = build(made.record)
            check_rows(plan, waiting[plan])
        if len(waiting) == PLANS:
            yield waiting
            waiting = {}
    if waiting:
        yield waiting


def loading(store: Store, count: int, clocks: dict[str, Clock]) -> list[PlanRecord]:
    """Loads so many plans as `load` does after extraction; gives a few of them."""
    some: list[PlanRecord] = []

    def kept() -> Iterator[Generated]:
        for number, made in enumerate(generate(count)):
            if number % max(count // 5, 1) == 0:
                some.append(made.record)
            yield made

    for group in built(kept(), clocks["rows built and checked"]):
        with clocks["loaded"].running():
            load_plans(store, group)
    return some


def replacing(store: Store, some: list[PlanRecord], clock: Clock) -> None:
    """Puts each of some plans in place of itself, with another title for each task."""
    for record in some:
        changed = replace(record, tasks=tuple(replace(task, title=f"{task.title}（新）") for task in record.tasks))
        rows = build(changed)
        with clock.running():
            load_rows(store, record.plan.id, rows)


def asking(store: Store, scope: str | None, clock: Clock, options: argparse.Namespace) -> None:
    """Every question that can be narrowed to one `scope` so, for some of these; or every question over the whole graph.

    Prints the rows of the largest, milliseconds in the middle of all, those of the largest and of the slowest, and
    processor milliseconds a time of this program and the server.
    """
    some = _some(store, scope, options.sample) if scope else [None]
    for name, question in library.questions().items():
        params = given(store, question, scope)
        if params is None:
            continue
        if options.limit is not None and question.parameter("limit"):
            params["limit"] = options.limit
        clock.own, clock.served = 0.0, 0.0
        try:
            asked = [
                _asked(store, name, params | ({scope: one} if scope else {}), options.rounds if scope else 1, clock)
                for one in some
            ]
        except StoreError as error:
            print(f"| {' '.join((name, *params))} | {error} | | | | | |", flush=True)
            continue
        medians, times = [statistics.median(rounds) for _, rounds in asked], sum(len(rounds) for _, rounds in asked)
        shown = (statistics.median(medians), medians[0], max(medians), clock.own / times, clock.served / times)
        figures = " | ".join(f"{each * 1000:.0f}" for each in shown)
        print(f"| {' '.join((name, *params))} | {asked[0][0]} | {figures} |", flush=True)


def _asked(store: Store, name: str, params: dict[str, Any], rounds: int, clock: Clock) -> tuple[int, list[float]]:
    """The rows of a question that is asked so often, and the seconds of each time; no more once it took too long."""
    clock.rounds, rows = [], 0
    while len(clock.rounds) < rounds and sum(clock.rounds) < WAIT:
        with clock.running():
            rows = len(library.ask(store, name, **params).rows)
    return rows, clock.rounds


_SIZES = {
    "plan": "MATCH (p:Plan)-[:HAS_TASK]->(t:Task) RETURN p.id AS v, count(t) AS size ORDER BY size DESC, v",
    "topic": "MATCH (k:Topic)<-[:ON_TOPIC]-(t:Task) RETURN k.key AS v, count(t) AS size ORDER BY size DESC, v",
}


def _some(store: Store, scope: str, count: int) -> list[str]:
    """So many plans or topics, evenly from the one with the most items to the one with the fewest."""
    found = [row["v"] for row in store.read(_SIZES[scope])]
    return [found[place * len(found) // count] for place in range(min(count, len(found)))]


def given(store: Store, question: library.Question, scope: str | None) -> dict[str, Any] | None:
    """What a question must be given, narrowed to one `scope`; None where it can't be narrowed so."""
    asked = [p for p in question.parameters if p.required or p.name == scope]
    if scope and scope not in {p.name for p in asked}:
        return None
    found = {p.name: _one(store, p) for p in asked}
    return {key: value for key, value in found.items() if value is not None}


SCOPES = ("plan", "topic", None)
_FIRST = {
    "plan": "MATCH (p:Plan) RETURN p.id AS v ORDER BY v LIMIT 1",
    "topic": "MATCH (k:Topic) RETURN k.key AS v ORDER BY v LIMIT 1",
    "agency": "MATCH (a:Agency {collective: false}) RETURN a.id AS v ORDER BY v LIMIT 1",
    "task": "MATCH (t:Task) RETURN t.id AS v ORDER BY v LIMIT 1",
}


def _one(store: Store, parameter: library.Parameter) -> Any:
    query = _FIRST.get(parameter.name)
    if query:
        found = store.read(query)
        return found[0]["v"] if found else None
    if isinstance(parameter.choices, tuple):
        return parameter.choices[0]
    if parameter.choices:
        return library.choices(store, parameter.choices)[0].value
    return {"words": "专项治理"}.get(parameter.name)


def measure(data: Path, count: int, options: argparse.Namespace) -> None:
    """One size: loads, replaces, links, asks."""
    with open_store(data) as store:
        if store.read("MATCH (n) RETURN count(n) AS nodes") != [{"nodes": 0}]:
            raise SystemExit(f"The graph at {store.server.uri} is not empty: name another one.")
        server = _process(store)
        names = ("rows built and checked", "loaded", "one plan replaced (each of five)", "links made")
        clocks = {name: Clock(server) for name in names}
        some = loading(store, count, clocks)
        replacing(store, some, clocks[names[2]])
        if not options.no_links:
            with clocks["links made"].running():
                link(store)
        print(
            f"\n{count:,} plans ({store.server.kind})\n\n| step | seconds | own processor | server's |\n{'|---' * 4}|"
        )
        for name, clock in clocks.items():
            if clock.rounds:
                print(f"| {name} | {clock.middle() if name == names[2] else clock} |")
        if store.server.embedded:
            print(f"\nOn the disk: {_size(data):,.0f} MB\n")
        print(f"| question | rows | middle ms | largest | slowest | own processor | server's |\n{'|---' * 7}|")
        for scope in () if options.no_questions else SCOPES:
            asking(store, scope, Clock(server), options)


def _process(store: Store) -> psutil.Process | None:
    """The server's process: the embedded one, or the one that listens at the Neo4j's port on this machine."""
    if store.server.runtime:
        return psutil.Process(store.server.runtime.pid)
    place = urlsplit(store.server.uri)
    if place.hostname not in ("127.0.0.1", "localhost"):
        return None
    found = (each for each in psutil.net_connections("tcp") if each.status == psutil.CONN_LISTEN)
    pids = [each.pid for each in found if each.laddr.port == place.port and each.pid]
    return psutil.Process(pids[0]) if pids else None


def _size(data: Path) -> float:
    return sum(file.stat().st_size for file in (data / "databases").rglob("*") if file.is_file()) / 1e6


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for a graph, removed afterwards with its server stopped."""
    with tempfile.TemporaryDirectory(prefix="zeren-growth-") as made:
        try:
            yield Path(made)
        finally:
            local_server.stop(Path(made))
            shutil.rmtree(Path(made) / "databases", ignore_errors=True)


def main() -> None:
    """Measures each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[5, 300, 3000])
    parser.add_argument("--sample", type=int, default=21, help="plans and topics for which each question is asked")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is asked for one of them")
    parser.add_argument("--limit", type=int, help="how many rows are asked for, where a question can be limited")
    parser.add_argument("--no-links", action="store_true", help="leave out the links between plans")
    parser.add_argument("--no-questions", action="store_true", help="leave out the questions")
    options = parser.parse_args()
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    for count in options.plans:
        with scratch() as data:
            measure(data, count, options)


if __name__ == "__main__":
    main()
