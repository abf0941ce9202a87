"""Pictures as SVG made here: no script to load, the page's own fonts and colours, every point a link to its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app_pages.markup import Html, h
from app_pages.pieces import url
from app_pages.words import Say

LEVELS = ("national", "province", "prefecture", "county", "other")


@dataclass(frozen=True)
class Curve:
    """A Lorenz curve with its name; the one in question is drawn strong."""

    name: str
    points: Sequence[tuple[float, float]]
    strong: bool = False


def lorenz(say: Say, curves: Sequence[Curve], size: int = 300) -> Html:
    """Lorenz curves over the line of equal shares."""
    left, top, side = 44, 26, size - 76

    def at(x: float, y: float) -> str:
        return f"{left + x * side:.1f},{top + (1 - y) * side:.1f}"

    ticks = [
        [
            h("line", class_="grid", x1=left, x2=left + side, y1=top + side * (1 - t), y2=top + side * (1 - t)),
            h("text", f"{t:.0%}", class_="faint", x=left - 6, y=top + side * (1 - t) + 4, text_anchor="end"),
            h("text", f"{t:.0%}", class_="faint", x=left + side * t, y=top + side + 16, text_anchor="middle"),
        ]
        for t in (0, 0.5, 1)
    ]
    even = h("polyline", class_="even", points=f"{at(0, 0)} {at(1, 1)}", fill="none")
    lines = [
        h(
            "polyline",
            h("title", curve.name),
            class_="curve on" if curve.strong else "curve",
            points=" ".join(at(x, y) for x, y in curve.points),
        )
        for curve in sorted(curves, key=lambda curve: curve.strong)
    ]
    across = h("text", say("lorenz.across"), class_="faint", x=left + side / 2, y=size - 12, text_anchor="middle")
    up = h("text", say("lorenz.up"), class_="faint", x=0, y=12)
    return h(
        "svg",
        up,
        ticks,
        even,
        lines,
        across,
        viewBox=f"0 0 {size} {size - 6}",
        width=size,
        role="img",
        aria_label=say("lorenz.title"),
    )


def timeline(say: Say, points: Sequence[Mapping[str, str]], width: int = 760) -> Html:
    """Plans by the date of issue, a row for each level; a point is a link with `name`, `date`, `level`, `href`."""
    dated = [point for point in points if point["date"]]
    if not dated:
        return Html("")
    levels = [level for level in LEVELS if any(point["level"] == level for point in dated)]
    days = [date.fromisoformat(point["date"]).toordinal() for point in dated]
    first, last = min(days), max(days)
    left, right, step = 92, 90, 44
    high = step * len(levels) + 34

    def across(day: int) -> float:
        return left + (day - first) / max(1, last - first) * (width - left - right)

    rows = [
        [
            h("line", class_="grid", x1=left - 14, x2=width - 20, y1=_y(levels, level), y2=_y(levels, level)),
            h("text", say(f"level.{level}"), class_="faint", x=0, y=_y(levels, level) + 4),
        ]
        for level in levels
    ]
    axis = [
        h("text", month, class_="faint", x=across(day), y=high - 4, text_anchor="middle")
        for month, day in _months(date.fromordinal(first), date.fromordinal(last))
    ]
    marks = [
        _plan(point, across(day), _y(levels, point["level"]), shift)
        for point, day, shift in zip(dated, days, _shifts(dated, days, first, last), strict=True)
    ]
    return h(
        "svg",
        rows,
        axis,
        marks,
        viewBox=f"0 0 {width} {high}",
        width=width,
        role="img",
        aria_label=say("timeline.title"),
    )


def _months(first: date, last: date) -> list[tuple[str, int]]:
    """At most some seven months to write under the line: the months of the span, thinned evenly."""
    months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [date(y, m, 1) for y, m in months if first <= date(y, m, 1) <= last] or [first]
    step = -(-len(inside) // 7)
    return [(f"{day:%Y-%m}", day.toordinal()) for day in inside[::step]]


def _y(levels: Sequence[str], level: str) -> int:
    return 24 + 44 * levels.index(level)


def _shifts(points: Sequence[Mapping[str, str]], days: Sequence[int], first: int, last: int) -> list[int]:
    """Labels of one level that stand close are set above and below the line in turn."""
    seen: dict[str, tuple[int, int]] = {}
    shifts = []
    for point, day in sorted(zip(points, days, strict=True), key=lambda pair: pair[1]):
        before, shift = seen.get(point["level"], (first - last - 1, -1))
        near = (day - before) < (last - first) * 0.16
        seen[point["level"]] = (day, -shift if near else 1)
        shifts.append((id(point), seen[point["level"]][1]))
    found = dict(shifts)
    return [found[id(point)] for point in points]


def _plan(point: Mapping[str, str], x: float, y: int, shift: int) -> Html:
    label = h("text", point["name"], x=x, y=y - 10 if shift > 0 else y + 20, text_anchor="middle")
    words = f"{point['name']} {point['date']}"
    return h(
        "a",
        h("title", words),
        h("circle", class_="point", cx=x, cy=y, r=6),
        label,
        href=url(point["href"]),
        data_go=point["href"],
        aria_label=words,
    )
