"""Our load into Neo4j beside py2neo's bulk functions, on the same rows.

`python -m benchmarks.neo4j_load --plans 100 300` loads the same made-up plans (`benchmarks.generate`) by each, in
groups of as many, into an empty Neo4j that is started for it (`.ci/neo4j` fetches what it needs). Constraints
stand first. py2neo gets rows made ready outside of the clock; it merges what plans share and creates the rest, with
none of the checks of a load. It speaks Bolt up to 4.3, which Neo4j 5.26 still takes. Prints Markdown: seconds, and
processor seconds of this program and of the server.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import py2neo
from py2neo import bulk

from benchmarks.generate import generate
from benchmarks.growth import Clock
from graph.build import GraphRows, build
from graph.loading.load_run import PLANS
from graph.loading.merging import Merged, merged
from graph.loading.writing import batches, clean, load_plans, typed_edge
from graph.schema import Join, constraints, schema
from graph.store import open_store
from tests.neo4j_server import Neo4jServer, fetched_jars

Group = dict[str, GraphRows]


def groups(count: int) -> Iterator[Group]:
    """The rows of so many plans, a group a transaction."""
    waiting: Group = {}
    for number, made in enumerate(generate(count), 1):
        waiting[made.record.plan.id] = build(made.record)
        if len(waiting) == PLANS or number == count:
            yield waiting
            waiting = {}


@contextmanager
def server(heap: str) -> Iterator[Neo4jServer]:
    """An empty Neo4j, set as one that is to work."""
    with tempfile.TemporaryDirectory(prefix="neo4j-load-") as folder:
        running = Neo4jServer(Path(folder), fetched_jars(), heap=heap, lasting=True)
        running.start()
        try:
            yield running
        finally:
            running.kill()


def by_us(running: Neo4jServer, count: int, clock: Clock) -> None:
    """The ordinary load: looks for what stands, checks that each edge found its nodes, a transaction a group."""
    os.environ.update(running.environment)
    with tempfile.TemporaryDirectory(prefix="zeren-load-") as data, open_store(Path(data)) as store:
        for group in groups(count):
            with clock.running():
                load_plans(store, group)


@dataclass(frozen=True)
class _Ready:
    """A group's rows as py2neo takes them."""

    nodes: dict[str, list[dict[str, Any]]]
    edges: dict[tuple[str, str, str], list[tuple[str, dict[str, Any], str]]]


def by_py2neo(running: Neo4jServer, count: int, clock: Clock) -> None:
    """py2neo's bulk functions, a transaction a group as well."""
    graph = py2neo.Graph(running.uri, auth=("neo4j", running.password))
    with clock.running():
        for statement in constraints():
            graph.run(statement)
    for group in groups(count):
        ready = _ready(merged(group.values()))
        with clock.running():
            tx = graph.begin()
            _put(tx, ready)
            graph.commit(tx)


def _ready(rows: Merged) -> _Ready:
    return _Ready(
        {label: [clean(label, row) for row in items] for label, items in rows.nodes.items()},
        {
            kind: [(edge["from"], typed_edge(kind[0], edge["props"]), edge["to"]) for edge in edges]
            for kind, edges in rows.edges.items()
        },
    )


def _put(tx: Any, ready: _Ready) -> None:
    for label, items in ready.nodes.items():
        for part in batches(items):
            if schema().nodes[label].shared:
                bulk.merge_nodes(tx, part, (label, schema().nodes[label].key))
            else:
                bulk.create_nodes(tx, part, labels={label})
    for (name, start, end), edges in ready.edges.items():
        ends = (start, schema().nodes[start].key), (end, schema().nodes[end].key)
        for part in batches(edges):  # type: ignore[arg-type]
            if Join(name, start, end) in schema().shared_joins:
                bulk.merge_relationships(tx, part, name, *ends)
            else:
                bulk.create_relationships(tx, part, name, *ends)


WAYS: dict[str, Callable[[Neo4jServer, int, Clock], None]] = {"our load": by_us, "py2neo": by_py2neo}


def measure(name: str, count: int, heap: str) -> None:
    """One load of so many plans, with what stands afterwards."""
    with server(heap) as running:
        clock = Clock(psutil.Process(running.pid))
        WAYS[name](running, count, clock)
        graph = py2neo.Graph(running.uri, auth=("neo4j", running.password))
        stands = [graph.evaluate(f"MATCH {each} RETURN count(*)") for each in ("(n)", "()-[r]->()")]
    print(f"| {count:,} | {name} | {clock} | {stands[0]:,} | {stands[1]:,} |", flush=True)


def main() -> None:
    """Measures each size by each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[100, 300])
    parser.add_argument("--heap", default="2g", help="memory of the server's Java machine")
    parser.add_argument("--only", choices=WAYS, help="one of the two")
    options = parser.parse_args()
    head = ("plans", "by", "seconds", "own processor", "server's", "nodes", "relationships")
    print(f"| {' | '.join(head)} |\n{'|---' * len(head)}|")
    for count in options.plans:
        for name in WAYS:
            if options.only in (None, name):
                measure(name, count, options.heap)


if __name__ == "__main__":
    main()
