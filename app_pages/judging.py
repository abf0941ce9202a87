"""The review list: what the tables could not decide, a person's judgements on it, each with its reason and undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.answers import called, decided
from app_pages.deciding import FIELDS, PAIRS, asked_for
from app_pages.markup import Child, Html, h
from app_pages.pieces import Col
from app_pages.remarks import remark
from app_pages.scope import pick as picked
from app_pages.surface import surface
from app_pages.view import View
from graph import judgements
from graph.judgements import Judgement, Standing
from graph.judging.reasons import Refusal
from graph.judging.review import Offer, ReviewItem
from loaders.errors import UserError
from loaders.private import mask

TONES = {"applied": "", "not_applied": "doubt", "contradicted": "doubt", "revoked": "faint"}


def show(view: View) -> None:
    """Open names, a form for any other judgement, and all judgements made."""
    body(view)


@shell.piece
def body(view: View) -> None:
    """The page; a judgement is written at once and redraws it."""
    if view.revision != data.revision() and not st.session_state.get("judging_write"):
        st.rerun()  # a judgement has changed the graph; what is being written down in this very run is not lost to it
    say = view.say
    state = state_of()
    found, waiting = looked_over(state)
    surface(h("p", sentence(view, found, waiting), class_="sentence"), key="sentence", lang=say.lang)
    told = st.session_state.pop("judged", None)
    if told:
        surface(pieces.note(told[1], warn=told[0]), key="told", lang=say.lang)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        items(view, waiting, state)
        surface(table(view, found), key="ledger", lang=say.lang, on_pick=lambda value: revoke(view, value))
    with right:
        form(view)


State = tuple[int, str, int] | None


def state_of() -> State:
    """What the list depends on: the graph's commits and the file of judgements; None where commits are not counted."""
    store = data.store()
    commits, file = store.commits(), judgements.file_of(store)
    return None if commits is None else (commits, str(file), file.stat().st_mtime_ns if file.exists() else 0)


def looked_over(state: State) -> tuple[list[Standing], list[ReviewItem]]:
    """All judgements and what waits for one, kept until the graph or the file of judgements changes."""
    store = data.store()

    def found() -> tuple[list[Standing], list[ReviewItem]]:
        return judgements.judgements(store), judgements.review(store)

    return data.kept(("judged", state), found) if state else found()


def sentence(view: View, found: Sequence[Standing], waiting: Sequence[ReviewItem]) -> str:
    """How much waits for a person, and how many judgements act."""
    acting = sum(standing.state == "applied" for standing in found)
    idle = sum(standing.state in ("not_applied", "contradicted") for standing in found)
    key = "judging.idle" if idle else "judging.sentence"
    names, topics = (sum(item.kind == kind for item in waiting) for kind in ("agency", "topic"))
    return view.say(key, names=names, topics=topics, acting=acting, idle=idle)


def items(view: View, found: Sequence[ReviewItem], state: State) -> None:
    """What waits for a person, each with what may be said of it."""
    say = view.say
    waiting = [item for item in found if item.kind != "judgement"]  # these stand in the table below
    if not waiting:
        surface(pieces.note(say("judging.nothing")), key="items", lang=say.lang)
        return
    page = view.page("waiting", lambda: listed(view, waiting), state) if state else listed(view, waiting)
    shell.follow(surface(page, key="items", lang=say.lang, on_pick=lambda value: decide(view, value)))


def listed(view: View, waiting: Sequence[ReviewItem]) -> Html:
    """All that waits, a card each."""
    say = view.say
    head = h("div", h("h2", say("judging.waiting")), pieces.finder(say, ".card"), class_="row between")
    return h("div", head, h("div", [card(view, item) for item in waiting], class_="waiting stack"), class_="stack")


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
        st.session_state["judged"] = (True, refused(view, error))
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
        st.session_state["judged"] = (True, refused(view, error))


def refused(view: View, error: UserError) -> str:
    """Why something could not be judged, in the page's language."""
    if isinstance(error, Refusal):
        return view.say("judging.refused", why=view.say.pick(error.why.zh, error.why.en))
    return remark(view.say, str(error))


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
    value = view.say.listed([decided(view, part) for part in judgement.value])
    said = called(view.say, "judged", judgement.kind)
    line = h("div", h("b", said), " ", mask(view.say.listed(words)), h("span", f" → {mask(value)}") if value else None)
    return [line, h("div", mask(judgement.why), class_="faint small") if judgement.why else None]


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


def form(view: View) -> None:
    """Any other judgement: two agencies, an assignment, a topic, a note."""
    say = view.say
    surface(h("h2", say("judging.form")), key="form_head", lang=say.lang)
    asked_for()
    kind = st.selectbox(
        say("judging.kind_of"),
        [*FIELDS],
        format_func=lambda name: say(f"judging.forms.{name}"),
        key="judging_form",
        placeholder=say("judging.pick"),
    )
    draft = FIELDS[kind](view)
    why = st.text_input(say("judging.why"), key="judging_why", placeholder=say("judging.why_hint"), max_chars=300)
    st.text_input(say("judging.who"), key="judging_who", placeholder=say("judging.who_hint"), max_chars=60, width=260)
    if st.button(say("judging.write"), type="primary", key="judging_write", disabled=draft is None):
        carry_out(view, lambda: draft(why) if draft else Judgement(kind, ()))
        st.rerun()
