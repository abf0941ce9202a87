"""A box that finds agencies, items, topics, places, documents and platforms as one types; pinyin and initials too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app_pages import data
from app_pages.parts import asset, component
from app_pages.view import View
from graph.explorer.web import Point
from loaders.private import mask

_render = component("finder", asset("finder.css"), [asset(name) for name in ("unpack.js", "choices.js", "finder.js")])


def finder(view: View, key: str, on_every: Callable[[str], None] | None = None) -> str | None:
    """Shows the box; gives the id of the point that was chosen in this run.

    With `on_every` the Enter key asks for all hits, unless one of the list was chosen.
    """
    say, asked_key = view.say, f"{key}_asked"

    def asked_now() -> None:
        st.session_state[asked_key] = st.session_state[key].get("ask") or ""

    def every_now() -> None:
        words = str(st.session_state[key].get("every") or "").strip()
        if on_every and words:
            on_every(words)

    asked = str(st.session_state.get(asked_key, "")).strip()
    web = data.whole_web(view.revision)
    points = [web.points[name] for name in data.finder(view.revision).find(asked)] if asked else []
    result = _render(
        key=key,
        data={
            "label": say("find.label" if on_every else "finder.label"),
            "placeholder": say("finder.placeholder"),
            "every": say("find.every") if on_every else "",
            "asked": asked,
            "hits": [hit(view, point) for point in points],
            "nothing": say("finder.nothing", words=asked) if asked else "",
        },
        on_ask_change=asked_now,
        on_chosen_change=lambda: None,
        on_every_change=every_now,
    )
    chosen = result.get("chosen")
    return str(chosen) if chosen in web.points else None


def hit(view: View, point: Point) -> dict[str, Any]:
    """A point as a line of the list."""
    return {
        "id": point.id,
        "kind": view.say(f"kind.{point.kind}"),
        "name": name(view, point),
        "more": more(view, point),
    }


def name(view: View, point: Point) -> str:
    """A point's name in the page's language."""
    shown = view.say.pick(point.name, point.name_en)
    return mask(shown) if shown else view.say("item.untitled")


def more(view: View, point: Point) -> str:
    """What the graph knows of a point; of an item first what tells it from others of its name: place and number."""
    web = data.whole_web(view.revision)
    near = web.near.get(point.id, ())
    words = view.say(
        f"finder.about.{point.kind}",
        n=len(near),
        plans=len({web.points[one].plan for one in near}),
        leads=web.tied[point.id, "LEADS"],
        supports=web.tied[point.id, "SUPPORTS"],
    )
    if point.kind == "Task" and point.plan:
        return f"{view.place(point.plan)} {view.say('item.number', number=point.number)} · {words}"
    return words
