"""The form of what goes through a question's function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Row = dict[str, Any]
Read = Callable[..., list[Row]]
"""Reads with Cypher and its parameters."""


class Asked(Mapping[str, Any]):
    """The bound parameters of a question, and a way to read more where the answer needs it.

    `items` are the tasks that are looked at where an answer is made of some tasks at a time, else None.
    """

    def __init__(self, values: Mapping[str, Any], read: Read, once: Read | None = None) -> None:
        self._values = values
        self.read = read
        self.once = once or read
        """Reads what several parts of an answer need alike."""

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


Function = Callable[[list[Row], Asked], list[Row]]
"""A question's function: the fetched rows and what was asked in, rows with the declared columns out."""


def plan_of(id: str) -> str:
    """The plan of a task or measure, with whose id theirs begin."""
    return id.partition("/")[0]
