"""The reader: a plan's text with its assignments, dates, targets and citations marked, from graph to text and back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from app_pages import pieces, reading, shell
from app_pages.html import Html, h
from app_pages.panel import framed, panel
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address, pick, write


def show(view: View) -> None:
    """The page."""
    plan = view.scope.own.get("read")
    if plan not in view.plans:
        plan = view.chosen()[0] if view.chosen() else next(iter(view.plans))
    st.session_state["read_plan"] = plan
    st.pills(
        view.say("plans.choose"),
        list(view.plans),
        format_func=view.place,
        key="read_plan",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: write(address().elsewhere(read=st.session_state["read_plan"])),
    )
    body(view, plan)


@shell.piece
def body(view: View, plan: str) -> None:
    """Outline and text to the left, what was picked to the right."""
    text = reading.read(view, plan)
    own = address().own
    surface(summary(view, text), key="summary", lang=view.say.lang)
    left, right = st.columns([2.4, 1], gap="medium")
    with left:
        surface(
            reading.page(view, text),
            key="reader",
            lang=view.say.lang,
            picked=own.get("pick"),
            at=own.get("at"),
            on_pick=pick,
        )
    with right, st.container(key="side"):
        panel(view, report(view, text))


def summary(view: View, text: reading.Text) -> Html:
    """What the plan is and what was read in it, in a sentence."""
    say, row = view.say, view.plans[text.plan]
    words = say(
        "plans.sentence",
        items=row["items"],
        led=len({r["taskId"] for r in text.assignments if r["role"] == "lead"}),
        repairs=len(text.report["repairs"]),
        unread=len(text.report["unread"]),
    )
    facts = [row["title"], row.get("docNumber"), row["issuedOn"], row.get("sourceFile")]
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
    say = view.say
    repairs = [
        h("div", h("span", say("item.line", line=r["line"]), class_="faint"), " ", h("a", shown(say(f"repair.{r['kind']}") if f"repair.{r['kind']}" in reading.kinds() else r["kind"], r), data_scroll=r["start"], href="#"), class_="item")
        for r in text.report["repairs"]
    ]
    unread = [
        h("div", h("span", say("item.line", line=u["line"]), class_="faint"), " ", u["text"], h("div", u["reason"], class_="faint small"), class_="item")
        for u in text.report["unread"]
    ]
    words = say("plans.hint")
    return framed(view, say("plans.report"), words, [h("h4", say("plans.unread", n=len(unread))), unread, h("h4", say("plans.repairs", n=len(repairs))), repairs])


def shown(kind: str, repair: dict[str, str]) -> str:
    """A repair in words: what stood there and what stands there now."""
    return f"{kind}: {repair['before']!r} → {repair['after']!r}"


show(shell.view("plans", heading="plans.title"))
