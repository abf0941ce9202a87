"""The made-up plans are what they say they are, and the alignment stands up to what is known of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.generate import Generated, generate, main
from benchmarks.quality import plan_tasks
from benchmarks.scale import group_quality, pair_quality
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
        bare = [replace(task, deadlines=(), targets=(), references=(), platforms=()) for task in read.tasks]
        assert bare == list(plan.record.tasks)
        for name in ("title", "date", "adcode", "level", "campaign"):
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


def test_offices_are_known_and_of_their_time(made: list[Generated]) -> None:
    for plan in made:
        here = place(plan.record.plan.adcode or "")
        names = {party.name for task in plan.record.tasks for party in (*task.lead, *task.support)}
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
