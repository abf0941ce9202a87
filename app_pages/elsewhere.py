"""What the offices of the same functional system carry in other places: the ghosts behind a place's own bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles
from typing import Any

from app_pages.pieces import Row, printed
from app_pages.scope import pick as picked
from app_pages.sentences import MEASURE
from app_pages.view import View

EACH = 8
"""So many places stand as a ghost each; of more, the quartiles do."""


@dataclass(frozen=True)
class Ghost:
    """One mark behind a bar: how far it reaches, whose it is, and what a click on it asks for."""

    value: float
    words: str
    pick: str


@dataclass(frozen=True)
class Elsewhere:
    """The functional systems of the other places of the campaign, one row a system and plan, by system."""

    view: View
    plans: tuple[str, ...]
    rows: Mapping[str, Sequence[Row]]

    def values(self, own: Row) -> list[float]:
        """What the agency's system leads in each of the other plans that name it."""
        return [float(row[self.measure]) for row in self.rows.get(own["function"], ())]

    @property
    def measure(self) -> str:
        """The column that the counting rule counts by."""
        return MEASURE[self.view.scope.rule]

    def mean(self, own: Row) -> float | None:
        """The mean over the plans that name the system; None where no other plan does."""
        found = self.values(own)
        return fmean(found) if found else None

    def ghosts(self, own: Row) -> list[Ghost]:
        """The marks behind the agency's bar, the longest first."""
        values = self.values(own)
        if len(values) > EACH:
            return self.quartiles(own, values)
        rows = sorted(self.rows.get(own["function"], ()), key=lambda row: -row[self.measure])
        return [Ghost(float(row[self.measure]), self.words(row), self.asked(own, row["plan"])) for row in rows]

    def quartiles(self, own: Row, values: Sequence[float]) -> list[Ghost]:
        """Three marks for many places."""
        found = quantiles(values, method="inclusive")
        words = [
            self.view.say(f"elsewhere.quartile_{place}", n=len(values), value=printed(value))
            for place, value in enumerate(found, 1)
        ]
        return [Ghost(*mark, self.asked(own)) for mark in zip(found, words, strict=True)][::-1]

    def words(self, row: Row) -> str:
        """A ghost's offices with their figure."""
        offices = self.view.say.listed(row["agencies"])
        return f"{self.view.place(row['plan'])} · {offices}: {printed(row[self.measure])}"

    def asked(self, own: Row, plan: str | None = None) -> str:
        """What a click asks for: the words of the system in one other plan, or in all of them."""
        system = self.view.function(own["function"])
        sole = "sole" if self.view.scope.rule == "sole" else None
        where = {"plan": plan} if plan else {"elsewhere": "1"}
        return picked(function=system.key if system else None, role="lead", rule=sole, **where)

    def sentence(self, own: Row) -> str:
        """How the agency stands beside its like."""
        values, system = self.values(own), self.view.function(own["function"])
        if not values or system is None:
            return ""
        figures = {name: printed(of(values)) for name, of in (("mean", fmean), ("low", min), ("high", max))}
        return self.view.say("elsewhere.sentence", function=system.name, n=len(values), **figures)

    def columns(self, own: Row) -> dict[str, Any]:
        """What the data of a saved picture say of the other places."""
        by_plan = {row["plan"]: row[self.measure] for row in self.rows.get(own["function"], ())}
        mean = self.mean(own)
        return {"elsewhere_mean": "" if mean is None else round(mean, 2)} | {
            f"elsewhere_{plan}": by_plan.get(plan, "") for plan in self.plans
        }


def elsewhere(view: View) -> Elsewhere | None:
    """The other places, where the scope is one place of a campaign that has others; a section is of one plan only."""
    plans = view.others()
    if not plans or view.scope.section:
        return None
    rows: dict[str, list[Row]] = {}
    for row in view.rows("function_profile", plan=plans, **view.scope.filters("topic", "collective")):
        rows.setdefault(row["function"], []).append(row)
    return Elsewhere(view, tuple(plans), rows)
