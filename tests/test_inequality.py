"""Inequality: hand-computed cases, the formulas of other textbooks, and what must not change it."""

from __future__ import annotations

from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.workload import inequality
from graph.workload.inequality import spread

EQUAL, ONE_HAS_ALL, RISING = [2, 2, 2, 2], [0, 0, 0, 8], [1, 2, 3, 4]
LOADS = st.lists(st.integers(0, 60), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("measure", "values", "expected"),
    [
        ("gini", EQUAL, 0),
        ("gini", ONE_HAS_ALL, 0.75),
        ("gini", RISING, 0.25),  # (-3*1 - 1*2 + 1*3 + 3*4) / (4*10)
        ("gini", [4, 1, 3, 2], 0.25),
        ("gini", [], 0),
        ("gini", [0, 0], 0),
        ("theil", EQUAL, 0),
        ("theil", ONE_HAS_ALL, log(4)),
        ("theil", [1, 3], 0.25 * log(0.5) + 0.75 * log(1.5)),
        ("theil", [], 0),
        ("hhi", EQUAL, 0.25),
        ("hhi", ONE_HAS_ALL, 1),
        ("hhi", RISING, 0.3),  # (1 + 4 + 9 + 16) / 100
        ("hhi", [], 0),
        ("variation", EQUAL, 0),
        ("variation", ONE_HAS_ALL, 3**0.5),
        ("variation", RISING, 1.25**0.5 / 2.5),
        ("variation", [], 0),
    ],
)
def test_by_hand(measure, values, expected):
    assert getattr(inequality, measure)(values) == pytest.approx(expected)


@pytest.mark.parametrize(("k", "expected"), [(1, 0.4), (3, 0.9), (10, 1.0)])
def test_top_share(k, expected):
    assert inequality.top_share([1, 4, 2, 3], k) == pytest.approx(expected)
    assert inequality.top_share([0, 0], k) == 0


def test_lorenz_curve_runs_from_the_least_loaded_to_all():
    assert inequality.lorenz([3, 1]) == [(0, 0), (0.5, 0.25), (1, 1)]
    assert inequality.lorenz([]) == [(0, 0)]


def test_gini_is_twice_the_area_between_the_lorenz_curve_and_equality():
    points = inequality.lorenz([5, 1, 1, 3, 9])
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    assert inequality.gini([5, 1, 1, 3, 9]) == pytest.approx(1 - 2 * area)


@given(LOADS)
def test_other_formulas_give_the_same(values):
    x = np.array(values, dtype=float)
    n, share = len(x), x / x.sum()
    assert inequality.gini(values) == pytest.approx(np.abs(x[:, None] - x).sum() / (2 * n * n * x.mean()))
    assert inequality.hhi(values) == pytest.approx((1 + np.var(x) / x.mean() ** 2) / n)
    assert inequality.variation(values) == pytest.approx(np.std(x) / x.mean())
    entropy = -(share[share > 0] * np.log(share[share > 0])).sum()
    assert inequality.theil(values) == pytest.approx(np.log(n) - entropy, abs=1e-12)


@given(LOADS, st.integers(2, 9))
def test_scale_and_copies_of_everybody_change_neither_gini_nor_theil_nor_variation(values, times):
    for name in ("gini", "theil", "variation"):
        measure = getattr(inequality, name)
        assert measure([times * value for value in values]) == pytest.approx(measure(values), abs=1e-9)
        assert measure(values * times) == pytest.approx(measure(values), abs=1e-9)
    assert inequality.hhi(values * times) == pytest.approx(inequality.hhi(values) / times)


@given(LOADS.filter(lambda values: max(values) - min(values) >= 2))
def test_a_transfer_from_the_heaviest_to_the_lightest_lowers_every_measure(values):
    """The principle of transfers (Pigou and Dalton)."""
    after = sorted(values)
    after[0], after[-1] = after[0] + 1, after[-1] - 1
    for name in ("gini", "theil", "hhi", "variation"):
        assert getattr(inequality, name)(after) < getattr(inequality, name)(values), name


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=40))
def test_many_groups_at_once_are_each_as_alone(pairs):
    groups, values = [group for group, _ in pairs], [value for _, value in pairs]
    found = spread(np.array(values, dtype=float), np.array(groups, dtype=np.int64), 5)
    for group in range(5):
        mine = [value for one, value in pairs if one == group]
        row = found.row(group)
        assert (row["count"], row["loaded"], row["total"]) == (len(mine), sum(v > 0 for v in mine), sum(mine))
        assert row["largest"] == max(mine, default=0)
        for name in ("gini", "theil", "hhi", "variation"):
            assert row[name] == pytest.approx(getattr(inequality, name)(mine)), name
        for k in (1, 3, 10):
            assert row[f"top{k}"] == pytest.approx(inequality.top_share(mine, k))
