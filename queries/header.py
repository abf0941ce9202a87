"""A question's file: the header read and checked against the Cypher below it.

A query file begins with `// ` lines that hold YAML: name, group, question, explanation, parameters,
columns. What the header promises and what the Cypher does must agree, or the file is refused: every
`$parameter` is declared, every declared one is used, and the last RETURN gives the declared columns in order.
A file with `then: NAME` fetches what the function NAME of `queries.functions` makes the declared columns of.
`blocks` and `steps` say how the first rows are found without the others (`queries.parts`).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from loaders.errors import UserError
from queries import scope
from queries.functions import FUNCTIONS

_VOCABULARY = Path(__file__).with_name("vocabulary.yml")
_PARAMETER_TYPES = {"string", "strings", "integer", "number", "boolean", "date"}
_COLUMN_TYPES = _PARAMETER_TYPES | {"integers"}
_WIDE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]"
_FOLDED = re.compile(rf"(?<=[，。；：、（）]) +| +(?=[，。；：、（）])|(?<={_WIDE}) +(?={_WIDE})")
"""Spaces that folding a Chinese text's lines leaves behind."""
_QUOTED_OR_COMMENT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*")


class QuestionError(UserError):
    """A question that does not exist, can't be asked that way, or whose file is wrong."""


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Parameter:
    """What may be asked for: `choices` is a kind that `library.choices` fills, or the values themselves."""

    name: str
    type: str
    words: Words
    default: Any = None
    choices: str | tuple[str, ...] | None = None
    required: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a question's table."""

    name: str
    type: str
    words: Words


@dataclass(frozen=True)
class Question:
    """One question: its words, its parameters, its columns, and the Cypher that answers it."""

    name: str
    group: str
    title: Words
    explanation: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str
    then: str | None = None
    blocks: str | None = None
    """By what the plans are put in order whose rows follow each other, for what is asked in blocks of plans."""
    steps: tuple[float, ...] = ()
    """Likenesses between which rows are asked for, where the most alike come first: from `least` to those `below`."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, None where the question has none."""
        return next((known for known in self.parameters if known.name == name), None)

    def written(self, values: Mapping[str, Any]) -> str:
        """The Cypher that is run for these values: its scope written out, no LIMIT where none is asked for."""
        limited = self.cypher if values.get("limit") is not None else self.cypher.replace("LIMIT $limit", "")
        return scope.written(limited, values).strip()

    def plans(self, values: Mapping[str, Any]) -> str:
        """The Cypher that finds the plans to be asked block by block."""
        cypher = scope.plans(self.cypher, values, self.blocks or "p.id")
        some = "$items" if scope.narrowed(self.cypher, values) else "$plan"
        return f"{cypher}\n// asked in this order, some at a time as {some}, until there are $limit rows:"

    def method(self, run: Iterable[str] | None = None) -> str:
        """How the answer is made, to be read: the Cypher that was run, or would be where a scope is given.

        Where a function follows it, what that does.
        """
        usual = {each.name: () for each in self.parameters if each.name not in {"task", "agency"}}
        shown = "\n\n".join([self.written(usual)] if run is None else run)
        if self.then is None:
            return shown
        doc = inspect.getdoc(FUNCTIONS[self.then]) or ""
        lines = [f"then: {self.then}(rows, params), in queries/functions", "", *doc.splitlines()]
        return "\n".join([shown, "", *(f"// {line}".rstrip() for line in lines)])


def read_question(path: Path) -> Question:
    """The question in a file, checked; a QuestionError names the file and what is wrong with it."""
    header, cypher = _split(path.read_text("utf-8"))
    try:
        data = yaml.safe_load(header)
        question = _question(data, cypher)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise QuestionError(
            f"{path.name}: the header can't be read ({error}). See CONTRIBUTING for its form."
        ) from error
    if problems := [*_problems(question)]:
        raise QuestionError(f"{path.name}: {'; '.join(problems)}.")
    if question.name != path.stem:
        raise QuestionError(
            f"{path.name}: the header says name {question.name}; the file must be {question.name}.cypher."
        )
    return question


@cache
def vocabulary() -> dict[str, Any]:
    """The parameters, columns and groups that questions share."""
    return dict(yaml.safe_load(_VOCABULARY.read_text("utf-8")))


