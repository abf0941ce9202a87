"""The five plans on both servers: one graph, and the same rows for every question, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.query_plans import ways
from graph.load import list_plans, load_paths
from graph.store import Store, open_store
from queries.header import Parameter
from queries.library import ask, choices, question, questions
from tests.test_load import dump

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"


@pytest.fixture(scope="module")
def stores(store: Store, neo4j_environment: dict[str, str], data_folder: Path) -> Iterator[tuple[Store, Store]]:
    """The five plans on the embedded server and on Neo4j."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in neo4j_environment.items():
            patch.setenv(name, value)
        with open_store(data_folder) as other:
            for each in (store, other):
                each.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
                assert {result.status for result in load_paths(each, [PLANS])} == {"loaded"}
            assert (store.server.kind, other.server.kind) == ("embedded", "neo4j")
            yield store, other


def test_the_same_graph(stores: tuple[Store, Store]) -> None:
    one, other = (dump(each) for each in stores)
    assert len(one) > 2000
    assert one == other
    assert list_plans(stores[0]) == list_plans(stores[1])


EMPTY = {"judgements"}
"""Questions without an answer until a person has done something."""


@pytest.mark.parametrize("name", questions())
def test_the_same_rows(stores: tuple[Store, Store], name: str) -> None:
    """With no more than must be given, then with each parameter in turn."""
    asked = question(name)
    base = {known.name: _values(stores[0], known)[0] for known in asked.parameters if known.required}
    answered = 0
    for more in [{}, *({known.name: value} for known in asked.parameters for value in _values(stores[0], known))]:
        one, other = (ask(each, name, **base | more).rows for each in stores)
        assert one == other, more
        answered += bool(one)
    assert answered or name in EMPTY


@pytest.mark.parametrize(
    "picker", ["plan", "jurisdiction", "campaign", "section", "topic", "function", "agency", "role"]
)
def test_the_same_choices(stores: tuple[Store, Store], picker: str) -> None:
    one, other = (choices(each, picker) for each in stores)
    assert one
    assert one == other


BESIDE_ALL = {"AllNodesScan", "AllRelationshipsScan", "CartesianProduct"}
"""Steps whose work grows with the whole graph, or with its square."""


def test_questions_of_one_plan_begin_with_something_named(stores: tuple[Store, Store]) -> None:
    """Nothing begins with all that there is, and nothing is put beside everything else: few plans don't show it, many do."""
    seen = {name: found for name, found in ways(stores[1], "plan") if found}
    assert len(seen) > 20
    wrong = {
        (name, step) for name, found in seen.items() for each in found for step in each.costly if step in BESIDE_ALL
    }
    assert wrong == set()


def _values(store: Store, parameter: Parameter) -> list[Any]:
    """Two things to ask a question by."""
    if isinstance(parameter.choices, str):
        offered = [choice.value for choice in choices(store, parameter.choices)]
    else:
        offered = list(parameter.choices or ())
    by_type = {"boolean": [True, False], "integer": [3], "number": [0.5], "date": ["2019-06-30"]}
    typed = {"words": ["诈骗"], "task": ["huaian/3.1/6", "xiqing/3/1"]}
    return offered[len(offered) // 2 :][:2] or typed.get(parameter.name) or by_type.get(parameter.type, [])
