"""The form for a judgement that no list offers: two agencies, an assignment, a topic, a note."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import streamlit as st

from app_pages import data
from app_pages.panel import task_name
from app_pages.scopeline import CHIPS
from app_pages.view import View, address
from graph import judgements
from graph.judgements import Judgement
from graph.judging.drafting import mentions

PAIRS = ("same", "different", "unsure")


def asked_for() -> None:
    """Sets form, item and agency to those of a link that was just followed; afterwards they are the user's."""
    own = address().own
    asked = (own.get("form"), own.get("task"), own.get("one"))
    if st.session_state.get("judging_asked") != asked:
        st.session_state["judging_asked"] = asked
        st.session_state["judging_form"] = asked[0] if asked[0] in FIELDS else next(iter(FIELDS))
        st.session_state["judging_task"] = asked[1]
        st.session_state["judging_plan"] = asked[1].partition("/")[0] if asked[1] else None
        st.session_state["judging_one"] = asked[2]


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
    agencies = {choice.value: choice.label for choice in data.choices(view.revision, "agency")} | printed_names(view)
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


def printed_names(view: View) -> dict[str, str]:
    """The printed names of the agency that a link names, where it has several: one of them may be another's."""
    agency = address().own.get("one")
    found = mentions(data.store(), agency) if agency else []
    names = {f"{each.code}:{each.printed}": each for each in found}
    if len(names) < 2:
        return {}
    return {key: view.say("judging.printed_as", name=each.printed, agency=each.name) for key, each in names.items()}


def plan_field(view: View) -> list[str]:
    """The plans whose items are offered: all of a few, one of many."""
    if len(view.plans) <= CHIPS:
        return [*view.plans]
    if st.session_state.get("judging_plan") not in view.plans:
        st.session_state["judging_plan"] = None
    chosen: str | None = st.selectbox(
        view.say("col.plan"),
        [*view.plans],
        format_func=view.place,
        key="judging_plan",
        placeholder=view.say("judging.pick"),
    )
    return [chosen] if chosen else []


def task_field(view: View) -> str | None:
    """An item, the one of the address first."""
    plans = plan_field(view)
    items = {
        row["taskId"]: f"{view.place(row['plan'])} · {task_name(view, row)}"
        for row in (view.rows("plan_items", plan=plans) if plans else ())
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


def split_fields(view: View) -> Draft | None:
    """A printed name that was read as one and is several."""
    task = task_field(view)
    name = printed_field(view, task)
    typed = st.text_input(view.say("judging.parts"), key="judging_parts", max_chars=300)
    parts = [part.strip() for part in re.split("[、，,;；|]", typed) if part.strip()]
    if not (task and name and parts):
        return None
    return lambda why: judgements.correct(data.store(), "split", task, name, *parts, why=why)


def assign_fields(view: View) -> Draft | None:
    """An agency that the plan prints elsewhere, put on an item by decision."""
    task, role = task_field(view), role_field(view)
    plan = task.partition("/")[0] if task else None
    rows = view.rows("assignments", plan=[plan], collective=True) if plan else []
    names = dict.fromkeys(row["asWritten"] for row in rows)
    name = choice(view, "judging.elsewhere", {each: each for each in names}, "judging_elsewhere")
    if not (task and name and role):
        return None
    return lambda why: judgements.correct(data.store(), "assign", task, name, role, why=why)


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
    "split": split_fields,
    "assign": assign_fields,
    "topic": topic_fields,
    "topic_name": topic_name_fields,
    "note": note_fields,
}
