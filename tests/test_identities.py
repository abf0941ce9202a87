"""Which agency a name means once people judged; names of 宜昌 (420500), resolved by the tables of the project."""

from __future__ import annotations

from itertools import permutations

import pytest

from graph.identity.agencies import resolve
from graph.judging.identities import End, Identities
from graph.judging.kinds import Judgement
from loaders.places import Place, place

YICHANG = place("420500")
LAND = "420500/land_resources"


def judged(id: str, kind: str, one: str, other: str, code: str = "420500", **more: str) -> Judgement:
    words = (f"{code}:{one}", f"{more.pop('other_code', code)}:{other}")
    return Judgement(kind, ("agency:x", "agency:y"), words, id=id, time=f"2026-01-01T00:00:00.{id[-3:]:0>3}Z")


def means(identities: Identities, name: str, here: Place = YICHANG) -> str:
    return identities.resolve(name, here, False).agency.id


def test_without_judgements_the_tables_decide() -> None:
    found = Identities().resolve("市国土局", YICHANG, False)
    assert found.agency == resolve("市国土局", YICHANG, False)
    assert (found.agency.id, found.because) == (LAND, ())


def test_same_makes_two_agencies_one_under_the_name_that_the_tables_know() -> None:
    both = Identities([judged("j1", "same", "市诚信促进办", "市文明办")])
    known = resolve("市文明办", YICHANG, False)
    assert resolve("市诚信促进办", YICHANG, False).resolved is False
    for name in ("市诚信促进办", "市文明办", "宜昌市文明办"):
        assert means(both, name) == known.id
    found = both.resolve("市诚信促进办", YICHANG, False)
    assert (found.agency.name, found.agency.judgements, found.because) == (known.name, ("j1",), ("j1",))
    assert both.resolve("市文明办", YICHANG, False).because == (), "this name means what it meant"


def test_of_two_that_the_tables_know_the_first_named_stays() -> None:
    assert means(Identities([judged("j1", "same", "市住建委", "市规划局")]), "市规划局") == means(
        Identities(), "市住建委"
    )
    assert means(Identities([judged("j1", "same", "市规划局", "市住建委")]), "市住建委") == means(
        Identities(), "市规划局"
    )


def test_chains_join_all_whatever_the_order() -> None:
    links = [("甲甲办", "乙乙办"), ("丙丙办", "市文明办"), ("乙乙办", "丙丙办")]
    whole = {
        means(Identities([judged(f"j{n}", "same", *link) for n, link in enumerate(order)]), name)
        for order in permutations(links)
        for name in ("甲甲办", "乙乙办", "丙丙办", "市文明办")
    }
    assert whole == {means(Identities(), "市文明办")}


def test_different_gives_the_second_name_an_agency_of_its_own() -> None:
    apart = Identities([judged("j1", "different", "市国土资源局", "市国土局")])
    found = apart.resolve("市国土局", YICHANG, False)
    assert (found.agency.id, found.agency.name) == (f"{LAND}/apart/市国土局", "宜昌市国土局")
    assert found.agency.function == resolve("市国土局", YICHANG, False).function
    assert (found.because, found.agency.judgements) == (("j1",), ("j1",))
    assert apart.resolve("市国土资源局", YICHANG, False).agency == resolve("市国土资源局", YICHANG, False)
    assert means(apart, "宜昌市国土资源局") == LAND


def test_a_name_taken_out_can_be_joined_elsewhere() -> None:
    both = Identities(
        [judged("j1", "different", "市国土资源局", "市国土局"), judged("j2", "same", "市国土局", "市规划局")]
    )
    assert means(both, "市国土局") == means(Identities(), "市规划局")
    assert both.resolve("市国土局", YICHANG, False).because == ("j1", "j2")
    assert means(both, "市国土资源局") == LAND


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_same_pair_judged_both_ways_leaves_it_to_the_tables(order: tuple[int, int]) -> None:
    both = [judged("j1", "same", "市住建委", "市规划局"), judged("j2", "different", "市规划局", "市住建委")]
    found = Identities([both[n] for n in order])
    assert {key: why.key for key, why in found.unfit.items()} == {"j1": "contradicts", "j2": "contradicts"}
    assert "j2" in found.unfit["j1"].en and "j2" in found.unfit["j1"].zh
    assert means(found, "市住建委") != means(found, "市规划局")


