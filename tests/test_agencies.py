"""A printed name and a jurisdiction give one agency; the tables decide, likeness never does."""

import csv
import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from graph.identity.agencies import Agency, resolve
from graph.identity.lexicon import LEVELS, MARKS, functions, lexicon
from graph.identity.naming import without_place
from graph.identity.patterns import expand
from loaders.places import Place, place
from loaders.reference import problems, rows

ROOT = Path(__file__).resolve().parent.parent
CODES = {"yichang": "420500", "huaian": "320800", "xiqing": "120111", "changzhou": "320400", "yunnan": "530000"}
with (ROOT / "data" / "gold" / "agencies.tsv").open(encoding="utf-8") as file:
    GOLD = list(csv.DictReader(file, delimiter="\t"))


with (ROOT / "tests" / "agency_names.tsv").open(encoding="utf-8") as file:
    NAMES = list(csv.DictReader(file, delimiter="\t"))
"""Printed names with the truth, written down before they were tried: the names of a row are one agency."""


def agency_of(row: dict[str, str]) -> Agency:
    return resolve(row["surface"], place(CODES[row["plan"]]), row["kind"] == "collective")


@pytest.mark.parametrize("row", GOLD, ids=[f"{row['plan']}-{row['surface']}" for row in GOLD])
def test_function_and_kind_of_the_gold(row: dict[str, str]) -> None:
    agency = agency_of(row)
    assert agency.function is not None
    assert (agency.function.name_zh, agency.kind, agency.resolved) == (row["function"], row["kind"], True)
    assert agency.collective == (row["kind"] == "collective")


def test_pairs_of_the_gold() -> None:
    """Of all pairs of names: those of one function are told to be so, no others; and kinds are right."""
    told = [agency_of(row).function for row in GOLD]
    pairs = list(combinations(range(len(GOLD)), 2))
    same = {(a, b) for a, b in pairs if GOLD[a]["function"] == GOLD[b]["function"]}
    found = {(a, b) for a, b in pairs if told[a] == told[b]}
    assert len(same & found) / len(found) == 1.0
    assert len(same & found) / len(same) >= 0.98
    assert sum(agency_of(row).kind == row["kind"] for row in GOLD) / len(GOLD) >= 0.98


def test_only_variants_of_one_body_are_merged() -> None:
    assert len(GOLD) == 212
    names = defaultdict(set)
    for row in GOLD:
        names[agency_of(row).id].add((row["plan"], row["surface"]))
    merged = {tuple(sorted(surface for _, surface in each)) for each in names.values() if len(each) > 1}
    assert merged == {
        ("市国土局", "市国土资源局"),
        ("区审批局", "区行政审批局"),
        ("人民银行常州中心支行", "人民银行常州市中心支行"),
        ("人行昆明中心支行", "人行昆明市中心支行"),
    }


def test_full_names_of_the_gold() -> None:
    """The one that differs is Huai'an's 网信办, which changed its full name between the plans."""
    wrong = {row["surface"] for row in GOLD if row["full_name"] and agency_of(row).full_name != row["full_name"]}
    assert wrong == {"市委网信办"}


@pytest.mark.parametrize(
    ("name", "here", "short"),
    [
        ("宜昌市公安局", "宜昌市", "公安局"),
        ("宜昌市委网信办", "宜昌市", "市委网信办"),
        ("西青区委宣传部", "西青区", "区委宣传部"),
        ("中国人民银行昆明中心支行", "云南省", "中国人民银行昆明中心支行"),
    ],
)
def test_a_name_under_the_name_of_its_place(name: str, here: str, short: str) -> None:
    assert without_place(name, here) == short


def test_the_central_bank_of_a_district_is_not_that_of_its_city() -> None:
    branch = resolve("人民银行宁波市镇海支行", place("330211"), False)
    assert branch.full_name == "中国人民银行宁波市镇海区支行"


SAME = [
    ("420500", "市国土局", "市国土资源局"),
    ("420500", "市发改委", "宜昌市发展和改革委员会"),
    ("420500", "人行市中心支行", "中国人民银行宜昌市中心支行"),
    ("320800", "市人社局", "淮安市人力资源和社会保障局"),
    ("320800", "市法院", "市中级人民法院"),
    ("320400", "常州市文明办", "市文明办"),
    ("320400", "市住建局", "市住房和城乡建设局"),
    ("120111", "区网信办", "中共天津市西青区委网络安全和信息化委员会办公室"),
    ("120111", "公安西青分局", "市公安局西青分局"),
    ("120111", "西青区精神文明建设委员会", "区文明委"),
    ("530000", "人行昆明中心支行", "中国人民银行昆明中心支行"),
    ("530000", "省高院", "云南省高级人民法院"),
    ("530000", "团省委", "共青团云南省委员会"),
    ("000000", "发展改革委", "国家发展改革委"),
    ("000000", "國家發展改革委", "国家发展改革委"),
    ("530000", "省農業農村廳", "省农业农村厅"),
    ("422800", "州公安局", "恩施土家族苗族自治州公安局"),
]
DIFFERENT = [
    ("320800", "市工商局", "市市场监管局"),
    ("530000", "云南银监局", "云南保监局"),
    ("120111", "区综合执法局", "区市容园林委"),
    ("420500", "三峡日报社", "三峡广电总台"),
    ("420500", "市委宣传部", "市委组织部"),
    ("420500", "市文明办", "市精神文明建设委员会"),
    ("320800", "市信用办", "社会信用体系建设领导小组"),
    ("320800", "市信用办", "市信访办"),
    ("110000", "首都文明办", "首都绿化办"),
    ("320100", "市城建集团", "市交通集团"),
    ("320100", "市公安局", "市公安局交警支队"),
]


