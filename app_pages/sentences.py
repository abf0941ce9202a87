"""The sentence that answers a page's question, made from its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app_pages.pieces import printed
from app_pages.words import Say

Row = Mapping[str, Any]

MEASURE = {"full": "leads", "fractional": "fractional", "sole": "sole"}
"""The column that a counting rule counts by."""

TIES = 3
"""So many equal leaders are named; more are only counted."""


def ranked(rows: Sequence[Row], rule: str) -> list[Row]:
    """Agencies by what they lead under a counting rule; equal ones by the other counts, then by name."""
    measure = MEASURE[rule]
    return sorted(rows, key=lambda r: (-r[measure], -r["leads"], -r["fractional"], -r.get("supports", 0), r["agency"]))


def leader(say: Say, rows: Sequence[Row], rule: str) -> str:
    """Who leads most: 西青区发展改革委牵头 25 项，占 30 项的 83%，其中独立牵头 6 项。"""
    best = ranked(rows, rule)
    if not best or not best[0][MEASURE[rule]]:
        return say("ranking.nobody")
    ties = [row for row in best if row[MEASURE[rule]] == best[0][MEASURE[rule]]]
    if len(ties) == 1:
        return say(f"ranking.sentence.{rule}", **_figures(best[0]))
    if len(ties) > TIES:
        return say(f"ranking.many.{rule}", n=len(ties), **_figures(best[0]))
    each = [say("ranking.each", **_figures(row)) for row in ties]
    return say(f"ranking.several.{rule}", agencies=say.listed(each), **_figures(best[0]))


def _figures(row: Row) -> dict[str, Any]:
    return {
        "agency": row["agency"],
        "leads": row["leads"],
        "items": row["items"],
        "share": f"{row['share']:.0%}",
        "sole": row["sole"],
        "fractional": printed(float(row["fractional"])),
    }


def unevenness(say: Say, gini: float, top: float, agencies: int, idle: int) -> str:
    """How uneven the load is, in words with the figures."""
    degree = "high" if gini >= 0.5 else "middle" if gini >= 0.3 else "low"
    return say(f"ranking.uneven.{degree}", gini=f"{gini:.2f}", top=f"{top:.0%}", n=agencies, idle=idle)


def topic(
    say: Say, name: str, assignments: Sequence[Row], places: Mapping[str, str], systems: Mapping[str, str]
) -> str:
    """How places assigned a topic: which functional systems lead, and where."""
    covered = list(dict.fromkeys(row["plan"] for row in assignments))
    if not covered:
        return say("compare.nowhere", topic=name)
    leads: dict[str, list[str]] = {}
    for row in assignments:
        if row["role"] == "lead" and row["function"] and row["plan"] not in leads.setdefault(row["function"], []):
            leads[row["function"]].append(row["plan"])
    most = sorted(leads.items(), key=lambda pair: -len(pair[1]))[:3]
    said = [
        say("compare.everywhere", function=systems.get(function, function))
        if len(plans) == len(covered) > 1
        else say(
            "compare.somewhere",
            function=systems.get(function, function),
            places=say.listed([places[plan] for plan in plans]),
            n=len(plans),
        )
        for function, plans in most
    ]
    supports = Counter(row["plan"] for row in assignments if row["role"] == "support")
    counts = [supports[plan] for plan in covered]
    same = "_same" if min(counts) == max(counts) else ""
    tail = (
        say(f"compare.supports{same}", low=min(counts), high=max(counts)) if any(counts) else say("compare.unsupported")
    )
    head = say("compare.covered", topic=name, n=len(covered), all=len(places))
    return say("sentence.join").join([head, *said, tail]) + say("sentence.stop")


def carried(say: Say, own: Row, leading: Sequence[Row], place: Callable[[str], str]) -> str:
    """What one agency leads and supports, and where it stands among those that lead."""
    figures = {name: own[name] for name in ("agency", "leads", "sole", "supports", "partners")}
    plans = say.listed([place(plan) for plan in own["plans"]])
    if not own["leads"]:
        return say("card.follows", plans=plans, **figures)
    head = say("card.leads", plans=plans, fractional=printed(float(own["fractional"])), **figures)
    peers = [row for row in leading if set(row["plans"]) & set(own["plans"])]
    here = next((row for row in peers if row["agencyId"] == own["agencyId"]), None)
    if here is None:
        return head
    rank = 1 + sum(row["leads"] > here["leads"] for row in peers)
    return head + say("card.rank", n=len(peers), rank=rank, share=f"{here['share']:.0%}")


def function(say: Say, name: str, own: Mapping[str, Row], place: Callable[[str], str], plans: int) -> str:
    """What a functional system leads and supports over the places, and where it leads most."""
    leading = {plan: row["leads"] for plan, row in own.items() if row["leads"]}
    supports = sum(row["supports"] for row in own.values())
    if not leading:
        return say("compare.functions.follows", function=name, n=len(own), plans=plans, supports=supports)
    most = max(leading.values())
    places = [place(plan) for plan, count in leading.items() if count == most]
    where = say(
        "compare.functions.most_each" if len(places) > 1 else "compare.functions.most",
        places=say.listed(places),
        n=most,
    )
    figures = {"n": len(leading), "plans": plans, "leads": sum(leading.values()), "supports": supports}
    return say("compare.functions.leads", function=name, **figures) + where


def overview(say: Say, plans: Sequence[Row], agencies: int, load: Sequence[Row]) -> str:
    """What the graph holds, and who carries most of it."""
    dates = sorted(row["issuedOn"] for row in plans if row["issuedOn"])
    when = say("overview.when", first=dates[0][:7], last=dates[-1][:7]) if dates else ""
    head = say(
        "overview.sentence", plans=len(plans), when=when, items=sum(r["items"] for r in plans), agencies=agencies
    )
    most = max((row["leads"] for row in load), default=0)
    names = sorted(row["agency"] for row in load if row["leads"] == most)
    if not most or len(names) > TIES:
        return head
    return head + say(f"overview.most_{'one' if len(names) == 1 else 'several'}", agency=say.listed(names), leads=most)
