"""What a query gave, as a pandas table, a networkx graph or a pyvis picture: one call each, for notebooks.

Taken are results of the official driver (`neo4j.Result`, `neo4j.EagerResult`), what the store gives (`Store.read`,
`Store.query_readonly`), and answers of the question library. Nodes, relationships and paths may stand anywhere in the
rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import neo4j
import networkx as nx

from graph.server.values import plain

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyvis.network import Network

_NAMES = ("name", "nameZh", "title", "heading", "number", "text")
_LONGEST = 24


class HasRows(Protocol):
    """What a typed query or a question gave."""

    @property
    def columns(self) -> Sequence[Any]:
        """The columns in their order, as names or as objects with a `name`."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows by column."""


Result = neo4j.Result | neo4j.EagerResult | HasRows | list[dict[str, Any]]


def to_pandas(result: Result) -> DataFrame:
    """A row a row, a column a column; nodes and relationships as dicts, dates as ISO strings."""
    import pandas as pd

    columns, rows = _table(result)
    return pd.DataFrame(rows, columns=columns)


def to_networkx(result: Result) -> nx.MultiDiGraph[str]:
    """The nodes and relationships of a result, each once; of a relationship without its nodes these are bare points.

    A node is named `Label:key` and has `label`, `key` and its properties; a relationship has `type` and its own.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found = list(_elements(_table(result)[1]))
    names = {each["element"]: _name(each) for each in found if each["kind"] == "node"}
    for node in (each for each in found if each["kind"] == "node"):
        own = {"label": node["labels"][0] if node["labels"] else None, "key": node["id"]}
        graph.add_node(names[node["element"]], **node["properties"] | own)
    for edge in (each for each in found if each["kind"] == "relationship"):
        start, end = (names.get(edge[side], str(edge[side])) for side in ("start", "end"))
        graph.add_edge(start, end, key=edge["element"], **edge["properties"] | {"type": edge["type"]})
    return graph


def to_pyvis(result: Result) -> Network:
    """The same as a picture, without physics; `write_html` of pyvis saves it."""
    from graph.draw import Link, Node, network

    graph = to_networkx(result)
    nodes = [
        Node(name, data.get("label") or "", _caption(name, data), title=f"{name}\n{_caption(name, data, None)}")
        for name, data in graph.nodes(data=True)
    ]
    drawn = network(nodes, [Link(start, end, data["type"]) for start, end, data in graph.edges(data=True)])
    for node, own in zip(drawn.nodes, nodes, strict=True):
        node["label"] = own.label  # the app draws the words itself; a notebook has pyvis alone
    return drawn


def _table(result: Result) -> tuple[list[str], list[dict[str, Any]]]:
    match result:
        case neo4j.Result():
            return list(result.keys()), [_row(record) for record in result]
        case neo4j.EagerResult():
            return list(result.keys), [_row(record) for record in result.records]
        case list():
            return list(result[0]) if result else [], result
    return [str(getattr(column, "name", column)) for column in result.columns], result.rows


def _row(record: neo4j.Record) -> dict[str, Any]:
    return {name: plain(value) for name, value in zip(record.keys(), record.values(), strict=True)}


def _elements(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes and relationships in a value, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from _elements(item)
    elif isinstance(value, dict):
        if value.get("kind") in ("node", "relationship") and "element" in value:
            yield value
        else:
            for item in value.values():
                yield from _elements(item)


def _name(node: dict[str, Any]) -> str:
    return f"{node['labels'][0]}:{node['id']}" if node["labels"] and node["id"] is not None else str(node["element"])


def _caption(name: str, data: dict[str, Any], longest: int | None = _LONGEST) -> str:
    words = next((str(data[each]) for each in _NAMES if data.get(each)), name)
    return words if longest is None or len(words) <= longest else f"{words[: longest - 1]}…"
