"""Each office found again in another plan under whatever name, or gone."""

from __future__ import annotations

import pytest

from graph.identity.agencies import resolve
from graph.matching.owners import Change, Party, Side, changes, explanation
from graph.matching.wording import own_names, plain
from loaders.places import place

HUAIAN, CHANGZHOU, YUNNAN = "320800", "320400", "530000"


def side(code: str, day: str | None, leads: str = "", supports: str = "") -> Side:
    here, parties = place(code), []
    for role, names in (("lead", leads), ("support", supports)):
        for name in filter(None, names.split("、")):
            agency = resolve(name, here, False)
            function = agency.function.key if agency.function else None
            own = plain(name, own_names(here))
            level = agency.based_in.level
            parties.append(Party(name, agency.id, role, agency.body, function, level, own, agency.collective))
    return Side(parties, day)


def told(found: list[Change]) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.kind, each.before.name if each.before else None, each.after.name if each.after else None)
        for each in found
    ]


def between(before: tuple[str, str], after: tuple[str, str]) -> list[Change]:
    return changes(side(HUAIAN, "2018-11-09", *before), side(CHANGZHOU, "2019-04-24", *after))


@pytest.mark.parametrize(
    ("before", "after", "kind", "why"),
    [
        ("市公安局", "市公安局", "same", "form"),
        ("市交通局", "市交通运输局", "same", "form"),
        ("人民银行淮安市中心支行", "人民银行常州中心支行", "same", "form"),
        ("市环保局", "市生态环境局", "renamed", "rename"),
        ("市经信委", "市工信局", "renamed", "rename"),
        ("市金融办", "市地方金融监督管理局", "renamed", "rename"),
        ("市食药监局", "市市场监管局", "merged", "merger"),
        ("市银监局", "常州银保监分局", "merged", "merger"),
        ("市住建局", "市住建委", "form", "form"),
        ("市扶贫办", "市民政局", "handed_over", "choice"),
        ("市保险行业协会", "常州银保监分局", "handed_over", "choice"),
        ("市人社局", "市医疗保障局", "moved", "transfer"),
    ],
)
def test_a_lead_and_what_became_of_it(before: str, after: str, kind: str, why: str) -> None:
    (change,) = between((before, ""), (after, ""))
    assert (change.kind, explanation(change)) == (kind, why)
    assert bool(change.reforms) == (why in {"rename", "merger", "transfer"})


def test_several_bodies_go_into_one() -> None:
    found = between(("市食药监局", "市工商局、市质监局"), ("市市场监管局", ""))
    assert told(found) == [
        ("merged", "市食药监局", "市市场监管局"),
        ("merged", "市工商局", "市市场监管局"),
        ("merged", "市质监局", "市市场监管局"),
    ]
    assert [each.role_changed for each in found] == [False, True, True]
    assert {each.reforms[-1].decided for each in found} == {"2018-03-17"}


def test_who_leads_is_a_choice_even_where_the_name_is_a_reform() -> None:
    (change,) = between(("", "市银监局"), ("常州银保监分局", ""))
    assert (change.kind, change.role_changed, explanation(change)) == ("merged", True, "choice")


def test_a_reform_that_was_not_decided_yet_explains_nothing() -> None:
    before, after = side(HUAIAN, "2016-01-01", "市民政局"), side(CHANGZHOU, "2017-01-01", "市退役军人事务局")
    assert told(changes(before, after)) == [("handed_over", "市民政局", "市退役军人事务局")]


def test_work_that_passed_long_ago_explains_nothing_either() -> None:
    before, after = side(HUAIAN, "2021-01-01", "市人社局"), side(CHANGZHOU, "2022-01-01", "市医疗保障局")
    assert told(changes(before, after)) == [("handed_over", "市人社局", "市医疗保障局")]


def test_the_older_plan_may_stand_second() -> None:
    before, after = side(CHANGZHOU, "2019-04-24", "市生态环境局"), side(HUAIAN, "2018-11-09", "市环保局")
    assert told(changes(before, after)) == [("renamed", "市生态环境局", "市环保局")]


def test_levels_do_not_matter_and_order_is_as_printed() -> None:
    before = side(HUAIAN, None, "市公安局", "市教育局、市水利局")
    after = side(YUNNAN, None, "省公安厅、省水利厅", "省教育厅、省财政厅")
    assert told(changes(before, after)) == [
        ("same", "市公安局", "省公安厅"),
        ("same", "市教育局", "省教育厅"),
        ("same", "市水利局", "省水利厅"),
        ("added", None, "省财政厅"),
    ]


def test_supports_are_added_and_dropped_never_handed_over() -> None:
    found = between(("市公安局", "市保险行业协会"), ("市公安局", "常州银保监分局"))
    assert told(found) == [
        ("same", "市公安局", "市公安局"),
        ("dropped", "市保险行业协会", None),
        ("added", None, "常州银保监分局"),
    ]


def test_offices_without_a_body_are_told_by_their_own_words() -> None:
    found = between(("", "淮安某某集团有限公司、淮安水上世界"), ("", "常州某某集团有限公司、常州云上世界"))
    assert told(found) == [
        ("same", "淮安某某集团有限公司", "常州某某集团有限公司"),
        ("dropped", "淮安水上世界", None),
        ("added", None, "常州云上世界"),
    ]
