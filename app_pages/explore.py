"""The graph: agencies and items as points, who leads and who supports as lines, the printed words behind each."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from app_pages import exploring, shell, sketch, steering
from app_pages.drawn_list import NODE, drawn_list
from app_pages.exploring import Drawn, Wish
from app_pages.finder import finder
from app_pages.markup import Html, h
from app_pages.network import network, ready
from app_pages.panel import hint, panel
from app_pages.standalone import standalone
from app_pages.surface import surface
from app_pages.view import View, address, write


def show(view: View) -> None:
    """The page."""
    left, right = st.columns([1, 2.35], gap="medium", vertical_alignment="bottom")
    with left:
        start(view)
    with right:
        steering.controls(view)
    body(view)


@shell.piece
def start(view: View) -> None:
    """The box to start from; what is chosen there begins a new picture with the same filters."""
    chosen = finder(view, "x_find")
    if chosen:
        own = address().keeping(
            start=chosen, node=chosen, pick=sketch.everything_of(chosen), **dict.fromkeys(steering.GROWN)
        )
        shell.follow(own.keeping(all=None).address("explore"))


@shell.piece
def body(view: View) -> None:
    """The picture to the left, the picked node's words to the right."""
    say, own = view.say, address().own
    asked = exploring.wish(own)
    drawn = exploring.drawn(view, asked)
    surface(h("p", steering.sentence(view, drawn, asked), class_="sentence"), key="sentence", lang=say.lang)
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        picture = view.kept("picture", lambda: ready(sketch.picture(view, drawn, asked), say), repr(asked))
        acts = steering.acts(view, drawn, asked, own.get("node"))
        cited = steering.cited(view, drawn, asked)
        network(picture, key="network", on_pick=clicked, picked=own.get("node"), acts=acts, note=cited, height=600)
        under = legend(view, drawn, asked)
        surface(under, key="legend", lang=say.lang)
        standalone(view, picture, under, cited)
    with right, st.container(key="side"):
        listing = partial(view.page, "drawn", lambda: drawn_list(view, drawn), repr(asked))
        panel(view, (lambda _: listing()) if drawn.points else hint, on_pick=listed)


def legend(view: View, drawn: Drawn, asked: Wish) -> Html:
    """The legend, and how the picture is worked."""
    return h("div", sketch.legend(view, drawn, asked), h("p", view.say("explore.how"), class_="faint small"))


def clicked(value: dict[str, Any]) -> None:
    """A node shows everything about it, a line the assignments that it stands for, a button changes the picture."""
    node = value.get("node")
    if value.get("act"):
        steering.act(str(value["act"]), str(node or ""), value)
    elif value.get("edge"):
        write(address().keeping(pick=value["edge"], node=None))
    else:
        write(address().keeping(node=node, pick=sketch.everything_of(node) if node else None))


def listed(value: str) -> None:
    """A click in the list beside picks its point; one in the panel of words is like any other."""
    head, _, node = value.partition(":")
    if head == NODE:
        clicked({"node": node})
    else:
        write(address().keeping(pick=value or None, node=address().own.get("node") if value else None))


show(shell.view("campaign", "plans", "section", "topic", "collective", heading="explore.title"))
