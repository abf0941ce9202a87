"""The library of questions: lists them, checks what is asked, runs them, fills the pickers.

The app, the command line and the tests ask through here alone, so that a figure is the same everywhere.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import yaml

from loaders.private import mask
from loaders.topics import campaigns
from queries import parts
from queries.functions import FUNCTIONS, Asked, Row
from queries.functions.offices import Moved
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
_TEXTS = ("string", "strings")
_LOOKS = 3
_FOLDER = Path(__file__).parent
_KNOWN = (
    "MATCH (n:{label}) WHERE n.{key} IN $names OR n.{name} IN $names "
    "RETURN collect(n.{key}) + collect(n.{name}) AS found"
)
_NAMES = {
    "plan": {"label": "Plan", "key": "id", "name": "id"},
    "jurisdiction": {"label": "Jurisdiction", "key": "code", "name": "name"},
    "campaign": {"label": "Plan", "key": "campaign", "name": "campaign"},
    "section": {"label": "Section", "key": "id", "name": "heading"},
    "topic": {"label": "Topic", "key": "key", "name": "nameZh"},
    "function": {"label": "Function", "key": "key", "name": "nameZh"},
    "agency": {"label": "Agency", "key": "id", "name": "name"},
}
"""Where the values of a parameter stand in the graph, by the kind of its choices."""


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
    method: str
    """How it was made: the Cypher that was run, and what was done with its rows."""


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
    values, seen = bind(asked, params), _Seen(store)
    with _uncollected():
        rows = _answered(seen, asked, values)
    if not rows:
        _check_given(store, asked, values)
    shown = [_shown(row, asked.columns) for row in rows]
    return Table(asked, asked.columns, shown, asked.method(seen.statements))


class _Seen:
    """A reader that keeps the statements that were run through it, each once."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self.statements: dict[str, None] = {}
        self.kept: dict[Any, Any] = {}
        """What one part of an answer found that the next need not look for."""

    def read(self, cypher: str, /, **params: Any) -> list[dict[str, Any]]:
        """The rows that a reading query gives."""
        self.statements[cypher] = None
        return self._store.read(cypher, **params)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles among objects while up to a million are made that have none: it takes half of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _answered(store: _Seen, asked: Question, values: dict[str, Any], looks: int = _LOOKS) -> list[Row]:
    """The rows of the answer, asked at once or in parts; asked again where the graph changed between two looks."""
    try:
        if parts.in_steps(asked, values):
            return _in_steps(store, asked, values)
        return (_in_blocks if parts.in_blocks(asked, values) else _at_once)(store, asked, values)
    except Moved:
        if not looks:
            raise
        store.kept.clear()
        return _answered(store, asked, values, looks - 1)


def _at_once(store: _Seen, asked: Question, values: dict[str, Any]) -> list[Row]:
    return _made(store, asked, values, values)


def _in_blocks(store: _Seen, asked: Question, values: dict[str, Any]) -> list[Row]:
    limit, found = values.get("limit"), list[Row]()
    for block in parts.blocks(store.read, asked, values):
        left = values if limit is None else values | {"limit": limit - len(found)}
        found += _made(store, asked, left, left | block)
        if limit is not None and len(found) >= limit:
            break
    return found


def _in_steps(store: _Seen, asked: Question, values: dict[str, Any]) -> list[Row]:
    limit, found = values["limit"], list[Row]()
    for step, in_blocks in parts.steps(asked, values):
        found += (_in_blocks if in_blocks else _at_once)(store, asked, step | {"limit": limit - len(found)})
        if len(found) >= limit:
            break
    return found


def _made(store: _Seen, asked: Question, values: dict[str, Any], run: Mapping[str, Any]) -> list[Row]:
    """The rows as fetched with the values `run`, or what the question's function makes of them, its columns checked."""
    rows = store.read(asked.written(run), **run)
    if asked.then is None:
        return rows
    params = Asked(values | {"items": run.get("items")}, store.read, store.kept)
    made = FUNCTIONS[asked.then](rows, params)[: values.get("limit")]
    declared = {column.name for column in asked.columns}
    for row in made:
        if row.keys() != declared:
            wrong = ", ".join(sorted(row.keys() ^ declared))
            raise QuestionError(f"{asked.name}: {asked.then} and the header's columns differ in {wrong}.")
    return made


def _shown(row: Row, columns: Iterable[Column]) -> Row:
    """The row with the declared columns in their order, as it may be shown."""
    return {column.name: _masked(row[column.name]) if column.type in _TEXTS else row[column.name] for column in columns}


def _masked(value: Any) -> Any:
    """The value as it may be shown; only running text is long enough to print how to reach a person."""
    if isinstance(value, list):
        return [mask(each) if isinstance(each, str) and len(each) > _WORDS else each for each in value]
    return mask(value) if isinstance(value, str) and len(value) > _WORDS else value


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


@cache
def _choice_queries() -> dict[str, str]:
    return dict(yaml.safe_load((_FOLDER / "choices.yml").read_text("utf-8")))


def _check_given(store: Reader, asked: Question, values: dict[str, Any]) -> None:
    """An empty answer for a name that the graph does not know is a mistake of the asker, and is said so."""
    for parameter in asked.parameters:
        given, kind = values[parameter.name], parameter.choices
        if not isinstance(kind, str) or kind == "role" or given is None:
            continue
        names = given if isinstance(given, list) else [given]
        [known] = store.read(_KNOWN.format(**_NAMES[kind]), names=names)
        unknown = [name for name in names if name not in known["found"]]
        if unknown:
            offered = {name for choice in choices(store, kind) for name in (choice.value, choice.label)}
            raise QuestionError(
                f"{parameter.words.en} {unknown[0]} is not in the graph; {nearest(unknown[0], offered)}."
            )
