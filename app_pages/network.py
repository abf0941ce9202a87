"""Puts a network on the page and tells which node or line was clicked.

The picture is pyvis's, drawn by the vis-network library inside the pyvis package: nothing is fetched from outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages.surface import ASSETS, revision
from app_pages.words import Say


@cache
def library() -> str:
    """The vis-network script that pyvis brings, found without importing pyvis."""
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pyvis is not installed: run pip install -r requirements.txt")
    return (Path(spec.origin).parent / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")


_render = st.components.v2.component(
    "zeren_network",
    css=(ASSETS / "network.css").read_text(encoding="utf-8"),
    js=library() + "\n" + (ASSETS / "network.js").read_text(encoding="utf-8"),
)


def network(
    picture: dict[str, Any],
    *,
    key: str,
    say: Say,
    on_pick: Callable[[dict[str, Any]], None],
    picked: str | None = None,
    height: int = 560,
) -> None:
    """Shows a picture of `graph.draw`; `on_pick` gets {"node": id or None} or {"edge": pick}."""

    def picked_now() -> None:
        value = st.session_state[key].get("pick")
        if isinstance(value, dict):
            on_pick(value)

    words = {name: say(f"network.{name}") for name in ("closer", "farther", "all", "fit", "picture")}
    drawn = revision(json.dumps(picture, sort_keys=True, ensure_ascii=False) + say.lang)
    _render(
        key=key,
        data={**picture, "revision": drawn, "picked": picked, "height": height, "words": words},
        on_pick_change=picked_now,
    )
