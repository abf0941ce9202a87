"""Pages of the app without a browser: one run of a page, what it shows, and what can be clicked in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from app_pages import data
from app_pages.packed import opened
from app_pages.scope import Scope
from app_pages.view import View
from app_pages.words import Say
from graph.links import link
from graph.load import load_record
from graph.store import Store
from loaders.pipeline import extract

ROOT = Path(__file__).parents[1]
MAIN = str(ROOT / "app_pages" / "main.py")
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
GOLD = {plan: json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text("utf-8")) for plan in PLANS}

GIVEN = {"agency_card": {"agency": ["120111/development_reform"]}, "task_diff": {"task": ["huaian/3.1/3"]}}
GIVEN |= {"agency_elsewhere": GIVEN["agency_card"], "plan_text": {"plan": ["xiqing"]}}
"""What those questions are given that answer nothing without it."""


def view_of_all(lang: str) -> View:
    """What a page looks at where nothing is chosen."""
    revised = data.revision()
    plans = {row["plan"]: row for row in data.rows(revised, "plans")}
    return View(Scope(), Say(lang), revised, plans, Scope())


def load_five(store: Store) -> None:
    """Puts the five plans and nothing else into the graph that the app reads."""
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    for plan in PLANS:
        load_record(store, extract(ROOT / "data" / "plans" / f"{plan}.txt"))
    link(store)
    data.reconnect()


class Shown:
    """A page after a run: its HTML by the keys of its surfaces, its text, its failures."""

    def __init__(self, page: str, **address: str) -> None:
        self.app = AppTest.from_file(MAIN, default_timeout=180)
        for name, value in address.items():
            self.app.query_params[name] = value
        if page != "overview":
            self.app.switch_page(f"{page}.py")
        self.run()

    def run(self) -> None:
        self.app.run()
        assert [error.value for error in self.app.exception] == []

    @property
    def pieces(self) -> list[dict[str, Any]]:
        """The data of every component on the page; of what came packed, the HTML or the picture's points and lines."""
        protos = [getattr(node, "proto", None) for node in walk(self.app._tree)]
        found = [proto for proto in protos if proto is not None and type(proto).__name__ == "BidiComponent"]
        return [piece(proto) for proto in found if proto.json or proto.bytes]

    @property
    def markup(self) -> str:
        return "\n".join(piece["html"] for piece in self.pieces if "html" in piece)

    @property
    def text(self) -> str:
        return html.unescape(re.sub(r"<[^>]+>", "", self.markup))

    @property
    def picture(self) -> dict[str, Any]:
        return next(piece for piece in self.pieces if "nodes" in piece)

    @property
    def panel(self) -> str:
        part = next((p["html"] for p in self.pieces if 'class="panel"' in p.get("html", "")), "")
        return html.unescape(re.sub(r"<[^>]+>", "", part))

    @property
    def picks(self) -> list[str]:
        return [html.unescape(p) for p in re.findall(r'data-pick="([^"]*)"', self.markup)]


def piece(proto: Any) -> dict[str, Any]:
    if proto.json:
        data: dict[str, Any] = json.loads(proto.json)
        return data
    head, text = opened(proto.bytes)
    return head | (json.loads(text) if text.startswith("{") else {"html": text})


def walk(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from walk(child)
