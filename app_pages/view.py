"""What a page looks at: the scope in the address, the language, and the plans that are loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import streamlit as st

from app_pages import data
from app_pages.markup import Html
from app_pages.packed import Packed, packed
from app_pages.scope import Scope
from app_pages.words import Say

T = TypeVar("T")


@dataclass(frozen=True)
class Named:
    """Something of the data with a key and a name in the page's language."""

    key: str
    name: str


@dataclass(frozen=True)
class View:
    """What a page has to go by: its scope, its language, the state of the graph and the plans in it."""

    scope: Scope
    say: Say
    revision: str
    plans: Mapping[str, Mapping[str, Any]]
    """The loaded plans by id."""

    asked: Scope
    """The scope as the address named it when this view was made."""

    def stale(self) -> bool:
        """Whether the address has gone on to another scope since this view was made."""
        return replace(address(), own={}) != replace(self.asked, own={})

    def rows(self, name: str, **params: Any) -> list[dict[str, Any]]:
        """The rows of a question's answer. All plans are asked for as such: so all pages share one answer."""
        if params.get("plan") == [*self.plans]:
            params["plan"] = None
        return data.rows(self.revision, name, **params)

    def kept(self, name: str, make: Callable[[], T], *also: Hashable) -> T:
        """What follows from graph, scope, language and `also` alone, whatever is clicked: made once for all sessions.

        Nobody may change it.
        """
        return data.kept_page((name, self.revision, self.scope.href(name), also), make)

    def page(self, name: str, make: Callable[[], Html], *also: Hashable) -> Packed:
        """The same of HTML, in the form in which it is sent."""
        return self.kept(name, lambda: packed(make()), *also)

    def place(self, plan: str) -> str:
        """How a plan is called where space is short: by its place, with the id where two share one."""
        name = str(self.plans[plan]["jurisdiction"]) if plan in self.plans else plan
        return f"{name} ({plan})" if self._places[name] > 1 else name

    @cached_property
    def _places(self) -> Counter[str]:
        """How many plans each place has."""
        return Counter(str(row["jurisdiction"]) for row in self.plans.values())

    def chosen(self) -> list[str]:
        """The plans that the scope counts: those named, or all of the campaign."""
        campaign = self.scope.campaign
        return [
            plan
            for plan, row in self.plans.items()
            if (not self.scope.plans or plan in self.scope.plans) and campaign in (None, row["campaign"])
        ]

    def named(self) -> list[str] | None:
        """The plans that the scope counts, as questions take them: None for all that are loaded."""
        chosen = self.chosen()
        return chosen if len(chosen) < len(self.plans) else None

    def others(self) -> list[str]:
        """The plans of other places of the campaign, where all that is counted is of one place; else none."""
        chosen = [self.plans[plan] for plan in self.chosen()]
        places = {row["jurisdictionCode"] for row in chosen}
        campaigns = {row["campaign"] for row in chosen if row["campaign"]}
        if len(places) != 1 or len(campaigns) != 1:
            return []
        return [
            p for p, row in self.plans.items() if row["campaign"] in campaigns and row["jurisdictionCode"] not in places
        ]

    def everywhere(self) -> View:
        """The same over all plans of the campaign."""
        return replace(self, scope=replace(self.scope, plans=(), section=None, topic=None))

    @cached_property
    def topics(self) -> dict[str, str]:
        """The topics of the loaded plans by key, named in the page's language."""
        found = data.choices(self.revision, "topic")
        return {choice.value: self.say.pick(choice.label, choice.label_en) for choice in found}

    @cached_property
    def topic_names(self) -> dict[str, str]:
        """What the topics are called in the page's language, by the Chinese name that questions give."""
        found = data.choices(self.revision, "topic")
        return {choice.label: self.say.pick(choice.label, choice.label_en) for choice in found}

    @cached_property
    def functions(self) -> dict[str, Named]:
        """The functional systems by the Chinese name that questions give."""
        found = data.choices(self.revision, "function")
        return {c.label: Named(c.value, self.say.pick(c.label, c.label_en)) for c in found}

    def function(self, name: str | None) -> Named | None:
        """A functional system by the Chinese name that questions give."""
        return self.functions.get(name, Named("", name)) if name else None


def address() -> Scope:
    """The scope that stands in the address now."""
    return Scope.from_params({name: st.query_params.get_all(name) for name in st.query_params})


def write(scope: Scope) -> None:
    """Puts a scope into the address."""
    st.query_params.from_dict(scope.params())


def pick(value: str) -> None:
    """Remembers the figure that was clicked; an empty one closes the panel."""
    write(address().keeping(pick=value or None))
