"""Places and colours for a picture of the whole graph, so that a program that opens it shows something at once.

What hangs on one node alone (a measure on its task) stands in a ring about it; the rest is laid out by its ties. Of a
graph too large for that, nodes stand in a spiral in order of their ids, which keeps each plan together: there the
program's own layout is to be run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, sin, sqrt

from graph.draw import SPACE, TURN, Point, positions

COLOURS = {
    "Plan": "#222222",
    "Task": "#4477aa",
    "Agency": "#ee6677",
    "Function": "#aa3377",
    "Topic": "#228833",
    "Jurisdiction": "#ccbb44",
    "Document": "#66ccee",
    "Target": "#cc7a29",
}
"""P. Tol's bright scheme, told apart by all common kinds of colour blindness; other labels are grey."""
OTHER = "#9aa3ad"
MOST = 1500
"""Nodes that are laid out by their ties."""


def spots(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """A place for each node; the same graph always gets the same places."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            beside[one].add(other)
            beside[other].add(one)
    leaves = {node: next(iter(beside[node])) for node in ids if len(beside[node]) == 1}
    leaves = {node: anchor for node, anchor in leaves.items() if anchor not in leaves}
    core = sorted(node for node in ids if node not in leaves)
    found = _laid(core, beside) if len(core) <= MOST else _spiral(core)
    return found | _rings(leaves, found)


def _laid(core: Sequence[str], beside: Mapping[str, set[str]]) -> dict[str, Point]:
    held = set(core)
    return positions(core, [(one, other) for one in core for other in sorted(beside[one] & held) if one < other])


def _spiral(core: Sequence[str]) -> dict[str, Point]:
    return {node: _turned((0.0, 0.0), place, SPACE) for place, node in enumerate(core)}


def _rings(leaves: Mapping[str, str], found: Mapping[str, Point]) -> dict[str, Point]:
    about: dict[str, list[str]] = defaultdict(list)
    for node in sorted(leaves):
        about[leaves[node]].append(node)
    return {
        node: _turned(found[anchor], place + 1, SPACE * 0.12)
        for anchor, nodes in about.items()
        for place, node in enumerate(nodes)
    }


def _turned(middle: Point, place: int, step: float) -> Point:
    """A place on a spiral about a point, as seeds of a sunflower stand."""
    far = step * sqrt(place)
    return middle[0] + far * cos(place * TURN), middle[1] + far * sin(place * TURN)
