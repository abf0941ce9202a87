"""Judgements by people: what the app and the command line call. The parts are in `graph.judging`.

A judgement is a row of a plain file (`graph.judging.ledger`). It is applied whenever a plan is built, shown where it
acts, and undone by another row; the plans' records and the tables are never touched.

    draft = pair(store, "same", "420500:市诚信办", "宜昌市文明办", why="three-in-one since 2019")
    effect = judge(store, draft)            # written, and the plans concerned are built anew
    undo(store, effect.judgement.id)        # as if it had never been judged
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.judging.corrections import corrected
from graph.judging.drafting import JudgementError, agency_end, correct, note, pair, topic, topic_name
from graph.judging.identities import ends_of
from graph.judging.kinds import Judgement, fault
from graph.judging.ledger import Fault, Ledger, LedgerError, append_all, judgements_file, read_ledger
from graph.judging.reasons import Reason, Refusal
from graph.judging.review import LIMIT, Offer, ReviewItem
from graph.judging.review import review as look_over
from graph.judging.standing import APPLIED, REVOKED, Standing, outdated, standing_of, standings
from graph.judging.verdicts import Verdicts, verdicts
from graph.load import LoadResult
from graph.rebuild import following, kept_record, rebuild_changed
from graph.store import Store

__all__ = [
    "Effect",
    "Fault",
    "Judgement",
    "JudgementError",
    "LedgerError",
    "Offer",
    "Reason",
    "ReviewItem",
    "Standing",
    "agency_end",
    "correct",
    "file_of",
    "judge",
    "judge_all",
    "judgements",
    "note",
    "pair",
    "review",
    "topic",
    "topic_name",
    "troubles",
    "undo",
    "undo_all",
]


@dataclass(frozen=True)
class Effect:
    """What a judgement, or its undoing, came to."""

    standing: Standing
    rebuilt: tuple[LoadResult, ...]
    """The plans that it concerns, with what building them anew came to."""

    @property
    def judgement(self) -> Judgement:
        """The judgement as it stands in the file."""
        return self.standing.judgement

    def to_json(self) -> dict[str, Any]:
        """The whole as a plain dict."""
        rebuilt = [{"plan": each.plan, "status": each.status, "error": each.error} for each in self.rebuilt]
        return self.standing.to_json() | {"rebuilt": rebuilt}


def file_of(store: Store) -> Path:
    """The file in which the judgements of this store stand."""
    return judgements_file(store.server.folder)


def judge(store: Store, judgement: Judgement, who: str | None = None) -> Effect:
    """Writes a judgement down and builds the plans that it concerns anew.

    Raises JudgementError, and writes nothing, where the words that it hangs on are not there. One that contradicts
    another is written, since both are somebody's word: `Effect.standing` then tells that neither acts.
    """
    return judge_all(store, (judgement,), who)[0]


def judge_all(store: Store, drafts: Iterable[Judgement], who: str | None = None) -> list[Effect]:
    """The same for several, all or none; the plans that they concern are built anew once."""
    with store.exclusive():
        before = read_ledger(file_of(store))
        earlier = [*before.active]
        for draft in (drafts := [*drafts]):
            _check(store, earlier, draft)
            earlier.append(draft)
        store.check_writable()
        return _effects(store, before, append_all(before.path, drafts, who))


def undo(store: Store, judged: str, who: str | None = None, why: str = "") -> Effect:
    """Revokes a judgement: the graph is then as if it had never been made; the file keeps both rows."""
    return undo_all(store, (judged,), who, why)[0]


def undo_all(store: Store, judged: Iterable[str], who: str | None = None, why: str = "") -> list[Effect]:
    """The same for several, all or none."""
    with store.exclusive():
        before = read_ledger(file_of(store))
        found = [_active(before, each) for each in judged]
        store.check_writable()
        append_all(before.path, [Judgement("revoke", (f"judgement:{each.id}",), why=why) for each in found], who)
        return _effects(store, before, found)


def _active(ledger: Ledger, judged: str) -> Judgement:
    """The judgement with this id, if it can be undone."""
    found = next((each for each in ledger.judgements if each.id == judged), None)
    if found is None or found.kind == "revoke":
        known = ", ".join(each.id for each in ledger.active) or "none"
        raise JudgementError(f"There is no judgement {judged} in {ledger.path}. Those that count: {known}.")
    if revoked := ledger.revoked.get(judged):
        raise JudgementError(f"Judgement {judged} was undone by {revoked.who} at {revoked.time} already.")
    return found


def judgements(store: Store) -> list[Standing]:
    """All judgements of the file in order of time, each with its state and, where it does not act, the reason."""
    return standings(store, read_ledger(file_of(store)))


def review(store: Store, limit: int = LIMIT) -> list[ReviewItem]:
    """What a person should look at: judgements that do not act, doubts, names that no table knows, weak topics."""
    return look_over(store, read_ledger(file_of(store)), limit)


def troubles(store: Store) -> list[Fault]:
    """What a person should put right: bad rows, judgements that do not act, and what the graph follows by mistake."""
    ledger = read_ledger(file_of(store))
    idle = [
        Fault(str(ledger.path), found.judgement.line, found.reason)
        for found in standings(store, ledger)
        if found.state not in (APPLIED, REVOKED) and found.reason
    ]
    return [*ledger.faults, *idle, *outdated(store, ledger)]


def _check(store: Store, earlier: Iterable[Judgement], judgement: Judgement) -> None:
    """Refuses what could act neither alone nor behind the earlier ones."""
    why = fault(judgement) or verdicts((judgement,)).unfit.get(judgement.id)
    if why is None and judgement.plan:
        why = corrected(kept_record(store, judgement.plan), [judgement]).missed.get(judgement.id)
        if why and (others := verdicts(tuple(earlier)).about_plan(judgement.plan)):
            # a name that an earlier judgement put there
            why = corrected(kept_record(store, judgement.plan), [*others, judgement]).missed.get(judgement.id)
    if why:
        raise Refusal(why)


def _effects(store: Store, before: Ledger, judged: Iterable[Judgement]) -> list[Effect]:
    """Builds anew what the file's last rows changed, and tells what came of each judgement."""
    after = read_ledger(before.path)
    said = verdicts(before.active), verdicts(after.active)
    with following(before.path):
        rebuilt = tuple(rebuild_changed(store, _concerned(store, *said), *said))
    return [Effect(standing_of(store, after, each), rebuilt) for each in judged]


