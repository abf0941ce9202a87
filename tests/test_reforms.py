"""Reforms say what followed what, and when a name was out of date; a row that can't be true is named and left out."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from graph.identity.agencies import resolve
from graph.identity.lexicon import lexicon
from graph.identity.reform_table import COLUMNS, Founding, Reform, read_reforms
from graph.identity.reforms import Standing, ended_on, reforms, standing, successions, successors, ways
from loaders import reference
from loaders.places import place
from loaders.reference import Row, problems

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = {
    "工商": "industry_commerce", "质监": "quality_bureau", "食品药品监管": "food_drug_bureau", "市场监管": "market_bureau",
    "药品监管": "drug_bureau", "发展改革": "development_reform", "商务": "commerce_bureau", "知识产权局": "intellectual_property",
    "质检": "quality_bureau", "海关": "customs", "卫生计生": "health_family_planning", "卫生健康": "health_commission",
    "环保": "environment_protection", "生态环境": "ecology_environment", "国土": "land_resources",
    "自然资源": "natural_resources_bureau", "规划": "housing_construction_bureau", "林业": "forestry_bureau",
    "旅游": "tourism_bureau", "文化旅游": "culture_tourism_bureau", "文化": "culture_bureau",
    "新闻出版广电": "press_radio_television_bureau", "广电": "radio_television_bureau", "宣传": "publicity",
    "安监": "work_safety_bureau", "应急": "emergency_bureau", "银行监管": "banking_regulator",
    "银行保险监管": "banking_insurance_regulator", "保险监管": "insurance_regulator", "金融监管": "financial_regulator",
    "银监会、保监会": "banking_regulator", "人民银行": "central_bank", "国税": "national_tax", "税务": "tax_bureau",
    "地税": "local_tax", "人社": "human_resources_bureau", "医疗保障": "medical_insurance_bureau",
    "民政": "civil_affairs_bureau", "退役军人事务": "veterans_bureau", "法制办": "legal_office", "司法": "justice_bureau",
    "农业": "agriculture_bureau", "农业农村": "agriculture_rural_bureau", "综治办": "public_order_office",
    "政法委": "political_legal_committee", "经信/工信": "economy_it", "金融办": "local_finance_office",
    "地方金融监管": "local_finance_regulator", "地方金融管理局、党委金融办": "party_finance_office",
    "扶贫": "poverty_relief_office", "乡村振兴": "rural_revitalisation_bureau", "人民银行中心支行": "central_bank",
    "人民银行市分行": "central_bank_branch", "文明办": "civility_office", "社会工作部": "social_work",
    "工商、质监、食药监": "industry_commerce", "市场监督管理局": "market_bureau",
}  # fmt: skip
"""The bodies that the gold means by the names of systems."""
OTHERS = {
    ("经信/工信(经济和信息化委员会)", "经信/工信(工业和信息化局)"): ("economy_it", "industry_it_bureau"),
    ("信用办(经信委)", "信用办(发改委)"): ("economy_it", "development_reform"),
    ("市城乡建设局", "市住建局"): ("construction_bureau", "housing_construction_bureau"),
}
"""Rows whose brackets say something else than a part of the work."""
LEFT_OUT = {
    ("市保险行业协会", "常州银保监分局"),
    ("市扶贫办", "市民政局"),
    ("市交通局", "市交通运输局"),
    ("市工商局、市行政审批局(商事登记)", "市市场监管局"),
    ("网信(领导小组)", "网信(委员会)"),
}
"""Rows without a reform behind them; data/reference/SOURCES.md says why."""
OTHERWISE = {
    ("price_bureau", "development_reform"): "merged_into",
    ("work_safety_bureau", "emergency_bureau"): "merged_into",
    ("forestry_bureau", "natural_resources_bureau"): "functions_moved",
    ("intellectual_property", "market_bureau"): "functions_moved",
    ("construction_bureau", "housing_construction_bureau"): "merged_into",
    ("food_drug_bureau", "market_bureau"): "merged_into",
    ("land_resources", "natural_resources_bureau"): "merged_into",
}
"""Changes whose kind the table sees otherwise than the gold does; data/reference/SOURCES.md says why."""


def gold() -> list[dict[str, str]]:
    with (ROOT / "data" / "gold" / "reform_2018.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def body(name: str) -> str | None:
    """The body that a name of the gold means, less what stands in brackets."""
    plain = re.sub(r"\([^)]*\)", "", name)
    here = place("530000" if plain.startswith(("省", "云南", "人行")) else "320400")
    return SYSTEMS.get(plain) or resolve(plain, here, False).body


def rows_for(row: dict[str, str]) -> list[Reform]:
    names = row["old_function_or_name"], row["new_function_or_name"]
    pair = OTHERS.get(names) or tuple(body(name) for name in names)
    return [each for each in reforms() if (each.old.key, each.new.key) == pair]


KNOWN = [row for row in gold() if (row["old_function_or_name"], row["new_function_or_name"]) not in LEFT_OUT]


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row['old_function_or_name']}->{row['new_function_or_name']}")
def test_each_row_of_the_gold_is_in_the_table(row: dict[str, str]) -> None:
    found = rows_for(row)
    assert found
    kinds = {OTHERWISE.get((each.old.key, each.new.key), row["type"]) for each in found}
    fitting = [each for each in found if each.how in kinds]
    assert fitting
    day, length = row["effective"], len(row["effective"])
    assert any(each.decided[:length] <= day <= each.last[:length] for each in fitting)


def test_every_row_of_the_gold_is_accounted_for() -> None:
    assert len(gold()) == 91 and len(KNOWN) == 91 - len(LEFT_OUT)
    sources = (ROOT / "data" / "reference" / "SOURCES.md").read_text("utf-8")
    for old, new in LEFT_OUT:
        assert f"{old} → {new}" in sources
    for old, new in OTHERWISE:
        assert f"{old} → {new}" in sources


def test_the_table_holds_together() -> None:
    assert len(reforms()) > 140
    assert not [each for each in problems() if "reforms.tsv" in each]
    assert all(each.basis for each in reforms())


@pytest.mark.parametrize(
    ("name", "level", "day", "status", "since"),
    [
        ("industry_commerce", "province", "2018-12-30", "current", None),
        ("industry_commerce", "province", "2019-07-10", "abolished", "2018-12-31"),
        ("industry_commerce", "prefecture", "2019-03-30", "current", None),
        ("industry_commerce", "prefecture", "2019-03-31", "abolished", "2019-03-31"),
        ("industry_commerce", "national", "2018-04-09", "current", None),
        ("banking_regulator", "province", "2018-12-17", "abolished", "2018-12-17"),
        ("national_tax", "prefecture", "2018-07-10", "abolished", "2018-07-05"),
        ("national_tax", "county", "2018-07-10", "current", None),
        ("poverty_relief_office", "county", "2021-07-01", "current", None),
        ("market_bureau", "county", "2012-01-01", "current", None),
        ("market_bureau", "national", "2012-01-01", "future", "2018-03-17"),
        ("ecology_environment", "prefecture", "2017-06-30", "future", "2018-03-17"),
        ("civil_affairs_bureau", "national", "2030-01-01", "current", None),
        ("local_finance_office", "prefecture", "2020-01-01", "current", None),
        ("local_finance_office", "province", "2020-01-01", "abolished", "2018-12-31"),
        ("press_radio_television_bureau", "province", "2019-01-01", "abolished", "2018-12-31"),
        ("railway_ministry", "national", "2015-01-01", "abolished", "2013-03-17"),
        ("industry_commerce", "other", "2019-04-01", "abolished", "2019-03-31"),
    ],
)
def test_how_a_name_stands_on_a_day(name: str, level: str, day: str, status: str, since: str | None) -> None:
    found = standing(name, level, day)
    assert (found.status, found.day) == (status, since)


def test_only_the_names_that_went_out_of_use_are_abolished() -> None:
    day = "2024-01-01"
    assert standing("central_bank", "prefecture", day, "人行淮安市中心支行").status == "abolished"
    assert standing("central_bank", "prefecture", day, "人民银行").status == "current"
    assert standing("agriculture_bureau", "county", day, "县农业局").status == "abolished"
    assert standing("agriculture_bureau", "county", day, "旗农牧局").status == "current"
    assert standing("ecology_environment", "province", "2016-01-01", "省生态环境保护委员会").status == "current"
    assert standing("ecology_environment", "county", "2016-01-01", "生态环境西青分局").status == "future"


def test_places_that_differ_keep_their_names() -> None:
    assert standing("economy_it", "province", "2020-01-01", "市经信委", "310000").status == "current"
    assert standing("economy_it", "county", "2020-01-01", "区经委", "310115").status == "current"
    assert standing("economy_it", "province", "2020-01-01", "省经信委", "320000").status == "abolished"


def test_what_an_abolished_name_became() -> None:
    found = standing("insurance_regulator", "province", "2019-07-10", "云南保监局", "530000")
    assert [each.new.key for each in found.became] == ["banking_insurance_regulator"]
    assert "2018年12月17日" in found.basis
    assert [each.new.key for each in standing("food_drug_bureau", "province", "2020-01-01").became] == [
        "market_bureau",
        "drug_bureau",
    ]
    assert standing("civil_affairs_bureau", "county", "2020-01-01") == Standing("current")


def test_when_a_name_ended() -> None:
    assert ended_on("industry_commerce", "national") == "2018-04-10"
    assert ended_on("civil_affairs_bureau", "national") is None
    assert ended_on("petitions_bureau", "county") is None


def test_a_way_may_have_several_steps() -> None:
    chain = next(ways("banking_regulator", "financial_regulator"))
    assert [each.new.key for each in chain] == ["banking_insurance_regulator", "financial_regulator"]
    assert next(ways("banking_regulator", "financial_regulator", "2020-01-01"), None) is None
    assert next(ways("poverty_relief_office", "civil_affairs_bureau"), None) is None


def test_functions_follow_each_other_once() -> None:
    pairs = [(each.old.key, each.new.key) for each in successions()]
    assert len(pairs) == len(set(pairs))
    assert all(old != new for old, new in pairs)
    assert ("banking_regulation", "banking_insurance_regulation") in pairs
    assert ("insurance_regulation", "banking_insurance_regulation") in pairs
    assert ("poverty_relief", "rural_revitalisation") in pairs
    ended = {(each.old.key, each.new.key): each.reform.how for each in successions()}
    assert ended["food_drug", "market_regulation"] == "merged_into"
    assert ended["human_resources", "medical_insurance"] == "functions_moved"


def test_what_became_of_a_body() -> None:
    assert {each.new.key for each in successors("price_bureau")} == {
        "development_reform",
        "market_bureau",
        "medical_insurance_bureau",
    }


GOOD = {
    "old": "industry_commerce", "new": "market_bureau", "how": "merged_into", "decided": "2018-03-17",
    "province": "2018-12-31", "basis": "方案",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "_problems", {})


def read(*rows: dict[str, str]) -> tuple[list[Reform], list[Founding]]:
    lines = [{column: row.get(column, "") for column in COLUMNS} for row in rows]
    return read_reforms(
        (Row("reforms.tsv", line, cells) for line, cells in enumerate(lines, start=2)), lexicon().bodies
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"old": "industry_comerce"}, r"no body “industry_comerce” in bodies.tsv \(did you mean industry_commerce\?\)"),
        ({"new": "nowhere"}, "no body “nowhere”"),
        ({"new": "industry_commerce"}, "industry_commerce can't become itself"),
        ({"how": "vanished"}, "how is “vanished”; known are merged_into"),
        ({"province": "2018-13-31"}, "province is “2018-13-31”, which is no date like 2018-03-17"),
        ({"province": "2018"}, "province is “2018”, which is no date"),
        ({"decided": ""}, "decided is “”, which is no date"),
        ({"province": ""}, "no level has a date"),
        ({"province": "2018-03-16"}, "province 2018-03-16 is before the decision of 2018-03-17"),
        ({"differs": "village"}, "differs names village"),
        ({}, "the same change stands on line 2 already"),
        (
            {"old": "market_bureau", "new": "industry_commerce", "decided": "2018-10-01"},
            "market_bureau becomes industry_commerce, and the other way round by line 2",
        ),
    ],
)
def test_a_row_that_can_not_be_true_is_named_and_left_out(wrong: dict[str, str], says: str) -> None:
    found, _ = read(GOOD, GOOD | wrong, GOOD | {"old": "quality_bureau"})
    assert [each.line for each in found] == [2, 4]
    (problem,) = problems()
    assert re.search(rf"reforms.tsv, line 3: .*{says}.*\. Correct the line; until then it is left out\.$", problem)


def test_a_body_is_founded_once() -> None:
    founded = {"new": "market_bureau", "how": "founded", "decided": "2018-03-17", "national": "2018-03-17"}
    _, found = read(founded, founded, GOOD)
    assert [each.line for each in found] == [2]
    assert "line 3: market_bureau is founded on line 2 already" in problems()[0]


def test_a_body_may_come_back_later() -> None:
    back = GOOD | {
        "old": "market_bureau",
        "new": "industry_commerce",
        "decided": "2019-01-01",
        "province": "2019-06-30",
    }
    found, _ = read(GOOD, back)
    assert len(found) == 2 and not problems()


def test_a_circle_of_three_is_found() -> None:
    found, _ = read(
        GOOD,
        GOOD | {"old": "market_bureau", "new": "quality_bureau"},
        GOOD | {"old": "quality_bureau", "new": "industry_commerce"},
    )
    assert [each.line for each in found] == [2, 3]
    assert "by line 2, 3" in problems()[0]
