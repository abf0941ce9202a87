"""The reader: a plan's text with its assignments, dates, targets and citations marked, from graph to text and back."""

from __future__ import annotations

import streamlit as st

from app_pages import pieces, reading, scopeline, shell
from app_pages.markup import Child, Html, h, label
from app_pages.panel import framed, panel
from app_pages.pieces import Row
from app_pages.surface import surface
from app_pages.view import View, address, pick, write
from loaders.private import mask


def show(view: View) -> None:
    """The page."""
    named = view.scope.own.get("read", "")
    shell.tell_gone(view, named, view.plans)
    plan = named if named in view.plans else (view.chosen() or list(view.plans))[0]
    st.session_state["read_plan"] = plan
    choose(view)
    body(view, plan)


def choose(view: View) -> None:
    """Chips for a few plans, a list to search in for many."""
    words, options = view.say("plans.choose"), list(view.plans)
    if len(options) <= scopeline.CHIPS:
        st.pills(
            words,
            options,
            format_func=lambda plan: label(view.place(plan)),
            key="read_plan",
            required=True,
            on_change=chosen,
        )
    else:
        st.selectbox(
            words,
            options,
            format_func=view.place,
            key="read_plan",
            on_change=chosen,
            placeholder=view.say("judging.pick"),
        )


def chosen() -> None:
    """Another plan: what was picked in the one before is let go."""
    write(address().elsewhere(read=st.session_state["read_plan"]))


@shell.piece
def body(view: View, plan: str) -> None:
    """Outline and text to the left, what was picked to the right."""
    text = reading.read(view, plan)
    own = address().own
    surface(view.page("summary", lambda: summary(view, text), plan), key="summary", lang=view.say.lang)
    left, right = st.columns([2.4, 1], gap="medium")
    with left:
        surface(
            view.page("reader", lambda: reading.page(view, text), plan),
            key="reader",
            lang=view.say.lang,
            picked=own.get("pick"),
            at=own.get("at"),
            on_pick=pick,
        )
    with right, st.container(key="side"):
        panel(view, lambda view: report(view, text))


def summary(view: View, text: reading.Text) -> Html:
    """What the plan is and what was read in it, in a sentence."""
    say, row = view.say, view.plans[text.plan]
    words = say(
        "plans.sentence",
        place=view.place(text.plan),
        items=row["items"],
        led=len({r["taskId"] for r in text.assignments if r["role"] == "lead"}),
        repairs=len(text.report["repairs"]),
        unread=len(text.report["unread"]),
    )
    facts = [row["planTitle"], row.get("docNumber"), row["issuedOn"], row.get("sourceFile")]
    return h(
        "div",
        h("p", words, class_="sentence"),
        h("div", " · ".join(str(fact) for fact in facts if fact), class_="faint"),
        legend(view),
    )


def legend(view: View) -> Html:
    """How passages are marked."""
    kinds = ("lead", "support", "date", "target", "document", "platform", "repair", "unread")
    return h("div", [h("span", h("mark", view.say(f"mark.{kind}"), class_=kind)) for kind in kinds], class_="legend")


def report(view: View, text: reading.Text) -> Html:
    """What reading changed or could not read, shown while nothing is picked."""
    say, opened = view.say, address().own.get("report", "unread")
    parts = [
        ("unread", [passage(view, text, found, mask(found["text"])) for found in text.report["unread"]]),
        ("prose", [passage(view, text, found, mask(found["text"])) for found in text.report["prose"]]),
        ("repairs", [passage(view, text, found, repaired(view, found)) for found in text.report["repairs"]]),
    ]
    body = [
        h(
            "details",
            h("summary", say(f"plans.{name}", n=len(found))),
            found or say("plans.nothing"),
            open=name == opened,
            class_="item",
        )
        for name, found in parts
    ]
    return framed(view, say("plans.report"), say("plans.hint"), body, closes=False)


def passage(view: View, text: reading.Text, found: Row, words: Child) -> Html:
    """A passage of the report, with the way to its place in the text."""
    there = view.scope.href("plans", read=text.plan, at=str(found["start"]))
    line = pieces.link(view.say("item.line", line=found["line"]), there)
    return h("div", line, " ", words, class_="item")


def repaired(view: View, repair: Row) -> Html:
    """A repair in words."""
    return reading.mended(view.say, repair["before"], repair["after"])


show(shell.view(heading="plans.title"))
