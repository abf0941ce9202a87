"""The form of a backup: a zip file with a head, the record of each plan, and the files that people made."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

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
            text = self._read(member(number))
            try:
                yield kept, PlanRecord.from_json(json.loads(text))
            except (ValueError, TypeError, KeyError) as error:
                raise _damaged(self.path, f"plan {kept.plan}: {type(error).__name__}: {error}") from error

    def file_of(self, name: str) -> bytes | None:
        """One of FILES, None where there was none."""
        return self._read(name) if name in self.file.namelist() else None

    def scenarios(self) -> dict[str, bytes]:
        """The scenarios' files by name; a name can't lead out of their folder."""
        found = (name for name in self.file.namelist() if name.startswith(f"{SCENARIOS}/") and name.endswith(".yml"))
        return {PurePosixPath(name.replace("\\", "/")).name: self._read(name) for name in found}

    def _read(self, name: str) -> bytes:
        try:
            return self.file.read(name)
        except (KeyError, BadZipFile, zlib.error, OSError, EOFError) as error:
            raise _damaged(self.path, str(error)) from error


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
    try:
        file = ZipFile(path)
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}. Name one that `python cli.py backup` wrote.") from None
    except (BadZipFile, OSError) as error:
        raise _damaged(path, str(error)) from error
    with file:
        found = _backup(path, file)
        try:
            damaged = file.testzip()
        except (BadZipFile, zlib.error, OSError, EOFError) as error:
            raise _damaged(path, str(error)) from error
        if damaged:
            raise _damaged(path, f"{damaged} is not what was written")
        yield found


def _backup(path: Path, file: ZipFile) -> Backup:
    try:
        told: dict[str, Any] = json.loads(file.read(HEAD))
        form = int(told["form"])
        if form > FORM:
            raise BackupError(
                f"{path} was written by a newer version of this program (form {form}; this one reads up to {FORM}). "
                "Update the program, then restore it."
            )
        plans = tuple(Kept(str(each["plan"]), str(each["hash"])) for each in told["plans"])
        return Backup(path, file, plans, bool(told["linked"]))
    except (KeyError, ValueError, TypeError, BadZipFile, zlib.error, EOFError) as error:
        raise _damaged(path, f"{type(error).__name__}: {error}") from error


def _damaged(path: Path, why: str) -> BackupError:
    return BackupError(
        f"{path} is no backup of this program, or is damaged ({why}). Nothing was changed. Restore another one."
    )
