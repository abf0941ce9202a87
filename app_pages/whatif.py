"""What if an item moved: the load before and after, each change with its undo, kept as a scenario or taken along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from app_pages import changing, pieces, shell, trying
from app_pages.download import download
from app_pages.markup import Html, h, label
from app_pages.panel import panel
from app_pages.pieces import Col, Row
from app_pages.ranks import values_by_plan
from app_pages.remarks import remark
from app_pages.scope import pick as picked
from app_pages.scope import unpick
from app_pages.sentences import MEASURE
from app_pages.sheets import task_sheet
from app_pages.surface import surface
from app_pages.trying import Tried
from app_pages.view import View, address, write
from graph.sheets.trial import Trial
from graph.workload.changes import Change
from graph.workload.inequality import gini, hhi, top_share
from graph.workload.scenario import Scenario
from graph.workload.scenario_files import ScenarioError, Scenarios, as_text

KEPT = "w_kept"
"""Where a session remembers the scenario that it opened or saved."""

COUNTS = ("leads", "fractional", "sole", "supports")
SHARES = ("top1", "top3")
OF: Mapping[str, Callable[[Sequence[float]], float]] = {
    "largest": max,
    "top1": lambda values: top_share(values, 1),
    "top3": lambda values: top_share(values, 3),
    "gini": gini,
    "hhi": hhi,
}
"""How the figures of the whole are computed for the other plans."""


def show(view: View) -> None:
    """The board."""
    body(view)


def picker(view: View, plan: str) -> None:
    """The plan that is tried on."""
    st.session_state["w_plan"] = plan
    st.selectbox(
        view.say("whatif.plan"),
        view.chosen(),
        format_func=view.place,
        key="w_plan",
        on_change=lambda: write(address().elsewhere(way="whatif", plan=st.session_state["w_plan"])),
        width=300,
        placeholder=view.say("judging.pick"),
    )


@shell.piece
def body(view: View) -> None:
    """Sentence, the agencies before and after to the left; what can be changed, and what was, to the right."""
    say, own, plans = view.say, address().own, view.chosen()
    plan = own["plan"] if own.get("plan") in plans else plans[0]
    made = trying.changes(own.get("try"))
    found = trying.tried(view, plan, made)
    surface(h("p", sentence(view, found, made), class_="sentence"), key="sentence", lang=say.lang)
    picker(view, plan)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        board = h("div", before_after(view, found), h("h2", say("whatif.whole")), figures(view, found), class_="stack")
        surface(board, key="board", lang=say.lang, picked=own.get("pick"), on_pick=chosen)
        download(view, "whatif", flat(found), key="whatif")
        trial = Trial(found.base, found.outcome) if made else None
        task_sheet(view, [plan], "tried_sheet" if trial else "whatif_sheet", trial=trial)
    with right:
        if asked := changing.form(view, found):
            keep(view, [*made, *asked])
        steps(view, found, made)
        scenarios(view, made)
        if own.get("pick"):
            panel(view)


def chosen(value: str) -> None:
    """A click on an agency shows its printed words and makes it the one that gives something up."""
    write(address().keeping(pick=value or None, giver=unpick(value).get("agency")))


def sentence(view: View, found: Tried, made: Sequence[Change]) -> str:
    """What the changes come to."""
    say, measure = view.say, MEASURE[view.scope.rule]
    first = found.agencies[0] if found.agencies else None
    if first is None:
        return say("ranking.nobody")
    if not made:
        return say("whatif.start", place=view.place(found.plan), agency=first["agency"],
                   n=pieces.printed(float(first["before"].get(measure, 0))))  # fmt: skip
    moved = [row for row in found.agencies if row["before"].get(measure, 0) != row["after"].get(measure, 0)]
    moved.sort(key=lambda row: -abs(row["after"].get(measure, 0) - row["before"].get(measure, 0)))
    parts = [
        say("whatif.moved", agency=row["agency"], before=pieces.printed(float(row["before"].get(measure, 0))),
            after=pieces.printed(float(row["after"].get(measure, 0))))
        for row in moved[:3]
    ]  # fmt: skip
    before, after = found.figures["gini"]
    head = say("whatif.after", n=len(made), gini=f"{before:.3f}", then=f"{after:.3f}")
    return head + say("sentence.join").join(parts) + (say("sentence.stop") if parts else "")


def before_after(view: View, found: Tried) -> Html:
    """One row an agency: each count, and what it becomes where that differs."""
    say = view.say
    columns = [Col("agency", say("col.agency"), pick=lambda r: picked(agency=r["unit"], plan=found.plan))]
    columns += [
        Col(
            count,
            say(f"whatif.col.{count}"),
            True,
            show=partial(change, count),
            pick=partial(behind, found.plan, count),
        )
        for count in COUNTS
    ]
    rows = [{**row, **{count: row["after"].get(count, 0) for count in COUNTS}} for row in found.agencies]
    return pieces.table(rows, columns, high="46vh")


def behind(plan: str, count: str, row: Row) -> str | None:
    """What the plan prints that a count rests on before anything is moved; nothing where that is none."""
    if not row["before"].get(count):
        return None
    role = "support" if count == "supports" else "lead"
    return picked(agency=row["unit"], plan=plan, role=role, rule="sole" if count == "sole" else None)


def change(count: str, row: Row) -> Html:
    """A figure, or the old and the new one."""
    before, after = row["before"].get(count, 0), row["after"].get(count, 0)
    if abs(before - after) < 1e-9:
        return h("span", pieces.printed(after))
    return h("span", h("span", pieces.printed(before), class_="faint"), " → ", h("b", pieces.printed(after)))


def figures(view: View, found: Tried) -> Html:
    """How uneven the plan is before and after, and between what the other plans lie."""
    say = view.say
    others = [values for plan, values in values_by_plan(view.everywhere()).items() if plan != found.plan]
    rows = [
        {
            "name": say(f"whatif.figure.{name}"),
            "before": figure(name, before),
            "after": figure(name, after),
            "others": span(name, [float(OF[name](values)) for values in others]),
        }
        for name, (before, after) in found.figures.items()
    ]
    columns = [
        Col("name", say("col.measure")),
        Col("before", say("whatif.before"), True),
        Col("after", say("whatif.then"), True),
        Col("others", say("whatif.others"), True),
    ]
    return pieces.table(rows, columns)


def figure(name: str, value: float) -> str:
    """A figure as people write it: counts as such, shares in per cent."""
    return pieces.printed(value) if name == "largest" else f"{value:.0%}" if name in SHARES else f"{value:.3f}"


def span(name: str, values: Sequence[float]) -> str:
    """From the least to the most."""
    return f"{figure(name, min(values))} – {figure(name, max(values))}" if values else "–"


def keep(view: View, made: Sequence[Change]) -> None:
    """Puts the changes into the address and draws anew; more than it holds are refused, not lost."""
    if not trying.fits(made):
        st.warning(view.say("whatif.full"))
        return
    write(address().keeping(**{"try": trying.written(made)}))
    st.rerun(scope="fragment")


def steps(view: View, found: Tried, made: Sequence[Change]) -> None:
    """The changes in their order, each with its undo; one that does not apply says why."""
    say = view.say
    if not made:
        return
    surface(h("h2", say("whatif.changes", n=len(made))), key="w_changes", lang=say.lang)
    for place, step in enumerate(found.outcome.steps):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            words = say.pick(step.words.zh, step.words.en)
            why = h("span", say.pick(step.why.zh, step.why.en), class_="note warn") if step.why else None
            surface(h("div", f"{place + 1}. {words} ", why), key=f"w_step_{place}", lang=say.lang)
            if st.button(say("whatif.undo"), key=f"w_undo_{place}", type="tertiary"):
                keep(view, [one for at, one in enumerate(made) if at != place])
    if st.button(say("whatif.undo_all"), key="w_undo_all", type="tertiary"):
        keep(view, [])


def scenarios(view: View, made: Sequence[Change]) -> None:
    """Keeps the changes under a name, opens those that were kept, and gives them as a file."""
    say, folder = view.say, Scenarios()
    with st.popover(say("whatif.scenarios")):
        with st.form("w_save", border=False):
            name = st.text_input(say("saved.name"), max_chars=60, key="w_name")
            if st.form_submit_button(say("whatif.save"), disabled=not made):
                save(view, folder, Scenario(name.strip(), tuple(made)))
        kept = folder.names()
        opened = st.selectbox(say("whatif.open"), kept, index=None, key="w_open", placeholder=say("judging.pick"))
        if opened and st.button(say("whatif.load"), key="w_load"):
            load(view, folder, opened)
        if made:
            text = as_text(Scenario(name.strip() or trying.NAME, tuple(made)))
            st.download_button(say("whatif.file"), text.encode(), file_name="scenario.yml", key="w_file",
                               on_click="ignore", type="tertiary")  # fmt: skip


def save(view: View, folder: Scenarios, scenario: Scenario) -> None:
    """Writes a scenario under a name that is free, or over the one that was opened or saved here and is still as then.

    Another tab's scenario of that name stays.
    """
    before: Scenario | None = st.session_state.get(KEPT)
    try:
        if before and before.name == scenario.name and scenario.name in folder.names():
            folder.edit(scenario.name, lambda there: scenario if there == before else there)
        elif scenario.name not in folder.names():
            folder.save(scenario, replace=False)
        if folder.load(scenario.name) != scenario:
            st.error(view.say("whatif.taken", name=label(scenario.name)))
            return
    except ScenarioError as error:
        st.error(label(remark(view.say, str(error))))
        return
    st.session_state[KEPT] = scenario
    st.success(view.say("whatif.saved", name=label(scenario.name)))


def load(view: View, folder: Scenarios, name: str) -> None:
    """Opens a kept scenario on this page, if all of its changes can be made here."""
    try:
        scenario = folder.load(name)
    except ScenarioError as error:
        st.error(label(remark(view.say, str(error))))
        return
    st.session_state[KEPT] = scenario
    keep(view, scenario.changes)


def flat(found: Tried) -> list[dict[str, Any]]:
    """The rows of the download."""
    return [
        {"agency": row["agency"], "agencyId": row["unit"]}
        | {f"{count}_{when}": row[when].get(count, 0) for count in COUNTS for when in ("before", "after")}
        for row in found.agencies
    ]
