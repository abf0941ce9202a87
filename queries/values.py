"""What a user gives for a parameter, made what the query expects; a wrong type or name is a sentence, not a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any

from queries.header import Parameter, Question, QuestionError

_TRUE, _FALSE = {"true", "yes", "1", "是"}, {"false", "no", "0", "否"}
_NAMES = {
    "string": "one text",
    "strings": "a text or a list of texts",
    "integer": "a whole number",
    "number": "a number from 0 on",
    "boolean": "true or false",
    "date": "a date like 2018-12-31",
}


def bind(question: Question, given: dict[str, Any]) -> dict[str, Any]:
    """A value for every parameter of the question: as given, by default, or null."""
    for name in given:
        if question.parameter(name) is None:
            known = [parameter.name for parameter in question.parameters]
            raise QuestionError(f"{question.name} has no parameter {name}; {nearest(name, known)}.")
    return {parameter.name: _value(question, parameter, given.get(parameter.name)) for parameter in question.parameters}


def nearest(name: str, known: Iterable[str]) -> str:
    """The known names closest to a wrong one, or all of them where none is close."""
    known = list(known)
    if close := get_close_matches(name, known, n=3, cutoff=0.5):
        return f"did you mean {' or '.join(close)}?"
    if len(known) > 20:
        return f"known are {', '.join(known[:20])} and {len(known) - 20} more"
    return f"known are {', '.join(known)}" if known else "none is known"


def _value(question: Question, parameter: Parameter, given: Any) -> Any:
    if given is None or given == [] or given == "":
        given = parameter.default
    if given is None:
        if parameter.required:
            raise QuestionError(f"{question.name} needs {parameter.name} ({parameter.words.en}, {parameter.words.zh}).")
        return None
    try:
        value = _READERS[parameter.type](given)
    except (TypeError, ValueError):
        wanted = _NAMES[parameter.type]
        raise QuestionError(f"{question.name}: {parameter.name} must be {wanted}, not {given!r}.") from None
    _check_choice(question, parameter, value)
    return value


def _check_choice(question: Question, parameter: Parameter, value: Any) -> None:
    allowed = ("lead", "support") if parameter.choices == "role" else parameter.choices
    if not isinstance(allowed, tuple):
        return
    for one in value if isinstance(value, list) else [value]:
        if one not in allowed:
            choice = " or ".join(map(str, allowed))
            raise QuestionError(f"{question.name}: {parameter.name} must be {choice}, not {one!r}.")


def _string(given: Any) -> str:
    if isinstance(given, list | tuple) and len(given) == 1:
        given = given[0]
    if not isinstance(given, str):
        raise TypeError
    return given


def _strings(given: Any) -> list[str]:
    values = [given] if isinstance(given, str) else list(given)
    if not all(isinstance(value, str) for value in values):
        raise TypeError
    return values


def _integer(given: Any) -> int:
    if isinstance(given, bool) or not isfinite(float(given)) or int(given) != float(given) or int(given) < 0:
        raise ValueError
    return int(given)


def _number(given: Any) -> float:
    if isinstance(given, bool) or not isfinite(float(given)) or float(given) < 0:
        raise ValueError
    return float(given)


def _boolean(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError
    return word in _TRUE


def _date(given: Any) -> str:
    return date.fromisoformat(str(given)).isoformat()


_READERS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "strings": _strings,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}
