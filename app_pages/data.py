"""What the pages read: the library's questions and nothing else, kept as long as the graph stays the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import streamlit as st

from graph.store import Store, open_store
from queries import library
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


def revision() -> str:
    """Changes when any plan does: results of an older graph are not shown."""
    plans = store().read("MATCH (p:Plan) RETURN p.id AS id, p.contentHash AS hash ORDER BY id")
    return hashlib.sha256(json.dumps(plans, sort_keys=True).encode()).hexdigest()[:16]


def ask(revised: str, name: str, **params: Any) -> Table:
    """The answer to a question of the library."""
    return _ask(revised, name, json.dumps(params, sort_keys=True, ensure_ascii=False))


def rows(revised: str, name: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return ask(revised, name, **params).rows


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _ask(revised: str, name: str, params: str) -> Table:
    return library.ask(store(), name, **json.loads(params))


def choices(revised: str, kind: str, **scope: Any) -> list[Choice]:
    """What a parameter can be, by the graph."""
    return _choices(revised, kind, json.dumps(scope, sort_keys=True, ensure_ascii=False))


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _choices(revised: str, kind: str, scope: str) -> list[Choice]:
    return library.choices(store(), kind, **json.loads(scope))
