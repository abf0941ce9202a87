"""Puts the rows of plans into the graph, in one transaction: all of them, or none.

A plan whose content hash stands in the graph already is left alone; an older version of it is taken out
in the same transaction, so that readers see the one or the other, whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.loading.merging import Merged, merged
from graph.loading.removal import delete_own, shared_nodes_of, sweep
from graph.loading.stored import clean, full, typed, typed_edge
from graph.loading.validation import validate_rows
from graph.schema import ROOT, Join, SchemaError, constraints, schema
from graph.server.values import plain_node
from graph.store import Store, Transaction

if TYPE_CHECKING:
    from graph.build import EdgeKind, EdgeRow, GraphRows

BATCH = 5000
Row = Mapping[str, Any]


class Batch(list[Row]):
    """Rows of one statement. The driver writes out all parameters for its log, even where it logs nothing."""

    def __repr__(self) -> str:
        return f"{len(self)} rows"


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
    new: dict[str, set[str]] = {}
    for label, items in rows.nodes.items():
        if schema().nodes[label].shared:
            new[label] = write_shared(tx, label, [typed(label, item) for item in items])
    left = dict(rows.edges)
    for label, way in schema().containment.items():
        items = [clean(label, item) for item in rows.nodes.get(label, ())]
        if way and items:
            left |= create_below(tx, way[-1], items, left)
        else:
            create(tx, label, items)
    for label, keys in rows.dropped.items():
        freed[label] |= keys
    for join in schema().shared_joins:
        for label, key in unjoin(tx, join, rows, new.get(join.start, ())):
            freed[label].add(key)
    for kind, edges in left.items():
        join_rows(tx, kind, edges, new.get(kind[1], ()))
    sweep(tx, freed)


def create(tx: Transaction, label: str, rows: Sequence[Row]) -> None:
    """Creates nodes, their properties in the same stroke: set afterwards, each node would be written twice."""
    query = f"UNWIND $rows AS row CREATE (n:{label} {_written_out(schema().nodes[label].properties, 'row')})"
    for batch in batches(rows):
        tx.run(query, rows=batch).consume()


def create_below(
    tx: Transaction, join: Join, rows: Sequence[Row], edges: Mapping[EdgeKind, Sequence[EdgeRow]]
) -> dict[EdgeKind, list[EdgeRow]]:
    """Creates nodes that a plan owns, each with an edge from what holds it, which is looked up once for all of them.

    Gives the edges of that kind that are left to draw: a second one to the same node.
    """
    kind = (join.type, join.start, join.end)
    start, end = (schema().nodes[label].key for label in (join.start, join.end))
    holder: dict[str, str] = {}
    left: list[EdgeRow] = []
    for edge in edges[kind]:
        if edge["props"] or holder.setdefault(edge["to"], edge["from"]) != edge["from"]:
            left.append(edge)
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        held[holder[row[end]]].append(row)
    query = (
        f"UNWIND $rows AS row MATCH (a:{join.start} {{{start}: row.key}}) UNWIND row.items AS item "
        f"CREATE (a)-[r:{join.type}]->(n:{join.end} {_written_out(schema().nodes[join.end].properties, 'item')}) "
        "RETURN count(r) AS written"
    )
    for batch in _by_weight(held):
        _all_written(tx, query, batch, sum(len(row["items"]) for row in batch), join.type)
    return {kind: left}


def _by_weight(held: Mapping[str, Sequence[Row]]) -> Iterator[Batch]:
    """Holders with what they hold, so many at a time that they hold a batch."""
    batch = Batch()
    weight = 0
    for key, items in held.items():
        batch.append({"key": key, "items": items})
        weight += len(items)
        if weight >= BATCH:
            yield batch
            batch, weight = Batch(), 0
    if batch:
        yield batch


def _written_out(properties: Iterable[str], row: str) -> str:
    """A map of all properties that there may be; those that a row has not are not written."""
    return "{" + ", ".join(f"{name}: {row}.{name}" for name in properties) + "}"


def _all_written(tx: Transaction, query: str, rows: Sequence[Row], count: int, name: str) -> None:
    record = tx.run(query, rows=rows).single(strict=True)
    if record["written"] != count:
        raise SchemaError(f"Of {count} {name} relationships only {record['written']} found both their nodes.")


def write_shared(tx: Transaction, label: str, rows: Sequence[Row]) -> set[str]:
    """Writes the shared nodes that are new or known otherwise: most stand, and a look is quicker than a write.

    Gives the keys of the new ones.
    """
    key = schema().nodes[label].key
    known: dict[str, Row] = {}
    for batch in batches(rows):
        query = f"UNWIND $keys AS key MATCH (n:{label} {{{key}: key}}) RETURN n"
        for record in tx.run(query, keys=[row[key] for row in batch]):
            properties = plain_node(record["n"])["properties"]
            known[properties[key]] = properties
    new = [row for row in rows if row[key] not in known]
    create(tx, label, [full(row) for row in new])
    for batch in batches([row for row in rows if row[key] in known and not _stands(row, known[row[key]])]):
        tx.run(f"UNWIND $rows AS row MATCH (n:{label} {{{key}: row.{key}}}) SET n += row", rows=batch).consume()
    return {row[key] for row in new}


def _stands(row: Row, known: Row) -> bool:
    return all(
        known.get(name) == (value.isoformat() if isinstance(value, date) else value) for name, value in row.items()
    )


def unjoin(
    tx: Transaction, join: Join, rows: GraphRows | Merged, new: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Takes away what shared nodes led to by earlier tables and no longer do; gives the ends that are freed by it.

    Nodes that are `new` led to nothing.
    """
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
    listed = [{"key": key, "keep": kept} for key, kept in keep.items() if key not in new]
    if not listed:
        return
    stale = [record["end"] for record in tx.run(f"{find} RETURN DISTINCT b.{end} AS end", rows=listed)]
    if stale:
        tx.run(f"{find} WITH collect(r) AS found UNWIND found AS r DELETE r", rows=listed).consume()
    yield from ((join.end, key) for key in stale)


