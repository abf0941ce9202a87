"""Writes a whole database of the embedded server at once: `python -m graph.server._arcade_bulk FOLDER HEAP`.

Started by `graph.loading.bulk`, which sends groups of rows (`graph.loading.bulk_rows`) through standard input, pickled,
and None at the end. The engine's batch importer knows no transactions: what it writes counts only when this process has
ended well.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from graph.loading.bulk_rows import Edges, Nodes, Ready
from graph.schema import constraints, schema

FULL = 40_000
"""Nodes after which a batch is closed: closing it goes back to each, which is slow once they are cold.
What is to be written there is kept until then, and copied by Java's collections."""
JAVA = ("-XX:+UseParallelGC", "-XX:NewRatio=1")
"""Most of what an import makes is soon waste: half of the memory is for it."""
LARGE_PAGES = "-XX:+UseTransparentHugePages"
"""Fewer faults of memory that is met for the first time; Java knows it on Linux alone."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Index:
    """An index over one property of a label."""

    name: str
    label: str
    property: str
    unique: bool


@dataclass
class Held:
    """Edges of one type that wait for their batch to be closed."""

    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    """Of each edge, as `Edges` has them."""


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
        self._changed: list[tuple[str, Row]] = []

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
        for edges in group.edges:
            self._join(edges)
        self._changed += group.changed

    def finish(self) -> None:
        """Writes what is held, and makes the indexes."""
        self._close_batch()
        with self._database.transaction():
            for label, row in self._changed:
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
                edges = zip(held.starts, held.ends, held.properties, strict=True)
                rows = ",".join(f'{{"_src":"{start}","_dst":"{end}"{rest}' for start, end, rest in edges)
                self._hand_over(_java("com.arcadedb.python.EdgeBatcher").newEdgesJson, name, f"[{rows}]".encode())
            else:
                self._batch.new_edges(held.starts, name, held.ends)
            self._batch.flush()
        self._held.clear()
        self._batch.close()

    def _create(self, nodes: Nodes) -> list[str]:
        if not isinstance(nodes.rows, bytes):
            return list(self._batch.create_vertices(nodes.label, nodes.rows))
        create = _java("com.arcadedb.python.VertexBatcher").createVerticesJson
        return str(self._hand_over(create, nodes.label, nodes.rows)).split(";")

    def _hand_over(self, put: Any, name: str, json: bytes) -> Any:
        """Gives rows of a type to the batch. For Chinese, the bridge's own strings take five times as long."""
        import jpype

        utf8 = _java("java.nio.charset.StandardCharsets").UTF_8
        text = utf8.decode(jpype.nio.convertToDirectBuffer(bytearray(json))).toString()
        return put(self._batch._java_graph_batch, name, text)

    def _join(self, edges: Edges) -> None:
        name, start, end = edges.kind
        starts, ends, held = self._rids[start], self._rids[end], self._held[name]
        held.starts += [starts[key] for key in edges.starts]
        held.ends += [ends[key] for key in edges.ends]
        held.properties += edges.properties

    def _change(self, label: str, row: Row) -> None:
        key = schema().nodes[label].key
        query = f"MATCH (n:{label} {{{key}: $key}}) SET n += $row"
        self._database.command("opencypher", query, {"key": row[key], "row": dict(row)})


def groups() -> Iterator[Ready]:
    """What the parent sends, until it says that this was all; one is read while the engine takes the last."""

    def read() -> Ready | None:
        sent: Ready | None = pickle.load(sys.stdin.buffer)
        return sent

    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read)
        while (ready := coming.result()) is not None:
            coming = reader.submit(read)
            yield ready


def main() -> None:
    """Builds the database from what comes in."""
    from arcadedb_embedded import create_database

    folder, heap = sys.argv[1:]
    java = (*JAVA, LARGE_PAGES) if sys.platform == "linux" else JAVA
    database = create_database(folder, jvm_kwargs={"heap_size": heap, "jvm_args": java})
    importer = Importer(database)
    gc.disable()
    for ready in groups():
        importer.add(ready)
        gc.freeze()  # the bridge looks through all of Python's memory at each of Java's collections: there is no waste
    importer.finish()
    database.close()


def _java(name: str) -> Any:
    import jpype

    return jpype.JClass(name)


if __name__ == "__main__":
    main()
