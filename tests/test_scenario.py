"""Scenarios: what each change does, why it does not apply, and that undoing leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.workload.changes import Add, Change, Drop, DropItem, Merge, Move, NewAgency, NewItem, Split
from graph.workload.inequality import MEASURES as SPREAD
from graph.workload.roster import LEAD, ROLES, SUPPORT, Roster
from graph.workload.scenario import Scenario, compare, play, touched
from tests.load_cases import WORKED, item, roster, rosters

NAMES = st.sampled_from("ABCDEFGHX")


def roles(base: Roster, change: Change, key: str) -> tuple[str, str]:
    """Leads and supporters of an item after a change that must apply."""
    outcome = play(base, Scenario("s", (change,)))
    assert outcome.failed == ()
    one = outcome.roster.items[key]
    return "".join(one.leads), "".join(one.supports)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Move("p/1", "A", "D"), ("DB", "C")),
        (Move("p/1", "A", "D", stays=True), ("DB", "CA")),
        (Move("p/1", "A", "C"), ("CB", "")),
        (Move("p/1", "A", "C", stays=True), ("CB", "A")),
        (Move("p/1", "C", "D", role=SUPPORT), ("AB", "D")),
        (Add("p/1", "D"), ("ABD", "C")),
        (Add("p/1", "C"), ("ABC", "")),
        (Add("p/1", "D", role=SUPPORT), ("AB", "CD")),
        (Drop("p/1", "A"), ("B", "C")),
        (Drop("p/1", "C", role=SUPPORT), ("AB", "")),
        (Merge(("A", "B"), "A"), ("A", "C")),
        (Merge(("B", "C"), "C"), ("AC", "")),
        (Merge(("A", "C"), "N", name="新局"), ("NB", "")),
        (Split("A", "N", ("p/1",), name="新局"), ("NB", "C")),
        (Split("A", "D", ("p/2",)), ("AB", "C")),
    ],
)
def test_a_change_of_one_item(change: Change, expected: tuple[str, str]) -> None:
    base = roster([item("1", "AB", "C"), item("2", "A", "D")])
    assert roles(base, change, "p/1") == expected


def test_an_agency_that_is_printed_in_both_roles_keeps_them_in_a_merger_of_others() -> None:
    base = roster([item("1", "AB", "AC")])
    assert roles(base, Merge(("B", "C"), "B"), "p/1") == ("AB", "A")


def test_a_new_agency_is_like_the_one_it_comes_from() -> None:
    outcome = play(WORKED, Scenario("s", (Merge(("A", "C"), "N", name="新局"), Split("B", "M", ("p/1",), "丙局", "z"))))
    new, other = outcome.roster.agencies["N"], outcome.roster.agencies["M"]
    assert (new.name, new.function, new.jurisdiction, new.level) == ("新局", "f", "某市", "prefecture")
    assert (other.name, other.function) == ("丙局", "z")


def test_new_and_dropped_items_and_agencies() -> None:
    scenario = Scenario(
        "s", (NewAgency("N", "新局", "z"), NewItem("p/9", "p", "新任务", ("N", "A"), ("A", "B")), DropItem("p/3"))
    )
    outcome = play(WORKED, scenario)
    assert [step.applies for step in outcome.steps] == [True, True, True]
    assert [*outcome.roster.items] == ["p/1", "p/2", "p/9"]
    assert (outcome.roster.items["p/9"].leads, outcome.roster.items["p/9"].supports) == (("N", "A"), ("B",))
    assert touched(scenario, WORKED) == ["p"]
    assert [*WORKED.items] == ["p/1", "p/2", "p/3"]


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (Move("p/7", "A", "C"), "p/7 不在所选方案中", "no item p/7"),
        (Move("p/1", "Z", "C"), "没有编号为 Z 的单位", "no agency with the id Z"),
        (Move("p/1", "A", "A"), "同一单位", "to itself"),
        (Move("p/1", "A", "B"), "B局已是该任务的牵头单位", "B局 is among the leads"),
        (Move("p/1", "C", "A", role=SUPPORT), "A局已牵头", "A局 leads this item"),
        (Move("p/2", "C", "A"), "C局不是该任务的牵头单位", "C局 is not among the leads"),
        (Add("p/1", "A", role=SUPPORT), "A局已牵头", "leads this item already"),
        (Add("p/1", "C", role=SUPPORT), "已是该任务的参与单位", "among the supporters"),
        (Drop("p/1", "C"), "C局不是", "not among"),
        (Merge(("A",), "A"), "至少需要两个", "two agencies or more"),
        (Merge(("A", "Z"), "A"), "没有编号为 Z", "no agency"),
        (Merge(("A", "B"), "N"), "没有名称", "no name"),
        (Split("A", "N", ("p/3",), name="新局"), "A局不是", "not among"),
        (Split("A", "A", ("p/1",)), "同一单位", "to itself"),
        (NewAgency("A", "甲"), "已有编号为 A", "is an agency A already"),
        (NewAgency("N", ""), "没有名称", "no name"),
        (NewItem("p/1", "p", "x"), "已有编号为 p/1", "is an item p/1 already"),
        (NewItem("q/1", "q", "x"), "方案 q 未载入", "plan q is not loaded"),
        (NewItem("p/9", "p", "x", ("Z",)), "没有编号为 Z", "no agency"),
        (DropItem("p/7"), "p/7 不在", "no item p/7"),
    ],
)
def test_why_a_change_does_not_apply(change: Change, zh: str, en: str) -> None:
    [step] = play(WORKED, Scenario("s", (change,))).steps
    assert not step.applies
    assert zh in step.why.zh
    assert en in step.why.en
    assert step.words.zh
    assert step.words.en


def test_a_merger_with_an_idle_agency_is_told() -> None:
    base = play(WORKED, Scenario("s", (NewAgency("N", "新局"),))).roster
    [step] = play(base, Scenario("s", (Merge(("A", "N"), "A"),))).steps
    assert "没有任务" in step.why.zh


def test_the_others_go_on_where_one_does_not_apply() -> None:
    outcome = play(WORKED, Scenario("s", (Drop("p/7", "A"), Drop("p/1", "A"))))
    assert [step.applies for step in outcome.steps] == [False, True]
    assert outcome.roster.items["p/1"].leads == ("B",)
    assert len(outcome.failed) == 1


def test_words_say_what_a_change_does() -> None:
    words = Move("p/1", "A", "C", stays=True).words(WORKED)
    assert words.zh == "“1 任务1”的牵头由A局改为C局，A局改为参与"
    assert words.en == "C局 takes the lead of 1 任务1 from A局, which supports it from then on"


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Any change, most of which do not apply."""
    key = f"p{draw(st.integers(1, 2))}/{draw(st.integers(1, 12))}"
    one, other, role = draw(NAMES), draw(NAMES), draw(st.sampled_from(ROLES))
    kinds: list[Any] = [
        Move(key, one, other, role, draw(st.booleans())),
        Add(key, one, role),
        Drop(key, one, role),
        Merge((one, other), draw(NAMES), draw(st.sampled_from(["", "新局"]))),
        Split(one, other, (key,), draw(st.sampled_from(["", "新局"]))),
        NewAgency(one, "新局"),
        NewItem(key, key[:2], "新任务", (one,), (other,)),
        DropItem(key),
    ]
    return draw(st.sampled_from(kinds))


