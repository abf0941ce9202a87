"""Writes a whole database of the embedded server at once: `python -m graph.server._arcade_bulk FOLDER HEAP`.

Started by `graph.loading.bulk`, which sends groups of rows through standard input, pickled, and an empty group at the
end. The engine's batch importer knows no transactions: what it writes counts only when this process has ended well.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from graph.loading.merging import Joins, Merged, take
from graph.loading.writing import clean, typed, typed_edge
from graph.schema import Join, constraints, schema

if TYPE_CHECKING:
    from graph.building.rows import EdgeKind, EdgeRow

FULL = 120_000
"""Nodes after which a batch is closed: closing it goes back to each, which is slow once they are cold."""
JAVA = ("-XX:+UseParallelGC", "-XX:NewRatio=1")
"""Most of what an import makes is soon waste: half of the memory is for it."""
JSON = {"string", "integer", "float", "boolean", "strings", "integers"}
"""Types of properties that JSON takes over unchanged."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Nodes:
    """Nodes of one label that are to be created."""

    label: str
    keys: list[str]
    rows: list[dict[str, Any]] | str
    """As one JSON text, which crosses to Java at one go, where JSON takes over all properties."""


@dataclass(frozen=True)
class Index:
    """An index over one property of a label."""

    name: str
    label: str
    property: str
    unique: bool


@dataclass(frozen=True)
class Ready:
    """A group of plans as the engine takes it."""

    nodes: list[Nodes]
    edges: Mapping[EdgeKind, list[EdgeRow]]


@dataclass
class Held:
    """Edges of one type that wait for their batch to be closed."""

    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    properties: list[dict[str, Any]] = field(default_factory=list)


class Planner:
    """Makes groups ready, one after the other: what plans share is created once, and joined at the end."""

    def __init__(self) -> None:
        self._shared: dict[str, dict[str, Row]] = defaultdict(dict)
        self._changed: set[tuple[str, str]] = set()
        self.joins = Joins()
        """What shared nodes lead to, and what they no longer do."""

    def ready(self, rows: Merged) -> Ready:
        """What a group of plans owns, and what it is the first to name of what plans share."""
        nodes = [part for label, items in rows.nodes.items() for part in _nodes(label, self._new(label, items))]
        edges: dict[EdgeKind, list[EdgeRow]] = {}
        for kind, found in rows.edges.items():
            if Join(*kind) in schema().shared_joins:
                self.joins.take(kind, rows.nodes[kind[1]], found)
            else:
                edges[kind] = found
        for label, keys in rows.dropped.items():
            self.joins.dropped[label] |= keys
        return Ready(nodes, edges)

    def changed(self) -> Iterator[tuple[str, Row]]:
        """Shared nodes of which a later plan told more or otherwise, by label."""
        for label, key in sorted(self._changed):
            yield label, self._shared[label][key]

    def _new(self, label: str, items: Sequence[Row]) -> list[dict[str, Any]]:
        if not schema().nodes[label].shared:
            return [clean(label, item) for item in items]
        key, known = schema().nodes[label].key, self._shared[label]
        new = [item for item in items if item[key] not in known]
        changed = take(known, [typed(label, item) for item in items], key)
        self._changed |= {(label, each) for each in changed}
        return [clean(label, item) for item in new]


def _nodes(label: str, rows: list[dict[str, Any]]) -> Iterator[Nodes]:
    """Apart those that JSON takes over unchanged."""
    key, properties = schema().nodes[label].key, schema().nodes[label].properties
    others = {name for name, kept in properties.items() if kept.type not in JSON}
    plain = [row for row in rows if others.isdisjoint(row)] if others else rows
    if plain:
        yield Nodes(label, [row[key] for row in plain], _text(plain))
    if len(plain) < len(rows):
        left = [row for row in rows if not others.isdisjoint(row)]
        yield Nodes(label, [row[key] for row in left], left)


