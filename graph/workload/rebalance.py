"""The fewest moves of leads that bring the load to a wanted value.

Each possible move is a 0/1 variable and the load of an agency is linear in them, because a move keeps the number of
leads of its item. Where it changes the number of supporters, and the measure counts support, the item may move once
only, so that the model is exact in every case. A quick answer, made move by move, comes first; the program of
`graph.workload.program` then improves it and tells how far from the best it can be.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.workload.inequality import Floats, Ints
from graph.workload.moves import Possible
from graph.workload.program import FIGURES, SLACK, TOPS, Answer, Program

__all__ = ["FIGURES", "Goal", "Problem", "Solution", "figures", "greedy", "solve"]


@dataclass(frozen=True)
class Goal:
    """A figure of inequality, and the value that it is not to exceed."""

    figure: str
    value: float


@dataclass(frozen=True)
class Solution:
    """Which of the possible moves to make."""

    chosen: tuple[int, ...]
    reached: bool
    proven: bool
    """That fewer moves do not reach the goal or, where it is missed, that no moves come nearer."""
    bound: float
    """Least number of moves or, where the goal is missed, least value of the figure, that is not excluded."""


def figures(name: str, loads: Floats) -> Floats:
    """The figure of each row of loads; 0 for a row without any."""
    if name == "largest":
        return np.asarray(loads.max(axis=1, initial=0.0))
    falling = -np.sort(-loads, axis=1)
    count, total = loads.shape[1], loads.sum(axis=1)
    if name in TOPS:
        above = falling[:, : TOPS[name]].sum(axis=1)
    else:
        above = falling @ (count - 1 - 2 * np.arange(count)) / max(count, 1)
    return np.asarray(np.divide(above, total, out=np.zeros_like(total), where=total > 0))


@dataclass(frozen=True)
class Problem:
    """Loads of units, the moves that are possible, and the most of them that may be made."""

    units: Sequence[str]
    loads: Floats
    moves: Sequence[Possible]
    most: int | None = None
    delta: Floats = field(init=False)
    """What each move adds to each load."""
    cost: Floats = field(init=False)
    """1 a move, and a little more for one that is liked less: never so much that a move more would cost less."""

    def __post_init__(self) -> None:
        place = {unit: number for number, unit in enumerate(self.units)}
        delta = np.zeros((len(self.moves), len(self.units)))
        for row, possible in enumerate(self.moves):
            for unit, change in possible.delta.items():
                if unit in place:
                    delta[row, place[unit]] = change
        object.__setattr__(self, "delta", delta)
        object.__setattr__(self, "cost", 1 + self.dislike * (1 - np.array([each.liking for each in self.moves])))

    @property
    def dislike(self) -> float:
        """The most that a move costs above 1: all moves together cost less than half of one more."""
        return 0.5 / max(len({(possible.move.item, possible.move.agency) for possible in self.moves}), 1)

    def exclusive(self) -> list[list[int]]:
        """Moves of which one at most can be made: of one lead, to one agency, or of an item that moves once."""
        sets: dict[tuple[str, ...], list[int]] = defaultdict(list)
        rigid = {possible.move.item for possible in self.moves if not possible.additive}
        for number, possible in enumerate(self.moves):
            move = possible.move
            if move.item in rigid:
                sets[(move.item,)].append(number)
            else:
                sets[move.item, "from", move.agency].append(number)
                sets[move.item, "to", move.to].append(number)
        return [numbers for numbers in sets.values() if len(numbers) > 1]

    def excluded(self) -> dict[int, list[int]]:
        """For each move those that can't be made beside it."""
        found: dict[int, list[int]] = defaultdict(list)
        for numbers in self.exclusive():
            for number in numbers:
                found[number] += numbers
        return found

    def gives(self) -> list[Ints]:
        """For each unit the moves by which it gives a lead away."""
        givers = np.array([possible.move.agency for possible in self.moves], dtype=object)
        return [np.flatnonzero(givers == unit) for unit in self.units]

    def after(self, chosen: Iterable[int]) -> Floats:
        """The loads after these moves."""
        return np.asarray(self.loads + self.delta[[*chosen]].sum(axis=0))

    def value(self, figure: str, chosen: Iterable[int]) -> float:
        """The figure after these moves."""
        return float(figures(figure, self.after(chosen)[None, :])[0])

    def reaches(self, goal: Goal, chosen: Iterable[int]) -> bool:
        """Whether these moves reach the goal."""
        return self.value(goal.figure, chosen) <= goal.value + SLACK


