"""One topic over the cities side by side, with the printed assignment; and the matrix of all topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.charts import Cell, heat
from app_pages.columns import beside_each_other, left_out
from app_pages.data import Field
from app_pages.download import download
from app_pages.figures import cited, figure
from app_pages.markup import Child, Html, h
from app_pages.packed import Packed, packed
from app_pages.palette import tone
from app_pages.panel import panel, task_name
from app_pages.pieces import Row
from app_pages.reading import quoted
from app_pages.scope import pick as picked
from app_pages.sentences import topic as topic_sentence
from app_pages.surface import surface
from app_pages.view import Named, View, address, pick, write
from graph.identity.naming import without_place

TOPICS = 60
"""Topics that the matrix lists where there are more plans than columns."""


def show(view: View) -> None:
    """The comparison by topic."""
    first = first_of(view)
    if first is None:
        surface(pieces.note(view.say("compare.no_topics")), key="none", lang=view.say.lang)
        return
    body(view, view.scope.topic or first)


def warm(view: View) -> None:
    """Makes what the page opens on."""
    first = first_of(view)
    if first is not None:
        view.kept("topics", lambda: drawn(view, first), first)


def first_of(view: View) -> str | None:
    """The topic that the page opens on."""
    return view.kept("first topic", lambda: most_common(topics_of(view)))


def topics_of(view: View) -> Sequence[Field]:
    """The topics of the plans in scope."""
    return data.matrix(view.revision, tuple(named) if (named := view.named()) is not None else None)


def most_common(matrix: Sequence[Field]) -> str | None:
    """The topic that most plans have as one item; the first in their order where several do."""
    plans: dict[str, int] = {}
    for row in matrix:
        plans[row.topic] = plans.get(row.topic, 0) + bool(row.items)
    return max(plans, key=lambda key: plans[key], default=None)


def widespread(matrix: Sequence[Field], chosen: str) -> list[Field]:
    """The rows of the topics that most plans share, in their order, and of the one that is compared."""
    plans = Counter(row.topic for row in matrix if row.items)
    first = {key for key, _ in plans.most_common(TOPICS)} | {chosen}
    return [row for row in matrix if row.topic in first]


@dataclass(frozen=True)
class Comparison:
    """What the page shows whatever is clicked in it."""

    counted: int
    """How many assignments the topic has."""
    sentence: Packed
    sides: Packed
    matrix: Packed


def assignments(view: View, chosen: str) -> Sequence[Row]:
    """What the plans print of a topic, collective units among them."""
    tasks = [task for row in topics_of(view) if row.topic == chosen for task in row.tasks]
    return view.rows("assignments", task=tasks, collective=True) if tasks else []


def counted(view: View, rows: Sequence[Row]) -> list[Row]:
    """Those that the scope counts."""
    return [row for row in rows if view.scope.collective or not row["collective"]]


def drawn(view: View, chosen: str) -> Comparison:
    """A topic over the plans, and all topics."""
    say, matrix, rows = view.say, topics_of(view), assignments(view, chosen)
    places = {plan: view.place(plan) for plan in view.chosen()}
    having = {row.plan for row in matrix if row.topic == chosen and row.items}
    plans = beside_each_other(view.chosen(), having)
    shown = widespread(matrix, chosen) if len(plans) < len(view.chosen()) else [*matrix]
    listed, every = (len({row.topic for row in rows}) for rows in (shown, matrix))
    less = pieces.note(say("compare.topics_shown", shown=listed, all=every)) if listed < every else None
    systems = {name: named.name for name, named in view.functions.items()}
    sentence = topic_sentence(say, view.topics.get(chosen, chosen), counted(view, rows), places, systems)
    return Comparison(
        len(counted(view, rows)),
        packed(h("p", sentence, class_="sentence")),
        packed(sides(view, chosen, matrix, rows, plans)),
        packed(h("div", grid(view, chosen, shown, plans), less, heat_map(view, shown, plans), class_="stack")),
    )


@shell.piece
def body(view: View, chosen: str) -> None:
    """Sentence and columns of the topic, the matrix below, the panel beside."""
    lang, current = view.say.lang, address().own.get("pick")
    found = view.kept("topics", lambda: drawn(view, chosen), chosen)
    surface(found.sentence, key="sentence", lang=lang)
    left, right = st.columns([2.6, 1], gap="medium")
    with left:
        shell.follow(surface(found.sides, key="sides", lang=lang, picked=current, on_pick=pick))
        if found.counted:
            download(view, "topic-assignment", lambda: counted(view, assignments(view, chosen)), key="topic")
        surface(cited(view), key="cited", lang=lang)
        surface(found.matrix, key="matrix", lang=lang, picked=current, on_pick=choose)
    with right, st.container(key="side" if current else "side_empty"):
        panel(view)


def heat_map(view: View, matrix: Sequence[Field], plans: Sequence[str]) -> Html:
    """How many agencies each plan puts on each topic, as a picture to publish."""
    say = view.say
    counts = agencies_on(view, plans)
    topics = [key for key in dict.fromkeys(row.topic for row in matrix) if any((key, p) in counts for p in plans)]
    names = [view.topics.get(key, key) for key in topics]
    cells = [[heat_cell(view, counts.get((key, plan)), key, plan) for plan in plans] for key in topics]
    rows = [
        {"topic": name} | {view.place(plan): cell.value for plan, cell in zip(plans, row, strict=True)}
        for name, row in zip(names, cells, strict=True)
    ]
    if not topics:
        return Html("")
    drawing = heat(say, [view.place(plan) for plan in plans], names, cells)
    shown = figure(view, drawing, "topics-by-place", say("heat.title"), rows)
    return h("details", h("summary", say("heat.open")), shown)


def heat_cell(view: View, value: int | None, topic: str, plan: str) -> Cell:
    """A field of the heat map with its words."""
    title = f"{view.topics.get(topic, topic)} · {view.place(plan)}: {view.say('heat.agencies', n=value or 0)}"
    return Cell(value, title, picked(topic=topic, plan=plan) if value else None)


def agencies_on(view: View, plans: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many agencies stand on each topic in each plan."""
    roster, found = data.roster(view.revision), dict[tuple[str, str], set[str]]()
    for item in roster.chosen(plans=plans).items.values():
        named = (name for name in item.named if view.scope.collective or not roster.agencies[name].collective)
        for topic in item.topics:
            found.setdefault((topic, item.plan), set()).update(named)
    return {key: len(agencies) for key, agencies in found.items() if agencies}