class Importer:
    """One database that grows by groups of plans."""

    def __init__(self, database: Any) -> None:
        self._database = database
        for label in schema().nodes:
            database.command("sql", f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS")
        for name in schema().relationships:
            database.command("sql", f"CREATE EDGE TYPE `{name}` IF NOT EXISTS")
        for statement in constraints():
            database.command("opencypher", statement)
        self._indexes = list(self._set_aside())
        self._created: Counter[str] = Counter()
        self._batch = self._new_batch()
        self._rids: dict[str, dict[str, str]] = {label: {} for label in schema().nodes}
        """Where each node stands; of what plans own, those of this batch."""
        self._held: dict[str, Held] = defaultdict(Held)

    def add(self, group: Ready) -> None:
        """Adds what a group of plans owns."""
        if self._created.total() - self._before > FULL:
            self._close_batch()
            self._batch = self._new_batch()
        for label in {nodes.label for nodes in group.nodes if not schema().nodes[nodes.label].shared}:
            self._rids[label].clear()
        for nodes in group.nodes:
            self._rids[nodes.label] |= zip(nodes.keys, self._create(nodes), strict=True)
            self._created[nodes.label] += len(nodes.keys)
        for kind, edges in group.edges.items():
            self._join(kind, edges)

    def finish(self, planner: Planner) -> None:
        """Joins what is shared, and makes the indexes."""
        for kind, edges in planner.joins.edges():
            self._join(kind, edges)
        self._close_batch()
        with self._database.transaction():
            for label, row in planner.changed():
                self._change(label, row)
        for index in self._indexes:
            self._make(index)

    def _set_aside(self) -> Iterator[Index]:
        """Takes the indexes away, lest each node looks its key up; what the constraints are called stays."""
        declared = self._database._java_db.getSchema()
        for label in schema().nodes:
            for index in list(declared.getType(label).getAllIndexes(False)):
                [name] = index.getPropertyNames()
                yield Index(str(index.getName()), label, str(name), bool(index.isUnique()))
                declared.dropIndex(index.getName())

    def _make(self, index: Index) -> None:
        """Sorts all keys, then writes them in order: the engine's other way looks up each among those before."""
        declared, java = self._database._java_db.getSchema(), "com.arcadedb.schema"
        builder = declared.buildTypeIndex(index.label, [index.property]).withUnique(index.unique)
        builder.withType(_java(f"{java}.Schema$INDEX_TYPE").LSM_TREE)
        builder.withBuildMode(_java(f"{java}.IndexBuildMode").SORTED)
        builder.withDefaultKeyTypesForUndeclaredProperties([_java(f"{java}.Type").STRING])
        builder.withIndexName(index.name).create()

    def _new_batch(self) -> Any:
        self._before = self._created.total()
        return self._database.graph_batch(parallel_flush=True, use_wal=False)

    def _close_batch(self) -> None:
        """Writes the edges, those of a type together: where types are mixed, the engine writes each by itself."""
        for name, held in self._held.items():
            if held.properties:
                ends = zip(held.starts, held.ends, held.properties, strict=True)
                rows = [{"_src": start, "_dst": end, **properties} for start, end, properties in ends]
                _java("com.arcadedb.python.EdgeBatcher").newEdgesJson(self._batch._java_graph_batch, name, _text(rows))
            else:
                self._batch.new_edges(held.starts, name, held.ends)
            self._batch.flush()
        self._held.clear()
        self._batch.close()

    def _create(self, nodes: Nodes) -> list[str]:
        if not nodes.keys:
            return []
        if not isinstance(nodes.rows, str):
            return list(self._batch.create_vertices(nodes.label, nodes.rows))
        batcher = _java("com.arcadedb.python.VertexBatcher")
        return str(batcher.createVerticesJson(self._batch._java_graph_batch, nodes.label, nodes.rows)).split(";")

    def _join(self, kind: EdgeKind, edges: Sequence[EdgeRow]) -> None:
        name, start, end = kind
        starts, ends, held = self._rids[start], self._rids[end], self._held[name]
        held.starts += [starts[edge["from"]] for edge in edges]
        held.ends += [ends[edge["to"]] for edge in edges]
        if schema().relationships[name].properties:
            held.properties += [typed_edge(name, edge["props"]) for edge in edges]

    def _change(self, label: str, row: Row) -> None:
        key = schema().nodes[label].key
        query = f"MATCH (n:{label} {{{key}: $key}}) SET n += $row"
        self._database.command("opencypher", query, {"key": row[key], "row": dict(row)})


def groups(planner: Planner) -> Iterator[Ready]:
    """What the parent sends, until it says that this was all; one is made ready while the engine takes the last."""

    def read() -> Ready | None:
        rows = pickle.load(sys.stdin.buffer)
        return None if rows is None else planner.ready(rows)

    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read)
        while (ready := coming.result()) is not None:
            coming = reader.submit(read)
            yield ready


def main() -> None:
    """Builds the database from what comes in; prints as a pickle what is to be swept."""
    from arcadedb_embedded import create_database

    folder, heap = sys.argv[1:]
    database = create_database(folder, jvm_kwargs={"heap_size": heap, "jvm_args": JAVA})
    planner, importer = Planner(), Importer(database)
    gc.disable()
    for ready in groups(planner):
        importer.add(ready)
        gc.freeze()  # the bridge looks through all of Python's memory at each of Java's collections: there is no waste
    importer.finish(planner)
    database.close()
    dropped = {label: sorted(keys) for label, keys in planner.joins.dropped.items() if keys}
    sys.stdout.buffer.write(pickle.dumps(dropped))
    sys.stdout.buffer.flush()


def _text(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


def _java(name: str) -> Any:
    import jpype

    return jpype.JClass(name)


if __name__ == "__main__":
    main()