@pytest.mark.parametrize("row", NAMES, ids=[f"{row['plan']}-{row['printed']}" for row in NAMES])
def test_agencies_of_all_levels_and_years(row: dict[str, str]) -> None:
    """Place, function and kind of each printed name; all names of a row are one agency. `?`: the tables leave it open."""
    found = [resolve(name, place(row["plan"]), row["kind"] == "collective") for name in row["printed"].split("|")]
    assert len({agency.id for agency in found}) == 1 or row["kind"] == "collective"
    for agency in found:
        assert agency.resolved == (row["function"] != "?")
        assert row["place"] in ("", agency.based_in.code)
        assert row["kind"] in ("", agency.kind)
        assert row["function"] in ("", "?") or (agency.function and agency.function.key == row["function"])


def test_agencies_of_all_levels_and_years_stay_apart() -> None:
    """No two rows of one plan are one agency."""
    owner = dict[tuple[str, str], str]()
    for row in NAMES:
        for name in row["printed"].split("|") if row["kind"] != "collective" else ():
            agency = resolve(name, place(row["plan"]), False)
            assert owner.setdefault((row["plan"], agency.id), row["printed"]) == row["printed"]


@pytest.mark.parametrize(("code", "one", "other"), SAME)
def test_variants_are_one_agency(code: str, one: str, other: str) -> None:
    first, second = resolve(one, place(code), False), resolve(other, place(code), False)
    assert first.id == second.id
    assert (first.name, first.full_name, first.kind) == (second.name, second.full_name, second.kind)


@pytest.mark.parametrize(("code", "one", "other"), DIFFERENT)
def test_bodies_stay_apart(code: str, one: str, other: str) -> None:
    assert resolve(one, place(code), False).id != resolve(other, place(code), False).id


READ = [
    ("420500", "市公安局", "420500/public_security_bureau", "宜昌市公安局"),
    ("420500", "三峡日报社", "420500/daily_paper/三峡日报社", "三峡日报社"),
    ("120111", "区发展改革委", "120111/development_reform", "西青区发展改革委"),
    ("120111", "公安交通西青支队", "120111/traffic_police", "西青区公安交警"),
    ("120111", "市发展改革委", "120000/development_reform", "天津市发展改革委"),
    ("120111", "大寺镇", "120111/town/大寺镇", "大寺镇"),
    ("530000", "昆明海关", "530000/customs", "昆明海关"),
    ("530000", "国家统计局云南调查总队", "530000/survey_team", "国家统计局云南调查总队"),
    ("530000", "国家税务总局云南省税务局", "530000/tax_bureau", "云南省税务局"),
    ("330000", "杭州市政府", "330100/local_government", "杭州市政府"),
    ("330000", "宁波银保监局", "330200/banking_insurance_regulator", "宁波银保监局"),
    ("330500", "市委组织部（人才办）", "330500/organisation", "湖州市委组织部"),
    ("330500", "湖州师范学院", "330500/university/湖州师范学院", "湖州师范学院"),
    ("330500", "市产业集团", "330500/company/产业集团", "湖州市产业集团"),
    ("440100", "越秀区", "440104/local_government", "越秀区政府"),
    ("440100", "高新区财政局", "440100-高新区/finance_bureau", "广州高新区财政局"),
    ("440100", "市发改委价格监测中心", "440100/development_reform/发改委价格监测中心", "广州市发改委价格监测中心"),
    ("450300", "龙胜各族自治县政府", "450328/local_government", "龙胜县政府"),
    ("110105", "区城管委", "110105/urban_management_commission", "北京市朝阳区城管委"),
    ("450000", "自治区党委宣传部", "450000/publicity", "广西壮族自治区党委宣传部"),
    ("000000", "工业和信息化部", "000000/industry_it_bureau", "工业和信息化部"),
    ("000000", "邮政局", "000000/postal_administration", "国家邮政局"),
    ("320400", "全国总工会", "000000/trade_union", "全国总工会"),
    ("320400", "国务院办公厅", "000000/government_office", "国务院办公厅"),
    ("320400", "市 公安 局", "320400/public_security_bureau", "常州市公安局"),
]


@pytest.mark.parametrize(("code", "printed", "key", "name"), READ)
def test_id_and_name(code: str, printed: str, key: str, name: str) -> None:
    agency = resolve(printed, place(code), False)
    assert (agency.id, agency.name, agency.resolved) == (key, name, True)


def test_named_after_its_seat() -> None:
    agency = resolve("昆明海关", place("530000"), False)
    assert agency.based_in.name == "云南省"
    assert agency.reason is not None and "昆明" in agency.reason


