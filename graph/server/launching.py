"""Starts the embedded server's process, and tells from its log why it did not come up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import StoreError
from graph.server.runtime import ROOM, Folder

COMPLAINT = "ZEREN: "
"""Begins a line of the log that is meant for the user."""

LEAST_HEAP = 64
"""MiB of memory: with less the server does not start, and some say of it nothing that a person understands."""

_CODE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """What a user may choose for the server; taken from the environment where not given."""

    port: int = field(default_factory=lambda: _port())
    """0: any that is free."""
    heap: str = field(default_factory=lambda: _heap())
    timeout: float = field(
        default_factory=lambda: float(_chosen("ZEREN_TIMEOUT", "120", r"0*[1-9][0-9]{0,4}", "seconds, such as 120"))
    )
    """Seconds after which the server stops a command; one that a person typed has a shorter time of its own."""


def launch(folder: Folder, settings: Settings, instance: str) -> subprocess.Popen[bytes]:
    """Starts the server process apart from this program: in a session of its own, its output in the log."""
    options = {"data": folder.path, "instance": instance, "port": settings.port, "heap": settings.heap}
    command = [sys.executable, "-X", "utf8", "-m", "graph.server._arcade", f"--timeout={settings.timeout}"]
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


def why_not(folder: Folder) -> str:
    """The sentence for a server that ended at once, from its log."""
    log = folder.log.read_text("utf-8", errors="replace")
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    own = [line.removeprefix(COMPLAINT) for line in lines if line.startswith(COMPLAINT)]
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


def _heap() -> str:
    heap = _chosen("ZEREN_HEAP", "1g", r"[0-9]{1,6}[mgMG]", "512m or 2g").lower()
    if int(heap[:-1]) * {"m": 1, "g": 1024}[heap[-1]] < LEAST_HEAP:
        raise StoreError(f"ZEREN_HEAP is '{heap}', but {LEAST_HEAP}m are the least. Set it higher, or unset it.")
    return heap


def _port() -> int:
    port = int(_chosen("ZEREN_PORT", "0", r"[0-9]{1,5}", "a number such as 7687"))
    if port > 65535:
        raise StoreError(f"ZEREN_PORT is '{port}', but the highest port is 65535. Choose a lower one.")
    return port


def _chosen(name: str, default: str, form: str, example: str) -> str:
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(form, value):
        raise StoreError(f"{name} is {value!r}, but it must be {example}. Set it so, or leave it unset.")
    return value
