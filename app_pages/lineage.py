"""Which offices became which, by year, with the plans placed on it and the names that they use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from app_pages import descent, pieces, shell
from app_pages.charts import LEVELS
from app_pages.columns import MOST
from app_pages.descent import Bar, Picture, Use
from app_pages.figures import figure
from app_pages.markup import Html, h
from app_pages.packed import Packed, packed
from app_pages.palette import tone
from app_pages.panel import panel
from app_pages.pieces import Col, Row
from app_pages.printed import span
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address, pick, write
from graph.identity.reforms import body_name

SHOWN = LEVELS[:4]
CROWD, LISTED, ASKED = 14, 12, 100
"""Of very many plans those stand as one dot that would be so near; so many it names, and a click asks for so many."""
SAID = 5
"""So many plans are named in the sentence; more are only counted."""
LEFT, RIGHT, WIDE, STEP, TOP, LINES = 130, 16, 1000, 25, 84, 4


def show(view: View) -> None:
    """The comparison over time."""
    body(view)


def controls(view: View) -> None:
    """The level whose dates are drawn, and whether bodies that no plan names are drawn too."""
    say, own = view.say, address().own
    st.session_state["lineage_level"] = level(view)
    st.session_state["lineage_all"] = own.get("all") == "1"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            say("lineage.level"),
            SHOWN,
            format_func=lambda name: say(f"level.{name}"),
            key="lineage_level",
            required=True,
            on_change=changed,
        )
        st.toggle(say("lineage.all"), key="lineage_all", on_change=changed)


def changed() -> None:
    """Writes the controls into the address."""
    state = st.session_state
    write(address().elsewhere(way="lineage", level=state["lineage_level"], all="1" if state["lineage_all"] else None))


def level(view: View) -> str:
    """The level of the address, or the one that most of the plans in scope are of."""
    named = address().own.get("level", "")
    plans = [str(view.plans[plan]["level"]) for plan in view.chosen()]
    most = max(SHOWN, key=plans.count)
    return named if named in SHOWN else most


def page(view: View, whole: bool) -> tuple[Packed, Packed]:
    """Sentence; picture and table of outdated names."""
    days = {plan: view.plans[plan]["issuedOn"] for plan in view.chosen()}
    named = descent.uses(view.rows("agencies", plan=view.chosen()), days)
    drawn = descent.picture(named, level(view), whole)
    late = once(view.rows("anachronisms", plan=view.chosen()))
    parts = [shown(view, drawn, days), legend(view)] if drawn else [pieces.note(view.say("lineage.none"))]
    words = packed(h("p", sentence(view, late), class_="sentence"))
    return words, packed(h("div", parts, outdated(view, late), class_="stack"))


@shell.piece
def body(view: View) -> None:
    """Sentence, picture and table of outdated names; the panel beside."""
    lang, current, whole = view.say.lang, address().own.get("pick"), address().own.get("all") == "1"
    words, drawn = view.kept("lineage", lambda: page(view, whole), whole, level(view))
    surface(words, key="sentence", lang=lang)
    controls(view)
    left, right = st.columns([2.6, 1], gap="medium")
    with left:
        surface(drawn, key="lineage", lang=lang, picked=current, on_pick=pick)
    with right, st.container(key="side" if current else "side_empty"):
        panel(view)


def shown(view: View, drawn: Picture, days: dict[str, str | None]) -> Html:
    """The picture with its buttons; its data are the changes between the bodies drawn."""
    changes = [
        {
            "from": body_name(change.old, level(view)),
            "to": body_name(change.new, level(view)),
            "day": str(day),
            "decided": change.decided,
            "basis": change.basis,
        }
        for change, day in drawn.changes
    ]
    return figure(view, chart(view, drawn, days), "lineage", view.say("heading.lineage"), changes)


def sentence(view: View, late: Sequence[Row]) -> str:
    """Which plans use names that were out of date on their day."""
    say = view.say
    found: dict[str, list[str]] = {}
    for row in late:
        if row["status"] == "abolished":
            found.setdefault(row["plan"], []).append(row["asWritten"])
    if not found:
        return say("lineage.all_current", n=len(view.chosen()))
    if len(found) > SAID:
        most, names = max(found.items(), key=lambda pair: len(pair[1]))
        count = sum(map(len, found.values()))
        figures = {"all": len(view.chosen()), "plans": len(found), "names": count, "most": len(names)}
        return say("lineage.late_many", place=view.place(most), **figures)
    parts = [
        say("lineage.late", place=view.place(plan), n=len(names), names=say.listed(names))
        for plan, names in found.items()
    ]
    return say("sentence.join").join(parts) + say("sentence.stop")


def chart(view: View, drawn: Picture, days: dict[str, str | None]) -> Html:
    """A bar for each body, curves for what became of it, dots for plans that name it, a line for each plan's day."""
    high = TOP + STEP * len(drawn.bars) + 8
    rows = {bar.body.key: TOP + STEP * index + STEP / 2 for index, bar in enumerate(drawn.bars)}
    curves = [
        curve(across(drawn, day), rows[change.old.key], rows[change.new.key], f"{change.decided[:4]} {change.basis}")
        for change, day in drawn.changes
    ]
    bars = [row(view, drawn, bar, rows[bar.body.key]) for bar in drawn.bars]
    content = [years(drawn, high), plan_days(view, drawn, days, high), curves, bars]
    return h(
        "div",
        h("svg", content, viewBox=f"0 0 {WIDE} {high}", width=WIDE, role="img", aria_label=view.say("heading.lineage")),
        class_="scroll lineage",
        style="--high:72vh",
    )


