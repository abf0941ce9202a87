"""Reads data/reference/reforms.tsv strictly: a row that can't be true is named with its line and left out.

Refused are: unknown bodies, kinds of change and levels, dates that are none or stand before the decision, a row that
stands twice, and a change that contradicts others (A went into B and B into A in the same reform).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from graph.identity.lexicon import Body
from graph.identity.patterns import expand
from loaders.reference import Row

LEVELS = ("national", "province", "prefecture", "county")
COLUMNS = ("old", "new", "how", "part", "names", "decided", *LEVELS, "differs", "basis")
ENDING = ("merged_into", "renamed", "split_into")
"""Changes that end the old body; `functions_moved` takes a part of its work and leaves it standing."""
FOUNDED = "founded"
HOW = (*ENDING, "functions_moved", FOUNDED)
PLACE_CODE = re.compile(r"\d{6}")


class _Untrue(Exception):
    """Why a row can't be true."""


@dataclass(frozen=True)
class Reform:
    """One body (or the `part` of its work) passed to another.

    `decided` is the day before which no place had the change, `dates` say for each level by when all places had it.
    `differs` are levels and codes of places where it did not come everywhere. `names` are the only printed names of
    the old body that went out of use, all where it is empty.
    """

    old: Body
    new: Body
    how: str
    part: str | None
    names: tuple[str, ...]
    decided: str
    dates: Mapping[str, str]
    differs: tuple[str, ...]
    basis: str
    line: int

    @property
    def key(self) -> tuple[str, str, str | None, str]:
        """What makes a row the same as another."""
        return self.old.key, self.new.key, self.part, self.decided

    @property
    def last(self) -> str:
        """The day by which the change was done at every level."""
        return max(self.dates.values())

    @property
    def ends(self) -> bool:
        """Whether the old body is gone with it."""
        return self.how in ENDING


@dataclass(frozen=True)
class Founding:
    """From which day on a body could exist at each level; a name printed before is from the future."""

    body: Body
    names: tuple[str, ...]
    dates: Mapping[str, str]
    basis: str
    line: int


def read_reforms(rows: Iterable[Row], bodies: Mapping[str, Body]) -> tuple[list[Reform], list[Founding]]:
    """The rows that hold; each other one is told of (`loaders.reference.problems`) and left out."""
    reforms: list[Reform] = []
    foundings: list[Founding] = []
    for row in rows:
        try:
            if row["how"] == FOUNDED:
                foundings.append(_founding(row, bodies, foundings))
            else:
                reforms.append(_reform(row, bodies, reforms))
        except _Untrue as why:
            row.problem(f"{why}.")
    return reforms, foundings


def _founding(row: Row, bodies: Mapping[str, Body], known: Sequence[Founding]) -> Founding:
    read = Founding(_body(row["new"], bodies), tuple(expand(row["names"])), _dates(row), row["basis"], row.line)
    if same := [each for each in known if each.body == read.body]:
        raise _Untrue(f"{read.body.key} is founded on line {same[0].line} already")
    return read


def _reform(row: Row, bodies: Mapping[str, Body], known: Sequence[Reform]) -> Reform:
    if row["how"] not in HOW:
        raise _Untrue(f"how is “{row['how']}”; known are {', '.join(HOW)}")
    old, new, names, dates = _body(row["old"], bodies), _body(row["new"], bodies), expand(row["names"]), _dates(row)
    if old == new:
        raise _Untrue(f"{old.key} can't become itself")
    differs = tuple(row["differs"].split())
    if wrong := [each for each in differs if each not in LEVELS and not PLACE_CODE.fullmatch(each)]:
        raise _Untrue(f"differs names {wrong[0]}, which is neither a level ({', '.join(LEVELS)}) nor a code")
    part, decided = row["part"] or None, row["decided"]
    read = Reform(old, new, row["how"], part, tuple(names), decided, dates, differs, row["basis"], row.line)
    _check_agrees(read, known)
    return read


def _dates(row: Row) -> dict[str, str]:
    """The dates by level, none before the decision."""
    found = {level: _day(row[level], level) for level in LEVELS if row[level]}
    decided = _day(row["decided"], "decided")
    if not found:
        raise _Untrue("no level has a date")
    if early := [level for level, day in found.items() if day < decided]:
        raise _Untrue(f"{early[0]} {found[early[0]]} is before the decision of {decided}")
    return found


def _day(cell: str, column: str) -> str:
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        raise _Untrue(f"{column} is “{cell}”, which is no date like 2018-03-17") from None


def _body(key: str, bodies: Mapping[str, Body]) -> Body:
    if key not in bodies:
        near = get_close_matches(key, bodies, n=1)
        raise _Untrue(f"there is no body “{key}” in bodies.tsv" + (f" (did you mean {near[0]}?)" if near else ""))
    return bodies[key]


def _check_agrees(reform: Reform, known: Sequence[Reform]) -> None:
    """Refuses what stands already, and what closes a circle of changes that went on at the same time."""
    if same := [each for each in known if each.key == reform.key]:
        raise _Untrue(f"the same change stands on line {same[0].line} already")
    if reform.ends and (lines := _way(reform.new, reform.old, reform, known)):
        told = ", ".join(str(line) for line in lines)
        raise _Untrue(f"{reform.old.key} becomes {reform.new.key}, and the other way round by line {told}")


def _way(start: Body, goal: Body, during: Reform, known: Sequence[Reform]) -> list[int]:
    """Lines that lead from one body to another through changes that overlap in time with `during`, [] where none do."""
    ways = {start.key: list[int]()}
    waiting = [start.key]
    while waiting:
        body = waiting.pop()
        for step in _steps(body, during, known):
            if step.new.key not in ways:
                ways[step.new.key] = [*ways[body], step.line]
                waiting.append(step.new.key)
    return ways.get(goal.key, [])


def _steps(body: str, during: Reform, known: Sequence[Reform]) -> Iterator[Reform]:
    return (
        each
        for each in known
        if each.ends and each.old.key == body and each.decided <= during.last and during.decided <= each.last
    )