def choose(value: str) -> None:
    """A click in the matrix: a cell shows its words, a topic becomes the one that is compared."""
    if value.startswith("!"):
        write(address().to(topic=value[1:]))
    else:
        pick(value)


def sides(view: View, chosen: str, matrix: Sequence[Field], rows: Sequence[Row], plans: Sequence[str]) -> Html:
    """A column for each plan, each headed by what the plan did with the topic."""
    cells = {row.plan: row for row in matrix if row.topic == chosen}
    columns = h("div", [side(view, plan, cells.get(plan), rows) for plan in plans], class_="sides")
    return h("div", left_out(view, plans), columns, class_="stack")


def side(view: View, plan: str, cell: Field | None, rows: Sequence[Row]) -> Html:
    """How one plan assigned the topic, or that it did not."""
    say, row = view.say, view.plans[plan]
    head = h(
        "header",
        h("div", h("h2", view.place(plan)), mark(view, cell), class_="row between"),
        h("span", row["issuedOn"] or say("plan.undated"), class_="faint small"),
    )
    here = [r for r in rows if r["plan"] == plan]
    if not here:
        return h("div", head, h("p", say("compare.absent")), class_="side none")
    return h(
        "div",
        head,
        [assigned(view, list(group)) for _, group in groupby(here, key=lambda r: r["taskId"])],
        class_="side",
    )


