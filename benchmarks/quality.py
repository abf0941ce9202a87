"""Scores extracted plans against their gold: `python -m benchmarks.quality [FOLDER_OF_PLANS FOLDER_OF_GOLD]`.

F1 over (task, role, name) for assignments, over verbatim words for facts; shares for titles, sections, topics,
measures, header fields and spans. Tasks are matched in order by number, and by title or a shared agency. Over all plans
of the folder: F1 of the counterparts and of the derived topics, as pairs of tasks, against the topics of the gold.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from graph.matching.alignment import PlanTask, align, own_words
from loaders.pipeline import extract
from loaders.records import PlanRecord, Task

ROOT = Path(__file__).resolve().parent.parent
HEADER = ("title", "doc_number", "issuers", "date", "jurisdiction", "adcode", "level")
FACTS = ("deadlines", "targets", "references", "platforms")
Pair = tuple[str, str]
WIDTHS = str.maketrans("():;,[]％", "（）：；，［］%")


@dataclass
class Score:
    """Hits, predictions and gold items of each measure; `value` is their F1."""

    hit: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, found: Sequence[Any], gold: Sequence[Any]) -> None:
        """Count what was found against what the gold has, as multisets."""
        self.hit[measure] += sum((Counter(found) & Counter(gold)).values())
        self.found[measure] += len(found)
        self.gold[measure] += len(gold)

    def value(self, measure: str) -> float:
        """F1 of a measure: 1.0 where there was nothing to find and nothing was found."""
        whole = self.found[measure] + self.gold[measure]
        return 2 * self.hit[measure] / whole if whole else 1.0

    def parts(self, measure: str) -> str:
        """Precision and recall of a measure in words."""
        hit, found, gold = self.hit[measure], self.found[measure], self.gold[measure]
        precision, recall = hit / max(found, 1), hit / max(gold, 1)
        return f"{measure}: precision {precision:.4f} ({hit} of {found}), recall {recall:.4f} (of {gold})"

    def merge(self, other: Score) -> None:
        """Add another score's counts."""
        self.hit += other.hit
        self.found += other.found
        self.gold += other.gold


def squeeze(value: object) -> str:
    """The words without white space, marks of emphasis and differences of width."""
    return re.sub(r"[\s*]+", "", str(value if value is not None else "")).translate(WIDTHS)


def score(record: PlanRecord, gold: dict[str, Any]) -> Score:
    """The scores of one record against its gold."""
    out = Score()
    for name in HEADER:
        wanted = gold["plan"].get(name)
        if wanted or (name == "doc_number" and name in gold["plan"]):
            got = getattr(record.plan, name)
            same = (
                [*map(squeeze, got)] == [*map(squeeze, wanted)]
                if isinstance(wanted, list)
                else squeeze(got) == squeeze(wanted)
            )
            out.add("header", [name] if same else [name + "?"], [name])
    pairs = _pairs(record.tasks, gold["tasks"])
    matched = {id(task) for task, _ in pairs if task}
    for task, wanted in pairs:
        out.add("tasks", ["task"] if task else [], ["task"])
        _score_task(out, task, wanted)
    for task in record.tasks:
        if id(task) not in matched:
            out.add("assign", _names(task), [])
    for party in (party for task in record.tasks for party in (*task.lead, *task.support)):
        out.add("spans", ["span" if record.text[party.start : party.end] == party.name else "?"], ["span"])
    return out


def _score_task(out: Score, task: Task | None, wanted: dict[str, Any]) -> None:
    gold = [(role, squeeze(name)) for role in ("lead", "support") for name in wanted[role]]
    out.add("assign", _names(task) if task else [], gold)
    for name in FACTS:
        if name in wanted:
            words = [squeeze(item["text"] if isinstance(item, dict) else item) for item in wanted[name]]
            out.add(name, [squeeze(span.text) for span in getattr(task, name)] if task else [], words)
    if task is None:
        return
    out.add("title", [squeeze(task.title)], [squeeze(wanted["title"])])
    if wanted.get("section"):
        sections = (squeeze(task.section), squeeze(task.subsection))
        out.add("section", [squeeze(wanted["section"]) in sections], [True])
    if wanted.get("topic"):
        out.add("topic", [task.topic], [wanted["topic"]])
    if "measures" in wanted:
        out.add("measures", [len(task.measures)], [wanted["measures"]])


