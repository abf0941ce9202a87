"""Items and what they are tied to, from lists: a server gives a list of ids in a fraction of the time of a row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from queries.functions.rows import Asked, Row, plan_of

_NOTHING: Row = {"id": None, "name": None, "nameEn": None}
_TYPES = ("ON_TOPIC", "CITES", "USES")


def task_links(rows: list[Row], params: Asked) -> list[Row]:
    """Lists the edges from items to topics, documents and platforms, by type, plan, item and what they lead to."""
    found = [({name: row[name] for name in ("type", "kind", "id", "name", "nameEn")}, row["tasks"]) for row in rows]
    edges = [
        (_TYPES.index(what["type"]), plan_of(task), task, what["id"], what) for what, tasks in found for task in tasks
    ]
    edges.sort(key=lambda edge: edge[:4])
    return [{"plan": plan, "taskId": task, **what} for _, plan, task, _, what in edges]


def plan_items(rows: list[Row], params: Asked) -> list[Row]:
    """Lists the items in the order of their plans, with section and topic; one of several topics has a row for each."""
    parts: dict[str, dict[str, list[Row]]] = {"section": defaultdict(list), "topic": defaultdict(list)}
    for row in rows:
        if row["part"] != "item":
            for task in row["tasks"]:
                parts[row["part"]][task].append(row)
    items = sorted((item for row in rows if row["part"] == "item" for item in _items(row)), key=_place)
    return [
        _shown(item, section, topic)
        for item in items
        for section, topic in product(*(_by_id(parts[part].get(item["taskId"])) for part in ("section", "topic")))
    ]


def _by_id(found: list[Row] | None) -> list[Row]:
    return sorted(found, key=lambda row: str(row["id"])) if found else [_NOTHING]


def _place(item: Row) -> tuple[str, int]:
    return item["plan"], item["order"]


def _items(row: Row) -> Iterator[Row]:
    columns = ("tasks", "numbers", "titles", "orders", "starts", "ends", "lines", "pages")
    for task, number, title, order, start, end, line, page in zip(*(row[name] for name in columns), strict=True):
        place = {"start": start, "end": end, "line": _real(line), "page": _real(page)}
        own = {"plan": row["id"], "taskId": task, "number": number or None, "title": title or None, "order": order}
        yield own | place


def _real(number: int) -> int | None:
    return None if number < 0 else number


def _shown(item: Row, section: Row, topic: Row) -> Row:
    return item | {
        "section": section["name"],
        "sectionId": section["id"],
        "topic": topic["name"],
        "topicEn": topic["nameEn"],
        "topicKey": topic["id"],
    }
