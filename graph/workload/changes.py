"""What may be changed in a scenario: each kind of change is data, knows what it does in words, and does it to a roster.

A change that can't be made (its item was removed, the agency is not on it) raises `DoesNotApply` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from graph.words import Words
from graph.workload.roster import LEAD, SUPPORT, Agency, Item, Roster
from graph.workload.sentences import listed, say


class DoesNotApply(Exception):
    """A change that can't be made to this roster; `why` says so."""

    def __init__(self, key: str, **given: Words | str | int) -> None:
        self.why = say(key, **given)
        super().__init__(self.why.en)


class Change(Protocol):
    """One change of a scenario."""

    kind: ClassVar[str]

    def words(self, roster: Roster) -> Words:
        """What it does, with the names that the roster knows."""

    def apply(self, roster: Roster) -> Roster:
        """The roster after it; raises DoesNotApply."""


@dataclass(frozen=True)
class Move:
    """A role on an item passes from one agency to another; a lead who `stays` supports the item from then on."""

    item: str
    agency: str
    to: str
    role: str = LEAD
    stays: bool = False
    kind: ClassVar[str] = "move"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        stays = self.stays and self.role == LEAD
        named = {"item": _title(roster, self.item), "agency": roster.name(self.agency), "to": roster.name(self.to)}
        return say("move_stays" if stays else "move", role=say(self.role), **named)

    def apply(self, roster: Roster) -> Roster:
        """The successor takes the place in the list; whoever leads an item does not support it too."""
        item = _item(roster, self.item)
        _known(roster, self.agency, self.to)
        if self.agency == self.to:
            raise DoesNotApply("to_itself")
        _holds(roster, item, self.agency, self.role)
        _free(roster, item, self.to, self.role)
        return _with(roster, self.on(item))

    def on(self, item: Item) -> Item:
        """The item after it."""
        holders = [self.to if name == self.agency else name for name in item.holders(self.role)]
        moved = item.held(self.role, holders)
        return moved.held(SUPPORT, self._supports(moved)) if self.role == LEAD else moved

    def _supports(self, item: Item) -> list[str]:
        stays = [self.agency] if self.stays else []
        if self.to not in item.supports:
            return [*item.supports, *stays]
        return [name for held in item.supports for name in (stays if held == self.to else [held])]


@dataclass(frozen=True)
class Add:
    """An agency gets a role on an item; one that supported it and now leads it supports no more."""

    item: str
    agency: str
    role: str = LEAD
    kind: ClassVar[str] = "add"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        return say("add", item=_title(roster, self.item), agency=roster.name(self.agency), role=say(self.role))

    def apply(self, roster: Roster) -> Roster:
        """Added at the end of the list."""
        item = _item(roster, self.item)
        _known(roster, self.agency)
        _free(roster, item, self.agency, self.role)
        added = item.held(self.role, (*item.holders(self.role), self.agency))
        if self.role == LEAD:
            added = added.held(SUPPORT, _without(item.supports, self.agency))
        return _with(roster, added)


@dataclass(frozen=True)
class Drop:
    """An agency loses a role on an item."""

    item: str
    agency: str
    role: str = LEAD
    kind: ClassVar[str] = "drop"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        return say("drop", item=_title(roster, self.item), agency=roster.name(self.agency), role=say(self.role))

    def apply(self, roster: Roster) -> Roster:
        """The others keep theirs."""
        item = _item(roster, self.item)
        _known(roster, self.agency)
        _holds(roster, item, self.agency, self.role)
        return _with(roster, item.held(self.role, _without(item.holders(self.role), self.agency)))


@dataclass(frozen=True)
class Merge:
    """Agencies become one, as in a reform: one of them, another that is known, or a new one with a name."""

    agencies: tuple[str, ...]
    into: str
    name: str = ""
    function: str | None = None
    """Functional system of a new one; that of the first of `agencies` where it is not given."""
    kind: ClassVar[str] = "merge"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        return say("merge", agencies=listed(map(roster.name, self.agencies)), into=self.name or roster.name(self.into))

    def apply(self, roster: Roster) -> Roster:
        """Where it would lead an item twice it leads it once; where it would lead and support, it leads."""
        _known(roster, *self.agencies)
        if len({*self.agencies, self.into}) < 2:
            raise DoesNotApply("few_agencies")
        for agency in self.agencies:
            _busy(roster, agency)
        founded = _founded(roster, self.into, self.name, roster.agencies[self.agencies[0]], self.function)
        return _renamed(founded, lambda item, name: self.into if name in self.agencies else name)


@dataclass(frozen=True)
class Split:
    """Some items of an agency pass, in whatever role it has there, to another that is known or new."""

    agency: str
    into: str
    items: tuple[str, ...]
    name: str = ""
    function: str | None = None
    kind: ClassVar[str] = "split"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        into = self.name or roster.name(self.into)
        return say("split", agency=roster.name(self.agency), count=len(self.items), into=into)

    def apply(self, roster: Roster) -> Roster:
        """The other items stay."""
        _known(roster, self.agency)
        if self.agency == self.into:
            raise DoesNotApply("to_itself")
        for key in self.items:
            item = _item(roster, key)
            if self.agency not in item.named:
                _holds(roster, item, self.agency, LEAD)
        founded = _founded(roster, self.into, self.name, roster.agencies[self.agency], self.function)
        passed = {*self.items}
        return _renamed(founded, lambda item, name: self.into if name == self.agency and item in passed else name)


