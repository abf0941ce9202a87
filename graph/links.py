"""What ties plans to each other: counterparts of tasks, measures alike, topics that follow from them.

All of it is a function of the plans that are loaded (and of what people judged), the same whatever the order of
loading; nothing of it belongs to a plan or counts in its content hash. It is written in one transaction: readers see
the graph with the old links or the new. Only where they are more than a transaction holds are they written in parts.
A node of its own tells which plans the links stand for, so that a load that was cut off before its links were written
shows, and the next load or `cli.py link` mends it; while links are written in parts it is not there.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from graph.loading.writing import batches
from graph.matching.derived import DERIVED, Topics
from graph.matching.wording import keys, own_names
from graph.schema import constraints
from graph.store import Store, Transaction
from loaders.places import Place

if TYPE_CHECKING:
    from graph.matching.alignment import PlanTask

LIMIT = 300
"""Plans up to which each load and each removal makes the links anew; with more, `cli.py link` does."""
PAIRS = 1_200_000
"""Pairs of measures alike that are kept at most, about: with more measures, each has fewer neighbours."""
ONE_GO, PART = 100_000, 25_000
"""Up to so many links in one transaction; of more so many in each."""
_METHOD = 3
"""Raised when the links come out otherwise for the same plans: they are then made anew."""
_MARK = "links"

Edges = dict[tuple[str, str], dict[str, Any]]
Given = Mapping[str, str]
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Linked:
    """How many links there are, and for how many plans."""

    plans: int
    counterparts: int = 0
    similar: int = 0
    topics: int = 0
    neighbours: int = 0
    """To so many others at most each measure leads by itself."""


@dataclass
class _Links:
    """What is to stand in the graph, and the mark that it stands for."""

    plans: int
    mark: str
    neighbours: int = 0
    counterparts: Edges = field(default_factory=dict)
    similar: Edges = field(default_factory=dict)
    on_topic: Edges = field(default_factory=dict)
    topics: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many edges are to stand."""
        return len(self.counterparts) + len(self.similar) + len(self.on_topic)


def link(store: Store, topics: Given | None = None, names: Names | None = None) -> Linked:
    """Makes all links of the loaded plans anew, and writes what differs from those that stand.

    `topics` says of a task which topic a person gave it, `names` of a derived topic which names (Chinese, English).
    """
    with store.exclusive():
        store.run_ddl(constraints())
        links = _links(store, topics or {}, names or {})
        _put(store, links)
    return Linked(links.plans, len(links.counterparts), len(links.similar), len(links.topics), links.neighbours)


def linked(store: Store, topics: Given | None = None, names: Names | None = None) -> bool:
    """Whether the links stand for the plans as they are loaded now."""
    rows = store.read(f"MATCH (n:Links {{id: '{_MARK}'}}) RETURN n.mark AS mark")
    plans = _plans(store)
    return (rows[0]["mark"] if rows else None) == (_mark(plans, topics or {}, names or {}) if len(plans) > 1 else None)


def keep_linked(store: Store, topics: Given | None = None, names: Names | None = None) -> bool:
    """Makes the links anew where they are out of date and the plans are few; tells whether they are up to date."""
    if linked(store, topics, names):
        return True
    if len(_plans(store)) > LIMIT:
        return False
    link(store, topics, names)
    return True


def _plans(store: Store) -> list[dict[str, Any]]:
    return store.read(
        "MATCH (p:Plan) RETURN p.id AS id, coalesce(p.recordHash, p.contentHash) AS hash, p.campaign AS campaign, "
        "toString(p.issuedOn) AS date ORDER BY id"
    )


def _mark(plans: Sequence[Mapping[str, Any]], topics: Given, names: Names) -> str:
    whole = [_METHOD, [[plan["id"], plan["hash"]] for plan in plans], sorted(topics.items()), sorted(names.items())]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _links(store: Store, topics: Given, names: Names) -> _Links:
    plans = _plans(store)
    links = _Links(len(plans), _mark(plans, topics, names))
    if len(plans) > 1:
        sentences = _sentences(store)
        _align(store, plans, links, topics, names)
        _overlap(store, sentences, links)
        _compare(plans, sentences, links)
    return links


