"""The embedded server's own process: `python -m graph.server._arcade`, started by `graph.server.local_server`.

Only this module imports the server's package, and only this process carries its Java machine. Each
setting here answers something measured: the comments say what happens without it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graph.server.formats import engine_mark, newer_engine
from graph.server.launching import COMPLAINT
from graph.server.locks import FileLock
from graph.server.runtime import Folder, Runtime, replace_text

HOST = "127.0.0.1"
DATABASE = "kg"
ADMIN, READER = "root", "reader"
_TRIES = 5
_POLL = 0.2

_READ_ONLY = {"access": [], "resultSetLimit": -1, "readTimeout": -1, "types": {"*": {"access": ["readRecord"]}}}
_EVERYTHING = {
    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
    "resultSetLimit": -1,
    "readTimeout": -1,
    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
}
_GROUPS = {"version": 1, "databases": {"*": {"groups": {"admin": _EVERYTHING, READER: _READ_ONLY}}}}

JAVA = ("-XX:-UsePerfData", "-XX:+UseParallelGC")
"""A load of 3,000 plans takes a tenth longer with the collector that Java would choose, questions as long."""

_SERVER = {
    # Production mode would replace every error message, syntax errors too, by a general one.
    "mode": "development",
    "host": HOST,
    "bolt_host": HOST,
    "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "bolt_defaultDatabase": DATABASE,
    # A message above the default of 16 MiB leaves the driver waiting for ever.
    "bolt_maxMessageSize": 256 * 1024 * 1024,
    "bolt_packstream_maxValueLength": 128 * 1024 * 1024,
    "bolt_packstream_maxElements": 8_000_000,
    # Slow hashes guard passwords that people think up; ours are 192 random bits. Metrics go nowhere. Together a
    # quarter of the start.
    "server_saltIterations": 1000,
    "serverMetrics": "false",
}

_DATABASE = {
    # LOAD CSV would read any file of the machine, and any address.
    "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
    "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
    # A commit is on the disk when it is acknowledged: it outlives a power cut, not only the process.
    "arcadedb.txWalFlush": "1",
}


class Complaint(Exception):
    """A reason not to start that the user can do something about."""


def main() -> int:
    """Runs one server on one data folder until it is asked to stop."""
    options = _options()
    folder = Folder(Path(options.data))
    lock = FileLock(folder.server_lock)
    # The wait covers a program that only looks whether the lock is free.
    if not lock.acquire(timeout=5):
        print(f"\n{COMPLAINT}another server already runs on {folder.path}.", file=sys.stderr)
        return 1
    try:
        _serve(folder, options, lock)
    except Complaint as reason:
        print(f"\n{COMPLAINT}{reason}", file=sys.stderr)
        return 1
    # The databases are closed, but the threads of open connections live on and answer nonsense: end them all, and
    # with them, not before, the lock.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="graph.server._arcade")
    parser.add_argument("--data", required=True)
    parser.add_argument("--instance", required=True)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--heap", required=True)
    parser.add_argument("--timeout", type=float, required=True, help="seconds a single command may take")
    return parser.parse_args()


def _serve(folder: Folder, options: argparse.Namespace, lock: FileLock) -> None:
    engine, mark = version("arcadedb-embedded"), folder.path / "format.json"
    if reason := newer_engine(mark, engine):
        raise Complaint(reason)
    os.chdir(folder.path)  # the engine writes its logs into the working folder
    for left in folder.path.glob("config-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder.stop_file.unlink(missing_ok=True)
    config = Path(tempfile.mkdtemp(prefix="config-", dir=folder.path))
    passwords = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    server, port = _started(folder, config, passwords, options)
    _secure(server, options.timeout)
    gc.freeze()  # the bridge looks through all of Python's memory at each of Java's collections
    replace_text(mark, engine_mark(engine))
    runtime = Runtime(
        uri=f"bolt://{HOST}:{port}",
        database=DATABASE,
        user=ADMIN,
        password=passwords[0],
        reader_user=READER,
        reader_password=passwords[1],
        pid=os.getpid(),
        instance=options.instance,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        version=f"ArcadeDB {engine}",
    )
    _watch(folder, runtime, lock)
    folder.runtime.unlink(missing_ok=True)
    server.stop()
    folder.stop_file.unlink(missing_ok=True)
    shutil.rmtree(config, ignore_errors=True)


def _started(folder: Folder, config: Path, passwords: tuple[str, str], options: argparse.Namespace) -> tuple[Any, int]:
    from arcadedb_embedded.exceptions import ArcadeDBError
    from arcadedb_embedded.server import ArcadeDBServer

    (config / "server-groups.json").write_text(json.dumps(_GROUPS), "utf-8")
    for left in range(_TRIES - 1, -1, -1):
        port = options.port or _free_port()
        settings = _SERVER | {
            "bolt_port": port,
            "http_port": _free_port(),
            # A password counts on the first start only, so every start gets a configuration of its own.
            "server_configDirectory": str(config),
            "server_defaultDatabases": f"{DATABASE}[{READER}:{passwords[1]}:{READER}]",
        }
        machine = {"heap_size": options.heap, "jvm_args": JAVA}
        try:
            server = ArcadeDBServer(str(folder.path), passwords[0], settings, machine)
            server.start()
        except ArcadeDBError as error:
            taken = "Unable to listen" in str(error)
            if taken and options.port:
                raise Complaint(_port_taken(port)) from error
            if not taken or not left:
                raise
            continue  # another program took the port between our look and the server's
        return server, port
    raise AssertionError("unreachable")


def _secure(server: Any, timeout: float) -> None:
    """What can only be set from inside: the server's configuration ignores a database's settings without a word."""
    server._java_server.getHttpServer().stopService()  # starts with the server, and nothing here needs it
    database = server.get_database(DATABASE)
    for key, value in (_DATABASE | {"arcadedb.command.timeout": str(round(timeout * 1000))}).items():
        database.command("sql", f"ALTER DATABASE `{key}` {value}")


def _watch(folder: Folder, runtime: Runtime, lock: FileLock) -> None:
    """Waits for a signal or the stop file, and mends the runtime file meanwhile: a damaged one would lock users out."""
    asked: list[int] = []
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda number, _frame: asked.append(number))
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    text = runtime.to_json()
    replace_text(folder.runtime, text)
    while not asked and _content(folder.stop_file) != runtime.instance:
        time.sleep(_POLL)
        if not lock.in_place():
            os._exit(1)  # the data folder was deleted: nothing is left to serve or to close
        if _content(folder.runtime) != text:
            with suppress(OSError):  # a full disk: the next round tries again
                replace_text(folder.runtime, text)


def _content(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _port_taken(port: int) -> str:
    return f"port {port} on {HOST} is taken by another program or reserved; set ZEREN_PORT to a free one, or unset it."


if __name__ == "__main__":
    sys.exit(main())
