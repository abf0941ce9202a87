"""The rows of several plans as one: what they own one after the other, what they share once.

Many plans go into the graph in one transaction so; what comes out is what loading them one after the other gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.schema import ROOT, Join, schema

if TYPE_CHECKING:
    from graph.building.rows import EdgeKind, EdgeRow, GraphRows

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """The nodes and edges of several plans."""

    nodes: dict[str, list[Row]]
    edges: dict[EdgeKind, list[EdgeRow]]
    dropped: dict[str, set[str]]
    """Keys of shared nodes by label that an earlier plan led to and a later one, which tells otherwise, does not."""


class Joins:
    """What shared nodes lead to, as plans come one after the other: the last plan that names a node tells."""

    def __init__(self) -> None:
        self._known: dict[EdgeKind, dict[str, dict[str, EdgeRow]]] = defaultdict(dict)
        self.dropped: dict[str, set[str]] = defaultdict(set)
        """Keys by label of what an earlier plan led to and a later one, which tells otherwise, does not."""

    def take(self, kind: EdgeKind, starts: Iterable[Row], found: Iterable[EdgeRow]) -> None:
        """Puts a plan's joins in place of those from the same nodes."""
        key, known = schema().nodes[kind[1]].key, self._known[kind]
        new: dict[str, dict[str, EdgeRow]] = {row[key]: {} for row in starts}
        for edge in found:
            new[edge["from"]][edge["to"]] = edge
        for start, ends in new.items():
            self.dropped[kind[2]] |= known.get(start, {}).keys() - ends.keys()
        known.update(new)

    def edges(self) -> Iterator[tuple[EdgeKind, list[EdgeRow]]]:
        """The joins that stand at the end."""
        for kind, known in self._known.items():
            yield kind, [edge for ends in known.values() for edge in ends.values()]


def merged(plans: Iterable[GraphRows]) -> Merged:
    """The rows of the plans in this order; of shared nodes and what joins them the last plan's word counts."""
    own: dict[str, list[Row]] = defaultdict(list)
    shared: dict[str, dict[str, Row]] = defaultdict(dict)
    edges: dict[EdgeKind, list[EdgeRow]] = defaultdict(list)
    joins = Joins()
    for rows in plans:
        for label, items in rows.nodes.items():
            if schema().nodes[label].shared:
                take(shared[label], items, schema().nodes[label].key)
            else:
                own[label] += _with_hash(rows, items) if label == ROOT else items
        for kind, found in rows.edges.items():
            if Join(*kind) in schema().shared_joins:
                joins.take(kind, rows.nodes[kind[1]], found)
            else:
                edges[kind] += found
    nodes = own | {label: list(known.values()) for label, known in shared.items()}
    return Merged(nodes, edges | dict(joins.edges()), joins.dropped)


def take(known: dict[str, Row], items: Iterable[Row], key: str) -> set[str]:
    """Adds rows to those known by key, later properties over earlier ones; gives the keys of those that changed so."""
    changed: set[str] = set()
    for row in items:
        before = known.setdefault(row[key], row)
        if before is not row and before != row:
            known[row[key]] = {**before, **row}
            changed.add(row[key])
    return changed


def _with_hash(rows: GraphRows, items: Iterable[Row]) -> list[Row]:
    return [{**row, "contentHash": rows.content_hash} for row in items]
