"""Small pieces of HTML that every page uses: roles, agencies, tables, links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from app_pages.markup import Child, Html, h
from app_pages.palette import FAMILIES, family, tone
from app_pages.words import Say
from graph.draw import GREY
from loaders.private import mask

Row = Mapping[str, Any]
SHOWN = 400
"""Rows drawn at most in one table; the download holds all."""


@dataclass(frozen=True)
class Col:
    """A column: `show` makes the cell (default: the value), `pick` what a click on it asks for."""

    name: str
    title: str
    number: bool = False
    show: Callable[[Row], Child] | None = None
    pick: Callable[[Row], str | None] | None = None
    css: str = ""
    help: str | None = None
    """A tooltip of the head."""


def role(say: Say, name: str) -> Html:
    """The badge of a role, the same everywhere: leads filled, supports outlined."""
    return h("span", say(f"role.{name}"), class_=f"role {name}")


def chip(name: str, kind: str, *, collective: bool = False, pick: str | None = None, doubt: str | None = None) -> Html:
    """An agency in its role; a name that the tables could not resolve says so."""
    return h(
        "span",
        h("span", name, class_="doubt", title=doubt) if doubt else name,
        class_=f"chip {kind}{' collective' if collective else ''}",
        data_pick=pick,
        role="button" if pick else None,
        tabindex=0 if pick else None,
    )


def function(key: str | None, name: str | None) -> Html | None:
    """A functional system with the dot of its colour."""
    return h("span", h("i", style=f"--tone:{tone(key)}"), name, class_="function") if name else None


def link(words: str, href: str, css: str = "") -> Html:
    """A link inside the app: a plain click stays in the session, a new tab opens the same view."""
    return h("a", words, href=url(href), data_go=href, class_=css or None)


def url(link: str) -> str:
    """The address of a link inside the app for the browser: the first page stands at the root."""
    return f"/{link.removeprefix('overview')}"


def note(words: Child, *, warn: bool = False) -> Html:
    """An aside."""
    return h("p", words, class_="note warn" if warn else "note")


def table(
    rows: Sequence[Row],
    columns: Sequence[Col],
    *,
    high: str | None = None,
    row_pick: Callable[[Row], str | None] | None = None,
) -> Html:
    """A table that sorts by a click on its head, keeps its head in sight, and has numbers to the right."""
    head = [
        h(
            "th",
            col.title,
            class_="n" if col.number else None,
            data_sort=("number" if col.number else "text") if col.title else None,
            title=col.help,
        )
        for col in columns
    ]
    body = [
        h("tr", [_cell(row, col) for col in columns], **_picked_row(row_pick(row) if row_pick else None))
        for row in rows[:SHOWN]
    ]
    inner = h("table", h("thead", h("tr", head)), h("tbody", body), data_sortable=True)
    return h("div", inner, class_="scroll", style=f"--high:{high}" if high else None)


def _picked_row(asked: str | None) -> dict[str, str | int | None]:
    return {"data_pick": asked or None, "tabindex": 0 if asked else None}


def families(say: Say, functions: Iterable[str]) -> Html:
    """What the colours of functional systems mean, for those that are shown."""
    present = {family(key) for key in functions}
    named = [(FAMILIES[name][0], f"family.{name}") for name in FAMILIES if name in present]
    if None in present:
        named.append((GREY, "family.other"))
    return h("span", [h("span", h("i", class_="dot", style=f"background:{color}"), say(key)) for color, key in named])


def _cell(row: Row, col: Col) -> Html:
    value = row.get(col.name)
    nothing = col.number and not value and col.show is None  # what a count of 0 rests on is nothing to open
    pick = col.pick(row) if col.pick and not nothing else None
    return h(
        "td",
        col.show(row) if col.show else printed(value),
        class_=" ".join(filter(None, ["n" if col.number else "", col.css])) or None,
        data_value="" if value is None else value if col.number else None,
        data_pick=pick,
        role="button" if pick else None,
        tabindex=0 if pick else None,
    )


def printed(value: Any) -> str:
    """A value as people write it: no `None`, two decimals at most, lists in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, list | tuple):
        return "、".join(printed(each) for each in value)
    if isinstance(value, dict) and value.get("kind") in _OF_GRAPH:
        return _OF_GRAPH[value["kind"]](value)
    return mask(str(value))


def _node(value: Mapping[str, Any]) -> str:
    """A node as Cypher has it, with the first of its names that there is."""
    own = value["properties"]
    name = next((own[each] for each in ("name", "nameZh", "title", "heading", "text") if own.get(each)), value["id"])
    words = f":{':'.join(value['labels'])} {mask(str(name or ''))}"
    return f"({words.strip()})"


def _path(value: Mapping[str, Any]) -> str:
    nodes = value["nodes"]
    steps = [
        f"-[:{tie['type']}]->" if tie["start"] == node["element"] else f"<-[:{tie['type']}]-"
        for node, tie in zip(nodes, value["relationships"], strict=False)
    ]
    return "".join(chain.from_iterable(zip_longest(map(_node, nodes), steps, fillvalue="")))


_OF_GRAPH: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "node": _node,
    "relationship": lambda value: f"[:{value['type']}]",
    "path": _path,
}
"""How what a query gives of the graph itself is written, by kind."""


def finder(say: Say, rows: str) -> Html:
    """A box that filters the rows of a table as one types."""
    words = say("table.find")
    return h("input", class_="finder", type="search", placeholder=words, aria_label=words, data_filter=rows)


def figures(pairs: Iterable[tuple[Any, str, str | None]]) -> Html:
    """Key figures, each with its words and where it leads."""
    return h(
        "div",
        [
            h(
                "a" if href else "div",
                h("b", f"{value}"),
                h("span", words),
                class_="figure",
                href=url(href) if href else None,
                data_go=href,
            )
            for value, words, href in pairs
        ],
        class_="figures",
    )
