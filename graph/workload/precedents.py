"""Who leads the same thing elsewhere: items of other plans on the same topic, or tied to it as counterparts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.words import Words
from graph.workload.roster import Item, Roster
from graph.workload.sentences import say


@dataclass(frozen=True)
class Lead:
    """A functional system leads an item in these other plans, of all in which there is such an item."""

    function: str
    items: tuple[Item, ...]
    plans: int

    @property
    def count(self) -> int:
        """Plans in which it leads."""
        return len({item.plan for item in self.items})


class Elsewhere:
    """The items of all plans, found by topic and by counterpart."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._on: dict[str, list[Item]] = defaultdict(list)
        for item in roster.items.values():
            for topic in item.topics:
                self._on[topic].append(item)

    def items(self, item: Item) -> list[Item]:
        """The items of other plans that correspond, in the order of the plans; those without a lead are left out."""
        found = {other.id: other for topic in item.topics for other in self._on[topic]}
        found |= {key: self.roster.items[key] for key in item.counterparts if key in self.roster.items}
        return [other for other in found.values() if other.plan != item.plan and self.functions(other.leads)]

    def functions(self, agencies: Iterable[str]) -> list[str]:
        """The functional systems of agencies, each once; groups and those without one are left out."""
        known = (self.roster.agencies[name] for name in agencies)
        return [*dict.fromkeys(one.function for one in known if one.function and not one.collective)]

    def leads(self, item: Item) -> list[Lead]:
        """The systems that lead it elsewhere, the most usual first."""
        others = self.items(item)
        by_function: dict[str, list[Item]] = defaultdict(list)
        for other in others:
            for function in self.functions(other.leads):
                by_function[function].append(other)
        plans = len({other.plan for other in others})
        found = [Lead(function, tuple(items), plans) for function, items in by_function.items()]
        return sorted(found, key=lambda lead: (-lead.count, lead.function))

    def name(self, function: str) -> Words:
        """A functional system's name; its key where no agency here has one."""
        for agency in self.roster.agencies.values():
            if agency.function == function and agency.function_name:
                return Words(agency.function_name, agency.function_name_en or agency.function_name)
        return Words(function, function)

    def words(self, lead: Lead) -> Words:
        """In how many of the other plans the system leads, and where."""
        plans = dict.fromkeys(self.roster.plans[item.plan].jurisdiction for item in lead.items)
        places = Words("、".join(plans), ", ".join(plans))
        return say("elsewhere", function=self.name(lead.function), count=lead.count, plans=lead.plans, places=places)
