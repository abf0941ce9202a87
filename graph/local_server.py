"""The embedded server's life: started by whichever program needs it first, found by the others, stopped on request.

A server is a process of its own, so it outlives the program that started it and serves several at once.
Whether one runs is told by a lock that it holds, never by a process id, which another process may have
by now. Its address and passwords stand in the runtime file (`graph.runtime`).
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreError
from graph.locks import FileLock, LockTimeout, is_held
from graph.runtime import ROOM, CorruptRuntime, Folder, Runtime, data_folder, replace_text

__all__ = ["Runtime", "Settings", "ensure_running", "running", "status", "stop"]

START_LIMIT = 60.0
STOP_LIMIT = 30.0
ANSWER_LIMIT = 5.0
_POLL = 0.1
_CODE = Path(__file__).resolve().parent.parent
_COMPLAINT = "ZEREN: "

_log = logging.getLogger(__name__)


def _from_environment(name: str, default: str, form: str, meaning: str) -> str:
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(form, value):
        raise StoreError(f"{name} is {value!r}, but {meaning}. Set it to such a value or leave it unset.")
    return value


@dataclass(frozen=True)
class Settings:
    """What a user may choose for the server; taken from the environment where not given."""

    port: int = field(
        default_factory=lambda: int(_from_environment("ZEREN_PORT", "0", r"[0-9]{1,5}", "a port is a number"))
    )
    """0: any that is free."""
    heap: str = field(
        default_factory=lambda: _from_environment(
            "ZEREN_HEAP", "1g", r"[0-9]{1,6}[kmgKMG]", "memory is given as 512m or 2g"
        )
    )
    timeout: float = field(
        default_factory=lambda: float(
            _from_environment("ZEREN_TIMEOUT", "30", r"[0-9]{1,5}(\.[0-9]+)?", "a time is a number of seconds")
        )
    )
    """Seconds after which the server stops a command."""


def ensure_running(data: Path | None = None, settings: Settings | None = None) -> Runtime:
    """The server of this data folder, started if none runs.

    Programs that come at the same time get the same server. Raises StoreError with the remedy.
    """
    folder = data_folder(data)
    if runtime := running(folder.path):
        return runtime
    folder.make()
    try:
        with FileLock(folder.start_lock).held(START_LIMIT):
            return _running_or_healing(folder) or _start(folder, settings or Settings())
    except LockTimeout:
        raise StoreError(
            f"Another program has been starting or stopping the graph server of {folder.path} for {START_LIMIT:.0f} s. "
            f"Wait for it or end it; {folder.log} says what the server does."
        ) from None


def running(data: Path | None = None) -> Runtime | None:
    """The server that runs on this data folder and answers, None where there is none."""
    folder = data_folder(data)
    if not is_held(folder.server_lock):
        return None
    runtime = _read(folder)
    return runtime if runtime and _answers(runtime) else None


def stop(data: Path | None = None) -> bool:
    """Stops the server of this data folder cleanly and waits for its end; tells whether one ran."""
    folder = data_folder(data)
    if not folder.path.is_dir():
        return False
    try:
        with FileLock(folder.start_lock).held(START_LIMIT):
            return _stop(folder)
    except LockTimeout:
        raise StoreError(f"Another program is starting the graph server of {folder.path}; try again later.") from None


def status(data: Path | None = None) -> dict[str, Any]:
    """Whether a server runs on this data folder, and which."""
    folder = data_folder(data)
    runtime = running(folder.path)
    shown = {"running": runtime is not None, "server": "embedded", "data": str(folder.path), "log": str(folder.log)}
    if runtime:
        shown |= {"pid": runtime.pid, "uri": runtime.uri, "version": runtime.version, "started": runtime.started}
    return shown


def _read(folder: Folder) -> Runtime | None:
    try:
        return folder.read()
    except CorruptRuntime as error:
        _log.warning("The runtime file %s is damaged (%s); the server writes it anew.", folder.runtime, error)
        return None


def _answers(runtime: Runtime) -> bool:
    """Whether the server lets its reading user in: a port alone may be another program's, or its owner may hang."""
    auth = (runtime.reader_user, runtime.reader_password)
    limits = {"connection_timeout": ANSWER_LIMIT, "connection_acquisition_timeout": ANSWER_LIMIT}
    try:
        with neo4j.GraphDatabase.driver(runtime.uri, auth=auth, **limits) as driver:
            driver.verify_connectivity()
    except (DriverError, Neo4jError):
        return False
    return True


