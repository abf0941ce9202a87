"""What the driver gives as plain Python: numbers, words, lists and dicts that JSON can hold."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.schema import schema

SIMPLE = frozenset((str, int, float, bool, type(None)))


def plain(value: Any) -> Any:
    """The value without the driver's types: dates as ISO strings, nodes, relationships and paths as dicts."""
    if type(value) in SIMPLE:  # nearly all values, and asked first: rows come by the thousand
        return value
    if type(value) is list and SIMPLE.issuperset(map(type, value)):
        return value
    match value:
        case Node():
            return plain_node(value)
        case Relationship():
            return plain_relationship(value)
        case Path():
            return _plain_path(value)
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case dict():
            return {str(name): plain(item) for name, item in value.items()}
        case Date() | DateTime() | Time() | Duration():
            return value.iso_format()
        case Point():
            return {"kind": "point", "srid": value.srid, "coordinates": list(value)}
        case bytes() | bytearray():
            return value.hex()
    return str(value)


def plain_node(node: Node) -> dict[str, Any]:
    """A node with its key as `id`, None where its label is not the schema's; `element` always tells nodes apart."""
    properties = {name: plain(item) for name, item in node.items()}
    kinds = [schema().nodes[label] for label in node.labels if label in schema().nodes]
    key = properties.get(kinds[0].key) if kinds else None
    return {
        "kind": "node",
        "id": key,
        "element": node.element_id,
        "labels": sorted(node.labels),
        "properties": properties,
    }


def plain_relationship(edge: Relationship) -> dict[str, Any]:
    """A relationship; `start` and `end` are its nodes' `element`, `startId` and `endId` their keys if known."""
    ends = {"start": edge.start_node, "end": edge.end_node}
    shown: dict[str, Any] = {"kind": "relationship", "element": edge.element_id, "type": edge.type}
    for side, node in ends.items():
        shown[side] = node.element_id if node is not None else None
        shown[f"{side}Id"] = plain_node(node)["id"] if node is not None else None
    return shown | {"properties": {name: plain(item) for name, item in edge.items()}}


def _plain_path(path: Path) -> dict[str, Any]:
    return {
        "kind": "path",
        "nodes": [plain_node(node) for node in path.nodes],
        "relationships": [plain_relationship(edge) for edge in path.relationships],
    }
