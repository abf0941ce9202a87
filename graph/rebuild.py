"""Builds loaded plans anew from the records kept in the graph, with tables and judgements as they stand today.

Tables that tell agencies, reforms, topics and campaigns act at once. Of the place of a plan its file is asked: load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from graph.build import GraphRows, build
from graph.judging.current import LinksError, current, keep_judged_links
from graph.judging.verdicts import Verdicts
from graph.kept import KeptRecordError, unpacked
from graph.load import LoadError, LoadResult, load_record
from graph.loading.load_run import missed
from graph.loading.patching import patch_rows
from graph.progress.ledger import Progress, reported
from graph.store import Store, StoreError
from loaders.errors import UserError
from loaders.records import PlanRecord, Task
from loaders.topics import campaign_of, topic_of

Change = tuple[GraphRows, GraphRows]
"""A plan's rows as they were, and as they are to be."""


def rebuild(store: Store, plan_ids: Iterable[str] | None = None) -> list[LoadResult]:
    """Builds the plans named, or all, and puts them in place of what stands there; each plan whole or not at all.

    One that fails is listed with its error and the others go on. Raises LoadError for a plan that is not loaded.
    """
    results = [_rebuilt(store, plan) for plan in _loaded(store, plan_ids)]
    keep_judged_links(store)
    return results


@contextmanager
def following(file: Path) -> Iterator[None]:
    """For building anew what a file's new rows concern: an error then says that the rows stand."""
    try:
        yield
    except LinksError:
        raise  # says itself what stands
    except StoreError as error:
        raise StoreError(
            f"It is written in {file}, but the graph does not follow it yet: {error} Then: python cli.py rebuild"
        ) from error


def rebuild_changed(store: Store, plan_ids: Iterable[str], before: Verdicts, after: Verdicts) -> list[LoadResult]:
    """Builds plans anew for judgements that came or went, all at once, and writes only what differs by them."""

    reports = reported(store)

    def both(record: PlanRecord) -> Change:
        told = reports.of(record.plan.id)
        return build(record, before, told), build(record, after, told)

    return _patched(store, plan_ids, both)


def rebuild_reported(store: Store, plan_ids: Iterable[str], before: Progress, after: Progress) -> list[LoadResult]:
    """Builds plans anew for reports of progress that came or went, in the same way."""

    said = current(store)

    def both(record: PlanRecord) -> Change:
        plan = record.plan.id
        return build(record, said, before.of(plan)), build(record, said, after.of(plan))

    return _patched(store, plan_ids, both)


def _patched(store: Store, plan_ids: Iterable[str], both: Callable[[PlanRecord], Change]) -> list[LoadResult]:
    results, changes = list[LoadResult](), dict[str, Change]()
    with store.exclusive():
        for plan in _loaded(store, plan_ids):
            try:
                changes[plan] = both(kept_record(store, plan))
            except UserError as error:
                results.append(LoadResult(plan, "failed", str(error)))
        for plan, status in patch_rows(store, changes).items() if changes else ():
            results.append(LoadResult(plan, status, warnings=missed(changes[plan][1])))
        keep_judged_links(store)
    return results


def _loaded(store: Store, plan_ids: Iterable[str] | None) -> list[str]:
    loaded = [row["plan"] for row in store.read("MATCH (p:Plan) RETURN p.id AS plan ORDER BY plan")]
    wanted = loaded if plan_ids is None else list(dict.fromkeys(plan_ids))
    if unknown := [plan for plan in wanted if plan not in loaded]:
        raise LoadError(f"No plan {', '.join(unknown)} is loaded. Loaded: {', '.join(loaded) or 'none'}.")
    return wanted


def kept_record(store: Store, plan_id: str) -> PlanRecord:
    """The record of a loaded plan as it was extracted; raises KeptRecordError where the graph has none."""
    rows = store.read("MATCH (s:SourceText {id: $id}) RETURN s.text AS text, s.record AS record", id=plan_id)
    if not rows:
        raise KeptRecordError(f"No plan {plan_id} is loaded, so there is no record of it.")
    return unpacked(plan_id, rows[0]["text"], rows[0]["record"])


def _reread(record: PlanRecord) -> PlanRecord:
    """The record with what today's tables say of its words: the campaign, and each task's topic."""
    campaign = campaign_of(record.plan.title)
    tasks = (replace(task, topic=_topic(campaign, task, record.text)) for task in record.tasks)
    return replace(record, plan=replace(record.plan, campaign=campaign), tasks=tuple(tasks))


def _topic(campaign: str | None, task: Task, text: str) -> str | None:
    return topic_of(campaign, task.title, text[task.start : task.end]) if campaign else None


def _rebuilt(store: Store, plan_id: str) -> LoadResult:
    try:
        with store.exclusive():  # lest another program loads the plan between the look and the writing
            return load_record(store, _reread(kept_record(store, plan_id)))
    except UserError as error:
        return LoadResult(plan_id, "failed", str(error))