@settings(deadline=None)
@given(rosters(), st.lists(changes(), max_size=6), st.lists(changes(), max_size=4))
def test_undo_restores_what_was_exactly(base: Roster, kept: list[Change], more: list[Change]) -> None:
    before = repr(base)
    scenario = Scenario("s", tuple(kept))
    longer = scenario.then(*more)
    play(base, longer)
    assert repr(base) == before, "playing changes the base"
    assert longer.undone(len(more)) == scenario
    assert play(base, longer.undone(len(more))) == play(base, scenario)
    assert play(base, longer.undone(99)).roster == base


@settings(deadline=None)
@given(rosters(), st.lists(changes(), max_size=6))
def test_whatever_is_done_nobody_leads_and_supports_who_did_not_before(base: Roster, made: list[Change]) -> None:
    both = {(one.id, name) for one in base.items.values() for name in one.leads if name in one.supports}
    after = play(base, Scenario("s", tuple(made))).roster
    for one in after.items.values():
        assert len({*one.leads}) == len(one.leads)
        assert {*one.named} <= after.agencies.keys()
        for name in {*one.leads} & {*one.supports}:
            assert any(key == one.id for key, _ in both), name


@settings(deadline=None)
@given(rosters(), changes())
def test_a_move_and_its_way_back_give_the_leads_again(base: Roster, change: Change) -> None:
    if isinstance(change, Move) and change.role == LEAD:
        there = play(base, Scenario("s", (change,)))
        if not there.failed:
            back = play(there.roster, Scenario("s", (Move(change.item, change.to, change.agency),)))
            assert back.roster.items[change.item].leads == base.items[change.item].leads


def test_every_measure_beside_the_base_and_another_scenario() -> None:
    outcomes = {
        "relief": play(WORKED, Scenario("relief", (Move("p/1", "A", "C"),))),
        "reform": play(WORKED, Scenario("reform", (Merge(("B", "C"), "N", name="新局"),))),
    }
    found = compare(WORKED, outcomes, measure="fractional")
    rows = {row["unit"]: row for row in found.agencies()}
    assert rows["A"]["base"]["fractional"] == 1.5
    assert rows["A"]["relief"]["fractional"] == 1.0
    assert rows["A"]["relief"]["partners"] == 2
    assert rows["N"]["base"] is None
    assert rows["N"]["reform"]["fractional"] == 1.0
    assert rows["N"]["agency"] == "新局"
    assert rows["B"]["reform"] is None
    groups = {row["figure"]: row for row in found.groups()}
    assert groups.keys() == {*SPREAD}
    assert (groups["largest"]["base"], groups["largest"]["relief"], groups["count"]["reform"]) == (1.5, 1.0, 2)
