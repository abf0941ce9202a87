"""Our bulk load beside plain scripts of the engine's batch importer: `python -m benchmarks.bulk_load --plans 3000`.

Made-up plans (`benchmarks.generate`) are built beforehand; then, by turns, so that all meet the same other work of the
machine, the same nodes and relationships go into an empty database each time:

- by the bulk load, from rows in memory until the server answers with the new graph: keys unique and indexed, nothing
  told as loaded before all is on the disk;
- by a script of what the engine's manual shows, a batch that takes rows by 5,000 and is closed in the end: no
  indexes, no constraints, no server, rows made ready outside of the clock;
- by that script from nodes with their key alone and relationships without properties: what the engine takes for a graph
  of this shape at the least;
- by that script from a made-up graph: as many nodes with four short properties, two and a half relationships a node
  without any, as plain scripts are often measured.

Prints Markdown: seconds of each round, and their median as a part of the bulk load's.
"""

from __future__ import annotations

import argparse
import gc
import os
import pickle
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import orjson

from benchmarks.generate import generate
from benchmarks.growth import Clock, built, scratch
from graph.build import GraphRows
from graph.loading.bulk import HEAP, Importer
from graph.loading.bulk_rows import Nodes, Planner
from graph.loading.merging import merged
from graph.schema import schema
from graph.store import open_store

STEP = 5000
NAME = "市公安局牵头负责完善社会信用体系建设"
EVERY = {"Plan": 238, "Task": 7, "Agency": 6, "Measure": 1}
"""Of the graph with short properties, which node has the label: the first that fits."""
RELATIONSHIPS = {
    ("HAS_TASK", "Plan", "Task"): 0.14,
    ("HAS_MEASURE", "Task", "Measure"): 0.76,
    ("LEADS", "Agency", "Task"): 0.28,
    ("SUPPORTS", "Agency", "Task"): 0.84,
    ("CITES", "Plan", "Plan"): 0.48,
}
"""Of the graph with short properties, how many a node."""
Group = dict[str, GraphRows]


