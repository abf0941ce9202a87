"""Where one plan stands among all that are loaded: percentile and, where their number allows it, z-score."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean, stdev
from typing import Any

COMPARED = ("mean", "largest", "gini", "theil", "hhi", "variation", "top1", "top3", "top10")
ENOUGH = 11
"""Plans from which z-scores are given. Among n values no z-score exceeds (n - 1) / sqrt(n) in size, which passes 3 at
n = 11; with fewer, even the strangest plan could not look strange (R. E. Shiffler, The American Statistician 42
(1988), 79-80)."""


def percentile(value: float, values: list[float]) -> float:
    """The part of `values` below `value`, those equal to it counting half: 0.5 for the middle one."""
    below = sum(other < value for other in values)
    equal = sum(other == value for other in values)
    return (below + equal / 2) / len(values)


def z_score(value: float, values: list[float]) -> float | None:
    """Distance from the mean in standard deviations of the sample; None where there are too few or all are equal."""
    if len(values) < ENOUGH or not (deviation := stdev(values)):
        return None
    return (value - fmean(values)) / deviation


def positions(plans: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """One row a plan and measure: its value, the mean of all plans, its percentile and z-score, and what to know."""
    loaded = {plan: measured for plan, measured in plans.items() if measured["total"]}
    rows = []
    for measure in COMPARED:
        values = [measured[measure] for measured in loaded.values()]
        for plan, measured in loaded.items():
            value = measured[measure]
            row = {"plan": plan, "measure": measure, "value": value, "plans": len(values), "mean": fmean(values)}
            row["percentile"] = percentile(value, values) if len(values) > 1 else None
            row["z"] = z_score(value, values)
            row["note"] = _note(values)
            rows.append(row)
    return sorted(rows, key=lambda row: (row["plan"], COMPARED.index(row["measure"])))


def _note(values: list[float]) -> str | None:
    """Key of the sentence in measures.yml that says why a figure is missing."""
    if len(values) < 2:
        return "alone"
    if len(values) < ENOUGH:
        return "few"
    return None if stdev(values) else "equal"
