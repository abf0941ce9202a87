"""The mixed-integer program behind a proposal, solved by HiGHS with cuts.

Columns are the moves (0 or 1), the loads that follow from them, and the value of the figure. A figure of inequality is
the largest of many linear functions of the loads: a top share takes the dearest choice of k loads, the Gini coefficient
the dearest order of all (W. Ogryczak and A. Tamir, Minimizing the sum of the k largest functions in linear time,
Information Processing Letters 85 (2003), 117-122). Only those functions are taken in that a solution breaks, until none
is broken (J. E. Kelley, The cutting-plane method, Journal of the SIAM 8 (1960), 703-712).

HiGHS: Q. Huangfu and J. A. J. Hall, Mathematical Programming Computation 10 (2018), 119-142.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, hstack, identity, vstack

from graph.workload.inequality import Floats, Ints

SLACK = 1e-6
"""What a figure may exceed the wanted value by, as sums of fractions do."""
TOPS = {"top1": 1, "top3": 3, "top10": 10}
FIGURES = ("largest", *TOPS, "gini")
_LEAST = 0.05


class Linear(Protocol):
    """What a program is made of."""

    @property
    def loads(self) -> Floats:
        """The loads before any move."""

    @property
    def delta(self) -> Floats:
        """What each move adds to each load."""

    @property
    def cost(self) -> Floats:
        """What each move costs."""

    @property
    def most(self) -> int | None:
        """How many moves may be made."""

    def exclusive(self) -> Sequence[Sequence[int]]:
        """Moves of which one at most can be made."""


@dataclass(frozen=True)
class Answer:
    """What a run came to."""

    moves: Floats | None
    """How much of each move is made, None where no solution was found."""
    bound: float = -np.inf
    """No solution costs less."""
    optimal: bool = False
    impossible: bool = False
    """There is no solution."""

    @property
    def chosen(self) -> tuple[int, ...] | None:
        """The moves that are made."""
        return None if self.moves is None else tuple(np.flatnonzero(self.moves > 0.5).tolist())


class Program:
    """Moves, the loads that follow, and the cuts found so far, which hold whatever is asked."""

    def __init__(self, problem: Linear, figure: str) -> None:
        self.problem, self.figure = problem, figure
        self.moves, self.units = problem.delta.shape
        self._cuts: list[Floats] = [*np.eye(self.units)] if figure == "largest" else []
        self._matrix, self._low, self._high = self._balance()
        self._scale = 1.0 if figure == "largest" else float(problem.loads.sum()) or 1.0

    def fewest(
        self, value: float, until: float, whole: bool = True, columns: Ints | None = None, most: int | None = None
    ) -> Answer:
        """The cheapest moves under a value of the figure; not `whole`, moves may be made in part.

        `columns` are the moves to choose from, all by default; `most` is how many may be made.
        """
        return self._run(np.append(self.problem.cost, np.zeros(self.units + 1)), value, until, whole, columns, most)

    def lowest(self, until: float, whole: bool = True, columns: Ints | None = None) -> Answer:
        """The moves that bring the figure lowest; shares are taken of the total before any move."""
        cost = np.zeros(self.moves + self.units + 1)
        cost[-1] = 1.0
        return self._run(cost, None, until, whole, columns, None)

    def cut(self, loads: Floats) -> bool:
        """Takes in the linear function that the figure is at these loads; tells whether it is new."""
        weights = self._dearest(loads)
        if self.figure == "largest" or any(np.array_equal(weights, known) for known in self._cuts):
            return False
        self._cuts.append(weights)
        return True

    def _dearest(self, loads: Floats) -> Floats:
        order, weights = np.argsort(loads, kind="stable"), np.zeros(self.units)
        if self.figure == "gini":
            weights[order] = (2 * np.arange(1, self.units + 1) - self.units - 1) / self.units
        else:
            weights[order[-TOPS.get(self.figure, 1) :]] = 1.0
        return weights

    def _run(
        self, cost: Floats, value: float | None, until: float, whole: bool, columns: Ints | None, most: int | None
    ) -> Answer:
        """Solves, takes in what the solution breaks, and solves again."""
        bound = -np.inf
        while True:
            result = self._solve(cost, value, until, whole, columns, most)
            if columns is None:
                bound = max(bound, _bound(result, whole))
            if result.x is None:
                return Answer(None, bound, impossible=result.status == 2 and columns is None)
            moves, loads = result.x[: self.moves], result.x[self.moves : -1]
            if whole:
                loads = self.problem.loads + (moves > 0.5) @ self.problem.delta
            if not self._broken(loads, value, result.x[-1]):
                return Answer(moves, bound, optimal=result.status == 0 and columns is None)
            halfway = (loads + self.problem.loads) / 2  # the order there is nearer to those that matter
            new = [self.cut(loads), self.cut(halfway)]
            if not any(new) or time.monotonic() > until:
                return Answer(None, bound)

    def _broken(self, loads: Floats, value: float | None, lowest: float) -> bool:
        """Whether the figure of these loads is above what the cuts so far allow it to be."""
        figure = float(self._dearest(loads) @ loads)
        if value is None:
            return figure > lowest * self._scale + SLACK
        return figure > (value if self.figure == "largest" else value * float(loads.sum())) + SLACK

    def _solve(
        self, cost: Floats, value: float | None, until: float, whole: bool, columns: Ints | None, most: int | None
    ) -> OptimizeResult:
        upper = np.append(np.ones(self.moves), np.full(self.units + 1, np.inf))
        if columns is not None:
            upper[: self.moves] = 0.0
            upper[columns] = 1.0
        rows, high = self._goal(value)
        limit = np.append(np.ones(self.moves), np.zeros(self.units + 1))
        matrix = vstack([self._matrix, rows, csr_array(limit[None, :])]).tocsc()
        high = np.concatenate([self._high, high, [np.inf if most is None else most]])
        low = np.concatenate([self._low, np.full(len(high) - len(self._low), -np.inf)])
        return milp(
            cost,
            integrality=limit * whole,
            bounds=Bounds(0.0, upper),
            constraints=LinearConstraint(matrix, low, high),
            options={"time_limit": max(until - time.monotonic(), _LEAST), "mip_rel_gap": 0.0},
        )

    def _goal(self, value: float | None) -> tuple[csr_array, Floats]:
        """A row for each cut: its function of the loads is not above the value, or not above the lowest column."""
        cuts = np.array(self._cuts).reshape(-1, self.units)
        last, high = np.zeros(len(cuts)), np.full(len(cuts), SLACK / 10)
        if value is None:
            last -= self._scale
        elif self.figure == "largest":
            high += value
        else:
            cuts = cuts - value
        return csr_array(hstack([csr_array((len(cuts), self.moves)), csr_array(cuts), csr_array(last[:, None])])), high

    def _balance(self) -> tuple[csr_array, Floats, Floats]:
        """How loads follow from moves, which moves exclude each other, and how many may be made."""
        problem = self.problem
        loads = hstack([csr_array(-problem.delta.T), identity(self.units), csr_array((self.units, 1))])
        sets = [*problem.exclusive(), *([range(self.moves)] if problem.most is not None else [])]
        most = [1.0] * len(sets)
        if problem.most is not None:
            most[-1] = float(problem.most)
        matrix = vstack([loads, _members(sets, self.moves + self.units + 1)])
        low = np.concatenate([problem.loads, np.full(len(sets), -np.inf)])
        return csr_array(matrix), low, np.concatenate([problem.loads, most])


def _bound(result: OptimizeResult, whole: bool) -> float:
    """What no solution costs less than, by this run."""
    if not whole:
        return float(result.fun) if result.status == 0 else -np.inf
    return -np.inf if result.mip_dual_bound is None else float(result.mip_dual_bound)


def _members(sets: Sequence[Iterable[int]], columns: int) -> csr_array:
    """A row for each set, 1 at its members."""
    pairs = [(row, member) for row, members in enumerate(sets) for member in members]
    row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return csr_array((np.ones(len(pairs)), (row, column)), shape=(len(sets), columns))
