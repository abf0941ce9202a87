"""Places are found by name where the name is certain, and not otherwise."""

import csv
from pathlib import Path

import pytest

from loaders.divisions import became
from loaders.places import (
    ancestors,
    find_place,
    is_unique,
    mentions,
    named,
    place,
    place_of_plan,
    plain_name,
    seek_place,
    short_name,
)
from loaders.reference import rows

with Path(__file__).with_name("plan_places.tsv").open(encoding="utf-8") as file:
    TEXTS = [(row["text"], row["code"] or None) for row in csv.DictReader(file, delimiter="\t")]
"""Titles, issuers and numbers with the code of their place, written down before they were tried; none: open."""
FOUND = [
    ("西青区精神文明建设委员会", "120111"),
    ("天津市西青区关于集中治理诚信缺失突出问题的行动方案", "120111"),
    ("淮安市精神文明建设指导委员会", "320800"),
    ("云南省精神文明建设指导委员会", "530000"),
    ("国务院办公厅关于深入开展消费扶贫的指导意见", "000000"),
    ("国务院关于支持贵州在新时代西部大开发上闯新路的意见", "000000"),
    ("工业和信息化部关于印发规划的通知", "000000"),
    ("宜昌", "420500"),
    ("关于集中治理诚信缺失突出问题提升诚信常州建设水平的实施方案", "320400"),
    ("江苏省常州市武进区人民政府", "320412"),
    ("上海浦东新区", "310115"),
    ("苏州昆山", "320583"),
    ("恩施州", "422800"),
    ("恩施土家族苗族自治州人民政府办公室", "422800"),
    ("长阳县", "420528"),
    ("广西", "450000"),
    ("吉林", "220000"),
    ("吉林市", "220200"),
    ("南京市鼓楼区", "320106"),
    ("鼓楼区（南京市）营商环境方案", "320106"),
    ("朝阳市", "211300"),
    ("铜仁市", "520600"),
    ("和县人民政府", "340523"),
    ("公安县", "421022"),
    ("淮安市精神文明建設指導委員會", "320800"),
    ("雲南省人民政府", "530000"),
]
OF_THEIR_TIME = [("襄樊市2009年工作要点", "420600"), ("莱芜市", "371200"), ("崇文区", "110103"), ("郫县", "510124")]
NOT_FOUND = [
    "朝阳区",
    "鼓楼区人民政府",
    "鼓楼区学习厦门经验的方案",
    "关于加强公安工作的意见",
    "维护社会大局稳定长治久安",
    "各市和县区",
    "中心城区",
    "发展朝阳产业",
    "关于促进资源节约的通知",
    "",
]


@pytest.mark.parametrize(("text", "code"), FOUND + OF_THEIR_TIME)
def test_finds_the_place(text: str, code: str) -> None:
    found = find_place(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(("text", "code"), TEXTS)
def test_places_of_all_kinds(text: str, code: str | None) -> None:
    found = find_place(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("巢湖市人民政府", 2010, "341400"),
        ("巢湖市人民政府", 2020, "340181"),
        ("江北区人民政府", 2019, None),
        ("江北区人民政府", 2026, "330205"),
        ("两江新区管委会", 2019, "500000-两江新区"),
        ("两江新区管委会", 2026, "500157"),
        ("清河区人民政府", 2010, None),
        ("清河区人民政府", 2020, "211204"),
        ("密云县人民政府", 2012, "110228"),
        ("桥西区人民政府", 2022, None),
    ],
)
def test_a_year_tells_who_bore_a_name(text: str, year: int, code: str | None) -> None:
    found = find_place(text, year)
    assert (found.code if found else None) == code


def test_what_else_is_known_of_a_plan_decides_between_namesakes() -> None:
    issuer = ("朝阳区人民政府办公室", "issuer")
    found, how = place_of_plan(
        [issuer, ("关于印发优化营商环境方案的通知", "title"), ("落实长春市部署", "preamble")], 2021
    )
    assert (found and found.code, how) == ("220104", "issuer")
    found, why = place_of_plan([issuer, ("关于印发优化营商环境方案的通知", "title")], 2021)
    assert found is None
    assert (
        why
        == "“朝阳区” (issuer) is the name of several places (北京市朝阳区 110105, 长春市朝阳区 220104), and nothing tells which"
    )
    assert seek_place("河北省桥西区").place is None
    found, how = place_of_plan(
        [("市政府办公室", "issuer"), ("重点工作方案", "title"), ("云政办发〔2019〕5号", "document number")], None
    )
    assert (found and found.code, how) == ("530000", "document number")


def test_zones_are_places_inside_their_city() -> None:
    park = find_place("苏州工业园区管委会")
    assert park is not None
    assert [each.name for each in ancestors(park.code)] == ["苏州市", "江苏省", "全国"]
    assert [each.name for each in ancestors("659001")] == ["新疆生产建设兵团", "新疆维吾尔自治区", "全国"]
    untabled = find_place("昆明经开区管委会")
    assert untabled is not None
    assert (untabled.code, place(untabled.code)) == ("530100-经开区", untabled)
    assert find_place("昆明市高新技术产业开发区改革方案") == place("530100")


def test_a_place_knows_what_it_went_on_as() -> None:
    assert became("110228") == place("110118")
    assert became("110118") is None


@pytest.mark.parametrize("text", NOT_FOUND)
def test_does_not_guess(text: str) -> None:
    assert find_place(text) is None


def test_a_place_knows_what_it_lies_in() -> None:
    assert [each.name for each in ancestors("320412")] == ["常州市", "江苏省", "全国"]
    assert [each.name for each in ancestors("120111")] == ["天津市", "全国"]
    assert ancestors("000000") == []
    assert ancestors("?elsewhere") == []
    assert place("000000").level == "national"


def test_every_place_reaches_the_country() -> None:
    places = rows("divisions.tsv")
    assert len(places) > 3500
    for row in places[1:]:
        assert ancestors(row["code"])[-1].code == "000000", row


def test_a_name_inside_an_agency_is_read_near_the_plan() -> None:
    xiqing, yunnan, nanjing = place("120111"), place("530000"), place("320100")
    assert named("西青", xiqing) == xiqing
    assert named("天津市", xiqing) == place("120000")
    assert named("昆明", yunnan) == place("530100")
    assert named("鼓楼", nanjing) == place("320106")
    assert named("鼓楼区", yunnan) is None
    assert named("公安", yunnan) is None


def test_names_for_show() -> None:
    enshi = place("422800")
    assert (short_name(enshi), plain_name(enshi)) == ("恩施", "恩施州")
    assert (short_name(place("450000")), plain_name(place("450000"))) == ("广西", "广西壮族自治区")
    assert is_unique(place("420500"))
    assert not is_unique(place("110105"))


def test_mentions_know_where_they_stand() -> None:
    text = "关于天津市西青区和宜昌的比较"
    assert [text[each.start : each.end] for each in mentions(text)] == ["天津市", "西青区", "宜昌"]
