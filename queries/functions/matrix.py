"""Topics over places: who leads each in each plan, and what became of it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from queries.functions.offices import Moved
from queries.functions.rows import Asked, Row, plan_of
from queries.scope import FEW, growing, written

PLANS = 128
"""Plans that are first looked at for whether they have any topic."""
JOINS = "_and_"
"""Between the keys of two topics in that of one which joins them."""

_ON_TOPICS = """\
TASKS IN SCOPE
MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic
RETURN k.key AS topic, collect(t.id) AS tasks"""
_ON_ANY = """\
TASKS IN SCOPE
MATCH (t)-[:ON_TOPIC]->(:Topic)
RETURN collect(DISTINCT p.id) AS plans"""
_TASKS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})
RETURN collect(t.order) AS orders, collect(t.id) AS tasks, collect(coalesce(t.number, '')) AS numbers,
       collect(coalesce(t.title, '')) AS titles"""
_LEADS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[r:LEADS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN collect(t.id) AS tasks, collect(coalesce(r.order, -1)) AS orders, collect(a.id) AS agencies,
       collect(a.name) AS names"""
_SUPPORTS = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[r:SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN collect(t.id) AS tasks, collect(a.id) AS agencies"""


@dataclass(frozen=True)
class Plan:
    """A plan with the ids of its items by topic."""

    id: str
    place: str
    campaign: str | None
    cells: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def topic_matrix(rows: list[Row], params: Asked) -> list[Row]:
    """Tells for each topic of the scope and each plan of its campaign what became of it, and who leads it.

    The items of the topics, and of those that join them or that they join, are fetched as ids: with a limit for some
    topics at a time, until there are as many rows as are wanted. The words of the items shown are fetched last.
    """
    topics = {row["id"]: row for row in rows if row["part"] == "topic"}
    plans = _plans(row for row in rows if row["part"] == "plans")
    compared = _Compared(params, plans.values())
    asked = sorted((row for row in topics.values() if _is_asked(row, params["topic"])), key=in_order)
    limit, shown = params["limit"], list[Row]()
    every = limit is None or len(plans) <= FEW
    for part in growing([row["id"] for row in asked], len(asked) if every else 1, max(len(asked), 1)):
        near = None if len(part) == len(topics) else [key for key in topics if _is_near(key, part)]
        here = _fill(plans, params, near)
        found = (row for key in part if key in here for row in _of_topic(topics[key], compared, here))
        shown += islice(found, None if limit is None else limit - len(shown))
        if limit is not None and len(shown) >= limit:
            break
    _add_words(shown, params)
    _add_roles(shown, params)
    return shown


def _plans(rows: Iterable[Row]) -> dict[str, Plan]:
    """The plans in the scope, by id."""
    columns = (zip(row["ids"], row["names"], row["campaigns"], strict=True) for row in rows)
    return {id: Plan(id, place, campaign or None) for id, place, campaign in sorted(chain.from_iterable(columns))}


class _Compared:
    """The plans of each campaign that have an item on some topic, looked up for some plans at a time."""

    def __init__(self, params: Asked, plans: Iterable[Plan]) -> None:
        self._params = params
        self._of: dict[str | None, list[Plan]] = defaultdict(list)
        for plan in plans:
            self._of[plan.campaign].append(plan)
        self._known: dict[str, bool] = {}

    def of(self, campaign: str | None) -> Iterator[Plan]:
        """Those of a campaign, in their order."""
        plans = self._of[campaign]
        limited = self._params["limit"] is not None
        for some in growing(plans, PLANS if limited else len(plans), max(len(plans), 1)):
            self._look(plan.id for plan in some if not plan.cells)
            yield from (plan for plan in some if plan.cells or self._known[plan.id])

    def alone(self, campaign: str | None, topic: str) -> bool:
        """Whether one plan of a campaign has a topic that others do not have."""
        having = sum(topic in plan.cells for plan in self._of[campaign])
        return having == 1 and len([*islice(self.of(campaign), 2)]) > 1

    def _look(self, plans: Iterable[str]) -> None:
        unknown = [plan for plan in plans if plan not in self._known]
        values = {"plan": unknown, "section": self._params["section"]}
        found = {plan for row in self._read(values) for plan in row["plans"]} if unknown else set()
        self._known |= {plan: plan in found for plan in unknown}

    def _read(self, values: Mapping[str, Any]) -> list[Row]:
        return self._params.read(written(_ON_ANY, values), **values)


def in_order(topic: Row) -> tuple[Any, ...]:
    """Where a topic stands: by campaign and place in it; what has none of these stands last."""
    campaign, ordinal = topic["campaign"], topic["ordinal"]
    return campaign is None, campaign or "", ordinal is None, ordinal or 0, topic.get("id") or topic["topicKey"]


def _is_asked(row: Row, wanted: list[str] | None) -> bool:
    return wanted is None or row["id"] in wanted or row["name"] in wanted


def _is_near(key: str, topics: Iterable[str]) -> bool:
    """Whether a topic is one of these, joins one of them or is joined by one."""
    return any(key == one or _joins(key, one) or _joins(one, key) for one in topics)


def _joins(whole: str, part: str) -> bool:
    return whole.startswith(part + JOINS) or whole.endswith(JOINS + part)


def _fill(plans: Mapping[str, Plan], params: Asked, topics: list[str] | None) -> list[str]:
    """Puts the items of these topics, or of all, into the plans instead of what was there; gives the topics found."""
    for plan in plans.values():
        plan.cells.clear()
    values = {**params, "topic": topics}
    found = {row["topic"]: row["tasks"] for row in params.read(written(_ON_TOPICS, values), **values)}
    for topic, tasks in found.items():
        for task in tasks:
            if (there := plans.get(plan_of(task))) is not None:
                there.cells[topic].append(task)
    return sorted(found)


def _add_words(shown: list[Row], params: Asked) -> None:
    """Puts the items of the rows in the order of their plans, and their numbers and titles beside them."""
    ids = [*dict.fromkeys(task for row in shown for task in row["tasks"])]
    items: dict[str, tuple[int, str, str]] = {}
    for row in params.read(_TASKS, ids=ids) if ids else ():
        columns = (row[name] for name in ("tasks", "orders", "numbers", "titles"))
        items |= {task: words for task, *words in zip(*columns, strict=True)}
    if len(items) < len(ids):
        raise Moved
    for row in shown:
        row["tasks"].sort(key=lambda task: (items[task][0], task))
        row["numbers"] = [items[task][1] for task in row["tasks"]]
        row["titles"] = [items[task][2] for task in row["tasks"] if items[task][2]]


def _add_roles(shown: list[Row], params: Asked) -> None:
    """Puts into the rows the leads of their items in printed order, and how many supporters these have."""
    ids = [*dict.fromkeys(task for row in shown for task in row["tasks"])]
    leads: dict[str, dict[str, str]] = defaultdict(dict)
    supports: dict[str, set[str]] = defaultdict(set)
    for row in params.read(_LEADS, ids=ids) if ids else ():
        columns = (row[name] for name in ("orders", "tasks", "agencies", "names"))
        for _, task, agency, name in sorted(zip(*columns, strict=True)):
            leads[task][agency] = name
    for row in params.read(_SUPPORTS, ids=ids) if ids else ():
        for task, agency in zip(row["tasks"], row["agencies"], strict=True):
            supports[task].add(agency)
    for row in shown:
        row["leadNames"] = [*dict.fromkeys(name for task in row["tasks"] for name in leads[task].values())]
        row["leadIds"] = [*dict.fromkeys(agency for task in row["tasks"] for agency in leads[task])]
        row["supports"] = sum(len(supports[task]) for task in row["tasks"])


def _of_topic(topic: Row, compared: _Compared, here: Iterable[str]) -> Iterator[Row]:
    key, campaign = topic["id"], topic["campaign"]
    joins, parts = [each for each in here if _joins(each, key)], [each for each in here if _joins(key, each)]
    alone = compared.alone(campaign, key)
    for plan in compared.of(campaign):
        joined = next((each for each in joins if each in plan.cells), None)
        items = plan.cells.get(key if key in plan.cells else joined or "", [])
        status = _status(key in plan.cells, joined, parts, plan, len(items))
        yield _shown(topic, plan, items, "added" if status == "kept" and alone else status)


def _status(here: bool, joined: str | None, parts: list[str], plan: Plan, items: int) -> str:
    if (joined and not here) or (here and len(parts) > 1):
        return "merged"
    if items > 1 or (not here and any(part in plan.cells for part in parts)):
        return "split"
    return "kept" if here else "dropped"


def _shown(topic: Row, plan: Plan, items: list[str], status: str) -> Row:
    return {
        "topicKey": topic["id"],
        "topic": topic["name"],
        "topicEn": topic["nameEn"],
        "kind": topic["kind"],
        "plan": plan.id,
        "jurisdiction": plan.place,
        "status": status,
        "items": len(items),
        "tasks": [*items],
    }
