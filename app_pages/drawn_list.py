"""What the picture of the graph page holds, as a table beside it: for those who look for a name, or work by keys."""

from __future__ import annotations

from collections import Counter

from app_pages import pieces, sketch
from app_pages.exploring import Drawn
from app_pages.markup import Html, h
from app_pages.palette import tone
from app_pages.pieces import Col, Row
from app_pages.view import View

NODE = "node"
"""What a click in the list is told by from one on a figure."""


def drawn_list(view: View, drawn: Drawn) -> Html:
    """The points, those with most lines first; a name picks its point in the picture."""
    say, lines = view.say, Counter[str]()
    for tie in drawn.ties:
        lines.update((tie.source, tie.target))
    rows = [
        {
            "node": key,
            "name": sketch.caption(view, point),
            "function": point.function,
            "kind": point.kind,
            "lines": lines[key],
        }
        for key, point in drawn.points.items()
    ]
    rows.sort(key=lambda row: (-int(str(row["lines"])), row["kind"] != "Agency", str(row["name"])))
    columns = [
        Col("name", say("explore.point"), show=signed),
        Col("lines", say("explore.lines"), True),
    ]
    head = h("div", h("h2", say("explore.drawn", n=len(rows))), h("div", say("panel.hint"), class_="faint small"))
    table = h(
        "div",
        pieces.finder(say, "tbody tr"),
        pieces.table(rows, columns, high="min(52vh, 440px)", row_pick=lambda row: f"{NODE}:{row['node']}"),
        class_="stack",
    )
    return h("div", h("header", head), h("div", table, class_="body listed"), class_="panel")


def signed(row: Row) -> Html:
    """The name of a point with its sign."""
    agency = row["kind"] == "Agency"
    sign = h("i", style=f"--tone:{tone(row['function'])}") if agency else sketch.SIGNS.get(row["kind"], "●")
    return h("span", h("span", sign, " ", class_="function"), row["name"])
