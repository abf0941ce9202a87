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
            for name in _unfit(row, kind.properties):
                yield f"{label} {key}: {_said(name, row[name], kind.properties)}"


def _edge_problems(nodes: Nodes, edges: Edges) -> Iterator[str]:
    kinds = schema().nodes
    keys = {label: {row.get(kinds[label].key) for row in rows} for label, rows in nodes.items() if label in kinds}
    for (name, start, end), rows in edges.items():
        kind = schema().relationships.get(name)
        if kind is None or (start, end) not in kind.ends:
            yield f"unknown relationship ({start})-[:{name}]->({end})"
            continue
        ends = [(side, label, keys.get(label, set())) for side, label in (("from", start), ("to", end))]
        for row in rows:
            for side, label, known in ends:
                if row[side] not in known:
                    yield f"{name} {side} {label} {row[side]}, which is not among the rows"
            for unfit in _unfit(row["props"], kind.properties):
                said = _said(unfit, row["props"][unfit], kind.properties)
                yield f"{name} from {row['from']} to {row['to']}: {said}"


def _unfit(row: Row, known: Mapping[str, Property]) -> list[str]:
    """The names of values that the schema doesn't know, or of another type."""
    return [
        name
        for name, value in row.items()
        if name not in known or (value is not None and not known[name].accepts(value))
    ]


def _said(name: str, value: Any, known: Mapping[str, Property]) -> str:
    return f"{name} is {value!r}, not of type {known[name].type}" if name in known else f"unknown property {name}"
