"""Questions about pairs between plans: what corresponds, and what was copied.

The pairs are fetched as ids and numbers, sorted and cut here; the words of those that are shown are fetched by id. A
server that is asked for pairs with their words makes all of them to give a hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from queries.functions.matrix import JOINS
from queries.functions.offices import Moved
from queries.functions.rows import Asked, Row, plan_of

_ON_TOPIC = """\
MATCH (about:Topic)<-[:ON_TOPIC]-(t:Task)
WHERE about.key IN $topic OR about.nameZh IN $topic
RETURN collect(t.id) AS tasks"""
_IN_CAMPAIGN = "MATCH (p:Plan)\nWHERE p.campaign IN $campaign\nRETURN collect(p.id) AS plans"
_TASKS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
RETURN t.id AS id, t.number AS number, t.title AS title, s.heading AS section"""
_TOPICS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})-[:ON_TOPIC]->(k:Topic)
RETURN k.key AS key, k.nameZh AS name, k.nameEn AS nameEn, collect(t.id) AS tasks"""
_PLANS = """\
UNWIND $ids AS id
MATCH (p:Plan {id: id})-[:APPLIES_IN]->(j:Jurisdiction)
RETURN p.id AS id, p.campaign AS campaign, toString(p.issuedOn) AS issued, j.name AS place"""
_MEASURES = """\
UNWIND $ids AS id
MATCH (m:Measure {id: id})<-[:HAS_MEASURE]-(t:Task)
RETURN m.id AS id, m.text AS text, m.start AS start, m.end AS end, t.id AS task, t.number AS number, t.title AS title"""


class Pair(NamedTuple):
    """Two tasks that correspond, in the order of an answer; `a` stands first."""

    new_campaign: bool
    campaign: str
    plan_a: str
    plan_b: str
    order_a: int
    order_b: int
    a: str
    b: str
    similarity: float


def counterparts(rows: list[Row], params: Asked) -> list[Row]:
    """Puts the pairs in the order of campaign, plans and items, each once, from the side that is asked for.

    The words of as many as are wanted are fetched by further queries.
    """
    pairs = sorted({*_pairs(rows, params)})
    if params["topic"] is not None and any(params.get(name) is not None for name in ("task", "plan", "items")):
        asked = tasks_on(params)
        pairs = [pair for pair in pairs if pair.a in asked or pair.b in asked]
    pairs = pairs[: params["limit"]]
    tasks = _by_id(params, _TASKS, (task for pair in pairs for task in (pair.a, pair.b)))
    plans = _by_id(params, _PLANS, (plan for pair in pairs for plan in (pair.plan_a, pair.plan_b)))
    topics = _topics(params, tasks)
    return [
        _shown(pair, tasks, plans, one, other)
        for pair in pairs
        for one, other in product(topics[pair.a] or [_NONE], topics[pair.b] or [_NONE])
        if _is_asked(params["topic"], one, other)
    ]


def _pairs(rows: Iterable[Row], params: Asked) -> Iterator[Pair]:
    """The pairs from the sides that are asked for; where plans lead to them, all come from the plan that is first.

    So they do where some tasks are looked at at a time: a pair belongs to the task with which it begins.
    """
    by_task = any(params[name] is not None for name in ("task", "topic")) and params.get("items") is None
    from_both = by_task or len(params["plan"] or ()) == 1
    for row in rows:
        campaign = row["campaign"]
        columns = (row[name] for name in ("tasks", "orders", "others", "otherOrders", "similarities"))
        for task, order, other, other_order, similarity in zip(*columns, strict=True):
            sides = ((task, order, other, other_order), (other, other_order, task, order))
            for a, m, b, n in sides if from_both else sides[:1]:
                one, two = plan_of(a), plan_of(b)
                if _is_wanted(params, a, one, two):
                    yield Pair(campaign is None, campaign or "", one, two, m, n, a, b, similarity)


def tasks_on(params: Asked) -> set[str]:
    """The tasks on the topics that are asked for."""
    if "on topic" not in params.kept:
        [found] = params.read(_ON_TOPIC, topic=params["topic"])
        params.kept["on topic"] = {*found["tasks"]}
    return set(params.kept["on topic"])


def _is_wanted(params: Asked, a: str, one: str, two: str) -> bool:
    """Whether a pair of tasks of two plans is asked for from this side."""
    plans, tasks = params["plan"], params["task"]
    single = plans is not None and len(plans) == 1
    if tasks is not None:
        return a in tasks and (plans is None or two in plans or (single and one in plans))
    if single:
        return one in plans
    return one < two and (plans is None or (one in plans and two in plans))


def _by_id(params: Asked, query: str, ids: Iterable[str]) -> dict[str, Row]:
    wanted = [*dict.fromkeys(ids)]
    found = {row["id"]: row for row in params.read(query, ids=wanted)} if wanted else {}
    if len(found) < len(wanted):
        raise Moved
    return found


_NONE: Row = {"key": None, "name": None, "nameEn": None}


def _topics(params: Asked, tasks: Mapping[str, Row]) -> defaultdict[str, list[Row]]:
    """The topics of each task, by key."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    rows = params.read(_TOPICS, ids=[*tasks]) if tasks else []
    for row in sorted(rows, key=lambda row: str(row["key"])):
        for task in row["tasks"]:
            found[task].append(row)
    return found