def _names(task: Task) -> list[tuple[str, str]]:
    return [(role, squeeze(party.name)) for role in ("lead", "support") for party in getattr(task, role)]


def _pairs(tasks: Sequence[Task], gold: Sequence[dict[str, Any]]) -> list[tuple[Task | None, dict[str, Any]]]:
    pairs: list[tuple[Task | None, dict[str, Any]]] = []
    start = 0
    for wanted in gold:
        index = next((i for i in range(start, len(tasks)) if _same(tasks[i], wanted)), None)
        pairs.append((tasks[index] if index is not None else None, wanted))
        start = index + 1 if index is not None else start
    return pairs


def _same(task: Task, wanted: dict[str, Any]) -> bool:
    if squeeze(task.number) != squeeze(wanted["number"]):
        return False
    names = {name for _, name in _names(task)}
    shared = names & {squeeze(name) for role in ("lead", "support") for name in wanted[role]}
    return squeeze(task.title) == squeeze(wanted["title"]) or bool(shared)


def scores(plans: Path, gold: Path) -> Iterator[tuple[str, Score]]:
    """The scores of every plan in a folder that has a gold file of the same stem."""
    for wanted in sorted(gold.glob("*.json")):
        plan = next(iter(sorted(plans.glob(f"{wanted.stem}.*"))), None)
        if plan is not None:
            yield wanted.stem, score(extract(plan), json.loads(wanted.read_text(encoding="utf-8")))


def plan_tasks(record: PlanRecord) -> list[PlanTask]:
    """The tasks of a record as alignment takes them; their topics are left behind."""
    return [
        PlanTask(
            task.id,
            record.plan.id,
            order,
            task.title,
            own_words(record.text[task.start : task.end], task.title, task.assign_text),
            task.subsection or task.section,
        )
        for order, task in enumerate(record.tasks, 1)
    ]


def gold_topics(gold: Path) -> dict[str, str]:
    """The topic of each task that has one in the gold, by the task's id."""
    files = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(gold.glob("*.json"))]
    return {task["id"]: task["topic"] for file in files for task in file["tasks"] if task.get("topic")}


def gold_counterparts(topics: dict[str, str]) -> set[Pair]:
    """Pairs of tasks on one topic, or on a topic and one that joins it with another (A_and_B with A, and with B)."""
    joined = {topic: set(topic.split("_and_")) for topic in topics.values()}
    known = set(topics.values())
    parts = {topic: {topic} | (names if names <= known else set()) for topic, names in joined.items()}
    return {
        (a, b)
        for a, b in combinations(sorted(topics), 2)
        if a.split("/")[0] != b.split("/")[0] and (topics[a] in parts[topics[b]] or topics[b] in parts[topics[a]])
    }


def aligned(plans: Path, gold: Path) -> Score:
    """The scores of the alignment over all plans of a folder whose gold has topics."""
    topics, out = gold_topics(gold), Score()
    if not topics:
        return out
    found = align([task for path in sorted(plans.glob("*.txt")) for task in plan_tasks(extract(path))])
    pairs = [_ordered(pair.a, pair.b) for pair in found.pairs]
    out.add("counterparts", pairs, sorted(gold_counterparts(topics)))
    groups = [_ordered(a, b) for group in found.groups for a, b in combinations(group.tasks, 2)]
    same = [(a, b) for a, b in combinations(sorted(topics), 2) if topics[a] == topics[b]]
    out.add("derived_topics", groups, same)
    return out


def _ordered(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def main() -> None:
    """Print a row a plan and the total."""
    folders = [Path(argument) for argument in sys.argv[1:3]]
    plans, gold = folders if len(folders) == 2 else (ROOT / "data" / "plans", ROOT / "data" / "gold")
    total = Score()
    for name, result in scores(plans, gold):
        total.merge(result)
        print(row(name, result))
    total.merge(aligned(plans, gold))
    print(row("TOTAL", total))
    print("\n".join(total.parts(measure) for measure in ("counterparts", "derived_topics") if total.gold[measure]))


def row(name: str, result: Score) -> str:
    """A plan's scores in one line."""
    measures = [measure for measure in result.gold if result.gold[measure] or result.found[measure]]
    return f"{name:<28} " + "  ".join(f"{measure} {result.value(measure):.4f}" for measure in measures)


if __name__ == "__main__":
    main()
