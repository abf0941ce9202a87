"""Questions that compare plans, on the five plans in a real server, against what the gold and the printed text say."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load_record
from graph.reforms import reforms
from graph.store import Store
from loaders.pipeline import extract
from queries.library import QuestionError, ask

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
GOLD = {plan: json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text("utf-8")) for plan in PLANS}
TASKS = {task["id"]: task for plan in PLANS for task in GOLD[plan]["tasks"]}


@pytest.fixture(scope="module", autouse=True)
def loaded(store: Store) -> Iterator[None]:
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    for plan in PLANS:
        load_record(store, extract(ROOT / "data" / "plans" / f"{plan}.txt"))
    yield


def text_of(store: Store, plan: str) -> str:
    return str(ask(store, "plan_text", plan=plan).rows[0]["text"])


# Names out of their time ---------------------------------------------------------------------------------------------

GONE = {"省工商局": "2018-12-31", "省质监局": "2018-12-31", "省金融办": "2018-12-31", "工商局": "2019-03-31"}
GONE |= {"云南银监局": "2018-12-17", "云南保监局": "2018-12-17"}
"""What the plan of 云南, published on 2019-07-10, prints although it was gone; read in its text."""


@pytest.mark.verifies("anachronisms")
def test_names_that_were_abolished_when_the_plan_was_published(store: Store) -> None:
    rows = ask(store, "anachronisms").rows
    expected = [
        ("yunnan", task["id"], role, name)
        for task in GOLD["yunnan"]["tasks"]
        for role in ("lead", "support")
        for name in task[role]
        if name in GONE
    ]
    assert len(expected) == 16
    assert sorted((row["plan"], row["taskId"], row["role"], row["asWritten"]) for row in rows) == sorted(expected)
    text = text_of(store, "yunnan")
    lines = (ROOT / "data" / "plans" / "yunnan.txt").read_text("utf-8").splitlines()
    for row in rows:
        assert "".join(text[row["start"] : row["end"]].split()) == row["asWritten"]
        assert row["asWritten"] in "".join(lines[row["line"] - 1].split())
        assert (row["status"], row["issuedOn"], row["posted"]) == ("abolished", "2019-07-10", True)


def test_what_the_abolished_had_become(store: Store) -> None:
    rows = ask(store, "anachronisms").rows
    assert {row["asWritten"]: row["since"] for row in rows} | {"工商局": "2018-12-31"} == GONE | {
        "工商局": "2018-12-31"
    }
    assert {(row["asWritten"], *row["became"]) for row in rows} == {
        ("省工商局", "云南省市场监管局"),
        ("省质监局", "云南省市场监管局"),
        ("省金融办", "云南省地方金融监管局"),
        ("工商局", "市场监管局"),
        ("云南银监局", "云南银保监局"),
        ("云南保监局", "云南银保监局"),
    }
    assert all("挂牌" in row["basis"] or "完成" in row["basis"] for row in rows)


def test_names_of_their_time_raise_no_alarm(store: Store) -> None:
    """淮安, 西青 and 宜昌 print 工商局, 环保局 and 食药监局 in autumn 2018, months before their reform was done."""
    assert ask(store, "anachronisms", plan=["huaian", "xiqing", "yichang", "changzhou"]).rows == []


def test_a_later_date_or_an_earlier_makes_other_names_abolished_or_future(store: Store) -> None:
    def dated(day: str) -> dict[str, tuple[str, str]]:
        change = "MATCH (p:Plan {id: 'huaian'}) SET p.issuedOn = date($day)"
        store.write(lambda tx: tx.run(change, day=day).consume())
        return {
            row["asWritten"]: (row["status"], row["since"]) for row in ask(store, "anachronisms", plan="huaian").rows
        }

    try:
        later, earlier = dated("2024-01-01"), dated("2016-01-01")
    finally:
        dated("2018-11-09")
    assert later["市工商局"] == later["市环保局"] == ("abolished", "2019-03-31")
    assert later["市扶贫办"] == ("abolished", "2021-12-31")
    assert "市人社局" not in later and "市金融办" not in later
    assert all(status == "abolished" for status, _ in later.values())
    assert earlier == {}


# Lineage -------------------------------------------------------------------------------------------------------------


@pytest.mark.verifies("lineage")
def test_the_lineage_is_the_table(store: Store) -> None:
    with (ROOT / "data" / "reference" / "reforms.tsv").open(encoding="utf-8") as file:
        table = [row for row in csv.DictReader(file, delimiter="\t") if row["how"] != "founded"]
    rows = ask(store, "lineage").rows
    assert len(rows) == len(table) == len(reforms())
    columns = ("how", "decided", "national", "province", "prefecture", "county", "basis")
    found = sorted((row["fromBody"], row["toBody"], *(row[name] or "" for name in columns)) for row in rows)
    assert found == sorted((row["old"], row["new"], *(row[name] for name in columns)) for row in table)
    assert [row["year"] for row in rows] == sorted(int(row["decided"][:4]) for row in table)


def test_a_part_of_the_lineage(store: Store) -> None:
    rows = ask(store, "lineage", body="环保局", level="prefecture", year=2018).rows
    assert [(row["from"], row["to"], row["prefecture"]) for row in rows] == [("环保局", "生态环境局", "2019-03-31")]
    assert (rows[0]["namedBefore"], rows[0]["namedAfter"]) == (["huaian", "xiqing", "yichang"], ["changzhou", "yunnan"])
    both = ask(store, "lineage", function="banking_insurance_regulation").rows
    assert {(row["fromBody"], row["toBody"]) for row in both} >= {
        ("banking_regulator", "banking_insurance_regulator"),
        ("banking_insurance_regulator", "financial_regulator"),
    }
    assert ask(store, "lineage", function="银行保险监管").rows == both
    assert [row["from"] for row in ask(store, "lineage", level="national", year=2008).rows] == ["劳动保障部", "人事部"]
    with pytest.raises(QuestionError, match="level must be national"):
        ask(store, "lineage", level="village")


def test_the_graph_holds_the_dates_of_successions(store: Store) -> None:
    (row,) = store.read(
        "MATCH (:Function {key: 'banking_regulation'})-[s:SUCCEEDED_BY]->(:Function {key: 'banking_insurance_regulation'}) "
        "RETURN s.year AS year, s.how AS how, toString(s.decided) AS decided, toString(s.national) AS national, "
        "toString(s.province) AS province, toString(s.prefecture) AS prefecture"
    )
    assert row == {
        "year": 2018, "how": "merged_into", "decided": "2018-03-17", "national": "2018-04-08", "province": "2018-12-17",
        "prefecture": "2018-12-31",
    }  # fmt: skip
