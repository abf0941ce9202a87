"""Who stands on items with whom, and what each functional system carries in each plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from queries.functions.assigned import Item, Plan, assigned
from queries.functions.loads import DIGITS
from queries.functions.offices import Office, named_by, offices
from queries.functions.rows import Asked, Row


@dataclass
class Pair:
    """What two agencies do together, the first one named first in the counts of roles."""

    lead_lead: int = 0
    lead_support: int = 0
    support_lead: int = 0
    support_support: int = 0
    plans: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)


def co_workers(rows: list[Row], params: Asked) -> list[Row]:
    """Counts for each pair of agencies the items that name both; those most together come first."""
    asked = named_by(params, "agency")
    pairs: dict[tuple[str, str], Pair] = defaultdict(Pair)
    for plan in assigned(rows):
        for item in plan.items:
            names = [name for name in item.named if params["collective"] or name not in plan.collective]
            for one, other in _pairs(names, asked):
                _add(pairs[one, other], plan, item, one, other)
    found = sorted(pairs.items(), key=lambda each: (-len(each[1].tasks), each[0]))[: params["limit"]]
    known = offices(params, {name for names, _ in found for name in names})
    return [
        {
            "agency": known[one].name,
            "agencyId": one,
            "partner": known[other].name,
            "partnerId": other,
            "together": len(pair.tasks),
            "bothLead": pair.lead_lead,
            "leadSupport": pair.lead_support,
            "supportLead": pair.support_lead,
            "bothSupport": pair.support_support,
            "plans": pair.plans,
            "tasks": pair.tasks,
        }
        for (one, other), pair in found
    ]


def _pairs(names: list[str], asked: set[str] | None) -> Iterator[tuple[str, str]]:
    """Each pair once: by id, or with the one that is asked for in front."""
    for one in names:
        if asked is None or one in asked:
            yield from (
                (one, other) for other in names if one < other or (one > other and asked and other not in asked)
            )


def _add(pair: Pair, plan: Plan, item: Item, one: str, other: str) -> None:
    pair.lead_lead += one in item.leads and other in item.leads
    pair.lead_support += one in item.leads and other in item.supports
    pair.support_lead += one in item.supports and other in item.leads
    pair.support_support += one in item.supports and other in item.supports
    pair.tasks.append(item.id)
    if not pair.plans or pair.plans[-1] != plan.id:
        pair.plans.append(plan.id)


@dataclass
class Profile:
    """What one functional system carries in one plan."""

    leads: int = 0
    shared: float = 0.0
    sole: int = 0
    supports: int = 0
    offices: dict[str, Office] = field(default_factory=dict)


def function_profile(rows: list[Row], params: Asked) -> list[Row]:
    """Counts for each functional system and plan the items that one of its agencies leads or supports."""
    plans = [*assigned(rows)]
    performing = named_by(params, "function")
    names = {name for plan in plans for item in plan.items for name in item.named}
    known = offices(params, names if performing is None else names & performing)
    found: list[tuple[tuple[int, int, str, str], Plan, Profile]] = []
    for plan in plans:
        profiles: dict[str, Profile] = defaultdict(Profile)
        for item in plan.items:
            _carried(profiles, plan, item, known, params["collective"])
        found += [((-each.leads, -each.supports, key, plan.id), plan, each) for key, each in profiles.items()]
    found.sort(key=itemgetter(0))
    return [_profile(plan, profile) for _, plan, profile in found[: params["limit"]]]


def _carried(profiles: dict[str, Profile], plan: Plan, item: Item, known: dict[str, Office], collective: bool) -> None:
    held: dict[str, list[Office]] = defaultdict(list)
    for name in sorted(item.named):
        office = known.get(name)
        if office and office.function and (collective or name not in plan.collective):
            held[office.function].append(office)
    for key, group in held.items():
        profile, leading = profiles[key], [office for office in group if office.id in item.leads]
        profile.offices |= {office.id: office for office in group}
        profile.leads += bool(leading)
        profile.shared += len(leading) / len(item.leads) if leading else 0.0
        profile.sole += bool(leading) and len(item.leads) == 1
        profile.supports += any(office.id in item.supports for office in group)


def _profile(plan: Plan, profile: Profile) -> Row:
    ordered = [office for _, office in sorted(profile.offices.items())]
    first = ordered[0]
    return {
        "functionKey": first.function,
        "function": first.function_zh,
        "functionEn": first.function_en,
        "plan": plan.id,
        "jurisdiction": plan.place,
        "leads": profile.leads,
        "fractional": round(profile.shared, DIGITS),
        "sole": profile.sole,
        "supports": profile.supports,
        "agencies": [*dict.fromkeys(office.name for office in ordered)],
        "agencyIds": [office.id for office in ordered],
    }
