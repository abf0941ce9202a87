"""The embedded server's life: started by whichever program needs it first, found by the others, stopped on request.

A server is a process of its own, so it outlives the program that started it and serves several at once.
Whether one runs is told by a lock that it holds, never by a process id, which another process may have
by now. Its address and passwords stand in the runtime file (`graph.server.runtime`).
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.backup.swap import adopt, decided
from graph.errors import StoreError
from graph.server.holders import another_users, holder, owner
from graph.server.launching import Settings, launch, why_not
from graph.server.locks import FileLock, LockTimeout, is_held
from graph.server.runtime import CorruptRuntime, Folder, Runtime, data_folder, replace_text

__all__ = ["Runtime", "Settings", "ensure_running", "finish_restore", "running", "status", "stop", "stopped"]

START_LIMIT = 120.0
STOP_LIMIT = 60.0
ANSWER_LIMIT = 15.0
"""Seconds, so many that a machine which stands still for ten of them is not taken for a server that hangs."""
_POLL = 0.1

_log = logging.getLogger(__name__)


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
    _check_folder(folder)
    if not is_held(folder.server_lock):
        return None
    runtime = _read(folder)
    return runtime if runtime and _answers(runtime) else None


def stop(data: Path | None = None) -> bool:
    """Stops the server of this data folder cleanly and waits for its end; tells whether one ran."""
    folder = data_folder(data)
    if not folder.path.is_dir():
        return False
    with stopped(folder) as ran:
        return ran


@contextmanager
def stopped(folder: Folder) -> Iterator[bool]:
    """The data folder without a server, and without one that could start, for the length of a `with` block."""
    _check_folder(folder)
    try:
        with FileLock(folder.start_lock).held(START_LIMIT):
            yield _stop(folder)
    except LockTimeout:
        raise StoreError(f"Another program is starting the graph server of {folder.path}; try again later.") from None


def finish_restore(folder: Folder) -> None:
    """Does the last step of a restore that was interrupted at it; a server that runs is stopped for it."""
    if decided(folder):
        with stopped(folder):
            adopt(folder)


def status(data: Path | None = None) -> dict[str, Any]:
    """Whether a server runs on this data folder, and which."""
    folder = data_folder(data)
    runtime = running(folder.path)
    shown = {"running": runtime is not None, "server": "embedded", "data": str(folder.path), "log": str(folder.log)}
    if runtime:
        shown |= {"pid": runtime.pid, "uri": runtime.uri, "version": runtime.version, "started": runtime.started}
    return shown


def _check_folder(folder: Folder) -> None:
    """Raises StoreError for a data folder that is none, or that another user keeps to himself."""
    if os.path.isfile(folder.path):
        raise StoreError(f"{folder.path} is a file, and the graph needs a folder. Name one with --data or ZEREN_DATA.")
    for path in (folder.path, folder.start_lock, folder.server_lock, folder.write_lock):
        if another_users(path):
            user, held = owner(path), holder(folder.server_lock)
            runs = f", whose server runs there ({held})" if held != "another program" else ""
            raise StoreError(
                f"The graph in {folder.path} belongs to {user}{runs}, and you may not open it. Ask {user} for a backup "
                "(python cli.py backup FILE), or name a folder of your own with --data or ZEREN_DATA."
            )


def _read(folder: Folder) -> Runtime | None:
    try:
        return folder.read()
    except CorruptRuntime as error:
        _log.warning("The runtime file %s is damaged (%s); the server writes it anew.", folder.runtime, error)
        return None


def _answers(runtime: Runtime) -> bool:
    """Whether the server lets its reading user in: a port alone may be another program's, or its owner may hang."""
    import neo4j
    from neo4j.exceptions import DriverError, Neo4jError

    auth = (runtime.reader_user, runtime.reader_password)
    driver = neo4j.GraphDatabase.driver(
        runtime.uri, auth=auth, connection_timeout=ANSWER_LIMIT, connection_acquisition_timeout=ANSWER_LIMIT
    )
    try:
        with driver:
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
                f"A graph server ({holder(folder.server_lock)}) holds {folder.path} but has not answered for "
                f"{START_LIMIT:.0f} s. End its process and try again; its log is {folder.log}."
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
    adopt(folder)  # a restore that was interrupted at its last step
    instance = secrets.token_hex(8)
    process = launch(folder, settings, instance)
    import neo4j  # noqa: F401  # takes most of a second: here it loads while the server comes up

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
    raise StoreError(why_not(folder))


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
