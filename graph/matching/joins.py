"""Tasks that answer two tasks of another plan at once: merged here, or split there.

The title decides. A clause that moved into another task's text does not make the task answer both; a title that names
both does (无证行医、非法医疗以及假药 for 无证行医、非法医疗 and 假药), where the texts are alike too. An n-gram
weighs the square of its idf, so that words that all titles share (开展…专项治理) hardly count. Tasks of one group with
one title are judged together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.matching.grams import Array, Matrix, idf, row_products, summed
from graph.matching.membership import Members

COVERED = 0.4
"""Part of a title's weight that must stand in the joining title."""
OWN = 0.1
"""Part of the joining title's weight that each of the two must explain beyond the other."""
ALIKE = 0.25
"""Average likeness, texts and all, that the joining tasks must have to what they join."""
_PART = 2000

Joins = dict[int, tuple[int, ...]]
"""For a joining task the groups that it answers beside its own."""


@dataclass(frozen=True)
class _Titles:
    """The different titles: a row of counts each, the weight of each n-gram, and which title a task has."""

    counts: Matrix
    weights: Array
    of: Array

    def words(self, title: int) -> set[int]:
        """The n-grams of a title."""
        return set(self.counts.indices[self.counts.indptr[title] : self.counts.indptr[title + 1]].tolist())

    def covered(self) -> Iterator[tuple[int, int]]:
        """Pairs of titles of which the first has nearly all words of the second."""
        plain, weighted = self.counts.copy(), self.counts.copy()
        plain.data, weighted.data = np.ones_like(plain.data), self.weights[weighted.indices]
        whole = np.asarray(weighted.sum(axis=1))
        for start in range(0, plain.shape[0], _PART):
            shared = (plain[start : start + _PART] @ weighted.T).tocoo()
            enough = (shared.data >= COVERED * whole[shared.col]) & (shared.row + start != shared.col)
            yield from zip((shared.row[enough] + start).tolist(), shared.col[enough].tolist(), strict=True)

    def names_both(self, title: int, one: int, other: int) -> bool:
        """Whether each of the two others explains words of the title that the other doesn't."""
        whole, left, right = (self.words(item) for item in (title, one, other))
        least = OWN * self._weight(whole)
        return all(self._weight(whole & a - b) >= least for a, b in ((left, right), (right, left)))

    def _weight(self, words: set[int]) -> float:
        return float(self.weights[list(words)].sum())


def joined_groups(titles: Sequence[str], counts: Matrix, vectors: Matrix, members: Members) -> Joins:
    """The tasks that answer a group beside their own, borne out by half of the plans that keep the two apart."""
    _, first, of = np.unique(list(titles), return_index=True, return_inverse=True)
    known = _Titles(counts[first], idf(counts) ** 2, of)
    found: dict[int, set[int]] = defaultdict(set)
    for title, group, other in _candidates(known, vectors, members):
        for task in _joining(known, members, title, group, other).tolist():
            found[task].add(other)
    return _leaving_some(found, members.groups)


def _candidates(titles: _Titles, vectors: Matrix, members: Members) -> Iterator[tuple[int, int, int]]:
    """Titles in a group, with another group some title of which they cover, where the texts are alike enough."""
    count = int(members.groups.max()) + 1
    ways, way_of, sizes = np.unique(titles.of * count + members.groups, return_inverse=True, return_counts=True)
    groups_of: dict[int, dict[int, int]] = defaultdict(dict)
    for place, way in enumerate(ways.tolist()):
        groups_of[way // count][way % count] = place
    triples = {
        (place, other)
        for title, part in titles.covered()
        for group, place in groups_of[title].items()
        for other in groups_of[part].keys() - {group}
    }
    first, second = np.array(sorted(triples), dtype=int).reshape(-1, 2).T
    sums = summed(vectors, way_of, len(ways)), summed(vectors, members.groups, count)
    alike = row_products(*sums, first, second) / (sizes[first] * np.bincount(members.groups)[second])
    for place, other in zip(first[alike >= ALIKE].tolist(), second[alike >= ALIKE].tolist(), strict=True):
        yield *divmod(int(ways[place]), count), other


def _joining(titles: _Titles, members: Members, title: int, group: int, other: int) -> Array:
    """The tasks with this title in a group that answer another group too."""
    apart = members.of(other)
    mates = members.mates(group, members.plans[apart])
    apart, mates = apart[mates >= 0], mates[mates >= 0]
    seen = Counter(zip(titles.of[apart].tolist(), titles.of[mates].tolist(), strict=True))
    bearing = sum(times for (one, mate), times in seen.items() if mate != title and titles.names_both(title, one, mate))
    if not bearing or bearing * 2 < seen.total() - sum(times for (_, mate), times in seen.items() if mate == title):
        return np.zeros(0, dtype=int)
    own = members.of(group)
    own = own[titles.of[own] == title]
    taken = np.isin(members.plans[own], members.plans[members.of(other)])
    joining: Array = own[~taken]
    return joining


def _leaving_some(found: dict[int, set[int]], groups: Array) -> Joins:
    """Only joins that leave a part behind in their group: it can't be joined when nobody keeps it apart."""
    leaving = Counter(int(groups[task]) for task in found)
    sizes = np.bincount(groups)
    return {
        task: tuple(sorted(into)) for task, into in found.items() if leaving[int(groups[task])] < sizes[groups[task]]
    }
