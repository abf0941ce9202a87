"""Rows in the form in which a server stores them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from graph.schema import schema

Row = Mapping[str, Any]


def clean(label: str, row: Row) -> dict[str, Any]:
    """The row as it is stored: no empty properties, dates as dates."""
    return _converted(full(row), _kinds(label))


def typed(label: str, row: Row) -> dict[str, Any]:
    """The row with dates as dates; an empty property takes one away that stands."""
    return _converted(dict(row), _kinds(label))


def typed_edge(name: str, props: Row) -> dict[str, Any]:
    """The properties of a relationship as they are stored."""
    return _converted(full(props), _kinds(name))


def full(row: Row) -> dict[str, Any]:
    """The row without its empty properties."""
    return {name: value for name, value in row.items() if value is not None}


def _converted(row: dict[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    for name, kind in kinds.items():
        if name in row:
            row[name] = _value(kind, row[name])
    return row


@cache
def _kinds(name: str) -> Mapping[str, str]:
    """The properties of a label or relationship that are stored as something else than rows have: most have none."""
    found = schema().nodes.get(name) or schema().relationships[name]
    return {each.name: each.type for each in found.properties.values() if each.type in ("date", "float")}


def _value(kind: str, value: Any) -> Any:
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return float(value) if kind == "float" and value is not None else value
