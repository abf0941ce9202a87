"""The library of questions: lists them, checks what is asked, runs them, fills the pickers.

The app, the command line and the tests ask through here alone, so that a figure is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import yaml

from loaders.private import mask
from loaders.topics import campaigns
from queries.functions import FUNCTIONS, Row
from queries.header import Column, Parameter, Question, QuestionError, Words, read_question, vocabulary
from queries.values import bind, nearest

__all__ = [
    "Choice",
    "Column",
    "Parameter",
    "Question",
    "QuestionError",
    "Reader",
    "Table",
    "Words",
    "ask",
    "choices",
    "groups",
    "question",
    "questions",
]

_WORDS = 20
_FOLDER = Path(__file__).parent


class Reader(Protocol):
    """Whatever answers Cypher: the store, or a read-only view of it."""

    def read(self, cypher: str, /, **params: Any) -> list[dict[str, Any]]:
        """The rows that a reading query gives."""


@dataclass(frozen=True)
class Table:
    """An answer: each row a dict keyed by column name, in the order of `columns`."""

    question: Question
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Choice:
    """One entry of a picker: what to pass, and what to show in Chinese and English."""

    value: str
    label: str
    label_en: str


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name, in order of group and name."""
    order = list(vocabulary()["groups"])
    found = [read_question(path) for path in sorted(_FOLDER.glob("*.cypher"))]
    found.sort(key=lambda question: (order.index(question.group), question.name))
    return MappingProxyType({question.name: question for question in found})


def question(name: str) -> Question:
    """The question of that name; a QuestionError names the nearest where there is none."""
    if name not in questions():
        raise QuestionError(f"There is no question {name}; {nearest(name, questions())}.")
    return questions()[name]


def groups() -> dict[str, Words]:
    """The groups that questions are listed under."""
    return {key: Words(words["zh"], words["en"]) for key, words in vocabulary()["groups"].items()}


def ask(store: Reader, name: str, /, **params: Any) -> Table:
    """The answer to a question. Parameters left out or None take their default; a single value may stand for a list.

    E-mail addresses and phone numbers in printed words are masked, at their length.
    """
    asked = question(name)
    values = bind(asked, params)
    rows = _answered(asked, store.read(_runnable(asked, values), **values), values)
    if not rows:
        _check_given(store, asked, values)
    columns = [column.name for column in asked.columns]
    return Table(asked, asked.columns, [{column: _masked(row[column]) for column in columns} for row in rows])


def _answered(asked: Question, rows: list[Row], values: dict[str, Any]) -> list[Row]:
    """The rows of the answer: as fetched, or what the question's function makes of them, with its columns checked."""
    if asked.then is None:
        return rows
    made = FUNCTIONS[asked.then](rows, MappingProxyType(values))[: values.get("limit")]
    declared = {column.name for column in asked.columns}
    for row in made:
        if row.keys() != declared:
            wrong = ", ".join(sorted(row.keys() ^ declared))
            raise QuestionError(f"{asked.name}: {asked.then} and the header's columns differ in {wrong}.")
    return made


def _masked(value: Any) -> Any:
    """The value as it may be shown; only running text is long enough to print how to reach a person."""
    if isinstance(value, str):
        return mask(value) if len(value) > _WORDS else value
    return [_masked(item) for item in value] if isinstance(value, list) else value


def choices(store: Reader, kind: str, /, *, plan: str | Iterable[str] | None = None) -> list[Choice]:
    """What a picker of that kind offers, drawn from the plans given or from all that are loaded."""
    queries = _choice_queries()
    if kind not in queries:
        raise QuestionError(f"There are no choices of kind {kind}; {nearest(kind, queries)}.")
    plans = [plan] if isinstance(plan, str) else list(plan) if plan is not None else None
    found = [Choice(row["value"], row["label"], row["labelEn"]) for row in store.read(queries[kind], plan=plans)]
    return [_named_campaign(choice) for choice in found] if kind == "campaign" else found


def _named_campaign(choice: Choice) -> Choice:
    """The choice with the campaign's names, which stand in a table and not in the graph."""
    known = campaigns().get(choice.value)
    return Choice(choice.value, known.name_zh, known.name_en) if known else choice


def _runnable(asked: Question, values: dict[str, Any]) -> str:
    """The Cypher without its LIMIT where no limit is given: LIMIT takes no null, and no number is large enough."""
    return asked.cypher if values.get("limit") is not None else asked.cypher.replace("LIMIT $limit", "")


@cache
def _choice_queries() -> dict[str, str]:
    return dict(yaml.safe_load((_FOLDER / "choices.yml").read_text("utf-8")))


def _check_given(store: Reader, asked: Question, values: dict[str, Any]) -> None:
    """An empty answer for a name that the graph does not know is a mistake of the asker, and is said so."""
    for parameter in asked.parameters:
        given = values[parameter.name]
        if not isinstance(parameter.choices, str) or parameter.choices == "role" or given is None:
            continue
        offered = choices(store, parameter.choices)
        known = {name for choice in offered for name in (choice.value, choice.label)}
        for value in given if isinstance(given, list) else [given]:
            if value not in known:
                raise QuestionError(f"{parameter.words.en} {value} is not in the graph; {nearest(value, known)}.")
