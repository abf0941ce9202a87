"""The form of what goes through a question's function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

Row = dict[str, Any]
Read = Callable[..., list[Row]]
"""Reads with Cypher and its parameters."""


class Asked(Mapping[str, Any]):
    """The bound parameters of a question, and a way to read more where the answer needs it.

    `items` are the tasks that are looked at where an answer is made of some tasks at a time, else None.
    """

    def __init__(self, values: Mapping[str, Any], read: Read, kept: dict[Any, Any] | None = None) -> None:
        self._values = values
        self.read = read
        self.kept = {} if kept is None else kept
        """What one part of an answer found that the next need not look for."""

    def found(self, name: str, ids: Iterable[str], find: Callable[[list[str]], Mapping[str, T]]) -> dict[str, T]:
        """What `find` tells of these and of all that were asked for before, each looked for once in an answer."""
        known: dict[str, T] = self.kept.setdefault(name, {})
        if missing := [id for id in dict.fromkeys(ids) if id not in known]:
            known |= find(missing)
        return known

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


Function = Callable[[list[Row], Asked], list[Row]]
"""A question's function: the fetched rows and what was asked in, rows with the declared columns out."""


def in_columns(rows: Iterable[Row]) -> list[Row]:
    """The rows that a server gave as lists, one a column: thousands come in half the time so."""
    return [dict(zip(row, values, strict=True)) for row in rows for values in zip(*row.values(), strict=True)]


def plan_of(id: str) -> str:
    """The plan of a task or measure, with whose id theirs begin."""
    return id.partition("/")[0]
