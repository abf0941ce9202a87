"""Scripts and styles of the app's own components: the browser fetches each once, no message brings them again.

A component of the framework sends its script and style with every piece of a page: 40 kB a table, 700 kB a graph. Here
it sends one line that imports them from this server, under an address that changes with what stands there.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

ASSETS = Path(__file__).with_name("assets")
PATH = "/zeren-part/"

served: dict[str, bytes] = {}
"""What stands at which address, compressed."""


def asset(name: str) -> str:
    """A script or a style of the app's own."""
    return (ASSETS / name).read_text(encoding="utf-8")


def component(name: str, style: str, scripts: Sequence[str]) -> Callable[..., Any]:
    """A component of these scripts, which know the text of its style as STYLE."""
    text = "\n".join((f"const STYLE = {json.dumps(style)};", *scripts)).encode()
    address = f"{PATH}{name}-{hashlib.blake2b(text, digest_size=8).hexdigest()}.js"
    served[address] = gzip.compress(text, mtime=0)
    return st.components.v2.component(
        f"zeren_{name}",
        js=f"const part = import(`${{location.origin}}{address}`);\n"
        "export default async (given) => (await part).default(given);\n",
    )
