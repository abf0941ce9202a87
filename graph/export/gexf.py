"""The graph as GEXF 1.3 for Gephi, with places, colours and sizes.

Written element by element: a library's writer would take `start` and `end`, which are places in the text here, for
times, and the whole file into memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

from lxml import etree

from graph.draw import GREY, LEAD, SUPPORT
from graph.export.contents import Contents
from graph.export.files import whole
from graph.export.graphml import clean, node_id, shown
from graph.export.spots import COLOURS, OTHER, spots
from graph.schema import Property, schema

SPACE = "http://gexf.net/1.3"
VIZ = f"{SPACE}/viz"
_EDGES = {"LEADS": LEAD, "SUPPORTS": SUPPORT}
_TYPES = {"integer": "long", "float": "double", "boolean": "boolean"}


def write(graph: Contents, path: Path) -> None:
    """One file; it appears under its name only when it is whole."""
    ids, pairs, degrees = _ties(graph)
    places = spots(ids, pairs)
    with whole(path) as unfinished, etree.xmlfile(str(unfinished), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("gexf", {"version": "1.3"}, nsmap={None: SPACE, "viz": VIZ}):
            file.write(_about(graph))
            with file.element("graph", {"defaultedgetype": "directed", "mode": "static"}):
                columns = _columns()
                for kind, held in columns.items():
                    file.write(_declared(kind, held))
                with file.element("nodes"):
                    for node in _nodes(graph, columns["node"], places, degrees):
                        file.write(node)
                with file.element("edges"):
                    for edge in _edges(graph, columns["edge"]):
                        file.write(edge)


Columns = Mapping[tuple[str, str], str]
"""Number of each attribute, by its name and type: Target.value is a number, Judgement.value a list of texts."""


def _ties(graph: Contents) -> tuple[list[str], list[tuple[str, str]], dict[str, int]]:
    ids = [node_id(label, row[schema().nodes[label].key]) for label, rows in graph.nodes.items() for row in rows]
    pairs = [
        (node_id(start, edge["from"]), node_id(end, edge["to"]))
        for (_, start, end), edges in graph.edges.items()
        for edge in edges
    ]
    degrees = dict.fromkeys(ids, 0)
    for pair in pairs:
        for end in pair:
            degrees[end] = degrees.get(end, 0) + 1
    return ids, pairs, degrees


def _about(graph: Contents) -> Any:
    about = graph.source.to_json()
    meta = etree.Element("meta")
    _child(meta, "creator", f"Zeren {about['version']}")
    _child(meta, "description", f"{about['citationEn']} | dataSha256={about['dataSha256']} | {about['citation']}")
    _child(meta, "keywords", " ".join(about["plans"]))
    return meta


def _columns() -> dict[str, Columns]:
    nodes = [("nodeLabel", "string")]
    nodes += [(name, each.type) for node in schema().nodes.values() for name, each in node.exported.items()]
    edges = [("relationship", "string")]
    edges += [(name, each.type) for kind in schema().relationships.values() for name, each in kind.properties.items()]
    return {
        kind: {column: f"{kind[0]}{place}" for place, column in enumerate(dict.fromkeys(held))}
        for kind, held in (("node", nodes), ("edge", edges))
    }


def _declared(kind: str, columns: Columns) -> Any:
    """The attributes; where a name has two types the second has its type in its title."""
    made, titles = etree.Element("attributes", {"class": kind, "mode": "static"}), set[str]()
    for (name, type_), number in columns.items():
        title = f"{name} ({type_})" if name in titles else name
        titles.add(title)
        etree.SubElement(made, "attribute", {"id": number, "title": title, "type": _TYPES.get(type_, "string")})
    return made


def _nodes(
    graph: Contents, columns: Columns, places: Mapping[str, tuple[float, float]], degrees: Mapping[str, int]
) -> Iterator[Any]:
    for label, rows in graph.nodes.items():
        for row in rows:
            key = node_id(label, row[schema().nodes[label].key])
            made = etree.Element("node", {"id": key, "label": shown(row, schema().nodes[label].key)})
            _values(made, {"nodeLabel": label, **row}, columns, schema().nodes[label].properties)
            _viz(made, "color", **_rgb(COLOURS.get(label, OTHER)))
            _viz(made, "position", x=f"{places[key][0]:.1f}", y=f"{places[key][1]:.1f}", z="0.0")
            _viz(made, "size", value=f"{4 + 2.4 * sqrt(degrees[key]):.1f}")
            yield made


def _edges(graph: Contents, columns: Columns) -> Iterator[Any]:
    number = 0
    for (kind, start, end), edges in graph.edges.items():
        for edge in edges:
            number += 1
            ends = {"source": node_id(start, edge["from"]), "target": node_id(end, edge["to"])}
            made = etree.Element("edge", {"id": str(number), "label": kind, **ends})
            _values(made, {"relationship": kind, **edge["props"]}, columns, schema().relationships[kind].properties)
            _viz(made, "color", **_rgb(_EDGES.get(kind, GREY)))
            yield made


def _values(element: Any, row: Mapping[str, Any], columns: Columns, known: Mapping[str, Property]) -> None:
    held = etree.SubElement(element, "attvalues")
    for name, value in row.items():
        if value is not None and value != []:
            column = name, known[name].type if name in known else "string"
            etree.SubElement(held, "attvalue", {"for": columns[column], "value": _text(value)})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(" ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def _viz(element: Any, tag: str, **values: str) -> None:
    etree.SubElement(element, f"{{{VIZ}}}{tag}", values)


def _rgb(colour: str) -> dict[str, str]:
    return {name: str(int(colour[at : at + 2], 16)) for name, at in (("r", 1), ("g", 3), ("b", 5))}


def _child(parent: Any, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = clean(text)
