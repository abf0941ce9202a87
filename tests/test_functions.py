"""Questions whose rows go through a function: found by name, bound, limited, and held to the declared columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.store import Store
from queries import functions, header, library
from queries.functions import Asked, Row
from queries.library import Question, QuestionError

FILE = """// name: doubled
// group: load
// question: {zh: 问, en: Ask}
// explanation: {zh: 释, en: Explained}
// then: twice
// parameters: [plan, times: {type: integer, default: 2, zh: 倍数, en: Times}, limit]
// columns: [agency, leads]
UNWIND [3, 1, 2] AS n RETURN n AS many, $plan AS plan
"""


def twice(rows: list[Row], params: Asked) -> list[Row]:
    """Each number as often as asked, the smallest first.

    Sorting here shows that the limit comes last.
    """
    ordered = sorted(row["many"] for row in rows)
    return [{"agency": str(params["plan"]), "leads": many * params["times"]} for many in ordered]


class Fetched:
    """Answers any Cypher with the three rows that the file would fetch."""

    def read(self, cypher: str, /, **params: Any) -> list[Row]:
        return [{"many": many, "plan": params["plan"]} for many in (3, 1, 2)]


@pytest.fixture
def doubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Question:
    monkeypatch.setitem(functions.FUNCTIONS, "twice", twice)
    path = tmp_path / "doubled.cypher"
    path.write_text(FILE, "utf-8")
    question = header.read_question(path)
    monkeypatch.setattr(library, "question", lambda name: {"doubled": question}[name])
    return question


def test_the_rows_are_what_the_function_gives(doubled: Question) -> None:
    table = library.ask(Fetched(), "doubled", plan="a")
    assert table.rows == [{"agency": "['a']", "leads": leads} for leads in (2, 4, 6)]
    assert [row["leads"] for row in library.ask(Fetched(), "doubled", plan="a", times=5, limit=2).rows] == [5, 10]


def test_what_a_function_does_is_shown_with_the_cypher(doubled: Question) -> None:
    assert doubled.method().startswith("UNWIND [3, 1, 2]")
    assert (
        "// then: twice(rows, params), in queries/functions\n//\n// Each number as often as asked" in doubled.method()
    )
    assert doubled.method().endswith("// Sorting here shows that the limit comes last.")


def test_other_columns_than_declared_are_refused(doubled: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(functions.FUNCTIONS, "twice", lambda rows, params: [{"agency": "a", "many": 1}])
    with pytest.raises(QuestionError, match="doubled: twice and the header's columns differ in leads, many"):
        library.ask(Fetched(), "doubled")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("then: twice", "then: thrice", "queries/functions has no function thrice; it has .*twice"),
        ("AS plan", "AS plan LIMIT $limit", r"\$limit cuts what the function gives, not what it gets"),
        ("$plan AS", "$topic AS", r"\$topic is used but not declared"),
    ],
)
def test_a_file_that_promises_something_else_is_refused(
    doubled: Question, tmp_path: Path, before: str, after: str, says: str
) -> None:
    path = tmp_path / "doubled.cypher"
    path.write_text(FILE.replace(before, after), "utf-8")
    with pytest.raises(QuestionError, match=says):
        header.read_question(path)


@pytest.mark.parametrize("name", [name for name, question in library.questions().items() if question.then])
def test_every_parameter_is_asked_for(five: Store, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the Cypher, or by the function; the limit is the library's."""
    looked: set[str] = set()

    class Watched(functions.Asked):
        def __getitem__(self, given: str) -> Any:
            looked.add(given)
            return super().__getitem__(given)

    monkeypatch.setattr(library, "Asked", Watched)
    question = library.question(name)
    library.ask(five, name, **NEEDED.get(name, {}))
    written = question.written(dict.fromkeys([parameter.name for parameter in question.parameters], ()))
    for parameter in question.parameters:
        assert f"${parameter.name}" in written or parameter.name in looked | {"limit"}, parameter.name


NEEDED = {"agency_elsewhere": {"agency": "云南省公安厅"}, "task_diff": {"task": "huaian/3.1/6"}}
