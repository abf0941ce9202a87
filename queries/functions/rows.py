"""The form of what goes through a question's function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
Row = dict[str, Any]
Read = Callable[..., list[Row]]
"""Reads with Cypher and its parameters."""


class Asked(Mapping[str, Any]):
    """The bound parameters of a question, and a way to read more where the answer needs it."""

    def __init__(self, values: Mapping[str, Any], read: Read) -> None:
        self._values = values
        self.read = read

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


Function = Callable[[list[Row], Asked], list[Row]]
"""A question's function: the fetched rows and what was asked in, rows with the declared columns out."""


def growing(items: Sequence[T], first: int, most: int) -> Iterator[Sequence[T]]:
    """The items in their order, `first` of them, then twice as many, and so on up to `most` at a time."""
    begin, size = 0, first
    while begin < len(items):
        yield items[begin : begin + size]
        begin, size = begin + size, min(2 * size, most)
