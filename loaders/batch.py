"""Reads many files at once, one process a core; a file that crashes, swells or never ends harms no other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Event

from loaders.errors import UserError
from loaders.pipeline import extract_all
from loaders.read import ReadError, is_plain_text, shown
from loaders.records import PlanRecord
from loaders.worker import MEMORY, Ended, TookTooLong, TookTooMuch, Worker

SECONDS = 300
"""What one file may take: a scan of thirty pages takes as long."""
FEW, SMALL = 12, 2 * 1024 * 1024
"""Up to so many text files of so many bytes in all are read at once here: new processes would take longer to start.

Other formats always go to a process of their own: libraries that can crash or swell read them."""

Outcome = tuple[PlanRecord, ...] | UserError
"""The plans of a file, or why it can't be read."""
Read = Callable[[Path], Outcome]


def extract_many(
    paths: Sequence[Path], workers: int | None = None, seconds: float = SECONDS, read: Read | None = None
) -> Iterator[tuple[Path, Outcome]]:
    """Each file with the records of its plans, or with the UserError that says why there are none, in the paths' order.

    The results do not depend on the number of workers (default: one a core).
    """
    read = read or extract_one
    if workers is None and _few(paths):
        yield from ((path, read(path)) for path in paths)
        return
    cores = os.cpu_count() or 1
    count = min(workers or cores, len(paths) or 1)
    stopped = Event()
    everyone = [Worker(read, stopped, max(1, cores // count)) for _ in range(count)]
    free: SimpleQueue[Worker] = SimpleQueue()
    for worker in everyone:
        free.put(worker)
    pool = ThreadPoolExecutor(count)
    try:
        yield from zip(paths, pool.map(lambda path: _asked(free, path, seconds), paths), strict=True)
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)
        for worker in everyone:
            worker.close()


def _asked(free: SimpleQueue[Worker], path: Path, seconds: float) -> Outcome:
    """The outcome of one file from a worker that is free."""
    worker = free.get()
    name = shown(str(path))
    try:
        outcome: Outcome = worker.ask(path, seconds)
        return outcome
    except TookTooLong:
        return ReadError(f"{name}: reading took more than {seconds:g} s and was stopped; split the file.")
    except TookTooMuch:
        return ReadError(
            f"{name}: reading it needs more than {MEMORY // 2**20} MiB of memory and was stopped; split the file, "
            "or get it again from its source."
        )
    except Ended as error:
        return ReadError(f"{name}: reading it ended the program ({error}); the file is damaged, get it again.")
    finally:
        free.put(worker)


def _few(paths: Sequence[Path]) -> bool:
    return (
        len(paths) <= FEW
        and sum(path.stat().st_size for path in paths if path.is_file()) <= SMALL
        and all(map(is_plain_text, paths))
    )


def extract_one(path: Path) -> Outcome:
    """The records of one file, or the UserError that says why there are none."""
    try:
        return extract_all(path)
    except UserError as error:
        return type(error)(*error.args)  # without its traceback, so that it passes between processes
