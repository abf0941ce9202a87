"""What each agency carries: counts of leads and supports, workload, and the work of coordination.

One pass computes all measures of all groups (plans, sections, topics …) from plain columns. Whom a figure is
about (`by`) and over which items it is taken (`within`) are free of each other. Definitions, sources and
caveats of each measure stand in measures.yml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graph.workload.edges import Bools, Edge, EdgeTable, edges_of, numbered, spans
from graph.workload.inequality import Floats, Ints, Spread, spread
from graph.workload.paths import betweenness
from graph.workload.roster import Agency, AnalysisError, Item, Plan, Roster

SUPPORT_WEIGHT = 0.3
COUNTED = ("leads", "fractional", "sole", "supports", "supportFractional", "items")
WORKLOADS = ("workload", "workloadMeasures", "workloadLength")
COORDINATION = ("partners", "betweenness")
MEASURES = (*COUNTED, *WORKLOADS, *COORDINATION)

ItemWeight = Callable[[Item], float]
WEIGHTS: Mapping[str, ItemWeight] = {
    "item": lambda item: 1.0,
    "measures": lambda item: float(item.measures),
    "length": lambda item: item.length / 1000,
}
"""Weights of an item: 1, its number of measures, its thousands of characters."""

WITHIN: Mapping[str, Callable[[Item, Plan], Iterable[str]]] = {
    "all": lambda item, plan: ("",),
    "plan": lambda item, plan: (plan.id,),
    "section": lambda item, plan: (section.id for section in item.sections),
    "topic": lambda item, plan: item.topics,
    "level": lambda item, plan: (plan.level,),
    "year": lambda item, plan: ((plan.issued or "")[:4],),
}
"""Which groups an item falls into."""

BY: Mapping[str, Callable[[Agency], str]] = {
    "agency": lambda agency: agency.id,
    "function": lambda agency: agency.function or agency.id,  # one that has none stands for itself
    "level": lambda agency: agency.level,
}
"""Whom an agency's load is counted for."""


@dataclass(frozen=True)
class Weighing:
    """How workload is made: the weight of support, and of each item."""

    support: float = SUPPORT_WEIGHT
    item: str = "item"
    """One of WEIGHTS."""
    own: Mapping[str, float] = field(default_factory=dict)
    """Weights that a person gave to items; the others have theirs by `item`."""

    def of(self, items: Iterable[Item]) -> list[float]:
        """The weight of each item."""
        if self.item not in WEIGHTS:
            raise AnalysisError(f"An item can't be weighed by {self.item!r}; it can by {', '.join(WEIGHTS)}.")
        weight = WEIGHTS[self.item]
        return [self.own.get(item.id, weight(item)) for item in items]


@dataclass(frozen=True)
class Loads:
    """The load of each unit in each group: entry i of a column is about `units[unit[i]]` in `groups[group[i]]`."""

    groups: list[str]
    units: list[str]
    group: Ints
    unit: Ints
    columns: Mapping[str, Floats]

    def spread(self, measure: str) -> Spread:
        """How unevenly a measure is spread over the units of each group."""
        return spread(self.columns[measure], self.group, len(self.groups))

    def values(self, measure: str, group: str) -> dict[str, float]:
        """The measure of each unit in a group."""
        if group not in self.groups:
            return {}
        mine = np.flatnonzero(self.group == self.groups.index(group))
        return {self.units[self.unit[i]]: self.columns[measure][i].item() for i in mine}

    def rows(self) -> Iterator[dict[str, Any]]:
        """One dict an entry: group, unit and every measure; counts as whole numbers, nan as None."""
        columns = {name: _plain(name, column) for name, column in self.columns.items()}
        for i, (group, unit) in enumerate(zip(self.group.tolist(), self.unit.tolist(), strict=True)):
            measured = {name: column[i] for name, column in columns.items()}
            yield {"group": self.groups[group], "unit": self.units[unit], **measured}


def loads(
    roster: Roster,
    by: str = "agency",
    within: str = "plan",
    weighing: Weighing | None = None,
    collective: bool = False,
    network: bool = True,
) -> Loads:
    """All measures of all groups; collective units take their share in any case and have rows only when asked for.

    Without `network` the betweenness, which takes most of the time, is left out.
    """
    for given, known in ((by, BY), (within, WITHIN)):
        if given not in known:
            raise AnalysisError(f"Load can't be taken by {given!r}; known are {', '.join(known)}.")
    table = EdgeTable.of(edges_of(roster))
    agencies = [roster.agencies[name] for name in table.agencies]
    items = [roster.items[name] for name in table.items]
    own = weighing or Weighing()
    units, unit = numbered([BY[by](one) if collective or not one.collective else f"\0{one.id}" for one in agencies])
    counted = np.array([not name.startswith("\0") for name in units], dtype=bool)
    groups, pairs = _grouped([WITHIN[within](item, roster.plans[item.plan]) for item in items])
    weights = {
        "workload": own.of(items),
        "workloadMeasures": Weighing(item="measures").of(items),
        "workloadLength": Weighing(item="length").of(items),
    }
    return _Counting(table, groups, pairs, units, unit, counted).loads(weights, own.support, network)


@dataclass(frozen=True)
class Load:
    """What one agency carries: items led (full, shared, alone), items supported, both together, and its partners."""

    agency: str
    leads: int
    fractional: float
    sole: int
    supports: int
    support_fractional: float
    workload: float
    partners: int


