"""The answer to any question as a sentence and a table, with the printed words behind each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from app_pages import pieces
from app_pages.markup import Child, Html, h
from app_pages.pieces import Col, Row
from app_pages.printed import span
from app_pages.scope import pick as picked
from app_pages.sentences import TIES
from app_pages.view import View
from app_pages.words import Say
from graph.schema import schema
from queries.library import Column, Words

PARTS = ("share", "top1", "top3", "top10", "topShare")
"""Columns that hold parts of a whole."""

PLANS = ("plan", "planA", "planB", "otherPlan")
"""Columns that hold a plan, which is shown by its place."""

PLAN_LISTS = ("plans", "namedBefore", "namedAfter")

FUNCTIONS = ("function", "fromFunction", "toFunction")

TOPICS = ("topic", "topicB")

PLACES = ("line", "page")
"""Columns that say where something is printed: numbers that nothing can be said of in a sentence."""


def named(view: View, words: Words) -> str:
    """Words of the library in the page's language."""
    return view.say.pick(words.zh, words.en)


def said(view: View, rows: list[dict[str, Any]], columns: tuple[Column, ...], first: bool = False) -> str:
    """The answer in a sentence: how many rows, or that they are the `first` ones, and of a ranking who stands first."""
    say = view.say
    count = say("ask.first_rows" if first else "ask.rows", n=len(rows))
    names = [c for c in columns if c.type == "string" and not machine(c.name)]
    numbers = [c for c in columns if c.type in ("integer", "number") and not machine(c.name) and c.name not in PLACES]
    if not names or not numbers or not falling([row[numbers[0].name] for row in rows]):
        return count
    lead = next((c for c in names if c.name in ("agency", "planTitle", "title")), names[0])
    show = shower(view, lead) or (lambda row: pieces.printed(row[lead.name]))
    level = [row for row in rows if row[numbers[0].name] == rows[0][numbers[0].name]]
    if not all(row[lead.name] for row in level):
        return count
    told = numbers[:3] if len(level) == 1 else numbers[:1]
    figures = say.listed([f"{named(view, c.words)} {figure(c, rows[0])}" for c in told if rows[0][c.name] is not None])
    if len(level) > TIES:
        return count + say("ask.level", n=len(level), figures=figures)
    tied = list(dict.fromkeys(f"{show(row)}" for row in level))
    return count + say("ask.first" if len(tied) == 1 else "ask.tied", name=say.listed(tied), figures=figures)


def falling(values: Sequence[float | None]) -> bool:
    """Whether values fall from the first to the last, so that the first row can be said to stand first."""
    never_rise = all(one is not None and other is not None and one >= other for one, other in pairwise(values))
    return never_rise and len(values) > 1 and values[0] != values[-1]


def figure(column: Column, row: Row) -> str:
    """A number as people write it: shares in per cent."""
    value = row[column.name]
    return f"{value:.0%}" if column.name in PARTS and value is not None else pieces.printed(value)


