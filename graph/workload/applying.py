"""A scenario put into the graph: as judgements, which are told from what is printed and can be undone.

What a scenario does is taken item by item: who has which role before and after. An agency that leaves an item is
dropped, one that changes its role changes it, one that comes is assigned by decision. Changes may be of any kind;
only items and agencies that no plan prints have no words on which a judgement could hang.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.judgements import Effect, Judgement, correct, file_of, judge_all, undo_all
from graph.judging.ledger import read_ledger
from graph.store import Store
from graph.workload.roster import LEAD, SUPPORT, AnalysisError, Item, Roster
from graph.workload.scenario import Scenario, play

PRINTED = """MATCH (p:Plan)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE p.id IN $plans AND r.origin = 'printed'
RETURN p.id AS plan, t.id AS task, a.id AS agency, r.asWritten AS words
ORDER BY plan, r.start, words"""


def apply(store: Store, base: Roster, scenario: Scenario, who: str | None = None) -> list[Effect]:
    """Judges what the scenario changes, all of it or nothing.

    Raises AnalysisError where a change does not apply or has no printed words to hang on, or where the scenario is
    applied already.
    """
    if applied(store, scenario.name):
        raise AnalysisError(f"The scenario {scenario.name} is applied already; take it back before you apply it anew.")
    outcome = play(base, scenario)
    if outcome.failed:
        failed = "; ".join(f"{step.words.en}: {step.why.en}" for step in outcome.failed if step.why)
        raise AnalysisError(f"Not all of {scenario.name} can be done, so nothing was: {failed}.")
    drafts = [*_drafts(store, base, outcome.roster, reason_of(scenario.name))]
    if not drafts:
        raise AnalysisError(
            f"The scenario {scenario.name} changes nobody's role on an item: there is nothing to apply."
        )
    return judge_all(store, drafts, who)


def take_back(store: Store, name: str, who: str | None = None) -> list[Effect]:
    """Undoes all judgements that applying the scenario made."""
    if not (made := applied(store, name)):
        raise AnalysisError(f"The scenario {name} is not applied.")
    return undo_all(store, [each.id for each in made], who, reason_of(name))


def applied(store: Store, name: str) -> list[Judgement]:
    """The judgements that stand because the scenario was applied."""
    return [each for each in read_ledger(file_of(store)).active if each.why == reason_of(name)]


def reason_of(name: str) -> str:
    """What such judgements give as their reason."""
    return f"what-if: {name}"


@dataclass(frozen=True)
class _Names:
    """The printed names of agencies: on each item, and the first one in each plan."""

    on_item: Mapping[tuple[str, str], list[str]]
    in_plan: Mapping[tuple[str, str], str]


def _drafts(store: Store, base: Roster, after: Roster, why: str) -> Iterator[Judgement]:
    """A judgement for each name whose role on an item is another one in the end."""
    changed = [key for key in {**base.items, **after.items} if base.items.get(key) != after.items.get(key)]
    if new := [after.items[key].words for key in changed if key not in base.items]:
        raise AnalysisError(f"No plan prints {', '.join(new)}: an item that is new can't be put into the graph.")
    names = _names(store, {base.items[key].plan for key in changed})
    for key in changed:
        for kind, words, value in _changes(base.items[key], after.items.get(key), names, after):
            yield correct(store, kind, key, words, *value, why=why)


def _changes(old: Item, new: Item | None, names: _Names, after: Roster) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Kind, words and value of the judgements that make one item another."""
    roles = {agency: (_roles(old, agency), _roles(new, agency)) for agency in (*old.named, *(new.named if new else ()))}
    for agency, (before, now) in roles.items():
        if before == now:
            continue
        if not before:
            words = names.in_plan.get((old.plan, agency))
            if words is None:
                raise AnalysisError(
                    f"The plan {old.plan} names {after.name(agency)} nowhere, so it can't be put on {old.words} there: "
                    "a judgement hangs on printed words."
                )
            yield "assign", words, (*now,)
        for words in names.on_item.get((old.id, agency), ()) if before else ():
            if not now:
                yield "drop", words, ()
            elif len(before) > len(now):
                yield "drop", words, tuple({*before} - {*now})
            else:
                yield "role", words, (*now,)


def _roles(item: Item | None, agency: str) -> tuple[str, ...]:
    return tuple(role for role in (LEAD, SUPPORT) if item and agency in item.holders(role))


def _names(store: Store, plans: Iterable[str]) -> _Names:
    on_item: dict[tuple[str, str], list[str]] = {}
    in_plan: dict[tuple[str, str], str] = {}
    for row in store.read(PRINTED, plans=sorted(plans)):
        mine = on_item.setdefault((row["task"], row["agency"]), [])
        if row["words"] not in mine:
            mine.append(row["words"])
        in_plan.setdefault((row["plan"], row["agency"]), row["words"])
    return _Names(on_item, in_plan)
