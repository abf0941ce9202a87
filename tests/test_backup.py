"""A graph in one file, and back: what was restored is what was kept, and a restore that fails changes nothing."""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from app_pages import views_file
from app_pages.views_file import SavedView
from graph.backup import restoring, swap
from graph.backup.archive import HEAD, BackupError, member
from graph.backup.restoring import restore
from graph.backup.taking import back_up
from graph.judging.kinds import Judgement
from graph.judging.ledger import append, judgements_file
from graph.load import list_plans, load_paths, remove_plan
from graph.progress.ledger import add_reports
from graph.progress.reports import Report
from graph.rebuild import rebuild
from graph.server import local_server
from graph.server.formats import engine_mark
from graph.server.locks import FileLock
from graph.server.runtime import Folder
from graph.store import Store, StoreError, open_store
from graph.workload.scenario import Scenario
from graph.workload.scenario_files import Scenarios
from loaders.errors import UserError
from tests.test_load import PLAN, dump, write_plan

SERVERS = ("embedded", "neo4j")
ROOT = Path(__file__).resolve().parent.parent
PLANS = [ROOT / "data" / "plans" / name for name in ("xiqing.txt", "yunnan.txt")]


def judge(data: Path, plan: str, title: str, text: str) -> None:
    note = Judgement(kind="note", about=(f"plan:{plan}",), words=(title,), value=(text,), who="me")
    append(judgements_file(Folder(data)), note)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, list[str]]]:
    """A backup of two plans, a judgement and a scenario; with the data folder and the graph it was taken of."""
    folder = tmp_path_factory.mktemp("kept")
    data, file = folder / "graph", folder / "kept.zip"
    with open_store(data) as store:
        load_paths(store, PLANS)
        title = next(plan["title"] for plan in list_plans(store) if plan["plan"] == "xiqing")
        judge(data, "xiqing", title, "看过")
        [task] = store.read("MATCH (t:Task {id: 'xiqing/3/1'}) RETURN t.id AS id, t.title AS title")
        add_reports(data / "progress.tsv", [Report(task["id"], task["title"], "区发展改革委", 2019, 1, status="going")])
        views_file.save(data, SavedView("看看", "overview", "lang=zh"))
        rebuild(store)
        Scenarios(data).save(Scenario("relief"))
        taken = back_up(store, file)
        assert (taken.plans, taken.judgements, taken.scenarios) == (2, True, 1)
        assert os.name == "nt" or file.stat().st_mode & 0o077 == 0, "others may read what stands in plans"
        yield file, data, dump(store)
    local_server.stop(data)


