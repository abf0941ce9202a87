"""Locks between processes: a file that the operating system holds for one of them.

The system lets go of such a lock when its process ends, however it ends, so that no lock is ever left behind.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError

_PAUSE = 0.05


class LockTimeout(Exception):
    """Another process kept the lock for the whole time allowed."""


@contextmanager
def alone(lock: Path, timeout: float, failure: Callable[[str], Exception]) -> Iterator[None]:
    """The folder of `lock` for one writer; `failure` makes the error of a sentence where it can't be had or written."""
    folder = lock.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(lock).held(timeout):
            yield
    except LockTimeout:
        raise failure(f"Another program has been writing to {folder} for {timeout:.0f} s. Try again.") from None
    except OSError as error:
        raise failure(f"{folder} can't be written ({error.strerror or error}).") from error


class FileLock:
    """An exclusive lock on `path`, between processes and between threads that hold different instances."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def acquire(self, timeout: float) -> bool:
        """Takes the lock, waiting at most `timeout` seconds; tells whether it was got. Raises StoreError."""
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"{self.path}, by which programs wait for each other, can't be opened ({error.strerror or error}). "
                "Make it yours and writable, or delete it while no program uses the graph."
            ) from error
        deadline = time.monotonic() + timeout
        while not _lock(file):
            if time.monotonic() >= deadline:
                os.close(file)
                return False
            time.sleep(_PAUSE)
        self._file = file
        return True

    def release(self) -> None:
        """Lets the lock go."""
        if self._file is not None:
            _unlock(self._file)
            os.close(self._file)
            self._file = None

    def in_place(self) -> bool:
        """Whether the file that is locked is still the one at `path`, not deleted or replaced."""
        try:
            return self._file is not None and os.path.samestat(os.fstat(self._file), os.stat(self.path))
        except FileNotFoundError:
            return False

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """The lock for the length of a `with` block; raises LockTimeout."""
        if not self.acquire(timeout):
            raise LockTimeout(str(self.path))
        try:
            yield
        finally:
            self.release()


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on `path` now."""
    if not os.path.exists(path):
        return False
    probe = FileLock(path)
    if probe.acquire(0):
        probe.release()
        return False
    return True


if os.name == "nt":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined, unused-ignore]

else:
    import fcntl

    # flock and not lockf: a lockf lock is lost as soon as its process closes any file on the same path.
    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
