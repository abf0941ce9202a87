"""What the graph holds, what needs a look, where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app_pages import pieces, searching, shell
from app_pages.charts import timeline
from app_pages.figures import figure
from app_pages.markup import Html, h
from app_pages.packed import Packed, packed
from app_pages.panel import panel
from app_pages.pieces import Col, Row
from app_pages.scope import pick as picked
from app_pages.sentences import overview
from app_pages.surface import surface
from app_pages.view import View, address, pick


@dataclass(frozen=True)
class Overview:
    """What the page shows whatever is clicked in it."""

    head: Packed
    questions: Packed
    plans: Packed
    attention: Packed


def show(view: View) -> None:
    """The page."""
    searching.search(view)
    body(view)


def drawn(view: View) -> Overview:
    """The plans in scope: sentence and figures, in time and as a table; questions, and what needs a look."""
    plans = [view.plans[plan] for plan in view.chosen()]
    load = view.rows("workload", plan=view.chosen(), collective=view.scope.collective)
    sentence = h("p", overview(view.say, plans, len(load), load), class_="sentence")
    heading, table = h("h2", view.say("overview.plans")), h("div", plan_table(view, plans), class_="tight")
    return Overview(
        packed(h("div", sentence, numbers(view, plans, len(load)), class_="stack")),
        packed(questions(view)),
        packed(h("div", heading, in_time(view, plans), table, class_="stack")),
        packed(attention(view, plans)),
    )


@shell.piece
def body(view: View) -> None:
    """Sentence, figures, the plans in time and as a table; questions and what needs a look beside."""
    lang, found = view.say.lang, view.kept("overview", lambda: drawn(view))
    shell.follow(surface(found.head, key="sentence", lang=lang))
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        shell.follow(surface(found.questions, key="questions", lang=lang))
        current = address().own.get("pick")
        shell.follow(surface(found.plans, key="plans", lang=lang, picked=current, on_pick=pick))
    with right, st.container(key="side"):
        panel(view, lambda _: found.attention)


def numbers(view: View, plans: Sequence[Row], agencies: int) -> Html:
    """Key figures, each a way to what it counts."""
    say, scope = view.say, view.scope
    total = {
        name: sum(row[name] for row in plans)
        for name in ("items", "itemsWithLead", "leads", "supports", "targets", "deadlines")
    }
    return pieces.figures(
        [
            (len(plans), say("figure.plans"), scope.href("plans")),
            (total["items"], say("figure.items"), scope.href("ask", question="tasks")),
            (agencies, say("figure.agencies"), scope.href("ranking")),
            (total["leads"], say("figure.leads"), scope.href("ranking")),
            (total["supports"], say("figure.supports"), scope.href("ask", question="support_ranking")),
            (total["targets"] + total["deadlines"], say("figure.targets"), scope.href("ranking", way="dates")),
        ]
    )


def questions(view: View) -> Html:
    """Six questions in plain words."""
    say, scope = view.say, view.scope
    places = {
        "most": scope.href("ranking"),
        "topic": scope.href("compare"),
        "uneven": scope.to(rule="fractional").href("ranking"),
        "together": scope.href("explore"),
        "due": scope.href("ranking", way="dates"),
        "alone": scope.href("ask", question="sole_burden", p_oneLead="True"),
    }
    cards = [
        h(
            "a",
            h("b", say(f"question.{name}.title")),
            h("div", say(f"question.{name}.text"), class_="faint small"),
            class_="card",
            href=pieces.url(href),
            data_go=href,
        )
        for name, href in places.items()
    ]
    return h("div", h("h2", say("overview.ask")), h("div", cards, class_="cards"), class_="stack")


def in_time(view: View, plans: Sequence[Row]) -> Html:
    """The plans by date and level."""
    points = [
        {
            "name": view.place(row["plan"]),
            "date": str(row["issuedOn"] or ""),
            "level": str(row["level"]),
            "href": view.scope.href("plans", read=row["plan"]),
        }
        for row in plans
    ]
    kept = [{key: value for key, value in point.items() if key != "href"} for point in points]
    return figure(view, timeline(view.say, points), "timeline", view.say("timeline.title"), kept)


def plan_table(view: View, plans: Sequence[Row]) -> Html:
    """The plans with their counts; each count opens what it counts."""
    say = view.say
    columns = [
        Col("jurisdiction", say("col.plan"), show=lambda r: plan_name(view, r), css="long"),
        Col("issuedOn", say("col.issued"), css="fixed"),
        Col("items", say("col.items"), True, pick=lambda r: picked(plan=r["plan"], whole=1)),
        Col("leads", say("col.leads"), True, pick=lambda r: picked(plan=r["plan"], role="lead", whole=1)),
        Col("supports", say("col.supports"), True, pick=lambda r: picked(plan=r["plan"], role="support", whole=1)),
        Col("agencies", say("col.agencies"), True, pick=lambda r: picked(plan=r["plan"], whole=1)),
        Col("repairs", say("col.repairs"), True, show=lambda r: reported(view, r, "repairs")),
        Col("unread", say("col.unread"), True, show=lambda r: reported(view, r, "unread")),
    ]
    return pieces.table(plans, columns)


def plan_name(view: View, row: Row) -> Html:
    """A plan by its place, title and number, leading to its text."""
    facts = " · ".join(str(fact) for fact in (row["planTitle"], row["docNumber"]) if fact)
    return h(
        "div",
        pieces.link(view.place(row["plan"]), view.scope.href("plans", read=row["plan"])),
        h("div", facts, class_="faint small"),
    )


def reported(view: View, row: Row, name: str) -> Html:
    """A count of the reading report, leading to the plan with its report beside."""
    return pieces.link(str(row[name] or 0), report_of(view, [row], name))


def report_of(view: View, plans: Sequence[Row], name: str) -> str:
    """The way to the plan with the longest list of that kind in its reading report, the list opened."""
    most = max(plans, key=lambda row: row[name] or 0)
    return view.scope.href("plans", read=most["plan"], report=name)


def attention(view: View, plans: Sequence[Row]) -> Html:
    """What a person should look at: passages not read, names not resolved, repairs, items without a lead."""
    say = view.say
    names = [row for row in view.rows("agencies", plan=view.chosen()) if not row["resolved"] and not row["collective"]]
    late = {(row["plan"], row["asWritten"]) for row in view.rows("anachronisms", plan=view.chosen())}
    counts: list[tuple[int, str, str]] = [
        (sum(row["unread"] or 0 for row in plans), "unread", report_of(view, plans, "unread")),
        (len({row["agencyId"] for row in names}), "unresolved", view.scope.href("review", way="judging")),
        (len(late), "outdated", view.scope.href("compare", way="lineage")),
        (
            sum(row["items"] - row["itemsWithLead"] for row in plans),
            "unassigned",
            view.scope.href("ask", question="unassigned"),
        ),
        (sum(row["repairs"] or 0 for row in plans), "repairs", report_of(view, plans, "repairs")),
        (
            sum(row["collectives"] or 0 for row in plans),
            "collectives",
            view.scope.href("ask", question="collective_duties"),
        ),
    ]
    lines = [
        h(
            "div",
            h("div", h("b", count, class_="num"), " ", pieces.link(say(f"attention.{name}.title"), href)),
            h("div", say(f"attention.{name}.text"), class_="faint small"),
            class_="item",
        )
        for count, name, href in counts
    ]
    doubtful = [h("span", row["asWritten"], class_="chip doubt", title=say("doubt.unresolved")) for row in names[:24]]
    return h(
        "div",
        h("header", h("div", h("h2", say("attention.title")), h("div", say("attention.text"), class_="faint small"))),
        h("div", lines, h("div", doubtful, class_="item") if doubtful else None, class_="body"),
        class_="panel",
    )


show(shell.view("campaign", "plans", "collective", heading="overview.title"))
