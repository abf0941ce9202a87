"""The load measures against figures worked out by hand, a plain count of each definition, and networkx."""

from __future__ import annotations

import re
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.workload.definitions import definitions, notes
from graph.workload.inequality import MEASURES as SPREAD
from graph.workload.inequality import TOPS
from graph.workload.measures import MEASURES, Weighing, load_table, loads
from graph.workload.roster import AnalysisError, Item, Roster
from tests.load_cases import WORKED, item, roster, rosters

# Two items: the first led by A and B with C behind them, the second by A alone with B and C (C printed twice).
EDGES = [
    ("A", "t1", "lead"),
    ("B", "t1", "lead"),
    ("C", "t1", "support"),
    ("A", "t2", "lead"),
    ("B", "t2", "support"),
    ("C", "t2", "support"),
    ("C", "t2", "support"),
]


@pytest.mark.parametrize(
    ("support_weight", "weights", "expected"),
    [
        (0.3, None, {"A": 1.5, "B": 0.65, "C": 0.45}),
        (0.0, None, {"A": 1.5, "B": 0.5, "C": 0.0}),
        (0.5, {"t2": 4}, {"A": 4.5, "B": 0.5 + 0.5 * 2, "C": 0.5 * 1 + 0.5 * 2}),
    ],
)
def test_a_plain_list_of_edges(support_weight, weights, expected):
    table = load_table(EDGES, support_weight, weights)
    assert {load.agency: load.workload for load in table} == pytest.approx(expected)
    assert [load.workload for load in table] == sorted((load.workload for load in table), reverse=True)
    assert {load.agency: (load.leads, load.fractional, load.sole) for load in table} == {
        "A": (2, 1.5, 1),
        "B": (1, 0.5, 0),
        "C": (0, 0, 0),
    }
    assert {load.agency: (load.supports, load.support_fractional, load.partners) for load in table} == {
        "A": (0, 0, 2),
        "B": (1, 0.5, 2),
        "C": (2, 1.5, 2),
    }


def test_no_edges_no_loads():
    assert load_table([]) == []
    assert [*loads(Roster()).rows()] == []


def test_by_hand():
    rows = {row["unit"]: row for row in loads(WORKED).rows()}
    assert rows.keys() == {"A", "B", "C"}
    a, c = rows["A"], rows["C"]
    assert (a["leads"], a["fractional"], a["sole"], a["supports"], a["items"]) == (2, 1.5, 1, 0, 2)
    assert (c["leads"], c["fractional"], c["sole"], c["supports"], c["items"]) == (1, 0.5, 0, 2, 3)
    assert c["workload"] == pytest.approx(0.5 + 0.3 * 1.5)
    assert c["workloadMeasures"] == pytest.approx(1 * 0.5 + 0.3 * (2 * 1 + 4 * 0.5))
    assert c["workloadLength"] == pytest.approx(1.5 * 0.5 + 0.3 * (0.5 * 1 + 1 * 0.5))
    assert (c["partners"], c["betweenness"]) == (2, 0)


def test_the_group_shares_and_has_a_row_only_when_asked_for():
    rows = {row["unit"]: row for row in loads(WORKED, collective=True).rows()}
    assert rows["G"]["fractional"] == 0.5
    assert rows["C"]["fractional"] == 0.5
    assert (rows["C"]["partners"], rows["C"]["betweenness"]) == (3, pytest.approx(2 / 3))  # A-C-G and B-C-G of 3 pairs


def test_weights_that_a_person_sets():
    weighing = Weighing(support=1.0, item="measures", own={"p/2": 10})
    rows = {row["unit"]: row["workload"] for row in loads(WORKED, weighing=weighing).rows()}
    assert rows == pytest.approx({"A": 1 + 10, "B": 1 + 5, "C": 2 + 5 + 0.5})


def test_a_function_leads_an_item_once_and_alone_when_no_other_function_does():
    rows = {row["unit"]: row for row in loads(WORKED, by="function").rows()}
    assert rows.keys() == {"f", "g"}
    f = rows["f"]
    assert (f["leads"], f["fractional"], f["sole"], f["supports"], f["items"]) == (2, 2.0, 2, 1, 2)


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("plan", {"p": 2}),
        ("section", {"p#s": 2}),
        ("topic", {"x": 1, "y": 1}),
        ("level", {"prefecture": 2}),
        ("year", {"2019": 2}),
        ("all", {"": 2}),
    ],
)
def test_groups_of_items(within, expected):
    found = loads(WORKED, within=within)
    assert {row["group"]: row["leads"] for row in found.rows() if row["unit"] == "A"} == expected
    assert found.values("leads", next(iter(expected)))["A"] == next(iter(expected.values()))


