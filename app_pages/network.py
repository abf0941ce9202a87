"""Puts a network on the page and tells what was clicked, opened, moved or hidden in it.

The picture is pyvis's, drawn by the vis-network library inside the pyvis package: nothing is fetched from outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages.packed import Packed, packed, sent
from app_pages.parts import asset, component
from app_pages.words import Say

WORDS = ("closer", "farther", "all", "fit", "picture", "vector", "whole", "screen", "keys")


@cache
def library() -> str:
    """The vis-network script that pyvis brings, found without importing pyvis."""
    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pyvis is not installed: run pip install -r requirements.txt")
    return (Path(spec.origin).parent / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")


SCRIPTS = ("svg.js", "network.js")
"""What draws the network with that library."""


def script() -> str:
    """The same as one text."""
    return "\n".join(map(asset, SCRIPTS))


def style() -> str:
    """How it looks."""
    return asset("network.css")


_render = component(
    "network", style(), [library(), *(asset(name) for name in ("unpack.js", *SCRIPTS, "network-part.js"))]
)


def ready(picture: Mapping[str, Any], say: Say) -> Packed:
    """A picture of `graph.draw` as it is sent, with the words on its buttons."""
    return packed(json.dumps({**picture, "words": words_of(say)}, sort_keys=True, ensure_ascii=False))


def network(
    picture: Packed,
    *,
    key: str,
    on_pick: Callable[[dict[str, Any]], None],
    picked: str | None = None,
    acts: Sequence[tuple[str, str]] = (),
    note: Sequence[str] = (),
    height: int = 600,
) -> None:
    """Shows a picture that is `ready`.

    `on_pick` gets {"node": id or None}, {"edge": pick}, {"act": name, "node": id} for one of `acts` (name and words) or
    for a double click, {"act": "pin", "node", "x", "y"} for a point that was moved. `note` stands under saved pictures.
    """

    def picked_now() -> None:
        value = st.session_state[key].get("pick")
        if isinstance(value, dict):
            on_pick(value)

    head = {
        "picked": picked,
        "acts": [{"act": name, "words": words} for name, words in acts],
        "note": list(note),
        "height": height,
    }
    _render(key=key, data=sent(head, picture), on_pick_change=picked_now)


def words_of(say: Say) -> dict[str, str]:
    """The words on the network's own buttons."""
    return {name: say(f"network.{name}") for name in WORDS}
