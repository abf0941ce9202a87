"""The analyses of load in one call each, for a notebook and for the command line: a store in, plain rows out.

    from graph.store import open_store
    from queries import analyses

    with open_store() as store:
        analyses.measure(store, plan="xiqing").agencies

What is computed stands in `graph`; here it is fetched, scoped and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.workload.explaining import Explanation
from graph.workload.explaining import explain as explain_load
from graph.workload.measures import Loads, Weighing, loads
from graph.workload.moves import Limits
from graph.workload.networks import Network
from graph.workload.networks import networks as networks_of
from graph.workload.positions import positions
from graph.workload.proposals import SECONDS, Proposal, propose
from graph.workload.rebalance import Goal
from graph.workload.roster import Agency, AnalysisError, Item, Plan, Roster, Section
from graph.workload.scenario import Compared, Outcome, Scenario, compare, play, touched
from queries import library
from queries.library import Reader
from queries.values import nearest

Some = str | Iterable[str] | None
"""One name, several, or None for all."""

_LOOKS = 3


@dataclass(frozen=True)
class Measured:
    """Loads as rows: one an agency and group, one a group, and where each plan stands among all."""

    loads: Loads
    agencies: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    positions: list[dict[str, Any]]


def roster(store: Reader, plan: Some = None, campaign: Some = None, paired: bool = True) -> Roster:
    """Who leads and supports what in these plans, or in all that are loaded.

    Items know what corresponds to them elsewhere, unless `paired` is false: of thousands of plans that is most of it.
    """
    wanted = {"plan": _several(plan), "campaign": _several(campaign), "paired": paired}
    for _ in range(_LOOKS):  # a plan may be loaded between the two questions
        rows = library.ask(store, "load_items", **wanted).rows
        agencies = {row["agencyId"]: _agency(row) for row in library.ask(store, "load_agencies").rows}
        if all(name in agencies for row in rows for name in (*row["leadIds"], *row["supportIds"])):
            return _roster(rows, agencies)
    raise AnalysisError("Plans are being loaded faster than they can be read. Try again when the loading has ended.")


def measure(
    store: Reader,
    *,
    plan: Some = None,
    section: Some = None,
    topic: Some = None,
    by: str = "agency",
    within: str = "plan",
    measure: str = "leads",
    collective: bool = False,
    weighing: Weighing | None = None,
) -> Measured:
    """All measures of load. `measure` is the one that shares, ranks, inequality and positions are taken of.

    A plan's position is among all loaded plans, counted over the same sections and topics.
    """
    whole = roster(store, paired=False)
    _check(whole, plan=plan, section=section, topic=topic)
    scope = whole.chosen(sections=_set(section), topics=_set(topic))
    mine = scope.chosen(plans=_set(plan))
    found = loads(mine, by, within, weighing, collective)
    if measure not in found.columns:
        raise AnalysisError(f"There is no measure {measure!r}; {nearest(measure, found.columns)}.")
    everywhere = loads(scope, by, "plan", weighing, collective, network=measure == "betweenness")
    spread = everywhere.spread(measure)
    values = {name: spread.row(index) for index, name in enumerate(everywhere.groups)}
    return Measured(
        found,
        _agency_rows(mine, found, measure),
        _group_rows(mine, found, measure),
        [row for row in positions(values) if plan is None or row["plan"] in mine.plans],
    )


@dataclass(frozen=True)
class WhatIf:
    """What came of scenarios: of each change, and of every measure beside the base's."""

    outcomes: dict[str, Outcome]
    compared: Compared

    def agencies(self, changed: bool = True) -> list[dict[str, Any]]:
        """One row an agency: the measure in the base and in each scenario; by default only where they differ."""
        measure, rows = self.compared.measure, []
        for row in self.compared.agencies():
            values = {name: row[name] and row[name][measure] for name in self.compared.loads}
            if not changed or len({*values.values()}) > 1:
                rows.append({key: row[key] for key in ("group", "unit", "agency")} | values)
        return sorted(rows, key=lambda row: (row["group"], -(row["base"] or 0), row["unit"]))

    def groups(self) -> list[dict[str, Any]]:
        """One row a plan and figure of inequality: its value in the base and in each scenario."""
        return [*self.compared.groups()]


