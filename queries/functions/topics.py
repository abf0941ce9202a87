"""Who has which role in the items on a topic, place by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from queries.functions.matrix import in_order
from queries.functions.rows import Asked, Row
from queries.scope import growing

TASKS, MOST = 64, 4096
"""Items whose assignments are fetched first, and at most at a time."""

_ASSIGNED = """\
UNWIND $ids AS id
MATCH (t:Task {id: id})<-[:HAS_TASK]-(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($role IS NULL OR CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END IN $role)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, t, r, a, f
WHERE $function IS NULL OR f.key IN $function OR f.nameZh IN $function
RETURN p.id AS plan, j.name AS jurisdiction, t.number AS number, t.title AS title, t.id AS taskId,
       CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role, a.name AS agency, a.id AS agencyId,
       r.asWritten AS asWritten, f.nameZh AS function, r.label AS label, a.collective AS collective, r.start AS start,
       r.end AS end, t.assignText AS assignText, r.order AS printed
ORDER BY role, printed"""
_FILTERS = ("collective", "agency", "role", "function")
_TOPIC = ("topic", "topicKey", "topicEn")


def topic_assignment(rows: list[Row], params: Asked) -> list[Row]:
    """Puts the items in the order of topics and plans, and fetches who has which role in them.

    That is done for some items at a time, until there are as many rows as are wanted.
    """
    items = [
        (topic, task)
        for topic in sorted(rows, key=in_order)
        for _, _, task in sorted(zip(topic["plans"], topic["orders"], topic["tasks"], strict=True))
    ]
    limit, found = params["limit"], list[Row]()
    for part in growing(items, MOST if limit is None else TASKS, MOST):
        found += _assigned(part, params)
        if limit is not None and len(found) >= limit:
            break
    return found


def _assigned(items: Sequence[tuple[Row, str]], params: Asked) -> list[Row]:
    given = {name: params[name] for name in _FILTERS}
    of_task = defaultdict[str, list[Row]](list)
    for row in params.read(_ASSIGNED, ids=[*{task: None for _, task in items}], **given):
        del row["printed"]
        of_task[row["taskId"]].append(row)
    return [row | {name: topic[name] for name in _TOPIC} for topic, task in items for row in of_task[task]]
