"""The rows of several plans as one: what they own one after the other, what they share once.

Many plans go into the graph in one transaction so; what comes out is what loading them one after the other gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.schema import ROOT, Join, schema

if TYPE_CHECKING:
    from graph.rows import EdgeKind, EdgeRow, GraphRows

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """The nodes and edges of several plans."""

    nodes: dict[str, list[Row]]
    edges: dict[EdgeKind, list[EdgeRow]]
    dropped: dict[str, set[str]]
    """Keys of shared nodes by label that an earlier plan led to and a later one, which tells otherwise, does not."""


def merged(plans: Iterable[GraphRows]) -> Merged:
    """The rows of the plans in this order; of shared nodes and what joins them the last plan's word counts."""
    own: dict[str, list[Row]] = defaultdict(list)
    shared: dict[str, dict[str, Row]] = defaultdict(dict)
    edges: dict[EdgeKind, list[EdgeRow]] = defaultdict(list)
    joins: dict[EdgeKind, dict[str, dict[str, EdgeRow]]] = defaultdict(dict)
    dropped: dict[str, set[str]] = defaultdict(set)
    for rows in plans:
        for label, items in rows.nodes.items():
            if schema().nodes[label].shared:
                _take(shared[label], items, schema().nodes[label].key)
            else:
                own[label] += _with_hash(rows, items) if label == ROOT else items
        for kind, found in rows.edges.items():
            if Join(*kind) in schema().shared_joins:
                dropped[kind[2]] |= _rejoin(joins[kind], rows, kind, found)
            else:
                edges[kind] += found
    nodes = own | {label: list(known.values()) for label, known in shared.items()}
    drawn = {kind: [edge for ends in known.values() for edge in ends.values()] for kind, known in joins.items()}
    return Merged(nodes, edges | drawn, dropped)


def _with_hash(rows: GraphRows, items: Iterable[Row]) -> list[Row]:
    return [{**row, "contentHash": rows.content_hash} for row in items]


def _take(known: dict[str, Row], items: Iterable[Row], key: str) -> None:
    for row in items:
        before = known.get(row[key])
        if before is None:
            known[row[key]] = row
        elif before != row:
            known[row[key]] = {**before, **row}


def _rejoin(
    known: dict[str, dict[str, EdgeRow]], rows: GraphRows, kind: EdgeKind, found: Iterable[EdgeRow]
) -> set[str]:
    """Puts a plan's joins in place of those from the same nodes; gives the ends that are left by it."""
    key = schema().nodes[kind[1]].key
    new: dict[str, dict[str, EdgeRow]] = {row[key]: {} for row in rows.nodes[kind[1]]}
    for edge in found:
        new[edge["from"]][edge["to"]] = edge
    left = {end for start, ends in new.items() for end in known.get(start, {}).keys() - ends.keys()}
    known.update(new)
    return left
