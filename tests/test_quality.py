"""The quality floor: a change that lowers a recorded score fails here."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from benchmarks.quality import ROOT, Score, aligned, scores
from loaders.reference import rows

STYLES = ROOT.parent / "shared" / "dev"
"""Plans of other styles, which are not ours to publish; where they are missing the check is skipped with a notice."""
FOLDERS = {"plans": (ROOT / "data" / "plans", ROOT / "data" / "gold"), "styles": (STYLES / "plans", STYLES / "gold")}


def floors() -> list[tuple[str, str, str, float]]:
    with (ROOT / "data" / "gold" / "quality_floor.tsv").open(encoding="utf-8") as table:
        return [
            (row["set"], row["plan"], row["measure"], float(row["floor"]))
            for row in csv.DictReader(table, delimiter="\t")
        ]


@cache
def measured(name: str) -> dict[str, Score]:
    results = dict(scores(*FOLDERS[name]))
    total = Score()
    for result in results.values():
        total.merge(result)
    total.merge(aligned(*FOLDERS[name]))
    return results | {"TOTAL": total}


@pytest.mark.parametrize(("name", "plan", "measure", "floor"), floors())
def test_no_score_falls(name: str, plan: str, measure: str, floor: float) -> None:
    if not all(folder.is_dir() for folder in FOLDERS[name]):
        assert not os.environ.get("CI"), f"CI needs the plans of other styles in {STYLES}"
        pytest.skip(f"the plans of other styles are not here ({STYLES})")
    found = measured(name)
    assert len(found) == {"plans": 6, "styles": 7}[name]
    for key in found if plan == "*" else [plan]:
        assert found[key].value(measure) >= floor, f"{key}: {measure} fell to {found[key].value(measure):.4f}"


def test_the_app_says_what_is_tested() -> None:
    said = [(row["set"], row["measure"], float(row["value"])) for row in rows("accuracy.tsv")]
    assert said == [(name, measure, floor) for name, _, measure, floor in floors()]


def test_every_set_has_a_floor() -> None:
    assert {name for name, *_ in floors()} == set(FOLDERS)
    assert Path(FOLDERS["plans"][1]).is_dir()
