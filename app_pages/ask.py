"""The library of questions with its pickers, answers to take along, the Cypher behind them, and a read-only console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.download import download
from app_pages.markup import Html, h
from app_pages.panel import hint, panel
from app_pages.pieces import Col, Row
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address, pick, write
from graph.store import QueryResult
from queries import library
from queries.library import Column, Parameter, Question

HIDDEN = ("app",)
"""Groups that serve the pages and are no questions of people."""

SCOPED = ("plan", "campaign", "collective", "jurisdiction")
"""Parameters that the scope line sets; a place is chosen there by its plan."""

PARTS = ("share", "top1", "top3", "top10", "topShare")
"""Columns that hold parts of a whole."""

ROW_LIMIT, TIME_LIMIT = 1000, 10.0
DATE = "2019-12-31"
SAMPLE = (
    "MATCH (a:Agency)-[r:LEADS]->(t:Task)\nRETURN a.name AS agency, count(t) AS items\nORDER BY items DESC LIMIT 20"
)


def show(view: View) -> None:
    """The page."""
    modes = ("library", "console")
    st.session_state["ask_mode"] = view.scope.own.get("mode") if view.scope.own.get("mode") in modes else modes[0]
    st.segmented_control(
        view.say("ask.mode"),
        modes,
        format_func=lambda mode: view.say(f"ask.{mode}"),
        key="ask_mode",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: write(address().elsewhere(mode=st.session_state["ask_mode"])),
    )
    if st.session_state["ask_mode"] == "console":
        console(view)
    else:
        questions(view)


def offered() -> dict[str, Question]:
    """The questions that people ask, in the order of their groups."""
    return {name: question for name, question in library.questions().items() if question.group not in HIDDEN}


def questions(view: View) -> None:
    """Choice of a question, its pickers, its answer."""
    found, groups = offered(), library.groups()
    name = view.scope.own.get("question")
    st.session_state["ask_question"] = (
        name if name in found else "lead_ranking" if "lead_ranking" in found else next(iter(found))
    )
    st.selectbox(
        view.say("ask.question"),
        list(found),
        format_func=lambda key: f"{_words(view, groups[found[key].group])} · {_words(view, found[key].title)}",
        key="ask_question",
        on_change=lambda: write(address().elsewhere(question=st.session_state["ask_question"])),
    )
    question = found[st.session_state["ask_question"]]
    given = parameters(view, question)
    missing = [p for p in question.parameters if p.required and not given.get(p.name)]
    if missing:
        names = view.say.listed([_words(view, p.words) for p in missing])
        surface(pieces.note(view.say("ask.missing", names=names)), key="missing", lang=view.say.lang)
        return
    answer(view, question, given)


def parameters(view: View, question: Question) -> dict[str, Any]:
    """A widget for each parameter, its choices filled from the graph; plans and places come from the scope line."""
    given: dict[str, Any] = {}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for parameter in question.parameters:
            if parameter.name not in SCOPED:
                given[parameter.name] = widget(view, question, parameter)
    own = {"plan": view.chosen(), "campaign": view.scope.campaign, "collective": view.scope.collective}
    return given | {name: value for name, value in own.items() if question.parameter(name)}


def widget(view: View, question: Question, parameter: Parameter) -> Any:
    """The widget of one parameter; its value stands in the address under the parameter's name."""
    own = view.scope.own.get(f"p_{parameter.name}")
    key, label = f"p_{question.name}_{parameter.name}", _words(view, parameter.words)

    def changed() -> None:
        value = st.session_state[key]
        write(address().to().keeping(**{f"p_{parameter.name}": str(value) if value not in (None, "", False) else None}))

    if parameter.choices:
        options = choices(view, parameter)
        st.session_state[key] = own if own in options else parameter.default if parameter.default in options else None
        st.selectbox(
            label,
            list(options),
            format_func=lambda v: options.get(v, v),
            key=key,
            placeholder=view.say("scope.all"),
            on_change=changed,
            width=220,
        )
    elif parameter.type == "boolean":
        st.session_state[key] = own == "True" if own else bool(parameter.default)
        st.toggle(label, key=key, on_change=changed)
    elif parameter.type in ("integer", "number"):
        st.session_state[key] = number(own, parameter)
        st.number_input(label, key=key, min_value=0, placeholder=view.say("scope.all"), on_change=changed, width=150)
    else:
        st.session_state[key] = own or ""
        st.text_input(
            label, key=key, placeholder=DATE if parameter.type == "date" else None, on_change=changed, width=200
        )
    return st.session_state[key] if st.session_state[key] != "" else None


