"""The data folder of the embedded server, and the file in it by which every program finds the running server."""

from __future__ import annotations

import json
import os
import shutil
import threading
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.errors import StoreError

ROOM = 32 * 1024 * 1024
"""Bytes that must be free before the server starts or writes: one that runs out of them half-way names no reason."""

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "data" / "graph"


class CorruptRuntime(Exception):
    """The runtime file is there and can't be understood."""


@dataclass(frozen=True)
class Runtime:
    """A running server: where it listens, who it is, and the two users that may connect."""

    uri: str
    database: str
    user: str
    password: str = field(repr=False)
    reader_user: str
    reader_password: str = field(repr=False)
    pid: int
    instance: str
    """Drawn anew at each start: tells this run of the server from any earlier one, as a process id can't."""
    started: str
    version: str

    def to_json(self) -> str:
        """The text of the runtime file."""
        return json.dumps(asdict(self), indent=1)

    @staticmethod
    def from_json(text: str) -> Runtime:
        """The runtime from its file's text; raises CorruptRuntime."""
        try:
            data: Any = json.loads(text)
            runtime = Runtime(**{each.name: data[each.name] for each in fields(Runtime)})
        except (ValueError, TypeError, KeyError) as error:
            raise CorruptRuntime(str(error)) from error
        if not isinstance(runtime.pid, int) or not str(runtime.uri).startswith("bolt://127.0.0.1:"):
            raise CorruptRuntime("it names no server on this machine")
        return runtime


@dataclass(frozen=True)
class Folder:
    """What lies where in the data folder."""

    path: Path

    @property
    def runtime(self) -> Path:
        """The running server's address and passwords."""
        return self.path / "runtime.json"

    @property
    def log(self) -> Path:
        """What the server process printed since its start."""
        return self.path / "server.log"

    @property
    def stop_file(self) -> Path:
        """Names the instance that is asked to stop; a file, because Windows knows no polite signal to a process."""
        return self.path / "stop"

    @property
    def start_lock(self) -> Path:
        """Held by the program that starts or stops the server."""
        return self.path / "start.lock"

    @property
    def server_lock(self) -> Path:
        """Held by the server for as long as it lives."""
        return self.path / "server.lock"

    @property
    def write_lock(self) -> Path:
        """Held by the program that writes to the graph."""
        return self.path / "write.lock"

    def make(self) -> None:
        """Creates the folder, tries to write in it, and looks that the disk has room for what is to come."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_text(self.path / ".writable", "")
            (self.path / ".writable").unlink(missing_ok=True)
            free = shutil.disk_usage(self.path).free
        except OSError as error:
            raise StoreError(
                f"The graph's folder {self.path} can't be written ({error.strerror or error}). "
                "Free some space or change its permissions, or name another folder with --data or ZEREN_DATA."
            ) from error
        if free < ROOM:
            raise StoreError(
                f"The disk of the graph's folder {self.path} is full: {free // 2**20} MiB are free, "
                f"{ROOM // 2**20} are needed. Free some space, or name another folder with --data or ZEREN_DATA."
            )

    def read(self) -> Runtime | None:
        """The runtime file's content, None where there is no file; raises CorruptRuntime."""
        try:
            return Runtime.from_json(self.runtime.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise CorruptRuntime(str(error)) from error


def data_folder(data: Path | None = None) -> Folder:
    """The folder asked for, else that of ZEREN_DATA, else data/graph in the checkout."""
    return Folder(user_path(data or os.environ.get("ZEREN_DATA") or DEFAULT_DATA, "ZEREN_DATA"))


def user_path(named: str | Path, setting: str) -> Path:
    """The whole path of what a setting names; raises StoreError where it begins with ~ of a user who is not known."""
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:
        raise StoreError(
            f"{setting} names {named}, and nothing tells where that home folder is. Name the whole path."
        ) from None


def replace_text(path: Path, text: str) -> None:
    """Writes a file that only its owner may read, whole or not at all: a reader never sees half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    draft.unlink(missing_ok=True)
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(draft, path)
