"""What a person should look at, and what to offer for it: nothing here decides anything.

Names that the tables leave open come with their nearest candidates (`graph.identity.candidates`: of the tables, and of
the graph in the same place or one around it), each with a score, the reason, and the items that name both: two names in
one printed assignment are hardly one office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.identity.agencies import plainly, resolve
from graph.identity.candidates import candidates
from graph.judging.identities import ends_of
from graph.judging.ledger import Ledger
from graph.judging.reasons import Reason, reason
from graph.judging.standing import APPLIED, REVOKED, Standing, outdated, standings
from graph.store import Store
from loaders import places
from loaders.places import Place

DOUBTFUL = 0.35
"""A task less alike than this to any other of its derived topic is worth a look; from 0.18 tasks are joined."""
LIMIT = 200


@dataclass(frozen=True)
class Offer:
    """An agency that a name may mean; `reference` is what `pair` takes for it, None where it can't be named alone."""

    agency: str
    name: str
    reference: str | None
    score: float
    """From 0 to 100."""
    why: Reason
    together: tuple[str, ...] = ()
    """Tasks that name both, which speaks against their being one."""
    unsure: str | None = None
    """The judgement by which somebody was unsure of the two."""


@dataclass(frozen=True)
class ReviewItem:
    """One thing to look at."""

    kind: str
    """`agency`, `unsure`, `judgement`, `file` or `topic`."""
    id: str
    """The agency's, judgement's or task's id; of a `file` item the line."""
    words: tuple[str, ...]
    """Printed words, as `pair`, `correct` or `topic` take them."""
    why: Reason
    plans: tuple[str, ...] = ()
    mentions: int = 0
    offers: tuple[Offer, ...] = ()
    standing: Standing | None = None

    def to_json(self) -> dict[str, Any]:
        """The whole as a plain dict."""
        standing = self.standing.to_json() if self.standing else None
        return asdict(self) | {"standing": standing}


def review(store: Store, ledger: Ledger, limit: int = LIMIT) -> list[ReviewItem]:
    """At most `limit` things of each kind, the weightiest first."""
    found = standings(store, ledger)
    kinds = (
        _idle(store, ledger, found),
        _unsure(found),
        _unresolved(store, found, limit),
        _topics(store, found, limit),
    )
    return [item for items in kinds for item in list(items)[:limit]]


def _idle(store: Store, ledger: Ledger, found: Sequence[Standing]) -> Iterator[ReviewItem]:
    """Judgements that do not act, and rows that can't."""
    for each in found:
        if each.state not in (APPLIED, REVOKED) and each.reason and each.reason.key != "decided":
            yield ReviewItem("judgement", each.judgement.id, each.judgement.words, each.reason, standing=each)
    for fault in (*ledger.faults, *outdated(store, ledger)):
        yield ReviewItem("file", str(fault.line or ""), (fault.text(),), fault.reason)


def _unsure(found: Sequence[Standing]) -> Iterator[ReviewItem]:
    for each in found:
        if each.judgement.kind == "unsure" and each.state == APPLIED:
            words = "”“".join(end.printed for end in ends_of(each.judgement))
            why = reason("doubtful", who=each.judgement.who, words=words)
            yield ReviewItem("unsure", each.judgement.id, each.judgement.words, why, each.plans, standing=each)


# Agencies ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Name:
    """A printed name of an unresolved agency."""

    agency: str
    code: str
    place: str
    printed: str
    plans: tuple[str, ...]
    mentions: int


def _unresolved(store: Store, found: Sequence[Standing], limit: int) -> Iterator[ReviewItem]:
    judged = _judged_pairs(found)
    names = sorted(_names(store), key=lambda each: (-each.mentions, each.agency))[:limit]
    near = _near(store, {each.code for each in names})
    for name in names:
        words = f"{name.code}:{name.printed}"
        offers = tuple(_offers(store, name, near[name.code], judged))
        why = reason("unresolved", words=name.printed)
        yield ReviewItem("agency", name.agency, (words,), why, name.plans, name.mentions, offers)


def _names(store: Store) -> list[_Name]:
    """The commonest printed name of each agency that the tables could not tell."""
    rows = store.read(
        "MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(:Task)<-[:HAS_TASK]-(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction) "
        "WHERE NOT a.resolved AND NOT a.collective "
        "RETURN a.id AS agency, j.code AS code, j.name AS place, r.asWritten AS printed, p.id AS plan, "
        "count(r) AS times"
    )
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["agency"]].append(row)
    return [_name(agency, of) for agency, of in grouped.items()]


def _name(agency: str, rows: Sequence[Mapping[str, Any]]) -> _Name:
    best = max(rows, key=lambda row: (row["times"], row["printed"]))
    plans = tuple(sorted({row["plan"] for row in rows}))
    return _Name(agency, best["code"], best["place"], best["printed"], plans, sum(row["times"] for row in rows))


