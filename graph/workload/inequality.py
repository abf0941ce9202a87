"""How unevenly a load is spread: inequality and concentration of many groups at once.

Sources: Gini and Theil after F. A. Cowell, Measuring Inequality (3rd ed., 2011), ch. 2 and appendix A;
Herfindahl-Hirschman index after A. O. Hirschman, American Economic Review 54 (1964), 761-762; Lorenz
curve after M. O. Lorenz, Publications of the American Statistical Association 9 (1905), 209-219; shares of
the first k (concentration ratio) after M. Hall and N. Tideman, Journal of the American Statistical
Association 62 (1967), 162-168.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TOPS = (1, 3, 10)


@dataclass(frozen=True)
class Spread:
    """Measures of each group, as columns of equal length; where a group's sum is 0 they are 0."""

    count: Ints
    loaded: Ints
    total: Floats
    mean: Floats
    largest: Floats
    gini: Floats
    theil: Floats
    hhi: Floats
    variation: Floats
    top1: Floats
    top3: Floats
    top10: Floats

    def row(self, group: int) -> dict[str, float]:
        """The measures of one group."""
        return {name: column[group].item() for name, column in vars(self).items()}


MEASURES = tuple(Spread.__dataclass_fields__)


def spread(values: Floats, group: Ints, groups: int) -> Spread:
    """The spread of `values` within each of `groups` groups; `group` tells each value's."""
    order = np.lexsort((values, group))
    value, of = values[order], group[order]
    count = np.bincount(of, minlength=groups)
    total = _sum(value, of, groups)
    start = np.concatenate(([0], np.cumsum(count)[:-1]))
    rank = np.arange(len(value)) - start[of] + 1  # 1 for the smallest of its group
    share = _divided(value, total[of])
    mean = _divided(total, count)
    falling = count[of] - rank  # 0 for the largest
    tops = [_sum(np.where(falling < k, share, 0.0), of, groups) for k in TOPS]
    part = share * count[of]
    return Spread(
        count=count,
        loaded=np.bincount(of, weights=value > 0, minlength=groups).astype(np.int64),
        total=total,
        mean=mean,
        largest=_sum(np.where(falling == 0, value, 0.0), of, groups),
        gini=_divided(_sum((2 * rank - count[of] - 1) * share, of, groups), count),
        theil=_sum(share * np.log(part, out=np.zeros_like(part), where=part > 0), of, groups),
        hhi=_sum(share**2, of, groups),
        variation=_divided(np.sqrt(_divided(_sum((value - mean[of]) ** 2, of, groups), count)), mean),
        top1=tops[0],
        top3=tops[1],
        top10=tops[2],
    )


def gini(values: Sequence[float]) -> float:
    """Gini coefficient, 0 (all equal) to 1 - 1/n (one has all): sum of (2i - n - 1) x_i / (n sum x), x ascending."""
    return _single(values).gini.item()


def theil(values: Sequence[float]) -> float:
    """Theil's T, 0 (all equal) to ln n: mean of (x/mean) ln(x/mean), a zero adding nothing."""
    return _single(values).theil.item()


def hhi(values: Sequence[float]) -> float:
    """Herfindahl-Hirschman index, 1/n (all equal) to 1 (one has all): sum of squared shares."""
    return _single(values).hhi.item()


def variation(values: Sequence[float]) -> float:
    """Coefficient of variation: standard deviation of the whole population over the mean; 0 where that is 0."""
    return _single(values).variation.item()


def top_share(values: Sequence[float], k: int) -> float:
    """The part of the sum that the `k` largest hold."""
    total = sum(values)
    return sum(sorted(values, reverse=True)[:k]) / total if total else 0.0


def lorenz(values: Sequence[float]) -> list[tuple[float, float]]:
    """The Lorenz curve from (0, 0) to (1, 1): part of the agencies, least loaded first, and their part of the load."""
    rising = np.cumsum(np.sort(np.asarray(values, dtype=float)))
    held = _divided(rising, rising[-1:]) if len(rising) else rising
    return [(0.0, 0.0), *((rank / len(rising), float(part)) for rank, part in enumerate(held, 1))]


def _single(values: Sequence[float]) -> Spread:
    return spread(np.asarray(values, dtype=float), np.zeros(len(values), dtype=np.int64), 1)


def _sum(values: Floats, group: Ints, groups: int) -> Floats:
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64)


def _divided(above: npt.NDArray[np.floating | np.integer], below: npt.NDArray[np.floating | np.integer]) -> Floats:
    """The quotient, 0 where it would be over 0."""
    quotient = np.zeros(np.shape(above))
    np.divide(above, below, out=quotient, where=np.broadcast_to(below != 0, np.shape(above)))
    return quotient