def _is_asked(asked: list[str] | None, *topics: Row) -> bool:
    return asked is None or any(topic["key"] in asked or topic["name"] in asked for topic in topics)


def _shown(pair: Pair, tasks: Mapping[str, Row], plans: Mapping[str, Row], one: Row, other: Row) -> Row:
    a, b, p, q = tasks[pair.a], tasks[pair.b], plans[pair.plan_a], plans[pair.plan_b]
    return {
        "planA": pair.plan_a,
        "numberA": a["number"],
        "titleA": a["title"],
        "planB": pair.plan_b,
        "numberB": b["number"],
        "titleB": b["title"],
        "topic": one["name"],
        "similarity": pair.similarity,
        "relation": _relation(one["key"], other["key"]),
        "topicKey": one["key"],
        "topicEn": one["nameEn"],
        "topicB": other["name"],
        "placeA": p["place"],
        "placeB": q["place"],
        "issuedA": p["issued"],
        "issuedB": q["issued"],
        "sectionA": a["section"],
        "sectionB": b["section"],
        "taskA": pair.a,
        "taskB": pair.b,
    }


def _relation(one: str | None, other: str | None) -> str:
    """How the topics of two tasks stand to each other."""
    if one is None or other is None:
        return "other"
    if one == other:
        return "same"
    if other.startswith(one + JOINS) or other.endswith(JOINS + one):
        return "part"
    return "joins" if one.startswith(other + JOINS) or one.endswith(JOINS + other) else "other"


def copied_measures(rows: list[Row], params: Asked) -> list[Row]:
    """Puts the pairs in order of likeness, the nearest first; each stands with its older plan first.

    A pair belongs to an answer where one of its ends is asked for (with several plans both), and those equally alike
    follow the first plan, by id, of which that is so: that plan's pairs are known before others are fetched. The words
    of as many as are wanted are fetched by further queries.
    """
    asked = _Ends(params)
    first = dict[Likeness, str]()
    for row in rows:
        for measure, other, begins in zip(row["measures"], row["others"], row["starts"], strict=True):
            pair = Likeness(row["similarity"], *((measure, other) if begins else (other, measure)))
            for end in (measure, other) if asked.every else (measure,):
                if asked.holds(end, pair):
                    plan = plan_of(end)
                    first[pair] = min(plan, first.get(pair, plan))
    seen: set[Likeness] = params.kept.setdefault("pairs seen", set())
    came = sorted(first.keys() - seen, key=lambda pair: (-pair.similarity, first[pair], pair.a, pair.b))
    seen.update(first)
    kept = came[: params["limit"]]
    measures = _by_id(params, _MEASURES, (measure for pair in kept for measure in (pair.a, pair.b)))
    plans = _by_id(params, _PLANS, map(plan_of, measures))
    return [_copied(pair.similarity, measures[pair.a], measures[pair.b], plans) for pair in kept]


class Likeness(NamedTuple):
    """Two measures that are alike, that of the older plan first."""

    similarity: float
    a: str
    b: str


class _Ends:
    """Which ends of pairs are asked for, beyond what has led to them."""

    def __init__(self, params: Asked) -> None:
        self.every = all(params[name] is None for name in ("plan", "task", "topic"))
        """Whether either end of each pair is as good as the other."""
        self._plans, self._campaigns, self._topics = params["plan"], None, None
        if params["campaign"] is not None:
            [found] = params.read(_IN_CAMPAIGN, campaign=params["campaign"])
            self._campaigns = {*found["plans"]}
        if params["topic"] is not None and any(params[name] is not None for name in ("plan", "task")):
            self._topics = tasks_on(params)  # else all of them come from there

    def holds(self, end: str, pair: Likeness) -> bool:
        """Whether the pair is asked for at that end of it."""
        plans, campaigns, topics = self._plans, self._campaigns, self._topics
        if plans is not None:
            ends = {plan_of(pair.a), plan_of(pair.b)}
            if not (ends.issubset(plans) or (len(plans) == 1 and not ends.isdisjoint(plans))):
                return False
        return (campaigns is None or plan_of(end) in campaigns) and (topics is None or task_of(end) in topics)


def task_of(measure: str) -> str:
    """The task of a measure, with whose id its own begins."""
    return measure.rpartition("#")[0]


def _copied(similarity: float, a: Row, b: Row, plans: Mapping[str, Row]) -> Row:
    p, q = plans[plan_of(a["id"])], plans[plan_of(b["id"])]
    earlier = p["issued"] is not None and q["issued"] is not None and p["issued"] < q["issued"]
    return {
        "planA": p["id"],
        "numberA": a["number"],
        "textA": a["text"],
        "planB": q["id"],
        "numberB": b["number"],
        "textB": b["text"],
        "similarity": similarity,
        "direction": "a_to_b" if earlier else "unknown",
        "issuedA": p["issued"],
        "issuedB": q["issued"],
        "placeA": p["place"],
        "placeB": q["place"],
        "titleA": a["title"],
        "titleB": b["title"],
        "taskA": a["task"],
        "taskB": b["task"],
        "measureA": a["id"],
        "measureB": b["id"],
        "startA": a["start"],
        "endA": a["end"],
        "startB": b["start"],
        "endB": b["end"],
    }
