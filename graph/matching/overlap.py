"""How much of the sentences of two tasks is common to both, for very many pairs at a time.

The share of their longest common subsequence (2·LCS by the lengths of both: the normalized similarity of insertions and
deletions). What `graph.matching.wording` finds alike are blocks in one order, which make up a common subsequence: no
likeness that it gives is larger, so that a question for tasks alike need not look at pairs below.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

_PLACES, _ERROR = 1e4, 1e-6


def overlaps(ones: Sequence[str], others: Sequence[str]) -> list[float]:
    """Of each pair of texts, given as `wording.keys`, the share from 0 to 1, rounded up to four places."""
    shares = process.cpdist(ones, others, scorer=Indel.normalized_similarity, dtype=np.float64, workers=-1)
    found: list[float] = (np.ceil(shares * _PLACES - _ERROR) / _PLACES).tolist()
    return found
