"""Items and their printed agencies, from one row a plan that holds its edges as columns.

Columns `tasks`, `agencies`, `types` and `collective` have an entry an edge, and `orders`, where the order of the items
counts; `weighed` and `measures` have one an item, in rows of their own, where measures weigh. A server that groups by
plan and agency keeps every pair in its memory: of thousands of plans more than it has; lists, one a plan, it gives in
a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from queries.functions.offices import Office, chosen, offices
from queries.functions.rows import Asked, Row

T = TypeVar("T")


@dataclass(frozen=True)
class Item:
    """An item with its printed agencies, each once in a role, collective units among them."""

    id: str
    leads: dict[str, None] = field(default_factory=dict)
    supports: dict[str, None] = field(default_factory=dict)
    weight: float = 1.0

    @property
    def named(self) -> dict[str, None]:
        """All its agencies, leads first."""
        return self.leads | self.supports


@dataclass(frozen=True)
class Plan:
    """The items of a plan in the scope that have an agency."""

    id: str
    place: str
    items: list[Item]
    collective: set[str]
    """Those of its agencies that are collective units."""


def assigned(rows: Iterable[Row], weigh: bool = False) -> Iterator[Plan]:
    """The plans, in the order of their rows; with `weigh` an item weighs what its measures count, else 1."""
    weights: dict[str, float] = {}
    edges: list[Row] = []
    for row in rows:
        weights.update(zip(row.get("weighed", ()), map(float, row.get("measures", ())), strict=True))
        edges += [row] if row["tasks"] else []
    for row in edges:
        items: dict[str, Item] = {}
        listed: Iterable[tuple[str, str, str]] = zip(row["tasks"], row["agencies"], row["types"], strict=True)
        if "orders" in row:
            listed = (edge for _, edge in sorted(zip(row["orders"], listed, strict=True)))
        for task, agency, type in listed:
            if (item := items.get(task)) is None:
                item = items[task] = Item(task, weight=weights.get(task, 0.0) if weigh else 1.0)
            (item.leads if type == "LEADS" else item.supports)[agency] = None
        collective = {name for name, group in zip(row["agencies"], row["collective"], strict=True) if group}
        yield Plan(row["plan"], row["jurisdiction"], [*items.values()], collective)


class Chosen:
    """The agencies that get a row: those that `agency` and `function` leave, collective units if they are asked for."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._wanted = chosen(asked)
        self._left_out: set[str] = set()

    def see(self, plan: Plan) -> None:
        """Takes note of a plan's collective units."""
        if not self._asked["collective"]:
            self._left_out |= plan.collective

    def __contains__(self, agency: str) -> bool:
        return agency not in self._left_out and (self._wanted is None or agency in self._wanted)

    def first(self, counted: Mapping[str, T], by: Callable[[T], float]) -> list[tuple[Office, T]]:
        """The agencies with the most, as many as asked for, equal ones by id."""
        names = sorted((name for name in counted if name in self), key=lambda name: (-by(counted[name]), name))
        names = names[: self._asked["limit"]]
        known = offices(self._asked, names)
        return [(known[name], counted[name]) for name in names]