def test_what_is_not_known_is_said():
    for wrong in ({"by": "colour"}, {"within": "week"}, {"weighing": Weighing(item="weight")}):
        with pytest.raises(AnalysisError, match=r"known are|can by"):
            loads(WORKED, **wrong)


def count(whole: Roster, items: list[Item], unit: str) -> dict[str, float]:
    """The definitions, word for word."""
    led = [one for one in items if unit in one.leads]
    backed = [one for one in items if unit in one.supports]
    share = {one.id: 1 / len(one.leads) for one in led}
    part = {one.id: 1 / len(one.supports) for one in backed}

    def workload(weight):
        return sum(weight(one) * share[one.id] for one in led) + 0.3 * sum(weight(one) * part[one.id] for one in backed)

    return {
        "leads": len(led),
        "fractional": sum(share.values()),
        "sole": sum(one.leads == (unit,) for one in led),
        "supports": len(backed),
        "supportFractional": sum(part.values()),
        "items": sum(unit in one.named for one in items),
        "workload": workload(lambda one: 1),
        "workloadMeasures": workload(lambda one: one.measures),
        "workloadLength": workload(lambda one: one.length / 1000),
    }


@settings(deadline=None)
@given(rosters())
def test_every_measure_of_every_plan_and_topic_is_its_definition(whole):
    for within, names in (("plan", lambda one: [one.plan]), ("topic", lambda one: one.topics)):
        found = {(row["group"], row["unit"]): row for row in loads(whole, within=within).rows()}
        cells = {
            (group, unit)
            for one in whole.items.values()
            for group in names(one)
            for unit in one.named
            if not whole.agencies[unit].collective
        }
        assert found.keys() == cells
        for (group, unit), row in found.items():
            mine = [one for one in whole.items.values() if group in names(one)]
            expected = count(whole, mine, unit)
            assert {name: row[name] for name in expected} == pytest.approx(expected)


@settings(deadline=None)
@given(rosters())
def test_coordination_is_what_networkx_finds(whole):
    found = loads(whole)
    for plan in found.groups:
        net = nx.Graph()
        for one in whole.items.values():
            if one.plan == plan:
                named = [unit for unit in one.named if not whole.agencies[unit].collective]
                net.add_nodes_from(named)
                net.add_edges_from(combinations(named, 2))
        assert found.values("partners", plan) == dict(net.degree())
        assert found.values("betweenness", plan) == pytest.approx(nx.betweenness_centrality(net))


@given(rosters())
def test_fractional_leads_sum_to_the_items_that_have_a_lead(whole):
    found = loads(whole, within="all", collective=True, network=False)
    led = sum(bool(one.leads) for one in whole.items.values())
    assert found.columns["fractional"].sum() == pytest.approx(led)
    assert (found.columns["sole"] <= found.columns["fractional"] + 1e-9).all()
    assert (found.columns["fractional"] <= found.columns["leads"] + 1e-9).all()


def test_betweenness_of_a_star_a_path_and_a_part_too_large(monkeypatch):
    star = roster([item(str(n), f"Z{leaf}") for n, leaf in enumerate("ABCD")])
    assert loads(star).values("betweenness", "p") == {"Z": 1, "A": 0, "B": 0, "C": 0, "D": 0}
    monkeypatch.setattr("graph.workload.paths.LARGEST", 4)
    assert {row["betweenness"] for row in loads(star).rows()} == {None}


def test_every_measure_is_defined_in_both_languages():
    known = definitions()
    assert {*MEASURES, "percentile", "z", "lorenz", *(f"top{k}" for k in TOPS)} <= known.keys()
    assert {*SPREAD} - {"count", "loaded", "total"} <= known.keys()
    for one in known.values():
        assert one.kind in ("agency", "spread", "position", "network", "weight"), one.key
        assert one.source, one.key
        for words in (one.definition, one.caveats, *notes().values()):
            assert re.search("[\u4e00-\u9fff]", words.zh), one.key
            assert not re.search("[\u4e00-\u9fff]", re.sub(r"\(责.*?\)", "", words.en)), one.key