def _split(text: str) -> tuple[str, str]:
    lines = text.splitlines()
    length = next((index for index, line in enumerate(lines) if not line.startswith("//")), len(lines))
    header = "\n".join(line.removeprefix("//").removeprefix(" ") for line in lines[:length])
    return header, "\n".join(lines[length:]).strip()


def _question(data: dict[str, Any], cypher: str) -> Question:
    return Question(
        name=data["name"],
        group=data["group"],
        title=_words(data["question"]),
        explanation=_words(data["explanation"]),
        parameters=tuple(_parameter(name, fields) for name, fields in _entries(data, "parameters")),
        columns=tuple(Column(name, fields["type"], _words(fields)) for name, fields in _entries(data, "columns")),
        cypher=cypher,
        then=data.get("then"),
        blocks=data.get("blocks"),
        steps=tuple(map(float, data.get("steps") or ())),
    )


def _entries(data: dict[str, Any], part: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and fields of each entry of a list or mapping; what the header leaves out comes from the vocabulary."""
    given: list[tuple[str, dict[str, Any] | None]] = []
    declared = data.get(part) or []
    for entry in [declared] if isinstance(declared, dict) else declared:
        given += [(entry, None)] if isinstance(entry, str) else entry.items()
    shared = vocabulary()[part]
    return [(name, shared.get(name, {}) | (fields or {})) for name, fields in given]


def _words(fields: dict[str, Any]) -> Words:
    zh, en = fields["zh"], fields["en"]
    if not (isinstance(zh, str) and zh.strip() and isinstance(en, str) and en.strip()):
        raise ValueError(f"words in zh and en needed, found {fields}")
    return Words(_FOLDED.sub("", " ".join(zh.split())), " ".join(en.split()))


def _parameter(name: str, fields: dict[str, Any]) -> Parameter:
    choices = fields.get("choices")
    return Parameter(
        name=name,
        type=fields["type"],
        words=_words(fields),
        default=fields.get("default"),
        choices=tuple(choices) if isinstance(choices, list) else choices,
        required=bool(fields.get("required", False)),
    )


def _problems(question: Question) -> list[str]:
    """Where the header and the Cypher disagree, in words."""
    bare = _QUOTED_OR_COMMENT.sub("", question.cypher)
    declared = {parameter.name for parameter in question.parameters}
    used = set(re.findall(r"\$(\w+)", bare)) | scope.used(bare, declared)
    returned, columns = returned_names(bare), [column.name for column in question.columns]
    problems = [f"${name} is used but not declared" for name in sorted(used - declared)]
    problems += _problems_of_function(question, used) if question.then else []
    if question.then is None:
        problems += [f"parameter {name} is declared but not used" for name in sorted(declared - used)]
    if question.then is None and returned != columns:
        problems.append(f"the Cypher returns {', '.join(returned)} but the header declares {', '.join(columns)}")
    problems += [
        f"parameter {p.name} has unknown type {p.type}" for p in question.parameters if p.type not in _PARAMETER_TYPES
    ]
    problems += [f"column {c.name} has unknown type {c.type}" for c in question.columns if c.type not in _COLUMN_TYPES]
    if question.steps and not {"least", "below"} <= declared:
        problems.append("steps go by the parameters least and below: declare both")
    if question.group not in vocabulary()["groups"]:
        problems.append(f"unknown group {question.group}")
    return problems


def _problems_of_function(question: Question, used: set[str]) -> list[str]:
    """What is wrong with a question whose rows go through a function; its columns are checked when it has answered."""
    problems = []
    if question.then not in FUNCTIONS:
        problems.append(f"queries/functions has no function {question.then}; it has {', '.join(FUNCTIONS) or 'none'}")
    if "limit" in used:
        problems.append("$limit cuts what the function gives, not what it gets: leave it out of the Cypher")
    return problems


def returned_names(cypher: str) -> list[str]:
    """The names that the last RETURN gives its columns; an expression without AS gives itself."""
    clause = re.split(r"\bRETURN\b(?:\s+DISTINCT\b)?", cypher)[-1]
    clause = re.split(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b", clause)[0]
    return [re.split(r"\bAS\b", part)[-1].strip().strip("`") for part in _top_level(clause)]


def _top_level(clause: str) -> list[str]:
    parts, depth = [""], 0
    for char in clause:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts
