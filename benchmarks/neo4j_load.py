"""Our load into Neo4j beside py2neo's bulk functions, on the same rows: `python -m benchmarks.neo4j_load --plans 300`.

Two empty Neo4j are started for it, alike (`.ci/neo4j` fetches what they need). Made-up plans (`benchmarks.generate`) go
in groups into the one by our load and into the other by py2neo, by turns, so that both meet the same other work
of the machine. Constraints stand first; each group is one transaction. py2neo gets rows made ready outside of the
clock; it merges what plans share and creates the rest, with none of the checks of a load. It speaks Bolt up to 4.3,
which Neo4j 5.26 still takes. Prints Markdown: seconds, and processor seconds of this program and of the server.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import py2neo
from py2neo import bulk

from benchmarks.generate import generate
from benchmarks.growth import Clock, built
from graph.build import GraphRows
from graph.loading.merging import Merged, merged
from graph.loading.stored import clean, typed_edge
from graph.loading.writing import BATCH, batches, load_plans
from graph.schema import Join, constraints, schema
from graph.store import Store, open_store
from tests.neo4j_server import Neo4jServer, fetched_jars

Group = dict[str, GraphRows]
HEAD = ("plans", "by", "seconds", "own processor", "server's", "nodes", "relationships")


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


class ByUs:
    """The ordinary load: looks for what stands, checks that each edge found its nodes."""

    name = "our load"

    def __init__(self, running: Neo4jServer, store: Store) -> None:
        self.clock = Clock(psutil.Process(running.pid))
        self._store = store

    def load(self, group: Group) -> None:
        """Puts a group in."""
        with self.clock.running():
            load_plans(self._store, group)


class ByPy2neo:
    """py2neo's bulk functions."""

    name = "py2neo"

    def __init__(self, running: Neo4jServer) -> None:
        self.clock = Clock(psutil.Process(running.pid))
        self._graph = py2neo.Graph(running.uri, auth=("neo4j", running.password))
        with self.clock.running():
            for statement in constraints():
                self._graph.run(statement)

    def load(self, group: Group) -> None:
        """Puts a group in."""
        rows = merged(group.values())
        nodes = {label: [clean(label, row) for row in items] for label, items in rows.nodes.items()}
        edges = _triples(rows)
        with self.clock.running():
            tx = self._graph.begin()
            for label, items in nodes.items():
                _put_nodes(tx, label, items)
            for kind, triples in edges.items():
                _put_edges(tx, kind, triples)
            self._graph.commit(tx)


Triple = tuple[str, dict[str, Any], str]


def _triples(rows: Merged) -> dict[tuple[str, str, str], list[Triple]]:
    return {
        kind: [(edge["from"], typed_edge(kind[0], edge["props"]), edge["to"]) for edge in edges]
        for kind, edges in rows.edges.items()
    }


def _put_nodes(tx: Any, label: str, rows: list[dict[str, Any]]) -> None:
    for part in batches(rows):
        if schema().nodes[label].shared:
            bulk.merge_nodes(tx, part, (label, schema().nodes[label].key))
        else:
            bulk.create_nodes(tx, part, labels={label})


def _put_edges(tx: Any, kind: tuple[str, str, str], triples: list[Triple]) -> None:
    name, *ends = kind
    keys = [(label, schema().nodes[label].key) for label in ends]
    put = bulk.merge_relationships if Join(*kind) in schema().shared_joins else bulk.create_relationships
    for first in range(0, len(triples), BATCH):
        put(tx, triples[first : first + BATCH], name, *keys)


def measure(count: int, heap: str) -> None:
    """Loads so many plans both ways, by turns, and prints what each took and what stands then."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server(heap)) for _ in range(2)]
        os.environ.update(servers[0].environment)
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zeren-load-")))
        ways: list[ByUs | ByPy2neo] = [ByUs(servers[0], stack.enter_context(open_store(data))), ByPy2neo(servers[1])]
        for group in built(generate(count), Clock()):
            for way in ways:
                way.load(group)
            ways.reverse()
        for way in sorted(ways, key=lambda way: way.name):
            running = servers[isinstance(way, ByPy2neo)]
            print(f"| {count:,} | {way.name} | {way.clock} | {_stands(running)} |", flush=True)


def _stands(running: Neo4jServer) -> str:
    graph = py2neo.Graph(running.uri, auth=("neo4j", running.password))
    return " | ".join(f"{graph.evaluate(f'MATCH {each} RETURN count(*)'):,}" for each in ("(n)", "()-[r]->()"))


def main() -> None:
    """Measures each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[100, 300])
    parser.add_argument("--heap", default="2g", help="memory of each server's Java machine")
    options = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|")
    for count in options.plans:
        measure(count, options.heap)


if __name__ == "__main__":
    main()
