"""Who leads most, how uneven it is, and by which rule it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.charts import Curve, Load, lorenz, ranking
from app_pages.download import download
from app_pages.elsewhere import Elsewhere, Ghost, elsewhere
from app_pages.figures import figure
from app_pages.markup import Html, h
from app_pages.packed import Packed, packed
from app_pages.panel import panel
from app_pages.pieces import Col, Row
from app_pages.scope import pick as picked
from app_pages.sentences import MEASURE, TIES, leader, ranked, unevenness
from app_pages.sheets import task_sheet
from app_pages.surface import surface
from app_pages.view import View, address, pick
from graph.workload.inequality import gini, hhi, top_share
from graph.workload.inequality import lorenz as lorenz_points
from graph.workload.measures import loads

FIRST = 25
"""Bars of the picture."""
MOST = 400
"""Rows of the table; the download has all."""
MANY, EXTREMES = 24, 6
"""Of more plans so many of the most uneven and of the most even have a curve and a row; the download has all."""


@dataclass(frozen=True)
class Ranking:
    """What the page shows whatever is clicked in it."""

    agencies: int
    plans: int
    """How many there are of each."""
    sentence: Packed
    bars: Packed
    picture: Packed
    beside: Packed


def show(view: View) -> None:
    """The ranking."""
    body(view)


def load(view: View, plans: Sequence[str]) -> list[dict[str, Any]]:
    """What each agency leads and supports in the scope."""
    filters = view.scope.filters("section", "topic", "collective")
    return view.rows("workload", plan=list(plans), **filters)


def drawn(view: View) -> Ranking:
    """The ranking of the scope."""
    rows, others = ranking_rows(view)
    leads = view.rows("lead_ranking", plan=view.chosen(), **view.scope.filters("section", "topic", "collective"))
    first = [others.sentence(row) for row in leaders(rows, view.scope.rule)] if others else None
    evenness = evenness_rows(view)
    return Ranking(
        len(rows),
        len(evenness),
        packed(h("p", leader(view.say, leads, view.scope.rule), first, class_="sentence")),
        packed(bars(view, rows, others)),
        packed(ranking_figure(view, rows, others)),
        packed(beside(view, rows, evenness)),
    )


def leaders(rows: Sequence[Row], rule: str) -> list[Row]:
    """Those who stand first, one a functional system; none where there are too many to name."""
    tied = [row for row in rows if row[MEASURE[rule]] == rows[0][MEASURE[rule]]]
    return [*{row["function"]: row for row in tied}.values()] if len(tied) <= TIES else []


def ranking_rows(view: View) -> tuple[Sequence[Row], Elsewhere | None]:
    """The agencies in their order, beside their like in other places where there are some."""
    rows, others = ranked(load(view, view.chosen()), view.scope.rule), elsewhere(view)
    return [{**row, "elsewhere": others.mean(row)} for row in rows] if others else rows, others


def evenness_rows(view: View) -> list[Row]:
    """The measures of each plan."""
    return [{"plan": plan, **measured(view.place(plan), held)} for plan, held in values_by_plan(view).items()]


@shell.piece
def body(view: View) -> None:
    """Sentence, bars and table to the left; the picked figure's words, or Lorenz and definition, to the right."""
    lang, found = view.say.lang, view.kept("ranking", lambda: drawn(view))
    surface(found.sentence, key="sentence", lang=lang)
    left, right = st.columns([1.75, 1], gap="medium")
    with left:
        shell.follow(surface(found.bars, key="bars", lang=lang, picked=address().own.get("pick"), on_pick=pick))
        surface(found.picture, key="ranking_figure", lang=lang)
        if found.agencies:
            download(view, "workload", lambda: ranking_rows(view)[0], key="workload")
        if len(view.chosen()) == 1:
            task_sheet(view, view.chosen(), "rank_sheet")
    with right, st.container(key="side"):
        panel(view, lambda _: found.beside)
        if found.plans > MANY and not address().own.get("pick"):
            download(view, "evenness", lambda: evenness_rows(view), key="evenness")


def bars(view: View, rows: Sequence[Row], others: Elsewhere | None) -> Html:
    """One row an agency: bars for what it leads alone and with others, and for what it supports."""
    say, rule = view.say, view.scope.rule
    ghosts = {row["agencyId"]: others.ghosts(row) for row in rows} if others else {}
    reach = [row[MEASURE[rule]] for row in rows] + [row["supports"] for row in rows]
    top = max(reach + [ghost.value for found in ghosts.values() for ghost in found], default=1) or 1
    mean = mean_of_leading(rows, rule)

    def drawn(row: Row) -> Html:
        return track(row, ghosts.get(row["agencyId"], []), top, mean, rule)

    columns = [
        Col("agency", say("col.agency"), show=lambda r: [card_link(view, r), system(view, r)], css="who"),
        Col("bar", "", show=drawn, pick=lambda r: evidence(r, "leads" if r["leads"] else "supports"), css="bar"),
        *[
            Col(count, say(f"rule.{name}.name"), True, pick=partial(evidence, count=count), css=_on(rule, name))
            for name, count in MEASURE.items()
        ],
        Col("supports", say("col.supports"), True, pick=partial(evidence, count="supports")),
    ]
    if others:
        columns.append(beside_column(view, others))
    more = pieces.note(say("ranking.rows", shown=MOST, all=len(rows))) if len(rows) > MOST else None
    table = pieces.table(rows[:MOST], columns, high="min(72vh, 760px)")
    head = h("div", legend(view, others), pieces.finder(say, ".bars tbody tr"), class_="row between")
    return h("div", head, h("div", table, class_="bars"), more, class_="stack")


