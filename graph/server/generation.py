"""Tells a reader whether the graph changed under it.

Neither server gives a query one unchanging view: one that runs while a load commits may see half of a
plan, or stumble over a record that was there a moment ago. So each load marks the moment of its commit
in a file: a number, odd while a commit is under way. A reader looks before and after, and reads again
where the two differ.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.server.locks import is_held
from graph.server.runtime import Folder

_PAUSE = 0.002
_PATIENCE = 10.0
_DIGITS = 20


@dataclass(frozen=True)
class Generation:
    """The number of the graph's state in one data folder."""

    folder: Folder

    @property
    def _file(self) -> Path:
        return self.folder.path / "generation"

    def settled(self) -> int:
        """The number, once no commit is under way; a writer that died in its commit is not waited for."""
        deadline = time.monotonic() + _PATIENCE
        number = self.now()
        while number % 2 and time.monotonic() < deadline and is_held(self.folder.write_lock):
            time.sleep(_PAUSE)
            number = self.now()
        return number

    def now(self) -> int:
        """The number as it stands; raises StoreError where it can't be read."""
        try:
            return int(self._file.read_bytes()[:_DIGITS] or b"0")
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return 0  # a damaged one too: the next commit puts another
        except OSError as error:
            raise _out_of_reach(self._file, error) from error

    @contextmanager
    def committing(self) -> Iterator[Commit]:
        """For a writer that holds the write lock: gives what to call right before the commit, ends the mark after."""
        commit = Commit(self)
        try:
            yield commit
        finally:
            if commit.begun:
                self.put(self.now() + 1)

    def put(self, number: int) -> None:
        """Writes the number in one go: always as many bytes, so that no reader finds a part of it."""
        try:
            file = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.write(file, b"%0*d" % (_DIGITS, number))
            finally:
                os.close(file)
        except OSError as error:
            raise _out_of_reach(self._file, error) from error


def _out_of_reach(file: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{file}, which tells when the graph changes, can't be read and written ({error.strerror or error}). Make it "
        "yours and writable, or delete it."
    )


@dataclass
class Commit:
    """One commit's mark."""

    generation: Generation
    begun: bool = False

    def begin(self) -> None:
        """Marks that the commit is about to come; an odd number left by a writer that died stays odd, but changes."""
        if not self.begun:
            number = self.generation.now()
            self.generation.put(number + 2 if number % 2 else number + 1)
            self.begun = True
