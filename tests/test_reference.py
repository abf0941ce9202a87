"""A bad row in a table is left out and named with file and line; all the rest still works."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.reference import FOLDER

ROOT = Path(__file__).resolve().parent.parent
LOOK = """
import json
from graph.identity.agencies import resolve
from graph.identity.reforms import reforms
from loaders.places import find_place, place
from loaders.reference import problems
from loaders.topics import topics
here = place("420500")
names = ("市公安局", "市魔法局", "市财政局", "市教育局", "市审计局", "某某大学")
agencies = {name: resolve(name, here, False) for name in names}
print(json.dumps({
    "ids": {name: agency.id for name, agency in agencies.items()},
    "reasons": {name: agency.reason for name, agency in agencies.items()},
    "place": find_place("江苏省常州市武进区人民政府").code,
    "counts": [len(reforms()), len(topics())],
    "problems": problems(),
}))
"""


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)
    return folder


def append(path: Path, line: str) -> int:
    """Puts a line at the end of a table and tells its number."""
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{line}\n", encoding="utf-8")
    return len(text.splitlines()) + 1


def run(tables: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ZEREN_REFERENCE": str(tables), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_bad_rows_are_named_and_the_rest_works(tables: Path) -> None:
    whole = json.loads(run(FOLDER, "-c", LOOK).stdout)
    bad = [
        ("functions.tsv", "magic\t魔法\tMagic\twizardry", "no kind “wizardry”"),
        ("functions.tsv", "finance\t财政\tFinance\tgovernment", "is that of line"),
        ("bodies.tsv", "magic_bureau\tmagic\t\t魔法局\t\t\t", "no function “magic”"),
        ("bodies.tsv", "short_row\tfinance", "2 cells between tabs"),
        ("bodies.tsv", "court\tcourt\t\t判决所\t\t\t", "is that of line"),
        ("bodies.tsv", "rival\tfinance\t\t审计局\t\t\t", "claimed by another body, too (audit_bureau, line"),
        ("bodies.tsv", "strange\tfinance\t\t奇怪局\t\t{planet}奇怪局;乡:{place}局\t", "{planet} 乡:"),
        ("classes.tsv", "sect\tno_such_function\t\t教派", "no function “no_such_function”"),
        ("collectives.tsv", "魔法师\tmagic", "no function “magic”"),
        ("local_names.tsv", "420500\tno_such_body\t某局\t某局\t某局\t", "no body “no_such_body”"),
        ("local_names.tsv", "999999\tcourt\t某院\t某院\t某院\t", "no place “999999”"),
        ("local_names.tsv", "420500\tcourt\t某院\t某院\t某院\tthere", "“there” in the column where"),
        ("subjects.tsv", "魔法\tmagic", "no function “magic”"),
        ("further_places.tsv", "999998\t\t\t\t\t\t某地\t", "no place “999998”"),
        ("further_places.tsv", "420500-某区\t某区\tother\t999997\t\t\t\t", "lies in “999997”"),
        ("further_places.tsv", "420500-甲区\t甲区\tother\t420500\tlong ago\t\t\t", "must be years"),
        ("divisions.tsv", "990101\t某区\tcounty\t990100\t\t\t", "“某区” lies in “990100”"),
        ("divisions.tsv", "990000\t某省\tplanet\t000000\t\t\t", "no level “planet”"),
        ("reforms.tsv", "\t".join(["no_such_body", "court", "renamed", *[""] * 20][:12]), "no body “no_such_body”"),
        ("topics.tsv", "t\tno_such_campaign\tspecial\t1\t甲\tA\t甲\t", "no campaign “no_such_campaign”"),
        ("topics.tsv", "u\tintegrity\tspecial\tfirst\t乙\tB\t乙\t", "“first” is no number"),
    ]
    places = [(table, append(tables / table, line), words) for table, line, words in bad]
    done = run(tables, "-c", LOOK)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for table, line, words in places:
        assert any(f"{tables / table}, line {line}: " in each and words in each for each in found["problems"]), words
    assert len(found["problems"]) == len(bad)
    assert found["ids"].pop("市审计局") == "420500/unresolved/市审计局"  # two bodies claim it: neither is guessed
    assert whole["ids"].pop("市审计局") == "420500/audit_bureau"
    assert found["ids"] == whole["ids"]
    assert (found["place"], found["counts"]) == (whole["place"], whole["counts"])
    assert whole["problems"] == []


@pytest.mark.parametrize(
    ("table", "content", "words"),
    [
        ("bodies.tsv", None, "can't be read"),
        ("bodies.tsv", b"", "key, function, kind, names, national, short, full is missing"),
        ("bodies.tsv", b"key\tfunction\n", "must name the columns"),
        ("functions.tsv", "key\tname_zh\n法院".encode("gb18030"), "line 2: the table is not UTF-8"),
        ("place_words.tsv", b"kind\twords\n", "the row “"),
        ("divisions.tsv", b"code\tname\tlevel\tparent\tfrom\tuntil\tbecame\n", "the row of the country"),
    ],
)
def test_a_table_that_is_none(tables: Path, table: str, content: bytes | None, words: str) -> None:
    (tables / table).unlink()
    if content is not None:
        (tables / table).write_bytes(content)
    done = run(tables, "cli.py", "tables")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"Error: {tables / table}" in done.stderr
    assert words in done.stderr


def test_the_command_checks_the_tables(tables: Path) -> None:
    assert run(tables, "cli.py", "tables").returncode == 0
    line = append(tables / "bodies.tsv", "magic_bureau\tmagic\t\t魔法局\t\t\t")
    done = run(tables, "cli.py", "tables")
    assert done.returncode == 1
    assert f"{tables / 'bodies.tsv'}, line {line}: there is no function “magic”" in done.stderr
