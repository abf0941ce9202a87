"""Nodes and edges as a pyvis network whose places are computed beforehand.

Physics in the browser never comes to rest above a few hundred nodes; places computed here let a picture stand at once
and look the same each time. Parts that do not touch are laid out apart and set side by side, which keeps the plans of
several places from lying over one another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot, pi, sqrt
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from pyvis.network import Network

Point = tuple[float, float]

SPACE = 62.0
"""Mean distance of two nodes in pixels at full size: room for a label of some six characters."""
TURN = pi * (3 - sqrt(5))
"""The angle at which seeds of a sunflower follow each other: spots fill a disc evenly."""

MARGIN, CROWD, ROUNDS = 16.0, 300, 60
"""What stays free between two points that are moved apart; more than so many are not; so often each may be moved."""

GAP = 90.0
"""Distance between two parts."""

ASPECT = 1.35
"""Width by height of the page's picture."""

SMALL = 8
"""Up to so many nodes the places of a part are kept by its form."""

DENSE_LIMIT = 450
"""Above so many nodes in one part networkx's spring layout asks for scipy; ForceAtlas2 does without."""

SHAPES = {
    "Agency": "dot",
    "Task": "square",
    "Topic": "diamond",
    "Plan": "star",
    "Function": "hexagon",
    "Jurisdiction": "triangle",
    "Document": "triangleDown",
    "Platform": "triangleDown",
}

GREY = "#8a94a0"
LEAD = "#0b6bb0"
SUPPORT = "#d08a1d"


def _always(color: str) -> Mapping[str, str]:
    """One colour for a line, pointed at or not: the viewer would give it one that says nothing of the role."""
    return {"color": color, "highlight": color, "hover": color}


EDGE_STYLE: Mapping[str, Mapping[str, Any]] = {
    "LEADS": {"color": _always(LEAD), "width": 2.2, "strength": 0.85},
    "SUPPORTS": {"color": _always(SUPPORT), "width": 1.2, "strength": 0.6, "dashes": [5, 4]},
}
OTHER_EDGE: Mapping[str, Any] = {"color": _always(GREY), "width": 1, "strength": 0.5}


@dataclass(frozen=True)
class Node:
    """What is drawn as a point: `weight` gives its size, `title` its tooltip (plain text), `short` stands in place of
    `label` where that has no room."""

    id: str
    kind: str
    label: str
    weight: float = 1.0
    color: str = GREY
    title: str = ""
    short: str = ""


@dataclass(frozen=True)
class Link:
    """What is drawn as a line: `type` is the relationship, `pick` what a click on it asks for, `share` its weight as a
    part of the heaviest, where lines have weights."""

    source: str
    target: str
    type: str
    title: str = ""
    pick: str | None = None
    share: float | None = None


def network(
    nodes: Sequence[Node],
    links: Sequence[Link],
    spots: Mapping[str, Point] | None = None,
    fixed: Collection[str] | None = None,
) -> Network:
    """The pyvis network of nodes and links, physics off: at `spots`, or where positions() puts them.

    With `fixed` points that lie over each other are moved apart, all but those.
    """
    from pyvis.network import Network  # brings IPython along: half a second that other programs need not pay

    drawn = Network(directed=True, height="600px", width="100%")
    places = spots or positions([node.id for node in nodes], [(link.source, link.target) for link in links])
    if fixed is not None:
        places = apart(places, {node.id: _size(node) for node in nodes}, fixed)
    for node in nodes:
        x, y = places[node.id]
        drawn.add_node(
            node.id,
            label=" ",  # the page draws labels itself, so that they keep one size on the screen
            caption=node.label,
            short=node.short,
            kind=node.kind,
            shape=SHAPES.get(node.kind, "dot"),
            color=node.color,
            size=_size(node),
            value=node.weight,
            title=node.title or node.label,
            x=round(x, 1),
            y=round(y, 1),
            physics=False,
        )
    for link in links:
        drawn.add_edge(
            link.source,
            link.target,
            id=f"{link.source}>{link.type}>{link.target}",  # the same in the next picture, which keeps what stands
            title=link.title or link.type,
            pick=link.pick,
            arrows="",
            **_style(link),
        )
    return drawn


def _style(link: Link) -> Mapping[str, Any]:
    if link.share is None:
        return EDGE_STYLE.get(link.type, OTHER_EDGE)
    return {**OTHER_EDGE, "width": round(0.8 + 5 * link.share, 2), "strength": round(0.16 + 0.64 * link.share, 2)}


def picture(drawn: Network) -> dict[str, Any]:
    """The network as plain data for vis-network: nodes, edges, options."""
    sizes = [node["size"] for node in drawn.nodes] or [8.0]
    return {
        "nodes": [node | {"label": None} for node in drawn.nodes],
        "edges": drawn.edges,
        "options": {
            "physics": {"enabled": False},
            "layout": {"improvedLayout": False},
            "interaction": {"hover": True, "tooltipDelay": 120, "hideEdgesOnDrag": len(drawn.edges) > 1500},
            "nodes": {"borderWidth": 1, "scaling": {"min": min(sizes), "max": max(sizes)}},
            "edges": {"smooth": False, "selectionWidth": 1, "hoverWidth": 0.6},
        },
    }


def _size(node: Node) -> float:
    base = 5.0 if node.kind == "Task" else 6.0
    return round(base + 2.6 * sqrt(max(0.0, node.weight)), 1)


