"""The load measures against figures worked out by hand."""

from __future__ import annotations

from itertools import pairwise
from math import log

import pytest

from graph import analysis

EQUAL, ONE_HAS_ALL, RISING = [2, 2, 2, 2], [0, 0, 0, 8], [1, 2, 3, 4]

# Two items: the first led by A and B with C behind them, the second by A alone with B and C (C printed twice).
EDGES = [
    ("A", "t1", "lead"),
    ("B", "t1", "lead"),
    ("C", "t1", "support"),
    ("A", "t2", "lead"),
    ("B", "t2", "support"),
    ("C", "t2", "support"),
    ("C", "t2", "support"),
]


@pytest.mark.parametrize(
    ("measure", "values", "expected"),
    [
        (analysis.gini, EQUAL, 0),
        (analysis.gini, ONE_HAS_ALL, 0.75),
        (analysis.gini, RISING, 0.25),  # (-3*1 - 1*2 + 1*3 + 3*4) / (4*10)
        (analysis.gini, [4, 1, 3, 2], 0.25),
        (analysis.gini, [], 0),
        (analysis.gini, [0, 0], 0),
        (analysis.theil, EQUAL, 0),
        (analysis.theil, ONE_HAS_ALL, log(4)),
        (analysis.theil, [1, 3], 0.25 * log(0.5) + 0.75 * log(1.5)),
        (analysis.theil, [], 0),
        (analysis.hhi, EQUAL, 0.25),
        (analysis.hhi, ONE_HAS_ALL, 1),
        (analysis.hhi, RISING, 0.3),  # (1 + 4 + 9 + 16) / 100
        (analysis.hhi, [], 0),
        (analysis.variation, EQUAL, 0),
        (analysis.variation, ONE_HAS_ALL, 3**0.5),
        (analysis.variation, RISING, 1.25**0.5 / 2.5),
        (analysis.variation, [], 0),
    ],
)
def test_inequality(measure, values, expected):
    assert measure(values) == pytest.approx(expected)


@pytest.mark.parametrize(("k", "expected"), [(1, 0.4), (3, 0.9), (10, 1.0)])
def test_top_share(k, expected):
    assert analysis.top_share([1, 4, 2, 3], k) == pytest.approx(expected)


def test_lorenz_curve_runs_from_the_least_loaded_to_all():
    assert analysis.lorenz([3, 1]) == [(0, 0), (0.5, 0.25), (1, 1)]


def test_gini_is_twice_the_area_between_the_lorenz_curve_and_equality():
    points = analysis.lorenz([5, 1, 1, 3, 9])
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    assert analysis.gini([5, 1, 1, 3, 9]) == pytest.approx(1 - 2 * area)


def test_counts_take_an_agency_once_an_item_and_role():
    assert analysis.full_counts(EDGES, "lead") == {"A": 2, "B": 1}
    assert analysis.full_counts(EDGES, "support") == {"C": 2, "B": 1}
    assert analysis.fractional_counts(EDGES, "lead") == {"A": 1.5, "B": 0.5}
    assert analysis.fractional_counts(EDGES, "support") == {"C": 1.5, "B": 0.5}
    assert analysis.sole_counts(EDGES, "lead") == {"A": 1}
    assert analysis.partner_counts(EDGES) == {"A": 2, "B": 2, "C": 2}


@pytest.mark.parametrize(
    ("support_weight", "weights", "expected"),
    [
        (0.3, None, {"A": 1.5, "B": 0.65, "C": 0.45}),
        (0.0, None, {"A": 1.5, "B": 0.5, "C": 0.0}),
        (0.5, {"t2": 4}, {"A": 4.5, "B": 0.5 + 0.5 * 2, "C": 0.5 * 1 + 0.5 * 2}),
    ],
)
def test_workload_weighs_support_and_items(support_weight, weights, expected):
    table = analysis.load_table(EDGES, support_weight, weights)
    assert {load.agency: load.workload for load in table} == pytest.approx(expected)
    assert [load.workload for load in table] == sorted((load.workload for load in table), reverse=True)
