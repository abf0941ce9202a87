"""Items with all that stands at them, put together from parts that a graph server gives quickly one by one.

A query that collects sections, topics, counterparts, measures and roles of each item in turn takes the server several
times as long, and of hundreds of plans more memory than it has. Each part comes as one row a plan with its entries as
columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any

from queries.functions.rows import Asked, Row

Entries = dict[int, list[Any]]
"""What one part has for the items of a plan, by their places in it."""


def load_items(rows: list[Row], params: Asked) -> list[Row]:
    """One row an item, in the order of the plans; its parts were fetched apart and are joined here."""
    parts: dict[tuple[str, str], Entries] = defaultdict(lambda: defaultdict(list))
    topics: dict[str, list[list[str]]] = defaultdict(list)
    for row in sorted((row for row in rows if row["part"] == "topic"), key=lambda row: str(row["id"])):
        for task in row["a"]:
            topics[task].append(row["words"])
    for row in rows:
        if row["part"] not in ("item", "topic"):
            _take(parts[row["part"], row["id"]], row)
    plans = sorted((row for row in rows if row["part"] == "item"), key=lambda row: str(row["id"]))
    return [item for row in plans for item in _items(row, parts, topics)]


def _take(found: Entries, row: Row) -> None:
    """Adds what a row has for each item: its words alike for all, or what its lists have."""
    columns = [row[name] for name in ("n", "m", "a") if row[name]]
    entries = zip(*columns, strict=True) if columns else repeat(row["words"], len(row["orders"]))
    for order, entry in zip(row["orders"], entries, strict=True):
        found[order].append(entry)


def _items(row: Row, parts: Mapping[tuple[str, str], Entries], topics: Mapping[str, list[list[str]]]) -> Iterator[Row]:
    plan, (title, place, level, campaign, issued) = row["id"], row["words"]
    whole = {"plan": plan, "planTitle": title, "jurisdiction": place, "level": level, "campaign": campaign}
    names = ("section", "counterpart", "measures", "LEADS", "SUPPORTS")
    sections, counterparts, measures, leads, supports = (parts.get((name, plan), {}) for name in names)
    columns = (row[name] for name in ("orders", "a", "b", "c", "n"))
    for order, task, number, name, length in sorted(zip(*columns, strict=True)):
        about, within = topics.get(task, ()), sections.get(order, ())
        yield whole | {
            "issuedOn": issued,
            "taskId": task,
            "number": number or None,
            "title": name or None,
            "length": length,
            "sectionIds": [id for id, _ in within],
            "sections": [heading for _, heading in within],
            "topicKeys": [key for key, _, _ in about],
            "topicNames": [name_zh for _, name_zh, _ in about],
            "topicNamesEn": [name_en for _, _, name_en in about],
            "counterparts": sorted({other for (other,) in counterparts.get(order, ())}),
            "measures": len(measures.get(order, ())),
            "leadIds": _holders(leads.get(order, ())),
            "supportIds": _holders(supports.get(order, ())),
        }


def _holders(entries: Iterable[tuple[int, int, str]]) -> list[str]:
    """The agencies of one role in printed order, each once; what has no order stands last."""
    found = sorted(entries, key=lambda each: (each[0] < 0, each[0], each[1] < 0, each[1]))
    return list(dict.fromkeys(agency for _, _, agency in found))