def test_a_restored_graph_is_the_one_that_was_kept(kept: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    """Into a folder of its own: the graph with its links, the judgements and the scenarios."""
    file, data, before = kept
    assert any("看过" in each for each in before), "the judgement does not act: the test proves little"
    assert any('"COUNTERPART_OF"' in each for each in before)
    assert any('"REPORTS_ON"' in each for each in before)
    fresh = tmp_path / "fresh"
    restored = restore(file, fresh)
    assert (restored.plans, restored.otherwise, restored.before) == (2, (), None)
    with open_store(fresh) as store:
        assert dump(store) == before
    local_server.stop(fresh)
    for name in ("judgements.tsv", "progress.tsv", "views.json"):
        assert (fresh / name).read_bytes() == (data / name).read_bytes()
    assert Scenarios(fresh).names() == ["relief"]
    assert not [path.name for path in fresh.iterdir() if path.name.startswith(("restor", "config-"))]


def test_a_restore_replaces_what_stands_and_keeps_it_beside(kept: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    """An open store goes on with the restored graph; what stood can be put back by hand."""
    file, _, before = kept
    data = tmp_path / "graph"
    with open_store(data) as store:
        load_paths(store, [write_plan(tmp_path, "other.txt", "淮安市诚信缺失突出问题专项治理实施方案")])
        judge(data, "other", "淮安市诚信缺失突出问题专项治理实施方案", "x")
        Scenarios(data).save(Scenario("mine"))
        restored = restore(file, data)
        assert restored.before == data / "before-restore"
        assert dump(open_store(data)) == before
        assert {row["id"] for row in store.read("MATCH (p:Plan) RETURN p.id AS id")} == {"xiqing", "yunnan"}
        assert Scenarios(data).names() == ["relief"]
        assert "other" in (restored.before / "judgements.tsv").read_text("utf-8")
    local_server.stop(data)
    again = tmp_path / "again"
    os.rename(restored.before, again)
    with open_store(again) as store:
        assert store.read("MATCH (p:Plan) RETURN p.id AS id") == [{"id": "other"}]
    assert Scenarios(again).names() == ["mine"]
    local_server.stop(again)


def test_both_servers_restore_what_either_kept(
    fresh_store: Store, kept: tuple[Path, Path, list[str]], tmp_path: Path, server_kind: str
) -> None:
    if server_kind == "embedded":
        pytest.skip("above")
    file, _, before = kept
    data = fresh_store.server.folder.path
    load_paths(fresh_store, [write_plan(tmp_path, "other.txt", "淮安市诚信缺失突出问题专项治理实施方案")])
    with pytest.raises(BackupError, match=r"holds other plans \(other\), and a restore replaces nothing there"):
        restore(file, data)
    remove_plan(fresh_store, "other")
    assert restore(file, data).otherwise == ()
    assert dump(fresh_store) == before
    assert restore(file, data).plans == 2, "a restore that was cut off can't be taken up"
    back_up(fresh_store, tmp_path / "second.zip")
    with ZipFile(file) as one, ZipFile(tmp_path / "second.zip") as other:
        assert one.namelist() == other.namelist()
        assert all(one.read(name) == other.read(name) for name in one.namelist() if name != HEAD)


def test_a_restore_that_fails_half_way_changes_nothing(
    fresh_store: Store, kept: tuple[Path, Path, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, _, _ = kept
    if fresh_store.server.embedded:
        load_paths(fresh_store, [write_plan(tmp_path, "other.txt", "淮安市诚信缺失突出问题专项治理实施方案")])
    before = dump(fresh_store)
    monkeypatch.setattr(restoring, "_TOGETHER", 1)
    loads = iter([restoring.load_plans])

    def once(store: Store, plans: object) -> object:
        return next(loads, _fail)(store, plans)  # type: ignore[arg-type]

    monkeypatch.setattr(restoring, "load_plans", once)
    with pytest.raises(StoreError, match="the disk is full"):
        restore(file, fresh_store.server.folder.path)
    assert dump(fresh_store) == before
    assert not (fresh_store.server.folder.path / "restoring").exists()


def _fail(_store: Store, _plans: object) -> object:
    raise StoreError("the disk is full")


def test_neither_is_done_while_another_program_writes(
    fresh_store: Store, kept: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    folder = fresh_store.server.folder
    with FileLock(folder.write_lock).held(1):
        with pytest.raises(StoreError, match=r"is loading into this graph\. Wait for it to end"):
            back_up(fresh_store, tmp_path / "new.zip")
        with pytest.raises(UserError, match=r"is being written|is loading into this graph"):
            restore(kept[0], folder.path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.embedded
def test_a_backup_is_never_written_over(fresh_store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("dear")
    with pytest.raises(BackupError, match="exists already, and a backup is never written over"):
        back_up(fresh_store, tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_text() == "dear"
    with pytest.raises(BackupError, match=r"can't be written \(.+\)\. Free some space"):
        back_up(fresh_store, tmp_path / "a.zip" / "b.zip")


def test_files_that_are_no_backups_are_named(kept: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    data = tmp_path / "graph"
    with pytest.raises(BackupError, match=r"There is no file .*nothing\.zip"):
        restore(tmp_path / "nothing.zip", data)
    (tmp_path / "text.zip").write_text(PLAN)
    whole = kept[0].read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "bad.zip").write_bytes(whole[:3000] + bytes(200) + whole[3200:])
    with ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "x")
    for name in ("text", "cut", "bad", "other"):
        with pytest.raises(BackupError, match=rf"{name}\.zip is no backup of this program, or is damaged"):
            restore(tmp_path / f"{name}.zip", data)
    with ZipFile(tmp_path / "newer.zip", "w") as newer:
        newer.writestr(HEAD, json.dumps({"form": 99}))
    with pytest.raises(BackupError, match=r"written by a newer version .*\(form 99; this one reads up to 1\)"):
        restore(tmp_path / "newer.zip", data)
    local_server.stop(data)
    assert not (data / "databases").exists()


@pytest.mark.parametrize("steps", range(8))
def test_the_last_step_of_a_restore_is_finished_wherever_it_was_cut_off(
    tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three parts one is replaced, one is new, one goes."""
    folder, made = Folder(tmp_path), tmp_path / "restoring"
    for place, parts in ((tmp_path, ("one", "gone")), (made, ("one", "new"))):
        for part in parts:
            (place / part).mkdir(parents=True)
            (place / part / "whose").write_text(place.name)
    swap.decide(folder, made, {part: tmp_path / part for part in ("one", "new", "gone")})
    left = iter(range(steps))
    move = os.rename

    def until(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        move(source, target)

    with monkeypatch.context() as patch, pytest.MonkeyPatch.context():
        patch.setattr(os, "rename", until)
        if steps < 4:
            with pytest.raises(KeyboardInterrupt):
                swap.adopt(folder)
        else:
            swap.adopt(folder)
    assert swap.adopt(folder) is (steps < 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["before-restore", "new", "one"]
    assert {path.name for path in (tmp_path / "before-restore").iterdir()} == {"one", "gone"}
    assert (tmp_path / "one" / "whose").read_text() == "restoring"
    assert (tmp_path / "before-restore" / "one" / "whose").read_text() == tmp_path.name


def test_judgements_that_stand_elsewhere_are_restored_there(
    kept: tuple[Path, Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "shared" / "ours.tsv"
    named.parent.mkdir()
    named.write_text("id\ttime\tkind\tabout\n")
    monkeypatch.setenv("ZEREN_JUDGEMENTS", str(named))
    restore(kept[0], tmp_path / "graph")
    local_server.stop(tmp_path / "graph")
    assert named.read_bytes() == (kept[1] / "judgements.tsv").read_bytes()
    assert named.with_name("ours.tsv.before-restore").read_text() == "id\ttime\tkind\tabout\n"


def test_a_restore_that_ends_at_its_last_step_is_finished_before_anything_else_is_done(
    kept: tuple[Path, Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a server that runs, and judgements elsewhere; what is loaded and judged behind it is not moved away."""
    file, data, before = kept[0], tmp_path / "graph", kept[2]
    named = tmp_path / "shared" / "ours.tsv"
    with open_store(data) as store:
        load_paths(store, [write_plan(tmp_path, "other.txt", "淮安市诚信缺失突出问题专项治理实施方案")])
    with monkeypatch.context() as patch:
        patch.setenv("ZEREN_JUDGEMENTS", str(named))
        _cut_off_at_the_last_step(patch, file, data)
    with open_store(data) as store:
        assert dump(store) == before
        load_paths(store, [write_plan(tmp_path, "other.txt", "淮安市诚信缺失突出问题专项治理实施方案")])
        later = dump(store)
    local_server.stop(data)
    with open_store(data) as store:
        assert dump(store) == later
    assert named.read_bytes() == (kept[1] / "judgements.tsv").read_bytes()
    _cut_off_at_the_last_step(monkeypatch, file, data)
    assert restore(file, data).before == data / "before-restore"
    with open_store(data) as store:
        assert dump(store) == before
    local_server.stop(data)


def test_a_restore_into_neo4j_is_finished_too(
    fresh_store: Store, kept: tuple[Path, Path, list[str]], tmp_path: Path, server_kind: str
) -> None:
    """Its graph stands, its files wait: the next look at the graph puts them in their place, the next restore passes."""
    if server_kind == "embedded":
        pytest.skip("above")
    data = tmp_path / "graph"
    with pytest.MonkeyPatch.context() as patch:
        _cut_off_at_the_last_step(patch, kept[0], data)
    assert not (data / "judgements.tsv").exists()
    open_store(data).close()
    assert (data / "judgements.tsv").read_bytes() == (kept[1] / "judgements.tsv").read_bytes()
    judge(data, "xiqing", "x", "y")
    restored = restore(kept[0], data)
    assert restored.before == data / "before-restore", "judgements are put aside and nobody is told"
    assert "y" in (restored.before / "judgements.tsv").read_text("utf-8")


def _cut_off_at_the_last_step(patch: pytest.MonkeyPatch, file: Path, data: Path) -> None:
    def never(_folder: Folder) -> bool:
        raise KeyboardInterrupt

    with patch.context() as inner:
        inner.setattr(swap, "adopt", never)
        with pytest.raises(KeyboardInterrupt):
            restore(file, data)
    assert swap.decided(Folder(data))


def test_a_restore_into_neo4j_that_was_killed_can_be_repeated(
    fresh_store: Store, kept: tuple[Path, Path, list[str]], tmp_path: Path, server_kind: str
) -> None:
    """Where the tables changed since, what it left differs from what the backup says, and is still its own."""
    if server_kind == "embedded":
        pytest.skip("there it leaves nothing")
    head = _json_of(kept[0], HEAD)
    old = head | {"plans": [plan | {"hash": "old"} for plan in head["plans"]]}
    other = _with(kept[0], tmp_path / "other.zip", HEAD, _bytes(old))
    data = fresh_store.server.folder.path
    assert restore(other, data).otherwise == ("xiqing", "yunnan")
    remove_plan(fresh_store, "yunnan")
    assert restore(other, data).plans == 2
    assert dump(fresh_store) == kept[2]


def test_a_restore_over_the_data_of_a_newer_server_opens(kept: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    data = tmp_path / "graph"
    data.mkdir()
    (data / "format.json").write_text(engine_mark("99.1.0"))
    restored = restore(kept[0], data)
    with open_store(data) as store:
        assert dump(store) == kept[2]
    local_server.stop(data)
    assert restored.before is not None
    assert "99.1.0" in (restored.before / "format.json").read_text()


def _with(file: Path, target: Path, name: str, raw: bytes) -> Path:
    """The backup with another content of one member, which it may have lacked."""
    with ZipFile(file) as source, ZipFile(target, "w") as new:
        for each in source.namelist():
            if each != name:
                new.writestr(each, source.read(each))
        new.writestr(name, raw)
    return target


def _json_of(file: Path, name: str) -> Any:
    with ZipFile(file) as backup:
        return json.loads(backup.read(name))


def _bytes(whole: Any) -> bytes:
    """Plain data as JSON; what is bytes already stays as it is."""
    return whole if isinstance(whole, bytes) else json.dumps(whole).encode()


def _at(*path: str | int, value: object) -> Callable[[Any], Any]:
    """Puts a value somewhere into plain data."""

    def change(whole: Any) -> Any:
        spot = whole
        for step in path[:-1]:
            spot = spot[step]
        spot[path[-1]] = value
        return whole

    return change


PLAN_FILE = member(1)
FOREIGN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "a form without end": (HEAD, lambda head: json.dumps(head | {"form": float("inf")}).encode()),
    "no form": (HEAD, _at("form", value=None)),
    "a head that is a list": (HEAD, lambda _head: []),
    "a head without end": (HEAD, lambda _head: b"[" * 200_000),
    "a plan twice": (HEAD, lambda head: head | {"plans": head["plans"] * 2}),
    "another plan": (PLAN_FILE, _at("plan", "id", value="other")),
    "a nested record": (PLAN_FILE, lambda _record: b'{"plan":' * 200_000),
    "no text": (PLAN_FILE, _at("text", value=None)),
    "a title that is a map": (PLAN_FILE, _at("plan", "title", value={"a": 1})),
    "a title that is a number": (PLAN_FILE, _at("plan", "title", value=7)),
    "a date that is a number": (PLAN_FILE, _at("plan", "date", value=7)),
    "a date that is none": (PLAN_FILE, _at("plan", "date", value="2018-13-45")),
    "a number too large": (PLAN_FILE, _at("tasks", 0, "start", value=10**30)),
    "a place far behind the text": (PLAN_FILE, _at("tasks", 0, "end", value="x")),
    "half a sign": (PLAN_FILE, _at("plan", "title", value="\ud800")),
    "a task without words": (PLAN_FILE, _at("tasks", 0, value=None)),
    "parties that are words": (PLAN_FILE, _at("tasks", 0, "lead", value="公安局")),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_file_that_somebody_changed_is_refused_in_a_sentence(
    kept: tuple[Path, Path, list[str]], tmp_path: Path, what: str, fresh_store: Store
) -> None:
    name, change = FOREIGN[what]
    folder = fresh_store.server.folder.path
    with pytest.raises(BackupError, match=r"is no backup of this program, or is damaged \(.+\)\. Nothing was changed"):
        restore(_with(kept[0], tmp_path / "b.zip", name, _bytes(change(_json_of(kept[0], name)))), folder)
    assert dump(fresh_store) == []
    assert not (folder / "restoring").exists()


def test_a_damaged_file_of_judgements_is_named_by_its_place_in_the_backup(
    kept: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    file = _with(kept[0], tmp_path / "b.zip", "judgements.tsv", b"no table")
    with pytest.raises(BackupError, match=r"damaged \(The file of judgements judgements\.tsv can't be read"):
        restore(file, tmp_path / "graph")
    assert not (tmp_path / "graph" / "databases").exists()


def _zip_of(method: int, flags: int, raw: bytes = b"{}") -> bytes:
    """A ZIP file whose head says of itself that it is packed, or locked, in some way."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as file:
        file.writestr(HEAD, raw)
    whole = bytearray(buffer.getvalue())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.index(signature) + place
        whole[start : start + 4] = struct.pack("<HH", flags, method)
    return bytes(whole)


def test_files_packed_in_other_ways_are_refused(tmp_path: Path) -> None:
    """Locked with a password; packed by a method that nobody knows; by LZMA, and damaged; a head of gigabytes."""
    huge = bytearray(_zip_of(0, 0))
    start = huge.index(b"PK\x01\x02") + 24
    huge[start : start + 4] = struct.pack("<I", 3_000_000_000)
    files = {"locked": _zip_of(0, 1), "method": _zip_of(77, 0), "lzma": _zip_of(14, 0, b"x" * 40), "huge": bytes(huge)}
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(BackupError, match=rf"{name} is no backup of this program, or is damaged"):
            restore(tmp_path / name, tmp_path / "graph")
    with pytest.raises(BackupError, match="is no backup of this program"):
        restore(tmp_path, tmp_path / "graph")
    with pytest.raises(BackupError, match="There is no file"):
        restore(tmp_path / ("x" * 300), tmp_path / "graph")
    assert not (tmp_path / "graph" / "databases").exists()


def test_a_scenario_that_no_file_can_be_named_as(kept: tuple[Path, Path, list[str]], tmp_path: Path) -> None:
    file = _with(kept[0], tmp_path / "b.zip", f"scenarios/{'长' * 100}.yml", b"name: x")
    with pytest.raises(BackupError, match=r"scenarios/长+\.yml of .* can't be written \(File name too long\)"):
        restore(file, tmp_path / "graph")
    assert not (tmp_path / "graph" / "databases").exists()
