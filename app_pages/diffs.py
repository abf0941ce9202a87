"""One task in two plans: what differs in its words, who does it in each, and why the owner differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.columns import MOST
from app_pages.download import download
from app_pages.figures import cited
from app_pages.markup import Child, Html, h, join
from app_pages.panel import panel, task_name
from app_pages.pieces import Col, Row
from app_pages.scope import pick as picked
from app_pages.scopeline import CHIPS
from app_pages.surface import surface
from app_pages.view import View, address, pick, write
from loaders.private import mask

KEPT, CHANGED, ADDED, DROPPED = "kept", "changed", "added", "dropped"
NEAREST = 0.95


def show(view: View) -> None:
    """The comparison of one task with its counterparts."""
    items = items_of(view)
    if not items:
        surface(pieces.note(view.say("diff.none")), key="none", lang=view.say.lang)
        return
    task = chosen(view, items, [] if many(view) else same_words(view, view.chosen()))
    pair = compared(view, task)
    shell.tell_gone(view, address().own.get("task"), items)
    surface(h("p", sentence(view, items[task], pair), class_="sentence"), key="sentence", lang=view.say.lang)
    picker(view, items, task)
    body(view, task)


def items_of(view: View) -> Mapping[str, Row]:
    """The items of the plans in scope."""
    names = ("plan", "number", "title", "topicKey")

    def made() -> dict[str, Row]:
        found = data.fetched("plan_items", plan=view.named())
        return {row["taskId"]: {name: row[name] for name in names} for row in found}

    return view.kept("items", made)


def many(view: View) -> bool:
    """Very many plans have millions of pairs of tasks: then the two that are compared are looked through alone."""
    return len(view.chosen()) > MOST


def same_words(view: View, plans: Sequence[str]) -> list[Row]:
    """The tasks of some plans with nearly the same words and other leads."""
    return [*view.rows("same_text_other_owner", plan=plans, campaign=view.scope.campaign)]


def chosen(view: View, items: Mapping[str, Row], owners: Sequence[Row]) -> str:
    """The task of the address, else one of the chosen topic, else the first whose words are kept and owner is not."""
    named = address().own.get("task", "")
    if named in items:
        return named
    of_topic = [key for key, row in items.items() if view.scope.topic and row["topicKey"] == view.scope.topic]
    handed = sorted(owners, key=lambda row: row["explanation"] != "choice")
    return str([*of_topic, *(row["taskId"] for row in handed), *items][0])


def picker(view: View, items: Mapping[str, Row], task: str) -> None:
    """A list of all items in scope; of many plans those of one, which is chosen before."""
    listed = len(view.chosen()) > CHIPS
    with st.container(horizontal=True, gap="small"):
        if listed:
            plan_picker(view, items, task)
        st.session_state["diff_task"] = task
        st.selectbox(
            view.say("diff.choose"),
            [key for key, row in items.items() if not listed or row["plan"] == items[task]["plan"]],
            format_func=lambda key: (
                f"{view.place(items[key]['plan'])} · {task_name(view, items[key])}" if key in items else key
            ),
            key="diff_task",
            on_change=lambda: write(address().elsewhere(way="tasks", task=st.session_state["diff_task"])),
            width=560,
            placeholder=view.say("judging.pick"),
        )


def plan_picker(view: View, items: Mapping[str, Row], task: str) -> None:
    """A list of the plans; the first item of the one that is chosen is compared."""
    first: dict[str, str] = {}
    for key, row in items.items():
        first.setdefault(row["plan"], key)
    st.session_state["diff_plan"] = items[task]["plan"]
    st.selectbox(
        view.say("col.plan"),
        [plan for plan in view.chosen() if plan in first],
        format_func=view.place,
        key="diff_plan",
        on_change=lambda: write(address().elsewhere(way="tasks", task=first[st.session_state["diff_plan"]])),
        width=300,
        placeholder=view.say("judging.pick"),
    )


def differences(view: View, task: str) -> Sequence[Row]:
    """What differs between a task and each of its counterparts."""
    return view.rows("task_diff", task=[task], plan=view.chosen())


def compared(view: View, task: str) -> list[Row]:
    """What differs from the counterpart that the address names, or from the nearest."""
    rows, wanted = differences(view, task), address().own.get("other")
    other = wanted if any(row["otherTask"] == wanted for row in rows) else nearest(rows)
    return [row for row in rows if row["otherTask"] == other]


@shell.piece
def body(view: View, task: str) -> None:
    """Assignments and clauses side by side; the same words with other owners below; the panel beside."""
    lang, current, pair = view.say.lang, address().own.get("pick"), compared(view, task)
    others = list(dict.fromkeys((row["otherTask"], row["otherPlan"]) for row in differences(view, task)))
    other = pair[0]["otherTask"] if pair else None
    left, right = st.columns([2.6, 1], gap="medium")
    with left:
        page = h(
            "div",
            counterparts(view, task, others, other),
            heads(view, pair),
            parties(view, pair),
            clauses(view, pair),
            class_="stack",
        )
        shell.follow(surface(page, key="diff", lang=lang, picked=current, on_pick=pick))
        download(view, "task-diff", pair, key="diff")
        surface(cited(view), key="cited", lang=lang)
        handed = view.page("owners", lambda: other_owners(view, pair), many(view) and other)
        shell.follow(surface(handed, key="owners", lang=lang, picked=current, on_pick=pick))
    with right, st.container(key="side" if current else "side_empty"):
        panel(view)


def other_owners(view: View, pair: Sequence[Row]) -> Html:
    """The same words with other owners, of all plans or of the two that are compared."""
    plans = view.chosen() if not many(view) else [pair[0]["plan"], pair[0]["otherPlan"]] if pair else []
    return elsewhere(view, same_words(view, plans) if plans else [], many(view))


def nearest(rows: Sequence[Row]) -> str | None:
    """The counterpart whose words are most alike."""
    return max(rows, key=lambda row: row["similarity"])["otherTask"] if rows else None


def sentence(view: View, item: Row, pair: Sequence[Row]) -> str:
    """How alike the words are, how many clauses differ, and what became of the leads."""
    say = view.say
    if not pair:
        return say("diff.alone", place=view.place(item["plan"]), title=task_name(view, item))
    first = pair[0]
    clauses = [row["change"] for row in pair if row["part"] == "wording"]
    counts = {change: clauses.count(change) for change in (CHANGED, ADDED, DROPPED)}
    parts = [say(f"diff.count.{change}", n=n) for change, n in counts.items() if n] or [say("diff.count.none")]
    head = say(
        "diff.sentence",
        here=view.place(first["plan"]),
        there=view.place(first["otherPlan"]),
        title=mask(item["title"] or ""),
        share=f"{first['similarity']:.0%}",
    )
    leads = [
        led(view, row)
        for row in pair
        if row["part"] == "assignment" and "lead" in (row["roleBefore"], row["roleAfter"]) and row["change"] != "same"
    ]
    tail = say("diff.leads", changes=say.listed(leads)) if leads else say("diff.leads_same")
    return head + say.listed(parts) + tail


def led(view: View, row: Row) -> str:
    """One change of a lead in words."""
    return f"{sides(view, row)}{view.say('diff.in_brackets', words=view.say('change.' + row['change']))}"


def sides(view: View, row: Row, nobody: str = "") -> str:
    """Who does it here and who there, with the role of each where that differs."""
    both = row["roleBefore"] and row["roleAfter"] and row["roleBefore"] != row["roleAfter"]
    named = [
        (row[side] or nobody) + (view.say("diff.in_brackets", words=view.say(f"role.{role}")) if both else "")
        for side, role in (("before", row["roleBefore"]), ("after", row["roleAfter"]))
    ]
    return " → ".join(filter(None, named))


def counterparts(view: View, task: str, others: Sequence[tuple[str, str]], other: str | None) -> Html | None:
    """The plans with a counterpart, as links."""
    if not others:
        return None
    links = [
        h("b", view.place(plan))
        if key == other
        else pieces.link(view.place(plan), view.scope.href("compare", way="tasks", task=task, other=key))
        for key, plan in others
    ]
    return h("div", h("span", view.say("diff.with"), class_="faint"), links, class_="row")


def heads(view: View, pair: Sequence[Row]) -> Html | None:
    """The two plans, each with its day and the item's title, its changed words marked."""
    if not pair:
        return None
    first, title = pair[0], next((row for row in pair if row["part"] == "title"), None)
    sides = []
    for plan, task, side in (
        (first["plan"], first["taskId"], "Before"),
        (first["otherPlan"], first["otherTask"], "After"),
    ):
        words = marked(title, side) if title else None
        day = view.plans[plan]["issuedOn"] or view.say("plan.undated")
        sides.append(
            h(
                "div",
                h("h2", view.place(plan), " ", h("span", day, class_="faint small")),
                h("p", words),
                data_pick=picked(task=task),
                role="button",
                tabindex=0,
            )
        )
    return h("div", sides, class_="two")


