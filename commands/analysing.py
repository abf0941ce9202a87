"""`measure`, `explain`, `network`, `whatif`, `rebalance`: load between agencies, measured, explained, evened out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import WrongUsage, connect, terminal

if TYPE_CHECKING:
    from graph.store import Store
    from graph.workload.changes import Change
    from graph.workload.measures import Weighing
    from graph.workload.moves import Limits
    from graph.workload.roster import Roster
    from graph.workload.scenario_files import Scenarios
    from queries.analyses import WhatIf

AGENCIES = ("group", "agency", "function", "leads", "fractional", "sole", "supports", "workload", "workloadMeasures",
            "workloadLength", "partners", "betweenness", "share", "rank")  # fmt: skip
GROUPS = ("group", "name", "count", "loaded", "total", "mean", "largest", "gini", "theil", "hhi", "variation", "top1",
          "top3", "top10")  # fmt: skip
POSITIONS = ("plan", "measure", "value", "mean", "plans", "percentile", "z")
SHOWN = {"agencies": AGENCIES, "groups": GROUPS, "positions": POSITIONS}


@dataclass(frozen=True)
class Scope:
    """What is counted, and how."""

    plan: Sequence[str] | None = None
    section: Sequence[str] | None = None
    topic: Sequence[str] | None = None
    measure: str = "leads"
    collective: bool = False
    support_weight: float = 0.3
    weight: str = "item"

    @property
    def weighing(self) -> Weighing:
        """How workload is made."""
        from graph.workload.measures import WEIGHTS, Weighing

        _check("--weight", self.weight, WEIGHTS)
        return Weighing(self.support_weight, self.weight)


def measure(scope: Scope, show: str, within: str, by: str, as_json: bool, data: Path | None) -> None:
    """Prints the measures asked for; JSON holds all of them."""
    from graph.workload.measures import BY, WITHIN
    from queries import analyses

    _check("--show", show, (*SHOWN, "definitions"))
    _check("--within", within, WITHIN)
    _check("--by", by, BY)
    if show == "definitions":
        return _definitions(as_json)
    with connect(data) as store:
        found = analyses.measure(
            store,
            plan=scope.plan,
            section=scope.section,
            topic=scope.topic,
            by=by,
            within=within,
            measure=scope.measure,
            collective=scope.collective,
            weighing=scope.weighing,
        )
    rows: dict[str, list[dict[str, Any]]] = {name: getattr(found, name) for name in SHOWN}
    if as_json:
        terminal.print_json(rows)
        return None
    terminal.print_table(SHOWN[show], rows[show])
    _remarks(found.positions if show == "positions" else [])
    return None


def explain(agency: str, plan: str | None, scope: Scope, as_json: bool, data: Path | None) -> None:
    """Prints what makes a load, in words and in parts that add up."""
    from graph.workload.moves import ADDITIVE
    from queries import analyses

    _check("--measure", scope.measure, ADDITIVE)
    with connect(data) as store:
        found = analyses.explain(store, agency, plan, measure=scope.measure, weighing=scope.weighing)
    kinds = {"sections": found.sections, "company": found.company, "elsewhere": found.elsewhere, "topics": found.topics}
    parts: dict[str, list[dict[str, Any]]] = {
        kind: [{"key": p.key, "zh": p.name.zh, "en": p.name.en, "value": p.value, "items": p.items} for p in mine]
        for kind, mine in kinds.items()
    }
    items = [
        {"item": one.item.id, "title": one.item.words, "value": one.value, "leads": one.leads, "with": one.company}
        | {"elsewhere": one.elsewhere}
        | {"precedents": {lead.function: [item.id for item in lead.items] for lead in one.precedents}}
        for one in found.items
    ]
    if as_json:
        names = ("agency", "plan", "measure", "total", "mean", "rank", "agencies", "share", "usual")
        whole = {name: getattr(found, name) for name in names}
        terminal.print_json(whole | {"words": asdict(found.words), "items": items} | parts)
        return
    print(found.words.en, found.words.zh, sep="\n")
    for kind, rows in parts.items():
        terminal.print_table(("en", "zh", "value", "items"), [r | {"items": len(r["items"])} for r in rows], kind)


NODES = ("network", "unit", "name", "degree", "strength", "betweenness", "eigenvector", "kcore", "community", "core")
TIES = ("network", "one", "other", "weight")


def network(scope: Scope, show: str, within: str, by: str, weight: str, as_json: bool, data: Path | None) -> None:
    """Prints the figures of the networks side by side, their nodes or their ties; JSON holds all of them."""
    from graph.workload.networks import side_by_side
    from queries import analyses

    _check("--show", show, ("figures", "nodes", "ties"))
    with connect(data) as store:
        found = analyses.networks(
            store,
            plan=scope.plan,
            section=scope.section,
            topic=scope.topic,
            within=within,
            weight=weight,
            by=by,
            collective=scope.collective,
        )
    rows: dict[str, list[dict[str, Any]]] = {
        "figures": side_by_side(found),
        "nodes": [{"network": name} | row for name, one in found.items() for row in one.nodes],
        "ties": [{"network": name} | row for name, one in found.items() for row in one.ties],
    }
    if as_json:
        terminal.print_json(rows)
        return
    columns = {"figures": ("figure", *found), "nodes": NODES, "ties": TIES}
    terminal.print_table(columns[show], rows[show])


@dataclass(frozen=True)
class Edit:
    """What is to be done to a scenario before it is shown."""

    do: str | None = None
    param: Sequence[str] = ()
    undo: bool = False
    remove: bool = False
    note: str | None = None
    take: Path | None = None
    give: Path | None = None
    apply: bool = False
    take_back: bool = False
    who: str | None = None

    @property
    def asked(self) -> bool:
        """Whether anything is."""
        return self != Edit()


def whatif(names: Sequence[str], edit: Edit, scope: Scope, as_json: bool, data: Path | None) -> None:
    """Edits a scenario where that is asked for, then prints what comes of the scenarios named."""
    from graph.workload.scenario_files import Scenarios, read_scenario
    from queries import analyses

    files = Scenarios(data)
    if edit.take:
        taken = read_scenario(edit.take)
        files.save(taken, replace=False)
        names = [taken.name]
    elif edit.asked and len(names) != 1:
        raise WrongUsage("Name the one scenario that is to be changed.")
    if edit.remove:
        files.remove(names[0])
        terminal.remark(f"Removed {names[0]}")
        return
    if not names:
        _list_scenarios(files, as_json)
        return
    with connect(data) as store:
        _edited(files, names[0], edit, analyses.roster(store) if edit.do else None)
        if edit.apply or edit.take_back:
            _apply(store, names[0], files, edit, as_json)
            return
        found = analyses.whatif(
            store,
            *map(files.load, names),
            plan=scope.plan,
            measure=scope.measure,
            collective=scope.collective,
            weighing=scope.weighing,
        )
    _show_scenarios(found, as_json)


def _edited(files: Scenarios, name: str, edit: Edit, base: Roster | None) -> None:
    """Makes the edits and saves them; a change that does not apply is refused."""
    from dataclasses import replace

    from graph.workload.scenario import Scenario, play
    from graph.workload.scenario_files import ScenarioError, as_text

    if edit.undo:
        files.edit(name, lambda old: old.undone())
    if base is not None and edit.do:
        change = _change(edit.do, edit.param, base)
        scenario = (files.load(name) if name in files.names() else Scenario(name)).then(change)
        if why := play(base, scenario).steps[-1].why:
            raise ScenarioError(f"The change does not apply: {why}")
        files.save(scenario)
    if (note := edit.note) is not None:
        files.edit(name, lambda old: replace(old, note=note))
    if edit.give:
        terminal.write_file(edit.give, as_text(files.load(name)))


def _apply(store: Store, name: str, files: Scenarios, edit: Edit, as_json: bool) -> None:
    """Puts the scenario into the graph as judgements, or takes them back, and tells what each came to."""
    from graph.workload import applying
    from queries import analyses

    if edit.take_back:
        effects = applying.take_back(store, name, edit.who)
    else:
        effects = applying.apply(store, analyses.roster(store), files.load(name), edit.who)
    if as_json:
        terminal.print_json([effect.to_json() for effect in effects])
        return
    rows = [
        {"judgement": each.judgement.id, "kind": each.judgement.kind, "item": each.judgement.target}
        | {"name": each.judgement.words[-1], "role": "、".join(each.judgement.value), "state": each.standing.state}
        for each in effects
    ]
    terminal.print_table([*rows[0]], rows)
    if not edit.take_back:
        terminal.remark(f"`python cli.py whatif {name} --take-back` undoes all of it.")


def _change(kind: str, pairs: Sequence[str], base: Roster) -> Change:
    """The change that the options say, its agencies found by id or name."""
    from dataclasses import fields

    from graph.workload.changes import KINDS
    from graph.workload.scenario_files import change_from
    from queries.analyses import agency_id

    _check("--do", kind, KINDS)
    kinds = {field.name: str(field.type) for field in fields(KINDS[kind])}  # type: ignore[arg-type]
    plain: dict[str, Any] = {"change": kind}
    new = {"into", "agency"} if kind == "new_agency" or any(pair.startswith("name=") for pair in pairs) else set()
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name in ("agency", "to", "into", "agencies", "leads", "supports") and name not in new:
            value = agency_id(base, value)
        if kinds.get(name, "").startswith("tuple"):
            plain.setdefault(name, []).append(value)
        else:
            plain[name] = {"true": True, "false": False}.get(value, value) if kinds.get(name) == "bool" else value
        if kinds.get(name) == "int" and value.isdecimal():
            plain[name] = int(value)
    return change_from(plain, f"--do {kind}")


def _list_scenarios(files: Scenarios, as_json: bool) -> None:
    found = [files.load(name) for name in files.names()]
    rows = [{"name": one.name, "changes": len(one.changes), "note": one.note} for one in found]
    if as_json:
        terminal.print_json(rows)
    elif rows:
        terminal.print_table(("name", "changes", "note"), rows)
    else:
        terminal.remark("There is no scenario yet. `python cli.py whatif --help` shows how to make one.")


def _show_scenarios(found: WhatIf, as_json: bool) -> None:
    steps = [
        {"scenario": name, "step": place, "change": step.words.en, "改动": step.words.zh, "applies": step.applies}
        | {"why": step.why and str(step.why)}
        for name, outcome in found.outcomes.items()
        for place, step in enumerate(outcome.steps, 1)
    ]
    if as_json:
        whole = [*found.compared.agencies()]
        terminal.print_json({"steps": steps, "agencies": whole, "groups": found.groups()})
        return
    names = [*found.compared.loads]
    columns = ["scenario", "step", "change", "改动", *(["why"] if any(not row["applies"] for row in steps) else [])]
    terminal.print_table(columns, steps)
    terminal.print_table(["group", "agency", *names], found.agencies(), f"{found.compared.measure}, where it changes")
    terminal.print_table(["group", "figure", *names], found.groups())


@dataclass(frozen=True)
class Wanted:
    """The value that a figure is to have, and what must be left alone."""

    figure: str
    to: float
    moves: int | None
    keep_items: Sequence[str]
    keep_leads: Sequence[str]
    closed: Sequence[str]
    banned: Sequence[str]
    usual: bool
    seconds: float

    @property
    def limits(self) -> Limits:
        """The same for the search."""
        from graph.workload.moves import Limits

        pairs = [tuple(pair.partition("=")[::2]) for pair in self.banned]
        if wrong := [pair for pair, (_, agency) in zip(self.banned, pairs, strict=True) if not agency]:
            raise WrongUsage(f"--ban {wrong[0]}: write it as ITEM=AGENCY.")
        banned = [(item, agency) for item, agency in pairs]
        return Limits(self.moves, self.keep_items, self.keep_leads, self.closed, banned, self.usual)


def rebalance(plan: str, wanted: Wanted, scope: Scope, save: str | None, as_json: bool, data: Path | None) -> None:
    """Prints the proposed moves with their reasons; saves them as a scenario where that is asked for."""
    from dataclasses import replace

    from graph.workload.moves import ADDITIVE
    from graph.workload.program import FIGURES
    from graph.workload.scenario_files import Scenarios, as_plain
    from queries import analyses

    _check("--figure", wanted.figure, FIGURES)
    _check("--measure", scope.measure, ADDITIVE)
    with connect(data) as store:
        found = analyses.rebalance(
            store,
            plan,
            wanted.figure,
            wanted.to,
            section=scope.section,
            topic=scope.topic,
            measure=scope.measure,
            weighing=scope.weighing,
            limits=wanted.limits,
            seconds=wanted.seconds,
        )
    moves = [
        {"move": place, "what": each.words.en, "做什么": each.words.zh}
        | {"why": "; ".join(why.en for why in each.reasons), "理由": "；".join(why.zh for why in each.reasons)}
        | {"precedents": [item.id for item in each.precedent.items] if each.precedent else []}
        | {"change": as_plain(each.move)}
        for place, each in enumerate(found.moves, 1)
    ]
    if save:
        Scenarios(data).save(replace(found.scenario, name=save, note=found.words.zh), replace=False)
    if as_json:
        figures = {"figure": wanted.figure, "wanted": wanted.to, "before": found.before, "after": found.after}
        proof = {"reached": found.reached, "proven": found.solution.proven, "bound": found.solution.bound}
        terminal.print_json(figures | proof | {"words": asdict(found.words), "moves": moves})
        return
    for move in moves:
        print(f"{move['move']}. {move['what']}\n   {move['why']}\n   {move['做什么']}\n   {move['理由']}")
    print(found.words.en, found.words.zh, sep="\n")


def _definitions(as_json: bool) -> None:
    from graph.workload.definitions import definitions

    known = [asdict(one) for one in definitions().values()]
    if as_json:
        terminal.print_json(known)
        return
    for one in definitions().values():
        print(f"{one.key}: {one.name.en} {one.name.zh}")
        for text in (one.definition.en, one.definition.zh, one.source, one.caveats.en, one.caveats.zh):
            print(f"    {text}")


def _remarks(rows: Sequence[dict[str, Any]]) -> None:
    """Says once why figures are missing."""
    from graph.workload.definitions import notes

    for key in dict.fromkeys(row["note"] for row in rows if row["note"]):
        terminal.remark(f"{notes()[key].en} {notes()[key].zh}")


def _check(option: str, given: str, known: Sequence[str] | Any) -> None:
    if given not in known:
        raise WrongUsage(f"{option} {given}: known are {', '.join(known)}.")