def _near(store: Store, codes: set[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """For each place the known agencies of it and of what it lies in, as id and name."""
    around = {code: [code, *(each.code for each in places.ancestors(code))] for code in codes}
    wanted = sorted({code for chain in around.values() for code in chain})
    rows = store.read(
        "UNWIND $codes AS code MATCH (j:Jurisdiction {code: code})<-[:BASED_IN]-(a:Agency) "
        "WHERE a.resolved AND NOT a.collective RETURN code, a.id AS id, a.name AS name ORDER BY code, id",
        codes=wanted,
    )
    of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        of[row["code"]].append((row["id"], row["name"]))
    return {code: tuple(known for each in chain for known in of[each]) for code, chain in around.items()}


def _offers(
    store: Store, name: _Name, near: tuple[tuple[str, str], ...], judged: Mapping[frozenset[str], Standing]
) -> Iterator[Offer]:
    """The candidates for a name, less those that somebody told from it."""
    here = Place(name.code, name.place, "other", None) if name.code.startswith("?") else places.place(name.code)
    known = {agency for agency, _ in near}
    found = candidates(name.printed, here, near)
    together = _together(store, name.agency, [each.agency for each in found])
    for each in found:
        said = judged.get(frozenset((name.agency, each.agency)))
        if said is None or said.judgement.kind == "unsure":
            by_name = resolve(each.name, here, False).id == each.agency
            reference = each.agency if each.agency in known else f"{name.code}:{each.name}" if by_name else None
            why = Reason("candidate", each.why_zh, each.why)
            doubt = said.judgement.id if said else None
            tasks = together.get(each.agency, ())
            yield Offer(each.agency, each.name, reference, each.score, why, tasks, doubt)


def _together(store: Store, agency: str, others: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The tasks that name an agency and each of the others."""
    rows = store.read(
        "MATCH (a:Agency {id: $id})-[:LEADS|SUPPORTS]->(t:Task)<-[:LEADS|SUPPORTS]-(b:Agency) "
        "WHERE b.id IN $others RETURN DISTINCT b.id AS other, t.id AS task ORDER BY other, task",
        id=agency,
        others=list(others),
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["other"]].append(row["task"])
    return {other: tuple(tasks) for other, tasks in found.items()}


def _judged_pairs(found: Sequence[Standing]) -> dict[frozenset[str], Standing]:
    """The pairs of agencies that somebody spoke of."""
    pairs = [each for each in found if each.state == APPLIED and len(each.judgement.about) == 2]
    return {frozenset(end.table().id for end in ends_of(each.judgement)): each for each in pairs}


# Topics -----------------------------------------------------------------------------------------------------------


def _topics(store: Store, found: Sequence[Standing], limit: int) -> Iterator[ReviewItem]:
    """Tasks that are on a derived topic by little likeness, the least alike first."""
    judged = {each.judgement.target for each in found if each.judgement.kind == "topic" and each.state == APPLIED}
    derived = _derived(store)
    best = _best(store, derived)
    weak = [(best.get(on, 0.0), *on) for on, so in derived.items() if so and on[0] not in judged]
    first = sorted(each for each in weak if each[0] < DOUBTFUL)[:limit]
    words = _words_of(store, [(task, topic) for _, task, topic in first])
    for alike, task, topic in first:
        row = words[task, topic]
        name = row["topic"]
        why = reason("unlike", topic=name, similarity=f"{alike:.2f}") if alike else reason("alone", topic=name)
        yield ReviewItem("topic", task, (plainly(row["words"])[:40],), why, (row["plan"],))


def _derived(store: Store) -> dict[tuple[str, str], bool]:
    """Which tasks are on which topics, and whether that is derived."""
    rows = store.read(
        "MATCH (t:Task)-[r:ON_TOPIC]->(k:Topic) "
        "RETURN k.key AS topic, collect(t.id) AS tasks, collect(coalesce(r.origin, '')) AS how"
    )
    return {
        (task, row["topic"]): how == "derived"
        for row in rows
        for task, how in zip(row["tasks"], row["how"], strict=True)
    }


def _best(store: Store, topics: Mapping[tuple[str, str], bool]) -> dict[tuple[str, str], float]:
    """How alike each task is to the most similar one of the same topic.

    The pairs are fetched as they stand, one row a task, and compared here: a server that looks up the topics of both
    ends of each takes ten times as long.
    """
    of: dict[str, list[str]] = defaultdict(list)
    for task, topic in topics:
        of[task].append(topic)
    best: dict[tuple[str, str], float] = {}
    for row in store.read(
        "MATCH (t:Task)-[c:COUNTERPART_OF]->(o:Task) "
        "RETURN t.id AS task, collect(o.id) AS others, collect(coalesce(c.similarity, 0.0)) AS alike"
    ):
        for other, alike in zip(row["others"], row["alike"], strict=True):
            for topic in of[row["task"]]:
                if (other, topic) in topics:
                    for on in ((row["task"], topic), (other, topic)):
                        best[on] = max(best.get(on, 0.0), alike)
    return best


def _words_of(store: Store, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Plan and words of tasks, and the names of their topics."""
    rows = store.read(
        "UNWIND $tasks AS id MATCH (t:Task {id: id})-[:ON_TOPIC]->(k:Topic) MATCH (p:Plan)-[:HAS_TASK]->(t) "
        "RETURN p.id AS plan, id AS task, coalesce(t.title, t.text) AS words, k.key AS key, k.nameZh AS topic",
        tasks=sorted({task for task, _ in wanted}),
    )
    return {(row["task"], row["key"]): row for row in rows}
