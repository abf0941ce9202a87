"""Which bodies of the lineage a picture shows, and how they stand in it: names that plans use, what followed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.identity.lexicon import Body
from graph.identity.reforms import Reform, reforms, standing
from loaders.divisions import place

LOWEST = "county"
AROUND = 3
"""Years before the first plan and after the last one that a picture shows, unless everything is asked for."""


@dataclass(frozen=True)
class Use:
    """A body's name in a plan: who is meant, how it is printed, and whether the name was current on the plan's day."""

    body: str
    plan: str
    day: str
    agency: str
    printed: str
    status: str


@dataclass(frozen=True)
class Bar:
    """A body's time in the picture; None at an end where the table knows no change."""

    body: Body
    since: str | None
    until: str | None
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Picture:
    """Bars in order, the changes between them, and the days at which the picture begins and ends."""

    bars: tuple[Bar, ...]
    changes: tuple[tuple[Reform, str], ...]
    """Each change with its day at the level that is shown."""
    first: date
    last: date


def level_of(code: str) -> str:
    """The level of a place, the lowest for one that no table has: as the questions about names out of date take it."""
    try:
        return place(code).level
    except KeyError:
        return LOWEST


def uses(rows: Iterable[Mapping[str, object]], days: Mapping[str, str | None]) -> list[Use]:
    """The names that plans with a date use, from the rows of the question `agencies`."""
    found = []
    for row in rows:
        code, _, rest = str(row["agencyId"]).partition("/")
        plan, printed, body = str(row["plan"]), str(row["asWritten"]), rest.split("/")[0]
        day = days.get(plan)
        if day and row["resolved"] and not row["collective"]:
            status = standing(body, level_of(code), day, printed, code).status
            found.append(Use(body, plan, day, str(row["agencyId"]), printed, status))
    return found


def picture(named: Sequence[Use], level: str, whole: bool) -> Picture | None:
    """The bodies that changes at a level touch; with `whole` also those that no plan names."""
    everything = [(each, each.dates[level]) for each in reforms() if each.ends and level in each.dates]
    keys, plan_days = {use.body for use in named}, [use.day for use in named]
    changes = [pair for pair in everything if not pair[0].differs]
    if not whole and plan_days:
        first, last = int(min(plan_days)[:4]) - AROUND, int(max(plan_days)[:4]) + AROUND
        changes = [pair for pair in changes if first <= int(pair[1][:4]) <= last]
        changes = [pair for pair in changes if pair[0].old.key in keys or pair[0].new.key in keys]
    if not changes:
        return None
    bodies = {body.key: body for change, _ in changes for body in (change.old, change.new)}
    bars = [_bar(bodies[key], changes, named) for key in _order(changes)]
    years = [int(day[:4]) for day in (*plan_days, *(day for _, day in changes))]
    return Picture(tuple(bars), tuple(changes), date(min(years) - 1, 1, 1), date(max(years) + 1, 12, 31))


def _bar(body: Body, changes: Sequence[tuple[Reform, str]], named: Sequence[Use]) -> Bar:
    """A body begins with the first change that made it, unless it stood before and took others in."""
    came = [day for change, day in changes if change.new == body and change.how != "merged_into"]
    merged = [day for change, day in changes if change.new == body and change.how == "merged_into"]
    many = len(merged) > 1 or came
    went = [day for change, day in changes if change.old == body]
    since = min([*came, *merged]) if many else None
    return Bar(body, since, max(went, default=None), tuple(use for use in named if use.body == body.key))


def _order(changes: Sequence[tuple[Reform, str]]) -> list[str]:
    """Bodies that follow each other stand together, the older above; groups by their first change."""
    groups: list[list[str]] = []
    for change, _ in sorted(changes, key=lambda pair: (pair[1], pair[0].line)):
        pair = [change.old.key, change.new.key]
        touched = [group for group in groups if set(pair) & set(group)]
        merged = [key for group in touched for key in group]
        merged += [key for key in pair if key not in merged]
        place = groups.index(touched[0]) if touched else len(groups)
        groups = [group for group in groups if group not in touched]
        groups.insert(place, merged)
    heirs = {change.new.key for change, _ in changes}
    return [key for group in groups for key in sorted(group, key=lambda key: key in heirs)]
