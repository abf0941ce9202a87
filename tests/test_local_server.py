from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.server import local_server
from graph.server.launching import why_not
from graph.server.local_server import Settings, ensure_running, running, status, stop
from graph.server.locks import FileLock, is_held
from graph.server.runtime import CorruptRuntime, Folder, Runtime
from graph.store import Store, StoreError, open_store
from tests.test_formats import let_others_in

ROOT = Path(__file__).resolve().parent.parent
POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """A data folder of the test's own."""
    path = tmp_path / "数据 folder"
    yield Folder(path)
    stop(path)


def alive(pid: int) -> bool:
    """Whether a process lives; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(what: str, holds: object, limit: float = 120.0) -> None:
    deadline = time.monotonic() + limit
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"{what} did not come true in {limit} s"
        time.sleep(0.02)


def starter(folder: Folder) -> subprocess.Popen[str]:
    code = "import sys; from pathlib import Path; from graph.server.local_server import ensure_running as run; "
    code += "print(run(Path(sys.argv[1])).pid)"
    return subprocess.Popen([sys.executable, "-c", code, str(folder.path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def listening(pid: int) -> list[str]:
    """Addresses and ports on which a process listens, from the kernel's own tables."""
    inodes = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        target = os.readlink(file)
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                found.append(fields[1])
    return found


@LINUX
def test_two_starts_at_once_give_one_server_that_outlives_its_starter(folder: Folder) -> None:
    first, second = starter(folder), starter(folder)
    pids = {int(process.communicate(timeout=300)[0]) for process in (first, second)}
    assert len(pids) == 1
    [pid] = pids
    assert alive(pid), "the server ended with the program that started it"
    assert os.getsid(pid) == pid, "a hang-up of the starter's terminal would reach the server"
    assert ensure_running(folder.path).pid == pid
    assert (folder.runtime.stat().st_mode & 0o777, folder.path.stat().st_mode & 0o777) == (0o600, 0o700)
    [config] = folder.path.glob("config-*")
    assert config.stat().st_mode & 0o777 == 0o700
    shown = status(folder.path)
    assert (shown["running"], shown["pid"], shown["data"]) == (True, pid, str(folder.path))
    assert stop(folder.path) is True
    wait_until("the end of the server process", lambda: not alive(pid))
    assert not folder.runtime.exists()
    assert not list(folder.path.glob("config-*"))
    assert status(folder.path)["running"] is False
    assert stop(folder.path) is False


@LINUX
def test_trap_5_bolt_on_loopback_is_all_that_listens(store: Store) -> None:
    """HTTP starts with the server: it must be closed again, and nothing may listen on an outer address."""
    runtime = store.server.folder.read()
    assert runtime is not None
    port = int(runtime.uri.rpartition(":")[2])
    loopback = {f"0100007F:{port:04X}", f"0000000000000000FFFF00000100007F:{port:04X}"}
    [address] = listening(runtime.pid)
    assert address in loopback


@LINUX
def test_trap_1_each_start_has_passwords_of_its_own_and_shows_them_nowhere(folder: Folder) -> None:
    first = ensure_running(folder.path)
    command = Path(f"/proc/{first.pid}/cmdline").read_text() + Path(f"/proc/{first.pid}/environ").read_text()
    stop(folder.path)
    second = ensure_running(folder.path)
    assert first.password != second.password
    assert first.reader_password != second.reader_password
    with open_store(folder.path) as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]
    assert running(folder.path) == second
    folder.runtime.write_text(second.to_json().replace(second.reader_password, first.reader_password))
    wrong = Runtime.from_json(second.to_json().replace(second.reader_password, first.reader_password))
    assert not local_server._answers(wrong), "the first start's password still opens the second"
    secrets = [second.password, second.reader_password]
    assert not [secret for secret in [*secrets, first.password, first.reader_password] if secret in command]
    files = [path for path in folder.path.rglob("*") if path.is_file() and path != folder.runtime]
    assert not [path for path in files for secret in secrets if secret.encode() in path.read_bytes()]


@POSIX
def test_a_killed_server_is_followed_by_another_with_the_same_data(folder: Folder) -> None:
    first = ensure_running(folder.path)
    with open_store(folder.path) as store:
        store.write(lambda tx: tx.run("CREATE (:Topic {key: 'kept'})").consume())
        os.kill(first.pid, signal.SIGKILL)
        wait_until("the end of the server", lambda: not is_held(folder.server_lock))
        assert running(folder.path) is None
        with pytest.raises(StoreError, match=r"has stopped .* cli\.py serve"):
            store.read("RETURN 1")
        second = ensure_running(folder.path)
        assert second.pid != first.pid
        # The same store finds the new server, on another port and with other passwords.
        assert store.read("MATCH (t:Topic) RETURN t.key AS key") == [{"key": "kept"}]


