"""The line on which people ask in their own words, and how it was taken."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.answers import named
from app_pages.markup import Html, h
from app_pages.scope import Scope
from app_pages.surface import surface
from app_pages.view import View, address, write
from queries import plain
from queries.plain import Reading


def line(view: View) -> bool:
    """The line, and under it how its words were taken, with the other ways to take them; tells whether they were."""
    st.session_state["plain_words"] = view.scope.own.get("say", "")
    st.text_input(
        view.say("plain.label"),
        key="plain_words",
        placeholder=view.say("plain.placeholder"),
        max_chars=80,
        on_change=lambda: asked(view),
    )
    words = view.scope.own.get("say")
    if not words:
        return True
    found = plain.read(words, data.names(view.revision))
    shell.follow(surface(h("div", *taken(view, words, found), class_="stack"), key="taken", lang=view.say.lang))
    return bool(found)


def asked(view: View) -> None:
    """Goes to the question that the words are taken for; where there is none the page says so."""
    words = st.session_state["plain_words"].strip()
    found = plain.read(words, data.names(view.revision)) if words else []
    write(target(view, words, found[0]) if found else address().elsewhere(say=words or None))


def target(view: View, words: str, reading: Reading) -> Scope:
    """The scope on which a reading is answered: places choose plans, the rest are the question's parameters."""
    params = dict(reading.params)
    places = params.pop("jurisdiction", None)
    here = [plan for plan, row in view.plans.items() if places and row["jurisdictionCode"] in places]
    given = {f"p_{name}": values[0] for name, values in params.items()}
    scope = view.asked.elsewhere(say=words, question=reading.question.name, **given)
    return scope.to(plans=tuple(here)) if here else scope


def taken(view: View, words: str, found: Sequence[Reading]) -> list[Html]:
    """How the words were taken."""
    say = view.say
    if not found:
        return [pieces.note(say("plain.nothing", words=words), warn=True)]
    chosen = view.scope.own.get("question")
    here = next((reading for reading in found if reading.question.name == chosen), found[0])
    text = say("plain.taken", words=words, question=named(view, here.question.title))
    if here.named:
        text += say("plain.named", names=say.listed([name.shown for name in here.named]))
    text += say("plain.rest", rest=here.rest) if here.rest else say("plain.stop")
    links = [
        pieces.link(named(view, reading.question.title), target(view, words, reading).address("ask"))
        for reading in found
        if reading is not here
    ]
    others = [h("div", h("span", say("plain.others"), class_="faint"), links, class_="row small")] if links else []
    return [pieces.note(text), *others]
