"""Changes a plan in the graph by what differs between two builds of it, instead of writing it whole.

A judgement changes a few of a plan's thousand nodes and edges. What stays is not touched: it is quicker, and what was
linked to the plan's tasks and measures from other plans keeps its links.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.loading.removal import sweep
from graph.loading.stored import clean, typed
from graph.loading.writing import (
    check_rows,
    create,
    hash_of,
    join_rows,
    replace_rows,
    unjoin,
    write_shared,
)
from graph.schema import constraints, schema
from graph.store import Store, Transaction

if TYPE_CHECKING:
    from graph.build import EdgeKind, EdgeRow, GraphRows

Row = Mapping[str, Any]
Ends = tuple[str, str]


@dataclass(frozen=True)
class _Change:
    """Nodes of one label that go, that come and that become otherwise."""

    label: str
    gone: Sequence[str]
    new: Sequence[Row]
    other: Sequence[Row]


def patch_rows(store: Store, plans: Mapping[str, tuple[GraphRows, GraphRows]]) -> dict[str, str]:
    """Brings plans from their old rows to their new ones, all in one transaction; gives each plan's status.

    A plan that does not stand in the graph as its old rows have it is replaced whole.
    """
    for plan_id, (_, new) in plans.items():
        check_rows(plan_id, new)

    def work(tx: Transaction) -> dict[str, str]:
        return {plan_id: _patch(tx, plan_id, old, new) for plan_id, (old, new) in plans.items()}

    with store.exclusive():
        store.run_ddl(constraints())
        return store.write(work)


def _patch(tx: Transaction, plan_id: str, old: GraphRows, new: GraphRows) -> str:
    if hash_of(tx, plan_id) != old.content_hash:
        return replace_rows(tx, plan_id, new)
    if old.content_hash == new.content_hash:
        return "unchanged"
    freed: dict[str, set[str]] = defaultdict(set)
    changes = list(_changes(old, new))
    for change in changes:
        _write(tx, change)
    for kind in {**old.edges, **new.edges}:
        _rejoin(tx, kind, old.edges.get(kind, ()), new.edges.get(kind, ()))
    for join in schema().shared_joins:
        for label, key in unjoin(tx, join, new):
            freed[label].add(key)
    for change in changes:
        _take_out(tx, change, freed)
    sweep(tx, freed)
    return "replaced"


def _changes(old: GraphRows, new: GraphRows) -> Iterator[_Change]:
    for label in {**old.nodes, **new.nodes}:
        key = schema().nodes[label].key
        before = {row[key]: row for row in old.nodes.get(label, ())}
        after = {row[key]: row for row in new.nodes.get(label, ())}
        yield _Change(
            label,
            [each for each in before if each not in after],
            [row for each, row in after.items() if each not in before],
            [row for each, row in after.items() if each in before and row != before[each]],
        )


def _write(tx: Transaction, change: _Change) -> None:
    label, key = change.label, schema().nodes[change.label].key
    if schema().nodes[label].shared:
        write_shared(tx, label, [typed(label, row) for row in (*change.new, *change.other)])
        return
    create(tx, label, [clean(label, row) for row in change.new])
    if change.other:
        rows = [typed(label, row) for row in change.other]
        tx.run(f"UNWIND $rows AS row MATCH (n:{label} {{{key}: row.{key}}}) SET n += row", rows=rows).consume()


def _take_out(tx: Transaction, change: _Change, freed: dict[str, set[str]]) -> None:
    """Deletes what the plan owned; what plans share goes where none uses it any more."""
    if schema().nodes[change.label].shared:
        freed[change.label].update(change.gone)
    elif change.gone:
        key = schema().nodes[change.label].key
        query = f"UNWIND $keys AS key MATCH (n:{change.label} {{{key}: key}}) DETACH DELETE n"
        tx.run(query, keys=list(change.gone)).consume()


def _rejoin(tx: Transaction, kind: EdgeKind, old: Sequence[EdgeRow], new: Sequence[EdgeRow]) -> None:
    """Draws the edges between two nodes anew where they differ; edges of shared nodes alone are only added here."""
    name, start, end = kind
    before, after = _between(old), _between(new)
    ends = [each for each in {**before, **after} if _told(before.get(each, ())) != _told(after.get(each, ()))]
    shared = schema().nodes[start].shared and schema().nodes[end].shared
    if stale := [{"from": each[0], "to": each[1]} for each in ends if each in before and not shared]:
        keys = schema().nodes[start].key, schema().nodes[end].key
        tx.run(
            f"UNWIND $rows AS row MATCH (:{start} {{{keys[0]}: row.from}})-[r:{name}]->(:{end} {{{keys[1]}: row.to}}) "
            "WITH collect(r) AS found UNWIND found AS r DELETE r",
            rows=stale,
        ).consume()
    if wanted := [edge for each in ends for edge in after.get(each, ())]:
        join_rows(tx, kind, wanted)


def _between(edges: Sequence[EdgeRow]) -> dict[Ends, list[EdgeRow]]:
    found: dict[Ends, list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        found[edge["from"], edge["to"]].append(edge)
    return found


def _told(edges: Sequence[EdgeRow]) -> list[str]:
    return sorted(json.dumps(edge["props"], ensure_ascii=False, sort_keys=True) for edge in edges)
