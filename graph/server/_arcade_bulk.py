"""Writes a whole database of the embedded server at once: `python -m graph.server._arcade_bulk FOLDER HEAP`.

Started by `graph.loading.bulk`, which sends groups of rows through standard input, pickled, and an empty group at the
end. The engine's batch importer knows no transactions: what it writes counts only when this process has ended well.
"""

from __future__ import annotations

import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.loading.merging import Joins, Merged, take
from graph.loading.writing import typed, typed_edge
from graph.schema import Join, constraints, schema

FULL = 120_000
"""Nodes after which a batch is closed: closing it goes back to each, which is slow once they are cold."""
Row = Mapping[str, Any]


class Importer:
    """One database that grows by groups of plans."""

    def __init__(self, database: Any) -> None:
        self._database = database
        for label in schema().nodes:
            database.command("sql", f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS")
        for name in schema().relationships:
            database.command("sql", f"CREATE EDGE TYPE `{name}` IF NOT EXISTS")
        self._batch = self._new_batch()
        self._rids: dict[str, dict[str, str]] = defaultdict(dict)
        self._shared: dict[str, dict[str, Row]] = defaultdict(dict)
        self._changed: set[tuple[str, str]] = set()
        self._joins = Joins()

    def add(self, rows: Merged) -> None:
        """Adds what a group of plans owns, and notes what they share."""
        if self._written > FULL:
            self._batch.close()
            self._batch = self._new_batch()
        own: dict[str, dict[str, str]] = {}
        for label, items in rows.nodes.items():
            if schema().nodes[label].shared:
                self._share(label, [typed(label, item) for item in items])
            else:
                own[label] = self._created(label, [typed(label, item) for item in items])
        for kind, edges in rows.edges.items():
            if Join(*kind) in schema().shared_joins:
                self._joins.take(kind, rows.nodes[kind[1]], edges)
            else:
                self._join(kind, edges, own)
        for label, keys in rows.dropped.items():
            self._joins.dropped[label] |= keys

    def _new_batch(self) -> Any:
        self._written = 0
        return self._database.graph_batch(parallel_flush=True, use_wal=False)

    def finish(self) -> dict[str, set[str]]:
        """Joins what is shared, makes the indexes; gives the shared nodes that may have come out of use."""
        for kind, edges in self._joins.edges():
            self._join(kind, edges, {})
        self._batch.close()
        with self._database.transaction():
            for label, key in sorted(self._changed):
                self._change(label, key)
        for statement in constraints():
            self._database.command("opencypher", statement)
        return self._joins.dropped

    def _share(self, label: str, items: Sequence[Row]) -> None:
        key, known = schema().nodes[label].key, self._shared[label]
        new = [item for item in items if item[key] not in known]
        self._changed |= {(label, changed) for changed in take(known, items, key)}
        self._rids[label] |= self._created(label, new)

    def _created(self, label: str, rows: Sequence[Row]) -> dict[str, str]:
        key = schema().nodes[label].key
        full = [{name: value for name, value in row.items() if value is not None} for row in rows]
        self._written += len(full)
        rids = self._batch.create_vertices(label, full) if full else []
        return {row[key]: rid for row, rid in zip(full, rids, strict=True)}

    def _join(self, kind: tuple[str, str, str], edges: Sequence[Any], own: Mapping[str, Mapping[str, str]]) -> None:
        name, start, end = kind
        starts, ends = own.get(start, self._rids[start]), own.get(end, self._rids[end])
        properties = (
            [typed_edge(name, edge["props"]) for edge in edges] if schema().relationships[name].properties else None
        )
        self._batch.new_edges(
            [starts[edge["from"]] for edge in edges], name, [ends[edge["to"]] for edge in edges], properties
        )

    def _change(self, label: str, key: str) -> None:
        row = self._shared[label][key]
        query = f"MATCH (n:{label} {{{schema().nodes[label].key}: $key}}) SET n += $row"
        self._database.command("opencypher", query, {"key": key, "row": dict(row)})


def groups() -> Iterator[Merged]:
    """What the parent sends, until it says that this was all."""
    while (rows := pickle.load(sys.stdin.buffer)) is not None:
        yield rows


def main() -> None:
    """Builds the database from what comes in; prints as a pickle what is to be swept."""
    from arcadedb_embedded import create_database

    folder, heap = sys.argv[1:]
    database = create_database(folder, jvm_kwargs={"heap_size": heap})
    importer = Importer(database)
    for rows in groups():
        importer.add(rows)
    dropped = importer.finish()
    database.close()
    sys.stdout.buffer.write(pickle.dumps({label: sorted(keys) for label, keys in dropped.items() if keys}))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
