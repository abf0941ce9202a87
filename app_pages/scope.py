"""What a page looks at, held in the address: a link shows the same view, back and reload work.

The address is the only state. Widgets are set from it before they are drawn and write to it when they change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

RULES = ("full", "fractional", "sole")
LANGUAGES = ("zh", "en")
MAX_LENGTH = 4000
"""Longer values in an address are nonsense and are left out; a picture with fifty opened points still fits."""

Params = dict[str, str | list[str]]


@dataclass(frozen=True)
class Scope:
    """The scope line: language, campaign, plans (none means all), section or topic, counting rule, collectives."""

    lang: str = "zh"
    campaign: str | None = None
    plans: tuple[str, ...] = ()
    section: str | None = None
    topic: str | None = None
    rule: str = "full"
    collective: bool = False
    own: Mapping[str, str] = field(default_factory=dict)
    """What the page itself keeps in the address: the picked figure, the place in a text, a question's parameters."""

    @staticmethod
    def from_params(params: Mapping[str, Sequence[str]]) -> Scope:
        """The scope that an address names; what makes no sense falls back to the default."""
        known = {"lang", "campaign", "plans", "section", "topic", "rule", "collective"}
        last = {name: values[-1] for name, values in params.items() if values and 0 < len(values[-1]) <= MAX_LENGTH}
        plans = [part for value in params.get("plans", ()) for part in value.split(",") if part]
        return Scope(
            lang=_one_of(last.get("lang"), LANGUAGES),
            campaign=last.get("campaign"),
            plans=tuple(dict.fromkeys(plan for plan in plans if len(plan) <= MAX_LENGTH)),
            section=last.get("section"),
            topic=last.get("topic"),
            rule=_one_of(last.get("rule"), RULES),
            collective=last.get("collective") == "1",
            own={name: value for name, value in last.items() if name not in known},
        )

    def params(self) -> Params:
        """The address of this scope, defaults left out."""
        given: dict[str, str | None] = {
            "lang": self.lang if self.lang != LANGUAGES[0] else None,
            "campaign": self.campaign,
            "plans": ",".join(self.plans) or None,
            "section": self.section,
            "topic": self.topic,
            "rule": self.rule if self.rule != RULES[0] else None,
            "collective": "1" if self.collective else None,
        }
        return {name: value for name, value in (given | dict(self.own)).items() if value}

    def href(self, page: str, **own: str | None) -> str:
        """The address of a page with this scope and the page's own state."""
        return self.elsewhere(**own).address(page)

    def address(self, page: str) -> str:
        """The address of a page with all of this scope."""
        query = urlencode(self.params())
        return f"{page}?{query}" if query else page

    def elsewhere(self, **own: str | None) -> Scope:
        """This scope on another page: the page's own state is replaced."""
        return replace(self, own={name: value for name, value in own.items() if value})

    def to(self, **changes: Any) -> Scope:
        """This scope with other fields; a picked figure belongs to the old one and is dropped."""
        kept = {name: value for name, value in self.own.items() if name != "pick"}
        return replace(self, **changes, own=kept)

    def keeping(self, **own: str | None) -> Scope:
        """This scope with some of the page's own state changed."""
        merged = {**self.own, **own}
        return replace(self, own={name: value for name, value in merged.items() if value})

    def filters(self, *names: str) -> dict[str, Any]:
        """The parameters of a question that the scope sets; all of them, or those named."""
        everything: dict[str, Any] = {
            "plan": list(self.plans) or None,
            "campaign": self.campaign,
            "section": self.section,
            "topic": self.topic,
            "collective": self.collective,
        }
        return {name: everything[name] for name in (names or everything)}

    def only(self, parts: Iterable[str]) -> Scope:
        """This scope for a page that has these controls: what a page can't show it does not filter by either."""
        shown = set(parts)
        return replace(
            self,
            section=self.section if "section" in shown else None,
            topic=self.topic if "topic" in shown else None,
            rule=self.rule if "rule" in shown else RULES[0],
        )

    def within(self, known: Mapping[str, Collection[str]]) -> tuple[Scope, tuple[str, ...]]:
        """This scope with what the graph holds only (`known`, by kind), and what it named besides."""
        gone = [plan for plan in self.plans if plan not in known["plans"]]
        kept: dict[str, Any] = {"plans": tuple(plan for plan in self.plans if plan not in gone)}
        for name in ("campaign", "section", "topic"):
            value = getattr(self, name)
            if value and value not in known[name]:
                kept[name] = None
                gone.append(value)
        return replace(self, **kept), tuple(gone)


def pick(**filters: str | int | None) -> str:
    """A figure's evidence as a short text: the filters that find the printed assignments behind it."""
    given = {name: str(value).replace("~", "~~") for name, value in filters.items() if value is not None}
    return "~;".join(f"{name}:{value}" for name, value in given.items())


def together(names: Iterable[str]) -> str | None:
    """Several ids as one value of an address; None for none."""
    return "~1".join(name.replace("~", "~0") for name in names) or None


def apart(text: str | None) -> tuple[str, ...]:
    """The ids that one value of an address holds."""
    return tuple(dict.fromkeys(parts(text or "")))


def parts(text: str) -> list[str]:
    """The same with what stands there more than once."""
    return [part.replace("~0", "~") for part in text.split("~1") if part]


def unpick(text: str | None) -> dict[str, str]:
    """The filters of a picked figure."""
    parts = [part.partition(":") for part in (text or "").split("~;")]
    return {name: value.replace("~~", "~") for name, colon, value in parts if colon and value}


def _one_of(value: str | None, allowed: Sequence[str]) -> str:
    return value if value is not None and value in allowed else allowed[0]
