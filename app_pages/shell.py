"""The frame that every page stands in: navigation, language, scope line, and what is shown when nothing can be."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.errors import StreamlitAPIException

from app_pages import data, saved, scopeline
from app_pages.markup import h, label
from app_pages.pieces import link, note
from app_pages.remarks import remark
from app_pages.scope import Scope
from app_pages.serving import PAGES
from app_pages.surface import surface
from app_pages.view import View, address, write
from app_pages.words import Say
from graph.errors import QueryError, StoreError
from loaders.errors import UserError
from queries.library import QuestionError

P = ParamSpec("P")

ROOT = Path(__file__).parent
TROUBLES: Mapping[str, type[UserError]] = {"query": QueryError, "question": QuestionError, "store": StoreError}
"""Failures by what helps: another query, another address, the server again."""


def pages() -> dict[str, st.Page]:
    """The app's pages by name; titles are in the language of the address."""
    say = Say(address().lang)
    return {
        name: st.Page(str(ROOT / f"{name}.py"), title=say(f"nav.{name}"), url_path=name, default=name == PAGES[0])
        for name in PAGES
    }


def sidebar(found: Mapping[str, st.Page], here: str) -> None:
    """The navigation: every link carries the scope, so that a page opens on what was looked at."""
    scope = address()
    say = Say(scope.lang)
    with st.sidebar:
        surface(
            h("div", h("div", say("app.name"), class_="title"), h("div", say("app.claim"), class_="faint small")),
            key="brand",
            lang=scope.lang,
        )
        for name, page in found.items():
            with st.container(key="here" if name == here else f"nav_{name}"):
                st.page_link(page, label=say(f"nav.{name}"), query_params=scope.elsewhere().params(), width="stretch")
        scopeline.language(scope)
        saved.views(here)


def view(*parts: str, heading: str, bare: bool = False) -> View:
    """Draws the heading and the scope line of a page and gives what it shows.

    Stops where the graph is empty, unless the page is `bare`.
    """
    scope = address()
    say = Say(scope.lang)
    revised = revision(say)
    plans = {row["plan"]: row for row in data.rows(revised, "plans")}
    if not plans and not bare:
        empty(say)
        st.stop()
    held, gone = scope.within(known(revised, plans))
    found = View(held.only(parts), say, revised, plans, scope)
    lost = scope.own.get("lost")
    scopeline.draw(found, parts, heading, (*gone, f"/{lost}") if lost else gone)
    return found


def tell_gone(view: View, named: str | None, known: Container[str]) -> None:
    """Says so where the address names what is not there, before the page shows something else."""
    if named and named not in known:
        words = note(view.say("counted.gone", names=named), warn=True)
        surface(words, key="gone", lang=view.say.lang)


_met: list[bool] = []
"""Holds something when this process has met its graph."""


def revision(say: Say) -> str:
    """The state of the graph; while its server starts, that is said."""
    if _met:
        return data.revision()
    with st.spinner(say("empty.starting")):
        found = data.revision()
    _met.append(True)
    return found


def known(revised: str, plans: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    """What an address may name."""
    return {
        "plans": set(plans),
        "campaign": {str(row["campaign"]) for row in plans.values()},
        "section": {choice.value for choice in data.choices(revised, "section")},
        "topic": {choice.value for choice in data.choices(revised, "topic")},
    }


def empty(say: Say) -> None:
    """A graph with nothing in it: what to do, and a button that does it."""
    from graph import load  # only a first start needs it

    body = h(
        "div",
        h("div", say("empty.title"), class_="title"),
        h("p", say("empty.text")),
        h("pre", "python cli.py load data/plans"),
        class_="stack",
    )
    surface(body, key="empty", lang=say.lang)
    own = link(say("empty.own"), Scope(lang=say.lang).href("review"))
    with st.container(horizontal=True, vertical_alignment="center"):
        five = st.button(say("empty.button"), type="primary")
        follow(surface(own, key="empty_own", lang=say.lang))
    if five:
        with st.spinner(say("empty.loading")):
            results = load.load_paths(data.store(), [ROOT.parent / "data" / "plans"], lambda *_: None)
        for result in results:
            if result.error:
                st.error(label(str(result.error)))
        st.rerun()


Ways = Mapping[str, tuple[Callable[[View], None], tuple[str, ...]]]
"""The ways of looking that one page offers: what draws each, with which controls of the scope line."""


def choose_way(page: str, offered: Ways, *, bare: bool = False) -> None:
    """Draws the page in the way that the address names, or in the first; the others are links under the heading.

    A `bare` page has something to show where the graph is empty, too.
    """
    named = address().own.get("way", "")
    here = named if named in offered else next(iter(offered))
    draw, parts = offered[here]
    found = view(*parts, heading=f"heading.{here}", bare=bare)
    say = found.say
    links = [
        h("b", say(f"way.{name}"), aria_current="page")
        if name == here
        else link(say(f"way.{name}"), found.asked.href(page, way=name))
        for name in offered
    ]
    follow(surface(h("nav", links, class_="ways"), key="ways", lang=say.lang))
    draw(found)


@contextmanager
def guard() -> Iterator[None]:
    """Shows what went wrong as a sentence with a way back, wherever the store or a question fails."""
    try:
        yield
    except UserError as error:
        trouble(error)


def trouble(error: UserError) -> None:
    """A failure: a stopped server gets a button that starts it again, a wrong address one that clears it."""
    keep_typed()
    scope = address()
    say = Say(scope.lang)
    kind = next((name for name, kinds in TROUBLES.items() if isinstance(error, kinds)), "other")
    body = h(
        "div",
        h("div", say(f"trouble.{kind}.title"), class_="title"),
        h("p", say(f"trouble.{kind}.text")),
        h("p", remark(say, str(error)), class_="note warn"),
        class_="stack",
    )
    surface(body, key="trouble", lang=scope.lang)
    if kind != "query" and st.button(say(f"trouble.{kind}.button"), type="primary", key="trouble_button"):
        data.reconnect()
        if kind == "question":
            write(Scope(lang=scope.lang))
        st.rerun()


def keep_typed() -> None:
    """Keeps what was typed and chosen in fields that this run does not draw, for the page that comes back."""
    for key, value in st.session_state.items():
        texts = value if isinstance(value, list) else [value]
        if not str(key).startswith("$$") and texts and all(isinstance(each, str) for each in texts):
            try:
                st.session_state[key] = value
            except StreamlitAPIException:  # drawn in this run already, and so kept anyway
                continue


def piece(function: Callable[Concatenate[View, P], None]) -> Callable[Concatenate[View, P], None]:
    """A part of a page that is redrawn alone when something in it is clicked, guarded like the page.

    A click that changes the scope itself redraws the page.
    """

    @st.fragment
    @wraps(function)
    def guarded(view: View, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if view.stale():
            st.rerun()
        with guard():
            function(view, *args, **kwargs)

    return guarded


def follow(link: str | None) -> None:
    """Goes where a clicked link leads, without loading the app anew."""
    if not link:
        return
    name, _, query = link.partition("?")
    if name in PAGES:  # what is no page of the app is never gone to
        st.switch_page(str(ROOT / f"{name}.py"), query_params=dict(parse_qsl(query)))
