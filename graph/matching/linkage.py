"""Groups rows that are alike, never two of one owner: average linkage under a constraint.

Average linkage (R. R. Sokal and C. D. Michener, University of Kansas Science Bulletin 38, 1958, 1409-1438) joins the
two groups whose rows are most alike on average, again and again, until no average reaches the threshold. Here groups
that hold rows of the same owner are never joined ("cannot link": K. Wagstaff and C. Cardie, ICML 2000, 1103-1110): a
plan names a task once. Where there are many rows they are grouped in batches, and the groups of each batch join those
found before, again by their averages, so that memory and time grow with the number of rows and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array, vstack

from graph.matching.grams import Array, Matrix, products, scaled, summed

BATCH = 4000
"""Rows compared each with each at a time: 64 MB of likenesses."""
_NEVER = -1.0


def link(vectors: Matrix, owners: Array, threshold: float, batch: int | None = None) -> Array:
    """The group of each row, numbered from 0; rows are unit vectors sorted by owner."""
    groups = _Groups(vectors.shape[1], np.full(vectors.shape[0], -1))
    for rows in _batches(owners, batch or BATCH):
        found = _average_linkage(products(vectors[rows], vectors[rows]), owners[rows], threshold)
        groups.take_in(vectors[rows], rows, found, owners[rows], threshold)
    return groups.labels


def _batches(owners: Array, size: int) -> Iterator[Array]:
    """Rows in turn, about `size` at a time, all of one owner together."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    ends = np.append(starts[1:], len(owners))
    first = 0
    for end, following in zip(ends, [*ends[1:], None], strict=True):
        if following is None or following - first > size:
            yield np.arange(first, end)
            first = end


def _average_linkage(alike: Array, owners: Array, threshold: float) -> Array:
    """The group of each row by exact average linkage, `alike` being used up."""
    count = len(owners)
    alike[owners[:, None] == owners[None, :]] = _NEVER
    groups, sizes = np.arange(count), np.ones(count)
    nearest = alike.argmax(axis=1)
    best = alike[np.arange(count), nearest]
    while count and best[a := int(best.argmax())] >= threshold:
        b = int(nearest[a])
        joined = (sizes[a] * alike[a] + sizes[b] * alike[b]) / (sizes[a] + sizes[b])
        joined[(alike[a] < 0) | (alike[b] < 0)] = _NEVER
        sizes[a] += sizes[b]
        groups[groups == b] = a
        alike[a], alike[:, a] = joined, joined
        alike[b], alike[:, b] = _NEVER, _NEVER
        best[b] = _NEVER
        stale = np.flatnonzero((nearest == a) | (nearest == b) | (joined > best))
        stale = np.append(stale[best[stale] > _NEVER], a)
        nearest[stale] = alike[stale].argmax(axis=1)
        best[stale] = alike[stale, nearest[stale]]
    return np.unique(groups, return_inverse=True)[1]


@dataclass
class _Groups:
    """The groups found so far, by the mean of their rows: its product with a row is the average of the products."""

    columns: int
    labels: Array
    means: Matrix = field(init=False)
    sizes: Array = field(init=False)

    def __post_init__(self) -> None:
        self.means, self.sizes = csr_array((0, self.columns), dtype=np.float32), np.zeros(0)

    def take_in(self, vectors: Matrix, rows: Array, found: Array, owners: Array, threshold: float) -> None:
        """Adds the groups of one batch, each to the group before that it is most like, or as a group of its own."""
        sizes = np.bincount(found)
        means = scaled(summed(vectors, found, len(sizes)), 1 / sizes)
        alike = products(means, self.means)
        targets = _targets(alike, [set(owners[found == g]) for g in range(len(sizes))], threshold)
        new = np.flatnonzero(targets < 0)
        targets[new] = len(self.sizes) + np.arange(len(new))
        self.labels[rows] = targets[found]
        self._add(means, sizes, targets)

    def _add(self, means: Matrix, sizes: Array, targets: Array) -> None:
        count = int(max(targets.max(initial=-1) + 1, len(self.sizes)))
        into = np.concatenate([np.arange(len(self.sizes)), targets])
        weights = np.concatenate([self.sizes, sizes]).astype(np.float32)
        gather = csr_array((weights, (into, np.arange(len(into)))), shape=(count, len(into)))
        self.sizes = np.bincount(into, weights=weights, minlength=count)
        self.means = scaled(gather @ vstack([self.means, means], format="csr"), 1 / self.sizes)


def _targets(alike: Array, owners: list[set[int]], threshold: float) -> Array:
    """For each new group the old one that it joins, -1 for none: the most alike first, no owner twice in a group."""
    targets = np.full(len(owners), -1)
    taken: dict[int, set[int]] = {}
    rows, columns = np.nonzero(alike >= threshold)
    for place in np.lexsort((columns, rows, -alike[rows, columns])).tolist():
        new, old = int(rows[place]), int(columns[place])
        if targets[new] < 0 and not (taken.setdefault(old, set()) & owners[new]):
            targets[new] = old
            taken[old] |= owners[new]
    return targets