def _running_or_healing(folder: Folder) -> Runtime | None:
    """The running server, given the time to come up or to mend its runtime file if something holds its lock."""
    deadline = time.monotonic() + START_LIMIT
    while is_held(folder.server_lock):
        if runtime := running(folder.path):
            return runtime
        if time.monotonic() > deadline:
            raise StoreError(
                f"A graph server holds {folder.path} but has not answered for {START_LIMIT:.0f} s. "
                f"End its process and try again; its log is {folder.log}."
            )
        time.sleep(_POLL)
    _drop_stale(folder)
    return None


def _drop_stale(folder: Folder) -> None:
    try:
        if left := folder.read():
            _log.info("The graph server with process id %s ended without a goodbye; starting a new one.", left.pid)
    except CorruptRuntime as error:
        _log.warning("The runtime file %s is damaged (%s) and is replaced.", folder.runtime, error)
    folder.runtime.unlink(missing_ok=True)


def _start(folder: Folder, settings: Settings) -> Runtime:
    instance = secrets.token_hex(8)
    process = _launch(folder, settings, instance)
    deadline = time.monotonic() + START_LIMIT
    while process.poll() is None:
        runtime = _read(folder)
        if runtime and runtime.instance == instance and _answers(runtime):
            # Reaps the process when it ends, lest it stay as a zombie for as long as this program runs.
            threading.Thread(target=process.wait, daemon=True, name="zeren-server-reaper").start()
            return runtime
        if time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise StoreError(f"The graph server did not answer within {START_LIMIT:.0f} s. Its log is {folder.log}.")
        time.sleep(_POLL)
    raise StoreError(_why(folder))


def _launch(folder: Folder, settings: Settings, instance: str) -> subprocess.Popen[bytes]:
    """Starts the server process apart from this program: in a session of its own, its output in the log."""
    options = {"data": folder.path, "instance": instance, "port": settings.port, "heap": settings.heap}
    command = [sys.executable, "-X", "utf8", "-m", "graph._arcade", f"--timeout={settings.timeout}"]
    command += [f"--{name}={value}" for name, value in options.items()]
    paths = [str(_CODE), *filter(None, [os.environ.get("PYTHONPATH")])]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    with open(folder.log, "wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=_CODE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
            creationflags=flags,
        )


def _why(folder: Folder) -> str:
    """The reason why the server ended at once, from its log."""
    log = folder.log.read_text("utf-8", errors="replace")
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    own = [line.removeprefix(_COMPLAINT) for line in lines if line.startswith(_COMPLAINT)]
    if own:
        reason = own[-1]
    elif shutil.disk_usage(folder.path).free < ROOM // 2:
        reason = f"the disk of {folder.path} is full; free some space or name another folder with ZEREN_DATA."
    elif "Invalid maximum heap size" in log or "Could not reserve enough space" in log:
        reason = "the memory asked for can't be had; set ZEREN_HEAP to less, for example 512m."
    elif "No module named 'arcadedb_embedded'" in log:
        reason = (
            "the package arcadedb-embedded is not installed. Install requirements.txt; on a system without that "
            "package set NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD to use a Neo4j server."
        )
    else:
        reason = lines[-1] if lines else "it printed nothing."
    return f"The graph server did not start: {reason} Its log is {folder.log}."


def _stop(folder: Folder) -> bool:
    deadline = time.monotonic() + STOP_LIMIT
    if not is_held(folder.server_lock):
        folder.runtime.unlink(missing_ok=True)
        return False
    pid: int | None = None
    while is_held(folder.server_lock):
        if runtime := _read(folder):
            pid = runtime.pid
            replace_text(folder.stop_file, runtime.instance)
        if time.monotonic() > deadline:
            raise StoreError(
                f"The graph server of {folder.path} did not stop within {STOP_LIMIT:.0f} s. "
                f"End process {pid or '(see the log)'} by hand; no data is lost by that. Its log is {folder.log}."
            )
        time.sleep(_POLL)
    folder.stop_file.unlink(missing_ok=True)
    return True
