"""One functional system (条线) over the places: what its offices lead and support in each, level by level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from app_pages import pieces, shell
from app_pages.charts import LEVELS
from app_pages.columns import beside_each_other, left_out
from app_pages.download import download
from app_pages.markup import Html, h
from app_pages.packed import Packed, packed
from app_pages.panel import panel, task_name
from app_pages.pieces import Row
from app_pages.scope import pick as picked
from app_pages.sentences import function as function_sentence
from app_pages.surface import surface
from app_pages.view import View, address, pick, write

SHOWN = 12
"""Items of one role listed under a place before the rest is unfolded."""


def show(view: View) -> None:
    """The comparison by functional system."""
    systems = view.kept("systems", lambda: by_leads(profile_of(view)))
    if not systems:
        surface(pieces.note(view.say("compare.functions.none")), key="none", lang=view.say.lang)
        return
    named = address().own.get("function")
    shell.tell_gone(view, named, systems)
    body(view, named if named in systems else systems[0])


def profile_of(view: View) -> Sequence[Row]:
    """What each system has in each plan of the scope."""
    return view.rows("function_profile", plan=view.chosen(), **view.scope.filters("section", "topic", "collective"))


def by_leads(profile: Sequence[Row]) -> list[str]:
    """The systems, those first that lead in most plans, with most items where several do."""
    led: dict[str, tuple[int, int]] = {}
    for row in profile:
        plans, items = led.get(row["functionKey"], (0, 0))
        led[row["functionKey"]] = (plans + bool(row["leads"]), items + row["leads"])
    return sorted(led, key=lambda key: led[key], reverse=True)


@dataclass(frozen=True)
class Comparison:
    """What the page shows whatever is clicked in it."""

    sentence: Packed
    sides: Packed
    grid: Packed


def own_rows(view: View, chosen: str) -> list[Row]:
    """What one system has in each plan."""
    return [row for row in profile_of(view) if row["functionKey"] == chosen]


def drawn(view: View, chosen: str) -> Comparison:
    """A system over the plans, and all systems."""
    filters = view.scope.filters("section", "topic", "collective")
    rows = view.rows("assignments", plan=view.chosen(), function=[chosen], **filters)
    own = {row["plan"]: row for row in own_rows(view, chosen)}
    plans = beside_each_other(by_level(view), own)
    called = name(view, next(iter(own.values())))
    return Comparison(
        packed(h("p", function_sentence(view.say, called, own, view.place, len(view.chosen())), class_="sentence")),
        packed(sides(view, own, rows, plans)),
        packed(grid(view, chosen, profile_of(view), plans)),
    )


@shell.piece
def body(view: View, chosen: str) -> None:
    """Sentence and columns of the system, all systems below, the panel beside."""
    lang, current = view.say.lang, address().own.get("pick")
    found = view.kept("functions", lambda: drawn(view, chosen), chosen)
    surface(found.sentence, key="sentence", lang=lang)
    left, right = st.columns([2.6, 1], gap="medium")
    with left:
        shell.follow(surface(found.sides, key="sides", lang=lang, picked=current, on_pick=pick))
        download(view, "function-profile", lambda: own_rows(view, chosen), key="function")
        surface(found.grid, key="matrix", lang=lang, picked=current, on_pick=choose)
    with right, st.container(key="side" if current else "side_empty"):
        panel(view)


def choose(value: str) -> None:
    """A click in the table: a cell shows its words, a system becomes the one that is compared."""
    if value.startswith("!"):
        write(address().keeping(function=value[1:], pick=None))
    else:
        pick(value)


def name(view: View, row: Row) -> str:
    """A system in the page's language."""
    return view.say.pick(row["function"], row["functionEn"])


def by_level(view: View) -> list[str]:
    """The plans from the highest level to the lowest, in each by date."""
    rows = view.plans
    return sorted(
        view.chosen(), key=lambda plan: (LEVELS.index(rows[plan]["level"]), rows[plan]["issuedOn"] or "", plan)
    )