@pytest.mark.parametrize("printed", ["市神秘事务协调局", "某某办", "区教育局", "（）"])
def test_what_nothing_decides_stays_alone(printed: str) -> None:
    agency = resolve(printed, place("330500"), False)
    assert agency.id == f"330500/unresolved/{printed}"
    assert not agency.resolved
    assert agency.reason is not None and printed in agency.reason


@pytest.mark.parametrize(
    ("printed", "day", "key"),
    [
        ("市金融监管局", "2021-05-01", "110000/local_finance_regulator"),
        ("市金融监管局", "2023-10-01", "110000/unresolved/市金融监管局"),
        ("市金融监管局", None, "110000/unresolved/市金融监管局"),
        ("北京金融监管局", "2023-10-01", "110000/financial_regulator"),
        ("市地方金融监管局", "2023-10-01", "110000/local_finance_regulator"),
    ],
)
def test_a_day_decides_between_bodies_that_share_a_name(printed: str, day: str | None, key: str) -> None:
    assert resolve(printed, place("110000"), False, day).id == key


def test_a_body_of_an_unnamed_place_keeps_its_function() -> None:
    agency = resolve("区教育局", place("330500"), False)
    assert agency.function is not None and agency.function.key == "education"


@pytest.mark.parametrize(
    ("printed", "function", "name"),
    [
        ("各县市区文明办", "civility", "宜昌市各县市区文明办"),
        ("工商局", "market_regulation", "宜昌市各地工商局"),
        ("各有关部门", "all_departments", "宜昌市各有关部门"),
        ("市直各相关部门", "all_departments", "宜昌市直各相关部门"),
        ("各县市区政府", "local_government", "宜昌市各县市区政府"),
    ],
)
def test_groups(printed: str, function: str, name: str) -> None:
    agency = resolve(printed, place("420500"), True)
    assert agency.function is not None
    assert (agency.function.key, agency.name, agency.kind) == (function, name, "collective")
    assert agency.id == f"420500/collective/{printed}"


@pytest.mark.parametrize("row", [row for row in NAMES if row["kind"] == "collective"], ids=lambda row: row["printed"])
def test_groups_are_told_by_their_names_alone(row: dict[str, str]) -> None:
    assert all(resolve(name, place(row["plan"]), False).collective for name in row["printed"].split("|"))


@pytest.mark.parametrize(
    "printed", ["市国有企业监管局", "乡镇企业局", "市企业联合会", "各族人民联谊会", "商业银行协会"]
)
def test_one_agency_is_no_group(printed: str) -> None:
    assert not resolve(printed, place("420500"), False).collective


def test_a_plan_of_an_unknown_place_has_agencies_of_its_own() -> None:
    nowhere = Place("?plan", "某地工作方案", "other", None)
    agency = resolve("市公安局", nowhere, False)
    assert agency.id == "?plan/public_security_bureau"
    assert resolve("教育部", nowhere, False).id == "000000/education_bureau"


def test_no_name_belongs_to_two_bodies() -> None:
    for side in ("names", "national"):
        owner = dict[str, str]()
        for body in lexicon().bodies.values():
            for name in getattr(body, side):
                assert owner.setdefault(name, body.key) == body.key, name


def test_the_tables_hold_together() -> None:
    assert len(lexicon().bodies) == len(rows("bodies.tsv")) >= 300
    assert problems() == ()
    used = {body.function.key for body in lexicon().bodies.values()} | {each.function.key for each in lexicon().kinds}
    assert set(functions()) == used | {function.key for _, function in lexicon().collectives}
    assert len({each.name_zh for each in functions().values()}) == len(functions())
    for body in lexicon().bodies.values():
        for pattern in [*body.short.values(), *body.full.values()]:
            assert set(re.findall(r"\{(\w+)\}", pattern)) <= set(MARKS)
        assert set(body.short) | set(body.full) <= set(LEVELS), body.key


@pytest.mark.parametrize("code", ["000000", "530000", "420500", "320802", "120111", "420528"])
def test_every_body_has_one_name_in_a_place(code: str) -> None:
    """Two bodies of one place never share a name that is shown, or nobody could tell them apart."""
    shown = defaultdict(set)
    for body in lexicon().bodies.values():
        if body.names:
            agency = resolve(body.names[0].replace("{}", ""), place(code), False)
            shown[agency.name].add(agency.id)
    assert {name: ids for name, ids in shown.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("公安局|公安厅", ["公安局", "公安厅"]),
        ("社保(基金)中心", ["社保中心", "社保基金中心"]),
        ("消防(支队|大队)|消防", ["消防支队", "消防大队", "消防"]),
    ],
)
def test_names_of_a_cell(pattern: str, names: list[str]) -> None:
    assert expand(pattern) == names


def test_likeness_never_merges() -> None:
    """Every two printed names of one plan that the gold gives different functions are different agencies."""
    for one, other in combinations(GOLD, 2):
        if one["plan"] == other["plan"] and one["function"] != other["function"]:
            assert agency_of(one).id != agency_of(other).id
