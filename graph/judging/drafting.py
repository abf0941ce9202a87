"""From what a person names (an id, a name, a task) to a judgement with the printed words that it hangs on.

What is named must stand in the graph and be one thing; otherwise the error says what there is instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from graph.identity.agencies import resolve
from graph.judging.identities import End
from graph.judging.kinds import HEAD, NO_TOPIC, Judgement, bare
from graph.store import Store
from loaders import places, topics
from loaders.errors import UserError


class JudgementError(UserError):
    """Something that can't be judged: there is no such thing, or its words are not there."""


@dataclass(frozen=True)
class Mention:
    """A name as printed in the plans of a place, with the agency that the graph takes it for."""

    agency: str
    name: str
    code: str
    place: str
    plan: str
    printed: str
    times: int


def pair(store: Store, kind: str, one: str, other: str, why: str = "") -> Judgement:
    """That two agencies are the `same`, `different`, or that somebody is `unsure`.

    Each is an id, a name, a printed name, or `PLACE:NAME` where several places have one of that name; the place may be
    a code, a name or a plan's id.
    """
    ends = [agency_end(store, reference) for reference in (one, other)]
    about = tuple(f"agency:{end.id}" for end in ends)
    return Judgement(kind, about, tuple(f"{end.code}:{end.printed}" for end in ends), why=why)


def correct(store: Store, kind: str, task: str, words: str, *value: str, why: str = "") -> Judgement:
    """A corrected assignment: `role` (lead or support), `drop`, `split` (the names), `add`, or one decided: `assign`.

    `add` takes the role and, where `words` is more than the name, the name.
    """
    return Judgement(kind, (f"task:{task}",), (task_head(store, task), words), value, why)


def topic(store: Store, task: str, key: str, why: str = "", new: bool = False) -> Judgement:
    """The topic of a task by its key or name; `none` takes it off all topics, `new` makes one of that name."""
    key = new_key(store, task, key) if new else topic_key(store, key)
    return Judgement("topic", (f"task:{task}",), (task_head(store, task),), (key,), why)


def new_key(store: Store, task: str, name: str) -> str:
    """The key of a topic that somebody makes for a task: of its campaign, as those that follow from alignment."""
    query = "MATCH (t:Task {id: $id})<-[:HAS_TASK]-(p:Plan) RETURN p.campaign AS campaign"
    rows = store.read(query, id=task)
    return f"{rows[0]['campaign'] if rows and rows[0]['campaign'] else ''}/{bare(name)}"


def topic_name(store: Store, key: str, name_zh: str, name_en: str | None = None, why: str = "") -> Judgement:
    """A topic's name in Chinese and, where it is to change too, in English."""
    known = topic_key(store, key)
    if known == NO_TOPIC:
        raise JudgementError("“none” is no topic that could be named.")
    rows = store.read("MATCH (k:Topic {key: $key}) RETURN k.nameZh AS name", key=known)
    return Judgement(
        "topic-name", (f"topic:{known}",), tuple(row["name"] for row in rows), (name_zh, *filter(None, [name_en])), why
    )


def note(store: Store, about: str, text: str, why: str = "") -> Judgement:
    """A note on a plan (its id), a task (its id), or an agency (as in `pair`)."""
    if rows := store.read("MATCH (p:Plan {id: $id}) RETURN p.title AS title", id=about):
        return Judgement("note", (f"plan:{about}",), (rows[0]["title"],), (text,), why)
    if store.read("MATCH (t:Task {id: $id}) RETURN t.id AS id", id=about):
        return Judgement("note", (f"task:{about}",), (task_head(store, about),), (text,), why)
    end = agency_end(store, about)
    return Judgement("note", (f"agency:{end.id}",), (f"{end.code}:{end.printed}",), (text,), why)


