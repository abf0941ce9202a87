"""Measures of different plans that say nearly the same in nearly the same words.

Two sentences are as alike as their sets of three-character shingles: shared ones to all, the resemblance of A. Z.
Broder (SEQUENCES 1997, 21-29). Sentences with the same characters are one wording, so that copies cost nothing. Few
wordings are compared each with each. Many are compared where their signatures meet: 126 minima of random hashes, by
threes, which finds 94 of 100 pairs of likeness 0.4 and all but 4 in 1000 from 0.5 (P. Indyk and R. Motwani, STOC 1998,
604-613); time then grows with the number of sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.matching.grams import Array, Matrix, grams

ALIKE = 0.4
NEIGHBOURS = 20
SHORTEST = 10
"""Shingles that a sentence must have: shorter ones are alike by chance."""
FEW = 5000
"""Wordings that are compared each with each."""
_HASHES, _BAND = 126, 3
_NEXT, _PART = 6, 100_000


@dataclass(frozen=True)
class PlanMeasure:
    """What likeness needs of a measure; `when` orders plans (date of issue and id)."""

    id: str
    plan: str
    when: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Similar:
    """Two measures of different plans with nearly the same words, in order of `when`."""

    a: str
    b: str
    similarity: float


def similar(measures: Sequence[PlanMeasure], neighbours: int = NEIGHBOURS, few: int = FEW) -> list[Similar]:
    """For each measure the `neighbours` most like it in other plans, of those equally like the nearest in time.

    The same whatever the order they are given in.
    """
    measures = sorted(measures, key=lambda measure: (measure.when, measure.plan, measure.id))
    wordings = _wordings([measure.text for measure in measures])
    plans = [measure.plan for measure in measures]
    found: dict[tuple[int, int], float] = {}
    for one, other, alike in _nearest(plans, wordings, _near(wordings.shingles, few), neighbours):
        found[min(one, other), max(one, other)] = alike
    return [Similar(measures[a].id, measures[b].id, alike) for (a, b), alike in sorted(found.items())]


@dataclass(frozen=True)
class _Wordings:
    """The different wordings: the shingles of each as a row, who uses it, and which one a sentence has."""

    shingles: Matrix
    users: list[list[int]]
    of: list[int]


def _wordings(texts: Sequence[str]) -> _Wordings:
    """The wordings that are long enough; a sentence of fewer shingles has the wording -1."""
    shingles = grams(texts, (3,)).matrix()
    shingles.data = np.ones_like(shingles.data)
    long = np.diff(shingles.indptr) >= SHORTEST
    marks = np.random.default_rng(0).integers(0, 2**64, shingles.shape[1], dtype=np.uint64)
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(marks[shingles.indices])])
    sets = np.diff(sums[shingles.indptr])
    _, first, used = np.unique(sets[long], return_index=True, return_inverse=True)
    of = np.full(len(texts), -1)
    of[long] = used
    users: list[list[int]] = [[] for _ in first]
    for sentence in np.flatnonzero(long).tolist():
        users[of[sentence]].append(sentence)
    return _Wordings(shingles[np.flatnonzero(long)[first]], users, of.tolist())


Near = list[list[tuple[float, int]]]
"""For each wording the likeness of others, and which; the most alike first."""


def _near(shingles: Matrix, few: int) -> Near:
    sizes = np.diff(shingles.indptr)
    near: Near = [[] for _ in sizes]
    for first, second, shared in _all_shared(shingles) if len(sizes) <= few else _shared_where_met(shingles):
        alike = (shared / (sizes[first] + sizes[second] - shared)).round(4)
        kept = alike >= ALIKE
        for one, other, how in zip(first[kept].tolist(), second[kept].tolist(), alike[kept].tolist(), strict=True):
            near[one].append((how, other))
            near[other].append((how, one))
    for others in near:
        others.sort(key=lambda item: (-item[0], item[1]))
    return near


def _all_shared(shingles: Matrix) -> Iterator[tuple[Array, Array, Array]]:
    """All pairs of wordings that share shingles, with how many."""
    shared = (shingles @ shingles.T).tocoo()
    once = shared.row < shared.col
    yield shared.row[once], shared.col[once], shared.data[once]


def _shared_where_met(shingles: Matrix) -> Iterator[tuple[Array, Array, Array]]:
    """The pairs of wordings that meet in a band of their signatures, with how many shingles they share."""
    count = shingles.shape[0]
    pairs = np.unique(np.concatenate([_neighbours(key) for key in _bands(shingles)]))
    for start in range(0, len(pairs), _PART):
        first, second = np.divmod(pairs[start : start + _PART], count)
        yield first, second, np.asarray(shingles[first].multiply(shingles[second]).sum(axis=1))


def _bands(shingles: Matrix) -> Iterator[Array]:
    """For each band of the signatures a number a wording: equal where all its minima are."""
    draw = np.random.default_rng(1)
    for _ in range(_HASHES // _BAND):
        key = np.zeros(shingles.shape[0], dtype=np.uint64)
        for _ in range(_BAND):
            hashes = draw.integers(0, 2**32, shingles.shape[1], dtype=np.uint32)
            least = np.minimum.reduceat(hashes[shingles.indices], shingles.indptr[:-1])
            key = key * np.uint64(0x9E3779B97F4A7C15) + least
        yield key


def _neighbours(key: Array) -> Array:
    """Pairs of wordings with one key, each as one number, a wording with the next few of its key."""
    order = np.argsort(key, kind="stable")
    found = []
    for step in range(1, _NEXT + 1):
        same = np.flatnonzero(key[order[step:]] == key[order[:-step]])
        first, second = order[same], order[same + step]
        found.append(np.minimum(first, second) * len(key) + np.maximum(first, second))
    return np.unique(np.concatenate(found))


def _nearest(plans: Sequence[str], wordings: _Wordings, near: Near, limit: int) -> Iterator[tuple[int, int, float]]:
    """Each sentence with those of other plans most like it."""
    for sentence, wording in enumerate(wordings.of):
        if wording < 0:
            continue
        left = limit
        for alike, other in [(1.0, wording), *near[wording]]:
            for found in _around(wordings.users[other], sentence, plans, left):
                yield sentence, found, alike
                left -= 1
            if not left:
                break


def _around(users: list[int], sentence: int, plans: Sequence[str], limit: int) -> list[int]:
    """The users of a wording in other plans, the nearest to the sentence first."""
    after = bisect_left(users, sentence)
    before = after - 1
    found: list[int] = []
    while len(found) < limit and (before >= 0 or after < len(users)):
        if after >= len(users) or (before >= 0 and sentence - users[before] <= users[after] - sentence):
            user, before = users[before], before - 1
        else:
            user, after = users[after], after + 1
        if plans[user] != plans[sentence]:
            found.append(user)
    return found
