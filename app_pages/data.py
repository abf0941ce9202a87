"""What the pages read: the library's questions and nothing else, kept as long as the graph stays the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import streamlit as st

from graph.explorer.finding import Index, index
from graph.explorer.web import Sieve, Web, sifted, web
from graph.export.provenance import cite, provenance
from graph.store import Store, open_store
from graph.words import Words
from graph.workload.roster import Roster
from loaders.errors import UserError
from queries import analyses, library, plain
from queries.library import Choice, Table

KEPT = 256
"""Results kept in memory; five plans need about forty."""


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one connection of this process; every session shares it."""
    return open_store()


def reconnect() -> None:
    """Forgets the connection, so that the next read starts or finds the server again."""
    store.clear()
    _ask.clear()
    _choices.clear()
    names.clear()
    roster.clear()
    whole_web.clear()
    finder.clear()


def revision() -> str:
    """Changes when any plan does: results of an older graph are not shown."""
    plans = store().read("MATCH (p:Plan) RETURN p.id AS id, p.contentHash AS hash ORDER BY id")
    return hashlib.sha256(json.dumps(plans, sort_keys=True).encode()).hexdigest()[:16]


def ask(revised: str, name: str, **params: Any) -> Table:
    """The answer to a question of the library; a parameter that is None is as good as left out."""
    return _ask(revised, name, _text({key: value for key, value in params.items() if value is not None}))


def _text(params: dict[str, Any]) -> str:
    return json.dumps(params, sort_keys=True, ensure_ascii=False)


def rows(revised: str, name: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return ask(revised, name, **params).rows


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _ask(revised: str, name: str, params: str) -> Table:
    return library.ask(store(), name, **json.loads(params))


def choices(revised: str, kind: str, **scope: Any) -> list[Choice]:
    """What a parameter can be, by the graph."""
    return _choices(revised, kind, _text(scope))


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _choices(revised: str, kind: str, scope: str) -> list[Choice]:
    return library.choices(store(), kind, **json.loads(scope))


@st.cache_data(show_spinner=False, max_entries=4)
def names(revised: str) -> list[plain.Name]:
    """What questions in plain words may name."""
    return plain.names(store())


@st.cache_resource(show_spinner=False, max_entries=2)
def roster(revised: str) -> Roster:
    """Who leads and supports what in all plans; every session shares it, and nobody changes it."""
    return analyses.roster(store())


@st.cache_data(show_spinner=False, max_entries=16)
def citation(revised: str, plans: tuple[str, ...]) -> Words:
    """The line to cite figures of some plans by."""
    return cite(provenance(store(), plans))


def places(revised: str) -> dict[str, tuple[str, str]]:
    """Code and name of the place of each plan."""
    return {row["plan"]: (row["jurisdictionCode"], row["jurisdiction"]) for row in rows(revised, "plans")}


@st.cache_resource(show_spinner=False, max_entries=2)
def whole_web(revised: str) -> Web:
    """All points and ties of the graph page, collective units among them."""
    return web(sifted(roster(revised), Sieve(), collective=True), places(revised), rows(revised, "task_links"))


@st.cache_resource(show_spinner=False, max_entries=2)
def finder(revised: str) -> Index:
    """What the search box finds by name, by printed form, by pinyin."""
    printed: dict[str, list[str]] = {}
    for row in rows(revised, "agencies"):
        printed.setdefault(f"Agency:{row['agencyId']}", []).append(row["asWritten"])
    return index(whole_web(revised), printed)


def warm() -> None:
    """Asks what the first pages ask, so that the first visitor need not wait for it."""
    try:
        revised = revision()
        plans = [row["plan"] for row in rows(revised, "plans")]
        for kind in ("topic", "function"):
            choices(revised, kind)
        finder(revised)
        for name in ("workload", "lead_ranking"):
            rows(revised, name, plan=plans, collective=False)
        for name in ("agencies", "topic_matrix", "anachronisms"):
            rows(revised, name, plan=plans)
        for plan in plans:
            rows(revised, "plan_text", plan=[plan])
    except UserError:  # the page that is opened next meets the same trouble, and tells of it
        return
