"""Data of another version of this program, of the server, or of another user: noticed, and explained."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from graph.load import load_paths
from graph.rebuild import rebuild
from graph.server import formats, local_server
from graph.server.formats import FORMAT, newer_engine
from graph.store import Store, StoreError, open_store
from tests.test_load import HUAIAN, YICHANG, dump, write_plan

SERVERS = ("embedded", "neo4j")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def fresh_store(fresh_store: Store) -> Iterator[Store]:
    """Emptied behind each test too: a plan in a newer form would keep later ones from opening the store."""
    yield fresh_store
    fresh_store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())


def as_written_in(store: Store, form: int | None, plan: str) -> None:
    store.write(lambda tx: tx.run("MATCH (p:Plan {id: $id}) SET p.format = $form", id=plan, form=form).consume())


@pytest.mark.parametrize("form", [None, FORMAT - 1])
def test_an_older_plan_is_told_and_brought_up_to_date(
    fresh_store: Store, tmp_path: Path, form: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_paths(fresh_store, [write_plan(tmp_path, "yichang.txt", YICHANG), write_plan(tmp_path, "huaian.txt", HUAIAN)])
    before = dump(fresh_store)
    data = fresh_store.server.folder.path
    with open_store(data) as store:
        assert store.other_forms.advice() is None
    as_written_in(fresh_store, form, "huaian")
    fresh_store.write(lambda tx: tx.run("MATCH (p:Plan {id: 'huaian'}) SET p.contentHash = 'old'").consume())
    with open_store(data) as store:
        advice = store.other_forms.advice()
        assert advice is not None
        assert advice.startswith("Plan huaian was loaded by an earlier version of this program")
        assert advice.endswith("python cli.py rebuild")
        assert [(each.plan, each.status) for each in rebuild(store)] == [
            ("huaian", "replaced"),
            ("yichang", "unchanged"),
        ]
    with open_store(data) as store:
        assert store.other_forms.advice() is None
    assert dump(fresh_store) == before


def test_a_newer_plan_is_left_alone(fresh_store: Store, tmp_path: Path) -> None:
    load_paths(fresh_store, [write_plan(tmp_path, "yichang.txt", YICHANG)])
    as_written_in(fresh_store, FORMAT + 1, "yichang")
    before = dump(fresh_store)
    with pytest.raises(StoreError, match=r"Plan yichang was loaded by a newer version .* Update the program"):
        open_store(fresh_store.server.folder.path)
    assert dump(fresh_store) == before


def test_the_form_is_part_of_what_tells_versions_of_a_plan(
    fresh_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan written in an older form is replaced by loading its file again, too."""
    file = write_plan(tmp_path, "yichang.txt", YICHANG)
    load_paths(fresh_store, [file])
    monkeypatch.setattr("graph.build.FORMAT", FORMAT + 1)
    monkeypatch.setattr("graph.loading.known._program", lambda: "a later one")
    assert [result.status for result in load_paths(fresh_store, [file])] == ["replaced"]


@pytest.mark.parametrize(
    ("wrote", "installed", "refused"),
    [
        ("26.10.2.post1", "26.10.2.post1", False),
        ("26.9.1", "26.10.2", False),
        ("26.10.2", "26.9.1", True),
        ("27.1.0", "26.10.2.post1", True),
    ],
)
def test_versions_of_the_embedded_server(tmp_path: Path, wrote: str, installed: str, refused: bool) -> None:
    mark = tmp_path / "format.json"
    assert newer_engine(mark, installed) is None
    mark.write_text("{damaged")
    assert newer_engine(mark, installed) is None
    mark.write_text(formats.engine_mark(wrote))
    assert bool(newer_engine(mark, installed)) is refused


def test_a_folder_of_a_newer_server_is_not_opened(tmp_path: Path) -> None:
    data = tmp_path / "graph"
    data.mkdir()
    (data / "format.json").write_text(formats.engine_mark("99.1.0"))
    with pytest.raises(StoreError, match=r"was written by ArcadeDB 99\.1\.0, which is newer .* cli\.py restore FILE"):
        local_server.ensure_running(data)
    assert not (data / "databases").exists()
    (data / "format.json").unlink()
    local_server.ensure_running(data)
    local_server.stop(data)
    assert json.loads((data / "format.json").read_text())["engine"] == version("arcadedb-embedded")


def let_others_in(path: Path) -> None:
    """Opens a temporary folder, and those around it, to users who are not the one that tests."""
    for folder in (path, *path.parents):
        if folder.is_relative_to(tempfile.gettempdir()) and folder != Path(tempfile.gettempdir()):
            folder.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs to become another user")
def test_another_users_graph_is_named_with_its_owner_and_process(tmp_path: Path) -> None:
    """A folder that its owner shared by mistake, and one that he keeps to himself."""
    let_others_in(tmp_path)
    data = tmp_path / "graph"
    runtime = local_server.ensure_running(data)
    program = textwrap.dedent(f"""
        import os, sys
        from pathlib import Path
        from graph.server import local_server
        from graph.store import StoreError, open_store
        os.setgid(65534); os.setuid(65534)
        for work in (open_store, local_server.stop, local_server.status):
            try:
                work(Path({str(data)!r}))
            except StoreError as error:
                print(error)
    """)
    try:
        for mode in (0o700, 0o777):
            data.chmod(mode)
            run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
            assert run.stderr == ""
            said = run.stdout.splitlines()
            assert len(said) == 3
            for sentence in said:
                assert sentence.startswith(f"The graph in {data} belongs to root")
                assert "or name a folder of your own with --data or ZEREN_DATA." in sentence
                assert mode == 0o700 or f"process {runtime.pid} of root" in sentence
            words = ["plans", "--data", str(data)]
            command = f"import os, cli, graph.load; os.setgid(65534); os.setuid(65534); cli.main({words!r})"
            run = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=ROOT)
            assert run.stderr.startswith(f"Error: The graph in {data} belongs to root"), run.stderr
    finally:
        local_server.stop(data)
