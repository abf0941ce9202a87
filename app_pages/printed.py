"""What a plan prints besides assignments: items that name nobody, and any passage by its place.

A row of a table may rest on such words alone; its click opens them like those of any other figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app_pages import reading
from app_pages.marks import Mark, excerpt, marked
from app_pages.markup import Html, h
from app_pages.pieces import Row
from app_pages.view import View

NARROW = ("agency", "function", "role", "rule", "place", "beside", "span", "document", "platform")
"""Filters that ask for assignments or passages: an item without any is not meant."""


def unassigned(view: View, filters: Mapping[str, str], rows: Iterable[Row]) -> list[Row]:
    """The items that a pick means and that have none of its `rows`: nobody is printed for them."""
    asked = filters.get("task")
    if not asked and any(name in filters for name in NARROW):
        return []
    held = {row["taskId"] for row in rows}
    tasks = set(asked.split("|")) - held if asked else None
    if tasks is not None and not tasks:
        return []
    wanted = {
        "sectionId": filters.get("section", view.scope.section),
        "topicKey": filters.get("topic", view.scope.topic),
    }
    named = sorted({plan for task in tasks or () if (plan := task.partition("/")[0]) in view.plans})
    plans = [filters["plan"]] if filters.get("plan") else named if asked else view.chosen()
    return [
        item
        for item in (view.rows("plan_items", plan=plans) if plans else ())
        if item["taskId"] not in held
        and (item["taskId"] in tasks if tasks else all(not key or item[name] == key for name, key in wanted.items()))
    ]


def spans(text: str) -> list[tuple[str, int, int]]:
    """The places that a pick names, as `plan@start@end` one after another; what makes no sense is left out."""
    found = []
    for part in text.split("|"):
        plan, *ends = part.rsplit("@", 2)
        if len(ends) == 2 and all(end.isdecimal() and len(end) < 10 for end in ends) and int(ends[0]) < int(ends[1]):
            found.append((plan, int(ends[0]), int(ends[1])))
    return found


def span(plan: str, start: int, end: int) -> str:
    """A place as a pick holds it."""
    return f"{plan}@{start}@{end}"


def passage_rows(view: View, text: str) -> list[dict[str, Any]]:
    """The passages that a pick names, those that are in the loaded plans."""
    found = []
    for plan, start, end in spans(text):
        if plan in view.plans and end <= len((whole := reading.read(view, plan)).text):
            found.append({"plan": plan, "start": start, "end": end, "line": whole.line(start), "page": None})
    return found


def quoted(view: View, row: Row) -> Html:
    """A passage among the words around it, marked."""
    text = reading.read(view, row["plan"])
    start, end = excerpt(text.text, row["start"], row["end"], around=20)
    return h("blockquote", marked(text.text, [Mark(row["start"], row["end"], "found")], start, end))


def whole(view: View, item: Row) -> Html:
    """The words of an item, its marks in them."""
    text = reading.read(view, item["plan"])
    return h("blockquote", reading.passage(view, text, item["start"], item["end"]))
