"""The tables of places with a government: codes of GB/T 2260, names, levels, what lies in what, and when it stood.

divisions.tsv holds the places of today and those that ended since 2001, so that a plan of 2012 finds the place of its
time. further_places.tsv adds what has no code of its own (development zones, the XPCC), and further names.
A place outside both tables that has a sure owner (the 高新区 of a city) is `zone_of` that owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.reference import Row, TableError, folder, rows

LEVELS = ("national", "province", "prefecture", "county", "other")
COUNTRY = "000000"
COLUMNS = ("code", "name", "level", "parent", "from", "until", "became")
FURTHER = ("code", "name", "level", "parent", "from", "until", "also", "near")
OWNER = "-"
"""Stands in the codes of places without a code of GB/T 2260, behind the code of the place that they lie in."""


@dataclass(frozen=True)
class Place:
    """A place with a government; `parent` is the code of the place that it lies in, None for the country."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Entry:
    """A row of the tables: a place, the years in which it stood, the code under which it went on, further names.

    Names in `near` mean the place only in plans of the place that it lies in (园区 in Suzhou).
    """

    place: Place
    since: int | None = None
    until: int | None = None
    became: str | None = None
    also: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def place(code: str) -> Place:
    """The place with this code, as it stands today or stood last; KeyError when no table has it."""
    found = places()
    owner, mark, own = code.partition(OWNER)
    if mark and code not in found and owner in found:
        return zone_of(found[owner], own)
    return found[code]


def zone_of(owner: Place, own: str) -> Place:
    """The zone with this name of its own in a place, which no table has; of a place unknown itself nothing is above."""
    known = owner.parent is not None or owner.code == COUNTRY
    return Place(f"{owner.code}{OWNER}{own}", own, "other", owner.code if known else None)


def known(code: str) -> bool:
    """Whether a table has a place with this code."""
    return code in places()


def ancestors(code: str) -> list[Place]:
    """What the place lies in, nearest first, up to the country; empty for a code that no table has."""
    return list(_ancestors(code))


@lru_cache(maxsize=16384)
def _ancestors(code: str) -> tuple[Place, ...]:
    found, chain = places(), list[Place]()
    here = found.get(code) or (place(code) if code.partition(OWNER)[0] in found else None)
    while here is not None and here.parent is not None:
        here = place(here.parent)
        chain.append(here)
    return tuple(chain)


def within(inner: Place, outer: Place) -> bool:
    """Whether one place lies in another, or is it."""
    return inner == outer or outer in _ancestors(inner.code)


def became(code: str) -> Place | None:
    """The place that a place went on as under another code (密云县 as 密云区), None where it stands or was parted."""
    return next((place(each.became) for each in entries() if each.place.code == code and each.became), None)


@cache
def places() -> dict[str, Place]:
    """All places by code; of two names of one code that of today, or the last."""
    return {each.place.code: each.place for each in sorted(entries(), key=lambda each: each.until or 9999)}


@cache
def entries() -> tuple[Entry, ...]:
    """Every row of both tables as a place with its time and its names."""
    table = rows("divisions.tsv", COLUMNS, ("code", "name"))
    further = rows("further_places.tsv", FURTHER, ("code",))
    codes = {row["code"] for row in table} | {row["code"] for row in further if row["name"]}
    again = {row["code"]: row for row in further if not row["name"] and _names_known(row, codes)}
    found = [_entry(row, again.get(row["code"])) for row in table if _holds(row, codes)]
    found += [_entry(row, row) for row in further if row["name"] and _holds(row, codes)]
    if not any(each.place.code == COUNTRY for each in found):
        path = folder() / "divisions.tsv"
        raise TableError(f"{path}: the row of the country ({COUNTRY}, 全国) is missing. Put it back.")
    return tuple(found)


def _entry(row: Row, further: Row | None) -> Entry:
    """A row, with the further names (and owner) of its code."""
    parent = (further["parent"] if further else "") or row["parent"]
    return Entry(
        Place(row["code"], row["name"], row["level"], parent or None),
        int(row["from"]) if row["from"] else None,
        int(row["until"]) if row["until"] else None,
        row.cells.get("became") or None,
        tuple(_list(further["also"])) if further else (),
        tuple(_list(further["near"])) if further else (),
    )


def _list(cell: str) -> Iterator[str]:
    return filter(None, cell.split("|"))


def _holds(row: Row, codes: set[str]) -> bool:
    """Whether a row is a place; tells what is wrong where not."""
    if row["level"] not in LEVELS:
        row.problem(f"there is no level “{row['level']}”. It is one of {', '.join(LEVELS)}.")
    elif row["parent"] not in codes and row["code"] != COUNTRY:
        row.problem(f"“{row['name']}” lies in “{row['parent']}”, which is no code of a table.")
    elif not row["name"]:
        row.problem("a place without a name.")
    elif any(row[year] and not row[year].isdecimal() for year in ("from", "until")):
        row.problem(f"from “{row['from']}” and until “{row['until']}” must be years, or empty.")
    else:
        return True
    return False


def _names_known(row: Row, codes: set[str]) -> bool:
    """Whether a row of further names is about a place that there is."""
    for code in filter(None, (row["code"], row["parent"])):
        if code not in codes:
            row.problem(f"there is no place “{code}” in divisions.tsv.")
            return False
    return True
