"""The tables of functions and bodies, read into dictionaries of printed names.

A body is a named institution that many places have (公安局, 工商局, 市场监管局); its function is the system that it
belongs to (条线). In bodies.tsv the column `names` lists the printed names without place or scope; how they are
written there, and which forms follow of themselves, is told in `graph.identity.patterns`. A row that names what no
table has is left out and told of; a name that two bodies claim belongs to neither, since choosing would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.identity.patterns import by_level, expand, forms, variants
from loaders.divisions import known
from loaders.reference import Row, rows

KINDS = (
    "government",
    "party",
    "court",
    "procuratorate",
    "central_vertical",
    "enterprise",
    "media",
    "public_institution",
    "association",
    "collective",
)
LEVELS = ("", "国", "省", "直", "地", "会", "单", "县", "区")
MARKS = ("place", "party", "short", "capital", "city", "own")
UNSURE = "?"
"""Before a name that another body bears, too, so that it alone decides nothing."""
ANYWHERE = "anywhere"
"""Marks the local names that mean one organisation in plans of any place."""
UNDECIDED = "Leave it with one of them; until then it decides nothing."
BODY_COLUMNS = ("key", "function", "kind", "names", "national", "short", "full")


@dataclass(frozen=True)
class Function:
    """A functional system (条线) that agencies of many places share."""

    key: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Body:
    """A named institution; `names` and `national` are all its printed names, `short` and `full` patterns by level.

    `same` leads each of several printed forms of one own name (科信局, 科技和信息化局) to the first of them; `unsure`
    are names that another body bears, too.
    """

    key: str
    function: Function
    kind: str
    names: tuple[str, ...]
    national: tuple[str, ...]
    short: dict[str, str]
    full: dict[str, str]
    same: dict[str, str]
    unsure: tuple[str, ...]


@dataclass(frozen=True)
class LocalName:
    """What one body calls itself in one place (三峡日报社)."""

    body: str
    own: str
    full: str
    seat: str | None = None
    """Where it is, for one whose name means it in plans of any place (长江水利委员会)."""


@dataclass(frozen=True)
class Kind:
    """A class of organisations with names of their own, told by the ending of the name (大学, 协会)."""

    key: str
    function: Function
    kind: str
    ending: str


@dataclass(frozen=True)
class Lexicon:
    """All bodies by printed name: those of any place, and those that the country alone has.

    `doubtful` are names that several bodies claim in the tables: they decide nothing.
    """

    bodies: dict[str, Body]
    local: dict[str, Body]
    national: dict[str, Body]
    doubtful: dict[str, tuple[Body, ...]]
    own: dict[tuple[str, str], LocalName]
    full: dict[tuple[str, str], str]
    kinds: tuple[Kind, ...]
    collectives: tuple[tuple[tuple[str, ...], Function], ...]
    subjects: tuple[tuple[tuple[str, ...], Function], ...]


@cache
def functions() -> dict[str, Function]:
    """All functions by key."""
    return {row["key"]: Function(row["key"], row["name_zh"], row["name_en"]) for row in _function_rows()}


@cache
def lexicon() -> Lexicon:
    """The tables as dictionaries."""
    lines = {row["key"]: row for row in rows("bodies.tsv", BODY_COLUMNS, ("key",))}
    bodies = {key: body for key, row in lines.items() if (body := _body(row)) is not None}
    claims = {side: _claims(bodies, side) for side in ("names", "national")}
    doubtful = {name: each for side in claims.values() for name, each in side.items() if len(each) > 1}
    for name, each in doubtful.items():
        claimed = [body for body in each if name not in body.unsure]
        if len(claimed) < 2:
            continue  # the table itself says that the name is shared
        others = "; ".join(f"{body.key}, line {lines[body.key].line}" for body in claimed[:-1])
        lines[claimed[-1].key].problem(f"the name “{name}” is claimed by another body, too ({others}).", UNDECIDED)
    local, national = ({name: each[0] for name, each in claims[side].items() if len(each) == 1} for side in claims)
    for body in bodies.values():  # a form that follows of itself never takes a name that a table gives
        for name in body.names:
            local.update({form: body for form in forms(name) if form not in local and form not in doubtful})
    own, full = _local_names(bodies)
    return Lexicon(
        bodies, local, national, doubtful, own, full, _kinds(), _words("collectives.tsv"), _words("subjects.tsv")
    )


def _claims(bodies: dict[str, Body], side: str) -> dict[str, tuple[Body, ...]]:
    """The bodies that claim each name in the table."""
    found = dict[str, tuple[Body, ...]]()
    for body in bodies.values():
        for name in (*getattr(body, side), *(body.unsure if side == "names" else ())):
            found[name] = (*found.get(name, ()), body)
    return found


@cache
def _function_rows() -> tuple[Row, ...]:
    """The rows of functions.tsv whose kind is one."""
    table = rows("functions.tsv", ("key", "name_zh", "name_en", "kind"), ("key",))
    return tuple(row for row in table if _known(row, "kind", KINDS))


@cache
def _function_kinds() -> dict[str, str]:
    return {row["key"]: row["kind"] for row in _function_rows()}


def _known(row: Row, column: str, those: Iterator[str] | tuple[str, ...] | dict[str, Function]) -> bool:
    """Whether a cell names one of those; tells the row where not."""
    if row[column] in those:
        return True
    few = f" It is one of {', '.join(those)}." if isinstance(those, tuple) else ""
    row.problem(f"there is no {column} “{row[column]}”.{few}")
    return False


def _kind_of(row: Row) -> str:
    """The kind in the row, or else that of its function."""
    return row["kind"] or _function_kinds()[row["function"]]


def _body(row: Row) -> Body | None:
    """The body of a row, None where the row names what no table has."""
    short, full = by_level(row["short"]), by_level(row["full"])
    marks = re.findall(r"\{(\w*)\}", row["short"] + row["full"])
    wrong = [f"{{{mark}}}" for mark in marks if mark not in MARKS]
    wrong += [f"{level}:" for level in (*short, *full) if level not in LEVELS]
    if wrong:
        row.problem(f"a pattern holds {' '.join(wrong)}, which nothing fills; see SOURCES.md for what may stand there.")
        return None
    if not _known(row, "function", functions()) or (row["kind"] and not _known(row, "kind", KINDS)):
        return None
    groups = variants(row["names"])
    unsure = tuple(name.removeprefix(UNSURE) for group in groups for name in group if name.startswith(UNSURE))
    groups = [group for group in groups if not group[0].startswith(UNSURE)]
    return Body(
        row["key"],
        functions()[row["function"]],
        _kind_of(row),
        tuple(dict.fromkeys([*(name for group in groups for name in group), *_bare(full)])),
        tuple(dict.fromkeys([*expand(row["national"]), *filter(None, [full.get("国")])])),
        short,
        full,
        {name: group[0] for group in groups for name in group[1:] if len(group) > 1},
        unsure,
    )


def _bare(full: dict[str, str]) -> Iterator[str]:
    """The full names as printed names: without the place in front, with {} where it stands inside."""
    for level, pattern in full.items():
        if pattern and level != "国":
            bare = re.sub(r"^(中共)?\{(place|party|short|capital|city)\}", "", pattern)
            yield re.sub(r"\{\w+\}", "{}", bare)


def _local_names(
    bodies: dict[str, Body],
) -> tuple[dict[tuple[str, str], LocalName], dict[tuple[str, str], str]]:
    """What bodies are called in one place, by its code and the printed name; and full names by code and body."""
    own, full = dict[tuple[str, str], LocalName](), dict[tuple[str, str], str]()
    for row in rows("local_names.tsv", ("code", "body", "printed", "own", "full", "where")):
        if row["body"] not in bodies:
            row.problem(f"there is no body “{row['body']}” in bodies.tsv.")
        elif not known(row["code"]):
            row.problem(f"there is no place “{row['code']}” in divisions.tsv or further_places.tsv.")
        elif row["where"] not in ("", ANYWHERE):
            row.problem(f"“{row['where']}” in the column where: it is empty, or {ANYWHERE}.")
        elif row["printed"]:
            seat = row["code"] if row["where"] else None
            name = LocalName(row["body"], row["own"], row["full"], seat)
            own.update({(row["where"] or row["code"], each): name for each in expand(row["printed"])})
        else:
            full[row["code"], row["body"]] = row["full"]
    return own, full


def _kinds() -> tuple[Kind, ...]:
    """The classes by their endings, the longest first."""
    found = [
        Kind(row["key"], functions()[row["function"]], _kind_of(row), ending)
        for row in rows("classes.tsv", ("key", "function", "kind", "endings"), ("key",))
        if _known(row, "function", functions()) and (not row["kind"] or _known(row, "kind", KINDS))
        for ending in row["endings"].split("|")
        if ending
    ]
    return tuple(sorted(found, key=lambda each: -len(each.ending)))


def _words(table: str) -> tuple[tuple[tuple[str, ...], Function], ...]:
    """The words that tell the function of a group, or of what a body coordinates, in the table's order."""
    return tuple(
        (tuple(filter(None, row["words"].split("|"))), functions()[row["function"]])
        for row in rows(table, ("words", "function"), ("words",))
        if _known(row, "function", functions())
    )
