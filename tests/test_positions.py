"""Where a plan stands among all, against scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from graph.workload.positions import COMPARED, ENOUGH, percentile, positions, z_score


@given(st.lists(st.integers(0, 9), min_size=1))
def test_percentile_is_the_mean_rank(values):
    assert percentile(values[0], values) == pytest.approx(stats.percentileofscore(values, values[0], "mean") / 100)


def test_z_score_is_that_of_the_sample():
    values = [float(value) for value in range(12)]
    assert z_score(0.0, values) == pytest.approx(stats.zscore(values, ddof=1)[0])


def test_enough_is_where_three_standard_deviations_can_be_reached():
    for count, reachable in ((ENOUGH - 1, False), (ENOUGH, True)):
        values = [0.0] * (count - 1) + [1.0]
        assert bool(stats.zscore(values, ddof=1)[-1] > 3) is reachable


def plans(values):
    return {f"p{i}": dict.fromkeys(COMPARED, value) | {"total": 1} for i, value in enumerate(values)}


@pytest.mark.parametrize(
    ("values", "note", "figures"),
    [([0.2], "alone", (None, None)), ([0.2, 0.4], "few", (0.25, None)), ([0.2] * 11, "equal", (0.5, None))],
)
def test_what_cannot_be_said_is_said_so(values, note, figures):
    first = positions(plans(values))[0]
    assert (first["percentile"], first["z"]) == figures
    assert first["note"] == note


def test_a_plan_without_that_load_is_no_place_to_compare_with():
    assert {row["plan"] for row in positions(plans([0.1, 0.2]) | {"empty": {"total": 0}})} == {"p0", "p1"}
