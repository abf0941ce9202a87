"""The form of a backup: a zip file with a head, the record of each plan, and the files that people made."""

from __future__ import annotations

import json
import lzma
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

import orjson

from loaders.errors import UserError
from loaders.records import PlanRecord

FORM = 1
"""The number of the file's form; a file with a higher one is not read."""
HEAD = "zeren-backup.json"
LEDGER = "judgements.tsv"
REPORTS = "progress.tsv"
FILES = (LEDGER, REPORTS, "views.json")
"""What people wrote down, by the names that the files have in the data folder."""
SCENARIOS = "scenarios"
PLANS = "plans"
LARGEST = 256 * 1024 * 1024
"""Bytes of the largest member that is read: a head of three hundred thousand plans has 40 MiB."""
_BROKEN = (
    BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError, OverflowError, RuntimeError, struct.error,
    zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What reading raises where a file is damaged or of another make: RuntimeError of one that is encrypted."""


class BackupError(UserError):
    """A backup that can't be taken, read or restored; the graph is as it was."""


@dataclass(frozen=True)
class Kept:
    """One plan of a backup: its id, and the content hash that it had in the graph."""

    plan: str
    hash: str

    @property
    def known(self) -> tuple[str, str]:
        """What tells one version of a plan."""
        return self.plan, self.hash


@dataclass(frozen=True)
class Backup:
    """A backup that is open for reading."""

    path: Path
    file: ZipFile
    plans: tuple[Kept, ...]
    linked: bool
    """Whether the links between plans were up to date."""

    def records(self) -> Iterator[tuple[Kept, PlanRecord]]:
        """The plans one after the other; raises BackupError where one can't be read."""
        for number, kept in enumerate(self.plans, start=1):
            with _whole(self.path, f"plan {kept.plan}"):
                record = PlanRecord.from_json(orjson.loads(self.file.read(member(number))))
                if record.plan.id != kept.plan:
                    raise ValueError(f"it is the record of {record.plan.id}")
            yield kept, record

    def file_of(self, name: str) -> bytes | None:
        """One of FILES, None where there was none."""
        return self._read(name) if name in self.file.namelist() else None

    def scenarios(self) -> dict[str, bytes]:
        """The scenarios' files by name; a name can't lead out of their folder."""
        found = (name for name in self.file.namelist() if name.startswith(f"{SCENARIOS}/") and name.endswith(".yml"))
        return {PurePosixPath(name.replace("\\", "/")).name: self._read(name) for name in found}

    def _read(self, name: str) -> bytes:
        with _whole(self.path, name):
            return self.file.read(name)


def member(number: int) -> str:
    """Where the record of the plan with this number stands; ids would not do as names of files everywhere."""
    return f"{PLANS}/{number:06}.json"


def head(plans: list[Kept], linked: bool, made: str, server: str) -> str:
    """The head's text."""
    listed = [{"plan": kept.plan, "hash": kept.hash} for kept in plans]
    return json.dumps(
        {"form": FORM, "made": made, "server": server, "linked": linked, "plans": listed}, ensure_ascii=False, indent=1
    )


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup for reading; raises BackupError for a file that is none, is damaged, or is of a newer form."""
    if not os.path.exists(path):
        raise BackupError(f"There is no file {path}. Name one that `python cli.py backup` wrote.")
    with _whole(path, "the file"):
        file = ZipFile(path)
    with file:
        with _whole(path, HEAD):
            if large := next((each.filename for each in file.infolist() if each.file_size > LARGEST), None):
                raise ValueError(f"{large} has more than {LARGEST // 2**20} MiB")
            backup = _backup(path, file)
        with _whole(path, "a member"):
            if bad := file.testzip():
                raise ValueError(f"{bad} is not what was written")
        yield backup


def _backup(path: Path, file: ZipFile) -> Backup:
    told: dict[str, Any] = orjson.loads(file.read(HEAD))
    form = int(told["form"])
    if form > FORM:
        raise BackupError(
            f"{path} was written by a newer version of this program (form {form}; this one reads up to {FORM}). "
            "Update the program, then restore it."
        )
    plans = tuple(Kept(str(each["plan"]), str(each["hash"])) for each in told["plans"])
    if len({each.plan for each in plans}) < len(plans):
        raise ValueError("a plan is listed twice")
    return Backup(path, file, plans, bool(told["linked"]))


@contextmanager
def _whole(path: Path, part: str) -> Iterator[None]:
    """Turns what reading a part raises into BackupError."""
    try:
        yield
    except _BROKEN as error:
        raise damaged(path, f"{part}: {type(error).__name__}: {error}") from error


def damaged(path: Path, why: str) -> BackupError:
    """The error of a file that is no backup, or is not what was written."""
    return BackupError(
        f"{path} is no backup of this program, or is damaged ({why}). Nothing was changed. Restore another one."
    )
