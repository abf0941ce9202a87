"""The made-up plans are what they say they are, and the alignment stands up to what is known of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.generate import Generated, generate, main
from benchmarks.quality import plan_tasks
from benchmarks.scale import group_quality, pair_quality
from graph.build import build
from graph.identity.agencies import resolve
from graph.matching import linkage
from graph.matching.alignment import align
from loaders.pipeline import extract
from loaders.places import place


@pytest.fixture(scope="module")
def made() -> list[Generated]:
    return list(generate(60))


def test_extraction_reads_the_record_from_the_text(made: list[Generated], tmp_path: Path) -> None:
    for plan in made[::12]:
        path = tmp_path / f"{plan.record.plan.id}.txt"
        path.write_text(plan.record.text, "utf-8")
        read = extract(path)
        assert [replace(task, platforms=()) for task in read.tasks] == list(plan.record.tasks)
        assert set(plan.record.organising) <= set(read.organising)
        for name in ("title", "date", "adcode", "level", "campaign", "references"):
            assert getattr(read.plan, name) == getattr(plan.record.plan, name)
        assert read.text == plan.record.text.rstrip("\n")
        assert read.report.unread == ()


def test_plans_are_of_the_size_of_real_ones(made: list[Generated]) -> None:
    tasks = [task for plan in made for task in plan.record.tasks]
    assert 33 <= len(tasks) / len(made) <= 37
    assert 150 <= sum(len(task.measures) for task in tasks) / len(made) <= 185
    assert len({plan.record.plan.adcode for plan in made}) == len(made)
    assert {plan.record.plan.level for plan in made} == {"province", "prefecture", "county"}
    assert any(len(about) == 2 for plan in made for about in plan.topics.values())


def test_plans_say_as_much_as_real_ones(made: list[Generated]) -> None:
    """The five have 3 to 7 targets, 0 to 3 deadlines, 8 to 14 citations, 9 to 20 groups, 3 or 4 items that nobody leads."""
    tasks = [task for plan in made for task in plan.record.tasks]

    def each(counted: int) -> float:
        return counted / len(made)

    assert 3 <= each(sum(len(task.targets) for task in tasks)) <= 7
    assert 1 <= each(sum(len(task.deadlines) for task in tasks)) <= 3
    assert 8 <= each(sum(len(task.references) for task in tasks)) <= 14
    assert 9 <= each(sum(party.collective for task in tasks for party in (*task.lead, *task.support))) <= 20
    assert 2 <= each(sum(not task.lead for task in tasks)) <= 4
    assert 125 <= each(sum(len(task.lead) + len(task.support) for task in tasks)) <= 150
    cited = Counter(span.text for task in tasks for span in task.references)
    assert sum(count > 20 for count in cited.values()) >= 5 and min(cited.values()) == 1
    assert {day.date is None for task in tasks for day in task.deadlines} == {True, False}


def test_who_runs_a_plan_is_named_and_need_not_lead(made: list[Generated]) -> None:
    idle = 0
    for plan in made[::6]:
        edges = build(plan.record).edges
        named = {edge["from"] for edge in edges["NAMED_IN", "Agency", "Plan"]}
        assert 4 <= len(named) <= 15
        idle += len(named - {edge["from"] for edge in edges["LEADS", "Agency", "Task"]})
    assert idle > 10


def test_offices_are_known_and_of_their_time(made: list[Generated]) -> None:
    for plan in made:
        here = place(plan.record.plan.adcode or "")
        parties = [party for task in plan.record.tasks for party in (*task.lead, *task.support)]
        names = {party.name for party in parties if not party.collective}
        assert all(resolve(name, here, False).resolved for name in names)
        assert any("卫健委" in name for name in names) <= (str(plan.record.plan.date) >= "2019-03-31")


def test_the_same_seed_gives_the_same_plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("a", "b"):
        monkeypatch.setattr("sys.argv", ["generate", "--plans", "4", "--out", str(tmp_path / folder)])
        main()
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(files) == 5
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)
    assert next(iter(generate(4, seed=1))).record.text not in {plan.record.text for plan in generate(4)}


@pytest.mark.parametrize("batch", [linkage.BATCH, 400])
def test_alignment_stands_up_to_the_truth(made: list[Generated], batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether all tasks are grouped at a time or in batches."""
    monkeypatch.setattr(linkage, "BATCH", batch)
    truth = {task: about for plan in made for task, about in plan.topics.items()}
    found = align([task for plan in made for task in plan_tasks(plan.record)])
    pairs, groups = pair_quality(found, truth), group_quality(found, truth)
    assert pairs.f1 >= 0.97 and pairs.precision >= 0.99, str(pairs)
    assert groups.f1 >= 0.97, str(groups)