def mean_of_leading(rows: Sequence[Row], rule: str) -> float:
    """The mean of what those agencies lead that lead anything."""
    active = [row[MEASURE[rule]] for row in rows if row["leads"]]
    return sum(active) / len(active) if active else 0.0


def beside_column(view: View, others: Elsewhere) -> Col:
    """The mean of the same system's offices elsewhere; a click opens their words."""

    def shown(row: Row) -> Html | None:
        words = "\n".join(ghost.words for ghost in others.ghosts(row))
        mean = row["elsewhere"]
        return None if mean is None else h("span", pieces.printed(float(mean)), title=words)

    def asked(row: Row) -> str | None:
        return None if row["elsewhere"] is None else others.asked(row)

    say = view.say
    return Col("elsewhere", say("elsewhere.column"), True, shown, asked, help=say("elsewhere.help"))


def ranking_figure(view: View, rows: Sequence[Row], others: Elsewhere | None) -> Html:
    """The ranking as a picture to publish, its first bars; the page shows it as a table."""
    rule, first = view.scope.rule, rows[:FIRST]
    measure = MEASURE[rule]
    loads = [
        Load(
            row["agency"],
            row[measure],
            min(row["sole"], row[measure]),
            row["supports"],
            [ghost.value for ghost in others.ghosts(row)] if others else [],
        )
        for row in first
    ]
    drawing = ranking(view.say, loads, mean_of_leading(rows, rule))
    kept = [
        {key: row[key] for key in ("agency", "leads", "fractional", "sole", "supports")}
        | (others.columns(row) if others else {})
        for row in first
    ]
    title = f"{view.say('heading.ranks')} · {view.say(f'rule.{rule}.name')}"
    return figure(view, drawing, "ranking", title, kept, only_saved=True, beside=others.plans if others else ())


def system(view: View, row: Row) -> Html | None:
    """The functional system of an agency."""
    found = view.function(row["function"])
    return pieces.function(found.key, found.name) if found else None


def card_link(view: View, row: Row) -> Html:
    """The agency's name, which leads to its card."""
    return pieces.link(row["agency"], view.scope.href("ranking", way="card", agency=row["agencyId"]))


def _on(rule: str, column: str) -> str:
    return "on" if rule == column else ""


def evidence(row: Row, count: str) -> str:
    """What a click on a figure of an agency asks for."""
    role = "support" if count == "supports" else "lead"
    return picked(agency=row["agencyId"], role=role, rule="sole" if count == "sole" else None)


def track(row: Row, ghosts: Sequence[Ghost], top: float, mean: float, rule: str) -> Html:
    """The bar of an agency: dark what it leads alone, light what it shares, ochre below what it supports.

    Behind it, in grey, what the same system's offices lead in other places.
    """
    whole = {"full": row["leads"], "fractional": row["fractional"], "sole": row["sole"]}[rule]
    words = f"{row['agency']}: {pieces.printed(whole)}"
    return h(
        "div",
        [h("s", style=f"width:{g.value / top:.2%}", title=g.words, data_pick=g.pick) for g in ghosts if g.value],
        h("b", style=f"width:{whole / top:.2%}"),
        h("b", class_="sole", style=f"width:{min(whole, row['sole']) / top:.2%}"),
        h("i", style=f"width:{row['supports'] / top:.2%}"),
        h("u", style=f"left:{mean / top:.2%}"),
        class_="track",
        title=words,
    )


def legend(view: View, others: Elsewhere | None) -> Html:
    """What the parts of a bar mean."""
    say = view.say
    entries = [("sole", "legend.sole"), ("supports", "legend.supports"), ("mean", "legend.mean")]
    if view.scope.rule != "sole":
        entries.insert(1, ("shared", "legend.shared"))
    if others:
        entries.append(("ghost", "legend.ghost"))
    return h("div", [h("span", h("i", class_=css), say(key)) for css, key in entries], class_="legend")


def extremes(evenness: Sequence[Row]) -> list[Row]:
    """Of many plans those whose load is most uneven and most even, in the order of the plans; of few all."""
    if len(evenness) <= MANY:
        return [*evenness]
    ranked = sorted(evenness, key=lambda row: -row["gini"])
    kept = {row["plan"] for row in (*ranked[:EXTREMES], *ranked[-EXTREMES:])}
    return [row for row in evenness if row["plan"] in kept]


