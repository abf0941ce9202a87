"""One office's counterparts in other plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.matching.owners import FORM, Change, Party, relation
from graph.matching.wording import own_names, plain
from loaders.places import Place
from queries.functions.rows import Row

OWN = "own"


def agency_elsewhere(rows: list[Row], params: Mapping[str, Any]) -> list[Row]:
    """Finds the agency again in each other plan: by its body, by what a reform made of it, else by its function.

    Two plans of one place share their agencies, so that its own rows may be several.
    """
    asked = {row["agencyId"]: row for row in rows if row["asked"]}
    found = [_shown(row, row["agencyId"], OWN, None) for row in rows if row["asked"]]
    for key, base in asked.items():
        others = [row for row in rows if not row["asked"]]
        plans = dict.fromkeys(row["plan"] for row in others)
        for plan in plans:
            found += _there(key, base, [row for row in others if row["plan"] == plan])
    return sorted(found, key=lambda row: (row["of"], row["issuedOn"] or "9999", row["plan"], -row["leads"]))


def _there(key: str, base: Row, rows: list[Row]) -> Iterator[Row]:
    """The counterparts in one plan: those that are the same office, or where none is, those of its function."""
    pairs = [(row, change) for row in rows if (change := _related(base, row)) is not None]
    same = [pair for pair in pairs if pair[1].kind != FORM]
    for row, change in same or pairs:
        yield _shown(row, key, change.kind, "；".join(dict.fromkeys(each.basis for each in change.reforms)) or None)


def _related(base: Row, row: Row) -> Change | None:
    found = relation(_party(base), _party(row), base["issuedOn"], row["issuedOn"])
    return found[1] if found else None


def _party(row: Row) -> Party:
    places = own_names(Place(row["code"], row["jurisdiction"], row["planLevel"], None))
    own = plain(row["agency"], places)
    return Party(row["agency"], row["agencyId"], "", row["body"], row["functionKey"], row["level"], own)


def _shown(row: Row, of: str, kind: str, basis: str | None) -> Row:
    hidden = {"code", "planLevel", "body", "functionKey", "asked"}
    kept = {name: value for name, value in row.items() if name not in hidden}
    share = row["leads"] / row["items"] if row["items"] else 0.0
    return kept | {"of": of, "relation": kind, "share": share, "basis": basis}
