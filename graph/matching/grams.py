"""Texts as vectors of their character n-grams, so that likeness of wording becomes a product of matrices.

Chinese is printed without spaces, and pairs of characters tell texts apart as well as words do without a dictionary
that would have to know them. Weights are tf-idf with a logarithm on the count (G. Salton and C. Buckley, Information
Processing & Management 24, 1988, 513-523): words that every task of a campaign prints (开展…专项治理) weigh little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from loaders.script import simplified

Array = NDArray[Any]
Matrix = Any
"""A sparse matrix of scipy, one row a text."""

COMMON = 0.02
"""Part of the rows from which a column is common: its products are then quicker as those of a full matrix."""
PART = 100_000
"""Pairs of rows that are multiplied at a time."""
BITS = 21
"""Bits of one character in the code of an n-gram: three characters make one number."""
_HAN = (0x3400, 0x9FFF)


@dataclass(frozen=True)
class Grams:
    """How often each n-gram stands in each text, as three columns sorted by text and n-gram."""

    texts: int
    rows: Array
    codes: Array
    counts: Array

    @cached_property
    def vocabulary(self) -> tuple[Array, Array]:
        """The n-grams that occur, and the column of each entry."""
        return np.unique(self.codes, return_inverse=True)

    def matrix(self) -> Matrix:
        """Counts, a row a text and a column an n-gram."""
        known, columns = self.vocabulary
        return csr_array((self.counts.astype(np.float32), (self.rows, columns)), shape=(self.texts, len(known)))


def grams(texts: Sequence[str], sizes: tuple[int, ...]) -> Grams:
    """The n-grams of these sizes in runs of Han characters; figures, marks and Latin letters part the runs."""
    characters = np.frombuffer("\n".join(map(simplified, texts)).encode("utf-32-le", "replace"), dtype="<u4")
    ends = np.cumsum([len(text) + 1 for text in texts])
    han = np.where((characters >= _HAN[0]) & (characters <= _HAN[1]), characters, 0).astype(np.uint64)
    found = [_runs(han, size, ends) for size in sizes]
    rows = np.concatenate([rows for rows, _ in found])
    codes = np.concatenate([codes for _, codes in found])
    order = np.lexsort((codes, rows))
    rows, codes = rows[order], codes[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]) | (codes[1:] != codes[:-1])
    first = np.flatnonzero(new)
    return Grams(len(texts), rows[first], codes[first], np.diff(np.append(first, len(rows))))


def _runs(han: Array, size: int, ends: Array) -> tuple[Array, Array]:
    """Text and code of every place where `size` Han characters stand in a row."""
    width = max(len(han) - size + 1, 0)
    whole = np.ones(width, dtype=bool)
    codes = np.zeros(width, dtype=np.uint64)
    for place in range(size):
        part = han[place : place + width]
        whole &= part > 0
        codes = codes << np.uint64(BITS) | part
    starts = np.flatnonzero(whole)
    return np.searchsorted(ends, starts, side="right"), codes[starts]


def idf(counts: Matrix) -> Array:
    """The weight of each column: little where many rows have it; rows without any entry don't count."""
    filled = np.diff(counts.indptr) > 0
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    weights: Array = np.log1p(filled.sum() / np.maximum(frequency, 1)).astype(np.float32)
    return weights


def unit_vectors(counts: Matrix) -> Matrix:
    """Rows of length 1 in tf-idf weights: the product of two rows is their cosine; an empty row stays empty."""
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * idf(counts)[weighted.indices]
    lengths = np.sqrt(weighted.multiply(weighted).sum(axis=1))
    return scaled(weighted, 1 / np.where(lengths > 0, lengths, 1))


def scaled(matrix: Matrix, factors: Array) -> Matrix:
    """The matrix with each row multiplied by its factor."""
    return csr_array(diags_array(factors.astype(np.float32)) @ matrix)


def products(rows: Matrix, others: Matrix) -> Array:
    """The product of each row with each other row."""
    least = COMMON * (rows.shape[0] + others.shape[0])
    common = np.bincount(rows.indices, minlength=rows.shape[1]) + np.bincount(others.indices, minlength=rows.shape[1])
    full, sparse = np.flatnonzero(common > least), np.flatnonzero(common <= least)
    found: Array = rows[:, full].toarray() @ others[:, full].toarray().T
    found += (rows[:, sparse] @ others[:, sparse].T).toarray()
    return found


def row_products(rows: Matrix, others: Matrix, first: Array, second: Array) -> Array:
    """The product of a row with another for each pair of places, to four digits: the order of adding does not show."""
    parts = [slice(start, start + PART) for start in range(0, len(first), PART)]
    found = [rows[first[part]].multiply(others[second[part]]).sum(axis=1) for part in parts]
    return np.concatenate(found).astype(np.float64).round(4) if found else np.zeros(0)


def summed(rows: Matrix, into: Array, count: int) -> Matrix:
    """Rows added up: row i of `rows` into row `into[i]` of the result."""
    gather = csr_array((np.ones(len(into), dtype=np.float32), (into, np.arange(len(into)))), shape=(count, len(into)))
    return csr_array(gather @ rows)