@dataclass
class Rows:
    """A whole graph as the engine's batch takes it."""

    nodes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    """Properties by label and key."""
    edges: dict[tuple[str, str, str], list[tuple[str, str, dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Start, end and properties by type and the labels of the ends."""

    @classmethod
    def short(cls, count: int) -> Rows:
        """So many nodes with four short properties; five relationships for each two, between any of some labels."""
        rows, random = cls(), Random(1)
        for number in range(count):
            label = next(label for label, each in EVERY.items() if number % each == 0)
            key = f"{label}-{number}"
            rows.nodes[label][key] = {"id": key, "name": NAME[number % 9 :], "order": number, "page": number % 40}
        keys = {label: list(nodes) for label, nodes in rows.nodes.items()}
        for kind, share in RELATIONSHIPS.items():
            starts, ends = keys[kind[1]], keys[kind[2]]
            rows.edges[kind] = [(random.choice(starts), random.choice(ends), {}) for _ in range(round(share * count))]
        return rows

    @classmethod
    def of(cls, groups: Iterable[Group], bare: bool) -> Rows:
        """What the bulk load puts in for these plans; where `bare`, keys alone."""
        rows, planner = cls(), Planner()
        for ready in (*(planner.ready(merged(group.values())) for group in groups), planner.last()):
            for nodes in ready.nodes:
                rows.nodes[nodes.label].update(zip(nodes.keys, _properties(nodes, bare), strict=True))
            for edges in ready.edges:
                given = edges.properties if edges.properties and not bare else ["}"] * len(edges.starts)
                read = (orjson.loads("{" + rest.removeprefix(",")) for rest in given)
                rows.edges[edges.kind] += zip(edges.starts, edges.ends, read, strict=True)
        return rows


def _properties(nodes: Nodes, bare: bool) -> list[dict[str, Any]]:
    if bare:
        return [{schema().nodes[nodes.label].key: key} for key in nodes.keys]
    rows: list[dict[str, Any]] = orjson.loads(nodes.rows) if isinstance(nodes.rows, bytes) else nodes.rows
    return rows


def by_us(groups: list[Group], folder: Path) -> float:
    """The seconds of the bulk load."""
    with open_store(folder) as store, store.exclusive():
        start = time.perf_counter()
        with Importer(store.server.folder) as importer:
            for group in groups:
                importer.add(group)
            importer.finish()
            importer.take_place()
            store.read("MATCH (p:Plan) RETURN count(p) AS plans")
        return time.perf_counter() - start


def by_a_script(rows: str, given: str, folder: Path) -> float:
    """The seconds of the plain script, in a program of its own."""
    command = [sys.executable, "-X", "utf8", "-m", "benchmarks.bulk_load", "--script", rows, given, str(folder)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def script(rows: Rows, folder: Path) -> float:
    """Puts rows into a new database the plain way; gives the seconds."""
    from arcadedb_embedded import create_database

    gc.freeze()  # as in the bulk load, for a fair comparison
    start = time.perf_counter()
    database = create_database(str(folder / "kg"), jvm_kwargs={"heap_size": HEAP})
    for label in rows.nodes:
        database.command("sql", f"CREATE VERTEX TYPE `{label}`")
    for name in sorted({kind[0] for kind in rows.edges}):
        database.command("sql", f"CREATE EDGE TYPE `{name}`")
    with database.graph_batch(parallel_flush=True, use_wal=False) as batch:
        places: dict[str, dict[str, str]] = {}
        for label, nodes in rows.nodes.items():
            made = [place for part in _parts(list(nodes.values())) for place in batch.create_vertices(label, part)]
            places[label] = dict(zip(nodes, made, strict=True))
        for (name, start_label, end_label), edges in rows.edges.items():
            starts, ends = places[start_label], places[end_label]
            has = any(properties for *_, properties in edges)
            for part in _parts(edges):
                properties = [each for *_, each in part] if has else None
                batch.new_edges([starts[a] for a, _, _ in part], name, [ends[b] for _, b, _ in part], properties)
    database.close()
    return time.perf_counter() - start


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    return (items[first : first + STEP] for first in range(0, len(items), STEP))


def measure(count: int, rounds: int) -> None:
    """Puts so many plans in each way, by turns, and prints what each took."""
    with scratch() as work:
        groups = list(built(generate(count), Clock()))
        file = work / "groups"
        with file.open("wb") as stream:
            for group in groups:
                pickle.dump(group, stream)
        gc.freeze()
        rows = Rows.of(groups, bare=True)
        nodes, edges = (sum(map(len, part.values())) for part in (rows.nodes, rows.edges))
        del rows
        ways: dict[str, Callable[[Path], float]] = {
            "the bulk load": partial(by_us, groups),
            "a plain script, the same rows": partial(by_a_script, "whole", str(file)),
            "a plain script, keys alone": partial(by_a_script, "bare", str(file)),
            "a plain script, as many nodes with short properties": partial(by_a_script, "short", str(nodes)),
        }
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(rounds):
            for way, load in ways.items():
                with scratch() as folder:
                    taken[way].append(load(folder))
    print(f"\n{count:,} plans ({nodes:,} nodes, {edges:,} relationships)\n")
    print(f"| by | seconds | the bulk load's part of it |\n{'|---' * 3}|")
    ours = statistics.median(taken["the bulk load"])
    for way, seconds in taken.items():
        shown = ", ".join(f"{each:.1f}" for each in seconds)
        print(f"| {way} | {shown} | {ours / statistics.median(seconds):.2f} |")


def _groups(file: Path) -> Iterator[Group]:
    with file.open("rb") as stream:
        while stream.peek(1):
            yield pickle.load(stream)


def main() -> None:
    """Measures, or is the plain script of one round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--script", nargs=3, metavar=("ROWS", "GIVEN", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.script:
        kind, given, folder = options.script
        rows = Rows.short(int(given)) if kind == "short" else Rows.of(_groups(Path(given)), bare=kind == "bare")
        print(script(rows, Path(folder)))
        return
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    measure(options.plans, options.rounds)


if __name__ == "__main__":
    main()