def across(drawn: Picture, day: str | date) -> float:
    """Where a day stands in the picture."""
    moment = date.fromisoformat(day) if isinstance(day, str) else day
    whole = (drawn.last - drawn.first).days
    return LEFT + (moment - drawn.first).days / whole * (WIDE - LEFT - RIGHT)


def years(drawn: Picture, high: float) -> list[Html]:
    """A thin line and a number for each year."""
    found = []
    for year in range(drawn.first.year, drawn.last.year + 1):
        x = across(drawn, date(year, 1, 1))
        found.append(h("line", class_="grid", x1=x, x2=x, y1=TOP - 6, y2=high))
        found.append(h("text", year, class_="faint", x=x + 3, y=TOP - 10))
    return found


def plan_days(view: View, drawn: Picture, days: dict[str, str | None], high: float) -> list[Html]:
    """A dashed line for each plan's day, its place above; one that would meet others stands higher, or is left out."""
    found, ends = list[Html](), [0.0] * LINES
    for plan, day in sorted(days.items(), key=lambda pair: pair[1] or ""):
        if not day:
            continue
        x, name = across(drawn, day), view.place(plan)
        half = 7.0 * len(name)
        line = next((line for line in range(LINES) if x - half > ends[line]), None)
        y = TOP - 28 - 14 * (line or 0)
        title = h("title", f"{name} {day}")
        many = len(days) > MOST
        above, below = (TOP - 6, TOP + 2) if many else (y + 3, high)
        found.append(h("line", title, class_="plan-day", x1=x, x2=x, y1=above, y2=below))
        if line is not None and not many:
            ends[line] = x + half
            found.append(h("text", name, title, class_="plan-name", x=x, y=y, text_anchor="middle"))
    return found


def curve(x: float, above: float, below: float, title: str) -> Html:
    """A change: from the end of one bar to the beginning of the other."""
    path = f"M{x - 9:.1f},{above:.1f} C{x + 7:.1f},{above:.1f} {x - 7:.1f},{below:.1f} {x + 9:.1f},{below:.1f}"
    return h("path", h("title", title), class_="descent", d=path)


def row(view: View, drawn: Picture, bar: Bar, y: float) -> Html:
    """A body's name, bar and dots."""
    start = across(drawn, bar.since) if bar.since else LEFT - 4
    end = across(drawn, bar.until) if bar.until else WIDE - RIGHT
    named = "named" if bar.uses else "unnamed"
    colour = f"--tone:{tone(bar.body.function.key)}"
    name = body_name(bar.body, level(view))
    words = h("text", name, class_=named, x=LEFT - 12, y=y + 4.5, text_anchor="end")
    line = h(
        "line",
        h("title", f"{name} {bar.since or ''}–{bar.until or ''}"),
        class_=f"bar {named}",
        style=colour,
        x1=start,
        x2=end,
        y1=y,
        y2=y,
        **opened(bar),
    )
    return h("g", words, line, before_its_day(drawn, bar, y), dots(view, drawn, bar, y))


def opened(bar: Bar) -> dict[str, str | int]:
    """What a click on a body's bar opens: the words of all plans that name it."""
    if not bar.uses:
        return {}
    agencies = "|".join(dict.fromkeys(use.agency for use in bar.uses))
    return {"data_pick": picked(agency=agencies), "tabindex": 0, "role": "button"}


