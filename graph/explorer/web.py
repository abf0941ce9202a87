"""The points and ties that a picture can be drawn of: everything that the plans in scope name, held in memory.

A picture grows by clicks; each click would otherwise ask the store again, and half a second is all that it may take.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graph.workload.roster import ROLES, Agency, Item, Roster

TYPES = {"lead": "LEADS", "support": "SUPPORTS"}


@dataclass(frozen=True, slots=True)
class Point:
    """What may be drawn: an agency, an item, a functional system, a topic, a place, a document, a platform."""

    id: str
    kind: str
    name: str
    name_en: str = ""
    function: str | None = None
    plan: str | None = None
    number: str = ""

    @property
    def key(self) -> str:
        """Its key among those of its kind."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two points; `type` is the relationship of the graph that it stands for."""

    source: str
    target: str
    type: str


@dataclass(frozen=True)
class Web:
    """Points by id, the ties between them, and the plans that they come from."""

    points: Mapping[str, Point]
    ties: tuple[Tie, ...]

    @cached_property
    def near(self) -> Mapping[str, tuple[str, ...]]:
        """The neighbours of each point, in the order of the plans."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for tie in self.ties:
            found[tie.source][tie.target] = None
            found[tie.target][tie.source] = None
        return {point: tuple(others) for point, others in found.items()}

    @cached_property
    def tied(self) -> Counter[tuple[str, str]]:
        """How many ties of a type end at a point."""
        return Counter((end, tie.type) for tie in self.ties for end in (tie.source, tie.target))

    def degree(self, point: str) -> int:
        """How many neighbours a point has."""
        return len(self.near.get(point, ()))

    def kinds(self, allowed: Iterable[str]) -> Web:
        """The same with points of these kinds only."""
        kept = set(allowed)
        return self.only({name for name, point in self.points.items() if point.kind in kept})

    def only(self, names: Iterable[str]) -> Web:
        """The same with these points only."""
        kept = set(names)
        ties = tuple(tie for tie in self.ties if tie.source in kept and tie.target in kept)
        return Web({name: point for name, point in self.points.items() if name in kept}, ties)

    def between(self, names: Iterable[str]) -> list[Tie]:
        """The ties among some points."""
        kept = set(names)
        return [tie for tie in self.ties if tie.source in kept and tie.target in kept]


@dataclass(frozen=True)
class Sieve:
    """Which assignments are drawn: of which role, of agencies of which systems, in plans of which level and year."""

    role: str | None = None
    functions: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()

    def plans(self, roster: Roster) -> Roster:
        """The roster with the plans of these levels and years only."""
        kept = {
            key
            for key, plan in roster.plans.items()
            if (not self.levels or plan.level in self.levels) and (not self.years or year(plan.issued) in self.years)
        }
        return roster.chosen(plans=kept) if len(kept) < len(roster.plans) else roster

    def held(self, roster: Roster, item: Item) -> Item:
        """The item with only the agencies that pass."""
        known = {name: roster.agencies[name] for name in item.named}
        fits = {name for name, one in known.items() if not self.functions or one.function in self.functions}
        for role in ROLES:
            passing = fits if self.role in (None, role) else set[str]()
            item = item.held(role, [name for name in item.holders(role) if name in passing])
        return item

    @property
    def narrows(self) -> bool:
        """Whether agencies are left out, so that items may stand without any."""
        return bool(self.role or self.functions)


def year(issued: str | None) -> str:
    """The year of a date as printed in the graph; empty where none is known."""
    return (issued or "")[:4]


def sifted(roster: Roster, sieve: Sieve, collective: bool = False) -> Roster:
    """The roster with what passes; items whose agencies were all sifted out go, too."""
    kept = sieve.plans(roster)
    groups = set() if collective else {name for name, one in roster.agencies.items() if one.collective}
    items = {}
    for item in kept.items.values():
        found = _without(sieve.held(roster, item), groups)
        if found.named or not sieve.narrows:
            items[item.id] = found
    return replace(kept, items=items)


def _without(item: Item, groups: set[str]) -> Item:
    if groups.isdisjoint(item.named):
        return item
    leads, supports = ([name for name in names if name not in groups] for names in (item.leads, item.supports))
    return item.held("lead", leads).held("support", supports)


def web(roster: Roster, places: Mapping[str, tuple[str, str]], links: Iterable[Mapping[str, Any]] = ()) -> Web:
    """All points and ties of a roster. `places` gives code and name of each plan's place; `links` are rows of the
    question task_links, for documents and platforms."""
    points: dict[str, Point] = {}
    ties: dict[Tie, None] = {}

    def tied(source: Point, target: Point, type: str) -> None:
        one, other = points.setdefault(source.id, source), points.setdefault(target.id, target)
        ties[Tie(one.id, other.id, type)] = None

    for item in roster.items.values():
        task = Point(f"Task:{item.id}", "Task", item.title, "", None, item.plan, item.number)
        points[task.id] = task
        _item(roster, item, task, places, tied)
    for link in links:
        named = points.get(f"Task:{link['taskId']}")
        if named and link["kind"] in ("Document", "Platform"):
            other = Point(f"{link['kind']}:{link['id']}", link["kind"], link["name"] or "", link["nameEn"] or "")
            tied(named, other, link["type"])
    return Web(points, tuple(ties))


def _item(
    roster: Roster,
    item: Item,
    task: Point,
    places: Mapping[str, tuple[str, str]],
    tied: Callable[[Point, Point, str], None],
) -> None:
    for role, type in TYPES.items():
        for name in item.holders(role):
            one = roster.agencies[name]
            tied(agency_point(one), task, type)
            if one.function:
                tied(agency_point(one), system_point(one), "PERFORMS")
    for key in item.topics:
        tied(task, Point(f"Topic:{key}", "Topic", *roster.topics.get(key, (key, key))), "ON_TOPIC")
    tied(task, place_point(places, item.plan), "APPLIES_IN")


def agency_point(one: Agency) -> Point:
    """An agency as a point."""
    return Point(f"Agency:{one.id}", "Agency", one.name, "", one.function)


def system_point(one: Agency) -> Point:
    """The functional system of an agency as a point."""
    name = one.function_name or one.function or ""
    return Point(f"Function:{one.function}", "Function", name, one.function_name_en or "", one.function)


def place_point(places: Mapping[str, tuple[str, str]], plan: str) -> Point:
    """The place of a plan as a point; a plan of no known place stands for itself."""
    code, name = places.get(plan, (plan, plan))
    return Point(f"Jurisdiction:{code}", "Jurisdiction", name)
