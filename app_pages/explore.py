"""The graph: agencies and items as points, who leads and who supports as lines, the printed words behind each."""

from __future__ import annotations

import streamlit as st

from app_pages import data, exploring, pieces, shell
from app_pages.exploring import Shown
from app_pages.markup import Html, h
from app_pages.network import network
from app_pages.panel import hint, panel
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address, write

SIGNS = {"Function": "⬡", "Topic": "◆", "Document": "▽", "Platform": "▽"}
"""The shapes of what is drawn besides agencies and items, for the legend."""

ROLES = ("both", "lead", "support")


def show(view: View) -> None:
    """The page."""
    controls(view)
    body(view)


def controls(view: View) -> None:
    """Filters of this page: an agency to start from, the role, what is drawn besides agencies and items."""
    say, own = view.say, view.scope.own
    names = {c.value: c.label for c in data.choices(view.revision, "agency", plan=view.chosen())}
    st.session_state["x_agency"] = own.get("agency") if own.get("agency") in names else None
    st.session_state["x_role"] = own.get("role") if own.get("role") in ROLES else "both"
    st.session_state["x_also"] = exploring.also(own)
    st.session_state["x_all"] = own.get("all") == "1"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.selectbox(
            say("explore.agency"),
            list(names),
            format_func=lambda v: names.get(v, v),
            key="x_agency",
            placeholder=say("explore.any"),
            on_change=changed,
            width=260,
        )
        st.segmented_control(
            say("explore.role"),
            ROLES,
            format_func=lambda r: say(f"explore.{r}"),
            key="x_role",
            required=True,
            on_change=changed,
        )
        st.pills(
            say("explore.also"),
            exploring.ALSO,
            selection_mode="multi",
            format_func=lambda k: say(f"kind.{k.capitalize()}"),
            key="x_also",
            on_change=changed,
        )
        st.toggle(say("explore.everything"), key="x_all", on_change=changed, help=say("explore.everything_help"))


def changed() -> None:
    """Writes the page's own filters into the address; what was picked belongs to the old picture."""
    state = st.session_state
    write(
        address().elsewhere(
            agency=state["x_agency"],
            role=state["x_role"] if state["x_role"] != "both" else None,
            also=",".join(state["x_also"]) or "none",
            all="1" if state["x_all"] else None,
        )
    )


@shell.piece
def body(view: View) -> None:
    """The picture to the left, the picked node's words to the right."""
    say, own = view.say, address().own
    shown = exploring.shown(view, own)
    surface(h("p", exploring.sentence(view, shown), class_="sentence"), key="sentence", lang=say.lang)
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        network(exploring.picture(view, shown), key="network", say=say, on_pick=clicked, picked=own.get("node"))
        surface(legend(view, shown), key="legend", lang=say.lang)
    with right, st.container(key="side"):
        panel(view, hint(view))


def clicked(value: dict[str, str | None]) -> None:
    """A node shows everything about it, a line the assignment that it stands for, empty ground nothing."""
    if value.get("edge"):
        write(address().keeping(pick=value["edge"], node=None))
        return
    node = value.get("node")
    kind, _, key = (node or "").partition(":")
    write(address().keeping(node=node, pick=picked(**{kind.lower(): key}) if node else None))


def legend(view: View, shown: Shown) -> Html:
    """What shapes, lines and colours mean, and what was left out."""
    say = view.say
    lines = [
        h("span", h("i", class_="line"), say("role.lead")),
        h("span", h("i", class_="dashed"), say("role.support")),
        h("span", h("i", class_="box"), say("kind.Task")),
    ]
    lines += [h("span", SIGNS[kind], " ", say(f"kind.{kind}")) for kind in exploring.besides(shown)]
    systems = (view.function(row["function"]) for row in shown.assignments)
    colours = pieces.families(say, [system.key if system else "" for system in systems])
    left_out = pieces.note(say("explore.cut", n=shown.cut)) if shown.cut else None
    return h("div", h("div", lines, colours, class_="legend"), left_out, class_="stack")


show(shell.view("campaign", "plans", "section", "topic", "collective", heading="explore.title"))