def task_head(store: Store, task: str) -> str:
    """The beginning of a task, by which it is known again."""
    rows = store.read("MATCH (t:Task {id: $id}) RETURN t.title AS title, t.text AS text", id=task)
    if not rows:
        known = [row["id"] for row in store.read("MATCH (t:Task) RETURN t.id AS id")]
        raise JudgementError(f"No item {task} is loaded; {_nearest(task, known)}. `ask tasks` lists the items.")
    return bare(rows[0]["title"] or rows[0]["text"])[:HEAD]


def topic_key(store: Store, wanted: str) -> str:
    """The key of a topic that the tables or the graph have, given by key or by name."""
    if wanted == NO_TOPIC or wanted in topics.topics():
        return wanted
    named = {each.name_zh: each.key for each in topics.topics().values()}
    for row in store.read("MATCH (k:Topic) RETURN k.key AS key, k.nameZh AS name"):
        named |= {row["name"]: row["key"], row["key"]: row["key"]}
    if wanted not in named:
        raise JudgementError(f"There is no topic {wanted}; {_nearest(wanted, named)}. `none` stands for no topic.")
    return named[wanted]


def agency_end(store: Store, reference: str) -> End:
    """The printed name, and its place, by which a judgement holds an agency."""
    place, _, name = reference.rpartition(":")
    found = mentions(store, name, place)
    if not found and (end := _of_the_tables(place, name)):
        return end
    if not found:
        raise JudgementError(_unknown(store, reference, name))
    agencies = {each.agency for each in found}
    if len(agencies) > 1:
        several = "; ".join(sorted({f"{each.code}:{each.printed} ({each.name})" for each in found}))
        raise JudgementError(
            f"“{reference}” means several agencies: {several}. Name one of them by PLACE:NAME or its id."
        )
    best = _named_best(name, found)
    return End(best.code, best.printed, End(best.code, best.printed, best.agency).table().id)


def _of_the_tables(code: str, name: str) -> End | None:
    """An agency that no loaded plan prints, where the tables know the name in the place of that code."""
    try:
        found = resolve(name, places.place(code), False)
    except KeyError:
        return None
    return End(code, name, found.id) if found.resolved and not found.collective else None


def mentions(store: Store, name: str, place: str = "") -> list[Mention]:
    """The printed names of the agencies with this id, or else this name, or else that are printed so."""
    for where in ("a.id = $name", "a.name = $name OR a.fullName = $name", "r.asWritten = $name"):
        rows = [row for way in _WAYS for row in store.read(way.format(where=where), name=name)]
        found = [Mention(**row) for row in rows]
        if kept := [each for each in found if not place or place in (each.code, each.place, each.plan)]:
            return kept
    return []


_COLUMNS = (
    "RETURN a.id AS agency, a.name AS name, j.code AS code, j.name AS place, p.id AS plan, "
    "r.asWritten AS printed, count(r) AS times"
)
_WAYS = (
    "MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(:Task)<-[:HAS_TASK]-(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction) "
    f"WHERE {{where}} {_COLUMNS}",
    f"MATCH (a:Agency)-[r:ISSUED]->(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction) WHERE {{where}} {_COLUMNS}",
)


def _named_best(name: str, found: Sequence[Mention]) -> Mention:
    """The printed name that was asked for, else one that the tables take for the agency, else the commonest."""

    def rank(each: Mention) -> tuple[bool, bool, int, str]:
        table = End(each.code, each.printed, each.agency).table()
        return each.printed != name, table.id != each.agency, -each.times, each.printed

    return min(found, key=rank)


def _unknown(store: Store, reference: str, name: str) -> str:
    rows = store.read("MATCH (a:Agency) RETURN DISTINCT a.name AS name")
    known = [row["name"] for row in rows]
    return f"No loaded plan names an agency “{reference}”; {_nearest(name, known)}. `ask agencies` lists them all."


def _nearest(wanted: str, known: Iterable[Any]) -> str:
    names = [str(each) for each in known if each]
    close = get_close_matches(wanted, names, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(close)}?" if close else f"there are {len(names)}"
