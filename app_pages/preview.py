"""A plan as it was read from a file, before it counts: its head, what was not read or repaired, its items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app_pages import pieces, reading
from app_pages.markup import Child, Html, h, join
from app_pages.panel import framed
from app_pages.view import View
from loaders.private import mask
from loaders.records import Party, PlanRecord, Task


def preview(view: View, record: PlanRecord, way: Html | None) -> Html:
    """The plan as it would be loaded; `way` leads to its text where it is."""
    say, plan = view.say, record.plan
    facts = [
        ("title", mask(plan.title)),
        ("place", plan.jurisdiction),
        ("date", plan.date),
        ("number", plan.doc_number),
        ("issuers", say.listed(list(plan.issuers))),
    ]
    head = h(
        "dl",
        [
            [h("dt", say(f"import.{name}")), h("dd", value or h("span", say("import.missing"), class_="doubt"))]
            for name, value in facts
        ],
        class_="facts wide",
    )
    items = [item(view, record, task) for task in record.tasks]
    words = [say("counted.tasks", n=len(record.tasks)), " ", way]
    return framed(view, Path(plan.source.file).name, words, [head, report(view, record), items])


def report(view: View, record: PlanRecord) -> list[Html]:
    """What was not read, and what was repaired, each with its line."""
    say, found = view.say, record.report
    unread = [h("div", place(view, each.line), h("blockquote", mask(each.text))) for each in found.unread]
    repairs = [
        h("div", place(view, each.line), " ", reading.mended(say, each.before, each.after)) for each in found.repairs
    ]
    parts = (("unread", unread, True), ("repairs", repairs, False))
    return [
        h("details", h("summary", say(f"plans.{name}", n=len(each))), each, open=shown, class_="item")
        for name, each, shown in parts
        if each
    ]


def place(view: View, line: int) -> Html:
    """Where in the file something stands."""
    return h("span", view.say("item.line", line=line), class_="faint small")


def item(view: View, record: PlanRecord, task: Task) -> Html:
    """One item with the names that were read, as printed."""
    say = view.say
    number = say("item.number", number=task.number)
    title = h("h4", f"{number} {mask(task.title or say('item.untitled'))}")
    place = h("div", join([task.section, say("item.line", line=record.lines.line(task.start))], " · "), class_="where")
    names = [
        chips(view, role, parties) for role, parties in (("lead", task.lead), ("support", task.support)) if parties
    ]
    return h("div", place, title, names, class_="item")


def chips(view: View, role: str, parties: Sequence[Party]) -> Child:
    """The names of one role."""
    return h(
        "div", pieces.role(view.say, role), " ", [pieces.chip(p.name, role, collective=p.collective) for p in parties]
    )
