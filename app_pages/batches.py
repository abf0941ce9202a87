"""The files of one drop as they were read: what loading them would come to, and which plans are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.load import FileResult, load_read
from graph.store import Store
from loaders.batch import Outcome
from loaders.errors import UserError
from loaders.records import PlanRecord

LEFT = "left"
"""What becomes of a plan that is not to be loaded."""

WRITTEN = ("loaded", "replaced")
"""What becomes of plans that loading puts into the graph."""


@dataclass(frozen=True)
class Batch:
    """Files with their plans, the result of each, the graph that the results are held against."""

    files: tuple[str, ...]
    read: tuple[tuple[Path, Outcome], ...]
    results: tuple[FileResult, ...] = ()
    revision: str = ""
    left: frozenset[int] = frozenset()
    """The places of results that are not to be loaded."""
    loaded: bool = False

    @property
    def records(self) -> list[PlanRecord | None]:
        """The record behind each result, None for a file that could not be read."""
        return [record for _, plans in self.read for record in ([None] if isinstance(plans, UserError) else plans)]

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that stand in the graph when all is loaded."""
        return tuple(
            dict.fromkeys(each.plan for each in self.results if each.plan and each.status not in (LEFT, "failed"))
        )

    def status(self, place: int) -> str:
        """What becomes of a plan."""
        return LEFT if place in self.left else self.results[place].status

    def statuses(self) -> list[str]:
        """What becomes of each."""
        return [self.status(place) for place in range(len(self.results))]

    def turned(self, place: int) -> Batch:
        """The same with one more left out, or one less."""
        return replace(self, left=self.left ^ {place})

    def kept(self) -> Iterator[tuple[Path, Outcome]]:
        """The files with the plans that are to be loaded."""
        place = 0
        for path, plans in self.read:
            if isinstance(plans, UserError):
                place += 1
                yield path, plans
                continue
            wanted = tuple(plan for at, plan in enumerate(plans, place) if at not in self.left)
            place += len(plans)
            if wanted:
                yield path, wanted


def first_look(store: Store, files: tuple[str, ...], read: Sequence[tuple[Path, Outcome]], revision: str) -> Batch:
    """What loading would come to; a new plan that stands elsewhere too is left out until one wants it."""
    batch = looked_at(store, Batch(files, tuple(read)), revision)
    twins = (place for place, result in enumerate(batch.results) if result.twin and result.status == "loaded")
    return replace(batch, left=frozenset(twins))


def looked_at(store: Store, batch: Batch, revision: str) -> Batch:
    """The same with what loading it would come to now."""
    return replace(batch, results=tuple(load_read(store, batch.read, dry_run=True)), revision=revision)


def loaded(store: Store, batch: Batch) -> Batch:
    """The same when its plans have been put into the graph, each whole or not at all."""
    done = iter(load_read(store, batch.kept()))
    results = [
        replace(each, status=LEFT) if place in batch.left else next(done) for place, each in enumerate(batch.results)
    ]
    return replace(batch, results=tuple(results), loaded=True)
