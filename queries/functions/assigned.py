"""Items and their printed agencies, from one row a plan that holds its edges as columns.

Columns `tasks`, `agencies`, `types` and `collective` have an entry an edge, and `orders`, where the order of the items
counts; `weighed` and `measures` have one an item, in rows of their own, where measures weigh. A task is called by its
place in its plan, or where it is shown by its id: ids take the server longer than all else. A server that groups by
plan and agency keeps every pair in its memory: of thousands of plans more than it has; lists, one a plan, it gives in
a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
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

    id: str | int
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


Key = tuple[str, str | int]
"""A plan and what a task is called in it."""


def _weights(row: Row) -> Iterator[tuple[Key, float]]:
    keys = zip(repeat(row["plan"]), row.get("weighed", ()))
    return zip(keys, map(float, row.get("measures", ())), strict=True)


def assigned(rows: Iterable[Row], weigh: bool = False) -> Iterator[Plan]:
    """The plans, in the order of their rows; with `weigh` an item weighs what its measures count, else 1."""
    weights: dict[Key, float] = {}
    edges: list[Row] = []
    for row in rows:
        weights.update(_weights(row))
        edges += [row] if row["tasks"] else []
    for row in edges:
        items: dict[str | int, Item] = {}
        listed: Iterable[tuple[str | int, str, str]] = zip(row["tasks"], row["agencies"], row["types"], strict=True)
        if "orders" in row:
            listed = (edge for _, edge in sorted(zip(row["orders"], listed, strict=True)))
        for task, agency, type in listed:
            if (item := items.get(task)) is None:
                item = items[task] = Item(task, weight=weights.get((row["plan"], task), 0.0) if weigh else 1.0)
            (item.leads if type == "LEADS" else item.supports)[agency] = None
        collective = {name for name, group in zip(row["agencies"], row["collective"], strict=True) if group}
        yield Plan(row["plan"], row["jurisdiction"], [*items.values()], collective)


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
        weights: dict[Key, float] = {}
        plans: list[Row] = []
        columns: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            weights.update(_weights(row))
            if not row["tasks"]:
                continue
            for name in ("agencies", "types", "collective"):
                columns[name] += row[name]
            columns["tasks"] += zip(repeat(row["plan"]), row["tasks"])
            columns["orders"] += row.get("orders") or [0] * len(row["tasks"])
            columns["plan"] += [len(plans)] * len(row["tasks"])
            plans.append(row)
        lead = [type == "LEADS" for type in columns["types"]]
        table = EdgeTable.of_columns(columns["tasks"], columns["agencies"], lead)
        places = dict(zip(columns["tasks"], range(len(lead)), strict=True))
        place = np.array([places[item] for item in table.items], dtype=np.int64)
        collective = dict(zip(columns["agencies"], columns["collective"], strict=True))
        return cls(
            table,
            plans,
            np.array(columns["plan"], dtype=np.int64)[place],
            np.array(columns["orders"], dtype=np.int64)[place],
            np.array([weights.get(item, 0.0) if weigh else 1.0 for item in table.items]),
            np.array([collective[agency] for agency in table.agencies], dtype=bool),
        )

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