def parties(view: View, pair: Sequence[Row]) -> Html | None:
    """Who does it in each plan; what became of each office, with its basis."""
    say = view.say
    rows = [row for row in pair if row["part"] == "assignment"]
    if not rows:
        return None
    columns = [
        Col("before", view.place(rows[0]["plan"]), show=lambda row: party(view, row, "Before"), css="middling"),
        Col("after", view.place(rows[0]["otherPlan"]), show=lambda row: party(view, row, "After"), css="middling"),
        Col("change", say("diff.change"), show=lambda row: became(view, row)),
    ]
    return h("div", h("h2", say("diff.parties")), pieces.table(rows, columns), class_="stack")


def party(view: View, row: Row, side: str) -> Child:
    """A printed name in its role."""
    name, role = row[side.lower()], row[f"role{side}"]
    plan = row["plan"] if side == "Before" else row["otherPlan"]
    return pieces.chip(name, role, pick=picked(agency=row[f"agency{side}"], plan=plan)) if name else "—"


def became(view: View, row: Row) -> Child:
    """What became of an office, and on what basis."""
    say = view.say
    parts: list[Child] = [
        h("b", say(f"change.{row['change']}"))
        if row["change"] != "same"
        else h("span", say("change.same"), class_="faint")
    ]
    if row["before"] and row["after"] and row["roleBefore"] != row["roleAfter"]:
        parts.append(
            h(
                "span",
                say("sentence.join"),
                say("diff.role", before=say(f"role.{row['roleBefore']}"), after=say(f"role.{row['roleAfter']}")),
            )
        )
    if row["passed"]:
        parts.append(h("div", say("diff.passed", work=row["passed"]), class_="small"))
    if row["basis"]:
        parts.append(h("div", row["basis"], class_="faint small"))
    return parts


