"""Pictures of one kind of point: agencies or systems tied by items that they share, places by what they do alike.

Ties are weighed as in `graph.workload.networks`: by number, after Newman, after Jaccard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph.explorer.opening import LIMIT
from graph.explorer.web import Point, Tie, agency_point, place_point, system_point
from graph.workload.measures import BY
from graph.workload.networks import WEIGHTS, together
from graph.workload.roster import ROLES, Agency, AnalysisError, Item, Roster

TIES = 700
"""Ties drawn at most: the strongest. A denser picture shows that all are tied to all, and nothing else."""

Places = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Projected:
    """Points tied by what they share: the weight of each tie, and how many things it rests on."""

    points: Mapping[str, Point]
    weights: Mapping[Tie, float]
    shared: Mapping[Tie, int]
    held: Mapping[str, int]
    """On how many items (places: topics) each point stands."""
    cut: int = 0
    """Ties left out: weaker than those drawn, or of points for which there was no room."""

    def at_least(self, least: int, most: int = TIES) -> Projected:
        """The same with ties that rest on so many things, the strongest of them, and the points that these tie."""
        fits = [tie for tie, count in self.shared.items() if count >= least]
        fits.sort(key=lambda tie: (-self.weights[tie], -self.shared[tie], tie.source, tie.target))
        kept, names = list[Tie](), dict[str, None]()
        for tie in fits[:most]:
            ends = dict.fromkeys((tie.source, tie.target))
            if len(names | ends) <= LIMIT:
                kept.append(tie)
                names |= ends
        return Projected(
            {name: self.points[name] for name in names},
            {tie: self.weights[tie] for tie in kept},
            {tie: self.shared[tie] for tie in kept},
            self.held,
            len(self.shared) - len(kept),
        )


def projected(roster: Roster, places: Places, by: str, weight: str) -> Projected:
    """Agencies, systems or places (`by`) tied by what they share."""
    if by not in MEMBERS or weight not in WEIGHTS:
        raise AnalysisError(f"No picture of {by!r} by {weight!r}; of {', '.join(MEMBERS)} by {', '.join(WEIGHTS)}.")
    points: dict[str, Point] = {}
    members = defaultdict[str, set[str]](set)
    for thing, point in MEMBERS[by](roster, places):
        points.setdefault(point.id, point)
        members[thing].add(point.id)
    held, shared = together(members.values())
    sizes = {Tie(*pair, "BESIDE"): found for pair, found in shared.items()}
    weigh = WEIGHTS[weight]
    weights = {tie: weigh(found, held[tie.source], held[tie.target]) for tie, found in sizes.items()}
    return Projected(points, weights, {tie: len(found) for tie, found in sizes.items()}, held)


Membership = Iterable[tuple[str, Point]]
"""Pairs of a thing and one that has to do with it; those that share things are tied."""


def _agencies(roster: Roster, places: Places) -> Membership:
    return ((item.id, agency_point(one)) for item, one in _named(roster))


def _systems(roster: Roster, places: Places) -> Membership:
    for item, one in _named(roster):
        if one.function:
            yield item.id, system_point(one)


def _places_by_topic(roster: Roster, places: Places) -> Membership:
    for item in roster.items.values():
        for topic in item.topics:
            yield topic, place_point(places, item.plan)


def _places_by_owner(roster: Roster, places: Places) -> Membership:
    """A topic together with a system that leads it there: shared by places that chose alike."""
    for item in roster.items.values():
        systems = {BY["function"](roster.agencies[name]) for name in item.leads}
        for topic in item.topics:
            for system in sorted(systems):
                yield f"{topic}\n{system}", place_point(places, item.plan)


MEMBERS: Mapping[str, Callable[[Roster, Places], Membership]] = {
    "agency": _agencies,
    "function": _systems,
    "place": _places_by_topic,
    "owner": _places_by_owner,
}
"""What a picture of one kind of point can be of."""


def _named(roster: Roster) -> Iterable[tuple[Item, Agency]]:
    for item in roster.items.values():
        for name in dict.fromkeys(name for role in ROLES for name in item.holders(role)):
            yield item, roster.agencies[name]
