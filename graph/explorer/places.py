"""Places of a picture that grows: what stands keeps its place, what comes is set beside what it was opened from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from graph.draw import SPACE, TURN, Point, positions
from graph.workload.inequality import Floats

Pairs = Sequence[tuple[str, str]]


def places(
    steps: Sequence[tuple[str, Sequence[str]]],
    pairs: Iterable[tuple[str, str]],
    pinned: Mapping[str, Point],
    layout: Callable[[Sequence[str], Pairs], Mapping[str, Point]] = positions,
) -> dict[str, Point]:
    """A place for each point of each step; those that a person pinned stand where they were put.

    `layout` places the points of the first step, which takes most of the time.
    """
    ties = [*pairs]
    found: dict[str, Point] = {}
    for source, names in steps:
        if not found:
            held = set(names)
            found = {**layout(names, [(a, b) for a, b in ties if a in held and b in held])}
            found |= {name: spot for name, spot in pinned.items() if name in found}
        else:
            found |= _beside(found, source, names, ties)
            found |= {name: spot for name, spot in pinned.items() if name in names}
    return found


def _beside(
    found: Mapping[str, Point], source: str, names: Sequence[str], ties: Sequence[tuple[str, str]]
) -> dict[str, Point]:
    """Free spots for new points: as near as can be to what they hang on, away from the middle of the picture."""
    if not names:
        return {}
    taken = np.array([*found.values()])
    anchors = _anchors(found, names, ties)
    middle = taken.mean(axis=0)
    about = found.get(source, (float(middle[0]), float(middle[1])))
    spots = _spots(about, middle, len(names) + len(found))
    gaps = _gaps(spots, taken)
    come: dict[str, Point] = {}
    for name in names:
        near = anchors.get(name) or [about]
        wanted = np.mean(np.array(near), axis=0)
        free = spots[gaps > SPACE * 0.8]
        if not len(free):  # a picture without a free spot can't be: there are more spots than points
            free = spots[-1:]
        best = free[np.argmin(np.hypot(*(free - wanted).T) + 0.35 * np.hypot(*(free - np.array(about)).T))]
        come[name] = (float(best[0]), float(best[1]))
        gaps = np.minimum(gaps, np.hypot(*(spots - best).T))
    return come


def _anchors(
    found: Mapping[str, Point], names: Sequence[str], ties: Sequence[tuple[str, str]]
) -> dict[str, list[Point]]:
    """The places of what each new point is tied to."""
    new = set(names)
    anchors: dict[str, list[Point]] = {}
    for one, other in ties:
        for name, near in ((one, other), (other, one)):
            if name in new and near in found:
                anchors.setdefault(name, []).append(found[near])
    return anchors


def _spots(about: Point, middle: Floats, count: int) -> Floats:
    """Spots about a point in a growing disc, begun on the side that looks away from the middle."""
    away = float(np.arctan2(about[1] - middle[1], about[0] - middle[0]))
    orders = np.arange(count * 2)
    far, turn = SPACE * 1.05 * np.sqrt(orders + 2), away + orders * TURN
    spots: Floats = np.column_stack([about[0] + far * np.cos(turn) * 1.15, about[1] + far * np.sin(turn)])
    return spots


def _gaps(spots: Floats, taken: Floats) -> Floats:
    """How far each spot is from the nearest point that stands."""
    apart = spots[:, None, :] - taken[None, :, :]
    gaps: Floats = np.sqrt((apart**2).sum(axis=2)).min(axis=1)
    return gaps
