"""Who leads and supports what, as plain tables: what measures, scenarios, proposals and networks are computed from.

Nothing here knows the store; `queries.analyses.roster` reads one from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from loaders.errors import UserError

LEAD, SUPPORT = "lead", "support"
ROLES = (LEAD, SUPPORT)


class AnalysisError(UserError):
    """Something that can't be computed as asked, with what can."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, and what it may be grouped by."""

    id: str
    title: str = ""
    jurisdiction: str = ""
    level: str = "other"
    campaign: str | None = None
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, and what it may be grouped by."""

    id: str
    name: str
    function: str | None = None
    function_name: str | None = None
    function_name_en: str | None = None
    jurisdiction: str = ""
    level: str = "other"
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a plan."""

    id: str
    heading: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a plan with its assignments: agencies' ids in printed order, each once a role."""

    id: str
    plan: str
    number: str = ""
    title: str = ""
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    """The section that it stands in, then the one around that."""
    topics: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    """Ids of the items of other plans that correspond."""
    measures: int = 0
    length: int = 0
    """Characters of the item's text."""

    def holders(self, role: str) -> tuple[str, ...]:
        """Those who have that role."""
        return self.leads if role == LEAD else self.supports

    def held(self, role: str, holders: Iterable[str]) -> Item:
        """The item with other agencies in that role."""
        found = tuple(dict.fromkeys(holders))
        return replace(self, leads=found) if role == LEAD else replace(self, supports=found)

    @property
    def named(self) -> tuple[str, ...]:
        """All who stand on it, leads first."""
        return tuple(dict.fromkeys(self.leads + self.supports))

    @property
    def words(self) -> str:
        """Number and title, as a person would name it."""
        return " ".join(filter(None, (self.number, self.title))) or self.id


@dataclass(frozen=True)
class Roster:
    """Plans, their items with the assignments, and the agencies named; each by its id."""

    plans: Mapping[str, Plan] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Chinese and English name of each topic."""

    def chosen(
        self,
        plans: Collection[str] | None = None,
        sections: Collection[str] | None = None,
        topics: Collection[str] | None = None,
    ) -> Roster:
        """The same with only the items of these plans, sections (id or heading) and topics (key or name)."""
        keys = None if topics is None else {key for key, (name, _) in self.topics.items() if {key, name} & set(topics)}
        items = {
            item.id: item
            for item in self.items.values()
            if (plans is None or item.plan in plans)
            and (sections is None or any(one.id in sections or one.heading in sections for one in item.sections))
            and (keys is None or not keys.isdisjoint(item.topics))
        }
        kept = self.plans if plans is None else {key: plan for key, plan in self.plans.items() if key in plans}
        return replace(self, items=items, plans=kept)

    def name(self, agency: str) -> str:
        """The agency's name, or its id where the tables don't hold it."""
        known = self.agencies.get(agency)
        return known.name if known else agency