def _sentences(store: Store) -> list[dict[str, Any]]:
    """All measures by task, in lists: as a row each they take this program three times as long."""
    return store.read(
        "MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:HAS_MEASURE]->(m:Measure) WITH p.id AS plan, t.id AS task, m "
        "RETURN plan, task, collect(m.id) AS ids, collect(m.order) AS orders, collect(m.text) AS texts"
    )


def _align(store: Store, plans: Sequence[Mapping[str, Any]], links: _Links, topics: Given, names: Names) -> None:
    """Counterparts and derived topics of each campaign that several plans belong to."""
    from graph.matching.alignment import (
        align,  # brings scipy along: half a second that a look at the links need not pay
    )
    from graph.matching.derived import derive

    campaigns: dict[str, set[str]] = defaultdict(set)
    for plan in plans:
        if plan["campaign"]:
            campaigns[plan["campaign"]].add(plan["id"])
    shared = {campaign: ids for campaign, ids in campaigns.items() if len(ids) > 1}
    tasks, given = _tasks(store, [plan for ids in shared.values() for plan in ids])
    for campaign, ids in sorted(shared.items()):
        own = [task for task in tasks if task.plan in ids]
        found = align(own)
        links.counterparts |= {(pair.a, pair.b): {"similarity": pair.similarity} for pair in found.pairs}
        _add_topics(links, derive(campaign, own, found.groups, given, topics, names))


def _tasks(store: Store, plans: Sequence[str]) -> tuple[list[PlanTask], dict[str, str]]:
    """The tasks of these plans, and the topic of each that a table gave one."""
    from graph.matching.alignment import PlanTask, own_words

    rows = store.read(
        "MATCH (p:Plan)-[:HAS_TASK]->(t:Task) WHERE p.id IN $plans "
        "OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section) OPTIONAL MATCH (t)-[r:ON_TOPIC]->(k:Topic) "
        "RETURN p.id AS plan, t.id AS id, t.order AS order, t.title AS title, t.text AS text, "
        "t.assignText AS assigned, s.heading AS heading, CASE WHEN r.origin IS NULL THEN k.key ELSE null END AS topic",
        plans=list(plans),
    )
    tasks = [
        PlanTask(
            row["id"],
            row["plan"],
            row["order"],
            row["title"],
            own_words(row["text"] or "", row["title"], row["assigned"]),
            row["heading"],
        )
        for row in rows
    ]
    return tasks, {row["id"]: row["topic"] for row in rows if row["topic"]}


def _add_topics(links: _Links, found: Topics) -> None:
    links.on_topic |= {(task, key): {"origin": origin} for task, (key, origin) in found.of_tasks.items()}
    for topic in found.topics:
        row = {"key": topic.key, "nameZh": topic.name_zh, "nameEn": topic.name_en, "campaign": topic.campaign}
        links.topics[topic.key] = row | {"kind": DERIVED, "ordinal": topic.ordinal}


def _overlap(store: Store, sentences: Iterable[Mapping[str, Any]], links: _Links) -> None:
    """How much of their sentences counterparts have in common."""
    from graph.matching.overlap import overlaps

    rows = store.read(
        "MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction) "
        "RETURN p.id AS plan, j.code AS code, j.name AS name, j.level AS level"
    )
    places = {row["plan"]: own_names(Place(row["code"], row["name"], row["level"], None)) for row in rows}
    concerned = {*chain.from_iterable(links.counterparts)}
    words = {
        row["task"]: keys(
            "".join(text for _, text in sorted(zip(row["orders"], row["texts"], strict=True))), places[row["plan"]]
        )
        for row in sentences
        if row["task"] in concerned
    }
    ones, others = ([words.get(pair[side], "") for pair in links.counterparts] for side in (0, 1))
    for properties, share in zip(links.counterparts.values(), overlaps(ones, others), strict=True):
        properties["lcsSimilarity"] = share


def _compare(plans: Sequence[Mapping[str, Any]], sentences: Iterable[Mapping[str, Any]], links: _Links) -> None:
    """Measures alike, of whatever campaign."""
    from graph.matching.similar import PlanMeasure, similar

    dates = {plan["id"]: plan["date"] or "" for plan in plans}
    measures = [
        PlanMeasure(measure, row["plan"], (dates[row["plan"]],), text)
        for row in sentences
        for measure, text in zip(row["ids"], row["texts"], strict=True)
    ]
    links.neighbours = neighbours_of(len(measures))
    found = similar(measures, links.neighbours)
    links.similar |= {(pair.a, pair.b): {"similarity": pair.similarity} for pair in found}