def load_table(
    edges: Sequence[Edge], support_weight: float = SUPPORT_WEIGHT, weights: Mapping[str, float] | None = None
) -> list[Load]:
    """The load of every agency in a plain list of edges, heaviest first; an item has weight 1 unless `weights` says."""
    table = EdgeTable.of(edges)
    everyone = np.arange(len(table.agencies))
    pairs = (np.arange(len(table.items)), np.zeros(len(table.items), dtype=np.int64))
    weighed = {"workload": [(weights or {}).get(item, 1.0) for item in table.items]}
    counting = _Counting(table, [""], pairs, table.agencies, everyone, everyone >= 0)
    found = [
        Load(
            row["unit"],
            row["leads"],
            row["fractional"],
            row["sole"],
            row["supports"],
            row["supportFractional"],
            row["workload"],
            row["partners"],
        )
        for row in counting.loads(weighed, support_weight, network=False).rows()
    ]
    return sorted(found, key=lambda load: (-load.workload, load.agency))


@dataclass(frozen=True)
class _Counting:
    """The edges, the groups of the items, the units of the agencies, and which units get a row."""

    table: EdgeTable
    groups: list[str]
    pairs: tuple[Ints, Ints]
    """Items and the groups that they fall into, by item."""
    units: list[str]
    unit: Ints
    counted: Bools

    def loads(self, weights: Mapping[str, Sequence[float]], support: float, network: bool) -> Loads:
        """Every measure of every unit in every group."""
        edge, cell = self._edges_in_groups()
        unit, lead = self.unit[self.table.agency[edge]], self.table.lead[edge]
        entry_code, entry = np.unique(self._group_of(cell) * len(self.units) + unit, return_inverse=True)
        columns = self._counts(cell, unit, lead, entry, len(entry_code))
        share, item = self.table.share[edge], self.table.item[edge]
        columns["fractional"] = _sum(entry, share * lead, len(entry_code))
        columns["supportFractional"] = _sum(entry, share * ~lead, len(entry_code))
        for name, weight in weights.items():
            weighed = np.asarray(weight, dtype=float)[item] * share * np.where(lead, 1.0, support)
            columns[name] = _sum(entry, weighed, len(entry_code))
        columns |= self._coordination(cell, unit, entry, entry_code, network)
        group, of = np.divmod(entry_code, max(len(self.units), 1))
        rows = self.counted[of]
        kept = {name: columns[name][rows] for name in MEASURES if name in columns}
        return Loads(self.groups, self.units, group[rows], of[rows], kept)

    def _edges_in_groups(self) -> tuple[Ints, Ints]:
        """Each edge once for each group of its item, with the number of that pair of item and group."""
        items, _ = self.pairs
        times = np.bincount(items, minlength=len(self.table.items))
        edge, place = spans(times[self.table.item])
        return edge, (np.cumsum(times) - times)[self.table.item[edge]] + place

    def _group_of(self, cell: Ints) -> Ints:
        return self.pairs[1][cell]

    def _counts(self, cell: Ints, unit: Ints, lead: Bools, entry: Ints, entries: int) -> dict[str, Floats]:
        """Items led, led alone, supported, and held in either role: a unit counts once an item and role."""
        width = max(len(self.units), 1)
        led, at = np.unique((cell * width + unit)[lead], return_index=True)
        leaders = np.bincount(led // width, minlength=1)
        alone = leaders[led // width] == 1 if len(led) else np.zeros(0, dtype=bool)
        _, backed = np.unique((cell * width + unit)[~lead], return_index=True)
        _, held = np.unique(cell * width + unit, return_index=True)
        return {
            "leads": _sum(entry[lead][at], None, entries),
            "sole": _sum(entry[lead][at], alone.astype(float), entries),
            "supports": _sum(entry[~lead][backed], None, entries),
            "items": _sum(entry[held], None, entries),
        }

    def _coordination(self, cell: Ints, unit: Ints, entry: Ints, codes: Ints, network: bool) -> dict[str, Floats]:
        """Distinct partners, and betweenness as a part of all pairs of others, in each group's co-work network."""
        seen = self.counted[unit]
        code = np.unique(cell[seen] * len(codes) + entry[seen])
        at, mine = np.divmod(code, max(len(codes), 1))
        size = np.bincount(at)[at] if len(at) else at
        one, place = spans(size)
        start = np.searchsorted(at, at, side="left")
        other = mine[start[one] + place]
        ties = np.unique((mine[one] * len(codes) + other)[mine[one] != other])
        first, second = np.divmod(ties, max(len(codes), 1))
        found = {"partners": _sum(first, None, len(codes))}
        if network:
            group, of = np.divmod(codes, max(len(self.units), 1))
            others = np.bincount(group, weights=self.counted[of], minlength=1)[group] - 1
            pairs = np.maximum(others * (others - 1) / 2, 1)
            found["betweenness"] = betweenness(len(codes), first, second) / pairs
        return found


def _grouped(groups: Iterable[Iterable[str]]) -> tuple[list[str], tuple[Ints, Ints]]:
    """The names of the groups, and pairs of an item's number and its group's."""
    found = [dict.fromkeys(names) for names in groups]
    names, numbers = numbered([name for mine in found for name in mine])
    items, _ = spans(np.array([len(mine) for mine in found], dtype=np.int64))
    return names, (items, numbers)


def _sum(entry: Ints, values: Floats | None, entries: int) -> Floats:
    return np.bincount(entry, weights=values, minlength=entries).astype(float)


def _plain(name: str, column: Floats) -> list[Any]:
    if name in ("fractional", "supportFractional", *WORKLOADS, "betweenness"):
        return [None if value != value else value for value in column.tolist()]
    return list(column.astype(np.int64).tolist())
