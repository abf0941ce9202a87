"""The groups of tasks as a table: which task of a plan is in which group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.matching.grams import Array
from graph.matching.nearness import Near


@dataclass(frozen=True)
class Members:
    """Plan and group of each task. A plan has one task in a group at most."""

    plans: Array
    groups: Array

    def mates(self, group: int, plans: Array) -> Array:
        """The group's task in each of the plans, -1 for none."""
        found: Array = self._table[plans, self._columns[group]]
        return found

    def of(self, group: int) -> Array:
        """The tasks of a group."""
        order, starts = self._sorted
        found: Array = order[starts[group] : starts[group + 1]]
        return found

    def pairs(self, near: Near) -> tuple[Array, Array]:
        """All pairs of tasks of one group between near plans, each once."""
        first, second = [], []
        for plan, others in enumerate(near):
            later = self._table[others[others > plan]]
            own = np.broadcast_to(self._table[plan], later.shape)
            both = (own >= 0) & (later >= 0)
            first.append(own[both])
            second.append(later[both])
        return np.concatenate(first), np.concatenate(second)

    @cached_property
    def _columns(self) -> Array:
        """The column of each group with several tasks; the others share the last, which is empty."""
        several = np.bincount(self.groups) > 1
        found: Array = np.where(several, np.cumsum(several) - 1, several.sum())
        return found

    @cached_property
    def _table(self) -> Array:
        table = np.full((int(self.plans.max()) + 1, int(self._columns.max()) + 2), -1, dtype=np.int32)
        columns = self._columns[self.groups]
        inside = np.flatnonzero((np.bincount(self.groups) > 1)[self.groups])
        table[self.plans[inside], columns[inside]] = inside
        return table

    @cached_property
    def _sorted(self) -> tuple[Array, Array]:
        return np.argsort(self.groups, kind="stable"), np.append(0, np.cumsum(np.bincount(self.groups)))
