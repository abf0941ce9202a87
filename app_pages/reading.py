"""A plan's text as a page: outline, passages marked by what they are, the lines of the file beside."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from app_pages import data
from app_pages.marks import Mark, excerpt, marked
from app_pages.markup import Html, h, join
from app_pages.pieces import Row
from app_pages.scope import pick as picked
from app_pages.view import View
from app_pages.words import Say
from loaders.private import mask
from queries import library

KIND_OF_FACT = {"deadline": "date", "target": "target", "document": "document", "platform": "platform"}
EMPTY_REPORT: dict[str, list[Any]] = {"repairs": [], "unread": [], "prose": [], "warnings": []}


@dataclass(frozen=True)
class Source:
    """A plan's text with its lines and its reading report."""

    text: str
    offsets: Sequence[int]
    lines: Sequence[int]
    report: dict[str, Any]

    def line(self, offset: int) -> int:
        """The line of the file in which an offset stands."""
        return self.lines[max(0, bisect_right(self.offsets, offset) - 1)] if self.offsets else 1


@dataclass(frozen=True)
class Text(Source):
    """Everything that is shown of one plan."""

    plan: str
    items: Sequence[Row]
    assignments: Sequence[Row]
    facts: Sequence[Row]


def sources(view: View, plans: Iterable[str]) -> dict[str, Source]:
    """The texts of plans, each kept for itself; those that are not kept yet are asked for together."""

    def made(missing: Sequence[str]) -> dict[str, Source]:
        return {row["plan"]: _source(row) for row in library.ask(data.store(), "plan_text", plan=missing).rows}

    return data.kept_each(("text", view.revision), plans, made)


def _source(row: Row) -> Source:
    report: dict[str, Any] = json.loads(row["report"] or "{}")
    return Source(row["text"], row["offsets"] or [], row["lines"] or [], EMPTY_REPORT | report)


def read(view: View, plan: str) -> Text:
    """The plan as the graph holds it."""
    source = sources(view, [plan])[plan]
    return Text(
        source.text,
        source.offsets,
        source.lines,
        source.report,
        plan=plan,
        items=view.rows("plan_items", plan=[plan]),
        assignments=view.rows("assignments", plan=[plan], collective=True),
        facts=view.rows("plan_facts", plan=[plan]),
    )


def page(view: View, text: Text) -> Html:
    """Outline to the left, text to the right; a click in the outline scrolls the text without asking the server."""
    return h("div", outline(view, text), body(view, text), class_="reader")


def outline(view: View, text: Text) -> Html:
    """The sections and items of the plan."""
    parts = []
    for section, items in groupby(text.items, key=lambda item: item["section"]):
        parts.append(h("h2", section))
        parts += [
            h(
                "a",
                h("span", item["number"]),
                h("span", mask(item["title"] or view.say("item.untitled"))),
                href="#",
                data_scroll=f"t{item['start']}",
                data_pick=picked(task=item["taskId"]),
            )
            for item in items
        ]
    return h("nav", parts, class_="outline", data_pane=True, aria_label=view.say("plans.outline"))


def body(view: View, text: Text) -> Html:
    """The whole text in paragraphs, each with the line of the file on which it begins."""
    marks = all_marks(view, text)
    starts = {item["start"]: item for item in text.items}
    parts = []
    for start, end in blocks(text):
        inside = [mark for mark in marks if start <= mark.start < end]
        item = starts.get(start)
        parts.append(
            h(
                "p",
                h("span", text.line(start), class_="lineno", title=view.say("item.line", line=text.line(start))),
                marked(text.text, inside, start, end),
                class_="task" if item else None,
                data_place=f"t{start}" if item else None,
                data_at=start,
            )
        )
    return h("article", parts, class_="text", data_pane=True, tabindex=0, lang="zh-CN")


def blocks(text: Text) -> list[tuple[int, int]]:
    """The paragraphs: broken at the text's own line ends and where an item begins."""
    breaks = {0, len(text.text)} | {item["start"] for item in text.items}
    breaks |= {i + 1 for i, char in enumerate(text.text) if char == "\n"}
    edges = sorted(breaks)
    return [(a, b) for a, b in pairwise(edges) if text.text[a:b].strip()]


def all_marks(view: View, text: Text) -> list[Mark]:
    """Assignments, facts, unread and uncounted passages, repairs, as marks in their order."""
    return data.kept(("marks", view.revision, view.say.lang, text.plan), lambda: made_marks(view, text))


def made_marks(view: View, text: Text) -> list[Mark]:
    """The same, made."""
    say = view.say
    found = [
        Mark(
            row["start"],
            row["end"],
            row["role"],
            picked(agency=row["agencyId"], plan=text.plan),
            f"{say('role.' + row['role'])}: {row['agency']}",
        )
        for row in text.assignments
    ]
    for fact in text.facts:
        if fact["start"] is not None:
            kind, asked = KIND_OF_FACT[fact["kind"]], picked(task=fact["taskId"], fact=fact["id"])
            found.append(Mark(fact["start"], fact["end"], kind, asked, fact_title(view, fact)))
    for kind in ("unread", "prose"):
        found += [Mark(seen["start"], seen["end"], kind, None, say(f"mark.{kind}_title")) for seen in text.report[kind]]
    return sorted(with_repairs(view, found, text.report["repairs"]), key=lambda mark: mark.start)


def with_repairs(view: View, marks: Sequence[Mark], repairs: Sequence[Row]) -> list[Mark]:
    """Marks and the repairs among them: one inside a marked passage is told by that mark."""
    held = {mark: mark for mark in marks}
    alone = []
    for repair in repairs:
        start, end = repair["start"], repair["start"] + max(1, len(repair["after"]))
        empty = view.say("repair.empty")
        words = view.say("repair.title", before=repair["before"] or empty, after=repair["after"] or empty)
        touched = [mark for mark in marks if mark.start < end and start < mark.end]
        for mark in touched:
            now = held[mark]
            held[mark] = replace(now, kind=f"{mark.kind} mended", title=f"{now.title or ''}\n{words}".strip())
        if not touched:
            alone.append(Mark(start, end, "repair", None, words))
    return [*held.values(), *alone]


def fact_title(view: View, fact: Row) -> str:
    """What a marked fact is."""
    words = view.say(f"mark.{KIND_OF_FACT[fact['kind']]}")
    return f"{words}: {fact['due']}" if fact.get("due") else words


def mended(say: Say, before: str, after: str) -> Html:
    """A repair in words: what stood there and what stands there now."""
    empty = say("repair.empty")
    return join([h("del", mask(before) or empty), " → ", h("b", mask(after) or empty)])


def passage(view: View, text: Text, start: int, end: int) -> Html:
    """A part of the text with its marks."""
    return marked(text.text, [mark for mark in all_marks(view, text) if start <= mark.start < end], start, end)


def quoted(view: View, rows: Sequence[Row]) -> Html:
    """The printed assignment of an item, with the names of the rows marked where they stand."""
    source = sources(view, [rows[0]["plan"]])[rows[0]["plan"]]
    text = source.text
    words = str(rows[0]["assignText"] or "")
    first, last = min(row["start"] for row in rows), max(row["end"] for row in rows)
    start = text.rfind(words, 0, first + len(words)) if words else -1
    if not 0 <= start <= first:
        start, end = excerpt(text, first, last)
    else:
        end = max(last, start + len(words))
    names = [Mark(row["start"], row["end"], row["role"], None, row["agency"]) for row in rows]
    inside = [repair for repair in source.report["repairs"] if start <= repair["start"] < end]
    return marked(text, with_repairs(view, names, inside), start, end)
