"""A plan's text as a page: outline, passages marked by what they are, the lines of the file beside."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from app_pages.marks import Mark, excerpt, marked, mask
from app_pages.markup import Html, h
from app_pages.pieces import Row
from app_pages.scope import pick as picked
from app_pages.view import View

KIND_OF_FACT = {"deadline": "date", "target": "target", "document": "document", "platform": "platform"}
EMPTY_REPORT: dict[str, list[Any]] = {"repairs": [], "unread": [], "prose": [], "warnings": []}


@dataclass(frozen=True)
class Text:
    """Everything that is shown of one plan."""

    plan: str
    text: str
    offsets: Sequence[int]
    lines: Sequence[int]
    report: dict[str, Any]
    items: Sequence[Row]
    assignments: Sequence[Row]
    facts: Sequence[Row]

    def line(self, offset: int) -> int:
        """The line of the file in which an offset stands."""
        return self.lines[max(0, bisect_right(self.offsets, offset) - 1)] if self.offsets else 1


def read(view: View, plan: str) -> Text:
    """The plan as the graph holds it."""
    source = view.rows("plan_text", plan=[plan])[0]
    return Text(
        plan=plan,
        text=source["text"],
        offsets=source["offsets"] or [],
        lines=source["lines"] or [],
        report=EMPTY_REPORT | json.loads(source["report"] or "{}"),
        items=view.rows("plan_items", plan=[plan]),
        assignments=view.rows("assignments", plan=[plan], collective=True),
        facts=view.rows("plan_facts", plan=[plan]),
    )


def words_of(view: View, plan: str) -> str:
    """The text of a plan alone."""
    return str(view.rows("plan_text", plan=[plan])[0]["text"])


def page(view: View, text: Text) -> Html:
    """Outline to the left, text to the right; a click in the outline scrolls the text without asking the server."""
    return h("div", outline(view, text), body(view, text), class_="reader")


def outline(view: View, text: Text) -> Html:
    """The sections and items of the plan."""
    parts = []
    for section, items in groupby(text.items, key=lambda item: item["section"]):
        parts.append(h("h4", section))
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
    marks = sorted(all_marks(view, text), key=lambda mark: mark.start)
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
    """Assignments, facts, repairs and unread passages as marks, in the order in which one hides another."""
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
    found += [
        Mark(
            fact["start"], fact["end"], KIND_OF_FACT[fact["kind"]], picked(task=fact["taskId"]), fact_title(view, fact)
        )
        for fact in text.facts
        if fact["start"] is not None
    ]
    found += [
        Mark(unread["start"], unread["end"], "unread", None, unread["reason"]) for unread in text.report["unread"]
    ]
    found += [Mark(prose["start"], prose["end"], "prose", None, prose["reason"]) for prose in text.report["prose"]]
    taken = [(mark.start, mark.end) for mark in found]
    found += [
        Mark(
            r["start"],
            r["start"] + max(1, len(r["after"])),
            "repair",
            None,
            say("repair.title", before=r["before"], after=r["after"]),
        )
        for r in text.report["repairs"]
        if not any(start < r["start"] + max(1, len(r["after"])) and r["start"] < end for start, end in taken)
    ]
    return found


def fact_title(view: View, fact: Row) -> str:
    """What a marked fact is."""
    words = view.say(f"mark.{KIND_OF_FACT[fact['kind']]}")
    return f"{words}: {fact['due']}" if fact.get("due") else words


def passage(view: View, text: Text, start: int, end: int) -> Html:
    """A part of the text with its marks."""
    return marked(text.text, [mark for mark in all_marks(view, text) if start <= mark.start < end], start, end)


def quoted(view: View, rows: Sequence[Row]) -> Html:
    """The printed assignment of an item, with the names of the rows marked where they stand."""
    text = words_of(view, rows[0]["plan"])
    words = str(rows[0]["assignText"] or "")
    first, last = min(row["start"] for row in rows), max(row["end"] for row in rows)
    start = text.rfind(words, 0, first + len(words)) if words else -1
    if not 0 <= start <= first:
        start, end = excerpt(text, first, last)
    else:
        end = max(last, start + len(words))
    marks = [Mark(row["start"], row["end"], row["role"], None, row["agency"]) for row in rows]
    return marked(text, marks, start, end)
