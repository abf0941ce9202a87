"""Which points of a web a picture holds: where it starts, what was opened and closed since, what was hidden.

Points come in steps, in the order in which a person opened them, so that what stands keeps its place while more comes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from graph.explorer.web import Web

LIMIT = 1000
"""Points drawn at most; above that every picture is a ball."""


@dataclass(frozen=True)
class Opened:
    """The points of a picture in the steps in which they came, and what there was no room for."""

    steps: Sequence[tuple[str, Sequence[str]]]
    """What was opened (empty at the start), and the points that came with it."""
    cut: int = 0
    """Points left out for want of room."""

    @property
    def points(self) -> list[str]:
        """All points, in the order in which they came."""
        return [name for _, names in self.steps for name in names]

    def without(self, hidden: Iterable[str]) -> list[str]:
        """The points that are drawn."""
        gone = set(hidden)
        return [name for name in self.points if name not in gone]


def opened(web: Web, starts: Iterable[str], opens: Iterable[str], shuts: Iterable[str], limit: int = LIMIT) -> Opened:
    """The picture that starts from some points and was opened and closed at others."""
    steps: list[tuple[str, Sequence[str]]] = []
    shown: dict[str, None] = {}
    closed, cut = set(shuts), 0
    first = [name for name in starts if name in web.points]
    came, left = _room(_around(web, first), shown, limit)
    steps.append(("", came))
    cut += left
    for name in opens:
        if name in web.points and name not in closed:
            came, left = _room((name, *_ranked(web, name)), shown, limit)
            steps.append((name, came))
            cut += left
    kept = _without_leaves(web, shown, closed, {*first, *opens})
    return Opened([(name, [point for point in names if point in kept]) for name, names in steps], cut)


def everything(web: Web, limit: int = LIMIT) -> Opened:
    """The whole web where there is room; else from each plan in turn the items that most agencies share."""
    tasks: dict[str | None, list[str]] = {}
    for point in web.points.values():
        if point.kind == "Task":
            tasks.setdefault(point.plan, []).append(point.id)
    for names in tasks.values():
        names.sort(key=lambda name: -web.degree(name))
    shown: dict[str, None] = {}
    cut, turn = 0, 0
    while any(turn < len(names) for names in tasks.values()):
        for names in tasks.values():
            if turn < len(names):
                came = [near for near in (names[turn], *web.near.get(names[turn], ())) if near not in shown]
                if len(shown) + len(came) > limit:
                    cut += 1
                    continue
                shown |= dict.fromkeys(came)
        turn += 1
    return Opened([("", [*shown])], cut)


def with_kinds(web: Web, found: Opened, kinds: Iterable[str], limit: int = LIMIT) -> Opened:
    """The same with the points of other kinds that what is drawn hangs on: systems, topics, documents."""
    wanted, shown, steps = set(kinds), dict.fromkeys(found.points), list[tuple[str, Sequence[str]]]()
    cut = found.cut
    for source, names in found.steps:
        beside = (near for name in names for near in web.near.get(name, ()) if web.points[near].kind in wanted)
        came, left = _room(beside, shown, limit)
        steps.append((source, [*names, *came]))
        cut += left
    return Opened(steps, cut)


def neighbours_hidden(web: Web, name: str, shown: Container[str]) -> int:
    """How many neighbours of a point are not in the picture."""
    return sum(near not in shown for near in web.near.get(name, ()))


def _around(web: Web, starts: Sequence[str]) -> list[str]:
    """The starts, their neighbours, and what stands beside those: an agency's items and who else is on them."""
    found = dict.fromkeys(starts)
    for name in starts:
        found |= dict.fromkeys(_ranked(web, name))
    beside = [name for name in found if name not in starts and web.points[name].kind in ("Task", "Agency")]
    wanted = {"Task": "Agency", "Agency": "Task"}
    for name in beside:
        kind = wanted[web.points[name].kind]
        if web.points[name].kind == "Agency" and any(web.points[start].kind == "Task" for start in starts):
            continue  # an item's agencies are the whole answer; all that they do besides is opened by a click
        found |= dict.fromkeys(near for near in web.near[name] if web.points[near].kind == kind)
    return [*found]


def _ranked(web: Web, name: str) -> list[str]:
    """The neighbours of a point, those with most neighbours of their own first."""
    return sorted(web.near.get(name, ()), key=lambda near: (-web.degree(near), near))


def _room(names: Iterable[str], shown: dict[str, None], limit: int) -> tuple[list[str], int]:
    """Adds what there is room for to `shown`; what came, and how many were left out."""
    fresh = [name for name in dict.fromkeys(names) if name not in shown]
    came = fresh[: max(0, limit - len(shown))]
    shown |= dict.fromkeys(came)
    return came, len(fresh) - len(came)


def _without_leaves(web: Web, shown: Iterable[str], closed: set[str], firm: set[str]) -> set[str]:
    """The points less those that hang on closed points alone."""
    drawn = set(shown)
    if not closed & drawn:
        return drawn
    return {
        name
        for name in drawn
        if name in firm or name in closed or not (beside := drawn & set(web.near.get(name, ()))) or not beside <= closed
    }
