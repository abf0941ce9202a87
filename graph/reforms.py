"""Which body followed which in the reforms, and from when on an old name is out of date at each level.

Reforms reach the levels one after another, so each row of data/reference/reforms.tsv has a date for the country, the
provinces and the places below; it is the last day by which the change was done there, lest a plan be blamed for a name
that its place still used. What differs from place to place has no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph.lexicon import Body, Function, lexicon
from loaders.reference import Row, rows

COLUMNS = ("old", "new", "how", "part", "national", "province", "local", "basis")
ENDING = ("merged_into", "renamed", "split_into")
"""Changes that end the old body; `functions_moved` takes a part of its work and leaves it standing."""


@dataclass(frozen=True)
class Reform:
    """One body (or the `part` of its work) passed to another; dates by level, None where the level had no change."""

    old: Body
    new: Body
    how: str
    part: str | None
    dates: dict[str, str]
    basis: str


@dataclass(frozen=True)
class Succession:
    """One function passed to another: the form in which the graph holds reforms (SUCCEEDED_BY)."""

    old: Function
    new: Function
    year: int
    how: str
    basis: str


@cache
def reforms() -> tuple[Reform, ...]:
    """All rows of the table, in its order; one that names an unknown body is left out and told of."""
    bodies = lexicon().bodies
    return tuple(
        Reform(
            bodies[row["old"]],
            bodies[row["new"]],
            row["how"],
            row["part"] or None,
            {level: row[level] for level in ("national", "province", "local") if row[level]},
            row["basis"],
        )
        for row in rows("reforms.tsv", COLUMNS)
        if _names_bodies(row, bodies)
    )


def _names_bodies(row: Row, bodies: dict[str, Body]) -> bool:
    unknown = [row[side] for side in ("old", "new") if row[side] not in bodies]
    if unknown:
        row.problem(f"there is no body “{unknown[0]}” in bodies.tsv.")
    return not unknown


@cache
def successions() -> tuple[Succession, ...]:
    """Reforms between functions, one for each pair, the first row of the table deciding; by year."""
    found = dict[tuple[str, str], Succession]()
    for each in sorted(reforms(), key=lambda reform: reform.how not in ENDING):
        old, new = each.old.function, each.new.function
        if old != new:
            year = int(min(each.dates.values())[:4])
            found.setdefault((old.key, new.key), Succession(old, new, year, each.how, each.basis))
    return tuple(sorted(found.values(), key=lambda each: (each.year, each.old.key, each.new.key)))


def ended_on(body: str, level: str) -> str | None:
    """The day (YYYY-MM-DD) from which a body's name is out of date at a level of places, None while it stands."""
    key = level if level in ("national", "province") else "local"
    days = [each.dates[key] for each in reforms() if each.old.key == body and each.how in ENDING and key in each.dates]
    return min(days, default=None)


def successors(body: str) -> tuple[Reform, ...]:
    """What became of a body, or of parts of its work."""
    return tuple(each for each in reforms() if each.old.key == body)