def clauses(view: View, pair: Sequence[Row]) -> Html | None:
    """The sentences side by side: what both have is folded, what differs is marked."""
    say = view.say
    rows = [row for row in pair if row["part"] == "wording"]
    if not rows:
        return None
    blocks: list[Child] = []
    kept: list[Html] = []
    for row in [*rows, None]:
        if row is not None and row["change"] == KEPT:
            kept.append(clause(row))
            continue
        if kept:
            blocks.append(h("details", h("summary", say("diff.kept", n=len(kept))), kept))
            kept = []
        if row is not None:
            blocks.append(clause(row))
    return h("div", h("h2", say("diff.wording")), h("div", blocks, class_="clauses"), class_="stack")


def clause(row: Row) -> Html:
    """One sentence in both plans."""
    return h(
        "div",
        [h("div", marked(row, side), class_=side.lower()) for side in ("Before", "After")],
        class_=f"two clause {row['change']}",
    )


def marked(row: Row, side: str) -> Html:
    """The words of one side with what differs marked."""
    text = mask(row[side.lower()] or "")
    edges = row[f"marks{side}"] or []
    whole = row["change"] in (ADDED, DROPPED)
    tag = "ins" if side == "After" else "del"
    if whole:
        return h(tag, text) if text else h("span", "—", class_="faint")
    cuts = [0, *edges, len(text)]
    return join([h(tag, text[a:b]) if index % 2 else text[a:b] for index, (a, b) in enumerate(pairwise(cuts)) if a < b])


def elsewhere(view: View, owners: Sequence[Row], of_two: bool) -> Html:
    """Tasks with nearly the same words and other leads, each leading to its comparison; `of_two` plans only."""
    say = view.say
    every = pieces.link(say("diff.owners_all"), view.scope.href("ask", question="same_text_other_owner"))
    two = pieces.note([say("diff.owners_two", n=len(owners)), " ", every]) if of_two else None
    if not owners:
        return h("div", two)
    columns = [
        Col("title", say("kind.Task"), show=lambda row: way(view, row), css="middling"),
        Col(
            "plan",
            say("diff.pair"),
            show=lambda row: f"{view.place(row['plan'])} → {view.place(row['otherPlan'])}",
            css="fixed",
        ),
        Col(
            "before",
            say("diff.change_of_lead"),
            show=lambda row: sides(view, row, "—"),
            pick=lambda row: picked(task=f"{row['taskId']}|{row['otherTask']}", role="lead"),
        ),
        Col(
            "explanation",
            say("diff.why"),
            show=lambda row: [
                h("b", say(f"explanation.{row['explanation']}")),
                h("div", row["basis"], class_="faint small"),
            ],
        ),
    ]
    found = pieces.table(owners, columns, high="60vh")
    head = h(
        "div", h("h2", say("diff.owners", share=f"{NEAREST:.0%}")), pieces.finder(say, "tbody tr"), class_="row between"
    )
    return h("div", head, two, found, class_="stack")


def way(view: View, row: Row) -> Html:
    """The link to a pair."""
    href = view.scope.href("compare", way="tasks", task=row["taskId"], other=row["otherTask"])
    return pieces.link(mask(row["title"] or view.say("item.untitled")), href)
