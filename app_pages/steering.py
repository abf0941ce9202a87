"""How the graph page is worked: its filters, the buttons of a point, and the sentence that says what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app_pages import data, exploring, sketch
from app_pages.charts import LEVELS
from app_pages.exploring import Drawn, Wish
from app_pages.figures import citation
from app_pages.finder import name
from app_pages.scope import together
from app_pages.view import View, address, write
from graph.explorer.opening import LIMIT, neighbours_hidden
from graph.explorer.web import year
from graph.workload.networks import WEIGHTS

GROWN = ("open", "shut", "hide", "pin", "from", "to", "agency")
"""What belongs to one picture; a new start begins without."""


def controls(view: View) -> None:
    """What is drawn, how it is filtered, coloured and sized."""
    say, asked = view.say, exploring.wish(view.scope.own)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        choice(view, "mode", exploring.MODES, asked.mode, width=250)
        if asked.mode != "both":
            choice(view, "weight", tuple(WEIGHTS), asked.weight, width=160)
            choice(view, "least", ("1", "2", "3", "5", "10"), str(asked.least), width=90)
        else:
            choice(view, "role", exploring.ROLES, asked.sieve.role or "both", width=110)
        with st.popover(say("explore.looks")):
            with st.container(horizontal=True):
                choice(view, "color", exploring.COLOURS, asked.colour)
                choice(view, "size", exploring.SIZES, asked.size)
            filters(view, asked)


def choice(view: View, part: str, options: tuple[str, ...], value: str, width: int | None = None) -> None:
    """One choice of a few, kept in the address; the first option is the default and is left out there."""
    key = f"x_{part}"
    st.session_state[key] = value if value in options else options[0]

    def changed() -> None:
        chosen = st.session_state[key]
        write(address().keeping(**{part: chosen if chosen != options[0] else None, "pick": None}))

    st.selectbox(
        view.say(f"explore.{part}"),
        options,
        format_func=lambda value: view.say.known(f"explore.{part}s.{value}", value),
        key=key,
        on_change=changed,
        width=width or "stretch",
        placeholder=view.say("judging.pick"),
    )


def filters(view: View, asked: Wish) -> None:
    """Systems, levels and years to which the picture is narrowed, and what is drawn besides agencies and items."""
    plans = [view.plans[plan] for plan in view.chosen()]
    systems = {named.key: named.name for named in view.functions.values()}
    several(view, "functions", systems, asked.sieve.functions)
    levels = {level: view.say(f"level.{level}") for level in LEVELS if any(row["level"] == level for row in plans)}
    several(view, "levels", levels, asked.sieve.levels)
    years = sorted({year(row["issuedOn"]) for row in plans if row["issuedOn"]})
    several(view, "years", dict(zip(years, years, strict=True)), asked.sieve.years)
    if asked.mode == "both":
        also(view, asked)


def several(view: View, part: str, options: Mapping[str, str], chosen: frozenset[str]) -> None:
    """A filter of several values, kept in the address."""
    key = f"x_{part}"
    st.session_state[key] = [value for value in options if value in chosen]
    st.multiselect(
        view.say(f"explore.{part}"),
        [*options],
        format_func=lambda value: options.get(value, value),
        key=key,
        placeholder=view.say("scope.all"),
        select_all=False,
        on_change=lambda: write(address().keeping(**{part: together(st.session_state[key]), "pick": None})),
    )


def also(view: View, asked: Wish) -> None:
    """What is drawn besides agencies and items, and whether all of the scope is."""
    st.session_state["x_also"], st.session_state["x_all"] = list(asked.also), asked.all
    st.pills(
        view.say("explore.also"),
        exploring.ALSO,
        selection_mode="multi",
        format_func=lambda kind: view.say(f"kind.{exploring.KIND[kind]}"),
        key="x_also",
        on_change=lambda: write(address().keeping(also=",".join(st.session_state["x_also"]) or None)),
    )

    def toggled() -> None:
        gone: dict[str, str | None] = dict.fromkeys(("start", "node", "pick", *GROWN))
        write(address().keeping(**gone, all="1" if st.session_state["x_all"] else None))

    st.toggle(view.say("explore.everything"), key="x_all", on_change=toggled, help=view.say("explore.everything_help"))


def acts(view: View, drawn: Drawn, asked: Wish, node: str | None) -> list[tuple[str, str]]:
    """The buttons over the picture: what can be done with the picked point, or with the whole."""
    say = view.say
    found: list[tuple[str, str]] = []
    if node and node in drawn.points:
        if asked.mode == "both" and not asked.ends:
            more = neighbours_hidden(drawn.web, node, drawn.points)
            found += [("open", say("explore.act.open", n=more))] if more else []
            found += [("shut", say("explore.act.shut"))] if can_shut(drawn, asked, node) else []
        found.append(("free", say("explore.act.free")) if node in asked.pinned else ("pin", say("explore.act.pin")))
        found.append(("hide", say("explore.act.hide")))
        found.append(("start", say("explore.act.start")))
        if asked.mode == "both":
            aimed = asked.origin and asked.origin != node
            found.append(("to", say("explore.act.to")) if aimed else ("from", say("explore.act.from")))
    if asked.hidden:
        found.append(("unhide", say("explore.act.unhide", n=len(asked.hidden))))
    if asked.ends or asked.origin:
        found.append(("unpath", say("explore.act.unpath")))
    return found


def can_shut(drawn: Drawn, asked: Wish, node: str) -> bool:
    """Whether some points hang on this one alone."""
    if node in asked.shuts:
        return False
    beside = {
        one if other == node else other
        for tie in drawn.ties
        for one, other in ((tie.source, tie.target),)
        if node in (one, other)
    }
    counts: dict[str, set[str]] = {}
    for tie in drawn.ties:
        counts.setdefault(tie.source, set()).add(tie.target)
        counts.setdefault(tie.target, set()).add(tie.source)
    return node in asked.opens or any(counts[one] == {node} for one in beside)


def act(name: str, node: str, value: Mapping[str, Any]) -> None:
    """Changes the picture and writes it into the address. A double click opens a point, or closes an open one."""
    here = address()
    asked = exploring.wish(here.own)
    if name == "toggle":
        name = "shut" if node in asked.opens else "open"
    changes: dict[str, str | None] = {}
    if name == "open":
        changes = {
            "open": together([*asked.opens, node] if node not in asked.opens else asked.opens),
            "shut": together(one for one in asked.shuts if one != node),
        }
    elif name == "shut":
        opened = node in asked.opens
        changes = {
            "open": together(one for one in asked.opens if one != node),
            "shut": together(asked.shuts if opened else [*asked.shuts, node]),
        }
    elif name == "hide":
        changes = {"hide": together([*asked.hidden, node]), "node": None, "pick": None}
    elif name == "unhide":
        changes = {"hide": None}
    elif name in ("pin", "free"):
        changes = {"pin": pins(asked, node, value if name == "pin" else None)}
    elif name == "start":
        changes = {**dict.fromkeys(GROWN), "start": node, "node": node, "all": None}
    elif name == "from":
        changes = {"from": node, "to": None}
    elif name == "to":
        changes = {"to": node, "pin": None}
    elif name == "unpath":
        changes = {"from": None, "to": None}
    write(here.keeping(**changes))


def pins(asked: Wish, node: str, value: Mapping[str, Any] | None) -> str | None:
    """The pinned points with one more at its place, or with one less."""
    spots = {one: at for one, at in asked.pinned.items() if one != node}
    if value is not None:
        spots[node] = (float(value.get("x", 0)), float(value.get("y", 0)))
    return together(f"{one}@{x:.0f}@{y:.0f}" for one, (x, y) in spots.items())


def sentence(view: View, drawn: Drawn, asked: Wish) -> str:
    """What is drawn, who stands in its middle, what was left out and why."""
    say = view.say
    if asked.ends:
        return path_words(view, drawn, asked)
    if not drawn.points:
        return say("explore.nothing")
    if asked.mode != "both":
        words = say(f"explore.tied.{asked.mode}", points=len(drawn.points), ties=len(drawn.ties))
        return words + (say("explore.weaker", n=drawn.cut) if drawn.cut else "")
    kinds = [point.kind for point in drawn.points.values()]
    lines = sum(tie.type in ("LEADS", "SUPPORTS") for tie in drawn.ties)
    words = say("explore.sentence", agencies=kinds.count("Agency"), items=kinds.count("Task"), lines=lines)
    first = [name(view, drawn.web.points[key]) for key in drawn.start or asked.start if key in drawn.web.points]
    if first:
        words = say("explore.start", topic=say.listed(first)) + words
    found = sketch.hubs(drawn)
    if found and found[0][1] > 1:
        words += say("explore.hub", agency=say.listed([point.name for point, _ in found[:3]]), n=found[0][1])
    if drawn.cut:
        words += say("explore.cut_chosen" if first else "explore.cut", n=drawn.cut, limit=LIMIT)
    return words


def path_words(view: View, drawn: Drawn, asked: Wish) -> str:
    """How two points hang together, step by step."""
    say, known = view.say, data.whole_web(view.revision).points
    ends = [name(view, known[end]) if end in known else end for end in asked.ends or ()]
    if not drawn.ways:
        return say("explore.no_path", one=ends[0], other=ends[1])
    way = " → ".join(name(view, drawn.points[key]) for key in drawn.ways[0])
    return say("explore.path", one=ends[0], other=ends[1], steps=len(drawn.ways[0]) - 1, n=len(drawn.ways), way=way)


def cited(view: View, drawn: Drawn, asked: Wish) -> list[str]:
    """The lines that stand under a saved picture: what it shows, and of which data."""
    return [sentence(view, drawn, asked), citation(view)]
