"""How work is spread over agencies: measures of load and of inequality, over plain lists.

Nothing here knows the store: an edge is (agency, task, role), role being `lead` or `support`. The
queries compute the same figures in Cypher; the tests hold the two against each other.

Sources: Gini and Theil after F. A. Cowell, Measuring Inequality (3rd ed., 2011), ch. 2 and appendix A;
Herfindahl-Hirschman index after A. O. Hirschman, American Economic Review 54 (1964), 761-762; Lorenz
curve after M. O. Lorenz, Publications of the American Statistical Association 9 (1905), 209-219; full
and fractional counting after L. Waltman and N. J. van Eck, Journal of Informetrics 9 (2015), 872-894.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log, sqrt

Edge = tuple[str, str, str]
"""(agency, task, role): role is `lead` or `support`."""

SUPPORT_WEIGHT = 0.3


@dataclass(frozen=True)
class Load:
    """What one agency carries: items led (full, shared, alone), items supported, both together, and its partners."""

    agency: str
    leads: int
    fractional: float
    sole: int
    supports: int
    support_fractional: float
    workload: float
    partners: int


def shares(values: Sequence[float]) -> list[float]:
    """Each value as a part of the sum; all zero where the sum is."""
    total = sum(values)
    return [value / total if total else 0.0 for value in values]


def gini(values: Sequence[float]) -> float:
    """Gini coefficient, 0 (all equal) to 1 - 1/n (one has all): sum of (2i - n - 1) x_i / (n sum x), x ascending."""
    total, count = sum(values), len(values)
    if not total:
        return 0.0
    return sum((2 * rank - count - 1) * value for rank, value in enumerate(sorted(values), 1)) / (count * total)


def theil(values: Sequence[float]) -> float:
    """Theil's T, 0 (all equal) to ln n: mean of (x/mean) ln(x/mean), a zero adding nothing."""
    count = len(values)
    return sum(share * log(share * count) for share in shares(values) if share > 0)


def hhi(values: Sequence[float]) -> float:
    """Herfindahl-Hirschman index, 1/n (all equal) to 1 (one has all): sum of squared shares."""
    return sum(share**2 for share in shares(values))


def variation(values: Sequence[float]) -> float:
    """Coefficient of variation: standard deviation of the whole population over the mean; 0 where that is 0."""
    if not sum(values):
        return 0.0
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / len(values)) / mean


def top_share(values: Sequence[float], k: int) -> float:
    """The part of the sum that the `k` largest hold."""
    return sum(sorted(shares(values), reverse=True)[:k])


def lorenz(values: Sequence[float]) -> list[tuple[float, float]]:
    """The Lorenz curve from (0, 0) to (1, 1): part of the agencies, least loaded first, and their part of the load."""
    rising = sorted(shares(values))
    return [(0.0, 0.0), *((rank / len(rising), held) for rank, held in enumerate(accumulate(rising), 1))]


def full_counts(edges: Iterable[Edge], role: str) -> dict[str, int]:
    """Items of each agency in one role; an agency named twice in an item counts once."""
    return dict(Counter(agency for agencies in _agencies_by_task(edges, role).values() for agency in agencies))


def fractional_counts(edges: Iterable[Edge], role: str, weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """Sum over an agency's items of 1/number of agencies that share its role there, times the item's weight."""
    counts: dict[str, float] = defaultdict(float)
    for task, agencies in _agencies_by_task(edges, role).items():
        for agency in agencies:
            counts[agency] += (weights or {}).get(task, 1.0) / len(agencies)
    return dict(counts)


def sole_counts(edges: Iterable[Edge], role: str) -> dict[str, int]:
    """Items that an agency holds in this role alone."""
    return dict(
        Counter(agency for held in _agencies_by_task(edges, role).values() if len(held) == 1 for agency in held)
    )


def partner_counts(edges: Iterable[Edge]) -> dict[str, int]:
    """Coordination load: how many different agencies an agency shares an item with, whatever the roles."""
    tasks, partners = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for agency, task, _ in edges:
        tasks[task].add(agency)
    for agencies in tasks.values():
        for agency in agencies:
            partners[agency] |= agencies - {agency}
    return {agency: len(others) for agency, others in partners.items()}


def load_table(
    edges: Sequence[Edge], support_weight: float = SUPPORT_WEIGHT, weights: Mapping[str, float] | None = None
) -> list[Load]:
    """The load of every agency named, heaviest first.

    Workload is the sum over items of weight x (lead share + `support_weight` x support share), a share
    being 1/number of agencies in that role. `weights` gives an item's weight, 1 where it has none.
    """
    leads, supports = full_counts(edges, "lead"), full_counts(edges, "support")
    lead_shares, support_shares = fractional_counts(edges, "lead"), fractional_counts(edges, "support")
    led, backed = fractional_counts(edges, "lead", weights), fractional_counts(edges, "support", weights)
    sole, partners = sole_counts(edges, "lead"), partner_counts(edges)
    table = [
        Load(
            agency,
            leads.get(agency, 0),
            lead_shares.get(agency, 0.0),
            sole.get(agency, 0),
            supports.get(agency, 0),
            support_shares.get(agency, 0.0),
            led.get(agency, 0.0) + support_weight * backed.get(agency, 0.0),
            partners[agency],
        )
        for agency in partners
    ]
    return sorted(table, key=lambda load: (-load.workload, load.agency))


def _agencies_by_task(edges: Iterable[Edge], role: str) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    for agency, task, its_role in edges:
        if its_role == role:
            held[task].add(agency)
    return held
