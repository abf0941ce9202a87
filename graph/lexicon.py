"""The tables of functions and bodies, read into dictionaries of printed names.

A body is a named institution that many places have (公安局, 工商局, 市场监管局); its function is the system that it
belongs to (条线). In bodies.tsv the column `names` lists the printed names without place or scope: `|` parts them,
`(…)` may be left out, `(…|…)` is one of these, `{}` is where a place may stand. The usual short forms follow of
themselves: 委员会 also as 委, 办公室 as 办, 监督管理 as 监管, 和 left out, 教育分局 and 教育局{}分局 beside 教育局.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
BRANCHED = "局"


@dataclass(frozen=True)
class Function:
    """A functional system (条线) that agencies of many places share."""

    key: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Body:
    """A named institution; `names` and `national` are all its printed names, `short` and `full` patterns by level."""

    key: str
    function: Function
    kind: str
    names: tuple[str, ...]
    national: tuple[str, ...]
    short: dict[str, str]
    full: dict[str, str]


@dataclass(frozen=True)
class LocalName:
    """What one body calls itself in one place (三峡日报社)."""

    body: str
    own: str
    full: str


@dataclass(frozen=True)
class Kind:
    """A class of organisations with names of their own, told by the ending of the name (大学, 协会)."""

    key: str
    function: Function
    kind: str
    ending: str


@dataclass(frozen=True)
class Lexicon:
    """All bodies by printed name: those of any place, and those that the country alone has."""

    bodies: dict[str, Body]
    local: dict[str, Body]
    national: dict[str, Body]
    own: dict[tuple[str, str], LocalName]
    full: dict[tuple[str, str], str]
    kinds: tuple[Kind, ...]
    collectives: tuple[tuple[tuple[str, ...], Function], ...]


@cache
def functions() -> dict[str, Function]:
    """All functions by key."""
    return {row["key"]: Function(row["key"], row["name_zh"], row["name_en"]) for row in rows("functions.tsv")}


@cache
def lexicon() -> Lexicon:
    """The tables as dictionaries; the first body of the table keeps a name that two claim."""
    bodies = {body.key: body for body in _bodies()}
    local, national = dict[str, Body](), dict[str, Body]()
    for body in bodies.values():
        local.update({name: body for name in body.names if name not in local})
        national.update({name: body for name in body.national if name not in national})
    for body in bodies.values():  # a form that follows of itself never takes a name that a table gives
        for name in body.names:
            local.update({form: body for form in _forms(name) if form not in local})
    names = rows("local_names.tsv")
    return Lexicon(
        bodies,
        local,
        national,
        {
            (row["code"], printed): LocalName(row["body"], row["own"], row["full"])
            for row in names
            for printed in row["printed"].split("|")
            if printed
        },
        {(row["code"], row["body"]): row["full"] for row in names if not row["own"]},
        _kinds(),
        tuple((tuple(row["words"].split("|")), functions()[row["function"]]) for row in rows("collectives.tsv")),
    )


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table under data/reference by the names of its columns."""
    head, *lines = (REFERENCE / table).read_text(encoding="utf-8").splitlines()
    names = head.split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines)


def expand(pattern: str) -> list[str]:
    """All names that a cell of `names` stands for: `社保(基金)中心|医保(局|处)`."""
    found = list[str]()
    for piece in re.split(r"\|(?![^(]*\))", pattern):
        parts = re.split(r"\(([^)]*)\)", piece)
        options = [
            part.split("|") if "|" in part else (["", part] if n % 2 else [part]) for n, part in enumerate(parts)
        ]
        found += ["".join(choice) for choice in product(*options)]
    return [name for name in dict.fromkeys(found) if name]


def by_level(cell: str) -> dict[str, str]:
    """Patterns by level from a cell `{place}公安局;国:公安部`; the one without a level stands under the empty key."""
    pieces = [piece.rpartition(":") for piece in cell.split(";") if piece]
    return {level: pattern for level, _, pattern in pieces}


def _bodies() -> Iterator[Body]:
    kinds = {row["key"]: row["kind"] for row in rows("functions.tsv")}
    for row in rows("bodies.tsv"):
        full = by_level(row["full"])
        yield Body(
            row["key"],
            functions()[row["function"]],
            row["kind"] or kinds[row["function"]],
            tuple(dict.fromkeys([*expand(row["names"]), *_bare(full)])),
            tuple(dict.fromkeys([*expand(row["national"]), *filter(None, [full.get("国")])])),
            by_level(row["short"]),
            full,
        )


def _bare(full: dict[str, str]) -> Iterator[str]:
    """The full names as printed names: without the place in front, with {} where it stands inside."""
    for level, pattern in full.items():
        if pattern and level != "国":
            bare = re.sub(r"^(中共)?\{(place|party|short|capital|city)\}", "", pattern)
            yield re.sub(r"\{\w+\}", "{}", bare)


def _forms(name: str) -> Iterator[str]:
    """The usual shorter forms of a printed name, and those of its branches."""
    shorter = re.sub("委员会$", "委", re.sub("办公室$", "办", name))
    for long in {name, shorter}:
        for brief in {long, long.replace("监督管理", "监管")}:
            yield from {brief, brief.replace("和", ""), brief.replace("与", "")}
    if name.endswith(BRANCHED) and len(name) > 2 and "{}" not in name:
        stem = name.removesuffix(BRANCHED)
        yield from (f"{stem}分局", f"{stem}{{}}分局", f"{name}{{}}分局")


def _kinds() -> tuple[Kind, ...]:
    kinds = {row["key"]: row["kind"] for row in rows("functions.tsv")}
    found = [
        Kind(row["key"], functions()[row["function"]], row["kind"] or kinds[row["function"]], ending)
        for row in rows("classes.tsv")
        for ending in row["endings"].split("|")
    ]
    return tuple(sorted(found, key=lambda each: -len(each.ending)))
