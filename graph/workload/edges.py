"""Assignments as columns of numbers, which counts of a million of them are made from in a second.

An edge is (agency, item, role), role being `lead` or `support`. An agency that is printed twice in one role of
one item counts once; its share there is 1/number of agencies that have this role (full and fractional
counting after L. Waltman and N. J. van Eck, Journal of Informetrics 9 (2015), 872-894).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from graph.workload.inequality import Floats, Ints
from graph.workload.roster import LEAD, ROLES, Roster

Edge = tuple[str, str, str]
"""(agency, item, role): role is `lead` or `support`."""

Bools = npt.NDArray[np.bool_]
N = TypeVar("N", bound=np.generic)
H = TypeVar("H", bound=Hashable)


@dataclass(frozen=True)
class EdgeTable:
    """Distinct edges, by item, role and agency: entry i says who (`agency[i]`) has a role in what (`item[i]`)."""

    items: list[Any]
    """Their ids, or what else they are called by."""
    agencies: list[str]
    item: Ints
    agency: Ints
    lead: Bools
    share: Floats

    @classmethod
    def of(cls, edges: Iterable[Edge]) -> EdgeTable:
        """The table of plain edges, items and agencies in order of first mention."""
        items: dict[str, int] = {}
        agencies: dict[str, int] = {}
        flat: list[int] = []
        for agency, item, role in edges:
            flat += items.setdefault(item, len(items)), agencies.setdefault(agency, len(agencies)), role == LEAD
        return cls._distinct([*items], [*agencies], np.array(flat, dtype=np.int64).reshape(-1, 3))

    @classmethod
    def of_numbers(cls, items: list[Any], item: Ints, agencies: Sequence[str], lead: Sequence[bool]) -> EdgeTable:
        """The same from columns that have an entry an edge, items by their numbers."""
        holders, agency = numbered(agencies)
        return cls._distinct(items, holders, np.column_stack([item, agency, np.array(lead, dtype=np.int64)]))

    @classmethod
    def _distinct(cls, items: list[Any], agencies: list[str], edges: Ints) -> EdgeTable:
        width = max(len(agencies), 1)
        code = np.unique((edges[:, 0] * 2 + edges[:, 2]) * width + edges[:, 1])
        cell, agency = np.divmod(code, width)
        share = 1.0 / np.bincount(cell)[cell] if len(cell) else np.zeros(0)
        return cls(items, agencies, cell // 2, agency, cell % 2 == 1, share)


def edges_of(roster: Roster) -> Iterable[Edge]:
    """The edges of a roster."""
    for item in roster.items.values():
        for role in ROLES:
            for agency in item.holders(role):
                yield agency, item.id, role


def spans(lengths: Ints) -> tuple[Ints, Ints]:
    """For each of runs with these lengths, the run's number and the place within it, entry by entry."""
    run = np.repeat(np.arange(len(lengths)), lengths)
    return run, np.arange(len(run)) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def numbered(names: Sequence[H]) -> tuple[list[H], Ints]:
    """The distinct names in order of first mention, and the number of each name given."""
    known: dict[H, int] = {}
    numbers = [known.setdefault(name, len(known)) for name in names]
    return [*known], np.array(numbers, dtype=np.int64)
