"""Many files at once: the same results whatever the number of workers, and no file that harms another."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from loaders import batch
from loaders.batch import Outcome, extract_many
from loaders.read import ReadError
from loaders.worker import Worker
from tests.hostile import heavy, read

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"


def outcomes(folder: Path, read: Callable[[Path], Outcome], seconds: float = 200) -> dict[str, str]:
    """What each file of the folder gives: the title, or the error's sentence."""
    found = extract_many(sorted(folder.iterdir()), workers=2, seconds=seconds, read=read)
    return {path.stem: str(outcome) if isinstance(outcome, ReadError) else "read" for path, outcome in found}


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    for index in range(3):
        for plan in PLANS.glob("*.txt"):
            shutil.copy(plan, tmp_path / f"{plan.stem}-{index}.txt")
    (tmp_path / "empty.txt").write_bytes(b"")
    paths = sorted(tmp_path.iterdir())
    one, two, default = (list(extract_many(paths, workers)) for workers in (1, 2, None))
    assert [path for path, _ in one] == paths
    for results in (two, default):
        assert [(path, str(found)) for path, found in one] == [(path, str(found)) for path, found in results]
    assert isinstance(dict(one)[tmp_path / "empty.txt"], ReadError)


def among_good_ones(folder: Path, *names: str) -> None:
    for name in names:
        (folder / f"{name}.txt").write_text("方案", encoding="utf-8")
    for name in ("a.txt", "z.txt"):
        shutil.copy(PLANS / "huaian.txt", folder / name)


def test_a_file_that_crashes_or_swells_harms_no_other(tmp_path: Path) -> None:
    among_good_ones(tmp_path, "crash", "fail", "grow", "huge")
    found = outcomes(tmp_path, read)
    assert (found["a"], found["z"]) == ("read", "read")
    assert "exit code 3" in found["crash"]
    assert "AssertionError: no such case" in found["fail"]
    assert "1024 MiB of memory" in found["grow"] and "1024 MiB of memory" in found["huge"]


class Hasty(Worker):
    """Waits little where nothing is to come, and as long as ever for the others."""

    def ask(self, path: Path, seconds: float) -> object:
        return super().ask(path, 3 if path.stem == "hang" else seconds)


def test_a_file_that_hangs_harms_no_other_and_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    among_good_ones(tmp_path, "hang")
    monkeypatch.setattr(batch, "Worker", Hasty)
    found = outcomes(tmp_path, read)
    assert (found["a"], found["z"]) == ("read", "read")
    assert "took more than 200 s" in found["hang"]
    family = psutil.Process().children(recursive=True)
    assert not [each for each in family if "zeren-grandchild" in " ".join(each.cmdline())]


def test_no_file_pays_for_the_memory_of_the_one_before_it(tmp_path: Path) -> None:
    for index in range(6):
        shutil.copy(PLANS / "huaian.txt", tmp_path / f"{index}.txt")
    assert set(outcomes(tmp_path, heavy).values()) == {"read"}


def test_only_plain_text_is_read_without_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[str] = []

    def note(path: Path) -> Outcome:
        here.append(path.name)
        return ReadError("noted")

    monkeypatch.setattr(batch, "Worker", Refused)
    text, page = tmp_path / "a.txt", tmp_path / "b.txt"
    shutil.copy(PLANS / "huaian.txt", text)
    page.write_bytes(b"%PDF-1.4 named as text")
    assert len(list(extract_many([text, tmp_path / "missing.txt"], read=note))) == 2
    assert here == ["a.txt", "missing.txt"]
    with pytest.raises(Refused):
        list(extract_many([text, page], read=note))


class Refused(Exception):
    """Stands for a worker where none should be started."""

    def __init__(self, *_: object) -> None:
        raise self


def test_stopping_early_ends_the_processes(tmp_path: Path) -> None:
    (tmp_path / "hang.txt").write_text("方案", encoding="utf-8")
    shutil.copy(PLANS / "huaian.txt", tmp_path / "a.txt")
    before = {each.pid for each in psutil.Process(os.getpid()).children(recursive=True)}
    results = extract_many(sorted(tmp_path.iterdir()), workers=2, read=read)
    next(results)
    results.close()  # type: ignore[attr-defined]
    after = {each.pid for each in psutil.Process(os.getpid()).children(recursive=True)}
    assert after <= before