def whatif(
    store: Reader,
    *scenarios: Scenario,
    plan: Some = None,
    measure: str = "leads",
    collective: bool = False,
    weighing: Weighing | None = None,
) -> WhatIf:
    """Plays the scenarios on what the graph holds and measures all of them; the graph stays as it is.

    The plans measured are those given, or all in which one of the scenarios changes something.
    """
    base = roster(store, paired=False)
    _check(base, plan=plan)
    outcomes = {scenario.name: play(base, scenario) for scenario in scenarios}
    changed = {name for scenario in scenarios for name in touched(scenario, base)}
    plans = _several(plan) or [name for name in base.plans if name in changed or not changed]
    return WhatIf(outcomes, compare(base, outcomes, plans, measure, weighing=weighing, collective=collective))


def explain(
    store: Reader,
    agency: str,
    plan: str | None = None,
    *,
    measure: str = "leads",
    weighing: Weighing | None = None,
) -> Explanation:
    """What makes the load of an agency (id or name) in a plan; the plan may be left out where one alone names it."""
    whole = roster(store, paired=False)
    _check(whole, plan=plan)
    key = agency_id(whole, agency)
    plans = dict.fromkeys(item.plan for item in whole.items.values() if key in item.named)
    if plan is None and len(plans) != 1:
        raise AnalysisError(f"{whole.name(key)} is named by {', '.join(plans) or 'no plan'}: say which plan.")
    plan = plan or next(iter(plans))
    return explain_load(_with_counterparts(store, whole, plan), key, plan, measure, weighing)


def networks(
    store: Reader,
    *,
    plan: Some = None,
    section: Some = None,
    topic: Some = None,
    within: str = "plan",
    weight: str = "count",
    by: str = "agency",
    collective: bool = False,
) -> dict[str, Network]:
    """Who stands on items with whom: a network for each plan (or `within` year, level, topic …; `all` makes one).

    `graph.workload.networks.side_by_side` sets their figures beside each other; by function, plans of different places
    share their nodes.
    """
    whole = roster(store, paired=False)
    _check(whole, plan=plan, section=section, topic=topic)
    return networks_of(whole.chosen(_set(plan), _set(section), _set(topic)), within, weight, by, collective)


def rebalance(
    store: Reader,
    plan: str,
    figure: str,
    value: float,
    *,
    section: Some = None,
    topic: Some = None,
    measure: str = "leads",
    weighing: Weighing | None = None,
    limits: Limits | None = None,
    seconds: float = SECONDS,
) -> Proposal:
    """The fewest moves of leads of a plan that bring a figure (largest, top1, top3, top10, gini) to a value.

    Agencies in `limits` are named by id or name. Nothing is changed: the proposal's scenario can be saved and compared.
    """
    whole = roster(store, paired=False)
    _check(whole, plan=plan, section=section, topic=topic)
    whole = _with_counterparts(store, whole, plan)
    scope = whole.chosen(plans={plan}, sections=_set(section), topics=_set(topic))
    return propose(whole, scope, Goal(figure, value), measure, weighing, _resolved(whole, scope, limits), seconds)


def _resolved(whole: Roster, scope: Roster, limits: Limits | None) -> Limits:
    """The limits with agencies by their ids; one that names what is not there is refused, lest it protect nothing."""
    given = limits or Limits()
    for item in (*given.keep_items, *(item for item, _ in given.banned)):
        if item not in scope.items:
            raise AnalysisError(f"There is no item {item} in this scope; {nearest(item, scope.items)}.")
    return Limits(
        given.moves,
        {*given.keep_items},
        {agency_id(whole, name) for name in given.keep_leads},
        {agency_id(whole, name) for name in given.closed},
        {(item, agency_id(whole, name)) for item, name in given.banned},
        given.usual,
    )


def agency_id(whole: Roster, given: str) -> str:
    """The id of an agency that a person names by its id or its name; a name that several have is refused."""
    if given in whole.agencies:
        return given
    found = [key for key, agency in whole.agencies.items() if agency.name == given]
    if len(found) > 1:
        raise AnalysisError(f"{given} may be any of {', '.join(found)}: name it by its id.")
    if not found:
        names = [agency.name for agency in whole.agencies.values()]
        raise AnalysisError(f"There is no agency {given} in the graph; {nearest(given, names)}.")
    return found[0]


def _agency_rows(whole: Roster, found: Loads, measure: str) -> list[dict[str, Any]]:
    """A row for each unit of each group, heaviest first, with its name, its share and its rank."""
    spread = found.spread(measure)
    totals = dict(zip(found.groups, spread.total.tolist(), strict=True))
    rows = []
    for row in found.rows():
        total = totals[row["group"]]
        rows.append(_named(whole, row["unit"]) | row | {"share": row[measure] / total if total else 0.0})
    order = {name: place for place, name in enumerate(found.groups)}
    rows.sort(key=lambda row: (order[row["group"]], -(row[measure] or 0), row["unit"]))
    return _ranked(rows, measure)


