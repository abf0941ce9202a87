"""Pictures as SVG made here: no script to load, the page's own fonts and colours, every point a link to its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app_pages.markup import Html, h
from app_pages.pieces import printed, url
from app_pages.words import Say

LEVELS = ("national", "province", "prefecture", "county", "other")


@dataclass(frozen=True)
class Curve:
    """A Lorenz curve with its name; the one in question is drawn strong."""

    name: str
    points: Sequence[tuple[float, float]]
    strong: bool = False
    pick: str | None = None
    """What a click on it asks for."""


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
            data_pick=curve.pick,
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
    """Plans by the date of issue, a row for each level; a point is a link with `name`, `date`, `level`, `href`.

    Names stand on as many lines over their row as they need to keep apart; where a crowd leaves no room, a name is
    left to its tooltip.
    """
    dated = sorted((point for point in points if point["date"]), key=lambda point: point["date"])
    if not dated:
        return Html("")
    days = [date.fromisoformat(point["date"]).toordinal() for point in dated]
    first, last = min(days), max(days)
    left, right = 92, 90

    def across(day: int) -> float:
        return left + (day - first) / max(1, last - first) * (width - left - right)

    rows, marks, top = list[Html](), list[Html](), 0.0
    for level in (name for name in LEVELS if any(point["level"] == name for point in dated)):
        here = [(point, across(day)) for point, day in zip(dated, days, strict=True) if point["level"] == level]
        lines = _lines([(x, wide(point["name"])) for point, x in here], width)
        y = top + 24 + LINE * max((line for line in lines if line is not None), default=0)
        rows.append(h("line", class_="grid", x1=left - 14, x2=width - 20, y1=y, y2=y))
        rows.append(h("text", say(f"level.{level}"), class_="faint", x=0, y=y + 4))
        marks += [_plan(point, x, y, line) for (point, x), line in zip(here, lines, strict=True)]
        top = y + 20
    axis = [
        h("text", month, class_="faint", x=across(day), y=top + 18, text_anchor="middle")
        for month, day in _months(date.fromordinal(first), date.fromordinal(last))
    ]
    return h(
        "svg",
        rows,
        axis,
        marks,
        viewBox=f"0 0 {width} {top + 26:.0f}",
        width=width,
        role="img",
        aria_label=say("timeline.title"),
    )


LINE, MOST_LINES, SIGN = 17, 6, 12.5
"""Height of a line of names, how many stand over one another, and the width of a Chinese sign."""


def wide(name: str) -> float:
    """About how wide a name is drawn."""
    return sum(SIGN if ord(sign) > 255 else 0.58 * SIGN for sign in name)


def _lines(names: Sequence[tuple[float, float]], width: int) -> list[int | None]:
    """The line of each name (its middle and its width), the lowest where it meets no other; None where none is free."""
    ends = [-1e9] * MOST_LINES
    found: list[int | None] = []
    for middle, size in names:
        start, end = middle - size / 2, middle + size / 2
        line = next((line for line, taken in enumerate(ends) if start > taken + 8 and end < width), None)
        if line is not None:
            ends[line] = end
        found.append(line)
    return found


def _months(first: date, last: date) -> list[tuple[str, int]]:
    """At most some seven months to write under the line: the months of the span, thinned evenly."""
    months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [date(y, m, 1) for y, m in months if first <= date(y, m, 1) <= last] or [first]
    step = -(-len(inside) // 7)
    return [(f"{day:%Y-%m}", day.toordinal()) for day in inside[::step]]


def _plan(point: Mapping[str, str], x: float, y: float, line: int | None) -> Html:
    words = f"{point['name']} {point['date']}"
    high = y - 10 - LINE * (line or 0)
    return h(
        "a",
        h("title", words),
        h("line", class_="grid", x1=x, x2=x, y1=y, y2=high + 3) if line else None,
        h("circle", class_="point", cx=x, cy=y, r=6),
        h("text", point["name"], x=x, y=high, text_anchor="middle") if line is not None else None,
        href=url(point["href"]),
        data_go=point["href"],
        aria_label=words,
    )


@dataclass(frozen=True)
class Load:
    """What one agency carries, for the ranking: `whole` by the counting rule, of it `sole` alone.

    `ghosts` is what the same system carries elsewhere, the most first.
    """

    name: str
    whole: float
    sole: float
    supports: float
    ghosts: Sequence[float] = ()


def ranking(say: Say, loads: Sequence[Load], mean: float, width: int = 760) -> Html:
    """Bars of leads, dark what is led alone, with supports below in ochre and the mean as a line."""
    left, right, step, top = 210, 60, 27, 22
    most = max((value for load in loads for value in (load.whole, load.supports, *load.ghosts)), default=1) or 1
    high = top + step * len(loads) + 26

    def long(value: float) -> float:
        return round(value / most * (width - left - right), 1)

    bars = [_bar(load, left, top + step * place, long) for place, load in enumerate(loads)]
    x = left + long(mean)
    line = h("line", class_="even", x1=x, x2=x, y1=top - 8, y2=high - 22)
    words = h("text", f"{say('legend.mean')} {printed(float(mean))}", class_="faint", x=x, y=12, text_anchor="middle")
    key, at = list[Html](), float(left)
    parts = [("bar sole", "legend.sole"), ("bar", "legend.shared"), ("bar supports", "legend.supports")]
    if any(load.ghosts for load in loads):
        parts.append(("ghost", "legend.ghost"))
    for css, name in parts:
        key.append(h("rect", class_=css, x=at, y=high - 14, width=14, height=9))
        key.append(h("text", say(name), class_="faint", x=at + 19, y=high - 5))
        at += 40 + wide(say(name))
    return h(
        "svg", line, bars, words, key,
        viewBox=f"0 0 {width} {high}", width=width, role="img", aria_label=say("heading.ranks"),
    )  # fmt: skip


def _bar(load: Load, left: int, y: int, long: Callable[[float], float]) -> list[Html]:
    return [
        h("g", [_ghost(left, y, long(value)) for value in load.ghosts if value]),
        h("text", load.name, x=left - 8, y=y + 13, text_anchor="end"),
        h("rect", class_="bar", x=left, y=y + 2, width=long(load.whole), height=13),
        h("rect", class_="bar sole", x=left, y=y + 2, width=long(min(load.sole, load.whole)), height=13),
        h("rect", class_="bar supports", x=left, y=y + 17, width=long(load.supports), height=4),
        h("text", printed(float(load.whole)), class_="faint over", x=left + long(load.whole) + 5, y=y + 13),
    ]


def _ghost(left: int, y: int, long: float) -> Html:
    end = left + long
    return h(
        "g",
        h("rect", class_="ghost", x=left, y=y, width=long, height=17),
        h("line", class_="ghost-end", x1=end, x2=end, y1=y, y2=y + 17),
    )


@dataclass(frozen=True)
class Cell:
    """A field of the heat map: its number, its tooltip, and what a click asks for; `value` None is an empty field."""

    value: int | None
    title: str = ""
    pick: str | None = None


def heat(say: Say, across: Sequence[str], down: Sequence[str], cells: Sequence[Sequence[Cell]]) -> Html:
    """A heat map: darker for more, a dash where there is nothing."""
    left = max(120.0, *(wide(name) for name in down)) + 12
    column = max(46.0, *(wide(name) for name in across)) + 10
    step, top = 25, 26
    most = max((cell.value or 0 for row in cells for cell in row), default=1) or 1
    heads = [h("text", name, x=left + column * (i + 0.5), y=16, text_anchor="middle") for i, name in enumerate(across)]
    rows = [
        [
            h("text", name, x=left - 8, y=top + step * place + 17, text_anchor="end"),
            [_field(cell, left + column * i, top + step * place, column, step, most) for i, cell in enumerate(row)],
        ]
        for place, (name, row) in enumerate(zip(down, cells, strict=True))
    ]
    width, high = left + column * len(across) + 4, top + step * len(down) + 6
    return h(
        "svg", heads, rows,
        viewBox=f"0 0 {width:.0f} {high}", width=f"{width:.0f}", role="img", aria_label=say("heat.title"),
    )  # fmt: skip


def _field(cell: Cell, x: float, y: float, column: float, step: int, most: int) -> Html:
    share = (cell.value or 0) / most
    shade = f"fill-opacity:{0.08 + 0.87 * share:.2f}" if cell.value else None
    css = "field" if cell.value else "field none"
    words = str(cell.value) if cell.value else "–"
    return h(
        "g",
        h("rect", class_=css, x=x + 1, y=y + 1, width=column - 2, height=step - 2, rx=2, style=shade),
        h("text", words, x=x + column / 2, y=y + 17, text_anchor="middle", class_="deep" if share > 0.55 else None),
        h("title", cell.title) if cell.title else None,
        data_pick=cell.pick,
        role="button" if cell.pick else None,
        tabindex=0 if cell.pick else None,
    )