@POSIX
def test_a_signal_stops_the_server_cleanly(folder: Folder) -> None:
    first = ensure_running(folder.path)
    os.kill(first.pid, signal.SIGTERM)
    wait_until("the end of the server", lambda: not is_held(folder.server_lock))
    assert not folder.runtime.exists()
    ensure_running(folder.path)
    assert "not closed properly" not in folder.log.read_text()


def _runtime(**changes: object) -> str:
    runtime = Runtime("bolt://127.0.0.1:9", "kg", "root", "x", "reader", "y", os.getpid(), "old", "2020", "ArcadeDB 0")
    return json.dumps(json.loads(runtime.to_json()) | changes)


DAMAGED = ["", "{", "[]", "null", '{"uri": 1}', "\x00\xff", _runtime(uri="bolt://example.org:7687"), _runtime(pid="7")]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_runtime_file_is_told_from_a_good_one(text: str, tmp_path: Path) -> None:
    Folder(tmp_path).runtime.write_text(text, "utf-8")
    with pytest.raises(CorruptRuntime):
        Folder(tmp_path).read()


def test_a_damaged_or_old_runtime_file_does_not_hinder_a_start(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    """Old: its process id is by now another process' (here this test's own), and nothing answers."""
    folder.make()
    folder.runtime.write_bytes(b"\xff\xfe not json")
    with caplog.at_level(logging.WARNING):
        first = ensure_running(folder.path)
    assert "is damaged" in caplog.text
    folder.runtime.write_text("half of the fi")
    assert ensure_running(folder.path) == first, "a running server mends its own file"
    assert "is damaged" in caplog.text
    stop(folder.path)
    folder.runtime.write_text(_runtime())
    second = ensure_running(folder.path)
    assert second.instance not in ("old", first.instance)


def test_stopping_works_beside_a_damaged_runtime_file(folder: Folder) -> None:
    ensure_running(folder.path)
    folder.runtime.write_text("{")
    assert stop(folder.path) is True


def test_an_old_request_to_stop_does_not_stop_a_new_server(folder: Folder) -> None:
    folder.make()
    folder.stop_file.write_text("an earlier instance")
    runtime = ensure_running(folder.path)
    folder.stop_file.write_text("an earlier instance")
    time.sleep(0.6)
    assert running(folder.path) == runtime


def test_a_fixed_port_is_used_or_named_as_taken(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("ZEREN_PORT", str(port))
        with pytest.raises(StoreError, match=f"port {port} on 127.0.0.1 is taken .* set ZEREN_PORT"):
            ensure_running(folder.path)
    assert ensure_running(folder.path).uri == f"bolt://127.0.0.1:{port}"


def test_a_taken_port_is_passed_over(folder: Folder) -> None:
    """The port that looked free is another program's a moment later: the server takes another one."""
    folder.make()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        code = (
            "import sys; from graph.server import _arcade; free = _arcade._free_port; ports = [free(), int(sys.argv.pop(1))]; "
            "_arcade._free_port = lambda: ports.pop() if ports else free(); sys.exit(_arcade.main())"
        )
        options = ["--data", str(folder.path), "--instance", "x", "--heap", "512m", "--timeout", "30"]
        server = subprocess.Popen(
            [sys.executable, "-c", code, str(taken), *options], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        wait_until("the start of the server", lambda: running(folder.path) or server.poll() is not None)
        runtime = running(folder.path)
        assert runtime is not None
        assert not runtime.uri.endswith(f":{taken}")
    stop(folder.path)
    assert server.wait(120) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZEREN_PORT", "many"),
        ("ZEREN_HEAP", "lots"),
        ("ZEREN_TIMEOUT", "-1"),
        ("ZEREN_PORT", "70000"),
        ("ZEREN_HEAP", "1g -X"),
        ("ZEREN_HEAP", "2m"),
        ("ZEREN_TIMEOUT", "0"),
    ],
)
def test_a_senseless_setting_is_named(folder: Folder, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=f"{name} is '{value}'"):
        ensure_running(folder.path)


def test_memory_that_is_not_there_is_named(folder: Folder) -> None:
    with pytest.raises(StoreError, match="set ZEREN_HEAP to less"):
        ensure_running(folder.path, Settings(heap="900000g"))


def test_a_port_that_another_program_has_is_named(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The complaint stands on a line of its own, whatever Java printed before it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("ZEREN_PORT", str(taken.getsockname()[1]))
        with pytest.raises(StoreError, match=r"did not start: port \d+ on 127\.0\.0\.1 is taken .* Its log is"):
            ensure_running(folder.path)


@pytest.mark.parametrize(
    ("name", "says"),
    [("~nobody-of-that-name/x", "nothing tells where that home folder is"), ("x" * 300, "can't be written")],
)
def test_a_folder_that_no_system_takes_is_named(monkeypatch: pytest.MonkeyPatch, name: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        open_store(Path(name))
    monkeypatch.setenv("ZEREN_DATA", name)
    with pytest.raises(StoreError, match=says):
        open_store()


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for work in (open_store, status, running, ensure_running):
        with pytest.raises(StoreError, match=r"file is a file, and the graph needs a folder\. Name one with --data"):
            work(tmp_path / "file")  # type: ignore[operator]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs to become another user")
def test_a_folder_of_ones_own_that_can_not_be_written_is_not_called_another_users(tmp_path: Path) -> None:
    let_others_in(tmp_path)
    tmp_path.chmod(0o777)
    program = textwrap.dedent(f"""
        import os
        from pathlib import Path
        from graph.store import StoreError, open_store
        os.setgid(65534); os.setuid(65534)
        Path({str(tmp_path)!r}, "mine").mkdir(mode=0o500)
        try:
            open_store(Path({str(tmp_path)!r}, "mine"))
        except StoreError as error:
            print(error)
    """)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert run.stderr == ""
    assert run.stdout.startswith(f"The graph's folder {tmp_path}/mine can't be written (Permission denied)")


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/graph can't be written .* ZEREN_DATA"):
        ensure_running(tmp_path / "file" / "graph")


@LINUX
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """At the start; while the server runs, before a write; and for a file that finds no room at all."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("file systems can't be mounted here")
    try:
        with pytest.raises(StoreError, match="is full: 8 MiB are free, 32 are needed"):
            ensure_running(disk / "graph")
        subprocess.run(["mount", "-o", "remount,size=80m", disk], check=True)
        with open_store(disk / "graph") as store:
            (disk / "ballast").write_bytes(bytes(60 * 2**20))
            with pytest.raises(StoreError, match=r"is full: .* MiB are free"):
                store.write(lambda tx: tx.run("CREATE (:Topic {key: 'x'})").consume())
            assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
            stop(disk / "graph")
        with pytest.raises(OSError, match="No space left"):
            (disk / "more").write_bytes(bytes(60 * 2**20))
        with pytest.raises(StoreError, match="is full: 0 MiB are free"):
            ensure_running(disk / "second")
    finally:
        stop(disk / "graph")
        subprocess.run(["umount", disk], check=True)


def test_a_server_that_does_not_come_up_in_time_is_ended(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "START_LIMIT", 0.2)
    with pytest.raises(StoreError, match=r"did not answer within 0 s\. Its log is .*server\.log"):
        ensure_running(folder.path)
    assert not is_held(folder.server_lock)


@POSIX
def test_a_server_that_hangs_is_not_waited_for_without_end(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = ensure_running(folder.path)
    os.kill(runtime.pid, signal.SIGSTOP)
    try:
        monkeypatch.setattr(local_server, "ANSWER_LIMIT", 0.5)
        monkeypatch.setattr(local_server, "START_LIMIT", 1.0)
        with pytest.raises(StoreError, match="has not answered for 1 s"):
            ensure_running(folder.path)
    finally:
        os.kill(runtime.pid, signal.SIGCONT)


@LINUX
def test_a_server_whose_folder_is_deleted_ends(folder: Folder) -> None:
    runtime = ensure_running(folder.path)
    shutil.rmtree(folder.path)
    wait_until("the end of the server", lambda: not alive(runtime.pid))


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ("ModuleNotFoundError: No module named 'arcadedb_embedded'\n", "Install requirements.txt"),
        ("ZEREN: another server already runs on /x.\nmore\n", "another server already runs on /x."),
        ("something\nodd\n", "odd"),
        ("", "it printed nothing"),
    ],
)
def test_the_reason_for_a_failed_start_comes_from_the_log(tmp_path: Path, log: str, says: str) -> None:
    folder = Folder(tmp_path)
    folder.log.write_text(log)
    assert says in why_not(folder)
    assert str(folder.log) in why_not(folder)


@pytest.mark.parametrize("name", ["server.lock", "start.lock", "write.lock"])
def test_a_lock_that_can_not_be_opened_is_named(folder: Folder, name: str) -> None:
    (folder.path / name).mkdir(parents=True)
    with (
        pytest.raises(StoreError, match=rf"{name}, by which programs wait for each other, can't be opened \(.+\)"),
        open_store(folder.path) as store,
    ):
        store.write(lambda _tx: None)
    (folder.path / name).rmdir()


def test_a_lock_is_held_once_and_ends_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    holder = FileLock(path)
    assert holder.acquire(0)
    assert is_held(path)
    assert not FileLock(path).acquire(0.1)
    holder.release()
    assert not is_held(path)
    code = "import sys, time; from pathlib import Path; from graph.server.locks import FileLock; "
    code += "lock = FileLock(Path(sys.argv[1])); lock.acquire(0); print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, path], cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert is_held(path)
        other.kill()
    assert not is_held(path)
