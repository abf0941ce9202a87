"""Scenarios on disk: what was saved is read again, what was edited wrongly is refused with its place."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.server.locks import FileLock
from graph.workload import scenario_files
from graph.workload.changes import KINDS, Add, DropItem, Move
from graph.workload.scenario import Scenario
from graph.workload.scenario_files import ScenarioError, Scenarios, as_text, from_plain, read_scenario
from tests.test_scenario import changes

MOVE = {"change": "move", "item": "p/1", "agency": "A", "to": "B"}


@pytest.fixture
def files(tmp_path: Path) -> Scenarios:
    return Scenarios(tmp_path)


@given(st.lists(changes(), max_size=9), st.text(max_size=40))
def test_what_is_written_is_read_again(made, note):
    scenario = Scenario("减负", tuple(made), note)

    assert from_plain(yaml.safe_load(as_text(scenario)), "here") == scenario


def test_saved_listed_edited_removed(files: Scenarios) -> None:
    assert files.names() == []
    scenario = Scenario("减负 方案", (Move("p/1", "A", "B", stays=True),), "试")
    path = files.save(scenario)
    assert path.read_text("utf-8").startswith("name: 减负 方案\nnote: 试\nchanges:\n- change: move\n")
    assert path.stat().st_mode & 0o077 == 0
    assert files.names() == ["减负 方案"]
    assert files.load("减负 方案") == scenario
    edited = files.edit("减负 方案", lambda old: old.then(DropItem("p/2")))
    assert files.load("减负 方案") == edited
    assert edited.undone() == scenario
    files.remove("减负 方案")
    assert files.names() == []
    assert [path.name for path in files.folder.iterdir()] == [".lock"]


def test_json_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("\ufeff" + json.dumps({"name": "a", "changes": [MOVE]}), "utf-8")
    assert read_scenario(path) == Scenario("a", (Move("p/1", "A", "B"),))


@pytest.mark.parametrize("name", ["", "a/b", "..", ".a", "a.", "a b ", "con", "NUL.x", "a\nb", "x" * 81, "Base", 'a"b'])
def test_names_that_some_system_refuses(files: Scenarios, name: str) -> None:
    with pytest.raises(ScenarioError, match="can't be the name"):
        files.save(Scenario(name))


def test_names_that_differ_in_capitals_alone(files: Scenarios) -> None:
    files.save(Scenario("Plan"))
    with pytest.raises(ScenarioError, match="differs in capitals"):
        files.save(Scenario("plan"))


def test_another_of_that_name_is_not_overwritten_by_an_import(files: Scenarios) -> None:
    files.save(Scenario("a", note="mine"))
    with pytest.raises(ScenarioError, match="There is a scenario a already"):
        files.save(Scenario("a"), replace=False)
    assert files.load("a").note == "mine"


def test_one_that_is_not_there_names_those_that_are(files: Scenarios) -> None:
    files.save(Scenario("a"))
    with pytest.raises(ScenarioError, match=r"no scenario b in .* There are: a"):
        files.load("b")
    with pytest.raises(ScenarioError, match="no scenario b"):
        files.remove("b")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2]", "a name and a list of changes"),
        ("name: a", "a name and a list of changes"),
        ("name: a\nchanges: []\nowner: me", "owner is not known"),
        ("name: 1\nchanges: []", "must be texts"),
        ("name: a\nchanges: [x]", "change 1: it must say `change:` and one of move, add"),
        ("name: a\nchanges: [{change: fly}]", "change 1: it must say"),
        ("name: a\nchanges: [{change: drop, item: p/1}]", "drop needs agency"),
        ("name: a\nchanges: [{change: drop, item: p/1, agency: A, too: B}]", "drop has no too; it has item, agency"),
        ("name: a\nchanges: [{change: drop, item: 7, agency: A}]", "item must be a text, not 7"),
        ("name: a\nchanges: [{change: drop, item: p/1, agency: A, role: chief}]", "role must be lead or support"),
        ("name: a\nchanges: [{change: merge, agencies: A, into: B}]", "agencies must be a list of texts"),
        ("name: a\nchanges: [{change: move, item: a, agency: b, to: c, stays: 1}]", "stays must be true or false"),
        ("name: [a", "no YAML or JSON"),
        ("[" * 20000, "no YAML or JSON"),
        ("name: \x00", "no YAML or JSON"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match=r"wrong\.yml") as refused:
        read_scenario(path)
    assert words in str(refused.value)


def test_files_that_cannot_be_one(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="can't be read"):
        read_scenario(tmp_path / "none.yml")
    (tmp_path / "large.yml").write_bytes(b" " * (scenario_files.LARGEST + 1))
    with pytest.raises(ScenarioError, match="larger than"):
        read_scenario(tmp_path / "large.yml")
    (tmp_path / "gbk.yml").write_bytes("名".encode("gbk"))
    with pytest.raises(ScenarioError, match="UTF-8"):
        read_scenario(tmp_path / "gbk.yml")


def test_edits_at_the_same_time_are_all_kept(files: Scenarios) -> None:
    files.save(Scenario("a"))
    threads = [
        threading.Thread(target=files.edit, args=("a", lambda old, n=n: old.then(Add(f"p/{n}", "A")))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {change.item for change in files.load("a").changes} == {f"p/{n}" for n in range(8)}


def test_a_program_that_writes_for_too_long_is_told_of(files: Scenarios, monkeypatch: pytest.MonkeyPatch) -> None:
    files.save(Scenario("a"))
    monkeypatch.setattr(scenario_files, "_WAIT", 0.1)
    with FileLock(files.folder / ".lock").held(1), pytest.raises(ScenarioError, match="Another program"):
        files.save(Scenario("b"))


def test_every_kind_of_change_has_a_name() -> None:
    assert [*KINDS] == ["move", "add", "drop", "merge", "split", "new_agency", "new_item", "drop_item"]