def corners(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """A curve of very many points without those in the middle of a straight line: equal agencies make no corner."""
    if len(points) <= MOST:
        return points
    middle = [
        here
        for before, here, after in zip(points, points[1:], points[2:], strict=False)
        if abs((here[1] - before[1]) * (after[0] - here[0]) - (after[1] - here[1]) * (here[0] - before[0])) > 1e-12
    ]
    return [points[0], *middle, points[-1]]


def beside(view: View, rows: Sequence[Row], evenness: Sequence[Row]) -> Html:
    """Lorenz curves, the measures of each plan, and how all of it was computed."""
    say, measure = view.say, MEASURE[view.scope.rule]
    by_plan = values_by_plan(view)
    values = [row[measure] for row in rows]
    shown = extremes(evenness)
    curves = [Curve(row["name"], lorenz_points(by_plan[row["plan"]]), pick=leads_of(row["plan"])) for row in shown]
    strong = Curve(say("lorenz.all"), corners(lorenz_points(values)), strong=True, pick=leads_of())
    idle = sum(value == 0 for value in values)
    measures = [*shown]
    if len(by_plan) > 1:
        measures.append(measured(say("lorenz.all"), values))
    left_out = len(shown) < len(evenness)
    return h(
        "div",
        h("h2", say("lorenz.title")),
        h("p", unevenness(say, gini(values), top_share(values, 3), len(values), idle)) if values else None,
        lorenz_figure(view, [*curves, strong] if len(curves) > 1 else [strong]),
        lorenz_legend(view, len(curves)),
        pieces.note(say("lorenz.extremes", n=EXTREMES, all=len(evenness))) if left_out else None,
        h(
            "div",
            pieces.table(measures, columns_of_measures(view), row_pick=lambda row: leads_of(row.get("plan"))),
            class_="tight",
        ),
        h("h2", say("definition.title")),
        h(
            "div",
            [h("p", say(f"definition.{part}")) for part in ("count", view.scope.rule, "gini", "hhi", "lorenz")],
            class_="note stack",
        ),
        pieces.note(say("panel.hint")),
        class_="stack",
    )


def leads_of(plan: str | None = None) -> str:
    """What a click on the measures of a plan asks for: the leads that they are computed from."""
    return picked(plan=plan, role="lead")


def lorenz_figure(view: View, curves: Sequence[Curve]) -> Html:
    """The curves with their buttons."""
    rows = [
        {"curve": curve.name, "agencies": round(x, 4), "leads": round(y, 4)}
        for curve in curves
        for x, y in curve.points
    ]
    return figure(view, lorenz(view.say, curves), "lorenz", view.say("lorenz.title"), rows)


def lorenz_legend(view: View, curves: int) -> Html:
    """What the lines mean."""
    say = view.say
    thin = h("span", h("i", class_="line thin"), say("lorenz.thin")) if curves > 1 else None
    even = h("span", h("i", class_="line even"), say("lorenz.even"))
    return h("div", h("span", h("i", class_="line"), say("lorenz.strong")), thin, even, class_="legend")


def values_by_plan(view: View) -> dict[str, list[float]]:
    """What each agency of each plan leads, by the counting rule; collective units share but are not compared."""
    return view.kept("values", lambda: counted_by_plan(view))


def counted_by_plan(view: View) -> dict[str, list[float]]:
    """The same, counted."""
    filters = view.scope.filters("section", "topic")
    sections, topics = ([filters[name]] if filters.get(name) else None for name in ("section", "topic"))
    roster = data.roster(view.revision).chosen(view.chosen(), sections, topics)
    found = loads(roster, collective=view.scope.collective, network=False)
    values = ((plan, found.values(MEASURE[view.scope.rule], plan)) for plan in view.chosen())
    return {plan: [*held.values()] for plan, held in values if held}


def measured(name: str, values: Sequence[float]) -> dict[str, Any]:
    """The measures of one plan's load."""
    return {
        "name": name,
        "agencies": len(values),
        "gini": gini(values),
        "hhi": hhi(values),
        "top1": top_share(values, 1),
        "top3": top_share(values, 3),
    }


def columns_of_measures(view: View) -> list[Col]:
    """Plan, agencies, Gini, HHI and the shares of the first and the first three."""
    say = view.say
    return [
        Col("name", say("col.plan"), css="fixed"),
        Col("agencies", say("col.agencies"), True),
        Col("gini", say("col.gini"), True, show=lambda r: f"{r['gini']:.3f}"),
        Col("hhi", say("col.hhi"), True, show=lambda r: f"{r['hhi']:.3f}"),
        Col("top1", say("col.top1"), True, show=lambda r: f"{r['top1']:.0%}"),
        Col("top3", say("col.top3"), True, show=lambda r: f"{r['top3']:.0%}"),
    ]
