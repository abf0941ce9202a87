"""The review list: what the tables could not decide, a person's judgements on it, each with its reason and undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.markup import Child, Html, h
from app_pages.panel import task_name
from app_pages.pieces import Col
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View, address
from graph import judgements
from graph.judgements import Judgement, Standing
from graph.judging.review import Offer, ReviewItem
from loaders.errors import UserError
from loaders.private import mask

PAIRS = ("same", "different", "unsure")
FORMS = ("pair", "role", "drop", "add", "topic", "topic_name", "note")
TONES = {"applied": "", "not_applied": "doubt", "contradicted": "doubt", "revoked": "faint"}


def show(view: View) -> None:
    """Open names, a form for any other judgement, and all judgements made."""
    body(view)


@shell.piece
def body(view: View) -> None:
    """The page; a judgement is written at once and redraws it."""
    if view.revision != data.revision():
        st.rerun()  # a judgement has changed the graph
    say = view.say
    found = judgements.judgements(data.store())
    waiting = judgements.review(data.store())
    surface(h("p", sentence(view, found, waiting), class_="sentence"), key="sentence", lang=say.lang)
    told = st.session_state.pop("judged", None)
    if told:
        surface(pieces.note(told[1], warn=told[0]), key="told", lang=say.lang)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        items(view, waiting)
        surface(table(view, found), key="ledger", lang=say.lang, on_pick=lambda value: revoke(view, value))
    with right:
        form(view)


def sentence(view: View, found: Sequence[Standing], waiting: Sequence[ReviewItem]) -> str:
    """How much waits for a person, and how many judgements act."""
    acting = sum(standing.state == "applied" for standing in found)
    idle = sum(standing.state in ("not_applied", "contradicted") for standing in found)
    key = "judging.idle" if idle else "judging.sentence"
    names, topics = (sum(item.kind == kind for item in waiting) for kind in ("agency", "topic"))
    return view.say(key, names=names, topics=topics, acting=acting, idle=idle)


def items(view: View, found: Sequence[ReviewItem]) -> None:
    """What waits for a person, each with what may be said of it."""
    say = view.say
    waiting = [item for item in found if item.kind != "judgement"]  # these stand in the table below
    if not waiting:
        surface(pieces.note(say("judging.nothing")), key="items", lang=say.lang)
        return
    head = h("div", h("h2", say("judging.waiting")), pieces.finder(say, ".card"), class_="row between")
    page = h("div", head, h("div", [card(view, item) for item in waiting], class_="waiting stack"), class_="stack")
    shell.follow(surface(page, key="items", lang=say.lang, on_pick=lambda value: decide(view, value)))


def card(view: View, item: ReviewItem) -> Html:
    """One thing to look at: its words, why it waits, the way to the printed words, and what is offered for it."""
    say = view.say
    where = say.listed([view.place(plan) for plan in item.plans])
    links = [pieces.link(say(f"judging.go.{name}"), href) for name, href in ways(view, item)]
    head = h(
        "div",
        h("span", say(f"judging.item.{item.kind}"), class_="mark"),
        " ",
        h("b", spoken(item)),
        " ",
        h("span", where, class_="faint small"),
        links,
        class_="row",
    )
    offers = [offer(view, item, each) for each in item.offers]
    return h("div", head, h("div", say.pick(item.why.zh, item.why.en), class_="faint small"), offers, class_="card")


def spoken(item: ReviewItem) -> str:
    """The printed words of an item without the codes of their places."""
    coded = item.kind in ("agency", "unsure")
    return mask("、".join(word.partition(":")[2] if coded else word for word in item.words))


def ways(view: View, item: ReviewItem) -> list[tuple[str, str]]:
    """Where an item can be looked at."""
    if item.kind == "agency":
        return [("graph", view.scope.href("explore", start=f"Agency:{item.id}", pick=picked(agency=item.id)))]
    if item.kind == "topic":
        form = view.scope.href("review", way="judging", form="topic", task=item.id)
        return [("diff", view.scope.href("compare", way="tasks", task=item.id)), ("topic", form)]
    return []


def offer(view: View, item: ReviewItem, each: Offer) -> Html:
    """An agency that a name may mean; one that can be named alone may be judged at once."""
    say = view.say
    share = h("span", f"{each.score:.0f}", class_="num faint small", title=say("judging.score"))
    why = h("span", say.pick(each.why.zh, each.why.en), class_="faint small")
    buttons: Child = None
    if each.reference:
        pairs = [(kind, f"{kind}|{item.words[0]}|{each.reference}") for kind in PAIRS]
        buttons = [
            h("button", say(f"judging.kind.{kind}"), type="button", data_pick=asked, class_="act")
            for kind, asked in pairs
        ]
    together = h("span", say("judging.together", n=len(each.together)), class_="doubt small") if each.together else None
    return h("div", h("span", each.name), share, buttons, why, together, class_="row small")


def decide(view: View, value: str) -> None:
    """A click on what may be said of a candidate."""
    kind, one, other = value.split("|")
    carry_out(view, lambda: judgements.pair(data.store(), kind, one, other, why=view.say("judging.by_list")))


def carry_out(view: View, draft: Callable[[], Judgement]) -> None:
    """Writes a judgement and tells what came of it; what can't be judged is told and changes nothing."""
    try:
        effect = judgements.judge(data.store(), draft(), who=st.session_state.get("judging_who") or None)
    except UserError as error:
        st.session_state["judged"] = (True, str(error))
        return
    reason = effect.standing.reason
    why = view.say.pick(reason.zh, reason.en) if reason else ""
    plans = view.say.listed([view.place(result.plan) for result in effect.rebuilt])
    key = "judging.done" if effect.standing.state == "applied" else "judging.written"
    st.session_state["judged"] = (effect.standing.state != "applied", view.say(key, plans=plans, why=why))


