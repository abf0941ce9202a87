"""One run of a load: plans go into the graph in groups, each group in one transaction, each plan whole or not at all.

A transaction costs as much as a small plan, so many plans share one. A plan is told of only when the transaction that
holds it is done. Where a group can't be written, its halves are tried, until the plan that can't be is found.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.judging.current import current
from graph.loading.writing import check_rows, load_plans
from graph.progress.ledger import reported
from graph.store import Store
from loaders.errors import UserError

if TYPE_CHECKING:
    from graph.building.rows import GraphRows
    from graph.judging.verdicts import Verdicts
    from graph.progress.ledger import Progress
    from loaders.batch import Outcome
    from loaders.records import Header, PlanRecord

PLANS, TASKS = 50, 2500
"""Plans and tasks of a group: more fill the embedded server's memory, with fewer commits take most of the time."""
PATIENCE = 10.0
"""Seconds after which a group is written although it is not full: files that are slow to read are not held back."""

Read = tuple[Path, "PlanRecord | UserError"]
Write = Callable[[Mapping[str, "GraphRows"]], Mapping[str, "str | UserError"]]
"""Puts plans into the graph; gives the status of each, or why it was not loaded."""


@dataclass(frozen=True)
class FileResult:
    """What loading one plan of a file came to, with the counts that a person checks it by."""

    file: str
    plan: str | None = None
    status: str = "failed"
    """`loaded`, `unchanged`, `replaced`, `failed`, or `written` to files for an import."""
    tasks: int = 0
    assignments: int = 0
    """Printed names of leading and supporting agencies."""
    repairs: int = 0
    unread: int = 0
    warnings: list[str] = field(default_factory=list)
    error: str | None = None
    twin: str | None = None
    """The plan of another id that has its title, place and date: most likely the same one, from another file."""

    def to_json(self) -> dict[str, Any]:
        """The result as a plain dict."""
        return asdict(self)


@dataclass(frozen=True)
class _Plan:
    """What tells two plans of one id apart."""

    title: str | None
    adcode: str | None
    jurisdiction: str | None
    sha256: str | None
    hash: str
    file: Path | None = None
    """Where it was read in this run, None for one that was in the graph before."""
    beside: bool = False
    """Whether another file or plan had a say in what it came to: its id, or a warning."""


@dataclass(frozen=True)
class _Ready:
    """A plan that waits to be written."""

    file: Path
    record: PlanRecord
    rows: GraphRows
    warnings: list[str]
    twin: str | None = None


def groups(files: Iterable[tuple[Path, Outcome]]) -> Iterator[list[Read]]:
    """The plans of files, a group a transaction, as soon as one is full."""
    group: list[Read] = []
    tasks, since = 0, time.monotonic()
    for path, read in files:
        for plan in (read,) if isinstance(read, UserError) else read:
            group.append((path, plan))
            tasks += 0 if isinstance(plan, UserError) else len(plan.tasks)
        if len(group) >= PLANS or tasks >= TASKS or time.monotonic() - since > PATIENCE:
            yield group
            group, tasks, since = [], 0, time.monotonic()
    yield group


