"""The table of places with a government: codes of GB/T 2260, names, levels, what lies in what.

data/reference/divisions.tsv holds the places of today and those that ended since 2001, so that a plan of 2012 finds the
place of its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.reference import TableError, folder, rows

LEVELS = ("national", "province", "prefecture", "county", "other")
COUNTRY = "000000"


@dataclass(frozen=True)
class Place:
    """A place with a government; `parent` is the code of the place that it lies in, None for the country."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Names:
    """The names by which places go: `full` and `short` (常州), and the longest name for each first character."""

    full: dict[str, tuple[Place, ...]]
    short: dict[str, tuple[Place, ...]]
    lengths: dict[str, tuple[int, ...]]


def place(code: str) -> Place:
    """The place with this code, as it stands today or stood last; KeyError when no table has it."""
    return _places()[code]


def known(code: str) -> bool:
    """Whether a table has a place with this code."""
    return code in _places()


def ancestors(code: str) -> list[Place]:
    """What the place lies in, nearest first, up to the country; empty for a code that no table has."""
    here, chain = _places().get(code), list[Place]()
    while here is not None and here.parent is not None:
        here = place(here.parent)
        chain.append(here)
    return chain


def within(inner: Place, outer: Place) -> bool:
    """Whether one place lies in another, or is it."""
    return inner == outer or outer in ancestors(inner.code)


def names_at(text: str, start: int) -> Iterator[str]:
    """The names of places that begin at this point of a text, longest first."""
    known = names()
    for length in known.lengths.get(text[start], ()):
        word = text[start : start + length]
        if len(word) == length and (word in known.full or word in known.short):
            yield word


def short_name(here: Place) -> str:
    """The name without the word for its kind: 宜昌, 云南, 恩施; the whole name where nothing would be left."""
    match = _name_parts().fullmatch(here.name)
    return match[1] if match else here.name


def plain_name(here: Place) -> str:
    """The name in common use: 恩施州 for 恩施土家族苗族自治州, else the name itself."""
    autonomous = here.name[-3:-1] == "自治" and here.name[-1] != "区"
    return short_name(here) + here.name[-1] if autonomous else here.name


def is_unique(here: Place) -> bool:
    """Whether no other place of today bears the name."""
    return len(names().full.get(here.name, ())) == 1


@cache
def _name_parts() -> re.Pattern[str]:
    """Splits a name into its own part, and what tells the peoples and the kind of place."""
    peoples = "|".join(words("peoples"))
    return re.compile(f"(.{{2,}}?)(?:(?:{peoples})*自治[区州县旗]|特别行政区|地区|林区|特区|新区|[省市区县旗盟])")


@cache
def _rows() -> list[tuple[Place, bool]]:
    """Every place of the table, and whether it stands today."""
    table = rows("divisions.tsv", ("code", "name", "level", "parent", "from", "until"), ("code", "name"))
    codes = {row["code"] for row in table}
    found = list[tuple[Place, bool]]()
    for row in table:
        if row["level"] not in LEVELS:
            row.problem(f"there is no level “{row['level']}”. It is one of {', '.join(LEVELS)}.")
        elif row["parent"] not in codes and row["code"] != COUNTRY:
            row.problem(f"“{row['name']}” lies in “{row['parent']}”, which is no code of this table.")
        elif not row["name"]:
            row.problem("a place without a name.")
        else:
            found.append((Place(row["code"], row["name"], row["level"], row["parent"] or None), not row["until"]))
    if not any(each.code == COUNTRY for each, _ in found):
        raise TableError(
            f"{folder() / 'divisions.tsv'}: the row of the country ({COUNTRY}, 全国) is missing. Put it back."
        )
    return found


@cache
def _places() -> dict[str, Place]:
    standing = {each.code: each for each, stands in _rows() if stands}
    return {each.code: each for each, stands in _rows() if not stands} | standing


@cache
def names() -> Names:
    """The names of all places; one that ended gives way to one of today with the same name or the same code."""
    full, short = dict[str, tuple[Place, ...]](), dict[str, tuple[Place, ...]]()
    for here, stands in sorted(_rows(), key=lambda row: not row[1]):
        now = _places()[here.code]
        if here.level == "national" or (not stands and here.name in full):
            continue
        full[here.name] = (*full.get(here.name, ()), now)
        for name in {short_name(here), plain_name(here)} - {here.name}:
            if stands or name not in short:
                short[name] = tuple(dict.fromkeys((*short.get(name, ()), now)))
    lengths: dict[str, set[int]] = {}
    for name in [*full, *short]:
        lengths.setdefault(name[0], set()).add(len(name))
    return Names(full, short, {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()})


@cache
def words(kind: str) -> tuple[str, ...]:
    """A list of words from place_words.tsv."""
    lists = {row["kind"]: row["words"] for row in rows("place_words.tsv", ("kind", "words"), ("kind",))}
    if kind not in lists:
        raise TableError(f"{folder() / 'place_words.tsv'}: the row “{kind}” is missing. Put it back.")
    return tuple(filter(None, lists[kind].split("|")))
