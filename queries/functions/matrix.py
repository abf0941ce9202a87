"""Topics over places: who leads each in each plan, and what became of it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from queries.functions.rows import Asked, Row
from queries.scope import written

JOINS = "_and_"
"""Between the keys of two topics in that of one which joins them."""

_TASKS = """\
TASKS IN SCOPE
MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic
RETURN p.id AS plan, collect(k.key) AS topics, collect(t.order) AS orders, collect(t.id) AS tasks,
       collect(coalesce(t.number, '')) AS numbers, collect(coalesce(t.title, '')) AS titles"""
_ROLES = """\
TASKS IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN p.id AS plan, collect(t.id) AS tasks, collect(type(r)) AS types, collect(coalesce(r.order, -1)) AS orders,
       collect(a.id) AS agencies, collect(a.name) AS names"""


@dataclass
class Item:
    """A task on a topic."""

    id: str
    number: str
    title: str
    leads: dict[str, str] = field(default_factory=dict)
    """Names of its leads by id, in printed order."""
    supports: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Plan:
    """A plan with its items by topic."""

    id: str
    place: str
    campaign: str | None
    cells: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))


def topic_matrix(rows: list[Row], params: Asked) -> list[Row]:
    """Tells for each topic of the scope and each plan of its campaign what became of it, and who leads it.

    The items of the asked topics, and of those that join them or that they join, are fetched by a second query.
    """
    topics = {row["id"]: row for row in rows if row["part"] == "topic"}
    found = sorted((row for row in rows if row["part"] == "plan"), key=lambda row: str(row["id"]))
    plans = {row["id"]: Plan(row["id"], row["name"], row["campaign"]) for row in found}
    asked = [key for key, row in topics.items() if _is_asked(row, params["topic"])]
    near = [key for key in topics if any(key == one or _joins(key, one) or _joins(one, key) for one in asked)]
    _fill(plans, params, None if params["topic"] is None else near)
    here = dict.fromkeys(key for plan in plans.values() for key in plan.cells)
    order = sorted((key for key in asked if key in here), key=lambda key: _place(topics[key]))
    shown = (row for key in order for row in _of_topic(topics[key], plans, here))
    return [*islice(shown, params["limit"])]


def _is_asked(row: Row, wanted: list[str] | None) -> bool:
    return wanted is None or row["id"] in wanted or row["name"] in wanted


def _joins(whole: str, part: str) -> bool:
    return whole.startswith(part + JOINS) or whole.endswith(JOINS + part)


def _place(row: Row) -> tuple[Any, ...]:
    """What has no campaign or no place in it stands last."""
    return row["campaign"] is None, row["campaign"] or "", row["ordinal"] is None, row["ordinal"] or 0, row["id"]


def _fill(plans: Mapping[str, Plan], params: Asked, topics: list[str] | None) -> None:
    values = {**params, "topic": topics}
    tasks, roles = (params.read(written(query, values), **values) for query in (_TASKS, _ROLES))
    items: dict[str, Item] = {}
    for row in tasks:
        columns = (row[name] for name in ("orders", "tasks", "topics", "numbers", "titles"))
        for _, task, topic, number, title in sorted(zip(*columns, strict=True)):
            item = items.setdefault(task, Item(task, number, title))
            if row["plan"] in plans:
                plans[row["plan"]].cells[topic].append(item)
    for row in roles:
        columns = (row[name] for name in ("orders", "tasks", "types", "agencies", "names"))
        for _, task, type, agency, name in sorted(zip(*columns, strict=True)):
            if type == "LEADS" and task in items:
                items[task].leads[agency] = name
            elif task in items:
                items[task].supports.add(agency)


def _of_topic(topic: Row, plans: Mapping[str, Plan], here: Iterable[str]) -> Iterator[Row]:
    key = topic["id"]
    compared = [plan for plan in plans.values() if plan.campaign == topic["campaign"]]
    joins, parts = [each for each in here if _joins(each, key)], [each for each in here if _joins(key, each)]
    having = sum(key in plan.cells for plan in compared)
    for plan in compared:
        joined = next((each for each in joins if each in plan.cells), None)
        items = plan.cells.get(key if key in plan.cells else joined or "", [])
        status = _status(key in plan.cells, joined, parts, plan, len(items))
        if status == "kept" and having == 1 and len(compared) > 1:
            status = "added"
        yield _shown(topic, plan, items, status)


def _status(here: bool, joined: str | None, parts: list[str], plan: Plan, items: int) -> str:
    if (joined and not here) or (here and len(parts) > 1):
        return "merged"
    if items > 1 or (not here and any(part in plan.cells for part in parts)):
        return "split"
    return "kept" if here else "dropped"


def _shown(topic: Row, plan: Plan, items: list[Item], status: str) -> Row:
    return {
        "topicKey": topic["id"],
        "topic": topic["name"],
        "topicEn": topic["nameEn"],
        "kind": topic["kind"],
        "plan": plan.id,
        "jurisdiction": plan.place,
        "status": status,
        "items": len(items),
        "tasks": [item.id for item in items],
        "numbers": [item.number for item in items],
        "titles": [item.title for item in items if item.title],
        "leadNames": [*dict.fromkeys(name for item in items for name in item.leads.values())],
        "leadIds": [*dict.fromkeys(name for item in items for name in item.leads)],
        "supports": sum(len(item.supports) for item in items),
    }