def before_its_day(drawn: Picture, bar: Bar, y: float) -> Html | None:
    """A dashed line where a place had the body before all places of the level had it."""
    days = [use.day for use in bar.uses if bar.since and use.day < bar.since]
    if not days or not bar.since:
        return None
    colour = f"--tone:{tone(bar.body.function.key)}"
    return h("line", class_="early", style=colour, x1=across(drawn, min(days)), x2=across(drawn, bar.since), y1=y, y2=y)


def dots(view: View, drawn: Picture, bar: Bar, y: float) -> list[Html]:
    """The plans that name a body, one dot for each of its agencies in a plan; of very many plans one for several."""
    if len(view.chosen()) <= MOST:
        return [dot(view, drawn, use, y) for use in bar.uses]
    crowds: dict[tuple[int, str], list[Use]] = {}
    for use in bar.uses:
        crowds.setdefault((int(across(drawn, use.day) / CROWD), use.status), []).append(use)
    return [crowd(view, drawn, uses, y) for uses in crowds.values()]


def crowd(view: View, drawn: Picture, uses: Sequence[Use], y: float) -> Html:
    """Several plans that name the body at about one time, the larger the more."""
    if len(uses) == 1:
        return dot(view, drawn, uses[0], y)
    names = view.say.listed([f"{view.place(use.plan)} {use.day}" for use in uses[:LISTED]])
    more = "…" if len(uses) > LISTED else ""
    title = f"{len(uses)} · {view.say(f'standing.{uses[0].status}')}\n{names}{more}"
    return h(
        "circle",
        h("title", title),
        class_=f"use {uses[0].status}",
        cx=round(sum(across(drawn, use.day) for use in uses) / len(uses), 1),
        cy=y,
        r=round(min(4.5 + len(uses) ** 0.5, 11), 1),
        data_pick=picked(agency="|".join(dict.fromkeys(use.agency for use in uses[:ASKED]))),
        tabindex=0,
        role="button",
    )


def dot(view: View, drawn: Picture, use: Use, y: float) -> Html:
    """A plan that names the body; a ring where the name was out of date."""
    title = f"{view.place(use.plan)} {use.day} · {use.printed} · {view.say(f'standing.{use.status}')}"
    return h(
        "circle",
        h("title", title),
        class_=f"use {use.status}",
        cx=across(drawn, use.day),
        cy=y,
        r=5,
        data_pick=picked(agency=use.agency, plan=use.plan),
        tabindex=0,
        role="button",
    )


def legend(view: View) -> Html:
    """What bars, curves and dots mean."""
    say = view.say
    signs = [
        h("span", h("i", class_=f"sign {name}"), say(f"lineage.{name}")) for name in ("current", "abolished", "span")
    ]
    several = h("span", say("lineage.several")) if len(view.chosen()) > MOST else None
    return h("div", signs, several, h("span", say("lineage.dates")), class_="legend")


def once(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The names of each plan, each once, with the items and the other passages that print them."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        name = found.setdefault((row["plan"], row["asWritten"]), {**row, "tasks": {}, "spans": {}})
        if row["taskId"] is not None:
            name["tasks"][row["taskId"]] = None
        elif row["start"] is not None:
            name["spans"][span(row["plan"], row["start"], row["end"])] = None
    return list(found.values())


def behind(name: Row) -> str:
    """The printed words of a name: of the items that give it work, else of where it stands."""
    if name["tasks"]:
        return picked(task="|".join(name["tasks"]), agency=name["agencyId"])
    return picked(span="|".join(name["spans"])) if name["spans"] else ""


def outdated(view: View, late: Sequence[Row]) -> Html | None:
    """The names that were out of date, or did not exist yet, when their plan was issued."""
    say = view.say
    if not late:
        return None
    columns = [
        Col("plan", say("col.plan"), show=lambda row: view.place(row["plan"]), css="fixed"),
        Col("issuedOn", say("col.issued"), css="fixed"),
        Col("asWritten", say("card.printed")),
        Col("status", say("lineage.status"), show=lambda row: say(f"standing.{row['status']}"), css="fixed"),
        Col("since", say("lineage.since"), css="fixed"),
        Col(
            "became",
            say("lineage.became"),
            show=lambda row: [say.listed(row["became"] or []), h("div", row["basis"], class_="faint small")],
        ),
    ]
    table = pieces.table(late, columns, row_pick=behind)
    posted = {view.place(row["plan"]): None for row in late if row["posted"]}
    caveat = pieces.note(say("lineage.posted", places=say.listed(list(posted)))) if posted else None
    return h("div", h("h2", say("lineage.outdated")), table, caveat, class_="stack")
