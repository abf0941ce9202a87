"""Puts the rows of plans into the graph, in one transaction: all of them, or none.

A plan whose content hash stands in the graph already is left alone; an older version of it is taken out
in the same transaction, so that readers see the one or the other, whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.merging import Merged, merged
from graph.removal import delete_own, shared_nodes_of, sweep
from graph.schema import ROOT, Join, SchemaError, constraints, schema
from graph.store import Store, Transaction
from graph.validation import validate_rows
from graph.values import plain_node

if TYPE_CHECKING:
    from graph.build import EdgeKind, EdgeRow, GraphRows

BATCH = 1000
Row = Mapping[str, Any]


def load_rows(store: Store, plan_id: str, rows: GraphRows) -> str:
    """Loads one plan's rows; gives `loaded`, `unchanged` or `replaced`.

    Raises SchemaError for rows that the schema doesn't know, StoreError where the store fails; the graph is then
    as it was.
    """
    check_rows(plan_id, rows)
    return load_plans(store, {plan_id: rows})[plan_id]


def load_plans(store: Store, plans: Mapping[str, GraphRows]) -> dict[str, str]:
    """Loads rows that `check_rows` passed, in one transaction; gives each plan's status as `load_rows` does.

    Where one of them fails, none is loaded.
    """
    with store.exclusive():
        store.run_ddl(constraints())
        return store.write(lambda tx: replace_plans(tx, plans))


def remove_rows(store: Store, plan_id: str) -> bool:
    """Takes a plan out of the graph; tells whether it was there."""

    def work(tx: Transaction) -> bool:
        if hash_of(tx, plan_id) is None:
            return False
        shared = shared_nodes_of(tx, plan_id)
        delete_own(tx, plan_id)
        sweep(tx, shared)
        return True

    with store.exclusive():
        return store.write(work)


def check_rows(plan_id: str, rows: GraphRows) -> None:
    """Refuses rows that could not be removed again: not of this plan, or its own nodes out of the plan's reach."""
    plans = [row.get("id") for row in rows.nodes.get(ROOT, ())]
    if plans != [plan_id]:
        raise SchemaError(f"The rows of plan {plan_id} hold the plans {plans}.")
    validate_rows(rows.nodes, rows.edges)
    for label, steps in schema().containment.items():
        own = {row[schema().nodes[label].key] for row in rows.nodes.get(label, ())}
        if steps:
            last = steps[-1]
            own -= {edge["to"] for edge in rows.edges.get((last.type, last.start, last.end), ())}
        elif label == ROOT:
            own = set()
        if own:
            raise SchemaError(f"Plan {plan_id} has {label} nodes that no {steps[-1].type} leads to: {sorted(own)[:5]}.")


def hash_of(tx: Transaction, plan_id: str) -> str | None:
    """The content hash of a plan as it stands in the graph, None where it is not there."""
    return hashes_of(tx, [plan_id]).get(plan_id)


def hashes_of(tx: Transaction, plan_ids: Iterable[str]) -> dict[str, str]:
    """The content hashes of those of the plans that stand in the graph."""
    query = f"UNWIND $ids AS id MATCH (p:{ROOT} {{id: id}}) RETURN id, coalesce(p.contentHash, '') AS hash"
    return {record["id"]: record["hash"] for record in tx.run(query, ids=list(plan_ids))}


def replace_rows(tx: Transaction, plan_id: str, rows: GraphRows) -> str:
    """Puts a plan's rows in place of what stands of it; gives `loaded`, `unchanged` or `replaced`."""
    return replace_plans(tx, {plan_id: rows})[plan_id]


def replace_plans(tx: Transaction, plans: Mapping[str, GraphRows]) -> dict[str, str]:
    """Puts the rows of plans in place of what stands of them; gives `loaded`, `unchanged` or `replaced` for each."""
    known = hashes_of(tx, plans)
    changed = {plan_id: rows for plan_id, rows in plans.items() if known.get(plan_id) != rows.content_hash}
    freed: dict[str, set[str]] = defaultdict(set)
    for plan_id in changed.keys() & known.keys():
        for label, keys in shared_nodes_of(tx, plan_id).items():
            freed[label] |= keys
        delete_own(tx, plan_id)
    if freed:
        tx.run("MATCH (n:Links) DETACH DELETE n").consume()  # links to what was a plan's are gone: none is complete
    if changed:
        _put(tx, merged(changed.values()), freed)
    return {
        plan_id: ("replaced" if plan_id in known else "loaded") if plan_id in changed else "unchanged"
        for plan_id in plans
    }


