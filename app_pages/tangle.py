"""The answer of the console as a graph: what stands in its first two columns of text, tied by its rows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app_pages.network import network, ready
from app_pages.view import View
from graph import draw
from graph.explorer.looks import SHADES
from graph.explorer.opening import LIMIT
from graph.store import QueryResult
from loaders.private import mask


def ends(found: QueryResult) -> list[str]:
    """The columns that give the points: the first two that hold text."""
    return [name for name in found.columns if any(isinstance(row[name], str) for row in found.rows)][:2]


def drawable(found: QueryResult) -> bool:
    """Whether there are two such columns."""
    return len(ends(found)) == 2


def picture(found: QueryResult) -> dict[str, Any]:
    """Points and lines; those in most rows first, where there are more than a picture holds."""
    one, other = ends(found)
    pairs = Counter((str(row[one]), str(row[other])) for row in found.rows if row[one] and row[other])
    counts = Counter[tuple[int, str]]()
    for (a, b), rows in pairs.items():
        counts[0, a] += rows
        counts[1, b] += rows
    kept = {point for point, _ in counts.most_common(LIMIT)}
    nodes = [
        draw.Node(f"{side}:{name}", "Agency" if side == 0 else "Task", mask(name), rows, SHADES[side], f"{mask(name)}")
        for (side, name), rows in counts.items()
        if (side, name) in kept
    ]
    top = max(pairs.values(), default=1)
    links = [
        draw.Link(f"0:{a}", f"1:{b}", "ROW", f"{mask(a)} – {mask(b)}: {rows}", share=rows / top)
        for (a, b), rows in pairs.items()
        if (0, a) in kept and (1, b) in kept
    ]
    return draw.picture(draw.network(nodes, links))


def shown(view: View, found: QueryResult) -> None:
    """The picture; a click dims what is not beside a point."""
    network(ready(picture(found), view.say), key="console_graph", on_pick=lambda _: None, height=520)
