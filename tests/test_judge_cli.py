"""`judge` and `review` as a person types them, and as a program reads them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import cli
from graph.store import Store
from tests.running import Run
from tests.test_load import dump

ROOT = Path(__file__).resolve().parent.parent
YICHANG = ROOT / "data" / "plans" / "yichang.txt"
JUDGE = typer.main.get_command(cli.app).commands["judge"].commands  # type: ignore[attr-defined]


@pytest.fixture
def yichang(fresh_store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("ZEREN_USER", "张三")
    assert run("load", YICHANG).code == 0
    yield fresh_store


def test_every_judgement_explains_itself(run: Run) -> None:
    for command in JUDGE:
        shown = run("judge", command, "--help")
        assert (shown.code, f"cli.py judge {command}" in shown.out) == (0, True)
    assert all(command in run("judge").out for command in JUDGE)


EACH: list[tuple[Any, ...]] = [
    ("same", "宜昌市:市住建委", "宜昌市规划局"),
    ("different", "宜昌市:市国土资源局", "宜昌市:市国土局"),
    ("unsure", "市公安局", "宜昌市中级法院"),
    ("role", "yichang/2/7", "市公安局", "lead"),
    ("drop", "yichang/2/7", "市住建委", "--role", "support"),
    ("add", "yichang/2/3", "由地方政府和相关金融监管部门", "--name", "地方政府", "--role", "support"),
    ("split", "yichang/2/7", "市法院", "市法院、市公安局"),
    ("topic", "yichang/2/7", "telecom_fraud"),
    ("topic-name", "telecom_fraud", "电诈治理", "--en", "Fraud"),
    ("note", "yichang", "待核"),
]


def test_each_kind_acts_is_listed_and_is_undone(run: Run, yichang: Store) -> None:
    before = dump(yichang)
    made = [run("judge", *words, "--why", "试试", "--json").json() for words in EACH]
    assert [each["kind"] for each in made] == [words[0] for words in EACH]
    assert {(each["state"], each["who"], each["why"]) for each in made} == {("applied", "张三", "试试")}
    listed = run("judge", "list", "--json").json()
    assert [each["id"] for each in listed] == [each["id"] for each in made]
    assert run("judge", "check").code == 0
    assert run("status", "--json").json()["judgements"] == {"applied": len(EACH), "troubles": 0}
    assert [row["judgement"] for row in run("ask", "judgements", "--format", "json").json()] != []
    assert run("judge", "undo", *[each["id"] for each in made]).code == 0
    assert dump(yichang) == before
    assert {each["state"] for each in run("judge", "list", "--json").json()} == {"revoked"}


def test_a_person_reads_what_came_of_it(run: Run, yichang: Store) -> None:
    done = run("judge", "different", "宜昌市:市国土资源局", "宜昌市:市国土局", "--who", "李四")
    assert done.code == 0
    judged = done.out.split()[0]
    assert done.out == f"{judged} different applied in yichang\n"
    other = run("judge", "same", "宜昌市:市国土局", "宜昌市:市国土资源局").out
    assert f"same contradicted: it contradicts {judged}, so neither acts" in other
    checked = run("judge", "check")
    assert (checked.code, len(checked.err.splitlines())) == (1, 3)
    assert "judgements.tsv, line 2: it contradicts" in checked.err
    assert "李四" in run("judge", "list").out


def test_what_is_wrong_is_one_sentence(run: Run, yichang: Store) -> None:
    for words, says in (
        (("role", "yichang/2/7", "市外办", "lead"), "does not name “市外办”"),
        (("same", "市外办", "市公安局"), "No loaded plan names an agency “市外办”"),
        (("undo", "j1"), "There is no judgement j1"),
    ):
        ran = run("judge", *words)
        assert (ran.code, len(ran.err.splitlines()), says in ran.err) == (1, 1, True), ran
    assert run("judge", "role", "yichang/2/7", "市公安局", "boss").code == 2


def test_a_file_of_ones_own_and_bad_rows_in_it(
    run: Run, yichang: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEREN_JUDGEMENTS", "")  # what the option sets is put back after the test
    file = tmp_path / "共用.tsv"
    assert run("judge", "note", "yichang", "待核", "--judgements", file).code == 0
    with file.open(encoding="utf-8-sig", newline="") as handle:
        assert [row["value"] for row in csv.DictReader(handle, delimiter="\t")] == ["待核"]
    with file.open("a", encoding="utf-8") as handle:
        handle.write("坏行\r\n")
    loaded = run("load", YICHANG, "--judgements", file, "--json")
    assert loaded.code == 0
    assert f"Judgements: {file}, line 3: nothing stands in the column time" in loaded.err
    problems = run("judge", "check", "--judgements", file, "--json")
    assert [(each["line"], each["key"]) for each in problems.json()] == [(3, "cell_missing")]
    file.write_bytes(b"\x00\x81\xff" * 9)
    broken = run("load", YICHANG, "--json")
    assert (broken.code, str(file) in broken.json()[0]["error"]) == (1, True)
    assert str(file) in run("status", "--json").json()["judgements"]
    assert run("rebuild", "--json").json()[0]["status"] == "failed"


def test_review_lists_what_waits(run: Run, yichang: Store, tmp_path: Path) -> None:
    assert run("review").err.strip() == "Nothing waits for a decision."
    plan = tmp_path / "b.txt"
    plan.write_text(YICHANG.read_text("utf-8").replace("市工商局", "市市场监督管局"), "utf-8")
    assert run("load", plan).code == 0
    [item] = [each for each in run("review", "--json").json() if each["kind"] == "agency"]
    assert (item["words"], item["plans"]) == (["420500:市市场监督管局"], ["b"])
    offer = next(each for each in item["offers"] if each["agency"] == "420500/market_bureau")
    assert "市市场监督管局" in run("review").out
    assert run("judge", "same", item["words"][0], offer["reference"]).code == 0
    assert [each for each in json.loads(run("review", "--json").out or "[]") if each["kind"] == "agency"] == []
