"""What the pages read: the library's questions and nothing else, kept as long as the graph stays the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from app_pages.kept import Kept, once, weight
from graph.explorer.finding import Index, index
from graph.explorer.web import Sieve, Web, sifted, web
from graph.export.provenance import cite, provenance
from graph.store import Store, open_store
from graph.words import Words
from graph.workload.roster import Roster
from queries import analyses, library, plain
from queries.library import Choice, Table

MOST, MOST_PAGES = 56 << 20, 24 << 20
"""Bytes of answers and of pages kept in memory; a page is a hundredth of the answers that it is made of."""
WHOLE, PICTURES = 4, 8
"""So many things are kept that hold the whole graph: roster, web and finder; and of what pictures are drawn from."""

T = TypeVar("T")

_answers = Kept(MOST, weight)
_pages = Kept(MOST_PAGES, weight)
_wholes = Kept(WHOLE, lambda _: 1)
_webs = Kept(PICTURES, lambda _: 1)


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one connection of this process; every session shares it."""
    return open_store()


def reconnect() -> None:
    """Forgets the connection, so that the next read starts or finds the server again."""
    store.clear()
    _answers.clear()
    _pages.clear()
    _wholes.clear()
    _webs.clear()


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Something that follows from the graph, made once for all sessions; nobody may change it."""
    return _answers.get(key, make)


def kept_page(key: Hashable, make: Callable[[], T]) -> T:
    """The same for what a page shows, which stays when the answers that it was made of go."""
    return _pages.get(key, make)


def kept_each(name: Hashable, keys: Iterable[str], make: Callable[[list[str]], Mapping[str, T]]) -> dict[str, T]:
    """The same for several keys: those that are not kept yet are made together."""
    return _answers.each(name, keys, make)


def kept_web(key: Hashable, make: Callable[[], T]) -> T:
    """A part of the graph that a picture is drawn from."""
    return _webs.get(key, make)


def everything_kept() -> list[tuple[Hashable, Any]]:
    """All that is kept now, by key."""
    return [*_answers.items(), *_pages.items(), *_wholes.items(), *_webs.items()]


def revision() -> str:
    """Changes when any plan does: results of an older graph are not shown.

    Where every commit is counted the plans are read again after one only; the server is asked for a sign of life.
    """
    state = store().commits()
    if state is None:
        return _revision()
    store().read("RETURN 1 AS alive")
    return kept(("revision", state), _revision)


def _revision() -> str:
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


def _ask(revised: str, name: str, params: str) -> Table:
    def made() -> Table:
        table = library.ask(store(), name, **json.loads(params))
        once(table.rows)
        return table

    return kept(("ask", revised, name, params), made)


def fetched(name: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of an answer that is not kept: what is made of them is, or a file that is taken along."""
    return once(library.ask(store(), name, **params).rows)


def choices(revised: str, kind: str, **scope: Any) -> list[Choice]:
    """What a parameter can be, by the graph."""
    asked = _text(scope)
    return kept(("choices", revised, kind, asked), lambda: library.choices(store(), kind, **json.loads(asked)))


@dataclass(frozen=True, slots=True)
class Field:
    """What one plan has of a topic: a field of the matrix."""

    topic: str
    plan: str
    status: str
    items: int
    tasks: tuple[str, ...]
    leads: tuple[str, ...]
    lead_ids: tuple[str, ...]

    @staticmethod
    def of(row: Mapping[str, Any]) -> Field:
        """A row of the question."""
        several = (tuple(row[name]) for name in ("tasks", "leadNames", "leadIds"))
        return Field(row["topicKey"], row["plan"], row["status"], row["items"], *several)


def matrix(revised: str, plans: tuple[str, ...] | None) -> list[Field]:
    """The topics of some plans, or of all, without the empty fields: of very many plans these are nine in ten."""

    def made() -> list[Field]:
        every = library.ask(store(), "topic_matrix", plan=plans).rows
        return [Field.of(row) for row in once([row for row in every if row["tasks"] or row["status"] != "dropped"])]

    return kept(("matrix", revised, plans), made)


def names(revised: str) -> list[plain.Name]:
    """What questions in plain words may name."""
    return kept(("names", revised), lambda: plain.names(store()))


def roster(revised: str) -> Roster:
    """Who leads and supports what in all plans."""
    return _wholes.get(("roster", revised), lambda: analyses.roster(store()))


def citation(revised: str, plans: tuple[str, ...]) -> Words:
    """The line to cite figures of some plans by."""
    return kept(("citation", revised, plans), lambda: cite(provenance(store(), plans)))


def places(revised: str) -> dict[str, tuple[str, str]]:
    """Code and name of the place of each plan."""
    return {row["plan"]: (row["jurisdictionCode"], row["jurisdiction"]) for row in rows(revised, "plans")}


def whole_web(revised: str) -> Web:
    """All points and ties of the graph page, collective units among them."""

    def made() -> Web:
        found = sifted(roster(revised), Sieve(), collective=True)
        return web(found, places(revised), fetched("task_links"))

    return _wholes.get(("web", revised), made)


def finder(revised: str) -> Index:
    """What the search box finds by name, by printed form, by pinyin."""

    def made() -> Index:
        printed: dict[str, list[str]] = {}
        for row in rows(revised, "agencies"):
            printed.setdefault(f"Agency:{row['agencyId']}", []).append(row["asWritten"])
        return index(whole_web(revised), printed)

    return _wholes.get(("finder", revised), made)


def warm() -> str:
    """Asks what the first pages ask, so that the first visitor need not wait for it; gives the graph's revision."""
    revised = revision()
    matrix(revised, None)
    for kind in ("topic", "function"):
        choices(revised, kind)
    finder(revised)
    for name in ("workload", "lead_ranking"):
        rows(revised, name, collective=False)
    for name in ("plans", "agencies", "anachronisms"):
        rows(revised, name)
    return revised
