"""The shortest ways from one point to another: who is tied to whom over which items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.explorer.web import Web

WAYS = 20
"""Ways drawn at most; where there are more, they are told apart by their items only."""


def ways(web: Web, start: str, end: str, most: int = WAYS) -> list[tuple[str, ...]]:
    """At most so many shortest ways, each as the points from start to end; none where there is no way."""
    if start not in web.points or end not in web.points or start == end:
        return []
    before = _before(web, start, end)
    found: list[tuple[str, ...]] = []
    open_ways: list[tuple[str, ...]] = [(end,)] if end in before else []
    while open_ways and len(found) < most:
        way = open_ways.pop()
        if way[0] == start:
            found.append(way)
            continue
        open_ways += [(name, *way) for name in reversed(before[way[0]])]
    return found


def _before(web: Web, start: str, end: str) -> Mapping[str, Sequence[str]]:
    """For each point reached, those from which it is reached in the fewest steps (breadth first)."""
    before: dict[str, list[str]] = {start: []}
    ring = [start]
    while ring and end not in before:
        reached: dict[str, list[str]] = {}
        for name in ring:
            for near in web.near.get(name, ()):
                if near not in before:
                    reached.setdefault(near, []).append(name)
        before |= reached
        ring = [*reached]
    return before
