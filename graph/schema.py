"""Reads graph/schema.yml: labels, keys, properties and ends, and what follows from them.

Constraints, checks before a load, the order of removal and what may be swept all derive from the one
file, so that a new label or relationship is a few lines of YAML and no code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from graph.errors import StoreError

SCHEMA_FILE = Path(__file__).with_name("schema.yml")
ROOT = "Plan"
"""The label that owns all others whose owner is `plan`."""

_OWNERS = ("plan", "shared")
_INDEXED = (("Plan", "campaign"), ("Jurisdiction", "name"), ("Agency", "name"))
"""Properties other than keys by which questions find their first node."""


class SchemaError(StoreError):
    """The schema contradicts itself, or rows contradict the schema: a mistake in the program, not in a plan."""


@dataclass(frozen=True)
class Property:
    """One property of a label or relationship type."""

    name: str
    type: str
    doc: str
    exported: bool = True
    """Whether files for other programs have it."""
    always: bool = False
    """Whether it is a list that may be empty and is never missing."""

    @cached_property
    def accepts(self) -> Callable[[Any], bool]:
        """Tells whether a value that is not None is of the property's type."""
        return _CHECKS[self.type]


@dataclass(frozen=True)
class NodeType:
    """A label: its key, who owns its nodes, its properties."""

    label: str
    key: str
    owner: str
    zh: str
    en: str
    doc: str
    properties: Mapping[str, Property]

    @property
    def shared(self) -> bool:
        """Whether its nodes belong to all plans that use them."""
        return self.owner == "shared"

    @property
    def exported(self) -> dict[str, Property]:
        """The properties that files for other programs have."""
        return {name: kept for name, kept in self.properties.items() if kept.exported}


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type and the pairs of labels that it may join."""

    type: str
    ends: tuple[tuple[str, str], ...]
    zh: str
    en: str
    doc: str
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class Join:
    """One relationship type between one pair of labels."""

    type: str
    start: str
    end: str


@dataclass(frozen=True)
class Schema:
    """The whole schema."""

    nodes: Mapping[str, NodeType]
    relationships: Mapping[str, RelationshipType]

    @cached_property
    def joins(self) -> tuple[Join, ...]:
        """Every relationship type between every pair of labels that it may join."""
        return tuple(Join(name, *pair) for name, kind in self.relationships.items() for pair in kind.ends)

    @cached_property
    def containment(self) -> Mapping[str, tuple[Join, ...]]:
        """For each label that a plan owns, the shortest way down to it from the plan."""
        ways: dict[str, tuple[Join, ...]] = {ROOT: ()}
        queue = [ROOT]
        for label in queue:
            for join in self.joins:
                if join.start == label and join.end not in ways and not self.nodes[join.end].shared:
                    ways[join.end] = (*ways[label], join)
                    queue.append(join.end)
        return ways

    @cached_property
    def uses(self) -> tuple[Join, ...]:
        """The joins between what a plan owns and what plans share."""
        return tuple(join for join in self.joins if self._shared_ends(join) == 1)

    @cached_property
    def shared_joins(self) -> tuple[Join, ...]:
        """The joins between shared nodes; the start keeps the end alive."""
        return tuple(join for join in self.joins if self._shared_ends(join) == 2)

    def _shared_ends(self, join: Join) -> int:
        return self.nodes[join.start].shared + self.nodes[join.end].shared


@cache
def schema(path: Path = SCHEMA_FILE) -> Schema:
    """The schema as the file gives it, checked."""
    data = yaml.safe_load(path.read_text("utf-8"))
    nodes = {label: _node(label, item) for label, item in data["nodes"].items()}
    kinds = {name: _relationship(name, item) for name, item in data["relationships"].items()}
    found = Schema(nodes, kinds)
    if problems := list(_contradictions(found)):
        raise SchemaError(f"{path.name}: " + "; ".join(problems))
    return found


def constraints() -> list[str]:
    """The statements that make each label's key unique, and index what questions start from; safe to repeat."""
    unique = [
        f"CREATE CONSTRAINT {label}_{node.key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{node.key} IS UNIQUE"
        for label, node in schema().nodes.items()
    ]
    indexes = [f"CREATE INDEX {label}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})" for label, name in _INDEXED]
    return unique + indexes


def empty_lists() -> list[str]:
    """The statements that give nodes of neo4j-admin's import their empty lists, which it takes for none."""
    return [
        f"MATCH (n:{label}) WHERE n.{name} IS NULL SET n.{name} = []"
        for label, node in schema().nodes.items()
        for name, kept in node.properties.items()
        if kept.always
    ]


def _node(label: str, item: Mapping[str, Any]) -> NodeType:
    words = {name: item[name] for name in ("key", "owner", "zh", "en", "doc")}
    return NodeType(label=label, properties=_properties(item["properties"]), **words)


def _relationship(name: str, item: Mapping[str, Any]) -> RelationshipType:
    ends = tuple((start, end) for start, end in item["ends"])
    return RelationshipType(name, ends, item["zh"], item["en"], item["doc"], _properties(item["properties"]))


def _properties(items: Mapping[str, Mapping[str, Any]]) -> dict[str, Property]:
    return {
        name: Property(name, item["type"], item["doc"], item.get("exported", True), item.get("always", False))
        for name, item in items.items()
    }


def _contradictions(found: Schema) -> Iterator[str]:
    for label, node in found.nodes.items():
        if node.key not in node.properties:
            yield f"the key {node.key} of {label} is not among its properties"
        if node.owner not in _OWNERS:
            yield f"the owner of {label} is {node.owner}, not one of {', '.join(_OWNERS)}"
    unknown = {end for kind in found.relationships.values() for pair in kind.ends for end in pair} - found.nodes.keys()
    if unknown:
        yield f"relationships end at unknown labels {', '.join(sorted(unknown))}"
        return
    for label in {label for label, node in found.nodes.items() if not node.shared} - found.containment.keys():
        yield f"no relationship leads from {ROOT} down to {label}, which it owns"
    described = [node.properties for node in found.nodes.values()]
    described += [kind.properties for kind in found.relationships.values()]
    for item in (item for properties in described for item in properties.values()):
        if item.type not in _CHECKS:
            yield f"the property {item.name} has the unknown type {item.type}"


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _is_date(value: Any) -> bool:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return type(value) is date


def _is_string(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()  # a lone surrogate can't be sent as UTF-8: it would fail in the driver, in the middle of a load
    except UnicodeEncodeError:
        return False
    return True


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "string": _is_string,
    "integer": _is_integer,
    "float": lambda value: _is_integer(value) or isinstance(value, float),
    "boolean": lambda value: isinstance(value, bool),
    "date": _is_date,
    "strings": lambda value: isinstance(value, (list, tuple)) and all(map(_is_string, value)),
    "integers": lambda value: isinstance(value, (list, tuple)) and all(map(_is_integer, value)),
}