class LoadRun:
    """Loads groups of plans, and keeps in mind which it has loaded."""

    def __init__(self, store: Store, dry_run: bool = False, write: Write | None = None) -> None:
        """`write` puts plans into the graph where transactions of the store do not."""
        self._store = store
        self._write = self._would_be if dry_run else write or partial(_written, store)
        self._seen: dict[str, _Plan] = {}
        self._alike: dict[_Mark, dict[str, str]] = defaultdict(dict)
        """The plans with the same title, place and date: the file of each by its id."""

    def load(self, group: Sequence[Read]) -> list[FileResult]:
        """Loads a group, or finds out what loading it would come to; a result for each plan, in order."""
        with self._store.exclusive():  # lest somebody judges between the look into the file and the writing
            try:
                said, told = current(self._store), reported(self._store)
                self._look([plan.plan for _, plan in group if not isinstance(plan, UserError)])
            except UserError as error:
                return [FileResult(str(path), error=_text(read, error)) for path, read in group]
            return list(self._loaded(group, said, told))

    def standing(self, results: Iterable[FileResult]) -> dict[str, tuple[str, str]]:
        """The content hash and the file's SHA-256 of the plans that came to what their files alone tell."""
        plans = {each.plan: self._seen[each.plan] for each in results if each.plan in self._seen}
        return {name: (plan.hash, plan.sha256 or "") for name, plan in plans.items() if not plan.beside}

    def _loaded(self, group: Sequence[Read], said: Verdicts, told: Progress) -> Iterator[FileResult]:
        waiting: dict[str, FileResult | _Ready] = {}
        for number, (path, read) in enumerate(group):
            ready = self._ready(path, read, said, told)
            if isinstance(ready, FileResult):
                waiting[f"/{number}"] = ready
                continue
            if ready.record.plan.id in waiting:
                yield from self._written(waiting)
                waiting = {}
            waiting[ready.record.plan.id] = ready
        yield from self._written(waiting)

    def _ready(self, path: Path, read: PlanRecord | UserError, said: Verdicts, told: Progress) -> FileResult | _Ready:
        from graph.build import build

        try:
            if isinstance(read, UserError):
                raise read
            record, warning = self._with_own_id(read)
            rows = build(record, said, told.of(record.plan.id))
            check_rows(record.plan.id, rows)
        except UserError as error:
            return FileResult(str(path), error=str(error))
        before = self._seen.get(record.plan.id)
        if before and before.file and before.hash != rows.content_hash:
            warning.append(f"It takes the place of {before.file}: both have its id, title and place.")
        twin = self._twin(record.plan, path)
        if twin:
            warning.append(
                f"It has the title, the place and the date of the plan {twin[0]} ({twin[1]}). If it is the same one, "
                "leave one of the two out: all counts would hold it twice."
            )
        self._seen[record.plan.id] = _seen(record, rows.content_hash, path, bool(warning))
        return _Ready(path, record, rows, warning, twin[0] if twin else None)

    def _twin(self, plan: Header, path: Path) -> tuple[str, str] | None:
        """The other plan with the same title, place and date, and its file."""
        mark = _mark(plan)
        if mark is None:
            return None
        alike = self._alike[mark]
        other = next((pair for pair in alike.items() if pair[0] != plan.id), None)
        alike[plan.id] = path.name
        return other

    def _written(self, waiting: Mapping[str, FileResult | _Ready]) -> Iterator[FileResult]:
        ready = {plan: each.rows for plan, each in waiting.items() if isinstance(each, _Ready)}
        statuses = self._write(ready)
        for plan, each in waiting.items():
            yield each if isinstance(each, FileResult) else _result(each, statuses[plan])

    def _would_be(self, plans: Mapping[str, GraphRows]) -> dict[str, str | UserError]:
        query = "MATCH (p:Plan) WHERE p.id IN $ids RETURN p.id AS id, p.contentHash AS hash"
        known = {row["id"]: row["hash"] for row in self._store.read(query, ids=[*plans])} if plans else {}
        changed = {
            plan: "unchanged" if known.get(plan) == rows.content_hash else "replaced" for plan, rows in plans.items()
        }
        return {plan: status if plan in known else "loaded" for plan, status in changed.items()}

    def _look(self, plans: Sequence[Header]) -> None:
        """Takes note of the plans that stand in the graph under the ids and the titles of these."""
        ids = {plan.id for plan in plans}
        alike = self._store.read(
            "MATCH (p:Plan) WHERE p.title IN $titles MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction) "
            "RETURN p.id AS id, p.title AS title, j.name AS place, toString(p.issuedOn) AS day, p.sourceFile AS file "
            "ORDER BY id",
            titles=sorted({mark[0] for plan in plans if (mark := _mark(plan))}),
        )
        for row in alike:
            self._alike[row["title"], row["place"], row["day"]].setdefault(row["id"], row["file"] or row["id"])
        rows = self._store.read(
            "MATCH (p:Plan) WHERE p.id IN $ids OPTIONAL MATCH (p)-[:APPLIES_IN]->(j:Jurisdiction) "
            "RETURN p.id AS id, p.title AS title, j.code AS code, p.sha256 AS sha256",
            ids=sorted(ids - self._seen.keys()),
        )
        for row in rows:
            self._seen[row["id"]] = _Plan(row["title"], row["code"], None, row["sha256"], "")

    def _with_own_id(self, record: PlanRecord) -> tuple[PlanRecord, list[str]]:
        """The record under an id that no other plan has: two files may share a name, neither may displace the other."""
        plan = record.plan
        other = self._seen.get(plan.id)
        if other is None or not _is_another(other, record):
            return record, []
        digest = hashlib.sha256(f"{plan.title}|{plan.jurisdiction}".encode()).hexdigest()[:6]
        own = record.with_id(f"{plan.id}-{digest}")
        return own, [
            f"Another plan has the id {plan.id}, so this one is loaded as {own.plan.id}. "
            f"If it is to take the other's place, remove {plan.id} and load this one again."
        ]


