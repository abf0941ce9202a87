"""The library of questions with its pickers, answers to take along, and the Cypher behind them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from app_pages import data, pieces, plainly, shell
from app_pages.answers import called, named, result, said
from app_pages.console import console
from app_pages.download import download
from app_pages.markup import Html, h
from app_pages.panel import panel
from app_pages.surface import surface
from app_pages.view import View, address, pick, write
from queries import library
from queries.library import Parameter, Question, Table

HIDDEN = ("app",)
"""Groups that serve the pages and are no questions of people."""

SCOPED = ("plan", "campaign", "collective", "jurisdiction")
"""Parameters that the scope line sets; a place is chosen there by its plan."""

MANY = 24
"""Of more plans a table shows the first rows, where a question can be asked for these alone."""

DATE = "2019-12-31"
"""How a date is written, shown where one is asked for."""


MODES = ("library", "console")


def mode() -> str:
    """The way of asking that the address names."""
    named = address().own.get("mode")
    return named if named in MODES else MODES[0]


def show(view: View) -> None:
    """The page."""
    st.session_state["ask_mode"] = mode()
    st.segmented_control(
        view.say("ask.mode"),
        MODES,
        format_func=lambda mode: view.say(f"ask.{mode}"),
        key="ask_mode",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: write(address().elsewhere(mode=st.session_state["ask_mode"])),
    )
    if st.session_state["ask_mode"] == "console":
        console(view)
    else:
        understood = plainly.line(view)
        questions(view, understood)


def offered() -> dict[str, Question]:
    """The questions that people ask, in the order of their groups."""
    return {name: question for name, question in library.questions().items() if question.group not in HIDDEN}


def questions(view: View, understood: bool = True) -> None:
    """Choice of a question, its pickers, its answer; where words were not `understood`, none until one is chosen."""
    found, groups = offered(), library.groups()
    name = view.scope.own.get("question")
    shell.tell_gone(view, name, found)
    st.session_state["ask_question"] = name if name in found else "lead_ranking" if understood else None
    st.selectbox(
        view.say("ask.question"),
        list(found),
        format_func=lambda key: f"{named(view, groups[found[key].group])} · {named(view, found[key].title)}",
        key="ask_question",
        on_change=lambda: write(address().elsewhere(question=st.session_state["ask_question"])),
        placeholder=view.say("judging.pick"),
    )
    if (chosen := st.session_state["ask_question"]) is None:
        return
    question = found[chosen]
    given = parameters(view, question)
    missing = [p for p in question.parameters if p.required and not given.get(p.name)]
    if missing:
        names = view.say.listed([named(view, p.words) for p in missing])
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
    own = {"plan": view.named(), "campaign": view.scope.campaign, "collective": view.scope.collective}
    return given | {name: value for name, value in own.items() if question.parameter(name)}


def widget(view: View, question: Question, parameter: Parameter) -> Any:
    """The widget of one parameter; its value stands in the address under the parameter's name."""
    own = view.scope.own.get(f"p_{parameter.name}")
    key, label = f"p_{question.name}_{parameter.name}", named(view, parameter.words)

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
        whole = parameter.type == "integer"
        st.number_input(
            label,
            key=key,
            min_value=0 if whole else 0.0,
            step=1 if whole else 0.05,
            format="%d" if whole else "%g",
            placeholder=view.say("scope.all"),
            on_change=changed,
            width=150,
        )
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
    kind = int if parameter.type == "integer" else float
    return None if value is None else kind(value)


def choices(view: View, parameter: Parameter) -> dict[str, str]:
    """What a parameter can be, named in the page's language."""
    if isinstance(parameter.choices, tuple):
        return {str(value): called(view.say, parameter.name, str(value)) for value in parameter.choices}
    found = data.choices(view.revision, str(parameter.choices), plan=view.named())
    return {choice.value: view.say.pick(choice.label, choice.label_en) for choice in found}


def shown(view: View, table: Table, first: bool) -> Html:
    """An answer, or its first rows, as a sentence and a table."""
    columns = table.question.columns
    words = h("p", said(view, table.rows, columns, first), class_="sentence")
    more = pieces.note(view.say("ask.first_help", n=len(table.rows))) if first else None
    return h("div", words, more, result(view, table.rows, columns), class_="stack")


def in_part(view: View, question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked at first: of many plans as many rows as a table shows, where the others need not be looked for."""
    many = len(view.chosen()) > MANY and question.blocks and question.parameter("limit") and not given.get("limit")
    return {**given, "limit": pieces.SHOWN} if many else {**given}


@shell.piece
def answer(view: View, question: Question, given: Mapping[str, Any]) -> None:
    """The table, its downloads, the Cypher; a row's printed words beside."""
    asked = in_part(view, question, given)
    table = data.ask(view.revision, question.name, **asked)
    first = asked != given and len(table.rows) == asked["limit"]
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        surface(
            view.page("answer", lambda: shown(view, table, first), question.name, repr(sorted(asked.items()))),
            key="answer",
            lang=view.say.lang,
            picked=address().own.get("pick"),
            on_pick=pick,
        )
        if table.rows:
            rows = (
                partial(data.fetched, question.name, **given) if first else partial(view.rows, question.name, **asked)
            )
            download(view, question.name, rows, key="answer")
        how = h("details", h("summary", view.say("definition.title")), pieces.note(named(view, question.explanation)))
        cypher = h(
            "div", how, h("details", h("summary", view.say("ask.cypher")), h("pre", table.method)), class_="stack"
        )
        surface(cypher, key="cypher", lang=view.say.lang)
    with right, st.container(key="side" if address().own.get("pick") else "side_empty"):
        panel(view)


SCOPE = ("campaign", "plans", "collective") if mode() == MODES[0] else ()
"""A query that somebody types has no scope but what it says."""
show(shell.view(*SCOPE, heading="ask.title"))