def solve(problem: Problem, goal: Goal, seconds: float) -> Solution:
    """The fewest moves that reach the goal, or those that come nearest to it; the better liked among equals."""
    start = time.monotonic()
    program = Program(problem, goal.figure)
    quick = greedy(problem, goal)
    for made in range(len(quick) + 1):
        program.cut(problem.after(quick[:made]))
    best = quick if problem.reaches(goal, quick) else None
    relaxed = program.fewest(goal.value, start + 0.35 * seconds, whole=False)
    bound, impossible = relaxed.bound, relaxed.impossible
    for share, columns in ((0.55, _promising(relaxed, quick)), (0.85, None)):
        if not impossible:
            most = None if best is None else len(best)
            found = program.fewest(goal.value, start + share * seconds, columns=columns, most=most)
            best = _better(problem, goal, best, found.chosen)
            bound, impossible = max(bound, found.bound), found.impossible
    if best is None:
        return _nearest(problem, program, goal, quick, impossible, start + seconds)
    least = max(int(np.ceil(bound / (1 + problem.dislike) - SLACK)), 1) if np.isfinite(bound) else 1
    return Solution(best, True, len(best) <= least, least)


def greedy(problem: Problem, goal: Goal) -> tuple[int, ...]:
    """Move after move: the heaviest agency that can gives the lead whose passing lowers the figure most."""
    chosen: list[int] = []
    free = np.ones(len(problem.moves), dtype=bool)
    excluded, gives = problem.excluded(), problem.gives()
    loads = problem.loads
    while not problem.reaches(goal, chosen) and (problem.most is None or len(chosen) < problem.most):
        for unit in np.argsort(-loads, kind="stable"):
            still = gives[unit][free[gives[unit]]]
            after = loads + problem.delta[still]
            evenness = (after**2).sum(axis=1)
            order = np.lexsort((problem.cost[still], evenness, np.round(figures(goal.figure, after), 9)))
            if len(order) and evenness[order[0]] < (loads**2).sum() - SLACK:
                break
        else:
            break  # no move evens the loads out
        chosen.append(int(still[order[0]]))
        free[[chosen[-1], *excluded[chosen[-1]]]] = False
        loads = after[order[0]]
    return tuple(chosen)


def _nearest(
    problem: Problem, program: Program, goal: Goal, quick: tuple[int, ...], impossible: bool, until: float
) -> Solution:
    """The moves that bring the figure as low as it goes, and no more of them than that takes."""
    left = max(until - time.monotonic(), 0.0)
    relaxed = program.lowest(until - 0.7 * left, whole=False)
    near = program.lowest(until - 0.4 * left)
    found = [(), quick, *(each for each in (near.chosen,) if each is not None)]
    best = min(found, key=lambda chosen: (problem.value(goal.figure, chosen), len(chosen)))
    lowest = Goal(goal.figure, problem.value(goal.figure, best))
    fewer = program.fewest(lowest.value, until, most=len(best))
    best = _better(problem, lowest, best, fewer.chosen) or best
    constant = goal.figure == "largest" or not np.any(np.abs(problem.delta.sum(axis=1)) > SLACK)
    # where moves change the total, the least of a share is found nearly, not surely
    bound = min(max(relaxed.bound, near.bound, 0.0), lowest.value) if constant else 0.0
    proven = impossible and bound > lowest.value - SLACK
    return Solution(best, False, proven, bound)


def _better(
    problem: Problem, goal: Goal, best: tuple[int, ...] | None, found: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """What was found, where it reaches the goal at no higher cost; else what there was."""
    if found is None or not problem.reaches(goal, found):
        return best
    cheaper = best is None or problem.cost[[*found]].sum() <= problem.cost[[*best]].sum()
    return found if cheaper else best


def _promising(relaxed: Answer, quick: tuple[int, ...]) -> Ints:
    """The moves that are made in part where parts may be, and those of the quick answer."""
    some = np.flatnonzero(relaxed.moves > SLACK) if relaxed.moves is not None else np.zeros(0, dtype=np.int64)
    return np.union1d(some, np.array(quick, dtype=np.int64))
