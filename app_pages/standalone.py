"""The picture of the graph page as one file that any browser opens, without this program and without the internet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app_pages.markup import Html, h, join
from app_pages.network import library, script, style, words_of
from app_pages.surface import ASSETS
from app_pages.view import View

LIGHT = (
    "--st-text-color:#1d2733;--st-background-color:#fff;--st-secondary-background-color:#f4f6f8;"
    "--st-border-color:#dde3e9;--st-primary-color:#0b64a8;--st-link-color:#0b64a8;--st-font:'Noto Sans CJK SC',"
    "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
)
START = """
const data = JSON.parse(document.getElementById("picture").textContent);
show({ data, parentElement: document.getElementById("graph"), setTriggerValue: () => {} });
"""


def standalone(view: View, picture: Mapping[str, Any], legend: Html, cited: Sequence[str]) -> None:
    """A quiet button under the picture."""
    st.download_button(
        view.say("explore.standalone"),
        lambda: document(view, picture, legend, cited).encode(),
        file_name="zeren-graph.html",
        mime="text/html",
        key="x_standalone",
        on_click="ignore",
        type="tertiary",
    )


def document(view: View, picture: Mapping[str, Any], legend: Html, cited: Sequence[str]) -> str:
    """The page: script, picture as data, legend and where it comes from; nothing in it points outside."""
    data = dict(picture) | {
        "revision": "1",
        "picked": None,
        "acts": [],
        "note": list(cited),
        "height": 700,
        "words": words_of(view.say),
    }
    source = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")  # no name can end the script
    drawing = script().replace("export default function", "function show", 1)
    head = [
        h("meta", charset="utf-8"),
        h("title", view.say("explore.title")),
        h("style", Html(f":root{{{LIGHT}}}body{{margin:0;padding:16px 20px;font-family:var(--st-font)}}")),
        h("style", Html(style() + (ASSETS / "surface.css").read_text(encoding="utf-8"))),
    ]
    body = [
        h("h1", view.say("explore.title"), style="font-size:20px"),
        h("div", id="graph"),
        h("div", legend, [h("p", line, class_="faint small") for line in cited], class_="zeren"),
        h("script", Html(source), type="application/json", id="picture"),
        h("script", Html(f"{library()}\n;(() => {{{drawing}{START}}})();")),
    ]
    page = h("html", h("head", join(head)), h("body", join(body)), lang="zh-CN" if view.say.lang == "zh" else "en")
    return f"<!DOCTYPE html>\n{page}"
