"""What became of a body in the reforms, and whether its name is current, of the future or abolished on a day.

Reforms reach the levels one after another, so each row of data/reference/reforms.tsv has a date for the country, the
provinces, the prefectures and the counties; it is the last day by which the change was done there, lest a plan be
blamed for a name that its place still used. Where places differ (a city that keeps its 金融办) nothing is abolished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.identity.lexicon import Body, Function, lexicon
from graph.identity.reform_table import COLUMNS, ENDING, LEVELS, Founding, Reform, read_reforms
from loaders.reference import rows

__all__ = ["ENDING", "LEVELS", "Reform", "Standing", "Succession"]
__all__ += ["body_name", "foundings", "heirs", "reforms", "standing", "successions", "ways"]

CURRENT, FUTURE, ABOLISHED = "current", "future", "abolished"
LONGEST = 8
"""The longest way that is followed from one body to another."""


@dataclass(frozen=True)
class Standing:
    """Whether a name is current on a day: `day` is since when it is not (abolished) or from when it is (future)."""

    status: str
    day: str | None = None
    became: tuple[Reform, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class Succession:
    """One function passed to another: the form in which the graph holds reforms (SUCCEEDED_BY)."""

    old: Function
    new: Function
    reform: Reform

    @property
    def year(self) -> int:
        """The year in which it was decided."""
        return int(self.reform.decided[:4])


@cache
def _table() -> tuple[tuple[Reform, ...], tuple[Founding, ...]]:
    reforms, foundings = read_reforms(rows("reforms.tsv", COLUMNS), lexicon().bodies)
    return tuple(reforms), tuple(foundings)


def reforms() -> tuple[Reform, ...]:
    """All changes from body to body, in the table's order; a row that can't be true is left out and told of."""
    return _table()[0]


def foundings() -> tuple[Founding, ...]:
    """Since when bodies could exist that no place had before."""
    return _table()[1]


@cache
def successions() -> tuple[Succession, ...]:
    """Reforms between functions, one for each pair: the first row of the table that ends a body, else the first."""
    found = dict[tuple[str, str], Succession]()
    for each in sorted(reforms(), key=lambda reform: not reform.ends):
        old, new = each.old.function, each.new.function
        if old != new:
            found.setdefault((old.key, new.key), Succession(old, new, each))
    return tuple(sorted(found.values(), key=lambda each: (each.year, each.old.key, each.new.key)))


@cache
def successions_of(key: str) -> tuple[Succession, ...]:
    """What became of a function, in the order of `successions`."""
    return tuple(each for each in successions() if each.old.key == key)


def body_name(body: Body, level: str = "prefecture") -> str:
    """What a body is called without its place (工商局), or in the country as a whole (铁道部, 工商总局)."""
    own, other = (body.national, body.names) if level == "national" else (body.names, body.national)
    return (own or other)[0].replace("{}", "")


def level_key(level: str) -> str:
    """The column of the table for a level of places; a zone or a town counts as a county."""
    return level if level in LEVELS else "county"


def standing(body: str, level: str, day: str, name: str | None = None, code: str | None = None) -> Standing:
    """How a body's name stands on a day at a level.

    With `name` (as printed) only changes count that took this name; with `code` the places that differ are known.
    """
    key = level_key(level)
    founding = next((each for each in foundings() if each.body.key == body and key in each.dates), None)
    if founding and day < founding.dates[key] and _concerns(founding.names, name):
        return Standing(FUTURE, founding.dates[key], (), founding.basis)
    ended = [each for each in _endings(body, key, code) if each.dates[key] <= day and _concerns(each.names, name)]
    if not ended:
        return Standing(CURRENT)
    since = max(each.dates[key] for each in ended)
    if any(since < each.decided <= day for each in reforms() if each.new.key == body and key in each.dates):
        return Standing(CURRENT)  # it came back in a later reform
    became = tuple(each for each in ended if each.dates[key] == since)
    return Standing(ABOLISHED, since, became, became[0].basis)


def heirs(body: str, level: str, day: str, code: str | None = None) -> tuple[Body, ...]:
    """The bodies that stand on a day in a body's place at a level, however often it changed."""
    found: dict[str, Body] = {}
    for reform in standing(body, level, day, None, code).became:
        later = heirs(reform.new.key, level, day, code)
        found |= {each.key: each for each in later or (reform.new,)}
    return tuple(found.values())


def ended_on(body: str, level: str) -> str | None:
    """The day (YYYY-MM-DD) from which a body's name is out of date at a level of places, None while it stands."""
    return min((each.dates[level_key(level)] for each in _endings(body, level_key(level))), default=None)


def successors(body: str) -> tuple[Reform, ...]:
    """What became of a body, or of parts of its work."""
    return _by_old().get(body, ())


@cache
def _by_old() -> dict[str, tuple[Reform, ...]]:
    bodies = {each.old.key for each in reforms()}
    return {body: tuple(each for each in reforms() if each.old.key == body) for body in bodies}


def ways(old: str, new: str, day: str | None = None) -> Iterator[tuple[Reform, ...]]:
    """The chains of changes, each ending a body, from `old` to `new`, all decided by `day`; the shortest first."""
    chains: list[tuple[Reform, ...]] = [()]
    for _ in range(LONGEST):
        chains = [
            (*chain, step)
            for chain in chains
            for step in successors(chain[-1].new.key if chain else old)
            if step.ends and (day is None or step.decided <= day) and (not chain or chain[-1].decided <= step.decided)
        ]
        yield from (chain for chain in chains if chain[-1].new.key == new)


def _endings(body: str, level: str, code: str | None = None) -> list[Reform]:
    """The changes that ended a body at a level everywhere, and so in the place of that code."""
    return [each for each in successors(body) if each.ends and level in each.dates and not _differs(each, level, code)]


def _differs(reform: Reform, level: str, code: str | None) -> bool:
    places = (each for each in reform.differs if each.isdigit())
    return level in reform.differs or any((code or "").startswith(re.sub("(00)+$", "", each)) for each in places)


def _concerns(names: tuple[str, ...], printed: str | None) -> bool:
    """Whether a printed name is one of those that a row is about."""
    if not names or printed is None:
        return True
    return any(re.search(re.escape(each).replace(r"\{\}", ".*") + "$", printed) for each in names)