def test_a_contradiction_by_a_detour_stops_the_detour_and_nothing_else() -> None:
    found = Identities(
        [
            judged("j1", "same", "甲甲办", "乙乙办"),
            judged("j2", "same", "乙乙办", "丙丙办"),
            judged("j3", "same", "丙丙办", "丁丁办"),
            judged("j4", "different", "甲甲办", "丙丙办"),
            judged("j5", "same", "市住建委", "市规划局"),
        ]
    )
    assert set(found.unfit) == {"j1", "j2", "j4"}
    assert means(found, "丙丙办") == means(found, "丁丁办")
    assert means(found, "市规划局") == means(found, "市住建委")
    assert len({means(found, name) for name in ("甲甲办", "乙乙办", "丙丙办")}) == 3


def test_a_difference_that_nobody_doubts_changes_nothing() -> None:
    found = Identities([judged("j1", "different", "市住建委", "市规划局")])
    assert found.unfit == {}
    assert means(found, "市住建委") == means(Identities(), "市住建委")


def test_a_doubt_is_over_when_somebody_decides() -> None:
    doubt, answer = judged("j1", "unsure", "市住建委", "市规划局"), judged("j2", "different", "市规划局", "市住建委")
    assert Identities([doubt]).unfit == {}
    assert {key: why.key for key, why in Identities([doubt, answer]).unfit.items()} == {"j1": "decided"}


@pytest.mark.parametrize(
    ("judgement", "key"),
    [
        (judged("j1", "same", "市公安局", "市公安局"), "one_name"),
        (judged("j1", "same", "市公安局", "市公安局", other_code="320800"), "two_places"),
        (judged("j1", "same", "市公安局", "市公安局", code="999999"), "place_unknown"),
    ],
)
def test_what_makes_no_sense_does_not_act(judgement: Judgement, key: str) -> None:
    found = Identities([judgement])
    assert found.unfit["j1"].key == key
    assert means(found, "市公安局") == means(Identities(), "市公安局")


def test_agencies_of_a_district_and_of_its_city_may_be_one() -> None:
    found = Identities([judged("j1", "same", "区甲乙办", "市文明办", code="120111", other_code="120000")])
    assert found.unfit == {}
    assert means(found, "区甲乙办", place("120111")) == resolve("市文明办", place("120000"), False).id


def test_a_plan_whose_place_nobody_knows_has_agencies_of_its_own() -> None:
    here = Place("?某方案", "某新区", "other", None)
    found = Identities([judged("j1", "same", "甲甲办", "乙乙办", code="?某方案")])
    assert means(found, "甲甲办", here) == means(found, "乙乙办", here)
    assert found.resolve("乙乙办", here, False).agency.based_in == here
    assert means(found, "乙乙办") == resolve("乙乙办", YICHANG, False).id, "another plan's names are not concerned"


def test_the_end_of_a_judgement_is_the_group_that_it_was_made_about() -> None:
    group = resolve("市直单位", YICHANG, True)
    assert End("420500", "市直单位", group.id).table() == group


def test_a_day_tells_what_a_name_means_and_a_judgement_goes_before_it() -> None:
    beijing, name = place("110000"), "市金融监管局"
    assert Identities().resolve(name, beijing, False, "2021-05-01").agency.id == "110000/local_finance_regulator"
    assert means(Identities(), name, beijing) == f"110000/unresolved/{name}"
    found = Identities([judged("j1", "same", name, "市发展改革委", code="110000")])
    told = found.resolve(name, beijing, False, "2021-05-01")
    assert (told.agency.id, told.because) == (resolve("市发展改革委", beijing, False).id, ("j1",))
