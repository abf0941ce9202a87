"""Puts HTML on the page and tells what was clicked in it.

Streamlit's own tables and charts are drawn on a canvas, with English menus and clipped names; this small component
shows real text instead, that can be searched, copied, clicked and read aloud, and keeps still when something is picked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app_pages.markup import Html

ASSETS = Path(__file__).with_name("assets")

_render = st.components.v2.component(
    "zeren_surface",
    css=(ASSETS / "surface.css").read_text(encoding="utf-8"),
    js="\n".join((ASSETS / name).read_text(encoding="utf-8") for name in ("svg.js", "figure.js", "surface.js")),
)


def surface(
    body: Html,
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
        data={"html": body, "revision": revision(body), "lang": lang, "picked": picked, "at": at},
        on_pick_change=picked_now,
        on_go_change=lambda: None,
    )
    followed = result.get("go")
    return str(followed) if followed else None


def revision(body: str) -> str:
    """A short name for what is shown: the page redraws when it changes."""
    return hashlib.blake2b(body.encode(), digest_size=8).hexdigest()
