"""What the graph holds of agencies: names, places and functional systems, for many at once.

A server gives lists of names, one a place, in a tenth of the time of a row a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from loaders.errors import UserError
from queries.functions.rows import Asked, Row

MANY = 20_000
"""Agencies above which all of the graph are read: naming so many costs more."""

_FACTS = """\
MATCH (a:Agency{one})-[:BASED_IN]->(home:Jurisdiction)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
RETURN home.name AS home, home.level AS level, collect(a.id) AS ids, collect(a.name) AS names,
       collect(a.collective) AS collective, collect(coalesce(a.body, '')) AS bodies,
       collect(coalesce(f.key, '')) AS functions, collect(coalesce(f.nameZh, '')) AS zh,
       collect(coalesce(f.nameEn, '')) AS en"""
_MEANT = {
    "agency": "MATCH (a:Agency)\nWHERE a.id IN $agency OR a.name IN $agency\nRETURN collect(a.id) AS ids",
    "function": """\
MATCH (f:Function)<-[:PERFORMS]-(a:Agency)
WHERE f.key IN $function OR f.nameZh IN $function
RETURN collect(a.id) AS ids""",
}


class Moved(UserError):
    """The graph changed between two looks; the question is asked again."""

    def __init__(self) -> None:
        super().__init__("Plans are being loaded faster than they can be read. Try again when the loading has ended.")


class Office(NamedTuple):
    """One agency."""

    id: str
    name: str
    home: str
    level: str
    collective: bool
    body: str | None
    function: str | None
    function_zh: str | None
    function_en: str | None

    @property
    def columns(self) -> Row:
        """What many questions show of it."""
        return {"agency": self.name, "agencyId": self.id, "jurisdiction": self.home, "function": self.function_zh}


def offices(asked: Asked, ids: Collection[str]) -> dict[str, Office]:
    """The agencies of these ids; one of several functional systems shows the first by key."""
    if not ids:
        return {}
    few = len(ids) <= MANY
    if few:  # each by the index: a server that is given a list looks for every agency in it
        rows = asked.read("UNWIND $ids AS id\n" + _FACTS.replace("{one}", " {id: id}"), ids=[*ids])
    else:
        rows = asked.read(_FACTS.replace("{one}", ""))
    found = _by_id(rows)
    if not few:
        found = {name: found[name] for name in ids if name in found}
    if len(found) < len(ids):
        raise Moved
    return found


def load_agencies(rows: list[Row], params: Asked) -> list[Row]:
    """Lists the agencies by id, each once, with the first by key of several functional systems."""
    return [
        {
            "agencyId": each.id,
            "agency": each.name,
            "functionKey": each.function,
            "function": each.function_zh,
            "functionEn": each.function_en,
            "jurisdiction": each.home,
            "level": each.level,
            "collective": each.collective,
        }
        for _, each in sorted(_by_id(row | {"bodies": row["names"]} for row in rows).items())
    ]


def _by_id(rows: Iterable[Row]) -> dict[str, Office]:
    found: dict[str, Office] = {}
    for each in _each(rows):
        known = found.get(each.id)
        if known is None or (each.function or "") < (known.function or ""):
            found[each.id] = each
    return found


def _each(rows: Iterable[Row]) -> Iterator[Office]:
    for row in rows:
        parts = ("ids", "names", "collective", "bodies", "functions", "zh", "en")
        for id, name, collective, body, key, zh, en in zip(*(row[part] for part in parts), strict=True):
            yield Office(
                id, name, row["home"], row["level"], collective, body or None, key or None, zh or None, en or None
            )


def named_by(asked: Asked, name: str) -> set[str] | None:
    """The ids of the agencies that `agency` or `function` means, by keys or names; None where it is not given."""
    if asked.get(name) is None:
        return None
    [row] = asked.read(_MEANT[name], **{name: asked[name]})
    return {*row["ids"]}


def chosen(asked: Asked) -> set[str] | None:
    """The ids of the agencies that both `agency` and `function` leave, None where neither is given."""
    given = [found for name in ("agency", "function") if (found := named_by(asked, name)) is not None]
    return set.intersection(*given) if given else None
