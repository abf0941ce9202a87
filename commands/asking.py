"""`ask`: the questions of the library, and Cypher that can only read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import WrongUsage, connect, terminal
from loaders.errors import UserError

if TYPE_CHECKING:
    from queries.library import Question


def list_questions(form: str, out: Path | None) -> None:
    """Prints names and words of all questions but those that only the app asks; programs get the parameters too."""
    from queries.library import questions

    rows = [
        {
            "name": found.name,
            "question": found.title.en,
            "问题": found.title.zh,
            "parameters": [p.name for p in found.parameters],
        }
        for found in questions().values()
        if found.group != "app"
    ]
    columns = ["name", "question", "问题"] + (["parameters"] if form != "table" else [])
    terminal.write_rows(form, columns, rows, out)
    if form == "table":
        terminal.remark("`ask NAME --explain` shows what a question means, takes and gives.")


def explain(name: str) -> None:
    """Prints what a question means, takes and gives, and its Cypher."""
    question = _question(name)
    print(f"{question.name}: {question.title.en} {question.title.zh}\n")
    print(f"{question.explanation.en}\n{question.explanation.zh}\n")
    parameters = [
        {"parameter": p.name, "type": p.type, "default": p.default, "choices": p.choices}
        | {"meaning": p.words.en, "含义": p.words.zh}
        for p in question.parameters
    ]
    terminal.print_table(["parameter", "type", "default", "choices", "meaning", "含义"], parameters)
    columns = [{"column": c.name, "type": c.type, "meaning": c.words.en, "含义": c.words.zh} for c in question.columns]
    terminal.print_table(["column", "type", "meaning", "含义"], columns)
    print(f"\n{question.method()}")


def ask(
    name: str, pairs: Sequence[str], columns: Sequence[str], form: str, out: Path | None, data: Path | None
) -> None:
    """Prints the answer to a question; what is asked wrongly is said before a server is started."""
    from queries import library
    from queries.values import bind

    question, params = _question(name), _params(pairs)
    known = [column.name for column in question.columns]
    for column in columns:
        if column not in known:
            raise WrongUsage(f"{name} has no column {column}; known are {', '.join(known)}.")
    try:
        bind(question, dict(params))
    except library.QuestionError as error:
        raise WrongUsage(str(error)) from error
    with connect(data) as store:
        answer = library.ask(store, name, **params)
    if not answer.rows:
        terminal.remark("The answer is empty: nothing in the graph fits.")
    terminal.write_rows(form, columns or known, answer.rows, out)


def is_plain(name: str) -> bool:
    """Whether this is a sentence rather than a question's name: names are words of Latin letters joined by _."""
    return not (name.isascii() and name.isidentifier())


def ask_plainly(words: str, columns: Sequence[str], form: str, out: Path | None, data: Path | None) -> None:
    """Answers words as the question that they match best, and says which that is; fails where none matches."""
    from queries import plain

    with connect(data) as store:
        found = plain.readings(store, words)
    if not found:
        raise UserError(f"“{words}” matches no question. `python cli.py ask` lists those that there are.")
    pairs = [f"{name}={value}" for name, values in found[0].params.items() for value in values]
    given = "".join(f" -p {pair}" for pair in pairs)
    terminal.remark(f"Taken as: ask {found[0].question.name}{given}")
    if found[0].rest:
        terminal.remark(f"Not used: {found[0].rest}")
    for other in found[1:]:
        terminal.remark(f"It may also mean: {other.question.name} ({other.question.title.en})")
    ask(found[0].question.name, pairs, columns, form, out, data)


def ask_cypher(cypher: str, pairs: Sequence[str], form: str, out: Path | None, limit: int, data: Path | None) -> None:
    """Prints the answer to a query that reads; parameters are JSON where they can be, else text."""
    params = {
        name: [_json(item) for item in value] if isinstance(value, list) else _json(value)
        for name, value in _params(pairs).items()
    }
    with connect(data) as store:
        answer = store.query_readonly(cypher, params, limit=limit)
    terminal.write_rows(form, answer.columns, answer.rows, out)
    if answer.truncated:
        terminal.remark(f"Only the first {limit} rows are shown; --limit gives more.")


def _question(name: str) -> Question:
    from queries import library

    try:
        return library.question(name)
    except library.QuestionError as error:
        raise WrongUsage(str(error)) from error


def _params(pairs: Sequence[str]) -> dict[str, Any]:
    """`KEY=VALUE` pairs as values, a key given more than once as a list."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise WrongUsage(f"--param {pair}: write it as KEY=VALUE, for example --param plan=yichang")
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _json(value: Any) -> Any:
    """A number, a truth value or a list where the text is one, else the text."""
    if isinstance(value, list):
        return [_json(item) for item in value]
    try:
        return json.loads(value)
    except ValueError:
        return value
