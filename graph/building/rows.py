"""The rows of one plan as they are collected: a node once by its key, an edge once a mention."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from graph.identity.agencies import Agency
from graph.judging.corrections import Corrected
from graph.judging.identities import Identified
from graph.judging.reasons import Reason
from graph.judging.verdicts import NOTHING, Verdicts
from graph.kept import canonical, packed
from loaders.errors import UserError
from loaders.places import Place
from loaders.records import Party, PlanRecord

EdgeRow = TypedDict("EdgeRow", {"from": str, "to": str, "props": dict[str, Any]})
"""One relationship by the keys of its two ends."""

EdgeKind = tuple[str, str, str]
"""Relationship type, label it starts from, label it leads to."""


class BuildError(UserError):
    """A record that can't become a graph without contradiction."""


@dataclass(frozen=True)
class GraphRows:
    """Everything that one plan puts into the graph."""

    nodes: dict[str, list[dict[str, Any]]]
    edges: dict[EdgeKind, list[EdgeRow]]
    content_hash: str
    missed: Mapping[str, Reason] = field(default_factory=dict)
    """The judgements about this plan that do not act, since their words are not there, with the reason."""
    lost: Mapping[str, Reason] = field(default_factory=dict)
    """The reports of progress whose items are not there, with the reason."""


@dataclass
class Rows:
    """Collects rows: nodes once by key, edges as they come."""

    record: PlanRecord
    """The record as people corrected it."""
    verdicts: Verdicts = NOTHING
    judged: Corrected | None = None
    read: PlanRecord | None = None
    """The record as it was read, which is kept."""
    nodes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    edges: dict[EdgeKind, list[EdgeRow]] = field(default_factory=lambda: defaultdict(list))
    drawn: set[tuple[EdgeKind, str, str]] = field(default_factory=set)
    agencies: dict[str, Agency] = field(default_factory=dict)
    """The agencies that have their rows, by id."""
    _known: dict[tuple[str, str, bool], Identified] = field(default_factory=dict)
    lost: dict[str, Reason] = field(default_factory=dict)
    """The reports of progress whose items are not there."""

    def node(self, label: str, key: str, row: dict[str, Any]) -> str:
        """Adds a node unless it stands; the same key with other properties would make the graph depend on order."""
        known = self.nodes[label].setdefault(row[key], row)
        if known != row:
            raise BuildError(
                f"方案 {self.record.plan.id}: two different {label} rows have the key {row[key]}: {known} and {row}. "
                "Check the tables in data/reference for two entries with one key."
            )
        return str(row[key])

    def edge(self, kind: EdgeKind, start: str, end: str, props: dict[str, Any] | None = None) -> None:
        """Adds an edge, one a mention."""
        self.edges[kind].append({"from": start, "to": end, "props": props or {}})

    def edge_once(self, kind: EdgeKind, start: str, end: str) -> None:
        """Adds an edge unless it stands."""
        if (kind, start, end) not in self.drawn:
            self.drawn.add((kind, start, end))
            self.edge(kind, start, end)

    def named(self, name: str, here: Place, collective: bool) -> Identified:
        """The agency that a printed name means, as people judged."""
        key = name, here.code, collective
        if key not in self._known:
            self._known[key] = self.verdicts.identities.resolve(name, here, collective, self.record.plan.date)
        return self._known[key]

    def because(self, task: str, party: Party) -> tuple[str, ...]:
        """The judgements that put a name where it stands in a task."""
        return self.judged.marks.get((task, party), ()) if self.judged else ()

    def finished(self) -> GraphRows:
        """All rows, with the record they were built from and the hash of all that.

        The hash rests on what the record says and not on how it is packed, which may change with a library.
        """
        nodes = {label: list(rows.values()) for label, rows in self.nodes.items()}
        edges = {kind: rows for kind, rows in self.edges.items() if rows}
        read = self.read or self.record
        record = hashlib.sha256(canonical(read)).hexdigest()
        digest = _digest(nodes, edges, record)
        nodes["Plan"] = [row | {"contentHash": digest, "recordHash": record} for row in nodes["Plan"]]
        nodes["SourceText"] = [row | {"record": packed(read)} for row in nodes["SourceText"]]
        return GraphRows(nodes, edges, digest, self.judged.missed if self.judged else {}, self.lost)


def _digest(nodes: dict[str, list[dict[str, Any]]], edges: dict[EdgeKind, list[EdgeRow]], record: str) -> str:
    whole = {"nodes": nodes, "edges": {" ".join(kind): rows for kind, rows in edges.items()}, "record": record}
    return hashlib.sha256(canonical(whole)).hexdigest()
