"""Items and their printed agencies, from one row a plan that holds its edges as columns.

Columns `led` and `leads` have an entry an edge of those who lead: the place of the item in its plan and the agency;
`supported` and `supports` of those who support. `collective` lists the groups among the plan's agencies. `weighed` and
`measures` have an entry an item, in rows of their own, where measures weigh. An item is called by its place in its
plan: ids take the server longer than all else. A server that groups by plan and agency keeps every pair in its memory:
of thousands of plans more than it has; lists, one a plan, it gives in a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from graph.workload.edges import Bools, EdgeTable
from graph.workload.inequality import Floats, Ints
from queries.functions.offices import Office, chosen, offices
from queries.functions.rows import Asked, Row

T = TypeVar("T")


@dataclass(frozen=True)
class Item:
    """An item with its printed agencies, each once in a role, collective units among them."""

    order: int
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


Key = tuple[str, int]
"""A plan and the place of an item in it."""
_ROLES = (("led", "leads"), ("supported", "supports"))


def _weights(rows: Iterable[Row]) -> dict[Key, float]:
    """What the measures of each item count."""
    columns = ((row["plan"], row.get("weighed", ()), row.get("measures", ())) for row in rows)
    return {
        (plan, order): float(count)
        for plan, orders, counts in columns
        for order, count in zip(orders, counts, strict=True)
    }


def _has_edges(row: Row) -> bool:
    return any(row.get(orders) for orders, _ in _ROLES)


def assigned(rows: Iterable[Row], weigh: bool = False) -> Iterator[Plan]:
    """The plans, in the order of their rows; with `weigh` an item weighs what its measures count, else 1."""
    rows = [*rows]
    weights = _weights(rows)
    for row in filter(_has_edges, rows):
        plan, items = row["plan"], dict[int, Item]()
        for number, (orders, agencies) in enumerate(_ROLES):
            for order, agency in sorted(zip(row.get(orders, ()), row.get(agencies, ()), strict=True)):
                if (item := items.get(order)) is None:
                    item = items[order] = Item(order, weight=weights.get((plan, order), 0.0) if weigh else 1.0)
                (item.supports if number else item.leads)[agency] = None
        yield Plan(plan, row["jurisdiction"], [items[order] for order in sorted(items)], {*row["collective"]})


@dataclass(frozen=True)
class Edges:
    """All edges of the plans as columns of numbers: a million are counted in less time than they take to come."""

    table: EdgeTable
    plans: list[Row]
    plan: Ints
    """The number of each item's plan."""
    order: Ints
    """Where each item stands in its plan."""
    weight: Floats
    """Of each item."""
    collective: Bools
    """Of each agency."""

    @classmethod
    def of(cls, rows: Iterable[Row], weigh: bool = False) -> Edges:
        """The edges in the order of the rows; with `weigh` an item weighs what its measures count, else 1."""
        rows = [*rows]
        plans = [row for row in rows if _has_edges(row)]
        columns: dict[str, list[Any]] = {name: [] for name in ("plan", "order", "agency", "lead")}
        for number, row in enumerate(plans):
            for role, (orders, agencies) in enumerate(_ROLES):
                count = len(row[orders])
                columns["plan"] += [number] * count
                columns["order"] += row[orders]
                columns["agency"] += row[agencies]
                columns["lead"] += [not role] * count
        plan, order = (np.array(columns[name], dtype=np.int64) for name in ("plan", "order"))
        width = int(order.max(initial=0)) + 1
        codes, item = np.unique(plan * width + order, return_inverse=True)
        table = EdgeTable.of_numbers(codes.tolist(), item, columns["agency"], columns["lead"])
        plan, order = np.divmod(codes, width)
        weight = np.ones(len(codes))
        if weigh:
            known = _weights(rows)
            keys = zip((plans[number]["plan"] for number in plan.tolist()), order.tolist(), strict=True)
            weight = np.array([known.get(key, 0.0) for key in keys])
        groups = {name for row in plans for name in row["collective"]}
        collective = np.array([name in groups for name in table.agencies], dtype=bool)
        return cls(table, plans, plan, order, weight, collective)

    def summed(self, values: Floats | Bools) -> Floats:
        """The sum of a value of each edge, by agency."""
        return np.bincount(self.table.agency, weights=values, minlength=len(self.table.agencies)).astype(float)

    def members(self) -> tuple[Ints, Ints, Bools, Bools]:
        """Item and agency of each pair that has an edge, by item, and whether the agency leads or supports it."""
        width = max(len(self.table.agencies), 1)
        code, at = np.unique(self.table.item * width + self.table.agency, return_inverse=True)
        item, agency = np.divmod(code, width)
        roles = [np.bincount(at[of], minlength=len(code)) > 0 for of in (self.table.lead, ~self.table.lead)]
        return item, agency, roles[0], roles[1]


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


def chosen_first(asked: Asked, edges: Edges, loads: list[float]) -> list[int]:
    """The numbers of the agencies with the most, as many as asked for, equal ones by id."""
    wanted, names = chosen(asked), edges.table.agencies
    left_out = set() if asked["collective"] else {*np.flatnonzero(edges.collective).tolist()}
    kept = (n for n, name in enumerate(names) if n not in left_out and (wanted is None or name in wanted))
    return sorted(kept, key=lambda number: (-loads[number], names[number]))[: asked["limit"]]