def number(own: str | None, parameter: Parameter) -> float | int | None:
    """A number from the address, or the parameter's default."""
    try:
        value = float(own) if own else parameter.default
    except ValueError:
        value = parameter.default
    return int(value) if value is not None and parameter.type == "integer" else value


def choices(view: View, parameter: Parameter) -> dict[str, str]:
    """What a parameter can be, named in the page's language."""
    if isinstance(parameter.choices, tuple):
        return {value: view.say.known(f"value.{value}", value) for value in parameter.choices}
    found = data.choices(view.revision, str(parameter.choices), plan=view.chosen())
    return {choice.value: view.say.pick(choice.label, choice.label_en) for choice in found}


@shell.piece
def answer(view: View, question: Question, given: Mapping[str, Any]) -> None:
    """The table, its downloads, the Cypher; a row's printed words beside."""
    table = data.ask(view.revision, question.name, **given)
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        words = h("p", said(view, table.rows, question.columns), class_="sentence")
        body = result(view, table.rows, question.columns)
        surface(
            h("div", words, body, class_="stack"),
            key="answer",
            lang=view.say.lang,
            picked=address().own.get("pick"),
            on_pick=pick,
        )
        download(view, question.name, table.rows, key="answer")
        how = h("details", h("summary", view.say("definition.title")), pieces.note(_words(view, question.explanation)))
        cypher = h(
            "div", how, h("details", h("summary", view.say("ask.cypher")), h("pre", question.cypher)), class_="stack"
        )
        surface(cypher, key="cypher", lang=view.say.lang)
    with right, st.container(key="side" if address().own.get("pick") else "side_empty"):
        panel(view, hint(view))


