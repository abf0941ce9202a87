"""What became of each judgement: whether it acts in the graph, and if not, why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from graph.judging.corrections import corrected
from graph.judging.identities import ends_of
from graph.judging.kinds import NO_TOPIC, Judgement
from graph.judging.ledger import Fault, Ledger, rows_of
from graph.judging.reasons import Reason, reason
from graph.judging.verdicts import Verdicts, verdicts
from graph.kept import KeptRecordError
from graph.rebuild import kept_record
from graph.store import Store
from loaders import topics
from loaders.private import mask

APPLIED, NOT_APPLIED, CONTRADICTED, REVOKED = "applied", "not_applied", "contradicted", "revoked"
_TEXTS = ("kind", "who", "time", "why")
_LISTS = ("about", "words", "value")


@dataclass(frozen=True)
class Standing:
    """A judgement with what became of it."""

    judgement: Judgement
    state: str
    """`applied`, `not_applied`, `contradicted` or `revoked`."""
    reason: Reason | None = None
    """Why it is not applied."""
    plans: tuple[str, ...] = ()
    """The plans in which it acts."""

    def to_json(self) -> dict[str, Any]:
        """The whole as a plain dict, as it may be shown: e-mail addresses and phone numbers masked."""
        shown = {name: _masked(value) for name, value in asdict(self.judgement).items()}
        why_not = self.reason.to_json() if self.reason else None
        return shown | {"state": self.state, "reason": why_not, "plans": list(self.plans)}


def standings(store: Store, ledger: Ledger) -> list[Standing]:
    """Every judgement of the file with its state, in order of time."""
    look = _Look(store, ledger)
    return [look.standing(judgement) for judgement in rows_of(ledger)]


def standing_of(store: Store, ledger: Ledger, judgement: Judgement) -> Standing:
    """One judgement with its state."""
    return _Look(store, ledger).standing(judgement)


def outdated(store: Store, ledger: Ledger) -> list[Fault]:
    """The judgements that the graph follows and the file does not have any more, or has otherwise."""
    return list(_Look(store, ledger).outdated())


class _Look:
    """One look at the file and the graph."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store, self._ledger = store, ledger
        self._verdicts: Verdicts = verdicts(ledger.active)
        self._acting = _acting(store)
        self._missed = cache(self._missed_in)

    def standing(self, judgement: Judgement) -> Standing:
        revoked = self._ledger.revoked.get(judgement.id)
        if revoked:
            why = reason("revoked", by=revoked.who or "?", time=revoked.time, id=revoked.id)
            return Standing(judgement, REVOKED, why)
        if unfit := self._verdicts.unfit.get(judgement.id):
            return Standing(judgement, CONTRADICTED if unfit.key == "contradicts" else NOT_APPLIED, unfit)
        acting = self._acting.get(judgement.id, {})
        plans = tuple(sorted(plan for plan, row in acting.items() if _same(judgement, row)))
        why_not = self._missing_topic(judgement) if plans else self._why_not(judgement)
        return Standing(judgement, NOT_APPLIED if why_not else APPLIED, why_not, plans)

    def outdated(self) -> Iterator[Fault]:
        counting = {each.id: each for each in self._ledger.active if each.id not in self._verdicts.unfit}
        for judged, plans in sorted(self._acting.items()):
            stale = [plan for plan, row in plans.items() if not _same(counting.get(judged), row)]
            if stale:
                why = reason("acts_still", id=judged, plan=" ".join(sorted(stale)))
                yield Fault(str(self._ledger.path), None, why)

    def _why_not(self, judgement: Judgement) -> Reason | None:
        """Why a judgement that could act is not in the graph; None where it acts without a node of its own."""
        if judgement.plan:
            return self._missed(judgement.plan).get(judgement.id) or reason("stale", plan=judgement.plan)
        if judgement.kind == "topic-name":
            return self._why_no_name(judgement)
        ids = {self._verdicts.identities.final(end) for end in ends_of(judgement)}
        ids |= {end.table().id for end in ends_of(judgement)}
        found = self._store.read("UNWIND $ids AS id MATCH (a:Agency {id: id}) RETURN a.id AS id", ids=sorted(ids))
        words = "”“".join(end.printed for end in ends_of(judgement))
        return reason("stale", plan="") if found else reason("nobody_prints", words=words)

    def _missed_in(self, plan: str) -> Mapping[str, Reason]:
        """The judgements about a plan whose words it does not have."""
        about = self._verdicts.about_plan(plan)
        try:
            return corrected(kept_record(self._store, plan), about).missed
        except KeptRecordError:
            return {each.id: reason("plan_gone", plan=plan) for each in about}

    def _missing_topic(self, judgement: Judgement) -> Reason | None:
        """A topic that follows from the alignment of plans is there only while such a topic follows."""
        if judgement.kind != "topic" or judgement.value[0] == NO_TOPIC or judgement.value[0] in topics.topics():
            return None
        query = "MATCH (t:Task {id: $id})-[:ON_TOPIC]->(k:Topic {key: $key}) RETURN k.key AS key"
        linked = self._store.read(query, id=judgement.target, key=judgement.value[0])
        return None if linked else reason("no_such_topic", topic=judgement.value[0])

    def _why_no_name(self, judgement: Judgement) -> Reason | None:
        query = "MATCH (k:Topic {key: $key}) RETURN k.nameZh AS name"
        names = self._store.read(query, key=judgement.target)
        if not names:
            return reason("no_such_topic", topic=judgement.target)
        return None if names[0]["name"] == judgement.value[0] else reason("stale", plan="")


def _acting(store: Store) -> dict[str, dict[str, dict[str, Any]]]:
    """What the graph follows: for each judgement the plans in which it acts, and how it read then."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    columns = ", ".join(f"j.{name} AS {name}" for name in (*_TEXTS, *_LISTS))
    query = f"MATCH (p:Plan)-[:HAS_JUDGEMENT]->(j:Judgement) RETURN p.id AS plan, j.judgement AS judged, {columns}"
    for row in store.read(query):
        found[row["judged"]][row["plan"]] = row
    return found


def _same(judgement: Judgement | None, row: Mapping[str, Any]) -> bool:
    """Whether the graph follows the judgement as the file has it."""
    if judgement is None:
        return False
    lists = all(list(getattr(judgement, name)) == list(row[name] or ()) for name in _LISTS)
    return lists and all(getattr(judgement, name) == (row[name] or "") for name in _TEXTS)


def _masked(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_masked(item) for item in value]
    return mask(value) if isinstance(value, str) else value