def apart(places: Mapping[str, Point], sizes: Mapping[str, float], fixed: Collection[str] = ()) -> dict[str, Point]:
    """The places, each point moved only as far as it must so that none lies over another; `fixed` ones stay."""
    names = [name for name in places if name in sizes]
    if not 1 < len(names) <= CROWD:
        return dict(places)
    at = np.array([places[name] for name in names])
    reach = np.array([sizes[name] for name in names])
    need, loose = reach[:, None] + reach + MARGIN, np.array([name not in fixed for name in names])[:, None]
    np.fill_diagonal(need, 0)
    for _ in range(ROUNDS):
        off = at[:, None] - at
        far = np.maximum(np.hypot(off[..., 0], off[..., 1]), 1e-6)
        over = np.maximum(need - far, 0)
        if over.max() < 0.5:
            break
        at += loose * (off / far[..., None] * over[..., None]).sum(axis=1) * 0.4
    return {**places, **{name: (float(x), float(y)) for name, (x, y) in zip(names, at, strict=True)}}


def positions(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """A place for each node: every connected part laid out by itself, the parts set in rows."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(ids))
    graph.add_edges_from(sorted(pairs))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    lone = sorted(node for part in parts if len(part) == 1 for node in part)
    laid = [_part(graph.subgraph(sorted(part))) for part in parts if len(part) > 1]
    return _in_rows([*laid, _grid(lone)] if lone else laid)


def _part(graph: nx.Graph[str]) -> dict[str, Point]:
    """One connected part about its own middle; the same part always gets the same places."""
    names = sorted(graph)
    places = {name: place for place, name in enumerate(names)}
    pairs = ((places[one], places[other]) for one, other in graph.edges)
    edges = tuple(sorted((min(pair), max(pair)) for pair in pairs))
    laid = (_small if len(names) <= SMALL else _shape)(len(names), edges)
    return dict(zip(names, laid, strict=True))


def _shape(count: int, edges: tuple[tuple[int, int], ...]) -> tuple[Point, ...]:
    """The places of the nodes of a part that are called 0, 1, 2 and so on."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(edges)
    if count < DENSE_LIMIT:
        found: Mapping[Any, Any] = nx.spring_layout(graph, seed=7, iterations=120, k=1.9 / sqrt(count), method="force")
    else:
        found = nx.forceatlas2_layout(graph, seed=7, max_iter=60)
    spread = _spread(_thinned({int(node): (float(x), float(y)) for node, (x, y) in found.items()}))
    return tuple(spread[node] for node in range(count))


_small = lru_cache(4096)(_shape)
"""The same, kept: of hundreds of small parts most have one of a few forms."""


def _thinned(places: dict[int, Point]) -> dict[int, Point]:
    """Moves nodes outward where they crowd about the middle, keeping their directions: every name needs room."""
    count = len(places)
    middle = sum(x for x, _ in places.values()) / count, sum(y for _, y in places.values()) / count
    far = {node: hypot(x - middle[0], y - middle[1]) for node, (x, y) in places.items()}
    reach = max(far.values()) or 1.0
    thinned: dict[int, Point] = {}
    for rank, node in enumerate(sorted(places, key=lambda n: (far[n], n))):
        even = reach * sqrt((rank + 0.5) / count)
        factor = (0.35 * far[node] + 0.65 * even) / far[node] if far[node] else 0.0
        x, y = places[node]
        thinned[node] = ((x - middle[0]) * factor, (y - middle[1]) * factor)
    return thinned


def _spread(places: dict[int, Point]) -> dict[int, Point]:
    """Scales a part to the space that its nodes need, a little wider than high, as screens are."""
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    side = SPACE * sqrt(len(places)) * 1.15
    wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    return {
        node: ((x - min(xs)) / wide * side * 1.15, (y - min(ys)) / high * side * 0.9) for node, (x, y) in places.items()
    }


def _grid(ids: Sequence[str]) -> dict[str, Point]:
    columns = max(1, ceil(sqrt(len(ids) * 1.6)))
    return {node: (i % columns * SPACE * 1.6, i // columns * SPACE * 0.8) for i, node in enumerate(ids)}


def _in_rows(parts: Sequence[dict[str, Point]]) -> dict[str, Point]:
    """Sets parts side by side in rows, largest first, in as many rows as make the picture largest."""
    sizes = [_extent(part) for part in parts]
    if not parts:
        return {}
    widest, area = max(wide for wide, _ in sizes), sum((wide + GAP) * (high + GAP) for wide, high in sizes)
    tried = [_rows(parts, sizes, max(widest, factor * sqrt(area))) for factor in (0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5)]
    return max(tried, key=_fills)


def _fills(places: Mapping[str, Point]) -> float:
    """How large a picture can be drawn on a screen of the usual proportion, labels allowed for."""
    wide, high = _extent(places)
    return min(ASPECT / (wide + GAP), 1 / (high + GAP / 2))


def _rows(parts: Sequence[dict[str, Point]], sizes: Sequence[Point], limit: float) -> dict[str, Point]:
    result: dict[str, Point] = {}
    x = y = row_height = 0.0
    for part, (wide, high) in zip(parts, sizes, strict=True):
        if x and x + wide > limit:
            x, y, row_height = 0.0, y + row_height + GAP, 0.0
        result |= {node: (px + x, py + y) for node, (px, py) in part.items()}
        x, row_height = x + wide + GAP, max(row_height, high)
    return result


def _extent(part: Mapping[str, Point]) -> Point:
    return max((x for x, _ in part.values()), default=0.0), max((y for _, y in part.values()), default=0.0)
