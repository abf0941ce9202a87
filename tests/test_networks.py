"""Networks: against a case by hand, networkx's own projections, and a search of all cores."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.workload.networks import (
    communities,
    core_of,
    eigenvector,
    network,
    networks,
    projected,
    side_by_side,
    two_mode,
)
from graph.workload.roster import AnalysisError
from tests.load_cases import WORKED, item, roster, rosters

INDEPENDENT = {
    "count": nx.bipartite.weighted_projected_graph,
    "newman": nx.bipartite.collaboration_weighted_projected_graph,
    "jaccard": nx.bipartite.overlap_weighted_projected_graph,
}


def ties(graph):
    return {frozenset(pair): pytest.approx(weight) for *pair, weight in graph.edges(data="weight")}


# On item 1 stand A, B and C, on 2 the same, on 3 C and the group G.
@pytest.mark.parametrize(
    ("weight", "expected"), [("count", (2, 1)), ("newman", (2 * 1 / 2, 1)), ("jaccard", (2 / 2, 1 / 3))]
)
def test_a_case_by_hand(weight, expected):
    graph = projected(WORKED, weight, collective=True)
    assert graph.edges["A", "B"]["weight"] == expected[0]
    assert graph.edges["C", "G"]["weight"] == pytest.approx(expected[1])
    assert "G" not in projected(WORKED, weight), "a group is no node unless asked for"


@pytest.mark.parametrize("weight", INDEPENDENT)
@given(case=rosters())
def test_projections_are_those_of_networkx(weight, case):
    both = two_mode(case)
    units = {node for node, kind in both.nodes(data="bipartite") if kind == 0}
    assert ties(projected(case, weight)) == ties(INDEPENDENT[weight](both, units))


@given(case=rosters())
def test_an_item_counts_once_for_each_by_newman(case):
    rows = network(case, "newman").nodes
    for row in rows:
        shared = [
            one for one in case.items.values() if row["unit"] in one.named and len({*one.named} - {"H", row["unit"]})
        ]
        assert row["strength"] == pytest.approx(len(shared)), "M. E. J. Newman (2001): the strength is their number"


def test_roles_are_kept_on_two_modes():
    graph = two_mode(roster([item("1", "A", "AB")]))
    assert graph.edges["A", "p/1"]["roles"] == ("lead", "support")
    assert graph.edges["B", "p/1"]["roles"] == ("support",)
    assert graph.nodes["A"]["name"] == "A局"


def graphs():
    pairs = st.sampled_from([*combinations("abcdefg", 2)])
    return st.sets(pairs).map(lambda found: nx.Graph([*sorted(found)]))


def missing(graph, core):
    inside = sum(not graph.has_edge(*pair) for pair in combinations(core, 2))
    return inside + sum(not {*edge} & {*core} for edge in graph.edges)


@settings(max_examples=60)
@given(graph=graphs())
def test_no_core_fits_better(graph):
    nodes = sorted(graph)
    best = min(missing(graph, core) for size in range(len(nodes) + 1) for core in combinations(nodes, size))
    assert missing(graph, core_of(graph)) == best


@pytest.mark.filterwarnings("ignore:k >= N")
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(graph=graphs())
def test_eigenvector_as_networkx_has_it(graph):
    assume(len(graph) > 2 and nx.is_connected(graph))
    nx.set_edge_attributes(graph, 1.0, "weight")
    expected = nx.eigenvector_centrality_numpy(graph, weight="weight")
    assert eigenvector(graph) == pytest.approx(expected, abs=1e-6)


def test_communities_of_two_cliques():
    graph = nx.barbell_graph(4, 0)
    nx.set_edge_attributes(graph, 1.0, "weight")
    assert communities(nx.relabel_nodes(graph, str)) == [["0", "1", "2", "3"], ["4", "5", "6", "7"]]


def test_the_figures_of_two_plans_stand_side_by_side():
    case = roster([item("1", "A", "BC"), item("2", "D"), item("1", "A", "B", plan="q")])
    found = {row["figure"]: (row["p"], row["q"]) for row in side_by_side(networks(case, "plan"))}
    assert found["nodes"] == (4, 2)
    assert found["edges"] == (3, 1)
    assert found["components"] == (2, 1)
    assert found["transitivity"] == (1, 0)
    assert found["density"] == (0.5, 1)


def test_systems_of_different_places_are_one_node():
    case = roster([item("1", "A", "C"), item("1", "B", "C", plan="q")], functions={"A": "f", "B": "f"})
    both = networks(case, "all", by="function")[""]
    assert {row["unit"]: row["degree"] for row in both.nodes} == {"f": 1, "C": 1}
    assert both.ties == [{"one": "C", "other": "f", "weight": 2.0}]


@pytest.mark.parametrize("wrong", [{"weight": "x"}, {"by": "x"}, {"within": "x"}])
def test_what_is_not_known_is_refused(wrong):
    with pytest.raises(AnalysisError, match=r"(by|within) 'x'"):
        networks(WORKED, **wrong)
