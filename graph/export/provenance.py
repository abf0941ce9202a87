"""Where figures come from: the version of the program, the plans, a hash of the data, and a line to cite them by.

Every exported file and sheet carries it, so that a table in a paper leads back to the very data that it was made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graph.words import Words
from graph.workload.sentences import say

VERSION = "0.1.0"
"""The version of the program; a test holds it against pyproject.toml."""
_NAMED = 3
"""So many plans are cited by title; of more, the ids."""
_IDS, _FIRST = 24, 12
"""Of more ids than that the first stand for all: number and digest tell which plans are meant."""


class Reader(Protocol):
    """Whatever answers Cypher."""

    def read(self, cypher: str, /, **params: Any) -> list[dict[str, Any]]:
        """The rows that a reading query gives."""


@dataclass(frozen=True)
class Source:
    """One plan as it stands in the graph."""

    id: str
    title: str
    number: str | None
    issued: str | None
    sha256: str
    """Of the file that was read."""
    content: str
    """Hash of everything that the graph holds of the plan."""


@dataclass(frozen=True)
class Provenance:
    """What an export was made of."""

    plans: tuple[Source, ...]
    version: str = VERSION

    @property
    def digest(self) -> str:
        """SHA-256 over the ids and content hashes of the plans, in order of id: the same data give the same hash."""
        lines = "".join(f"{plan.id} {plan.content}\n" for plan in self.plans)
        return hashlib.sha256(lines.encode()).hexdigest()

    def of(self, *plans: str) -> Provenance:
        """The same of these plans alone."""
        return Provenance(tuple(plan for plan in self.plans if plan.id in plans), self.version)

    def to_json(self) -> dict[str, Any]:
        """What a file carries of it."""
        return {
            "generator": "Zeren",
            "version": self.version,
            "dataSha256": self.digest,
            "plans": [plan.id for plan in self.plans],
            "citation": cite(self).zh,
            "citationEn": cite(self).en,
        }


NOTHING = Provenance(())


def provenance(store: Reader, plans: Sequence[str] = ()) -> Provenance:
    """Of the plans named, or of all that are loaded."""
    rows = store.read(
        "MATCH (p:Plan) WHERE size($plans) = 0 OR p.id IN $plans RETURN p.id AS id, p.title AS title, "
        "p.docNumber AS number, toString(p.issuedOn) AS issued, p.sha256 AS sha256, p.contentHash AS content "
        "ORDER BY id",
        plans=list(plans),
    )
    return Provenance(tuple(Source(**_texts(row)) for row in rows))


def cite(made_of: Provenance, what: Words | None = None) -> Words:
    """A line to cite a table or figure by, in Chinese and English; `what` names it."""
    ids = [plan.id for plan in made_of.plans]
    shown = ids if len(ids) <= _IDS else [*ids[:_FIRST], "…"]
    words = say(
        "cite_few" if len(made_of.plans) <= _NAMED else "cite_many",
        version=made_of.version,
        plans=_listed(made_of.plans),
        count=len(made_of.plans),
        ids=", ".join(shown),
        digest=made_of.digest[:16],
    )
    return Words(f"{what.zh}。{words.zh}", f"{what.en}. {words.en}") if what else words


def _listed(plans: Sequence[Source]) -> Words:
    return Words("；".join(_named(plan, "，") for plan in plans), "; ".join(_named(plan, ", ") for plan in plans))


def _named(plan: Source, comma: str) -> str:
    known = comma.join(filter(None, (plan.number, plan.issued)))
    opening, closing = ("（", "）") if comma == "，" else (" (", ")")
    return f"《{plan.title}》" + (f"{opening}{known}{closing}" if known else "")


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value or "" if name in ("title", "sha256", "content") else value for name, value in row.items()}
