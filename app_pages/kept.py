"""Answers and HTML that all sessions share: made once, handed out as they are, never more than a bound of bytes.

Streamlit's own cache_data copies an answer at each reading, and every visitor then holds thousands of rows of his own.
Here nobody may change what he is given; a test walks all pages and looks.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import chain
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")

SAMPLE = 64
"""Of a longer list so many entries are weighed; the rest is taken to be like them."""


class Kept:
    """The values used last, as many as weigh `most` together; one that many ask for at once is made once."""

    def __init__(self, most: int, weigh: Callable[[Any], int]) -> None:
        self.most, self.held = most, 0
        self._weigh = weigh
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made where none is held; others who ask for the same meanwhile wait for it."""
        with self._lock:
            if key in self._values:
                return cast(T, self._used(key))
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return cast(T, self._used(key))
            try:
                made = make()
                self._put(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def each(self, name: Hashable, keys: Iterable[str], make: Callable[[list[str]], Mapping[str, T]]) -> dict[str, T]:
        """The values of several keys under a name; those that are not held are made together, and held one by one."""
        wanted = [*dict.fromkeys(keys)]
        with self._lock:
            found = {key: self._used((name, key)) for key in wanted if (name, key) in self._values}
        missing = [key for key in wanted if key not in found]
        for key, made in (make(missing) if missing else {}).items():
            found[key] = made
            self._put((name, key), made)
        return found

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._values.clear()
            self.held = 0

    def items(self) -> Iterator[tuple[Hashable, Any]]:
        """What is held now, by key."""
        with self._lock:
            found = [(key, value) for key, (value, _) in self._values.items()]
        return iter(found)

    def _used(self, key: Hashable) -> Any:
        self._values.move_to_end(key)
        return self._values[key][0]

    def _put(self, key: Hashable, value: Any) -> None:
        weight = self._weigh(value)
        with self._lock:
            self.held += weight - self._values.get(key, (None, 0))[1]
            self._values[key] = (value, weight)
            while self.held > self.most and len(self._values) > 1:
                _, (_, gone) = self._values.popitem(last=False)
                self.held -= gone


def weight(value: Any) -> int:
    """About how many bytes a value holds; a text that stands in it several times counts once in a sample."""
    return _weighed(value, set())


def _weighed(value: Any, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    own = sys.getsizeof(value, 64)
    if isinstance(value, Mapping):
        return own + _all([*chain.from_iterable(value.items())] if len(value) <= SAMPLE else [*value.items()], seen)
    if isinstance(value, list | tuple):
        return own + _all(value, seen)
    if is_dataclass(value):
        return own + _all([getattr(value, field.name) for field in fields(value)], seen)
    return own


def _all(values: Sequence[Any], seen: set[int]) -> int:
    step = max(1, len(values) // SAMPLE)
    weights = [_weighed(each, seen) for each in values[::step]]
    return sum(weights) * len(values) // max(1, len(weights))


def once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with each text held once: of thousands most name the same plans, places and agencies."""
    known: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = known.setdefault(value, value)
            elif isinstance(value, list) and value and isinstance(value[0], str):
                value[:] = [known.setdefault(each, each) for each in value]
    return rows
