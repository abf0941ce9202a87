"""Reads data/reference/reforms.tsv strictly: a row that can't be true is named with its line and left out.

Refused are: unknown bodies, kinds of change and levels, dates that are none or stand before the decision, a row that
stands twice, and a change that contradicts others (A went into B and B into A in the same reform).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import Path

from graph.lexicon import Body, expand
from loaders.errors import UserError

LEVELS = ("national", "province", "prefecture", "county")
COLUMNS = ("old", "new", "how", "part", "names", "decided", *LEVELS, "differs", "basis")
ENDING = ("merged_into", "renamed", "split_into")
"""Changes that end the old body; `functions_moved` takes a part of its work and leaves it standing."""
FOUNDED = "founded"
HOW = (*ENDING, "functions_moved", FOUNDED)
PLACE_CODE = re.compile(r"\d{6}")


class ReformError(UserError):
    """A row of the table of reforms that can't be true."""


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


@dataclass(frozen=True)
class ReformTable:
    """The rows that hold, and a sentence for each that does not."""

    reforms: tuple[Reform, ...]
    foundings: tuple[Founding, ...]
    problems: tuple[ReformError, ...]


def read_reforms(path: Path, bodies: Mapping[str, Body]) -> ReformTable:
    """The table in a file; each refused row becomes a problem with file and line."""
    reforms: list[Reform] = []
    foundings: list[Founding] = []
    problems: list[ReformError] = []
    head, *lines = path.read_text(encoding="utf-8-sig").splitlines() or [""]
    if tuple(head.split("\t")) != COLUMNS:
        wrong = f"{path.name}, line 1: the columns must be {', '.join(COLUMNS)}, parted by tabs. No reform is known."
        return ReformTable((), (), (ReformError(wrong),))
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        try:
            read = _row(line, number, bodies)
            if isinstance(read, Founding):
                _check_once(read, foundings)
                foundings.append(read)
            else:
                _check_agrees(read, reforms)
                reforms.append(read)
        except ReformError as error:
            problems.append(ReformError(f"{path.name}, line {number}: {error}. The row is left out."))
    return ReformTable(tuple(reforms), tuple(foundings), tuple(problems))


def _row(line: str, number: int, bodies: Mapping[str, Body]) -> Reform | Founding:
    cells = line.split("\t")
    if len(cells) > len(COLUMNS):
        raise ReformError(f"{len(cells)} columns where {len(COLUMNS)} are needed")
    row = dict(zip_longest(COLUMNS, (cell.strip() for cell in cells), fillvalue=""))
    if row["how"] not in HOW:
        raise ReformError(f"how is “{row['how']}”; known are {', '.join(HOW)}")
    names, dates = tuple(expand(row["names"])), _dates(row)
    if row["how"] == FOUNDED:
        return Founding(_body(row["new"], bodies), names, dates, row["basis"], number)
    old, new = _body(row["old"], bodies), _body(row["new"], bodies)
    if old == new:
        raise ReformError(f"{old.key} can't become itself")
    differs = tuple(row["differs"].split())
    if wrong := [each for each in differs if each not in LEVELS and not PLACE_CODE.fullmatch(each)]:
        raise ReformError(f"differs names {wrong[0]}, which is neither a level ({', '.join(LEVELS)}) nor a code")
    return Reform(
        old, new, row["how"], row["part"] or None, names, row["decided"], dates, differs, row["basis"], number
    )


def _dates(row: Mapping[str, str]) -> dict[str, str]:
    """The dates by level, none before the decision."""
    found = {level: _day(row[level], level) for level in LEVELS if row[level]}
    decided = _day(row["decided"], "decided")
    if not found:
        raise ReformError("no level has a date")
    if early := [level for level, day in found.items() if day < decided]:
        raise ReformError(f"{early[0]} {found[early[0]]} is before the decision of {decided}")
    return found


def _day(cell: str, column: str) -> str:
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        raise ReformError(f"{column} is “{cell}”, which is no date like 2018-03-17") from None


def _body(key: str, bodies: Mapping[str, Body]) -> Body:
    if key not in bodies:
        near = get_close_matches(key, bodies, n=1)
        raise ReformError(f"bodies.tsv has no body “{key}”" + (f"; did you mean {near[0]}?" if near else ""))
    return bodies[key]


def _check_once(founding: Founding, known: Sequence[Founding]) -> None:
    if same := [each for each in known if each.body == founding.body]:
        raise ReformError(f"{founding.body.key} is founded on line {same[0].line} already")


def _check_agrees(reform: Reform, known: Sequence[Reform]) -> None:
    """Refuses what stands already, and what closes a circle of changes that went on at the same time."""
    if same := [each for each in known if each.key == reform.key]:
        raise ReformError(f"the same change stands on line {same[0].line} already")
    if reform.ends and (lines := _way(reform.new, reform.old, reform, known)):
        told = ", ".join(str(line) for line in lines)
        raise ReformError(f"{reform.old.key} becomes {reform.new.key}, and the other way round by line {told}")


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
