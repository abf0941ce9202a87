"""Identity and alignment of thousands of made-up plans: `python -m benchmarks.scale --plans 3000`.

Prints seconds, the most memory that the process held, and how good the links are against what is known of the plans.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeVar

from benchmarks.generate import Generated, generate
from benchmarks.quality import plan_tasks
from graph.identity.agencies import resolve
from graph.matching.alignment import Alignment, align
from graph.matching.similar import PlanMeasure, Similar, similar
from loaders.places import place

T = TypeVar("T")
Truth = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Quality:
    """How many were found, how many are right, how many there are."""

    found: int
    hit: int
    gold: int

    @property
    def precision(self) -> float:
        """What part of those found is right."""
        return self.hit / max(self.found, 1)

    @property
    def recall(self) -> float:
        """What part of those there are is found."""
        return self.hit / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.hit / max(self.found + self.gold, 1)

    def __str__(self) -> str:
        parts = f"precision {self.precision:.4f}, recall {self.recall:.4f}; {self.found:,} found"
        return f"F1 {self.f1:.4f} ({parts})"


def names(made: Sequence[Generated]) -> tuple[int, int]:
    """Resolves every printed name; gives how many there are, and how many the tables leave open."""
    found = left = 0
    for plan in made:
        here = place(plan.record.plan.adcode or "")
        for task in plan.record.tasks:
            for party in (*task.lead, *task.support):
                found += 1
                left += not resolve(party.name, here, party.collective).resolved
    return found, left


def measures(made: Sequence[Generated]) -> list[PlanMeasure]:
    """The measures of all plans as `similar` takes them."""
    return [
        PlanMeasure(f"{task.id}#m{order}", plan.record.plan.id, (plan.record.plan.date or "",), span.text)
        for plan in made
        for task in plan.record.tasks
        for order, span in enumerate(task.measures, 1)
    ]


def pair_quality(found: Alignment, truth: Truth) -> Quality:
    """Counterparts against the truth, between plans that were compared."""
    tasks: dict[str, list[str]] = defaultdict(list)
    for task in truth:
        tasks[task.split("/")[0]].append(task)
    hit = sum(bool(truth[pair.a] & truth[pair.b]) for pair in found.pairs)
    compared = {(pair.a.split("/")[0], pair.b.split("/")[0]) for pair in found.pairs}
    gold = sum(_answers(tasks[a], tasks[b], truth) for a, b in compared)
    return Quality(len(found.pairs), hit, gold)


def _answers(one: Sequence[str], other: Sequence[str], truth: Truth) -> int:
    by_topic: dict[str, set[str]] = defaultdict(set)
    for task in other:
        for topic in truth[task]:
            by_topic[topic].add(task)
    return sum(len(set().union(*(by_topic[topic] for topic in truth[task]))) for task in one)


def group_quality(found: Alignment, truth: Truth) -> Quality:
    """Pairs of tasks in one group against pairs about the same, counted without listing them."""
    about = Counter(truth.values())
    cells = Counter((place, truth[task]) for place, group in enumerate(found.groups) for task in group.tasks)
    sizes = [len(group.tasks) for group in found.groups]
    return Quality(*(sum(comb(size, 2) for size in counts) for counts in (sizes, cells.values(), about.values())))


def timed(name: str, work: Callable[[], T]) -> T:
    """What the work gives; prints how long it took, and the most memory held so far."""
    started, used = time.perf_counter(), time.process_time()
    result = work()
    took, spent = time.perf_counter() - started, time.process_time() - used
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"| {name} | {took:.1f} | {spent:.1f} | {held:.2f} |", flush=True)
    return result


def main() -> None:
    """Generates, measures, prints a table and the quality."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("| step | seconds | processor seconds | most memory so far, GiB |\n|---|---|---|---|")
    made = timed("made up (not counted)", lambda: list(generate(options.plans, options.seed)))
    truth = {task: about for plan in made for task, about in plan.topics.items()}
    named, left = timed("every printed name resolved", lambda: names(made))
    tasks = [task for plan in made for task in plan_tasks(plan.record)]
    found = timed("tasks aligned", lambda: align(tasks))
    sentences = measures(made)
    alike: list[Similar] = timed("measures compared", lambda: similar(sentences))
    print(
        f"\n{len(made):,} plans, {len(tasks):,} tasks, {len(sentences):,} measures, {named:,} names, {left:,} left open"
    )
    print(f"counterparts between near plans: {pair_quality(found, truth)}")
    print(f"groups of all plans: {group_quality(found, truth)}; {len(found.groups):,} groups")
    print(f"measures alike: {len(alike):,} pairs")


if __name__ == "__main__":
    main()
