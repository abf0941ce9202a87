"""The panel beside every figure: the printed assignments behind it, each with its place and a way into the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from app_pages import data, printed, reading
from app_pages.markup import Child, Html, h, join
from app_pages.packed import Packed
from app_pages.pieces import Row, function, link, role
from app_pages.scope import pick as picked
from app_pages.scope import unpick
from app_pages.shell import follow
from app_pages.surface import surface
from app_pages.view import View, address, pick
from loaders.private import mask
from queries.library import QuestionError

KNOWN = ("plan", "agency", "role", "topic", "function", "task", "section", "place")
"""Filters that a pick may hold; anything else in an address is left out."""

SHARED = ("agency", "function", "place")
"""Of what a pick may name two, of which the panel shows what they share (`beside` is the other one)."""

SHOWN = 60
"""Items shown at most; a figure that rests on more says so."""


def hint(view: View) -> Html:
    """What stands in the panel's place before the first click."""
    return h("div", view.say("panel.hint"), class_="panel hint")


def panel(view: View, otherwise: Callable[[View], Html | Packed] = hint, on_pick: Callable[[str], None] = pick) -> None:
    """The evidence of the picked figure, or what the page shows in its place while nothing is picked."""
    asked = address().own.get("pick")
    body = view.page("panel", lambda: evidence(view, unpick(asked)), asked) if asked else otherwise(view)
    follow(surface(body, key="panel", lang=view.say.lang, on_pick=on_pick))


def found(view: View, filters: dict[str, str]) -> list[dict[str, Any]]:
    """The printed assignments that a pick names, within the scope of the page."""
    known: dict[str, Any] = {name: value for name, value in filters.items() if name in KNOWN}
    for kind in ("document", "platform"):
        if kind in filters:
            links = view.rows("task_links", plan=view.chosen())
            tasks = [row["taskId"] for row in links if row["kind"].lower() == kind and row["id"] == filters[kind]]
            known["task"] = tasks or ["-"]
    if "task" not in known:
        known.setdefault("plan", view.others() or ["-"] if "elsewhere" in filters else view.chosen())
        for name in ("section", "topic"):
            if getattr(view.scope, name):
                known.setdefault(name, getattr(view.scope, name))
    if "place" in known:
        places = (known.pop("place"), filters.get("beside"))
        known["plan"] = [plan for plan in view.chosen() if view.plans[plan]["jurisdictionCode"] in places] or ["-"]
    for name in ("task", "agency"):
        if isinstance(known.get(name), str):
            known[name] = known[name].split("|")
    whole = view.scope.collective or "task" in known or "agency" in known or filters.get("whole") == "1"
    try:
        rows = view.rows("assignments", collective=whole, **known)
    except QuestionError:  # the address names an agency, topic or section that is not in the graph
        return []
    if "beside" in filters:
        return shared(view, filters, known, rows)
    return alone(view, rows) if filters.get("rule") == "sole" else rows


def shared(
    view: View, filters: Mapping[str, str], known: Mapping[str, Any], rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Of two agencies or systems the rows of the items that both are on, of two places those of topics of both."""
    kind = next((kind for kind in SHARED if kind in filters), None)
    if kind == "place":
        topics = {item["taskId"]: item["topicKey"] for item in view.rows("plan_items", plan=known["plan"])}
        plans: dict[str, set[str]] = {}
        for row in rows:
            plans.setdefault(topics.get(row["taskId"]) or "", set()).add(view.plans[row["plan"]]["jurisdictionCode"])
        both = [row for row in rows if (topic := topics.get(row["taskId"])) and len(plans[topic]) > 1]
        return sorted(both, key=lambda row: topics[row["taskId"]])
    if kind is None:
        return []
    other = view.rows("assignments", **{**known, kind: filters["beside"]})
    common = {row["taskId"] for row in rows} & {row["taskId"] for row in other}
    both = [row for row in (*rows, *other) if row["taskId"] in common]
    return sorted(both, key=lambda row: (row["plan"], row["taskId"], row["role"], row["order"]))


def alone(view: View, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of items that one agency leads by itself."""
    items = data.roster(view.revision).items
    led = {key: items[key].leads for row in rows if (key := row["taskId"]) in items}
    return [row for row in rows if row["role"] == "lead" and len(set(led.get(row["taskId"], ()))) == 1]


def evidence(view: View, filters: dict[str, str]) -> Html:
    """The panel of one figure."""
    if "span" in filters:
        return passages(view, filters["span"])
    rows = found(view, filters)
    tasks = [list(group) for _, group in groupby(rows, key=lambda row: row["taskId"])]
    bare = printed.unassigned(view, filters, rows)
    reading.sources(view, (group[0]["plan"] for group in tasks[:SHOWN]))
    one = len(tasks) == 1 and not bare and "agency" not in filters
    items: list[Child] = [whole_item(view, group) if one else item(view, group) for group in tasks[:SHOWN]]
    items += [unassigned(view, row) for row in bare[: max(0, SHOWN - len(tasks))]]
    count = len(tasks) + len(bare)
    if count > SHOWN:
        items.append(h("p", view.say("panel.more", n=count - SHOWN), class_="note"))
    words = view.say("panel.items", n=count) if count else view.say("panel.none")
    return framed(view, title(view, filters, rows or bare), words, items)


def unassigned(view: View, row: Row) -> Html:
    """An item for which nobody is printed: its words."""
    place = h("div", join([view.place(row["plan"]), row["section"]], " · "), class_="where")
    return h(
        "div",
        place,
        h("h4", task_name(view, row), aria_level=3),
        printed.whole(view, row),
        ways(view, [row]),
        class_="item",
    )


def passages(view: View, asked: str) -> Html:
    """The panel of passages that belong to no item's assignment."""
    rows = printed.passage_rows(view, asked)
    items = [
        h(
            "div",
            h("div", view.place(row["plan"]), class_="where"),
            printed.quoted(view, row),
            ways(view, [row]),
            class_="item",
        )
        for row in rows
    ]
    words = view.say("panel.passages", n=len(rows)) if rows else view.say("panel.none")
    return framed(view, view.say("panel.name"), words, items)


def framed(view: View, head: Child, words: Child, body: Child, *, closes: bool = True) -> Html:
    """A panel with its head, a line under it, and a way to close it."""
    shut = view.say("panel.close")
    close = h("button", "×", class_="close", type="button", data_pick="", title=shut, aria_label=shut)
    lines = h("div", h("h3", head, aria_level=2), h("div", words, class_="faint small"))
    return h(
        "div",
        h("header", lines, close if closes else None),
        h("div", body, class_="body", tabindex=0),
        class_="panel",
        role="region",
        aria_label=view.say("panel.name"),
    )


def title(view: View, filters: dict[str, str], rows: Sequence[Row]) -> Html:
    """What the figure is about, by the filters that found its rows."""
    first = rows[0] if rows else {}
    names: list[Child] = []
    if "plan" in filters:
        names.append(view.place(filters["plan"]))
    if "topic" in filters:
        names.append(view.topics.get(filters["topic"], filters["topic"]))
    if "task" in filters and first:
        count = len({row["taskId"] for row in rows})
        names += [view.place(first["plan"]), task_name(view, first)] if count == 1 else [view.say("panel.several")]
    if "function" in filters:
        known = next((f for f in view.functions.values() if f.key == filters["function"]), None)
        names.append(known.name if known else filters["function"])
    if "agency" in filters:
        meant = {row["agencyId"]: str(row["agency"]) for row in rows}
        names.append("、".join(dict.fromkeys(meant.get(key, key) for key in filters["agency"].split("|"))))
    if "elsewhere" in filters:
        names.append(view.say("elsewhere.name"))
    if "place" in filters:
        names.append(place_name(view, filters["place"]))
    if "beside" in filters:
        names.append(other_name(view, filters, rows))
    names += [mask(filters[kind]) for kind in ("document", "platform") if kind in filters]
    if filters.get("role") in ("lead", "support"):
        names.append(role(view.say, filters["role"]))
    if filters.get("rule") == "sole":
        names.append(view.say("rule.sole.name"))
    return join([part for name in names for part in (" · ", name)][1:])


def place_name(view: View, code: str) -> str:
    """A place by its code."""
    return next((str(row["jurisdiction"]) for row in view.plans.values() if row["jurisdictionCode"] == code), code)


def other_name(view: View, filters: Mapping[str, str], rows: Sequence[Row]) -> str:
    """The other one of two whose common items are shown."""
    other = filters["beside"]
    if "place" in filters:
        return place_name(view, other)
    if "function" in filters:
        return next((f.name for f in view.functions.values() if f.key == other), other)
    return next((str(row["agency"]) for row in rows if row["agencyId"] == other), other)


def task_name(view: View, row: Row) -> str:
    """An item as people cite it: its number and title."""
    number = view.say("item.number", number=row["number"])
    return f"{number} {mask(row['title'])}" if row["title"] else number


def item(view: View, rows: Sequence[Row]) -> Html:
    """One item: where it stands, what is printed, with the names in question marked."""
    first = rows[0]
    roles = [role(view.say, name) for name in ("lead", "support") if any(row["role"] == name for row in rows)]
    place = h("div", join([view.place(first["plan"]), first["section"]], " · "), class_="where")
    name = h("h4", task_name(view, first), " ", join(roles, " "), aria_level=3)
    return h("div", place, name, h("blockquote", reading.quoted(view, rows)), ways(view, rows), class_="item")


def ways(view: View, rows: Sequence[Row]) -> Html:
    """Where the words stand, and the links to them."""
    say, row = view.say, rows[0]
    at = say("item.page", page=row["page"], line=row["line"]) if row.get("page") else say("item.line", line=row["line"])
    task = row.get("taskId")
    asked = picked(task=task) if task else None
    read = view.scope.href("plans", read=row["plan"], at=str(row["start"]), pick=asked)
    if task is None:
        return h("div", h("span", at, class_="faint"), link(say("item.read"), read), class_="row small")
    node = f"Task:{task}"
    graph = view.scope.href("explore", start=node, node=node, pick=asked)
    return h(
        "div",
        h("span", at, class_="faint"),
        link(say("item.read"), read),
        link(say("item.graph"), graph),
        judged(view, rows),
        link(say("item.correct"), view.scope.href("review", way="judging", form="role", task=row["taskId"])),
        class_="row small",
    )


def judged(view: View, rows: Sequence[Row]) -> Html | None:
    """That a person's judgement acts on the item, with the way to it."""
    if not any(row.get("judgements") for row in rows):
        return None
    return h("b", link(view.say("item.judged"), view.scope.href("review", way="judging")), class_="mark")


def whole_item(view: View, rows: Sequence[Row]) -> Html:
    """One item with everything that is known of it: who, what is printed, dates, targets, documents, the full text."""
    first, say = rows[0], view.say
    text = reading.read(view, first["plan"])
    task = next(item for item in text.items if item["taskId"] == first["taskId"])
    facts = [fact for fact in text.facts if fact["taskId"] == first["taskId"]]
    who = [
        [h("dt", say(f"role.{name}")), h("dd", [agency(view, row) for row in rows if row["role"] == name])]
        for name in ("lead", "support")
        if any(row["role"] == name for row in rows)
    ]
    known = [
        [
            h("dt", say(f"mark.{reading.KIND_OF_FACT[kind]}")),
            h("dd", join([printed_fact(fact) for fact in group], "；")),
        ]
        for kind in reading.KIND_OF_FACT
        if (group := [fact for fact in facts if fact["kind"] == kind])
    ]
    return h(
        "div",
        h("div", join([view.place(first["plan"]), first["section"]], " · "), class_="where"),
        h("blockquote", reading.quoted(view, rows)),
        ways(view, rows),
        h("dl", who, known, class_="facts"),
        h(
            "details",
            h("summary", say("item.whole")),
            h("blockquote", reading.passage(view, text, task["start"], task["end"])),
        ),
        class_="item",
    )


def agency(view: View, row: Row) -> Html:
    """An agency of an item, as printed, with its functional system."""
    system = view.function(row["function"])
    return h("div", row["asWritten"], " ", function(system.key, system.name) if system else None)


def printed_fact(fact: Row) -> str:
    """A fact as printed, with its date where it has one."""
    words = mask(str(fact["text"]))
    return f"{words} ({fact['due']})" if fact.get("due") and fact["due"] not in words else words


def agencies_of(rows: Iterable[Row]) -> int:
    """How many agencies rows name."""
    return len({row["agencyId"] for row in rows})