def _concerned(store: Store, before: Verdicts, after: Verdicts) -> list[str]:
    """The loaded plans for which the two sets of judgements say different things."""
    changed = {each.id: each for one, other in ((before, after), (after, before)) for each in _only_in(one, other)}
    loaded = {row["plan"] for row in store.read("MATCH (p:Plan) RETURN p.id AS plan")}
    plans = {judgement.plan for judgement in changed.values() if judgement.plan} & loaded
    ends = [end for each in changed.values() if each.about[0].startswith("agency:") for end in ends_of(each)]
    agencies = {said.identities.final(end) for said in (before, after) for end in ends}
    plans |= _plans_beside(store, "Agency", agencies)
    renamed = {each.target for each in changed.values() if each.kind == "topic-name"}
    return sorted(plans | _plans_beside(store, "Topic", renamed))


def _only_in(one: Verdicts, other: Verdicts) -> Iterator[Judgement]:
    """The judgements that act by the one and not by the other."""
    acting = {each.id for each in other.judgements if each.id not in other.unfit}
    return (each for each in one.judgements if each.id not in one.unfit and each.id not in acting)


_BESIDE = {
    "Agency": (
        "(n:Agency {id: key})-[:LEADS|SUPPORTS]->(:Task)<-[:HAS_TASK]-(p:Plan)",
        "(n:Agency {id: key})-[:ISSUED]->(p:Plan)",
    ),
    "Topic": ("(n:Topic {key: key})<-[:ON_TOPIC]-(:Task)<-[:HAS_TASK]-(p:Plan)",),
}


def _plans_beside(store: Store, label: str, keys: Iterable[str]) -> set[str]:
    """The plans in which these agencies or topics are named."""
    wanted = sorted(keys)
    ways = _BESIDE[label] if wanted else ()
    queries = (f"UNWIND $keys AS key MATCH {way} RETURN DISTINCT p.id AS plan" for way in ways)
    return {row["plan"] for query in queries for row in store.read(query, keys=wanted)}
