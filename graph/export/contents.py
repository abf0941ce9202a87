"""The graph as plain rows, whole or cut to a few plans, for the modules that write files.

Which labels, properties and relationships there are comes from the schema alone, so that a new
property is exported without a change here. One query a label and one a pair of ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.export.provenance import NOTHING, Provenance, provenance
from graph.schema import ROOT, Join, Property, schema
from loaders.errors import UserError
from loaders.private import mask

if TYPE_CHECKING:
    from graph.build import EdgeKind, EdgeRow
    from graph.store import Store

_SHORTEST = 6
"""No shorter text can hold an address or a number."""
Key = tuple[str, Any]
"""Label and key: what tells a node from all others."""


ENDS = {
    name: Property(name, "string", doc)
    for name, doc in {
        "fromLabel": "Label of the start",
        "from": "Key of the start",
        "toLabel": "Label of the end",
        "to": "Key of the end",
    }.items()
}
"""The columns of a table of edges that say what an edge joins."""


class ExportError(UserError):
    """An export that can't be made or written."""


@dataclass(frozen=True)
class Contents:
    """Nodes by label and edges by type and ends; every row has all exported properties, None where it has none."""

    nodes: dict[str, list[dict[str, Any]]]
    edges: dict[EdgeKind, list[EdgeRow]]
    source: Provenance = NOTHING
    """What the rows were read from, which every file carries."""

    def edge_rows(self, kind: str) -> Iterator[dict[str, Any]]:
        """The edges of a type as flat rows: the columns of ENDS, then the properties."""
        for (name, start, end), edges in self.edges.items():
            if name == kind:
                for edge in edges:
                    yield {"fromLabel": start, "from": edge["from"], "toLabel": end, "to": edge["to"], **edge["props"]}


def read_graph(store: Store, plans: Sequence[str] = (), masked: bool = True) -> Contents:
    """The whole graph, or what the plans named own and what that refers to (their agencies, places, documents …).

    E-mail addresses and phone numbers are masked at their length, so that offsets hold; a copy that is to become a
    graph again asks for them unmasked.
    """
    _check_plans(store, plans)
    nodes = {label: _nodes(store, label, plans) for label in schema().nodes}
    edges = {(join.type, join.start, join.end): _edges(store, join, plans) for join in schema().joins}
    found = _cut(nodes, edges) if plans else Contents(nodes, edges)
    if masked:
        _mask(found)
    return replace(found, source=provenance(store, plans))


def _mask(found: Contents) -> None:
    """Masks in place: a graph of thousands of plans is not copied for it."""
    rows = [row for rows in found.nodes.values() for row in rows]
    rows += [edge["props"] for edges in found.edges.values() for edge in edges]
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and len(value) >= _SHORTEST:
                row[name] = mask(value)
            elif isinstance(value, list) and value and isinstance(value[0], str):
                row[name] = [mask(each) for each in value]


def _check_plans(store: Store, plans: Sequence[str]) -> None:
    loaded = [row["id"] for row in store.read("MATCH (p:Plan) RETURN p.id AS id ORDER BY id")]
    for plan in plans:
        if plan not in loaded:
            raise ExportError(f"No plan {plan} is loaded. Loaded: {', '.join(loaded) or 'none'}.")


def _nodes(store: Store, label: str, plans: Sequence[str]) -> list[dict[str, Any]]:
    node = schema().nodes[label]
    match = _owned("n", label) if plans and not node.shared else f"MATCH (n:{label})"
    rows = store.read(f"{match} RETURN {', '.join(_columns('n', node.exported))}", **_given(plans))
    return sorted(rows, key=lambda row: str(row[node.key]))


def _edges(store: Store, join: Join, plans: Sequence[str]) -> list[EdgeRow]:
    start, end = schema().nodes[join.start], schema().nodes[join.end]
    own = [(variable, node.label) for variable, node in (("a", start), ("b", end)) if plans and not node.shared]
    anchor = f"{_owned(*own[0])} " if own else ""
    columns = [f"a.`{start.key}` AS `from`", f"b.`{end.key}` AS `to`"]
    columns += _columns("r", schema().relationships[join.type].properties)
    match = f"{anchor}MATCH (a:{join.start})-[r:{join.type}]->(b:{join.end})"
    rows = store.read(f"{match} RETURN {', '.join(columns)}", **_given(plans))
    edges: list[EdgeRow] = [{"from": row.pop("from"), "to": row.pop("to"), "props": row} for row in rows]
    return sorted(edges, key=lambda edge: (edge["from"], edge["to"], edge["props"].get("start") or 0))


def _owned(variable: str, label: str) -> str:
    """Matches the nodes of a label that belong to the plans asked for."""
    steps = schema().containment[label]
    way = "".join(f"-[:{step.type}]->({variable if step is steps[-1] else ''}:{step.end})" for step in steps)
    root, match = ("plan", f"(plan:{ROOT}){way}") if steps else (variable, f"({variable}:{ROOT})")
    return f"MATCH {match} WHERE {root}.id IN $plans"


def _columns(variable: str, properties: Mapping[str, Property]) -> list[str]:
    """Dates as text: their form is then the same from every server."""
    values = {name: f"{variable}.`{name}`" for name in properties}
    return [
        f"toString({value}) AS `{name}`" if properties[name].type == "date" else f"{value} AS `{name}`"
        for name, value in values.items()
    ]


def _given(plans: Sequence[str]) -> dict[str, Any]:
    return {"plans": list(plans)} if plans else {}


def _cut(nodes: dict[str, list[dict[str, Any]]], edges: dict[EdgeKind, list[EdgeRow]]) -> Contents:
    """Without the shared nodes that nothing of the plans leads to, and without edges to other plans."""
    keys = {label: node.key for label, node in schema().nodes.items()}
    kept = {(label, row[keys[label]]) for label in nodes if not schema().nodes[label].shared for row in nodes[label]}
    onward: dict[Key, list[Key]] = {}
    for join in schema().shared_joins:
        for edge in edges[join.type, join.start, join.end]:
            onward.setdefault((join.start, edge["from"]), []).append((join.end, edge["to"]))
    used: set[Key] = set()
    for join in schema().uses:
        for edge in edges[join.type, join.start, join.end]:
            used |= {(join.start, edge["from"]), (join.end, edge["to"])}
    kept |= _reached(used, onward)
    return Contents(
        {label: [row for row in rows if (label, row[keys[label]]) in kept] for label, rows in nodes.items()},
        {
            (kind, start, end): [edge for edge in rows if {(start, edge["from"]), (end, edge["to"])} <= kept]
            for (kind, start, end), rows in edges.items()
        },
    )


def _reached(start: Iterable[Key], onward: Mapping[Key, Sequence[Key]]) -> set[Key]:
    reached: set[Key] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += onward.get(node, [])
    return reached