_Mark = tuple[str, str, str]
"""Title, place and date of a plan."""


def _mark(plan: Header) -> _Mark | None:
    """What two files of one plan have in common; None where one of the three was not read."""
    return (plan.title, plan.jurisdiction, plan.date) if plan.title and plan.jurisdiction and plan.date else None


def _seen(record: PlanRecord, content_hash: str, path: Path, beside: bool) -> _Plan:
    plan = record.plan
    return _Plan(plan.title, plan.adcode, plan.jurisdiction, plan.source.sha256, content_hash, path, beside)


def _is_another(known: _Plan, record: PlanRecord) -> bool:
    plan = record.plan
    if known.file:
        return (known.title, known.jurisdiction) != (plan.title, plan.jurisdiction)
    if known.sha256 == plan.source.sha256:
        return False  # the same file as a newer version of this program reads it
    codes = {known.adcode, plan.adcode}
    elsewhere = len(codes) == 2 and not any(code is None or code.startswith("?") for code in codes)
    return elsewhere or known.title != plan.title


def _written(store: Store, plans: Mapping[str, GraphRows]) -> dict[str, str | UserError]:
    """The status of each plan, or why it was not loaded."""
    if not plans:
        return {}
    try:
        return dict(load_plans(store, plans))
    except UserError as error:
        if len(plans) == 1:
            return dict.fromkeys(plans, error)
    both, half = list(plans.items()), len(plans) // 2
    return _written(store, dict(both[:half])) | _written(store, dict(both[half:]))


def _result(ready: _Ready, status: str | UserError) -> FileResult:
    if isinstance(status, UserError):
        return FileResult(str(ready.file), error=str(status))
    record = ready.record
    parties = (party for task in record.tasks for party in (*task.lead, *task.support))
    return FileResult(
        file=str(ready.file),
        plan=record.plan.id,
        status=status,
        tasks=len(record.tasks),
        assignments=sum(party.origin == "printed" for party in parties),
        repairs=len(record.report.repairs),
        unread=len(record.report.unread),
        warnings=[*ready.warnings, *record.report.warnings, *missed(ready.rows)],
        twin=ready.twin,
    )


def missed(rows: GraphRows) -> tuple[str, ...]:
    """The judgements about a plan that do not act, and the reports of progress without an item, as sentences."""
    idle = (f"Judgement {judged} does not act: {reason.en}." for judged, reason in rows.missed.items())
    lost = (f"Report of progress {report} has no item: {reason.en}." for report, reason in rows.lost.items())
    return (*idle, *lost)


def _text(read: PlanRecord | UserError, error: UserError) -> str:
    return str(read if isinstance(read, UserError) else error)