@dataclass(frozen=True)
class NewAgency:
    """An agency that no plan names yet."""

    agency: str
    name: str
    function: str | None = None
    jurisdiction: str = ""
    level: str = "other"
    kind: ClassVar[str] = "new_agency"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        return say("new_agency", agency=self.name or self.agency)

    def apply(self, roster: Roster) -> Roster:
        """It carries nothing until it gets a role."""
        if self.agency in roster.agencies:
            raise DoesNotApply("known_agency", agency=self.agency)
        if not self.name:
            raise DoesNotApply("no_name")
        found = Agency(self.agency, self.name, self.function, None, None, self.jurisdiction, self.level)
        return replace(roster, agencies={**roster.agencies, self.agency: found})


@dataclass(frozen=True)
class NewItem:
    """An item that the plan does not have, with those who are to lead and support it."""

    item: str
    plan: str
    title: str
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    measures: int = 1
    length: int = 0
    kind: ClassVar[str] = "new_item"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        known = roster.plans.get(self.plan)
        return say("new_item", plan=known.jurisdiction if known else self.plan, item=self.title)

    def apply(self, roster: Roster) -> Roster:
        """It stands in no section."""
        if self.plan not in roster.plans:
            raise DoesNotApply("no_plan", plan=self.plan)
        if self.item in roster.items:
            raise DoesNotApply("known_item", item=self.item)
        _known(roster, *self.leads, *self.supports)
        supports = tuple(name for name in self.supports if name not in self.leads)
        made = Item(
            self.item, self.plan, "", self.title, topics=self.topics, measures=self.measures, length=self.length
        )
        return _with(roster, made.held(LEAD, self.leads).held(SUPPORT, supports))


@dataclass(frozen=True)
class DropItem:
    """An item is taken out."""

    item: str
    kind: ClassVar[str] = "drop_item"

    def words(self, roster: Roster) -> Words:
        """What it does."""
        return say("drop_item", item=_title(roster, self.item))

    def apply(self, roster: Roster) -> Roster:
        """Nobody carries it any more."""
        _item(roster, self.item)
        return replace(roster, items={key: item for key, item in roster.items.items() if key != self.item})


KINDS: dict[str, type[Change]] = {
    kind.kind: kind for kind in (Move, Add, Drop, Merge, Split, NewAgency, NewItem, DropItem)
}
"""All kinds of change, by the name that stands in a scenario's file."""


def _item(roster: Roster, key: str) -> Item:
    if key not in roster.items:
        raise DoesNotApply("no_item", item=key)
    return roster.items[key]


def _title(roster: Roster, key: str) -> str:
    return roster.items[key].words if key in roster.items else key


def _known(roster: Roster, *agencies: str) -> None:
    for agency in agencies:
        if agency not in roster.agencies:
            raise DoesNotApply("no_agency", agency=agency)


def _holds(roster: Roster, item: Item, agency: str, role: str) -> None:
    if agency not in item.holders(role):
        raise DoesNotApply("not_held", agency=roster.name(agency), role=say(role))


def _free(roster: Roster, item: Item, agency: str, role: str) -> None:
    if agency in item.holders(role):
        raise DoesNotApply("held", agency=roster.name(agency), role=say(role))
    if agency in item.leads:
        raise DoesNotApply("leads_it", agency=roster.name(agency))


def _busy(roster: Roster, agency: str) -> None:
    if not any(agency in item.named for item in roster.items.values()):
        raise DoesNotApply("idle", agency=roster.name(agency))


def _founded(roster: Roster, key: str, name: str, like: Agency, function: str | None) -> Roster:
    """The roster with the agency in it: a new one is like the one that it comes from, but for its name."""
    if key in roster.agencies:
        return roster
    if not name:
        raise DoesNotApply("no_name")
    new = replace(like, id=key, name=name)
    if function and function != like.function:
        new = replace(new, function=function, function_name=None, function_name_en=None)
    return replace(roster, agencies={**roster.agencies, key: new})


def _renamed(roster: Roster, name_of: Callable[[str, str], str]) -> Roster:
    """The roster with other holders: `name_of(item, agency)` gives who comes for whom."""
    items = {}
    for key, item in roster.items.items():
        leads = tuple(dict.fromkeys(name_of(key, name) for name in item.leads))
        supports = dict.fromkeys(name_of(key, name) for name in item.supports)
        both = {*item.leads} & {*item.supports}  # printed in both roles: left as it is
        items[key] = item
        if leads != item.leads or tuple(supports) != item.supports:
            kept = [name for name in supports if name not in leads or name in both]
            items[key] = item.held(LEAD, leads).held(SUPPORT, kept)
    return replace(roster, items=items)


def _with(roster: Roster, item: Item) -> Roster:
    return replace(roster, items={**roster.items, item.id: item})


def _without(names: Iterable[str], name: str) -> list[str]:
    return [other for other in names if other != name]
