"""Which plans are nearest to each other in wording: pairs between all of some thousand plans would be 10^8.

A plan is the sum of its tasks. With many plans the sums are folded into fewer columns, each old column to a new one and
with a sign drawn for it, which keeps products on average (K. Weinberger et al., ICML 2009, 1113-1120): enough to tell
near from far.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from graph.matching.grams import Array, Matrix, summed

Near = list[Array]
"""For each plan the plans that it is compared with, ascending; if one has the other, the other has the one."""

FOLDED = 1024


def near_plans(vectors: Matrix, plans: Array, neighbours: int) -> Near:
    """The `neighbours` plans nearest to each, and those to which it is one of the nearest; all where there are few."""
    count = int(plans.max(initial=-1)) + 1
    if count <= neighbours + 1:
        return [np.delete(np.arange(count), plan) for plan in range(count)]
    alike = _folded(vectors, plans, count)
    alike = alike @ alike.T
    np.fill_diagonal(alike, -np.inf)
    nearest = np.argpartition(-alike, neighbours, axis=1)[:, :neighbours]
    chosen = np.zeros((count, count), dtype=bool)
    chosen[np.repeat(np.arange(count), neighbours), nearest.ravel()] = True
    chosen |= chosen.T
    return [np.flatnonzero(row) for row in chosen]


def _folded(vectors: Matrix, plans: Array, count: int) -> Array:
    """A row of unit length a plan in `FOLDED` columns."""
    drawn = np.random.default_rng(0).integers(0, 2 * FOLDED, vectors.shape[1])
    signs = np.where(drawn % 2, 1, -1).astype(np.float32)
    fold = csr_array((signs, (np.arange(len(drawn)), drawn // 2)), shape=(len(drawn), FOLDED))
    rows: Array = (summed(vectors, plans, count) @ fold).toarray()
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows
