"""Everything about one agency on one printable page: items, dates, partners, the same system elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from app_pages import pieces, shell
from app_pages.download import download
from app_pages.markup import Child, Html, h, join
from app_pages.packed import Packed, packed
from app_pages.panel import panel, task_name
from app_pages.pieces import Col, Row
from app_pages.scope import pick as picked
from app_pages.sentences import carried, ranked
from app_pages.sheets import task_sheet
from app_pages.surface import surface
from app_pages.view import View, address, pick, write

PARTNERS = 12


def show(view: View) -> None:
    """The card of the agency that the address names, or of the one that leads most."""
    loads = ranked(loads_of(view), "full")
    if not loads:
        surface(pieces.note(view.say("card.none")), key="none", lang=view.say.lang)
        return
    named, known = address().own.get("agency", ""), {row["agencyId"] for row in loads}
    shell.tell_gone(view, named, known)
    agency = named if named in known else loads[0]["agencyId"]
    surface(of_agency(view, agency).sentence, key="sentence", lang=view.say.lang)
    picker(view, loads, agency)
    body(view, agency)


def loads_of(view: View) -> Sequence[Row]:
    """What each agency in scope leads and supports."""
    return view.rows("workload", plan=view.chosen(), collective=True, **view.scope.filters("section", "topic"))


def picker(view: View, loads: Sequence[Row], agency: str) -> None:
    """A list of all agencies in scope, the most loaded first."""
    names = {row["agencyId"]: row["agency"] for row in loads}
    st.session_state["card_agency"] = agency
    st.selectbox(
        view.say("card.choose"),
        list(names),
        format_func=lambda key: names.get(key, key),
        key="card_agency",
        on_change=lambda: write(address().elsewhere(way="card", agency=st.session_state["card_agency"])),
        width=420,
        placeholder=view.say("judging.pick"),
    )


@dataclass(frozen=True)
class Card:
    """What the page shows of an agency whatever is clicked in it."""

    items: int
    sentence: Packed
    card: Packed
    others: Packed


def items_of(view: View, agency: str) -> Sequence[Row]:
    """What an agency is on."""
    return view.rows("agency_card", agency=[agency], plan=view.chosen(), **view.scope.filters("section", "topic"))


def of_agency(view: View, agency: str) -> Card:
    """The card of an agency."""
    return view.kept("card", lambda: drawn(view, agency), agency)


def drawn(view: View, agency: str) -> Card:
    """Sentence, facts and items of an agency, its partners and its like."""
    say, plans, items = view.say, view.chosen(), items_of(view, agency)
    filters = view.scope.filters("section", "topic")
    own = next(row for row in loads_of(view) if row["agencyId"] == agency)
    leading = view.rows("lead_ranking", plan=plans, collective=False, **filters)
    head = h("div", h("h2", say("card.items")), onward(view, agency, own), class_="row between")
    return Card(
        len(items),
        packed(h("p", carried(say, own, leading, view.place), class_="sentence")),
        packed(h("div", facts(view, agency), head, table(view, items), class_="stack card-page")),
        packed(others(view, agency, own)),
    )


@shell.piece
def body(view: View, agency: str) -> None:
    """Facts, items and partners to the left; the picked item's words to the right."""
    lang, current, found = view.say.lang, address().own.get("pick"), of_agency(view, agency)
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        shell.follow(surface(found.card, key="card", lang=lang, picked=current, on_pick=pick))
        if found.items:
            download(view, "agency-card", lambda: items_of(view, agency), key="card")
        task_sheet(view, view.chosen(), "card_sheet", agency)
        shell.follow(surface(found.others, key="others", lang=lang, picked=current, on_pick=pick))
    with right, st.container(key="side" if current else "side_empty"):
        panel(view)


def onward(view: View, agency: str, own: Row) -> Html:
    """The ways to its dates, and to the what-if page, where it is the one that gives something up."""
    plan = next((plan for plan in view.chosen() if plan in own["plans"]), None)
    ways: dict[str, dict[str, str | None]] = {
        "when": {"way": "dates", "agency": agency},
        "whatif": {"way": "whatif", "giver": agency, "plan": plan},
    }
    links = [pieces.link(view.say(f"card.{name}"), view.scope.href("ranking", **way)) for name, way in ways.items()]
    return h("span", links, class_="row")


def facts(view: View, agency: str) -> Html:
    """What the agency is, and how plans print its name."""
    say = view.say
    rows = view.rows("agencies", plan=view.chosen(), agency=[agency])
    if not rows:
        return h("div")
    first = rows[0]
    system = view.function(first["function"])
    printed = join([h("span", f"{name}") for name in dict.fromkeys(row["asWritten"] for row in rows)], "、")
    known: list[tuple[str, Child]] = [
        ("full_name", first["fullName"]),
        ("kind", say.known(f"value.{first['kind']}", first["kind"])),
        ("function", pieces.function(system.key, system.name) if system else say("doubt.unresolved")),
        ("based", first["basedIn"]),
        ("printed", [printed, " ", judged(view, agency)]),
    ]
    return h(
        "dl", [[h("dt", say(f"card.{name}")), h("dd", value)] for name, value in known if value], class_="facts wide"
    )


def judged(view: View, agency: str) -> Html:
    """The way to say that the agency is another one too, or that one of its names is not its own."""
    href = view.scope.href("review", way="judging", form="pair", one=agency)
    return h("span", pieces.link(view.say("card.judge"), href), class_="small")


def table(view: View, items: Sequence[Row]) -> Html:
    """The agency's items, each opening its printed words."""
    say = view.say
    several = len({row["plan"] for row in items}) > 1
    columns = [
        Col("plan", say("col.plan"), show=lambda row: view.place(row["plan"]), css="fixed") if several else None,
        Col("role", say("col.role"), show=lambda row: pieces.role(say, row["role"]), css="fixed"),
        Col("title", say("kind.Task"), show=lambda row: [task_name(view, row), section(row)], css="middling"),
        Col("with", say("card.with"), show=lambda row: beside(view, row), css="middling"),
        Col("dates", say("card.dates"), show=lambda row: join([*row["deadlines"], *row["targets"]], "；")),
        Col("measures", say("card.clauses"), True),
    ]
    shown = [column for column in columns if column]
    return pieces.table(items, shown, row_pick=lambda row: picked(task=row["taskId"]))


def section(row: Row) -> Html | None:
    """The section of an item, under its title."""
    return h("div", row["section"], class_="faint small") if row["section"] else None


def beside(view: View, row: Row) -> Child:
    """Who else is on an item: leads first."""
    leads = [name for name in row["leadNames"] if name != row["agency"]]
    supports = [name for name in row["supportNames"] if name != row["agency"]]
    return [
        h("div", pieces.role(view.say, role), " ", view.say.listed(names), class_="small")
        for role, names in (("lead", leads), ("support", supports))
        if names
    ]


def others(view: View, agency: str, own: Row) -> Html:
    """Partners, and what the same functional system does elsewhere."""
    say = view.say
    partners = view.rows("co_workers", agency=[agency], plan=view.chosen(), limit=PARTNERS)
    columns = [
        Col("partner", say("col.agency")),
        Col("together", say("card.together"), True),
        Col("bothLead", say("card.both_lead"), True, show=lambda row: row["bothLead"] or ""),
    ]
    table = pieces.table(partners, columns, row_pick=lambda row: picked(task="|".join(row["tasks"])))
    return h(
        "div",
        h("h2", say("card.partners")),
        table,
        h("h2", say("card.elsewhere")),
        elsewhere(view, own),
        pieces.note(say("card.print")),
        class_="stack",
    )


def elsewhere(view: View, own: Row) -> Html:
    """The offices of the agency's functional system in the other plans, with what they lead and support."""
    say = view.say
    system = view.function(own["function"])
    if system is None:
        return pieces.note(say("card.unresolved"))
    rows = view.rows("function_profile", function=[system.key], **view.scope.filters("section", "topic", "collective"))
    found: list[dict[str, Any]] = [row for row in rows if row["plan"] not in own["plans"]]
    if not found:
        return pieces.note(say("card.alone"))
    columns = [
        Col("plan", say("col.plan"), show=lambda row: view.place(row["plan"]), css="fixed"),
        Col("agencies", say("col.agency")),
        Col("leads", say("col.leads"), True),
        Col("supports", say("col.supports"), True),
    ]
    listed = pieces.table(found, columns, row_pick=lambda row: picked(function=system.key, plan=row["plan"]))
    way = view.scope.href("compare", way="functions", function=system.key)
    return h("div", listed, h("p", pieces.link(system.name, way), class_="small"), class_="stack")
