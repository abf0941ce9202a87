"""The picture of the graph page as one file that any browser opens, without this program and without the internet."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from app_pages.markup import Html, h, join
from app_pages.network import library, script, style
from app_pages.packed import Packed
from app_pages.parts import asset
from app_pages.view import View

LIGHT = (
    "--st-text-color:#1d2733;--st-background-color:#fff;--st-secondary-background-color:#f4f6f8;"
    "--st-border-color:#dde3e9;--st-primary-color:#0b64a8;--st-link-color:#0b64a8;--st-font:'Noto Sans CJK SC',"
    "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
)
START = """
const data = JSON.parse(document.getElementById("picture").textContent);
show(rootOf(document.getElementById("graph")), data, () => {});
"""


def standalone(view: View, picture: Packed, legend: Html, cited: Sequence[str]) -> None:
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


def document(view: View, picture: Packed, legend: Html, cited: Sequence[str]) -> str:
    """The page: script, picture as data, legend and where it comes from; nothing in it points outside."""
    data = json.loads(picture.text) | {"revision": picture.revision, "note": list(cited), "height": 700}
    source = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")  # no name can end the script
    head = [
        h("meta", charset="utf-8"),
        h("title", view.say("explore.title")),
        h("style", Html(f":root{{{LIGHT}}}body{{margin:0;padding:16px 20px;font-family:var(--st-font)}}")),
        h("style", Html(style() + asset("surface.css"))),
    ]
    body = [
        h("h1", view.say("explore.title"), style="font-size:20px"),
        h("div", id="graph"),
        h("div", legend, [h("p", line, class_="faint small") for line in cited], class_="zeren"),
        h("script", Html(source), type="application/json", id="picture"),
        h("script", Html(f"{library()}\n;(() => {{{script()}{START}}})();")),
    ]
    page = h("html", h("head", join(head)), h("body", join(body)), lang="zh-CN" if view.say.lang == "zh" else "en")
    return f"<!DOCTYPE html>\n{page}"