def result(view: View, rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> Html:
    """An answer as a table; columns that only programs need are left to the download."""
    places = not {column.name for column in columns}.isdisjoint(PLANS)
    again = ("jurisdiction", "placeA", "placeB") if places else ()
    shown = [c for c in columns if not machine(c.name) and c.name not in again]
    shown = [c for c in shown if c.name != "page" or any(row["page"] for row in rows)]  # of texts without pages
    cols = [
        Col(
            c.name,
            named(view, c.words),
            c.type in ("integer", "number"),
            show=shower(view, c),
            css=width(c.name, rows),
            help=view.say("ask.column", name=c.name),
        )
        for c in shown
    ]
    more = [pieces.note(view.say("table.more", shown=pieces.SHOWN, n=len(rows)))] if len(rows) > pieces.SHOWN else []
    head = h("div", pieces.finder(view.say, "tbody tr"), class_="row between")
    return h("div", head, pieces.table(rows, cols, high="66vh", row_pick=behind), more, class_="stack")


def width(name: str, rows: list[dict[str, Any]]) -> str:
    """Long texts get room, short names are not broken over two lines."""
    longest = max((len(pieces.printed(row[name])) for row in rows[: pieces.SHOWN]), default=0)
    return "long" if longest > 30 else "fixed" if longest <= 12 else "middling"


_MACHINE = re.compile(
    r"(?:start|end)(?:A|B|Before|After)?|offsets|marks(?:Before|After)|order|of|report|tasks|(?:task|measure)[AB]|otherTask"
    r"|agency(?:Before|After)|(?:from|to)Body|.*(?:Ids?|Keys?|En)"
)


def machine(name: str) -> bool:
    """Columns of ids, keys, offsets and English names, which an English page shows in place of the Chinese ones."""
    return _MACHINE.fullmatch(name) is not None


def _status(say: Say, value: str) -> str:
    return say.known(f"status.{value}.name", say.known(f"standing.{value}", value))


KINDS: Mapping[str, Callable[[Say, str], str]] = {
    "actsOn": lambda say, value: say.pick(schema().nodes[value].zh, schema().nodes[value].en),
    "campaign": lambda say, value: say.known(f"campaign.{value}", value),
    "change": lambda say, value: say.known(f"change.{value}", value),
    "direction": lambda say, value: say.known(f"direction.{value}", value),
    "explanation": lambda say, value: say.known(f"explanation.{value}", value),
    "how": lambda say, value: say.known(f"how.{value}", value),
    "judged": lambda say, value: say.known(f"judging.kind.{value.replace('-', '_')}", value),
    **dict.fromkeys(("differs", "level"), lambda say, value: say.known(f"level.{value}", value)),
    **dict.fromkeys(("kind", "roleAfter", "roleBefore"), lambda say, value: say.known(f"value.{value}", value)),
    "origin": lambda say, value: say.known(f"origin.{value}", value),
    "part": lambda say, value: say.known(f"part.{value}", value),
    "state": lambda say, value: say.known(f"filing.{value}", value),
    "status": _status,
}
"""Columns of few values, and what each value is called in the page's language."""


def called(say: Say, name: str, value: str) -> str:
    """A value of a column or parameter of few values, in the page's language."""
    return KINDS[name](say, value) if name in KINDS else say.known(f"value.{value}", value)


def shower(view: View, column: Column) -> Callable[[Row], Child] | None:
    """How a column's cells are shown: plans by their place, roles and functions in the page's language."""
    if column.name in PARTS:
        return lambda row: figure(column, row)
    if column.name in PLANS:
        return lambda row: view.place(row[column.name]) if row[column.name] else ""
    if column.name in PLAN_LISTS:
        return lambda row: view.say.listed([view.place(plan) for plan in row[column.name] or []])
    if column.name == "role":
        return lambda row: pieces.role(view.say, row["role"]) if row["role"] in ("lead", "support") else row["role"]
    if column.name in FUNCTIONS:
        return lambda row: _english(view, column, row) or (f.name if (f := view.function(row[column.name])) else "")
    if column.name in TOPICS:
        return lambda row: _english(view, column, row) or view.topic_names.get(row[column.name] or "", row[column.name])
    if column.name == "relation":
        return lambda row: relation(view.say, row)
    if column.name == "value" and column.type == "strings":
        return lambda row: view.say.listed([decided(view, each) for each in _each(row["value"])])
    if column.name in KINDS:
        return lambda row: view.say.listed([called(view.say, column.name, each) for each in _each(row[column.name])])
    return None


def decided(view: View, value: str) -> str:
    """A value of a judgement in words: a role, a topic, or what it says itself."""
    return view.say.known(f"role.{value}", view.topics.get(value, value))


def _english(view: View, column: Column, row: Row) -> str | None:
    """What stands beside a Chinese name for an English page."""
    return row.get(f"{column.name}En") if view.say.lang == "en" else None


def _each(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def relation(say: Say, row: Row) -> str:
    """How two topics stand to each other, or two offices."""
    value = row["relation"]
    return say.known(f"topics.{value}" if "topicB" in row else f"change.{value}", value)


def behind(row: Row) -> str:
    """The printed words behind a row, by the ids that it carries."""
    if row.get("tasks") == []:
        return ""  # nothing is printed: a topic that the plan does not have
    if row.get("taskId"):
        return picked(task=row["taskId"], agency=row.get("agencyId"), role=row.get("role"))
    if row.get("tasks"):
        return picked(task="|".join(row["tasks"]))
    if row.get("measureA"):  # words of one plan that stand in another
        return picked(span="|".join(span(row[f"plan{x}"], row[f"start{x}"], row[f"end{x}"]) for x in "AB"))
    if row.get("plan") and row.get("start") is not None:
        return picked(span=span(row["plan"], row["start"], row["end"]))
    return picked(
        agency=row.get("agencyId"),
        topic=row.get("topicKey"),
        function=row.get("functionKey"),
        plan=row.get("plan"),
        role=row.get("role"),
    )
