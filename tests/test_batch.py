"""Many files at once: the same results whatever the number of workers, and no file that harms another."""

import shutil
from pathlib import Path

from loaders.batch import extract_many
from loaders.read import ReadError
from tests.hostile import read

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"


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


def test_a_file_that_crashes_or_hangs_harms_no_other(tmp_path: Path) -> None:
    shutil.copy(PLANS / "huaian.txt", tmp_path / "a.txt")
    for name in ("crash.txt", "hang.txt"):
        (tmp_path / name).write_text("方案", encoding="utf-8")
    shutil.copy(PLANS / "xiqing.txt", tmp_path / "z.txt")
    found = [outcome for _, outcome in extract_many(sorted(tmp_path.iterdir()), workers=2, seconds=5, read=read)]
    assert [type(outcome).__name__ for outcome in found] == ["PlanRecord", "ReadError", "ReadError", "PlanRecord"]
    assert "5 s" in str(found[2])