def assigned(view: View, rows: Sequence[Row]) -> Html:
    """One item: title, leads, supports, the printed words, the way to them."""
    say, first = view.say, rows[0]
    read = view.scope.href("plans", read=first["plan"], at=str(first["start"]), pick=picked(task=first["taskId"]))
    return h(
        "div",
        h("h3", task_name(view, first)),
        [
            h("div", h("span", say(f"role.{name}"), class_="label"), chips(view, rows, name))
            for name in ("lead", "support")
        ],
        h("div", h("span", say("compare.printed"), class_="label"), h("blockquote", quoted(view, rows))),
        h(
            "div",
            pieces.link(say("item.read_line", line=first["line"]), read),
            pieces.link(say("compare.beside"), view.scope.href("compare", way="tasks", task=first["taskId"])),
            class_="row small",
        ),
        class_="stack",
    )


def chips(view: View, rows: Sequence[Row], role: str) -> Child:
    """The agencies of one role, as printed; a click shows everything that one of them has in its plan."""
    found = [row for row in rows if row["role"] == role]
    if not found:
        return h("span", view.say("compare.nobody"), class_="faint")
    return [
        pieces.chip(
            row["asWritten"],
            role,
            collective=row["collective"],
            pick=picked(agency=row["agencyId"], plan=row["plan"]),
            doubt=None if row["function"] or row["collective"] else view.say("doubt.unresolved"),
        )
        for row in found
    ]


def grid(view: View, chosen: str, matrix: Sequence[Field], plans: Sequence[str]) -> Html:
    """Topics by plans: each cell names who leads, and says what became of the topic."""
    say, roster = view.say, data.roster(view.revision)
    cells = {(row.topic, row.plan): row for row in matrix}
    keys = list(dict.fromkeys(row.topic for row in matrix))
    leading = {name for row in matrix for name in row.lead_ids if name in roster.agencies}
    systems = {name: system for name in leading if (system := view.function(roster.agencies[name].function_name))}
    head = h("tr", h("th", say("col.topic")), [h("th", view.place(plan)) for plan in plans])
    body = [
        h(
            "tr",
            h("td", view.topics.get(key, key), data_pick=f"!{key}", role="button", tabindex=0),
            [cell(view, cells.get((key, plan)), systems) for plan in plans],
            class_="here" if key == chosen else None,
        )
        for key in keys
    ]
    table = h("table", h("thead", head), h("tbody", body))
    title = h("div", h("h2", say("compare.matrix")), pieces.finder(say, ".matrix tbody tr"), class_="row between")
    colours = pieces.families(say, [system.key for system in systems.values()])
    words = h("div", h("span", say("compare.matrix_hint")), colours, class_="legend")
    return h("div", title, words, h("div", table, class_="scroll matrix", style="--high:74vh"), class_="stack")


def cell(view: View, row: Field | None, systems: Mapping[str, Named]) -> Html:
    """Who leads a topic in a plan; a click shows the printed words."""
    if row is None or not row.tasks:
        return h("td", "—", class_="absent", title=view.say("compare.absent"))
    names = [lead(view, row, *named, systems) for named in zip(row.leads, row.lead_ids, strict=False)]
    asked = picked(task="|".join(row.tasks))
    return h("td", names or view.say("compare.nobody"), mark(view, row), data_pick=asked, role="button", tabindex=0)


def lead(view: View, row: Field, name: str, key: str, systems: Mapping[str, Named]) -> Html:
    """A lead in a cell: short, since the column names the place, with the dot of its functional system."""
    short = without_place(name, view.plans[row.plan]["jurisdiction"])
    system = systems.get(key)
    title = f"{name} · {system.name}" if system else name
    dot = h("i", style=f"--tone:{tone(system.key if system else None)}")
    return h("span", dot, short if len(short) > 1 else name, class_="lead-name", title=title)


def mark(view: View, row: Field | None) -> Html | None:
    """What became of the topic in a plan, where it is worth a word."""
    status = row.status if row else "dropped"
    if status == "kept":
        return None
    words = view.say(f"status.{status}.help")
    return h("span", view.say(f"status.{status}.name"), class_="mark", title=words)
