"""Checks the rows of a load against the schema, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.schema import Property, SchemaError, schema

KEY_LIMIT = 2000
"""Bytes of the longest key: servers refuse to index longer words, some only in the middle of a load."""

Row = Mapping[str, Any]
Nodes = Mapping[str, Sequence[Row]]
Edges = Mapping[tuple[str, str, str], Sequence[Row]]


def validate_rows(nodes: Nodes, edges: Edges) -> None:
    """Refuses rows that the schema doesn't know, before anything is written; raises SchemaError with the first few."""
    problems = [*_node_problems(nodes), *_edge_problems(nodes, edges)]
    if problems:
        more = f" (and {len(problems) - 5} more)" if len(problems) > 5 else ""
        raise SchemaError("The rows to load do not fit the schema: " + "; ".join(problems[:5]) + more)


def _node_problems(nodes: Nodes) -> Iterator[str]:
    for label, rows in nodes.items():
        kind = schema().nodes.get(label)
        if kind is None:
            yield f"unknown label {label}"
            continue
        seen: set[Any] = set()
        for row in rows:
            key = row.get(kind.key)
            if key is None or key in seen:
                yield f"{label} {'without' if key is None else 'twice with'} the key {kind.key} {key or ''}".rstrip()
            elif len(str(key).encode("utf-8", "replace")) > KEY_LIMIT:
                yield f"{label} {str(key)[:40]}… has a key {kind.key} of more than {KEY_LIMIT} bytes"
            seen.add(key)
            yield from _value_problems(f"{label} {key}", row, kind.properties)


def _edge_problems(nodes: Nodes, edges: Edges) -> Iterator[str]:
    kinds = schema().nodes
    keys = {label: {row.get(kinds[label].key) for row in rows} for label, rows in nodes.items() if label in kinds}
    for (name, start, end), rows in edges.items():
        kind = schema().relationships.get(name)
        if kind is None or (start, end) not in kind.ends:
            yield f"unknown relationship ({start})-[:{name}]->({end})"
            continue
        for row in rows:
            for side, label in (("from", start), ("to", end)):
                if row[side] not in keys.get(label, ()):
                    yield f"{name} {side} {label} {row[side]}, which is not among the rows"
            yield from _value_problems(f"{name} from {row['from']} to {row['to']}", row["props"], kind.properties)


def _value_problems(where: str, row: Row, known: Mapping[str, Property]) -> Iterator[str]:
    for name, value in row.items():
        if name not in known:
            yield f"{where}: unknown property {name}"
        elif not known[name].accepts(value):
            yield f"{where}: {name} is {value!r}, not of type {known[name].type}"
