"""The analyses of load on the five plans: truths known from the plans' text, and the Cypher's own figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load_record
from graph.store import Store
from graph.workload.measures import Weighing
from graph.workload.roster import AnalysisError, Roster
from loaders.pipeline import extract
from queries import analyses
from queries.library import ask

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
COMMISSION = "120111/development_reform"


@pytest.fixture(scope="module", autouse=True)
def loaded(store: Store) -> Iterator[None]:
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    for plan in PLANS:
        load_record(store, extract(ROOT / "data" / "plans" / f"{plan}.txt"))
    yield


@pytest.fixture(scope="module")
def whole(store: Store, loaded: None) -> Roster:
    return analyses.roster(store)


def test_the_ledger_holds_every_item_in_printed_order(whole: Roster) -> None:
    assert len(whole.items) == 34 + 32 + 33 + 36 + 37
    fraud = whole.items["xiqing/3/1"]
    assert (fraud.number, fraud.plan, fraud.topics) == ("1", "xiqing", ("telecom_fraud",))
    assert [whole.name(lead) for lead in fraud.leads] == ["西青区发展改革委", "西青区公安分局"]
    assert len(fraud.supports) == 3
    assert [section.heading for section in fraud.sections] == ["三、开展专项治理行动"]
    assert fraud.measures > 0
    assert fraud.length > 100
    assert whole.plans["yunnan"].level == "province"


def test_the_development_commission_of_xiqing(store: Store) -> None:
    found = analyses.measure(store, plan="xiqing")
    first = found.agencies[0]
    assert (first["unit"], first["leads"], first["sole"], first["rank"]) == (COMMISSION, 25, 6, 1)
    assert first["fractional"] == pytest.approx(14.75)
    assert first["share"] == pytest.approx(25 / 58)
    assert found.groups[0]["count"] == 32


@pytest.mark.parametrize("measure", ["leads", "fractional", "supports", "workload"])
def test_measures_are_those_of_the_questions(store: Store, measure: str) -> None:
    found = analyses.measure(store, measure=measure)
    balance = ask(store, "load_balance", measure=measure).rows
    expected = {(row["plan"], row["agencyId"]): row for row in balance}
    assert {(row["group"], row["unit"]) for row in found.agencies} == expected.keys()
    for row in found.agencies:
        same = expected[row["group"], row["unit"]]
        assert (row[measure], row["share"]) == pytest.approx((same["load"], same["share"]))
        assert row["agency"] == same["agency"]
    for group in found.groups:
        [summary] = ask(store, "load_summary", plan=group["group"], measure=measure).rows
        assert (group["count"], group["loaded"]) == (summary["agencies"], summary["loaded"])
        for name in ("total", "mean", "gini", "theil", "hhi", "variation", "top1", "top3", "top10"):
            assert group[name] == pytest.approx(summary[name]), name


def test_partners_are_those_of_the_question(store: Store) -> None:
    found = {row["unit"]: row["partners"] for row in analyses.measure(store, within="all").agencies}
    assert found == {row["agencyId"]: row["partners"] for row in ask(store, "workload").rows}


def test_workload_by_measures_and_with_other_weights(store: Store) -> None:
    rows = ask(store, "workload", weight="measures", support_weight=0.5).rows
    weighing = Weighing(support=0.5, item="measures")
    found = {row["unit"]: row["workload"] for row in analyses.measure(store, within="all", weighing=weighing).agencies}
    assert found == pytest.approx({row["agencyId"]: row["workload"] for row in rows})


def test_position_of_a_city_among_all(store: Store) -> None:
    rows = {row["measure"]: row for row in analyses.measure(store, plan="xiqing").positions}
    assert rows["hhi"]["value"] == pytest.approx(0.2063, abs=0.0001)
    assert rows["hhi"]["percentile"] == pytest.approx(0.9)  # the highest of five: four below, itself half
    assert (rows["hhi"]["z"], rows["hhi"]["note"], rows["hhi"]["plans"]) == (None, "few", 5)


def test_a_scope_of_sections_topics_and_functions(store: Store) -> None:
    section = analyses.measure(store, plan="xiqing", section="三、开展专项治理行动", within="section").groups
    assert [group["name"] for group in section] == ["三、开展专项治理行动"]
    topic = analyses.measure(store, topic="telecom_fraud", within="all", by="function").agencies
    police = next(row for row in topic if row["unit"] == "public_security")
    assert (police["agency"], police["leads"]) == ("公安", 5)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"plan": "xiqin"}, "no plan xiqin in the graph; did you mean xiqing"),
        ({"topic": "fraud"}, "no topic fraud"),
        ({"section": "第九章"}, "no section 第九章"),
        ({"measure": "heaviness"}, "no measure 'heaviness'"),
    ],
)
def test_what_is_not_there_is_said(store: Store, scope: dict[str, str], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        analyses.measure(store, **scope)
