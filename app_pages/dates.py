"""When what is due: deadlines and targets in time, by plan, for everybody or for one agency."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.charts import LEVELS
from app_pages.datechart import Due, due_chart
from app_pages.download import download
from app_pages.figures import figure
from app_pages.markup import Html, h
from app_pages.packed import Packed, packed
from app_pages.panel import panel, task_name
from app_pages.pieces import Col, Row
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address, pick, write
from graph.sheets import write_calendar
from loaders.private import mask

ROWS = 24
"""So many plans have a row each in the picture; of more, the levels have."""


SAVED = 1000
"""So many marks go with the picture as its data; more are in the table's own download."""


def show(view: View) -> None:
    """The dates of the agency that the address names, or of all."""
    names = view.kept("parties", lambda: dict(pair for row in everything(view) for pair in parties(row)))
    agency = asked if (asked := address().own.get("agency", "")) in names else ""
    found = of_agency(view, agency)
    surface(found.sentence, key="sentence", lang=view.say.lang)
    picker(view, names, agency)
    if found.page:
        body(view, agency)


def everything(view: View) -> Sequence[Row]:
    """All deadlines and targets in scope."""
    return view.rows("targets_due", plan=view.chosen(), **view.scope.filters("section", "topic"))


def rows_of(view: View, agency: str) -> list[Row]:
    """Those of the items of one agency, or all."""
    return [row for row in everything(view) if not agency or agency in {key for key, _ in parties(row)}]


@dataclass(frozen=True)
class Dates:
    """What the page shows whatever is clicked in it."""

    sentence: Packed
    page: Packed | None
    dated: bool
    """Whether any has a day."""


def of_agency(view: View, agency: str) -> Dates:
    """The dates of one agency, or of all."""
    return view.kept("dates", lambda: drawn(view, rows_of(view, agency)), agency)


def drawn(view: View, rows: Sequence[Row]) -> Dates:
    """Sentence, picture and table."""
    page = packed(h("div", picture(view, rows), table(view, rows), class_="stack dates")) if rows else None
    words = packed(h("p", sentence(view, rows), class_="sentence"))
    return Dates(words, page, any(row["dueOn"] for row in rows))


def picker(view: View, names: Mapping[str, str], agency: str) -> None:
    """A list of the agencies that have a date."""
    st.session_state["dates_agency"] = agency
    st.selectbox(
        view.say("card.choose"),
        ["", *sorted(names, key=lambda key: names[key])],
        format_func=lambda key: names.get(key) or view.say("scope.all"),
        key="dates_agency",
        on_change=lambda: write(address().elsewhere(way="dates", agency=st.session_state["dates_agency"] or None)),
        width=420,
        placeholder=view.say("judging.pick"),
    )


def parties(row: Row) -> list[tuple[str, str]]:
    """Ids and names of those on an item."""
    pairs = ((row["leadIds"], row["leadNames"]), (row["supportIds"], row["supportNames"]))
    return [pair for ids, names in pairs for pair in zip(ids, names, strict=True)]


@shell.piece
def body(view: View, agency: str) -> None:
    """Picture and table to the left, the picked one's words to the right."""
    lang, current, found = view.say.lang, address().own.get("pick"), of_agency(view, agency)
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        if found.page:
            shell.follow(surface(found.page, key="dates", lang=lang, picked=current, on_pick=pick))
        download(view, "targets-due", lambda: rows_of(view, agency), key="dates")
        if found.dated:
            calendar(view, agency)
    with right, st.container(key="side" if current else "side_empty"):
        panel(view)


def sentence(view: View, rows: Sequence[Row]) -> str:
    """How many have a day, between which, and how many have none."""
    days = sorted(row["dueOn"] for row in rows if row["dueOn"])
    if not rows:
        return view.say("dates.none")
    figures = {"n": len(rows), "dated": len(days), "undated": len(rows) - len(days)}
    if not days:
        return view.say("dates.no_day", **figures)
    return view.say("dates.sentence", first=days[0], last=days[-1], **figures)


def picture(view: View, rows: Sequence[Row]) -> Html:
    """The marks in time, with their buttons."""
    chosen = sorted(view.chosen(), key=lambda plan: (LEVELS.index(view.plans[plan]["level"]), plan))
    by_level = len(chosen) > ROWS
    lines = {plan: line(view, plan, by_level) for plan in chosen}
    dues = [
        Due(lines[row["plan"]], row["kind"], row["dueOn"], words(view, row), row["taskId"], reader(view, row))
        for row in rows
    ]
    kept = [saved(view, row) for row in rows] if len(rows) <= SAVED else []
    present = dict.fromkeys(due.row for due in dues)
    shown = [name for name in dict.fromkeys(lines.values()) if name in present]
    return figure(view, due_chart(view.say, shown, dues), "dates", view.say("dates.title"), kept)


def saved(view: View, row: Row) -> dict[str, str]:
    """What the data of the picture say of a mark."""
    return {
        "place": view.place(row["plan"]),
        "item": row["number"] or "",
        "title": mask(row["title"] or ""),
        "kind": row["kind"],
        "words": mask(row["text"]),
        "due": row["dueOn"] or "",
        "leads": "、".join(row["leadNames"]),
    }


def line(view: View, plan: str, by_level: bool) -> str:
    """The row that a plan's marks stand in."""
    return view.say(f"level.{view.plans[plan]['level']}") if by_level else view.place(plan)


def words(view: View, row: Row) -> str:
    """What a mark says: the printed words, the item, who leads it."""
    day = f" ({row['dueOn']})" if row["dueOn"] else ""
    return f"{mask(row['text'])}{day}\n{task_name(view, row)}\n{view.say.listed(row['leadNames'])}".strip()


def reader(view: View, row: Row) -> str | None:
    """The way to the words of an item that nobody is put on: the panel shows assignments."""
    if row["leadIds"] or row["supportIds"]:
        return None
    return view.scope.href("plans", read=row["plan"], at=str(row["start"]))


def table(view: View, rows: Sequence[Row]) -> Html:
    """All of them, those with a day first."""
    say = view.say
    several = len({row["plan"] for row in rows}) > 1
    columns = [
        Col("dueOn", say("dates.day"), show=lambda row: row["dueOn"] or say("dates.undated"), css="fixed"),
        Col("plan", say("col.plan"), show=lambda row: view.place(row["plan"]), css="fixed") if several else None,
        Col("kind", say("dates.kind_of"), show=lambda row: say(f"dates.kind.{row['kind']}"), css="fixed"),
        Col("text", say("dates.words"), css="middling"),
        Col("title", say("kind.Task"), show=lambda row: named(view, row), css="middling"),
        Col("leadNames", say("col.leads"), show=lambda row: say.listed(row["leadNames"])),
    ]
    shown = [column for column in columns if column]
    return pieces.table(rows, shown, row_pick=lambda row: picked(task=row["taskId"]))


def named(view: View, row: Row) -> Html | str:
    """An item by its name; a way to its text where the panel can't show it."""
    href = reader(view, row)
    return pieces.link(task_name(view, row), href) if href else task_name(view, row)


def calendar(view: View, agency: str) -> None:
    """The dated ones as a calendar file."""
    store, plans, lang = data.store(), view.chosen(), view.say.lang

    def made() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "calendar.ics"
            write_calendar(store, path, plan=plans, agency=agency or None, language=lang)
            return path.read_bytes()

    st.download_button(view.say("dates.calendar"), made, file_name="zeren-dates.ics", mime="text/calendar",
                       key="dates_ics", on_click="ignore", type="tertiary")  # fmt: skip
