"""Proposals: the fewest moves by trying all, never worse than move by move, and nothing that was ruled out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.workload.changes import Move
from graph.workload.inequality import spread
from graph.workload.measures import Weighing, loads
from graph.workload.moves import ADDITIVE, Limits, Weights, possible
from graph.workload.precedents import Elsewhere
from graph.workload.proposals import propose
from graph.workload.rebalance import FIGURES, Goal, Problem, figures, greedy, solve
from graph.workload.roster import AnalysisError, Roster
from graph.workload.scenario import Scenario, play
from tests.load_cases import item, roster, rosters

SECONDS = 20.0
SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

# A leads five items of p, all with supporters; elsewhere B leads on x, C on y.
HEAVY = roster(
    [
        item("1", "A", "BC", topic="x"),
        item("2", "A", "BD", topic="x"),
        item("3", "A", "C", topic="y"),
        item("4", "AB", "D"),
        item("5", "A", ""),
        item("1", "B", "", plan="q", topic="x"),
        item("2", "AC", "", plan="q", topic="y"),
    ]
)
P = HEAVY.chosen(plans={"p"})


def problem(whole: Roster, measure: str, limits: Limits | None = None, plan: str = "p1") -> Problem:
    scope = whole.chosen(plans={plan})
    weights = Weights(measure)
    values = loads(scope, within="all", network=False).values(measure, "")
    moves = possible(whole, scope, weights, limits or Limits())
    return Problem([*values], np.array([*values.values()], dtype=float), moves, (limits or Limits()).moves)


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1), st.sampled_from(FIGURES))
def test_figures_are_those_of_the_measures(rows, name):
    matrix = np.array(rows, dtype=float)
    expected = spread(matrix.ravel(), np.repeat(np.arange(len(rows)), 4), len(rows))
    assert figures(name, matrix) == pytest.approx(getattr(expected, name))


@SLOW
@given(rosters(), st.sampled_from([*ADDITIVE]), st.sampled_from(["item", "measures", "length"]))
def test_what_the_items_add_is_the_measure(whole, measure, weight):
    weighing = Weighing(0.5, weight)
    total: dict[str, float] = {}
    for one in whole.items.values():
        for name, value in Weights(measure, weighing).of(one).items():
            total[name] = total.get(name, 0.0) + value
    found = loads(whole, within="all", weighing=weighing, network=False).values(measure, "")
    assert {name: total.get(name, 0.0) for name in found} == pytest.approx(found)


def playable(one: Problem, chosen: tuple[int, ...]) -> bool:
    return all(len({*numbers} & {*chosen}) <= 1 for numbers in one.exclusive())


@SLOW
@given(rosters(plans=3), st.sampled_from([*ADDITIVE]), st.data())
def test_loads_after_allowed_moves_are_what_playing_them_gives(whole, measure, data):
    one = problem(whole, measure)
    assume(one.moves)
    chosen = tuple(data.draw(st.lists(st.integers(0, len(one.moves) - 1), max_size=4, unique=True)))
    assume(playable(one, chosen))
    outcome = play(whole, Scenario("s", tuple(one.moves[number].move for number in chosen)))
    assert outcome.failed == ()
    found = loads(outcome.roster.chosen(plans={"p1"}), within="all", network=False).values(measure, "")
    assert found.keys() == {*one.units}
    assert dict(zip(one.units, one.after(chosen), strict=True)) == pytest.approx(found)


def fewest(one: Problem, goal: Goal) -> int | None:
    """By trying all."""
    for count in range(len(one.moves) + 1):
        for chosen in combinations(range(len(one.moves)), count):
            if playable(one, chosen) and one.reaches(goal, chosen):
                return count
    return None


@SLOW
@given(rosters(plans=2), st.sampled_from(FIGURES), st.floats(0.3, 0.95), st.sampled_from([*ADDITIVE]))
def test_no_fewer_moves_would_do(whole, figure, part, measure):
    one = problem(whole, measure)
    assume(1 <= len(one.moves) <= 12)
    goal = Goal(figure, part * one.value(figure, ()))
    assume(not one.reaches(goal, ()))
    found, least = solve(one, goal, SECONDS), fewest(one, goal)
    assert playable(one, found.chosen)
    assert found.reached is (least is not None)
    if least is not None:
        assert (len(found.chosen), found.proven) == (least, True)
        assert one.reaches(goal, found.chosen)
    else:
        values = [
            one.value(figure, chosen)
            for count in range(len(one.moves) + 1)
            for chosen in combinations(range(len(one.moves)), count)
            if playable(one, chosen)
        ]
        if found.proven:
            assert one.value(figure, found.chosen) == pytest.approx(min(values), abs=1e-5)
        assert found.bound <= min(values) + 1e-5


@SLOW
@given(rosters(plans=3), st.sampled_from(FIGURES), st.floats(0.2, 0.95), st.sampled_from([*ADDITIVE]))
def test_it_is_never_worse_than_move_by_move(whole, figure, part, measure):
    one = problem(whole, measure)
    assume(one.moves)
    goal = Goal(figure, part * one.value(figure, ()))
    assume(not one.reaches(goal, ()))
    quick, found = greedy(one, goal), solve(one, goal, SECONDS)
    if one.reaches(goal, quick):
        assert found.reached
        assert len(found.chosen) <= len(quick)
    if not found.reached:
        assert one.value(figure, found.chosen) <= one.value(figure, quick) + 1e-9


def test_the_moves_that_are_possible() -> None:
    moves = {
        (each.move.item, each.move.agency, each.move.to) for each in possible(HEAVY, P, Weights("leads"), Limits())
    }
    assert moves == {
        ("p/1", "A", "B"), ("p/1", "A", "C"),
        ("p/2", "A", "B"), ("p/2", "A", "D"),
        ("p/3", "A", "C"),
        ("p/4", "A", "D"), ("p/4", "B", "D"),
    }  # fmt: skip


def test_an_agency_that_is_not_on_the_item_may_get_it_where_its_system_leads_elsewhere() -> None:
    base = roster([item("1", "A", "C", topic="x"), item("2", "A", "B"), item("1", "B", "", plan="q", topic="x")])
    found = {
        (each.move.item, each.move.to): each
        for each in possible(base, base.chosen(plans={"p"}), Weights("leads"), Limits())
    }
    assert found.keys() == {("p/1", "B"), ("p/1", "C"), ("p/2", "B")}
    outside = found["p/1", "B"]
    assert (outside.on_item, outside.precedent.function, outside.precedent.count, outside.precedent.plans) == (
        False,
        "B",
        1,
        1,
    )
    assert outside.liking > found["p/1", "C"].liking
    usual = possible(base, base.chosen(plans={"p"}), Weights("leads"), Limits(usual=True))
    assert [(each.move.item, each.move.to) for each in usual] == [("p/1", "B")]


def test_counterparts_are_precedents_too() -> None:
    base = roster([item("1", "A", "C"), item("2", "A", "B"), item("1", "B", "", plan="q")])
    tied = replace(base.items["p/1"], counterparts=("q/1", "gone/1"))
    base = replace(base, items={**base.items, "p/1": tied})
    assert [lead.function for lead in Elsewhere(base).leads(tied)] == ["B"]
    assert Elsewhere(base).words(Elsewhere(base).leads(tied)[0]).zh == "其他 1 份有此任务的方案中，1 份由B牵头（q）"


@pytest.mark.parametrize(
    ("limits", "gone"),
    [
        (Limits(keep_items={"p/1"}), {"p/1"}),
        (Limits(keep_leads={"A"}), {"p/1", "p/2", "p/3"}),
        (Limits(closed={"C", "D"}), {"p/3", "p/4"}),
        (Limits(banned={("p/3", "C")}), {"p/3"}),
        (Limits(usual=True), {"p/4"}),
    ],
)
def test_pins_and_bans(limits: Limits, gone: set[str]) -> None:
    left = {each.move.item for each in possible(HEAVY, P, Weights("leads"), limits)}
    assert left == {"p/1", "p/2", "p/3", "p/4"} - gone


def test_a_proposal_with_its_reasons() -> None:
    found = propose(HEAVY, P, Goal("largest", 3))
    assert (found.before, found.after, found.reached, found.solution.proven) == (5, 3, True, True)
    assert len(found.moves) == 2
    assert [each.move for each in found.moves] == [*found.scenario.changes]
    assert all(each.move.stays for each in found.moves)
    assert {each.precedent and each.precedent.function for each in found.moves} <= {"B", "C"}, (
        "usual ones are liked better"
    )
    assert found.words.zh == "移动 2 项牵头，牵头项数的最大值由 5 降到 3（目标 3）。更少的移动达不到。"
    assert found.words.en == "With 2 moves the largest of items led comes down from 5 to 3 (wanted: 3). Fewer cannot."
    reasons = found.moves[0].reasons
    assert "其他 1 份有此任务的方案中，1 份由B牵头（q）" in [why.zh for why in reasons]
    assert any(why.zh.startswith("A局由 5 变为 3") for why in reasons)


def test_what_cannot_be_reached_is_said_with_how_near_it_gets() -> None:
    few = propose(HEAVY, P, Goal("largest", 1), limits=Limits(moves=2))
    assert (few.reached, few.after, len(few.moves), few.solution.proven) == (False, 3, 2, True)
    assert few.words.zh == "达不到 1：在所给限制下，牵头项数的最大值最低降到 3（现为 5），需移动 2 项。"
    free = propose(HEAVY, P, Goal("largest", 1))
    assert (free.reached, free.after) == (False, 2), (
        "five items and one of them has nobody else: A keeps one, B or C gets two"
    )


def test_nothing_to_do_and_nothing_allowed() -> None:
    assert propose(HEAVY, P, Goal("largest", 5)).words.zh == "牵头项数的最大值为 5，已不超过 5，无需调整。"
    stuck = propose(HEAVY, P, Goal("gini", 0.1), limits=Limits(keep_leads={"A", "B"}))
    assert (stuck.reached, stuck.moves) == (False, ())
    assert "没有可移动的牵头" in stuck.words.zh
    assert propose(HEAVY, P, Goal("largest", 1), limits=Limits(moves=0)).moves == ()


@pytest.mark.parametrize(("goal", "measure"), [(Goal("theil", 0.1), "leads"), (Goal("gini", 0.1), "betweenness")])
def test_what_it_is_not_made_for(goal: Goal, measure: str) -> None:
    with pytest.raises(AnalysisError, match="can by"):
        propose(HEAVY, P, goal, measure)


def test_an_item_whose_supporters_grow_moves_once() -> None:
    base = roster([item("1", "AE", "C", topic="x"), item("2", "AE", "BD"), item("1", "BD", "", plan="q", topic="x")])
    one = problem(base, "workload", plan="p")
    rigid = {each.move.item for each in one.moves if not each.additive}
    assert rigid == {"p/1"}
    assert [number for number, each in enumerate(one.moves) if each.move.item == "p/1"] in one.exclusive()
    assert all(each.additive for each in problem(base, "leads", plan="p").moves)


def test_a_group_neither_gives_nor_gets() -> None:
    base = roster([item("1", "GA", "B"), item("2", "A", "G")], collective={"G"})
    moves = [each.move for each in possible(base, base, Weights("leads"), Limits())]
    assert moves == [Move("p/1", "A", "B", stays=True)]
