"""What is due when, and who answers for it."""

from __future__ import annotations

from collections import defaultdict

from queries.functions.offices import Moved
from queries.functions.rows import Asked, Row

_TARGETS = """\
UNWIND $ids AS id
MATCH (g:Target {id: id})<-[:HAS_TARGET]-(t:Task)<-[:HAS_TASK]-(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
RETURN g.id AS id, p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title,
       t.id AS taskId, g.kind AS kind, g.text AS text, g.value AS value, g.unit AS unit, g.comparator AS comparator,
       toString(g.dueOn) AS dueOn, g.start AS start, g.end AS end"""
_PARTIES = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN t.id AS task, type(r) AS type, collect(coalesce(r.order, 9999)) AS orders, collect(a.id) AS ids,
       collect(a.name) AS names"""
_ROLES = {"LEADS": "lead", "SUPPORTS": "support"}


def targets_due(rows: list[Row], params: Asked) -> list[Row]:
    """Puts targets and deadlines in the order of their days, plans and places; what has no day stands last.

    Words and agencies are fetched for those that are shown; where an agency is asked for, for all that name it.
    """
    columns = ("due", "orders", "starts", "ids")
    found = [
        (due, row["plan"], *place) for row in rows for due, *place in zip(*(row[name] for name in columns), strict=True)
    ]
    ids = [id for *_, id in sorted(found)]
    if params["agency"] is None:
        ids = ids[: params["limit"]]
    targets = {row["id"]: row for row in (params.read(_TARGETS, ids=ids) if ids else ())}
    if len(targets) < len(ids):
        raise Moved
    parties = _parties(params, [*dict.fromkeys(row["taskId"] for row in targets.values())])
    shown = [targets[id] | parties[targets[id]["taskId"]] for id in ids]
    wanted = None if params["agency"] is None else {*params["agency"]}
    return [
        {name: row[name] for name in row if name != "id"} for row in shown if wanted is None or _names(row) & wanted
    ]


def _parties(params: Asked, tasks: list[str]) -> dict[str, Row]:
    """Ids and names of who leads and who supports each item, in printed order."""
    found: dict[str, Row] = defaultdict(
        lambda: {f"{role}{kind}": [] for role in _ROLES.values() for kind in ("Ids", "Names")}
    )
    for row in params.read(_PARTIES, ids=tasks) if tasks else ():
        printed = sorted(zip(row["orders"], row["ids"], row["names"], strict=True))
        role = _ROLES[row["type"]]
        found[row["task"]][f"{role}Ids"] = [*dict.fromkeys(id for _, id, _ in printed)]
        found[row["task"]][f"{role}Names"] = [*dict.fromkeys(name for _, _, name in printed)]
    return found


def _names(row: Row) -> set[str]:
    return {name for role in _ROLES.values() for kind in ("Ids", "Names") for name in row[f"{role}{kind}"]}
