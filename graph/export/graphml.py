"""The graph as GraphML, for Gephi, yEd, Cytoscape and igraph.

Keys are unique within a label only, so a node's id in the file is `Label:key`. GraphML knows neither
lists nor missing values nor control characters: lists are joined by spaces, the others left out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import networkx as nx

from graph.export.contents import Contents
from graph.export.files import whole
from graph.schema import schema

_SHOWN = ("title", "name", "nameZh", "heading", "number", "text")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(graph: Contents, path: Path) -> None:
    """One file; it appears under its name only when it is whole."""
    with whole(path) as unfinished:
        nx.write_graphml_xml(to_networkx(graph), unfinished, encoding="utf-8")


def to_networkx(graph: Contents) -> nx.MultiDiGraph[str]:
    """Nodes with `type` (their label), `label` (words to show) and properties; edges with `type` and properties."""
    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made_of = graph.source.to_json()
    out.graph.update(made_of | {"plans": " ".join(made_of["plans"])})
    for label, rows in graph.nodes.items():
        node = schema().nodes[label]
        kinds = {name: kept.type for name, kept in node.properties.items()}
        for row in rows:
            out.add_node(node_id(label, row[node.key]), type=label, label=shown(row, node.key), **_plain(row, kinds))
    number = 0
    for (kind, start, end), edges in graph.edges.items():
        kinds = {name: kept.type for name, kept in schema().relationships[kind].properties.items()}
        for edge in edges:
            number += 1
            ends = node_id(start, edge["from"]), node_id(end, edge["to"])
            out.add_edge(*ends, key=str(number), type=kind, **_plain(edge["props"], kinds))
    return out


def node_id(label: str, key: Any) -> str:
    """What tells a node from all others in a file."""
    return clean(f"{label}:{key}")


def clean(text: str) -> str:
    """The text without the signs that no XML may hold."""
    return _NOT_XML.sub("\ufffd", text)


def shown(row: dict[str, Any], key: str) -> str:
    """The words that stand for a node in a picture."""
    words = next((str(row[name]) for name in _SHOWN if row.get(name)), str(row[key]))
    return clean(words[:60])


def _plain(row: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
    return {name: _value(value, kinds[name]) for name, value in row.items() if value is not None and value != []}


def _value(value: Any, kind: str) -> Any:
    """One type a property, whatever the driver gave: GraphML declares each once."""
    if isinstance(value, list):
        return clean(" ".join(str(item) for item in value))
    if kind in ("integer", "float", "boolean"):
        return {"integer": int, "float": float, "boolean": bool}[kind](value)
    return clean(str(value))