def said(view: View, rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> str:
    """The answer in a sentence: how many rows, and what the first one says."""
    count = view.say("ask.rows", n=len(rows))
    names = [c for c in columns if c.type == "string" and not machine(c.name)]
    numbers = [c for c in columns if c.type in ("integer", "number") and not machine(c.name)]
    if not rows or not names or not numbers:
        return count
    lead = next((c for c in names if c.name in ("agency", "planTitle", "title")), names[0])
    figures = [f"{_words(view, c.words)} {figure(c, rows[0])}" for c in numbers[:3] if rows[0][c.name] is not None]
    if not figures or not rows[0][lead.name]:
        return count
    return count + view.say("ask.first", name=pieces.printed(rows[0][lead.name]), figures=view.say.listed(figures))


def figure(column: Column, row: Row) -> str:
    """A number as people write it: shares in per cent."""
    value = row[column.name]
    return f"{value:.0%}" if column.name in PARTS and value is not None else pieces.printed(value)


def result(view: View, rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> Html:
    """An answer as a table; columns that only programs need are left to the download."""
    places = "plan" in {column.name for column in columns}
    shown = [c for c in columns if not machine(c.name) and not (places and c.name == "jurisdiction")]
    cols = [
        Col(
            c.name,
            _words(view, c.words),
            c.type in ("integer", "number"),
            show=shower(view, c),
            css=width(c.name, rows),
            help=c.name,
        )
        for c in shown
    ]
    more = [pieces.note(view.say("table.more", shown=pieces.SHOWN, n=len(rows)))] if len(rows) > pieces.SHOWN else []
    head = h("div", pieces.finder(view.say, "tbody tr"), class_="row between")
    return h("div", head, pieces.table(rows, cols, high="66vh", row_pick=behind), more, class_="stack")


def width(name: str, rows: list[dict[str, Any]]) -> str:
    """Long texts get room, short names are not broken over two lines."""
    longest = max((len(pieces.printed(row[name])) for row in rows[: pieces.SHOWN]), default=0)
    return "long" if longest > 30 else "fixed" if longest <= 12 else "middling"


def machine(name: str) -> bool:
    """Columns of ids, keys and offsets."""
    return (
        name in ("start", "end", "order", "tasks", "kind") or name.endswith(("Id", "Ids", "Key")) or name == "topicEn"
    )


def shower(view: View, column: Column) -> Any:
    """How a column's cells are shown: plans by their place, roles and functions in the page's language."""
    if column.name in PARTS:
        return lambda row: figure(column, row)
    if column.name == "plan":
        return lambda row: view.place(row["plan"]) if row["plan"] else ""
    if column.name == "plans":
        return lambda row: view.say.listed([view.place(plan) for plan in row["plans"] or []])
    if column.name == "role":
        return lambda row: pieces.role(view.say, row["role"]) if row["role"] in ("lead", "support") else row["role"]
    if column.name == "function":
        return lambda row: named.name if (named := view.function(row["function"])) else ""
    if column.name == "topic" and view.say.lang == "en":
        return lambda row: row.get("topicEn") or view.topics.get(row.get("topicKey") or "", row["topic"])
    if column.name in ("status", "level"):
        return lambda row: view.say.known(
            f"{column.name}.{row[column.name]}.name",
            view.say.known(f"{column.name}.{row[column.name]}", str(row[column.name])),
        )
    return None


def behind(row: Row) -> str:
    """The printed words behind a row, by the ids that it carries."""
    if row.get("taskId"):
        return picked(task=row["taskId"], agency=row.get("agencyId"), role=row.get("role"))
    if row.get("tasks"):
        return picked(task="|".join(row["tasks"]))
    return picked(
        agency=row.get("agencyId"),
        topic=row.get("topicKey"),
        function=row.get("functionKey"),
        plan=row.get("plan"),
        role=row.get("role"),
    )


def console(view: View) -> None:
    """A line for Cypher behind which stands a user that can only read."""
    say = view.say
    surface(
        pieces.note(say("console.note", rows=ROW_LIMIT, seconds=int(TIME_LIMIT))), key="console_note", lang=say.lang
    )
    with st.form("console", border=False):
        cypher = st.text_area(say("console.label"), SAMPLE, height=150, key="console_text")
        asked = st.form_submit_button(say("console.run"), type="primary")
    if asked and cypher.strip():
        st.session_state["console_asked"] = cypher
    if st.session_state.get("console_asked"):
        with shell.guard():
            with st.spinner(say("console.running")):
                found = data.store().query_readonly(st.session_state["console_asked"], {}, TIME_LIMIT, ROW_LIMIT)
            given(view, found)


def given(view: View, found: QueryResult) -> None:
    """What the console found."""
    cols = [
        Col(name, name, number=all(isinstance(r[name], int | float) or r[name] is None for r in found.rows))
        for name in found.columns
    ]
    words = view.say("console.rows", n=len(found.rows), seconds=f"{found.seconds:.2f}")
    cut = pieces.note(view.say("console.cut", n=ROW_LIMIT), warn=True) if found.truncated else None
    surface(
        h("div", h("p", words, class_="sentence"), cut, pieces.table(found.rows, cols, high="60vh"), class_="stack"),
        key="console_answer",
        lang=view.say.lang,
    )
    download(view, "cypher", found.rows, key="console")


def _words(view: View, words: library.Words) -> str:
    return view.say.pick(words.zh, words.en)


show(shell.view("campaign", "plans", "collective", heading="ask.title"))