def sides(view: View, own: Mapping[str, Row], rows: Sequence[Row], plans: Sequence[str]) -> Html:
    """A column for each plan."""
    columns = h("div", [side(view, plan, own.get(plan), rows) for plan in plans], class_="sides")
    return h("div", left_out(view, plans), columns, class_="stack")


def side(view: View, plan: str, own: Row | None, rows: Sequence[Row]) -> Html:
    """The offices of the system in one place, and what they lead and support."""
    say = view.say
    words = [say(f"level.{view.plans[plan]['level']}"), view.plans[plan]["issuedOn"] or say("plan.undated")]
    head = h("header", h("h2", view.place(plan)), h("span", " · ".join(words), class_="faint small"))
    if own is None:
        return h("div", head, h("p", say("compare.functions.absent")), class_="side none")
    offices = zip(own["agencies"], own["agencyIds"], strict=True)
    chips = [pieces.chip(office, "office", pick=picked(agency=key, plan=plan)) for office, key in offices]
    lists = [
        held(view, role, [r for r in rows if r["plan"] == plan and r["role"] == role]) for role in ("lead", "support")
    ]
    return h("div", head, h("div", chips), lists, class_="side")


def held(view: View, role: str, rows: Sequence[Row]) -> Html:
    """The items of one role in one plan, each opening its words."""
    items = [next(group) for _, group in groupby(rows, key=lambda row: row["taskId"])]
    head = h("span", view.say(f"role.{role}"), " ", h("b", len(items), class_="num"), class_="label")
    lines = [
        h("li", task_name(view, row), data_pick=picked(task=row["taskId"]), role="button", tabindex=0) for row in items
    ]
    more = len(lines) - SHOWN
    rest = (
        h("details", h("summary", view.say("compare.functions.more", n=more)), h("ul", lines[SHOWN:]))
        if more > 0
        else None
    )
    return h("div", head, h("ul", lines[:SHOWN]), rest, class_="held")


def grid(view: View, chosen: str, profile: Sequence[Row], plans: Sequence[str]) -> Html:
    """Systems by plans: items led and supported; a darker cell leads more."""
    say = view.say
    cells = {(row["functionKey"], row["plan"]): row for row in profile}
    names = {row["functionKey"]: name(view, row) for row in profile}
    totals = {key: sum(row["leads"] for row in profile if row["functionKey"] == key) for key in names}
    top = max((row["leads"] for row in profile), default=1) or 1
    head = h(
        "tr", h("th", say("col.function")), [h("th", view.place(plan)) for plan in plans], h("th", say("col.leads"))
    )
    body = [
        h(
            "tr",
            h("td", pieces.function(key, names[key]), data_pick=f"!{key}", role="button", tabindex=0),
            [cell(view, cells.get((key, plan)), top) for plan in plans],
            total(key, totals[key]),
            class_="here" if key == chosen else None,
        )
        for key in sorted(names, key=lambda key: (-totals[key], key))
    ]
    table = h("table", h("thead", head), h("tbody", body))
    title = h(
        "div", h("h2", say("compare.functions.grid")), pieces.finder(say, ".matrix tbody tr"), class_="row between"
    )
    words = h("div", say("compare.functions.grid_hint"), class_="legend")
    return h("div", title, words, h("div", table, class_="scroll matrix heat", style="--high:74vh"), class_="stack")


def total(key: str, led: int) -> Html:
    """What a system leads in all plans; a click shows the printed words, where there are any."""
    if not led:
        return h("td", led, class_="n")
    return h("td", led, class_="n", data_pick=picked(function=key, role="lead"), role="button", tabindex=0)


def cell(view: View, row: Row | None, top: int) -> Html:
    """What a system leads and supports in a plan; a click shows the printed words."""
    if row is None:
        return h("td", "—", class_="absent", title=view.say("compare.functions.absent"))
    asked = picked(function=row["functionKey"], plan=row["plan"])
    figures = [h("b", row["leads"]), h("span", f" · {row['supports']}", class_="faint")]
    title = view.say("compare.functions.cell", leads=row["leads"], supports=row["supports"])
    style = f"--heat:{row['leads'] / top:.2f}"
    return h("td", figures, data_pick=asked, role="button", tabindex=0, title=title, style=style, class_="n")
