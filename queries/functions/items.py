"""Items with all that stands at them, put together from parts that a graph server gives quickly one by one.

A query that collects sections, topics, counterparts, measures and roles of each item in turn takes the server several
times as long, and of hundreds of plans more memory than it has. Each part comes as one row a plan with its entries as
columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from queries.functions.rows import Asked, Row

Entry = tuple[Any, ...]
Parts = dict[str, dict[str, list[Entry]]]
"""The entries of each part by item."""


def load_items(rows: list[Row], params: Asked) -> list[Row]:
    """One row an item, in the order of the plans; its parts were fetched apart and are joined here."""
    parts: Parts = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["part"] != "item":
            _take(parts[row["part"]], row)
    items = (item for row in rows if row["part"] == "item" for item in _items(row, parts))
    return [item for _, item in sorted(items, key=lambda each: each[0])]


def _take(found: dict[str, list[Entry]], row: Row) -> None:
    columns = [row[name] for name in ("a", "b", "c", "n", "m") if row[name]]
    for task, *entry in zip(row["task"], *columns, strict=True):
        found[task].append(tuple(entry))


def _items(row: Row, parts: Parts) -> Iterator[tuple[tuple[str, int], Row]]:
    title, place, level, campaign, issued = row["a"]
    whole = {"plan": row["plan"], "planTitle": title, "jurisdiction": place, "level": level, "campaign": campaign}
    for task, number, name, order, length in zip(row["task"], row["b"], row["c"], row["n"], row["m"], strict=True):
        own = {"issuedOn": issued, "taskId": task, "number": number or None, "title": name or None, "length": length}
        yield (row["plan"], order), whole | own | _joined(task, parts)


def _joined(task: str, parts: Parts) -> Row:
    sections, topics = parts["section"][task], sorted(parts["topic"][task], key=lambda topic: topic[1])
    return {
        "sectionIds": [id for id, _ in sections],
        "sections": [heading for _, heading in sections],
        "topicKeys": [key for _, key, _ in topics],
        "topicNames": [name for _, _, name in topics],
        "topicNamesEn": [name for name, _, _ in topics],
        "counterparts": sorted({other for (other,) in parts["counterpart"][task]}),
        "measures": sum(count for (count,) in parts["measures"][task]),
        "leadIds": _holders(parts["role"][task], "LEADS"),
        "supportIds": _holders(parts["role"][task], "SUPPORTS"),
    }


def _holders(entries: list[Entry], type: str) -> list[str]:
    """The agencies of one role in printed order, each once; what has no order stands last."""
    found = [(order, start, agency) for agency, role, order, start in entries if role == type]
    found.sort(key=lambda each: (each[0] < 0, each[0], each[1] < 0, each[1]))
    return list(dict.fromkeys(agency for _, _, agency in found))
