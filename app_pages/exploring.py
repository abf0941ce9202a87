"""What the graph page draws, from what its address says: where it starts, what was opened, hidden, pinned, filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app_pages import data
from app_pages.scope import apart
from app_pages.view import View
from graph.draw import positions
from graph.explorer import opening, paths, projection
from graph.explorer.places import places as places_of
from graph.explorer.web import Point, Sieve, Tie, Web, sifted, web
from graph.workload.networks import WEIGHTS
from graph.workload.roster import Roster

ALSO = ("function", "topic", "place", "document", "platform")
"""What may be drawn besides agencies and items."""

KIND = {name: name.capitalize() for name in ALSO} | {"place": "Jurisdiction"}
MODES = ("both", "agency", "function", "place", "owner")
"""Agencies and items, or one kind of point alone."""

PLAIN = ("Agency", "Task")
"""The kinds that are drawn in any case."""

ROLES = ("both", "lead", "support")
COLOURS = ("function", "plan", "community", "leads", "betweenness")
SIZES = ("items", "leads", "betweenness", "even")

Spot = tuple[float, float]


@dataclass(frozen=True)
class Wish:
    """What the address asks to be drawn."""

    mode: str = "both"
    weight: str = "count"
    least: int = 1
    start: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    shuts: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    pinned: Mapping[str, Spot] = field(default_factory=dict)
    ends: tuple[str, str] | None = None
    """Both ends of the path that is looked for."""
    origin: str | None = None
    """Where a path is to begin, while its other end is not chosen yet."""
    also: tuple[str, ...] = ()
    all: bool = False
    sieve: Sieve = field(default_factory=Sieve)
    colour: str = COLOURS[0]
    size: str = SIZES[0]


def wish(own: Mapping[str, str]) -> Wish:
    """What an address asks for; what makes no sense falls back to the default."""
    agency, node = own.get("agency"), own.get("node", "")
    start = apart(own.get("start")) or ((f"Agency:{agency}",) if agency else ())
    start = start or ((node,) if node.startswith("Task:") and not own.get("all") else ())
    origin, end = own.get("from"), own.get("to")
    least = own.get("least", "")
    return Wish(
        mode=one_of(own.get("mode"), MODES),
        weight=one_of(own.get("weight"), tuple(WEIGHTS)),
        least=int(least) if least.isdigit() and 0 < int(least) < 100 else 1,
        start=start,
        opens=apart(own.get("open")),
        shuts=apart(own.get("shut")),
        hidden=apart(own.get("hide")),
        pinned=dict(filter(None, map(spot, apart(own.get("pin"))))),
        ends=(origin, end) if origin and end and origin != end else None,
        origin=origin if not end else None,
        also=tuple(kind for kind in own.get("also", "").split(",") if kind in ALSO),
        all=own.get("all") == "1",
        sieve=Sieve(
            role=own.get("role") if own.get("role") in ROLES[1:] else None,
            functions=frozenset(apart(own.get("functions"))),
            levels=frozenset(apart(own.get("levels"))),
            years=frozenset(apart(own.get("years"))),
        ),
        colour=one_of(own.get("color"), COLOURS),
        size=one_of(own.get("size"), SIZES),
    )


def one_of(value: str | None, allowed: Sequence[str]) -> str:
    """A value that is allowed, or the first."""
    return value if value is not None and value in allowed else allowed[0]


def spot(text: str) -> tuple[str, Spot] | None:
    """A pinned point as the address holds it: `id@x@y`."""
    name, *numbers = text.rsplit("@", 2)
    try:
        x, y = map(float, numbers)
    except ValueError:
        return None
    return (name, (x, y)) if abs(x) < 1e6 and abs(y) < 1e6 else None


@dataclass(frozen=True)
class Drawn:
    """Points and ties of one picture, their places, and what has to be said of them."""

    points: Mapping[str, Point]
    ties: Sequence[Tie]
    spots: Mapping[str, Spot]
    weights: Mapping[Tie, float] = field(default_factory=dict)
    shared: Mapping[Tie, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)
    web: Web = field(default_factory=lambda: Web({}, ()))
    start: tuple[str, ...] = ()
    """What the picture starts from where nobody chose: the topic that most plans share."""
    cut: int = 0
    ways: Sequence[tuple[str, ...]] = ()
    hidden: int = 0


def drawn(view: View, asked: Wish) -> Drawn:
    """The picture that an address asks for, kept for the next click: most clicks only pick something in it."""
    return data.kept_web(("drawn", view.revision, view.scope.href("explore"), repr(asked)), lambda: made(view, asked))


def warm(view: View) -> None:
    """Makes the picture that the page opens on."""
    drawn(view, Wish())


def made(view: View, asked: Wish) -> Drawn:
    """The same, made."""
    if asked.mode != "both":
        return alone(view, passing(view, asked), asked)
    whole = whole_of(view, asked)
    if asked.ends:
        return path(whole, asked)
    chosen = starts(view, whole, asked)
    also = {KIND[kind] for kind in asked.also}
    firm = {*chosen, *asked.opens}
    shown = part_of(view, asked, also | {name.partition(":")[0] for name in firm})
    plain = part_of(view, asked, firm=firm)
    found = opening.opened(plain, chosen, asked.opens, asked.shuts) if chosen else opening.everything(plain)
    found = opening.with_kinds(shown, found, also)
    names = found.without(asked.hidden)
    ties = shown.between(names)
    lines = tuple((tie.source, tie.target) for tie in shown.between(found.points))
    spots = grown(tuple((source, tuple(names)) for source, names in found.steps), lines, tuple(asked.pinned.items()))
    return Drawn(
        {name: shown.points[name] for name in names},
        ties,
        spots,
        web=shown,
        start=() if asked.start else tuple(chosen),
        cut=found.cut,
        hidden=len(found.points) - len(names),
    )


def whole_of(view: View, asked: Wish) -> Web:
    """All points and ties of the scope that pass the filters."""
    linked = links_wanted(asked)

    def whole() -> Web:
        found = view.rows("task_links", plan=view.chosen()) if linked else []
        return web(passing(view, asked), data.places(view.revision), found)

    return data.kept_web(("web", *_passing(view, asked)), whole)


def part_of(view: View, asked: Wish, kinds: Iterable[str] = (), firm: Iterable[str] = ()) -> Web:
    """The agencies and items of these, with all points of other kinds, or with some points of any kind."""
    also = {*kinds} - {*PLAIN}
    some = {name for name in firm if name.partition(":")[0] not in PLAIN}

    def part() -> Web:
        whole = whole_of(view, asked)
        return whole.only(
            n for n, point in whole.points.items() if point.kind in PLAIN or point.kind in also or n in some
        )

    return data.kept_web(("part", *_passing(view, asked), tuple(sorted(also)), tuple(sorted(some))), part)


def _passing(view: View, asked: Wish) -> tuple[str, ...]:
    """What the points and ties that a picture may hold depend on."""
    return view.revision, view.scope.href("explore"), str(links_wanted(asked)), repr(_sieve(asked.sieve))


def _sieve(sieve: Sieve) -> tuple[object, ...]:
    return sieve.role, sorted(sieve.functions), sorted(sieve.levels), sorted(sieve.years)


def grown(
    steps: tuple[tuple[str, tuple[str, ...]], ...],
    pairs: tuple[tuple[str, str], ...],
    pinned: tuple[tuple[str, Spot], ...],
) -> dict[str, Spot]:
    """Places of a picture that grew by clicks; those who open the same point see the same picture at once."""
    return data.kept_page(("grown", steps, pairs, pinned), lambda: places_of(steps, pairs, dict(pinned), laid))


def passing(view: View, asked: Wish) -> Roster:
    """The roster of the scope with what passes the filters."""
    key = ("passing", view.revision, view.scope.href("explore"), repr(_sieve(asked.sieve)))
    return data.kept_web(key, lambda: sifted(scoped(view), asked.sieve, view.scope.collective))


def scoped(view: View) -> Roster:
    """The roster of the plans, the section and the topic in scope."""
    scope = view.scope
    return data.roster(view.revision).chosen(
        set(view.chosen()), {scope.section} if scope.section else None, {scope.topic} if scope.topic else None
    )


def links_wanted(asked: Wish) -> bool:
    """Whether the picture may hold documents and platforms."""
    named = (*asked.start, *asked.opens, *(asked.ends or ()))
    return bool({"document", "platform"} & set(asked.also)) or any(
        name.startswith(("Document:", "Platform:")) for name in named
    )


def starts(view: View, whole: Web, asked: Wish) -> list[str]:
    """Where the picture starts: as chosen; else the topic that most plans share; nothing where all is asked for."""
    chosen = [name for name in asked.start if name in whole.points]
    if chosen or asked.all or view.scope.topic or view.scope.section:
        return chosen
    counts = Counter[str]()
    for name, point in whole.points.items():
        if point.kind == "Topic":
            counts[name] = len({whole.points[task].plan for task in whole.near[name]})
    return [counts.most_common(1)[0][0]] if counts else []


def path(whole: Web, asked: Wish) -> Drawn:
    """All shortest ways between two points, over agencies and items, and over systems where asked for."""
    start, end = asked.ends or ("", "")
    kinds = {"Agency", "Task", *(KIND[kind] for kind in asked.also)}
    shown = whole.kinds(kinds | {whole.points[name].kind for name in (start, end) if name in whole.points})
    found = paths.ways(shown, start, end)
    names = [*dict.fromkeys(name for way in found for name in way)]
    steps = {frozenset(pair) for way in found for pair in pairwise(way)}
    ties = [tie for tie in shown.between(names) if frozenset((tie.source, tie.target)) in steps]
    spots = places_of([("", names)], [(tie.source, tie.target) for tie in ties], asked.pinned)
    return Drawn({name: shown.points[name] for name in names}, ties, spots, web=shown, ways=found)


def alone(view: View, roster: Roster, asked: Wish) -> Drawn:
    """A picture of one kind of point, tied by what they share."""
    tasks = tasks_of(view, roster, asked)
    if tasks is not None:
        roster = replace(roster, items={name: item for name, item in roster.items.items() if name in tasks})
    found = projection.projected(roster, data.places(view.revision), asked.mode, asked.weight).at_least(asked.least)
    names = dict.fromkeys(name for name in found.points if name not in asked.hidden)
    ties = [tie for tie in found.weights if tie.source in names and tie.target in names]
    spots = laid(sorted(found.points), sorted((tie.source, tie.target) for tie in found.weights))
    return Drawn(
        {name: found.points[name] for name in names},
        ties,
        spots | {name: at for name, at in asked.pinned.items() if name in spots},
        found.weights,
        found.shared,
        found.held,
        cut=found.cut,
        hidden=len(found.points) - len(names),
    )


def tasks_of(view: View, roster: Roster, asked: Wish) -> set[str] | None:
    """The items near what a person chose to start from; None where nobody chose."""
    if not asked.start:
        return None
    whole = whole_of(view, asked)
    found = opening.opened(
        whole.kinds({"Agency", "Task", *(name.partition(":")[0] for name in asked.start)}), asked.start, (), ()
    )
    return {name.partition(":")[2] for name in found.points if name.startswith("Task:")} or None


def laid(names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, Spot]:
    """Places of the points that a picture begins with."""
    return data.kept_page(("laid", (*names,), (*pairs,)), lambda: positions(names, pairs))
