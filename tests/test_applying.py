"""A scenario in the graph: what it changes there, that it is marked, and that taking it back leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.judgements import file_of
from graph.load import load_paths
from graph.server import local_server
from graph.store import Store, open_store
from graph.workload.applying import applied, apply, take_back
from graph.workload.changes import Add, Change, Drop, DropItem, Merge, Move, NewItem
from graph.workload.roster import SUPPORT, AnalysisError
from graph.workload.scenario import Scenario, play
from queries.analyses import agency_id, roster

ROOT = Path(__file__).resolve().parent.parent
NAMES = {
    "发改": "西青区发展改革委",
    "法院": "西青区法院",
    "公安": "西青区公安分局",
    "文明办": "西青区文明办",
    "财政": "西青区财政局",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("applying")
    with open_store(folder) as opened:
        load_paths(opened, [ROOT / "data" / "plans" / "xiqing.txt"])
        yield opened
    local_server.stop(folder)


@pytest.fixture
def ids(store: Store) -> dict[str, str]:
    whole = roster(store)
    return {short: agency_id(whole, name) for short, name in NAMES.items()}


def snapshot(store: Store) -> list[dict]:
    edges = store.read(
        "MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(t:Task) RETURN a.id AS a, type(r) AS r, t.id AS t, r.start AS at, "
        "r.judgements AS judged ORDER BY t, r, a, at"
    )
    return [*edges, *store.read("MATCH (n) RETURN labels(n)[0] AS label, count(n) AS n ORDER BY label")]


def scenario(*changes: Change) -> Scenario:
    return Scenario("试", changes)


def test_the_graph_says_what_the_scenario_says_and_forgets_it(store: Store, ids: dict[str, str]) -> None:
    before, base = snapshot(store), roster(store)
    alone = [key for key, item in base.items.items() if ids["发改"] in item.leads and ids["公安"] not in item.named]
    first, second = alone[:2]
    held = next(key for key, item in base.items.items() if item.supports and len(item.leads) > 1)
    plan = scenario(
        Move(first, ids["发改"], ids["公安"], stays=True),
        Move(second, ids["发改"], ids["公安"]),
        Drop(held, base.items[held].leads[0]),
        Add(held, ids["财政"], SUPPORT)
        if ids["财政"] not in base.items[held].named
        else Drop(held, ids["财政"], SUPPORT),
    )
    wanted = play(base, plan).roster
    effects = apply(store, base, plan, who="张三")
    assert {effect.standing.state for effect in effects} == {"applied"}
    now = roster(store)
    for key, item in wanted.items.items():
        assert {*now.items[key].leads} == {*item.leads}, key
        assert {*now.items[key].supports} == {*item.supports}, key
    marked = store.read(
        "MATCH ()-[r:LEADS]->(t:Task {id: $id}) WHERE r.judgements IS NOT NULL RETURN r.judgements AS j", id=second
    )
    assert [row["j"] for row in marked] == [
        [each.judgement.id] for each in effects if each.judgement.target == second and each.judgement.kind == "assign"
    ]
    assert {each.who for each in applied(store, "试")} == {"张三"}
    take_back(store, "试")
    assert snapshot(store) == before
    assert applied(store, "试") == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda ids: Move("xiqing/9/9", ids["发改"], ids["法院"]), "nothing was: .*no item xiqing/9/9"),
        (lambda ids: NewItem("xiqing/x", "xiqing", "新任务", (ids["法院"],)), "No plan prints 新任务"),
        (lambda ids: Merge((ids["文明办"],), "new", "新部"), "names 新部 nowhere"),
    ],
)
def test_what_cannot_be_put_there_is_refused_whole(store: Store, ids: dict[str, str], change, words: str) -> None:
    before, base = snapshot(store), roster(store)
    led = next(key for key, item in base.items.items() if ids["发改"] in item.leads)
    with pytest.raises(AnalysisError, match=words):
        apply(store, base, scenario(Drop(led, ids["发改"]), change(ids)))
    assert snapshot(store) == before
    assert applied(store, "试") == []


def test_an_item_that_goes_has_nobody_and_twice_is_refused(store: Store, ids: dict[str, str]) -> None:
    before, base = snapshot(store), roster(store)
    key = next(iter(base.items))
    apply(store, base, scenario(DropItem(key)))
    assert not store.read("MATCH (:Agency)-[r:LEADS|SUPPORTS]->(:Task {id: $id}) RETURN r", id=key)
    with pytest.raises(AnalysisError, match="applied already"):
        apply(store, base, scenario(DropItem(key)))
    take_back(store, "试")
    assert snapshot(store) == before
    with pytest.raises(AnalysisError, match="not applied"):
        take_back(store, "试")
    assert file_of(store).exists(), "the file keeps what was judged and undone"
