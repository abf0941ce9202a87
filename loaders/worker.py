"""A process that reads files for another one, which can stop it: what `batch` runs once a core.

It is a program of its own and no fork or spawned copy of its parent: it starts in a third of a second, and neither the
app's script nor the command line is run a second time by it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
START = "import sys; sys.path.insert(0, sys.argv[1]); from loaders import worker; worker.main()"
MEMORY = 2**30
"""Bytes that a reading process may hold. On Linux the system refuses it more; everywhere it is stopped near that."""
STOP_AT = MEMORY - 128 * 2**20
"""What is measured lags behind: a process is stopped before it holds all that it may."""
WORN = MEMORY // 2
"""A process that holds this much after a file makes room for a new one, so that no file pays for the one before it."""
OUT_OF_MEMORY = 71
RUST_OUT_OF_MEMORY = "memory allocation of"
"""What libraries written in Rust say when memory is refused, before they end the process."""
LAST_WORDS = 5.0
"""Seconds that a process which fails has to say why."""
LOOK, FAMILY = 0.05, 20
"""Seconds between two looks at a process's time and memory; each 20th takes in what it started, which is dear."""


class TookTooLong(Exception):
    """The file was not read within its time."""


class TookTooMuch(Exception):
    """Reading the file needs more memory than a reading process may hold."""


class Ended(Exception):
    """The process ended while it read the file; the text is the last thing that it said."""


class Worker:
    """The parent's side: starts a process when one is needed, asks it, watches it, drops it when it is worn."""

    def __init__(self, work: Callable[[Path], Any], stopped: Event, threads: int = 1) -> None:
        self._work = work
        self._threads = threads
        self._stopped = stopped
        self._waiting = ThreadPoolExecutor(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the worker)

    def ask(self, path: Path, seconds: float) -> Any:
        """What the work gives for one file.

        Raises TookTooLong, TookTooMuch or Ended where there is no answer; the next file finds a new process.
        """
        process = self._process or self._started()
        answer: Future[Any] = self._waiting.submit(self._exchange, process, path)
        try:
            found = self._awaited(answer, process, time.monotonic() + seconds)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._why_ended(process) from None
        except BaseException:
            self._drop()
            raise
        if _held(process.pid) > WORN:
            self._drop()
        return found

    def close(self) -> None:
        """Ends the process and what it started."""
        self._drop()
        self._waiting.shutdown()
        self._said.close()

    def _drop(self) -> None:
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        self._said.seek(0)  # parent and process write at one place
        self._said.truncate()
        command = [sys.executable, "-c", START, str(ROOT)]
        pipe = subprocess.PIPE
        environment = os.environ | {"OMP_NUM_THREADS": str(self._threads), "RUST_BACKTRACE": "0"}
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=self._said, env=environment)
        _send(self._process, self._work)
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], path: Path) -> Any:
        _send(process, path)
        return pickle.load(process.stdout)  # type: ignore[arg-type]

    def _awaited(self, answer: Future[Any], process: subprocess.Popen[bytes], deadline: float) -> Any:
        look = 0
        while wait([answer], LOOK).not_done:
            look += 1
            if self._stopped.is_set() or time.monotonic() > deadline:
                raise TookTooLong
            if _held(process.pid, look % FAMILY == 0) > STOP_AT:
                raise TookTooMuch
        return answer.result()

    def _why_ended(self, process: subprocess.Popen[bytes]) -> Exception:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LAST_WORDS)
        self._drop()
        if process.returncode == OUT_OF_MEMORY:
            return TookTooMuch()
        self._said.seek(0)
        words = self._said.read().decode("utf-8", "replace").strip().splitlines()
        if any(line.startswith(RUST_OUT_OF_MEMORY) for line in words):
            return TookTooMuch()
        return Ended(words[-1] if words else f"exit code {process.returncode}")


def _send(process: subprocess.Popen[bytes], content: Any) -> None:
    assert process.stdin is not None
    process.stdin.write(pickle.dumps(content))
    process.stdin.flush()


def _held(pid: int, family: bool = False) -> int:
    """Bytes of memory that a process holds, with those that it started or without."""
    try:
        process = psutil.Process(pid)
        started = process.children(recursive=True) if family else []
        return sum(each.memory_info().rss for each in (process, *started))
    except psutil.Error:  # it has just ended
        return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        started = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        started = []
    for each in (process, *started):
        with suppress(psutil.Error, OSError):
            each.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def main() -> None:
    """The process's side: takes the work, then one path after the other from standard input, and answers each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    limit_memory()
    try:
        work = pickle.load(sys.stdin.buffer)
        while True:
            answers.write(pickle.dumps(work(pickle.load(sys.stdin.buffer))))
            answers.flush()
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def limit_memory() -> None:
    """Linux refuses more data than this at once, however quickly it is asked for; other systems know no such limit."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
