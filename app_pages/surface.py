"""Puts HTML on the page and tells what was clicked in it.

Streamlit's own tables and charts are drawn on a canvas, with English menus and clipped names; this small component
shows real text instead, that can be searched, copied, clicked and read aloud, and keeps still when something is picked.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.markup import Html
from app_pages.packed import Packed, packed, sent
from app_pages.parts import asset, component

SCRIPTS = ("unpack.js", "svg.js", "figure.js", "surface.js")

_render = component("surface", asset("surface.css"), [asset(name) for name in SCRIPTS])


def surface(
    body: Html | Packed,
    *,
    key: str,
    lang: str,
    picked: str | None = None,
    at: str | None = None,
    on_pick: Callable[[str], None] | None = None,
) -> str | None:
    """Shows `body`; calls `on_pick` with the [data-pick] that was clicked; returns the [data-go] that was followed."""

    def picked_now() -> None:
        value = st.session_state[key].get("pick")
        if on_pick and value is not None:
            on_pick(str(value))

    result = _render(
        key=key,
        data=sent({"lang": lang, "picked": picked, "at": at}, body if isinstance(body, Packed) else packed(body)),
        on_pick_change=picked_now,
        on_go_change=lambda: None,
    )
    followed = result.get("go")
    return str(followed) if followed else None
