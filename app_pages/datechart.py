"""Deadlines and targets in time, as SVG: periods across, plans down, a mark for each that opens its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app_pages.charts import wide
from app_pages.markup import Html, h
from app_pages.pieces import url
from app_pages.scope import pick as picked
from app_pages.words import Say

QUARTERS = 16
"""Longer spans are drawn by year."""

CELL = 12
"""So many marks stand in a cell; more are one mark with their number."""

LISTED = 100
"""Items that a click on such a number asks for at most: more than the panel lists."""

ACROSS, STEP, HEAD, PAD = 4, 19, 30, 9
"""Marks beside one another in a cell, the room of one, the height of the heads, and what is left free around."""


@dataclass(frozen=True)
class Due:
    """A deadline or a target: its row, its day (None where none is printed), its words and its item.

    `href` leads to the words of an item that the panel can't show, having no assignment.
    """

    row: str
    kind: str
    day: str | None
    words: str
    task: str
    href: str | None = None


def periods(days: Iterable[str]) -> tuple[list[str], bool]:
    """All periods from the first day to the last, and whether these are quarters; otherwise they are years."""
    quarters = sorted({(int(day[:4]), (int(day[5:7]) - 1) // 3) for day in days})
    if not quarters:
        return [], True
    (first, early), (last, late) = quarters[0], quarters[-1]
    span = range(first * 4 + early, last * 4 + late + 1)
    if len(span) > QUARTERS:
        return [f"{year}" for year in range(first, last + 1)], False
    return [f"{place // 4} Q{place % 4 + 1}" for place in span], True


def period(day: str, by_quarter: bool) -> str:
    """The period that a day falls into."""
    return f"{day[:4]} Q{(int(day[5:7]) - 1) // 3 + 1}" if by_quarter else day[:4]


def due_chart(say: Say, rows: Sequence[str], dues: Sequence[Due]) -> Html:
    """The chart, with what has no day to the right."""
    across, by_quarter = periods(due.day for due in dues if due.day)
    columns = [*across, ""]
    cells: dict[tuple[str, str], list[Due]] = {}
    for due in sorted(dues, key=lambda due: (due.day or "", due.kind)):
        cells.setdefault((due.row, period(due.day, by_quarter) if due.day else ""), []).append(due)
    left = max([70.0, *(wide(row) for row in rows)]) + 14
    column = max(ACROSS * STEP + 2 * PAD, 92.0)
    drawn, top = list[Html](), float(HEAD)
    for row in rows:
        lines = max((_lines(cells.get((row, name), ())) for name in columns), default=1)
        high = lines * STEP + 2 * PAD
        drawn.append(h("line", class_="grid", x1=0, x2=left + column * len(columns), y1=top, y2=top))
        drawn.append(h("text", row, x=left - 10, y=top + PAD + 14, text_anchor="end"))
        for place, name in enumerate(columns):
            drawn += _cell(cells.get((row, name), ()), left + column * place + PAD, top + PAD)
        top += high
    heads = [
        h(
            "text",
            name or say("dates.undated"),
            class_="faint",
            x=left + column * (place + 0.5),
            y=18,
            text_anchor="middle",
        )
        for place, name in enumerate(columns)
    ]
    edge = left + column * len(across)
    undated = h("line", class_="even", x1=edge, x2=edge, y1=6, y2=top)
    width = left + column * len(columns) + 4
    return h(
        "svg", heads, undated, drawn, _legend(say, left, top + 22),
        viewBox=f"0 0 {width:.0f} {top + 34:.0f}", width=f"{width:.0f}", role="img", aria_label=say("dates.title"),
    )  # fmt: skip


def _lines(dues: Sequence[Due]) -> int:
    return 1 if len(dues) > CELL else max(1, -(-len(dues) // ACROSS))


def _cell(dues: Sequence[Due], x: float, y: float) -> list[Html]:
    if len(dues) > CELL:
        return [_crowd(dues, x, y)]
    return [_mark(due, x + STEP * (i % ACROSS) + 8, y + STEP * (i // ACROSS) + 9) for i, due in enumerate(dues)]


def _crowd(dues: Sequence[Due], x: float, y: float) -> Html:
    words = "\n".join(due.words for due in dues[:CELL])
    box = h("rect", class_="due crowd", x=x, y=y, width=ACROSS * STEP - 4, height=STEP - 2, rx=8)
    number = h("text", len(dues), class_="deep", x=x + (ACROSS * STEP - 4) / 2, y=y + 13, text_anchor="middle")
    asked = picked(task="|".join(dict.fromkeys(due.task for due in dues[:LISTED])))
    return h("g", box, number, h("title", words), data_pick=asked, role="button", tabindex=0)


def _mark(due: Due, x: float, y: float) -> Html:
    title, shape = h("title", due.words), _shape(due.kind, x, y)
    if due.href:
        return h("a", title, shape, href=url(due.href), data_go=due.href, aria_label=due.words)
    asked = picked(task=due.task)
    return h("g", title, shape, data_pick=asked, role="button", tabindex=0, aria_label=due.words)


def _shape(kind: str, x: float, y: float) -> Html:
    if kind == "deadline":
        return h("circle", class_="due", cx=f"{x:.1f}", cy=f"{y:.1f}", r=6.5)
    return h("path", class_="due target", d=f"M{x:.1f} {y - 7.5:.1f}l7.5 7.5l-7.5 7.5l-7.5 -7.5z")


def _legend(say: Say, x: float, y: float) -> list[Html]:
    found, at = list[Html](), x + 8
    for kind in ("deadline", "target"):
        words = say(f"dates.kind.{kind}")
        found += [_shape(kind, at, y - 4), h("text", words, class_="faint", x=at + 13, y=y)]
        at += 44 + wide(words)
    return found