def neighbours_of(measures: int) -> int:
    """How many neighbours each measure gets: fewer where there are so many that the pairs would be millions."""
    from graph.matching.similar import NEIGHBOURS

    return max(2, min(NEIGHBOURS, PAIRS // max(measures, 1)))


Read = Callable[..., Iterable[Any]]
"""Answers Cypher, in a transaction or out of one."""
Step = tuple[str, Sequence[Mapping[str, Any]]]
"""A statement and the rows that it is to be done with."""
_UNMARK = f"MATCH (n:Links {{id: '{_MARK}'}}) DETACH DELETE n"


def _put(store: Store, links: _Links) -> None:
    """Writes what differs: most of the links stand, and a look is quicker than a write."""
    if links.count <= ONE_GO:
        store.write(lambda tx: _do_all(tx, _steps(tx.run, links), links))
        return
    store.write(lambda tx: tx.run(_UNMARK).consume())
    for statement, rows in _steps(store.read, links):
        for first in range(0, len(rows), PART):
            part = rows[first : first + PART]
            store.write(lambda tx, statement=statement, part=part: _each(tx, statement, part))  # type: ignore[misc]
    store.write(lambda tx: _do_all(tx, [], links))


def _do_all(tx: Transaction, steps: Iterable[Step], links: _Links) -> None:
    for statement, rows in steps:
        _each(tx, statement, rows)
    tx.run("MATCH (k:Topic) WHERE NOT EXISTS { (k)<-[:ON_TOPIC]-(:Task) } DETACH DELETE k").consume()
    tx.run(_UNMARK).consume()
    if links.plans > 1:
        row = {"id": _MARK, "mark": links.mark, "plans": links.plans, "neighbours": links.neighbours}
        tx.run("CREATE (n:Links) SET n = $row", row=row).consume()


def _steps(read: Read, links: _Links) -> Iterator[Step]:
    yield from _topics(read, links.topics)
    yield from _edges(read, ("Task", "id"), "COUNTERPART_OF", ("Task", "id"), links.counterparts)
    yield from _edges(read, ("Measure", "id"), "SIMILAR_TO", ("Measure", "id"), links.similar)
    yield from _edges(read, ("Task", "id"), "ON_TOPIC", ("Topic", "key"), links.on_topic, "r.origin IS NOT NULL")


def _topics(read: Read, wanted: Mapping[str, Mapping[str, Any]]) -> Iterator[Step]:
    found = read(f"MATCH (k:Topic) WHERE k.kind = '{DERIVED}' RETURN properties(k) AS row")
    known = {record["row"]["key"]: dict(record["row"]) for record in found}
    yield "MATCH (k:Topic {key: row.key}) DETACH DELETE k", [{"key": key} for key in known.keys() - wanted.keys()]
    yield "MERGE (k:Topic {key: row.key}) SET k += row", [row for key, row in wanted.items() if known.get(key) != row]


def _edges(
    read: Read, start: tuple[str, str], kind: str, end: tuple[str, str], wanted: Edges, own: str = "true"
) -> Iterator[Step]:
    """Makes the relationships of one type that links own the wanted ones."""
    pattern = f"(a:{start[0]})-[r:{kind}]->(b:{end[0]})"
    query = f"MATCH {pattern} WHERE {own} RETURN a.{start[1]} AS a, b.{end[1]} AS b, properties(r) AS props"
    known = {(record["a"], record["b"]): dict(record["props"]) for record in read(query)}
    ends = f"MATCH (a:{start[0]} {{{start[1]}: row.a}}) MATCH (b:{end[0]} {{{end[1]}: row.b}})"
    stale = [{"a": a, "b": b} for (a, b), props in known.items() if wanted.get((a, b)) != props]
    yield f"{ends} MATCH (a)-[r:{kind}]->(b) WITH collect(r) AS found UNWIND found AS r DELETE r", stale
    names = sorted({name for props in wanted.values() for name in props})
    values = ", ".join(f"{name}: row.{name}" for name in names)
    new = [{"a": a, "b": b, **props} for (a, b), props in wanted.items() if known.get((a, b)) != props]
    yield f"{ends} CREATE (a)-[r:{kind} {{{values}}}]->(b)", new


def _each(tx: Transaction, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    for batch in batches(rows):
        tx.run(f"UNWIND $rows AS row {statement}", rows=batch).consume()