def revoke(view: View, value: str) -> None:
    """A click on undo."""
    try:
        judgements.undo(data.store(), value.removeprefix("undo:"), who=st.session_state.get("judging_who") or None)
        st.session_state["judged"] = (False, view.say("judging.undone"))
    except UserError as error:
        st.session_state["judged"] = (True, str(error))


def table(view: View, found: Sequence[Standing]) -> Html:
    """All judgements, the newest first, with their state and a way to undo those that count."""
    say = view.say
    if not found:
        return pieces.note(say("judging.none"))
    rows = [
        {"standing": standing, "time": standing.judgement.time[:16].replace("T", " ")} for standing in reversed(found)
    ]
    columns = [
        Col(
            "time",
            say("judging.when"),
            show=lambda row: [row["time"], h("div", mask(row["standing"].judgement.who), class_="faint small")],
            css="fixed",
        ),
        Col("what", say("judging.what"), show=lambda row: what(view, row["standing"].judgement), css="middling"),
        Col("state", say("judging.state"), show=lambda row: state(view, row["standing"])),
        Col("undo", "", show=lambda row: undoable(view, row["standing"]), css="fixed"),
    ]
    return h("div", h("h2", say("judging.made")), pieces.table(rows, columns, high="60vh"), class_="stack")


def what(view: View, judgement: Judgement) -> Child:
    """What was said, about which printed words, and why."""
    words = [word.partition(":")[2] if judgement.about[0].startswith("agency:") else word for word in judgement.words]
    value = view.say.listed([named(view, part) for part in judgement.value])
    said = view.say.known(f"judging.kind.{judgement.kind.replace('-', '_')}", judgement.kind)
    line = h("div", h("b", said), " ", mask(view.say.listed(words)), h("span", f" → {mask(value)}") if value else None)
    return [line, h("div", mask(judgement.why), class_="faint small") if judgement.why else None]


def named(view: View, value: str) -> str:
    """A value of a judgement in words: a role, a topic, or what it says itself."""
    return view.say.known(f"role.{value}", view.topics.get(value, value))


def state(view: View, standing: Standing) -> Child:
    """Whether it acts, where, and if not why."""
    say = view.say
    reason = say.pick(standing.reason.zh, standing.reason.en) if standing.reason else None
    where = say.listed([view.place(plan) for plan in standing.plans])
    return [
        h("span", say(f"judging.states.{standing.state}"), class_=TONES[standing.state]),
        h("div", reason or where, class_="faint small"),
    ]


def undoable(view: View, standing: Standing) -> Child:
    """The button that takes a judgement back."""
    if standing.state == "revoked" or standing.judgement.kind == "revoke":
        return None
    return h("button", view.say("judging.undo"), type="button", data_pick=f"undo:{standing.judgement.id}", class_="act")


# The form ---------------------------------------------------------------------------------------------------------


def form(view: View) -> None:
    """Any other judgement: two agencies, an assignment, a topic, a note."""
    say = view.say
    surface(h("h2", say("judging.form")), key="form_head", lang=say.lang)
    asked_for()
    kind = st.selectbox(
        say("judging.kind_of"), FORMS, format_func=lambda name: say(f"judging.forms.{name}"), key="judging_form"
    )
    draft = FIELDS[kind](view)
    why = st.text_input(say("judging.why"), key="judging_why", placeholder=say("judging.why_hint"), max_chars=300)
    st.text_input(say("judging.who"), key="judging_who", placeholder=say("judging.who_hint"), max_chars=60, width=260)
    if st.button(say("judging.write"), type="primary", key="judging_write", disabled=draft is None):
        carry_out(view, lambda: draft(why) if draft else Judgement(kind, ()))
        st.rerun()


