"""What makes the load of an agency: by section, by company, and by who leads such items elsewhere; all parts add up.

Each item adds a figure to the load (`workload.moves.Weights`); every part is a sum over items, and the parts of one
kind sum to the load. The difference from the same functional system in other plans is split by topic, and sums to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.words import Words
from graph.workload.definitions import definitions
from graph.workload.measures import Weighing, loads
from graph.workload.moves import Weights
from graph.workload.precedents import Elsewhere, Lead
from graph.workload.roster import AnalysisError, Item, Roster
from graph.workload.sentences import joined, listed, number, percent, say

OWN, OTHER, NOWHERE = "own", "other", "nowhere"
"""Who leads such an item elsewhere: in half of the other plans or more the agency's own system, or another, or no plan
has it."""
ALONE, SUPPORTING = "alone", "supporting"
_NAMED = 3
"""Parts that a sentence names."""


@dataclass(frozen=True)
class Part:
    """A part of a load: what it is, how much, from which items."""

    key: str
    name: Words
    value: float
    items: tuple[str, ...]


@dataclass(frozen=True)
class ItemLoad:
    """What one item adds, with whom it is led, and who leads such an item elsewhere."""

    item: Item
    value: float
    leads: bool
    company: tuple[str, ...]
    """The other leads."""
    elsewhere: str
    """`own`, `other` or `nowhere`."""
    precedents: tuple[Lead, ...]


@dataclass(frozen=True)
class Explanation:
    """A load in parts, and in words."""

    agency: str
    plan: str
    measure: str
    total: float
    mean: float
    rank: int
    agencies: int
    share: float
    items: tuple[ItemLoad, ...]
    sections: tuple[Part, ...]
    company: tuple[Part, ...]
    elsewhere: tuple[Part, ...]
    usual: float | None
    """Mean load of the same functional system in the other plans, None where there are none."""
    topics: tuple[Part, ...]
    """What each topic adds to the difference from `usual`."""
    words: Words


def explain(
    whole: Roster, agency: str, plan: str, measure: str = "leads", weighing: Weighing | None = None
) -> Explanation:
    """What makes the load of an agency in a plan; the other plans of `whole` are what it is compared with."""
    weights = Weights(measure, weighing or Weighing())
    scope = whole.chosen(plans={plan})
    values = loads(scope, within="all", weighing=weights.weighing, network=False).values(measure, "")
    if agency not in values:
        raise AnalysisError(f"{whole.name(agency)} is on no item of the plan {plan}, or is a collective unit.")
    elsewhere = Elsewhere(whole)
    items = tuple(_item_loads(elsewhere, scope, weights, agency))
    total, everyone = values[agency], sum(values.values())
    usual, topics = _against_others(whole, scope, weights, agency)
    parts = {
        "sections": _parts((_section(one.item), one) for one in items),
        "company": _parts((_company(whole, one), one) for one in items),
        "elsewhere": _parts(((one.elsewhere, say(f"elsewhere_{one.elsewhere}")), one) for one in items),
    }
    found = Explanation(
        agency,
        plan,
        measure,
        total,
        everyone / len(values),
        1 + sum(value > total + 1e-9 for value in values.values()),
        len(values),
        total / everyone if everyone else 0.0,
        items,
        parts["sections"],
        parts["company"],
        parts["elsewhere"],
        usual,
        topics,
        Words("", ""),
    )
    return Explanation(**{**vars(found), "words": _words(elsewhere, found)})


def _item_loads(elsewhere: Elsewhere, scope: Roster, weights: Weights, agency: str) -> Iterable[ItemLoad]:
    """The items that add something, the most first."""
    function = scope.agencies[agency].function
    found = []
    for item in scope.items.values():
        value = weights.of(item).get(agency, 0.0)
        if value:
            precedents = tuple(elsewhere.leads(item))
            company = tuple(lead for lead in item.leads if lead != agency)
            leads = agency in item.leads
            found.append(ItemLoad(item, value, leads, company, _whose(function, precedents), precedents))
    return sorted(found, key=lambda one: -one.value)


def _whose(function: str | None, precedents: Iterable[Lead]) -> str:
    leads = {lead.function: lead for lead in precedents}
    if not leads:
        return NOWHERE
    own = leads.get(function or "")
    return OWN if own and own.count * 2 >= own.plans else OTHER


def _section(item: Item) -> tuple[str, Words]:
    if not item.sections:
        return "", say("no_section")
    return item.sections[0].id, Words(item.sections[0].heading, item.sections[0].heading)


def _company(whole: Roster, one: ItemLoad) -> tuple[str, Words]:
    """Alone, with whom, or supporting: each item stands under one of these."""
    if not one.leads:
        return SUPPORTING, say(SUPPORTING)
    if not one.company:
        return ALONE, say(ALONE)
    company = sorted(one.company)
    return " ".join(company), say("together", others=listed(map(whole.name, company)))


def _parts(pairs: Iterable[tuple[tuple[str, Words], ItemLoad]]) -> tuple[Part, ...]:
    names: dict[str, Words] = {}
    items: dict[str, list[ItemLoad]] = defaultdict(list)
    for (key, name), one in pairs:
        names[key] = name
        items[key].append(one)
    parts = [
        Part(key, names[key], sum(one.value for one in mine), tuple(one.item.id for one in mine))
        for key, mine in items.items()
    ]
    return tuple(sorted(parts, key=lambda part: -part.value))


def _against_others(
    whole: Roster, scope: Roster, weights: Weights, agency: str
) -> tuple[float | None, tuple[Part, ...]]:
    """The mean load of the same system in the other plans of the campaign, and the difference from it by topic."""
    function = whole.agencies[agency].function
    [own] = scope.plans.values()
    others = {plan.id for plan in whole.plans.values() if plan.id != own.id and plan.campaign == own.campaign}
    if function is None or not others:
        return None, ()
    items: dict[str, list[str]] = defaultdict(list)
    values: dict[str, float] = defaultdict(float)
    mean = 0.0
    for item in whole.items.values():
        mine = item.plan == own.id
        if not mine and item.plan not in others:
            continue
        for name, value in weights.of(item).items():
            if (name == agency) if mine else (whole.agencies[name].function == function):
                topic = next(iter(item.topics), "")
                items[topic].append(item.id)
                values[topic] += value if mine else -value / len(others)
                mean += 0.0 if mine else value / len(others)
    names = {key: Words(*whole.topics[key]) if key in whole.topics else say("no_topic") for key in values}
    parts = [Part(key, names[key], value, tuple(dict.fromkeys(items[key]))) for key, value in values.items()]
    return mean, tuple(sorted(parts, key=lambda part: -part.value))


def _words(elsewhere: Elsewhere, found: Explanation) -> Words:
    """The same in a few sentences."""
    whole = elsewhere.roster
    name = definitions()[found.measure].name
    given: dict[str, Words | str | int] = {"agency": whole.name(found.agency), "measure": name}
    place = whole.plans[found.plan].jurisdiction or found.plan
    said = [
        say("load_is", **given, place=place, total=number(found.total), rank=found.rank, agencies=found.agencies,
            share=percent(found.share), mean=number(found.mean)),
        say("load_sections", parts=_listed(found.sections)),
        say("load_company", parts=_listed(found.company)),
    ]  # fmt: skip
    by_whom = {part.key: part for part in found.elsewhere}
    if OTHER in by_whom:
        part = by_whom[OTHER]
        said.append(say("load_other", value=number(part.value), count=len(part.items), total=number(found.total)))
        said += [_example(elsewhere, one) for one in found.items if one.elsewhere == OTHER][:_NAMED]
    if NOWHERE in by_whom and len(whole.plans) > 1:
        part = by_whom[NOWHERE]
        said.append(say("load_nowhere", value=number(part.value), count=len(part.items)))
    if found.usual is None:
        said.append(say("load_incomparable", **given))
    else:
        said.append(_difference(elsewhere, found))
    return joined(said)


def _example(elsewhere: Elsewhere, one: ItemLoad) -> Words:
    return say("load_example", item=one.item.words, lead=elsewhere.words(one.precedents[0]))


def _difference(elsewhere: Elsewhere, found: Explanation) -> Words:
    function = elsewhere.name(elsewhere.roster.agencies[found.agency].function or "")
    usual = found.usual or 0.0
    more = found.total - usual
    key = "load_more" if more > 0 else "load_less"
    parts = [part for part in found.topics if part.value * more > 0]
    parts.sort(key=lambda part: -abs(part.value))
    return say(key, function=function, usual=number(usual), difference=number(abs(more)), parts=_listed(parts))


def _listed(parts: Iterable[Part]) -> Words:
    """The first parts with their values."""
    named = [say("part", name=part.name, value=number(abs(part.value))) for part in [*parts][:_NAMED]]
    return Words("；".join(one.zh for one in named), "; ".join(one.en for one in named))
