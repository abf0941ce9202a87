"""Questions in plain words: what they are taken for on the five plans, and what is not taken for anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.load import load_record
from graph.store import Store
from loaders.pipeline import extract
from queries import plain
from queries.library import questions
from queries.plain import Name, read

PLANS = Path(__file__).parents[1] / "data" / "plans"


@pytest.fixture(scope="module")
def known(store: Store) -> Iterator[list[Name]]:
    for path in sorted(PLANS.glob("*.txt")):
        load_record(store, extract(path))
    yield plain.names(store)


@pytest.mark.parametrize(
    ("words", "question", "params"),
    [
        ("哪个部门牵头最多", "lead_ranking", {}),
        ("西青区哪个部门牵头最多？", "lead_ranking", {"jurisdiction": ["120111"]}),
        ("which agency leads most in Yichang", "lead_ranking", {"jurisdiction": ["420500"]}),
        (
            "Who assigns telecom fraud in Changzhou?",
            "topic_assignment",
            {"jurisdiction": ["320400"], "topic": ["telecom_fraud"]},
        ),
        ("电信诈骗各地怎么分工", "topic_assignment", {"topic": ["telecom_fraud"]}),
        ("拖欠工资由谁牵头", "topic_assignment", {"topic": ["wage_arrears"]}),
        ("公安在各地做什么", "function_profile", {"function": ["public_security"]}),
        ("西青区发展改革委负责什么", "agency_card", {"agency": ["120111/development_reform"]}),
        ("哪些任务没有牵头单位", "unassigned", {}),
        ("which tasks have no support", "sole_burden", {}),
        ("宜昌的量化目标什么时候到期", "targets_due", {"jurisdiction": ["420500"]}),
        ("淮安引用了哪些法律", "references", {"jurisdiction": ["320800"]}),
        ("how uneven is the load in Xiqing", "load_summary", {"jurisdiction": ["120111"]}),
        ("常州和淮安比较", "topic_matrix", {"jurisdiction": ["320400", "320800"]}),
        ("谁和谁合作最多", "co_workers", {}),
        ("宜昌有哪些举措是抄来的", "copied_measures", {}),
        ("which tasks correspond", "counterparts", {}),
    ],
)
def test_words_are_taken_for_the_question_that_they_ask(
    known: list[Name], words: str, question: str, params: dict[str, list[str]]
) -> None:
    best = read(words, known)[0]
    assert (best.question.name, dict(best.params)) == (question, params)


@pytest.mark.parametrize(
    "words", ["天气怎么样", "what is the weather", "", "   ", "部门", "the", "<script>", "😀", "牵"]
)
def test_words_that_ask_nothing_of_the_library_get_no_answer(known: list[Name], words: str) -> None:
    assert read(words, known) == []


def test_what_was_not_used_is_said(known: list[Name]) -> None:
    assert read("2025年哪个部门牵头最多", known)[0].rest != ""
    assert read("哪个部门牵头最多", known)[0].rest == ""


def test_other_readings_are_offered_and_none_twice(known: list[Name]) -> None:
    found = [reading.question.name for reading in read("哪些任务没有牵头单位", known)]
    assert found[0] == "unassigned" and "lead_ranking" in found and len(found) == len(set(found))


def test_every_phrase_belongs_to_a_question_and_names_what_it_can_take() -> None:
    for name, phrase in plain._phrases():
        assert name in questions()
        for kind in phrase.kinds - {"jurisdiction"}:
            assert questions()[name].parameter(kind), (name, kind)


def test_places_are_known_by_their_names_in_latin_letters(known: list[Name]) -> None:
    names = {name.value: name.names for name in known if name.kind == "jurisdiction"}
    assert "yunnan" in names["530000"] and "云南" in names["530000"]
