"""Every row that a question gives opens printed words, which stand in the plan where the panel says."""

from __future__ import annotations

import pytest

from app_pages.answers import behind
from app_pages.panel import found
from app_pages.printed import passage_rows, spans, unassigned
from app_pages.scope import pick, unpick
from app_pages.view import View
from queries.library import questions
from tests.showing import GIVEN, GOLD, view_of_all

WORDLESS = {"lineage", "judgements"}
"""Questions whose rows stand in tables and files of the program, not in plans."""


pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(scope="module")
def view(loaded: None) -> View:
    return view_of_all("zh")


@pytest.mark.parametrize("name", [n for n, q in questions().items() if q.group != "app" and n not in WORDLESS])
def test_rows_open_what_is_printed(view: View, name: str) -> None:
    rows = view.rows(name, **GIVEN.get(name, {}))
    asked = [behind(row) for row in rows[::7]]
    assert asked, "the question has rows"
    for one in filter(None, asked):
        filters = unpick(one)
        here = found(view, filters)
        passages = passage_rows(view, filters["span"]) if "span" in filters else []
        assert here or passages or unassigned(view, filters, here), one
        for passage in passages:
            text = view.rows("plan_text", plan=[passage["plan"]])[0]["text"]
            assert text[passage["start"] : passage["end"]].strip()
    silent = [row for row, one in zip(rows[::7], asked, strict=True) if not one]
    assert all(row.get("tasks") == [] for row in silent)


@pytest.mark.parametrize("plan", GOLD)
def test_a_plan_opens_all_of_its_items(view: View, plan: str) -> None:
    rows = found(view, {"plan": plan, "whole": "1"})
    bare = unassigned(view, {"plan": plan, "whole": "1"}, rows)
    tasks = GOLD[plan]["tasks"]
    nobody = [task for task in tasks if not task["lead"] and not task["support"] and not task["collective_remainder"]]
    assert len({row["taskId"] for row in rows}) + len(bare) == len(tasks)
    assert [row["number"] for row in bare] == [str(task["number"]) for task in nobody]


def test_an_item_that_names_nobody_is_not_an_answer_to_who_leads(view: View) -> None:
    assert unassigned(view, {"plan": "changzhou", "role": "lead"}, []) == []
    assert unassigned(view, {"plan": "changzhou", "agency": "x"}, []) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xiqing@3@9", [("xiqing", 3, 9)]),
        ("a@b@1@2|xiqing@5@8", [("a@b", 1, 2), ("xiqing", 5, 8)]),
        ("xiqing@9@3|xiqing@-1@4|xiqing|@@|xiqing@1@99999999999", []),
    ],
)
def test_places_in_an_address_are_read_or_left_out(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert spans(text) == expected


def test_a_place_beyond_the_text_opens_nothing(view: View) -> None:
    assert passage_rows(view, "xiqing@1@999999999") == []
    assert passage_rows(view, "gone@1@2") == []
    assert [row["line"] for row in passage_rows(view, unpick(pick(span="xiqing@892@897"))["span"])] == [36]