def asked_for() -> None:
    """Sets form and item to those of a link that was just followed; afterwards they are the user's."""
    own = address().own
    asked = (own.get("form"), own.get("task"))
    if st.session_state.get("judging_asked") != asked:
        st.session_state["judging_asked"] = asked
        st.session_state["judging_form"] = asked[0] if asked[0] in FORMS else FORMS[0]
        st.session_state["judging_task"] = asked[1]


Draft = Callable[[str], Judgement]


def choice(view: View, label: str, options: Mapping[str, str], key: str) -> str | None:
    """One of several things by its name, none at first."""
    chosen: str | None = st.selectbox(
        view.say(label),
        list(options),
        index=None,
        format_func=lambda value: options.get(value, value),
        key=key,
        placeholder=view.say("judging.pick"),
    )
    return chosen


def pair_fields(view: View) -> Draft | None:
    """Two agencies and what they are to each other."""
    say = view.say
    agencies = {choice.value: choice.label for choice in data.choices(view.revision, "agency")}
    kind = st.segmented_control(
        say("judging.relation"),
        PAIRS,
        format_func=lambda name: say(f"judging.kind.{name}"),
        key="judging_pair",
        default=PAIRS[0],
    )
    one, other = (choice(view, f"judging.{side}", agencies, f"judging_{side}") for side in ("one", "other"))
    if not (kind and one and other):
        return None
    return lambda why: judgements.pair(data.store(), kind, one, other, why=why)


def task_field(view: View) -> str | None:
    """An item, the one of the address first."""
    items = {
        row["taskId"]: f"{view.place(row['plan'])} · {task_name(view, row)}"
        for row in view.rows("tasks", plan=list(view.plans))
    }
    if st.session_state.get("judging_task") not in items:
        st.session_state["judging_task"] = None
    chosen: str | None = st.selectbox(
        view.say("judging.task"),
        list(items),
        format_func=lambda key: items.get(key, key),
        key="judging_task",
        placeholder=view.say("judging.pick"),
    )
    return chosen


def printed_field(view: View, task: str | None) -> str | None:
    """A name printed in the item's assignment."""
    rows = view.rows("assignments", task=[task], collective=True) if task else []
    options = dict.fromkeys(row["asWritten"] for row in rows)
    return choice(view, "judging.printed", {name: name for name in options}, "judging_printed")


def role_field(view: View) -> str | None:
    """Lead or support."""
    return st.segmented_control(
        view.say("explore.role"),
        ("lead", "support"),
        format_func=lambda role: view.say(f"role.{role}"),
        key="judging_role",
        default="lead",
    )


def role_fields(view: View) -> Draft | None:
    """A printed name that has another role."""
    task = task_field(view)
    name, role = printed_field(view, task), role_field(view)
    if not (task and name and role):
        return None
    return lambda why: judgements.correct(data.store(), "role", task, name, role, why=why)


def drop_fields(view: View) -> Draft | None:
    """A printed name that is no party of the item."""
    task = task_field(view)
    name = printed_field(view, task)
    return (lambda why: judgements.correct(data.store(), "drop", task, name, why=why)) if task and name else None


def add_fields(view: View) -> Draft | None:
    """Words of the item that name a party that was not read."""
    task, role = task_field(view), role_field(view)
    words = st.text_input(
        view.say("judging.words"), key="judging_words", max_chars=200, help=view.say("judging.words_help")
    )
    name = st.text_input(view.say("judging.name"), key="judging_name", max_chars=60)
    if not (task and role and words):
        return None
    return lambda why: judgements.correct(data.store(), "add", task, words, role, *filter(None, [name]), why=why)


def topic_fields(view: View) -> Draft | None:
    """The topic that an item is on."""
    task = task_field(view)
    topics = {**view.topics, "none": view.say("judging.no_topic")}
    topic = choice(view, "scope.topic", topics, "judging_topic")
    return (lambda why: judgements.topic(data.store(), task, topic, why)) if task and topic else None


def topic_name_fields(view: View) -> Draft | None:
    """What a topic is called."""
    topics = view.topics
    topic = choice(view, "scope.topic", topics, "judging_topic")
    zh = st.text_input(view.say("judging.name_zh"), key="judging_zh", max_chars=60)
    en = st.text_input(view.say("judging.name_en"), key="judging_en", max_chars=80)
    return (lambda why: judgements.topic_name(data.store(), topic, zh, en or None, why)) if topic and zh else None


def note_fields(view: View) -> Draft | None:
    """A note on an item."""
    task = task_field(view)
    text = st.text_area(view.say("judging.note"), key="judging_note", max_chars=1000)
    return (lambda why: judgements.note(data.store(), task, text, why)) if task and text else None


FIELDS: Mapping[str, Callable[[View], Draft | None]] = {
    "pair": pair_fields,
    "role": role_fields,
    "drop": drop_fields,
    "add": add_fields,
    "topic": topic_fields,
    "topic_name": topic_name_fields,
    "note": note_fields,
}
