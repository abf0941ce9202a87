"""Takes a plan out of the graph: all that it owns, and the shared nodes that nothing uses any more.

After it the graph is as if the plan had never been loaded. What is a plan's own and what is shared, and
which relationships keep a shared node, is read from the schema.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.schema import ROOT, Join, schema
from graph.store import Transaction

Keys = Mapping[str, Iterable[str]]
"""Keys of nodes by label."""


def shared_nodes_of(tx: Transaction, plan_id: str) -> dict[str, set[str]]:
    """The shared nodes that stand directly beside something of the plan's own."""
    found: dict[str, set[str]] = defaultdict(set)
    for join in schema().uses:
        shared_end = join.end if schema().nodes[join.end].shared else join.start
        own = join.start if shared_end == join.end else join.end
        way = f"-[:{join.type}]->" if shared_end == join.end else f"<-[:{join.type}]-"
        query = f"{_down_to(own)}{way}(s:{shared_end}) RETURN DISTINCT s.{_key(shared_end)} AS key"
        found[shared_end].update(record["key"] for record in tx.run(query, id=plan_id))
    return found


def delete_own(tx: Transaction, plan_id: str) -> None:
    """Deletes what the plan owns, the deepest first, with all relationships to it.

    All is found before anything is deleted: the embedded server may pass over nodes while edges go under its way.
    """
    for label in reversed(list(schema().containment)):
        query = f"{_down_to(label)} WITH collect(DISTINCT n) AS found UNWIND found AS n DETACH DELETE n"
        tx.run(query, id=plan_id).consume()


def sweep(tx: Transaction, candidates: Keys) -> None:
    """Deletes those of the candidates, and of what only they keep, that no plan uses.

    A shared node is in use if it stands beside something that a plan owns, or a used shared node leads to it.
    """
    suspects, kept_by = _with_all_below(tx, candidates)
    used = _in_use(tx, suspects)
    queue = list(used)
    while queue:
        for below in kept_by[queue.pop()] - used:
            used.add(below)
            queue.append(below)
    for label, keys in _by_label(suspects - used).items():
        tx.run(
            f"UNWIND $keys AS key MATCH (n:{label} {{{_key(label)}: key}}) DETACH DELETE n", keys=sorted(keys)
        ).consume()


Suspect = tuple[str, str]
"""Label and key of a shared node that may be out of use."""


def _with_all_below(tx: Transaction, candidates: Keys) -> tuple[set[Suspect], dict[Suspect, set[Suspect]]]:
    """The candidates and all shared nodes that they lead to, with who leads to whom."""
    found: set[Suspect] = set()
    below: dict[Suspect, set[Suspect]] = defaultdict(set)
    new = {(label, key) for label, keys in candidates.items() for key in keys}
    while new:
        found |= new
        reached: set[Suspect] = set()
        for label, keys in _by_label(new).items():
            for join in (join for join in schema().shared_joins if join.start == label):
                for key, end in _ends(tx, join, keys):
                    below[label, key].add((join.end, end))
                    reached.add((join.end, end))
        new = reached - found
    return found, below


def _ends(tx: Transaction, join: Join, keys: set[str]) -> list[tuple[str, str]]:
    query = (
        f"UNWIND $keys AS key MATCH (a:{join.start} {{{_key(join.start)}: key}})-[:{join.type}]->(b:{join.end}) "
        f"RETURN key, b.{_key(join.end)} AS end"
    )
    return [(record["key"], record["end"]) for record in tx.run(query, keys=sorted(keys))]


def _in_use(tx: Transaction, suspects: set[Suspect]) -> set[Suspect]:
    """The suspects beside something owned, or led to by a shared node that is no suspect."""
    used: set[Suspect] = set()
    by_label = _by_label(suspects)
    for label, keys in by_label.items():
        for pattern, others in _witnesses(label, by_label):
            left = sorted(keys - {key for found, key in used if found == label})
            query = (
                f"UNWIND $keys AS key MATCH (s:{label} {{{_key(label)}: key}}) "
                f"WHERE EXISTS {{ {pattern} }} RETURN s.{_key(label)} AS key"
            )
            used |= {(label, record["key"]) for record in tx.run(query, keys=left, others=others)}
    return used


def _witnesses(label: str, suspects: Mapping[str, set[str]]) -> list[tuple[str, list[str]]]:
    """Patterns one of which a used node of the label meets, each with the keys that do not count."""
    patterns: list[tuple[str, list[str]]] = []
    for join in schema().uses:
        if join.end == label:
            patterns.append((f"(s)<-[:{join.type}]-(:{join.start})", []))
        elif join.start == label:
            patterns.append((f"(s)-[:{join.type}]->(:{join.end})", []))
    for join in schema().shared_joins:
        if join.end == label:
            pattern = f"(s)<-[:{join.type}]-(o:{join.start}) WHERE NOT o.{_key(join.start)} IN $others"
            patterns.append((pattern, sorted(suspects.get(join.start, ()))))
    return patterns


def _down_to(label: str) -> str:
    """A MATCH from the plan down to its own nodes of the label, named n."""
    steps = schema().containment[label]
    if not steps:
        return f"MATCH (n:{ROOT} {{{_key(ROOT)}: $id}})"
    way = "".join(f"-[:{step.type}]->({'n' if step is steps[-1] else ''}:{step.end})" for step in steps)
    return f"MATCH (:{ROOT} {{{_key(ROOT)}: $id}}){way}"


def _by_label(nodes: Iterable[Suspect]) -> dict[str, set[str]]:
    grouped: dict[str, set[str]] = defaultdict(set)
    for label, key in nodes:
        grouped[label].add(key)
    return grouped


def _key(label: str) -> str:
    return schema().nodes[label].key