def _put(tx: Transaction, rows: Merged, freed: dict[str, set[str]]) -> None:
    for label, items in rows.nodes.items():
        if schema().nodes[label].shared:
            write_shared(tx, label, [typed(label, item) for item in items])
        else:
            create(tx, label, [_clean(label, item) for item in items])
    for label, keys in rows.dropped.items():
        freed[label] |= keys
    for join in schema().shared_joins:
        for label, key in unjoin(tx, join, rows):
            freed[label].add(key)
    for kind, edges in rows.edges.items():
        join_rows(tx, kind, edges)
    sweep(tx, freed)


def _clean(label: str, row: Row) -> dict[str, Any]:
    """The row as it is stored: no empty properties, dates as dates."""
    return {name: value for name, value in typed(label, row).items() if value is not None}


def typed(label: str, row: Row) -> dict[str, Any]:
    """The row with dates as dates; an empty property takes one away that stands."""
    kinds = schema().nodes[label].properties
    return {name: _value(kinds[name].type, value) for name, value in row.items()}


def _value(kind: str, value: Any) -> Any:
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return float(value) if kind == "float" and value is not None else value


def create(tx: Transaction, label: str, rows: Sequence[Row]) -> None:
    """Creates nodes that a plan owns."""
    for batch in batches(rows):
        tx.run(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows=batch).consume()


def write_shared(tx: Transaction, label: str, rows: Sequence[Row]) -> None:
    """Writes the shared nodes that are new or known otherwise: most stand, and a look is quicker than a write."""
    key = schema().nodes[label].key
    known: dict[str, Row] = {}
    for batch in batches(rows):
        query = f"UNWIND $keys AS key MATCH (n:{label} {{{key}: key}}) RETURN n"
        for record in tx.run(query, keys=[row[key] for row in batch]):
            properties = plain_node(record["n"])["properties"]
            known[properties[key]] = properties
    for batch in batches([row for row in rows if not _stands(row, known.get(row[key], {}))]):
        tx.run(f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) SET n += row", rows=batch).consume()


def _stands(row: Row, known: Row) -> bool:
    return all(
        known.get(name) == (value.isoformat() if isinstance(value, date) else value) for name, value in row.items()
    )


def unjoin(tx: Transaction, join: Join, rows: GraphRows | Merged) -> Iterator[tuple[str, str]]:
    """Takes away what shared nodes led to by earlier tables and no longer do; gives the ends that are freed by it."""
    edges = rows.edges.get((join.type, join.start, join.end))
    if not edges:
        return
    keep: dict[str, list[str]] = {row[schema().nodes[join.start].key]: [] for row in rows.nodes[join.start]}
    for edge in edges:
        keep[edge["from"]].append(edge["to"])
    start, end = (schema().nodes[label].key for label in (join.start, join.end))
    find = (
        f"UNWIND $rows AS row MATCH (a:{join.start} {{{start}: row.key}})-[r:{join.type}]->(b:{join.end}) "
        f"WHERE NOT b.{end} IN row.keep"
    )
    listed = [{"key": key, "keep": kept} for key, kept in keep.items()]
    stale = [record["end"] for record in tx.run(f"{find} RETURN DISTINCT b.{end} AS end", rows=listed)]
    if stale:
        tx.run(f"{find} DELETE r", rows=listed).consume()
    yield from ((join.end, key) for key in stale)


def join_rows(tx: Transaction, kind: EdgeKind, edges: Sequence[EdgeRow]) -> None:
    """Writes relationships between nodes found by their keys; one whose node is missing fails the load."""
    name, start, end = kind
    verb = "MERGE" if Join(*kind) in schema().shared_joins else "CREATE"
    query = (
        f"UNWIND $rows AS row MATCH (a:{start} {{{schema().nodes[start].key}: row.from}}) "
        f"MATCH (b:{end} {{{schema().nodes[end].key}: row.to}}) {verb} (a)-[r:{name}]->(b) "
        f"{'SET r += row.props ' if schema().relationships[name].properties else ''}RETURN count(r) AS written"
    )
    for batch in batches([_clean_edge(name, edge) for edge in edges]):
        record = tx.run(query, rows=batch).single(strict=True)
        if record["written"] != len(batch):
            raise SchemaError(f"Of {len(batch)} {name} relationships only {record['written']} found both their nodes.")


def _clean_edge(name: str, edge: EdgeRow) -> dict[str, Any]:
    kinds = schema().relationships[name].properties
    props = {item: _value(kinds[item].type, value) for item, value in edge["props"].items() if value is not None}
    return {"from": edge["from"], "to": edge["to"], "props": props}


def batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in parts of a size that one statement takes well."""
    for first in range(0, len(rows), BATCH):
        yield list(rows[first : first + BATCH])
