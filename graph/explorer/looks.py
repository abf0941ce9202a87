"""By what points are coloured and sized: values of the picture that is drawn, not of the whole graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import networkx as nx
import numpy as np

from graph.explorer.web import Tie
from graph.workload.networks import communities
from graph.workload.paths import betweenness

SHADES = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#cc7a29", "#5b5ea6")
"""P. Tol's bright scheme with two more: told apart by all common kinds of colour blindness; the ninth group is grey."""

Ties = Sequence[Tie]
Weights = Mapping[str, float]


def degrees(points: Iterable[str], ties: Ties) -> dict[str, float]:
    """How many lines end in each point."""
    counts = Counter(end for tie in ties for end in (tie.source, tie.target))
    return {name: float(counts[name]) for name in points}


def leads(points: Iterable[str], ties: Ties) -> dict[str, float]:
    """How many items an agency leads, how many agencies lead an item."""
    return degrees(points, [tie for tie in ties if tie.type == "LEADS"])


def between(points: Iterable[str], ties: Ties) -> dict[str, float]:
    """Freeman's betweenness in the picture, as a part of the largest."""
    names = [*points]
    place = {name: index for index, name in enumerate(names)}
    ends = [(place[tie.source], place[tie.target]) for tie in ties if tie.source != tie.target]
    pairs = np.array(sorted({*ends, *((b, a) for a, b in ends)}), dtype=np.int64).reshape(-1, 2)
    found = betweenness(len(names), pairs[:, 0], pairs[:, 1])
    top = float(np.nanmax(found, initial=0.0)) or 1.0
    return {name: 0.0 if np.isnan(value) else float(value) / top for name, value in zip(names, found, strict=True)}


def even(points: Iterable[str], ties: Ties) -> dict[str, float]:
    """The same for all."""
    return dict.fromkeys(points, 2.0)


SIZES: Mapping[str, Callable[[Iterable[str], Ties], dict[str, float]]] = {
    "items": degrees,
    "leads": leads,
    "betweenness": lambda points, ties: {name: 30 * value for name, value in between(points, ties).items()},
    "even": even,
}
"""What the size of a point can show."""


def groups(points: Iterable[str], ties: Ties, weights: Mapping[Tie, float] | None = None) -> dict[str, int]:
    """The community of each point, numbered from the largest."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(points))
    for tie in sorted(ties, key=lambda tie: (tie.source, tie.target, tie.type)):
        graph.add_edge(tie.source, tie.target, weight=(weights or {}).get(tie, 1.0))
    return {name: place for place, names in enumerate(communities(graph)) for name in names}


def shades(groups: Iterable[str]) -> dict[str, str]:
    """A colour for each of the groups that most belong to, as many as can be told apart."""
    return {name: SHADES[place] for place, (name, _) in enumerate(Counter(groups).most_common(len(SHADES)))}
