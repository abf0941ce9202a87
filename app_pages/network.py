"""Puts a network on the page and tells what was clicked, opened, moved or hidden in it.

The picture is pyvis's, drawn by the vis-network library inside the pyvis package: nothing is fetched from outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages.surface import ASSETS, revision
from app_pages.words import Say

WORDS = ("closer", "farther", "all", "fit", "picture", "vector", "whole", "screen", "keys")


@cache
def library() -> str:
    """The vis-network script that pyvis brings, found without importing pyvis."""
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pyvis is not installed: run pip install -r requirements.txt")
    return (Path(spec.origin).parent / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")


@cache
def script() -> str:
    """What draws the network with that library."""
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in ("svg.js", "network.js"))


@cache
def style() -> str:
    """How it looks."""
    return (ASSETS / "network.css").read_text(encoding="utf-8")


_render = st.components.v2.component("zeren_network", css=style(), js=library() + "\n" + script())


def network(
    picture: dict[str, Any],
    *,
    key: str,
    say: Say,
    on_pick: Callable[[dict[str, Any]], None],
    picked: str | None = None,
    acts: Sequence[tuple[str, str]] = (),
    note: Sequence[str] = (),
    height: int = 600,
) -> None:
    """Shows a picture of `graph.draw`.

    `on_pick` gets {"node": id or None}, {"edge": pick}, {"act": name, "node": id} for one of `acts` (name and words) or
    for a double click, {"act": "pin", "node", "x", "y"} for a point that was moved. `note` stands under saved pictures.
    """

    def picked_now() -> None:
        value = st.session_state[key].get("pick")
        if isinstance(value, dict):
            on_pick(value)

    drawn = revision(json.dumps(picture, sort_keys=True, ensure_ascii=False) + say.lang)
    _render(
        key=key,
        data={
            **picture,
            "revision": drawn,
            "picked": picked,
            "acts": [{"act": name, "words": words} for name, words in acts],
            "note": list(note),
            "height": height,
            "words": words_of(say),
        },
        on_pick_change=picked_now,
    )


def words_of(say: Say) -> dict[str, str]:
    """The words on the network's own buttons."""
    return {name: say(f"network.{name}") for name in WORDS}