def join_rows(tx: Transaction, kind: EdgeKind, edges: Sequence[EdgeRow], new: Collection[str] = ()) -> None:
    """Writes relationships between nodes found by their keys; one whose node is missing fails the load.

    What joins shared nodes may stand already, unless its start is `new`.
    """
    name, start, end = kind
    properties = schema().relationships[name].properties
    find = (
        f"UNWIND $rows AS row MATCH (a:{start} {{{schema().nodes[start].key}: row.from}}) "
        f"MATCH (b:{end} {{{schema().nodes[end].key}: row.to}})"
    )
    draw = f"{find} CREATE (a)-[r:{name} {_written_out(properties, 'row.props')}]->(b) RETURN count(r) AS written"
    change = "SET r += row.props " if properties else ""
    redraw = f"{find} MERGE (a)-[r:{name}]->(b) {change}RETURN count(r) AS written"
    shared = Join(*kind) in schema().shared_joins
    again = [edge for edge in edges if shared and edge["from"] not in new]
    first = [edge for edge in edges if edge["from"] in new] if shared else edges
    for query, rows in ((draw, first), (redraw, again)):
        for batch in batches([_clean_edge(name, edge) for edge in rows]):
            _all_written(tx, query, batch, len(batch), name)


def _clean_edge(name: str, edge: EdgeRow) -> Mapping[str, Any]:
    return {"from": edge["from"], "to": edge["to"], "props": typed_edge(name, edge["props"])} if edge["props"] else edge


def batches(rows: Sequence[Row]) -> Iterator[Batch]:
    """The rows in parts of a size that one statement takes well."""
    for first in range(0, len(rows), BATCH):
        yield Batch(rows[first : first + BATCH])
