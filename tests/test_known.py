"""A second load of the same files reads none of them, tells the same, and reads again what changed in any way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph import load
from graph.judging.ledger import judgements_file
from graph.load import load_paths, remove_plan
from graph.loading import known
from graph.store import Store
from tests.test_load import HUAIAN, PLAN, YICHANG, write_plan


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []
    reading = load.read_files

    def noting(files: list[Path], dask: str | None = None) -> object:
        names.extend(path.name for path in files)
        return reading(files, dask)

    monkeypatch.setattr(load, "read_files", noting)
    return names


@pytest.fixture
def files(fresh_store: Store, tmp_path: Path) -> list[Path]:
    (fresh_store.server.folder.path / "loaded.jsonl").unlink(missing_ok=True)
    two = write_plan(tmp_path, "two.txt", YICHANG)
    two.write_text(two.read_text("utf-8") + PLAN.format(title=HUAIAN, body="市司法局"), "utf-8")
    return [two, write_plan(tmp_path, "one.txt", "常州市第一个专项治理实施方案"), tmp_path / "missing.txt"]


def test_what_stands_is_not_read_again(fresh_store: Store, files: list[Path], read: list[str]) -> None:
    first = load_paths(fresh_store, files)
    assert [result.status for result in first] == ["loaded", "loaded", "loaded", "failed"]
    told: list[object] = []
    again = load_paths(fresh_store, files, told.append)
    assert read == ["two.txt", "one.txt", "missing.txt", "missing.txt"], "only what failed is tried again"
    same = [replace(each, status="unchanged") if each.plan else each for each in first]
    assert again == same == sorted(told, key=again.index)  # type: ignore[arg-type]
    assert load_paths(fresh_store, files[:2], dry_run=True) == same[:3]


def test_what_changed_is_read_again(fresh_store: Store, files: list[Path], read: list[str], tmp_path: Path) -> None:
    load_paths(fresh_store, files[:2])
    read.clear()
    write_plan(tmp_path, "one.txt", "常州市第一个专项治理实施方案", "市司法局")
    remove_plan(fresh_store, "two-2")
    results = load_paths(fresh_store, files[:2])
    assert [(each.plan, each.status) for each in results] == [
        ("two", "unchanged"), ("two-2", "loaded"), ("one", "replaced")
    ]  # fmt: skip
    assert read == ["two.txt", "one.txt"]
    moved = files[1].rename(tmp_path / "other.txt")
    assert [each.status for each in load_paths(fresh_store, [moved])] == ["loaded"], "another name is another plan"


def test_another_program_or_other_judgements_read_all_again(
    fresh_store: Store, files: list[Path], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_paths(fresh_store, files[:2])
    judgements_file(fresh_store.server.folder).write_text("", "utf-8")
    load_paths(fresh_store, files[:2])
    assert read == ["two.txt", "one.txt"] * 2
    monkeypatch.setattr(known, "_program", lambda: "newer")
    load_paths(fresh_store, files[:2])
    assert read == ["two.txt", "one.txt"] * 3
    load_paths(fresh_store, files[:2])
    assert read == ["two.txt", "one.txt"] * 3


def test_a_note_that_was_cut_off_does_no_harm(fresh_store: Store, files: list[Path], read: list[str]) -> None:
    load_paths(fresh_store, files[:2])
    notes = fresh_store.server.folder.path / "loaded.jsonl"
    notes.write_text(notes.read_text("utf-8")[:-40], "utf-8")
    read.clear()
    assert [each.status for each in load_paths(fresh_store, files[:2])] == ["unchanged"] * 3
    assert read == ["one.txt"]
    load_paths(fresh_store, files[:2])
    assert read == ["one.txt"]


def test_notes_of_another_make_do_no_harm(fresh_store: Store, files: list[Path], read: list[str]) -> None:
    """Lines that are no notes; and no file at all, for a folder stands there: the plans are loaded all the same."""
    notes = fresh_store.server.folder.path / "loaded.jsonl"
    notes.write_text('[1, 2]\n7\nnull\n{"name": 1}\n' + "[" * 5000, "utf-8")
    assert [each.status for each in load_paths(fresh_store, files[:2])] == ["loaded"] * 3
    read.clear()
    assert [each.status for each in load_paths(fresh_store, files[:2])] == ["unchanged"] * 3
    assert read == []
    notes.unlink()
    notes.mkdir()
    try:
        assert [each.status for each in load_paths(fresh_store, files[:2])] == ["unchanged"] * 3
    finally:
        notes.rmdir()


def test_a_plan_under_another_id_is_read_each_time(fresh_store: Store, read: list[str], tmp_path: Path) -> None:
    paths = [write_plan(tmp_path / "a", "plan.txt", YICHANG), write_plan(tmp_path / "b", "plan.txt", HUAIAN)]
    first = load_paths(fresh_store, paths)
    read.clear()
    again = load_paths(fresh_store, paths)
    assert read == ["plan.txt"]
    assert [each.plan for each in again] == [each.plan for each in first]
    assert {each.status for each in again} == {"unchanged"}