def _ranked(rows: list[dict[str, Any]], measure: str) -> list[dict[str, Any]]:
    """The sorted rows with their rank in their group; those that carry the same share a rank."""
    before: dict[str, Any] = {}
    place = 0
    for row in rows:
        same_group = before.get("group") == row["group"]
        place = place + 1 if same_group else 1
        tied = same_group and before[measure] == row[measure]
        row["rank"] = before["rank"] if tied else place
        before = row
    return rows


def _group_rows(whole: Roster, found: Loads, measure: str) -> list[dict[str, Any]]:
    """A row for each group with what inequality it has."""
    spread = found.spread(measure)
    headings = {section.id: section.heading for item in whole.items.values() for section in item.sections}
    names = {plan.id: plan.jurisdiction for plan in whole.plans.values()} | headings
    names |= {key: words[0] for key, words in whole.topics.items()}
    return [
        {"group": group, "name": names.get(group, group)} | spread.row(index)
        for index, group in enumerate(found.groups)
    ]


def _named(whole: Roster, unit: str) -> dict[str, Any]:
    agency = whole.agencies.get(unit)
    if agency:
        return {"agency": agency.name, "jurisdiction": agency.jurisdiction, "function": agency.function_name}
    function = next((one.function_name for one in whole.agencies.values() if one.function == unit), None)
    return {"agency": function or unit, "jurisdiction": None, "function": function}


def _check(whole: Roster, **given: Some) -> None:
    """Refuses a scope that names what is not loaded: an empty answer would look like a finding."""
    known = {
        "plan": set(whole.plans),
        "section": {name for item in whole.items.values() for one in item.sections for name in (one.id, one.heading)},
        "topic": {name for key, words in whole.topics.items() for name in (key, words[0])},
    }
    for kind, names in given.items():
        for name in _several(names) or ():
            if name not in known[kind]:
                raise AnalysisError(f"There is no {kind} {name} in the graph; {nearest(name, sorted(known[kind]))}.")


def _with_counterparts(store: Reader, whole: Roster, plan: str) -> Roster:
    """The roster in which the items of a plan know what corresponds to them elsewhere."""
    rows = library.ask(store, "load_items", plan=plan).rows
    known = {row["taskId"]: tuple(row["counterparts"]) for row in rows}
    items = {
        key: replace(item, counterparts=known.get(key, ())) if item.plan == plan else item
        for key, item in whole.items.items()
    }
    return replace(whole, items=items)


def _several(given: Some) -> list[str] | None:
    return [given] if isinstance(given, str) else None if given is None else list(given) or None


def _set(given: Some) -> set[str] | None:
    names = _several(given)
    return None if names is None else set(names)


def _roster(rows: list[dict[str, Any]], agencies: Mapping[str, Agency]) -> Roster:
    plans = {
        row["plan"]: Plan(
            row["plan"], row["planTitle"] or "", row["jurisdiction"], row["level"], row["campaign"], row["issuedOn"]
        )
        for row in rows
    }
    topics = {
        key: (name, name_en)
        for row in rows
        for key, name, name_en in zip(row["topicKeys"], row["topicNames"], row["topicNamesEn"], strict=True)
    }
    ids = {name: name for name in (*plans, *agencies, *topics, *(row["taskId"] for row in rows))}
    sections: dict[str, Section] = {}
    return Roster(plans, {ids[row["taskId"]]: _item(row, ids, sections) for row in rows}, agencies, topics)


def _item(row: dict[str, Any], ids: Mapping[str, str], sections: dict[str, Section]) -> Item:
    """The item, with each id and section as the one object that all items share: there are a million in 3,000 plans."""

    def held(name: str) -> tuple[str, ...]:
        return tuple(ids.get(each, each) for each in row[name])

    return Item(
        ids[row["taskId"]],
        ids[row["plan"]],
        row["number"] or "",
        row["title"] or "",
        leads=held("leadIds"),
        supports=held("supportIds"),
        sections=tuple(
            sections.setdefault(key, Section(key, heading))
            for key, heading in zip(row["sectionIds"], row["sections"], strict=True)
        ),
        topics=held("topicKeys"),
        counterparts=held("counterparts"),
        measures=row["measures"],
        length=row["length"] or 0,
    )


def _agency(row: dict[str, Any]) -> Agency:
    return Agency(
        row["agencyId"],
        row["agency"],
        row["functionKey"],
        row["function"],
        row["functionEn"],
        row["jurisdiction"],
        row["level"],
        bool(row["collective"]),
    )
