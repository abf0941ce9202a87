"""How plans call their agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from queries.functions.offices import Moved, chosen, offices
from queries.functions.rows import Asked, Row

_KINDS = """\
UNWIND $ids AS id
MATCH (a:Agency {id: id})
RETURN collect(a.id) AS ids, collect(coalesce(a.fullName, '')) AS full, collect(coalesce(a.kind, '')) AS kinds,
       collect(a.resolved) AS resolved"""

Name = tuple[int, int, str, str]
"""Items led and supported under it, both below zero, the agency's id, the name as printed: in the order of a list."""


def agencies(rows: list[Row], params: Asked) -> list[Row]:
    """Lists the printed names of each plan with the agency that each means; those that lead most come first."""
    wanted = chosen(params)
    found = [(row, name) for row in rows for name in _names(row) if wanted is None or name[2] in wanted]
    found = found[: params["limit"]]
    ids = [*{name[2] for _, name in found}]
    known = offices(params, ids)
    [more] = params.read(_KINDS, ids=ids)
    columns = zip(more["ids"], more["full"], more["kinds"], more["resolved"], strict=True)
    kinds = {
        id: {"fullName": full or None, "kind": kind or None, "resolved": resolved}
        for id, full, kind, resolved in columns
    }
    if len(kinds) < len(ids):
        raise Moved
    return [
        {
            "plan": row["plan"],
            "jurisdiction": row["jurisdiction"],
            "asWritten": printed,
            "agencyId": agency,
            "agency": known[agency].name,
            "function": known[agency].function_zh,
            "functionKey": known[agency].function,
            "collective": known[agency].collective,
            "basedIn": known[agency].home,
            "leads": -led,
            "supports": -supported,
        }
        | kinds[agency]
        for row, (led, supported, agency, printed) in found
    ]


def _names(row: Row) -> Iterator[Name]:
    """The names of a plan; in running text alone a name has 0 and 0."""
    led: dict[tuple[str, str], set[str]] = defaultdict(set)
    supported: dict[tuple[str, str], set[str]] = defaultdict(set)
    every = dict.fromkeys(zip(row["agencies"], row["names"], strict=True))
    columns = (row[name] for name in ("tasks", "agencies", "names", "types", "origins"))
    for task, agency, name, type, origin in zip(*columns, strict=True):
        if origin == "printed":
            (led if type == "LEADS" else supported)[agency, name].add(task)
    yield from sorted((-len(led[key]), -len(supported[key]), *key) for key in every)
