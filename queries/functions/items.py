"""Items with all that stands at them, put together from parts that a graph server gives quickly one by one.

A query that collects sections, topics, counterparts, measures and roles of each item in turn takes the server several
times as long, and of hundreds of plans more memory than it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from queries.functions.rows import Row

Parts = Mapping[str, list[Row]]


def load_items(rows: Sequence[Row], params: Mapping[str, Any]) -> list[Row]:
    """One row an item, in the order of the plans; its parts were fetched apart and are joined here."""
    parts: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        parts[row["part"]][row["task"]].append(row)
    items = [each for found in parts["item"].values() for each in found]
    items.sort(key=lambda row: (row["plan"], _last(row["n"])))
    return [_item(row, {kind: found[row["task"]] for kind, found in parts.items()}) for row in items]


def _item(row: Row, parts: Parts) -> Row:
    sections = sorted(parts.get("section", ()), key=lambda part: part["n"])
    topics = sorted(parts.get("topic", ()), key=lambda part: part["a"])
    return {
        "plan": row["plan"],
        "planTitle": row["a"],
        "jurisdiction": row["b"],
        "level": row["c"],
        "campaign": row["d"],
        "issuedOn": row["e"],
        "taskId": row["task"],
        "number": row["f"],
        "title": row["g"],
        "sectionIds": [part["a"] for part in sections],
        "sections": [part["b"] for part in sections],
        "topicKeys": [part["a"] for part in topics],
        "topicNames": [part["b"] for part in topics],
        "topicNamesEn": [part["c"] for part in topics],
        "counterparts": sorted({part["a"] for part in parts.get("counterpart", ())}),
        "measures": sum(part["n"] for part in parts.get("measures", ())),
        "length": row["m"],
        "leadIds": _holders(parts, "LEADS"),
        "supportIds": _holders(parts, "SUPPORTS"),
    }


def _holders(parts: Parts, type: str) -> list[str]:
    """The agencies of one role in printed order, each once."""
    found = [part for part in parts.get("role", ()) if part["b"] == type]
    found.sort(key=lambda part: (_last(part["n"]), _last(part["m"])))
    return list(dict.fromkeys(part["a"] for part in found))


def _last(value: int | None) -> tuple[bool, int]:
    """What has no order stands last, as in Cypher."""
    return value is None, value or 0
