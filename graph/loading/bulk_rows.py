"""The rows of plans as the embedded server's batch importer takes them: as JSON, and what plans share once.

They are made ready in the loading process; the importing one (`graph.server._arcade_bulk`) has enough to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from graph.loading.merging import Joins, Merged, take
from graph.loading.stored import clean, typed, typed_edge
from graph.schema import Join, schema

if TYPE_CHECKING:
    from graph.building.rows import EdgeKind, EdgeRow

JSON = {"string", "integer", "float", "boolean", "strings", "integers"}
"""Types of properties that JSON takes over unchanged."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Nodes:
    """Nodes of one label that are to be created."""

    label: str
    keys: list[str]
    rows: bytes | list[dict[str, Any]]
    """As one JSON text, which crosses to Java at one go, where JSON takes over all properties."""


@dataclass(frozen=True)
class Edges:
    """Edges of one kind between nodes with these keys."""

    kind: EdgeKind
    starts: list[str]
    ends: list[str]
    properties: list[str]
    """Of each edge, as the rest of a JSON object that begins with its ends; an empty list where the type has none."""


@dataclass(frozen=True)
class Ready:
    """A group of plans, or what is left when all were given."""

    nodes: list[Nodes]
    edges: list[Edges]
    changed: list[tuple[str, Row]] = field(default_factory=list)
    """Shared nodes by label of which a later plan told more or otherwise than the one that they were created for."""


class Planner:
    """Makes groups ready, one after the other: what plans share is created once, and joined at the end."""

    def __init__(self) -> None:
        self._shared: dict[str, dict[str, Row]] = defaultdict(dict)
        self._changed: set[tuple[str, str]] = set()
        self._joins = Joins()

    @property
    def dropped(self) -> Mapping[str, set[str]]:
        """Keys by label of what shared nodes led to by an earlier plan and by a later one do not."""
        return self._joins.dropped

    def ready(self, rows: Merged) -> Ready:
        """What a group of plans owns, and what it is the first to name of what plans share."""
        nodes = [part for label, items in rows.nodes.items() for part in _nodes(label, self._new(label, items))]
        edges: list[Edges] = []
        for kind, found in rows.edges.items():
            if Join(*kind) in schema().shared_joins:
                self._joins.take(kind, rows.nodes[kind[1]], found)
            else:
                edges.append(_edges(kind, found))
        for label, keys in rows.dropped.items():
            self._joins.dropped[label] |= keys
        return Ready(nodes, edges)

    def last(self) -> Ready:
        """What joins shared nodes, and those that changed."""
        changed = [(label, self._shared[label][key]) for label, key in sorted(self._changed)]
        return Ready([], [_edges(kind, found) for kind, found in self._joins.edges()], changed)

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
        yield Nodes(label, [row[key] for row in plain], orjson.dumps(plain))
    if len(plain) < len(rows):
        left = [row for row in rows if not others.isdisjoint(row)]
        yield Nodes(label, [row[key] for row in left], left)


def _edges(kind: EdgeKind, edges: Sequence[EdgeRow]) -> Edges:
    has = schema().relationships[kind[0]].properties
    properties = [_rest(typed_edge(kind[0], edge["props"])) for edge in edges] if has else []
    return Edges(kind, [edge["from"] for edge in edges], [edge["to"] for edge in edges], properties)


def _rest(properties: Row) -> str:
    return "," + orjson.dumps(properties)[1:].decode() if properties else "}"
