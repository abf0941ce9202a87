"""The forms of the what-if page: what may be changed, one form a kind; each gives the changes that are to be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app_pages.trying import Tried
from app_pages.view import View, address, write
from graph.workload.changes import Add, Change, Drop, DropItem, Merge, Move, NewAgency, NewItem, Split
from graph.workload.roster import LEAD, ROLES

NEW = "+"
"""Stands in a list of agencies for one that is yet to be named."""

Changes = Sequence[Change]


def form(view: View, found: Tried) -> Changes:
    """The form of the kind that is chosen; gives what its button makes, mostly nothing."""
    say = view.say
    kind = st.pills(
        say("whatif.kind"), FORMS, format_func=lambda name: say(f"whatif.kinds.{name}"), key="w_kind",
        default="move", required=True, wrap=True,
    )  # fmt: skip
    return FORMS[kind or "move"](view, found)


def moving(view: View, found: Tried) -> Changes:
    """Who gives up which item to whom, who joins it, or leaves it."""
    say, names = view.say, {one.id: one.name for one in found.named()}
    own = address().own
    if not names:
        return ()
    giver = own["giver"] if own.get("giver") in names else next(iter(names))
    st.session_state["w_giver"] = giver
    st.selectbox(
        say("whatif.giver"), [*names], format_func=lambda key: names.get(key, key), key="w_giver",
        on_change=lambda: write(address().keeping(giver=st.session_state["w_giver"])),
        placeholder=view.say("judging.pick"),
    )  # fmt: skip
    held = {
        f"{role} {one.id}": (role, one) for role in ROLES for one in found.items(giver) if giver in one.holders(role)
    }
    if not held:
        st.caption(say("whatif.nothing"))
        return ()
    item = st.selectbox(
        say("whatif.item"), [*held], key=f"w_item_{giver}",
        format_func=lambda key: f"{say('role.' + held[key][0])} · {held[key][1].words}" if key in held else key,
        placeholder=view.say("judging.pick"),
    )  # fmt: skip
    role, one = held[item if item in held else next(iter(held))]
    free = [key for key in names if key not in one.holders(role) and key != giver and key not in one.leads]
    taker = one_of(view, "taker", {key: names[key] for key in free})
    stays = role == LEAD and st.checkbox(say("whatif.stays"), key="w_stays")
    with st.container(horizontal=True, gap="small"):
        if pressed(view, "move", taker is not None) and taker:
            return (Move(one.id, giver, taker, role, stays),)
        if pressed(view, "add", taker is not None, first=False) and taker:
            return (Add(one.id, taker, role),)
        if pressed(view, "drop", first=False):
            return (Drop(one.id, giver, role),)
    return ()


def merging(view: View, found: Tried) -> Changes:
    """Which agencies become one, and which one."""
    names = {one.id: one.name for one in found.busy()}
    merged = some_of(view, "merged", names)
    into, name = successor(view, found, "merge_into", {key: names[key] for key in [*merged, *names]})
    if pressed(view, "merge", bool(merged) and into is not None and len({*merged, into}) > 1) and into:
        return (Merge(tuple(merged), into, name),) if into != NEW else nameless(view)
    return ()


def splitting(view: View, found: Tried) -> Changes:
    """Which items of an agency pass to another, or to a new one."""
    names = {one.id: one.name for one in found.busy()}
    agency = one_of(view, "split_from", names)
    items = some_of(view, "split_items", {one.id: one.words for one in found.items(agency)} if agency else {})
    into, name = successor(view, found, "split_into", {key: known for key, known in names.items() if key != agency})
    if pressed(view, "split", bool(agency and items and into)) and agency and into:
        return (Split(agency, into, tuple(items), name),) if into != NEW else nameless(view)
    return ()


def founding(view: View, found: Tried) -> Changes:
    """An agency that no plan names yet: its name and its functional system."""
    name = named(view, found, "new_name")
    function = one_of(view, "function", {each.key: each.name for each in view.functions.values()})
    plan = found.base.plans[found.plan]
    if pressed(view, "found"):
        new = NewAgency(new_key(name), name, function, plan.jurisdiction, plan.level)
        return (new,) if name else nameless(view)
    return ()


def closing(view: View, found: Tried) -> Changes:
    """An agency that is no more: what it carries passes to another, or to nobody."""
    names = {one.id: one.name for one in found.busy()}
    agency = one_of(view, "closed", names)
    heir = one_of(view, "heir", {key: name for key, name in names.items() if key != agency})
    if not (pressed(view, "close", agency is not None) and agency):
        return ()
    if heir:
        return (Merge((agency,), heir),)
    return [Drop(one.id, agency, role) for one in found.items(agency) for role in ROLES if agency in one.holders(role)]


def items(view: View, found: Tried) -> Changes:
    """An item that the plan does not have, with who leads and supports it; or one that is taken out."""
    names = {one.id: one.name for one in found.named()}
    title = named(view, found, "new_item", 120)
    leads = some_of(view, "new_leads", names)
    supports = some_of(view, "new_supports", {key: name for key, name in names.items() if key not in leads})
    if pressed(view, "add_item"):
        new = NewItem(new_item_key(found), found.plan, title, tuple(leads), tuple(supports))
        return (new,) if title else nameless(view)
    known = {one.id: one.words for one in found.after}
    gone = one_of(view, "gone_item", known)
    if pressed(view, "drop_item", gone is not None, first=False) and gone:
        return (DropItem(gone),)
    return ()


FORMS: Mapping[str, Callable[[View, Tried], Changes]] = {
    "move": moving,
    "merge": merging,
    "split": splitting,
    "found": founding,
    "close": closing,
    "items": items,
}


def pressed(view: View, name: str, ready: bool = True, *, first: bool = True) -> bool:
    """A button that makes the change."""
    words, key = view.say(f"whatif.{name}"), f"w_{name}"
    return st.button(words, type="primary" if first else "secondary", disabled=not ready, key=key)


def named(view: View, found: Tried, name: str, most: int = 60) -> str:
    """A box for a name; it is empty again after each change."""
    typed = st.text_input(view.say(f"whatif.{name}"), key=f"w_{name}_{len(found.outcome.steps)}", max_chars=most)
    return " ".join(typed.split())


def one_of(view: View, name: str, options: Mapping[str, str]) -> str | None:
    """One of several things by its name, none at first."""
    key = f"w_{name}"
    if st.session_state.get(key) not in {None, *options}:  # never set without need: it would undo a choice on its way
        st.session_state[key] = None
    chosen: str | None = st.selectbox(
        view.say(f"whatif.{name}"), [*options], index=None, format_func=lambda each: options.get(each, each), key=key,
        placeholder=view.say("judging.pick"),
    )  # fmt: skip
    return chosen


def some_of(view: View, name: str, options: Mapping[str, str]) -> list[str]:
    """Several of them."""
    key = f"w_{name}"
    chosen = st.session_state.get(key, [])
    if not {*chosen} <= {*options}:
        st.session_state[key] = [each for each in chosen if each in options]
    return st.multiselect(
        view.say(f"whatif.{name}"), [*options], format_func=lambda each: options.get(each, each), key=key,
        placeholder=view.say("judging.pick"), select_all=False,
    )  # fmt: skip


def successor(view: View, found: Tried, name: str, known: Mapping[str, str]) -> tuple[str | None, str]:
    """An agency that is known, or the key and the name of a new one; NEW while that has no name."""
    into = one_of(view, name, {NEW: view.say("whatif.new_one"), **known})
    if into != NEW:
        return into, ""
    typed = named(view, found, "new_name")
    return (new_key(typed) if typed else NEW), typed


def nameless(view: View) -> Changes:
    """Nothing is made of what has no name, and that is said."""
    st.warning(view.say("whatif.nameless"))
    return ()


def new_key(name: str) -> str:
    """The id of an agency that a scenario founds: no plan's agency has such a one."""
    return f"new/{name}"


def new_item_key(found: Tried) -> str:
    """An id that no item of the plan has."""
    known = {one.id for one in found.after} | {*found.base.items}
    return next(key for n in range(1, len(known) + 2) if (key := f"{found.plan}/new/{n}") not in known)
