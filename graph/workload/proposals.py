"""A proposal to even out the load: which leads should pass to whom, why, and what comes of it.

The proposal is a scenario like any other. It is played on the roster and measured anew, and only the figures found so
are reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.words import Words
from graph.workload.changes import Move
from graph.workload.definitions import definitions
from graph.workload.measures import Weighing, loads
from graph.workload.moves import Limits, Possible, Weights, possible
from graph.workload.precedents import Elsewhere, Lead
from graph.workload.program import FIGURES, SLACK
from graph.workload.rebalance import Goal, Problem, Solution, solve
from graph.workload.roster import AnalysisError, Roster
from graph.workload.scenario import Outcome, Scenario, play
from graph.workload.sentences import joined, number, percent, say

SECONDS = 8.0
"""Time that the search may take."""


@dataclass(frozen=True)
class Proposed:
    """One move with its reasons: that the agency is on the item, that its system leads such items elsewhere."""

    move: Move
    words: Words
    on_item: bool
    precedent: Lead | None
    reasons: tuple[Words, ...]


@dataclass(frozen=True)
class Proposal:
    """Moves, and what the figure was and becomes."""

    goal: Goal
    measure: str
    before: float
    after: float
    solution: Solution
    moves: tuple[Proposed, ...]
    scenario: Scenario
    outcome: Outcome
    words: Words
    """What comes of it, in a sentence or two."""

    @property
    def reached(self) -> bool:
        """Whether the wanted value is kept, by the figures measured anew."""
        return self.after <= self.goal.value + SLACK


def propose(
    whole: Roster,
    scope: Roster,
    goal: Goal,
    measure: str = "leads",
    weighing: Weighing | None = None,
    limits: Limits | None = None,
    seconds: float = SECONDS,
) -> Proposal:
    """The fewest moves of leads of `scope` that bring the figure to the goal; `whole` holds the precedents."""
    if goal.figure not in FIGURES:
        raise AnalysisError(f"Load can't be rebalanced by {goal.figure}; it can by {', '.join(FIGURES)}.")
    weights, within = Weights(measure, weighing or Weighing()), limits or Limits()
    moves = possible(whole, scope, weights, within)
    now = _loads(scope, weights)
    problem = Problem([*now], np.array([*now.values()], dtype=float), moves, within.moves)
    before = problem.value(goal.figure, ())
    if before <= goal.value + SLACK:
        solution = Solution((), True, True, 0)
    elif not moves or within.moves == 0:
        solution = Solution((), False, True, before)
    else:
        solution = solve(problem, goal, seconds)
    chosen = [moves[number] for number in solution.chosen]
    scenario = Scenario(f"{goal.figure} {goal.value:g}", tuple(each.move for each in chosen))
    outcome = play(whole, scenario)
    then = _loads(Roster(scope.plans, {key: outcome.roster.items[key] for key in scope.items}, whole.agencies), weights)
    after = Problem([*then], np.array([*then.values()], dtype=float), ()).value(goal.figure, ())
    proposed = tuple(_proposed(whole, each, now, then) for each in chosen)
    words = _words(goal, measure, before, after, solution)
    return Proposal(goal, measure, before, after, solution, proposed, scenario, outcome, words)


def _loads(roster: Roster, weights: Weights) -> dict[str, float]:
    return loads(roster, within="all", weighing=weights.weighing, network=False).values(weights.measure, "")


def _proposed(whole: Roster, each: Possible, now: dict[str, float], then: dict[str, float]) -> Proposed:
    move, reasons = each.move, []
    if each.precedent:
        reasons.append(Elsewhere(whole).words(each.precedent))
    if each.on_item:
        reasons.append(say("on_item", to=whole.name(move.to)))
    reasons.append(
        say(
            "loads_after",
            agency=whole.name(move.agency),
            to=whole.name(move.to),
            agency_before=number(now[move.agency]),
            agency_after=number(then[move.agency]),
            to_before=number(now[move.to]),
            to_after=number(then[move.to]),
        )
    )
    return Proposed(move, move.words(whole), each.on_item, each.precedent, tuple(reasons))


def _words(goal: Goal, measure: str, before: float, after: float, solution: Solution) -> Words:
    """What comes of it; whether fewer moves would do, or a lower value can be had, as far as that is known."""
    known = definitions()
    show = number if goal.figure == "largest" else percent if goal.figure.startswith("top") else number
    given: dict[str, Words | str | int] = {
        "figure": say("figure_of", figure=_within(known[goal.figure].name), measure=_within(known[measure].name)),
        "before": show(before),
        "after": show(after),
        "goal": show(goal.value),
        "moves": len(solution.chosen),
        "least": int(solution.bound) if solution.reached else 0,
        "bound": show(solution.bound),
    }
    if not solution.chosen:
        keys = ["stands" if solution.reached else "no_moves"]
    elif solution.reached:
        keys = ["reached", "fewest" if solution.proven else "not_proven"]
    else:
        keys = ["missed" if solution.proven else "missed_unproven"]
    return joined(say(key, **given) for key in keys)


def _within(name: Words) -> Words:
    """A name inside a sentence; Gini stays Gini."""
    return Words(name.zh, name.en if name.en == "Gini" else name.en[:1].lower() + name.en[1:])
