"""The line on top of every page: what is looked at, in words, with the controls that change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from app_pages import data
from app_pages.markup import Html, h, label
from app_pages.scope import LANGUAGES, RULES, Scope
from app_pages.surface import surface
from app_pages.view import View, address, write
from app_pages.words import Say

CHIPS = 10
"""So many plans are chips; more are a list to search in."""


def draw(view: View, parts: Sequence[str], heading: str, gone: Sequence[str]) -> None:
    """Heading, controls and the sentence that says what is counted."""
    with st.container(key="scope"):
        surface(_head(view, parts, heading, gone), key="heading", lang=view.say.lang)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for part in ("campaign", "plans", "section", "topic", "rule", "collective"):
                if part in parts:
                    _CONTROLS[part](view)


def language(scope: Scope) -> None:
    """The switch between Chinese and English."""
    names = {"zh": "中文", "en": "English"}
    _set("scope_lang", scope.lang)
    st.segmented_control(
        Say(scope.lang)("scope.language"),
        LANGUAGES,
        format_func=lambda lang: names[lang],
        key="scope_lang",
        label_visibility="collapsed",
        required=True,
        on_change=_change("lang"),
    )


def _change(field: str, read: Callable[[Any], Any] = lambda value: value) -> Callable[[], None]:
    def changed() -> None:
        write(address().to(**{field: read(st.session_state[f"scope_{field}"])}))

    return changed


def _set(key: str, value: Any) -> None:
    """A widget shows what stands in the address, however it came there."""
    st.session_state[key] = value


def _campaign(view: View) -> None:
    campaigns = list(dict.fromkeys(row["campaign"] for row in view.plans.values() if row["campaign"]))
    if len(campaigns) < 2:
        return
    _set("scope_campaign", view.scope.campaign if view.scope.campaign in campaigns else None)
    st.selectbox(
        view.say("scope.campaign"),
        campaigns,
        format_func=lambda key: view.say.known(f"campaign.{key}", key),
        key="scope_campaign",
        placeholder=view.say("scope.all"),
        on_change=_change("campaign"),
        width=220,
    )


def _plans(view: View) -> None:
    words, options = view.say("scope.plans"), list(view.plans)
    _set("scope_plans", list(view.scope.plans))
    if len(options) <= CHIPS:
        st.pills(
            words,
            options,
            selection_mode="multi",
            format_func=lambda plan: label(view.place(plan)),
            key="scope_plans",
            on_change=_change("plans", tuple),
        )
    else:
        st.multiselect(
            words,
            options,
            format_func=view.place,
            key="scope_plans",
            placeholder=view.say("scope.all"),
            select_all=False,
            on_change=_change("plans", tuple),
            width=420,
        )


def _section(view: View) -> None:
    """The sections of the plans in scope; each plan has its own, so that of many plans they are no choice."""
    if len(view.chosen()) > CHIPS and not view.scope.section:
        words, first = view.say("scope.section"), view.say("scope.section_of")
        st.selectbox(words, (), key="scope_no_section", placeholder=first, disabled=True, width=190)
    else:
        _choice(view, "section", plan=list(view.scope.plans) or None)


def _topic(view: View) -> None:
    _choice(view, "topic", plan=list(view.scope.plans) or None)


def _choice(view: View, kind: str, **scope: Any) -> None:
    found = data.choices(view.revision, kind, **scope)
    labels = {choice.value: view.say.pick(choice.label, choice.label_en) for choice in found}
    if kind == "section":
        labels = {value: f"{view.place(value.split('#')[0])} · {label}" for value, label in labels.items()}
    current = getattr(view.scope, kind)
    if current and current not in labels:
        labels[current] = current
    _set(f"scope_{kind}", current)
    st.selectbox(
        view.say(f"scope.{kind}"),
        list(labels),
        format_func=lambda value: labels.get(value, value),
        key=f"scope_{kind}",
        placeholder=view.say("scope.all"),
        on_change=_change(kind),
        width=220,
    )


def _rule(view: View) -> None:
    _set("scope_rule", view.scope.rule)
    st.segmented_control(
        view.say("scope.rule"),
        RULES,
        format_func=lambda rule: view.say(f"rule.{rule}.name"),
        key="scope_rule",
        required=True,
        on_change=_change("rule"),
        help=view.say("rule.help"),
    )


def _collective(view: View) -> None:
    _set("scope_collective", view.scope.collective)
    st.toggle(
        view.say("scope.collective"),
        key="scope_collective",
        on_change=_change("collective"),
        help=view.say("scope.collective_help"),
    )


_CONTROLS = {
    "campaign": _campaign,
    "plans": _plans,
    "section": _section,
    "topic": _topic,
    "rule": _rule,
    "collective": _collective,
}


def _head(view: View, parts: Sequence[str], heading: str, gone: Sequence[str]) -> Html:
    """The heading, and the scope in words: 5 份方案 · 154 项任务 · 不含集体主体."""
    say = view.say
    return h(
        "div",
        h(
            "div",
            h("h1", say(heading), class_="title"),
            h("div", " · ".join(_counted(view, parts)), class_="counted") if parts else None,
            class_="row head",
        ),
        h("p", say("counted.gone", names=say.listed(list(gone))), class_="note warn") if gone else None,
    )


def _counted(view: View, parts: Sequence[str]) -> list[str]:
    """What is counted, part by part."""
    say, scope, chosen = view.say, view.scope, view.chosen()
    words = [say("counted.plans", n=len(chosen)), say("counted.tasks", n=_items(view))]
    if scope.topic and "topic" in parts:
        words.append(say("counted.topic", name=view.topics.get(scope.topic, scope.topic)))
    if scope.section and "section" in parts:
        words.append(say("counted.section", name=_section_name(view, scope.section)))
    if "rule" in parts:
        words.append(say(f"rule.{scope.rule}.words"))
    return [*words, say("counted.with" if scope.collective else "counted.without")]


def _section_name(view: View, section: str) -> str:
    found = (choice for choice in data.choices(view.revision, "section") if choice.value == section)
    return next((view.say.pick(choice.label, choice.label_en) for choice in found), section)


def _items(view: View) -> int:
    """The items in the scope."""
    scope = view.scope
    if not (scope.section or scope.topic):
        return sum(view.plans[plan]["items"] for plan in view.chosen())
    sections, topics = ([value] if value else None for value in (scope.section, scope.topic))
    return len(data.roster(view.revision).chosen(set(view.chosen()), sections, topics).items)
