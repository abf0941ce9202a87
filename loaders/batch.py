"""Reads many files at once, one process a core; a file that crashes or never ends harms no other."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from pathlib import Path

from loaders.errors import UserError
from loaders.pipeline import extract
from loaders.read import ReadError, shown
from loaders.records import PlanRecord

SECONDS = 300
"""What one file may take: a scan of thirty pages takes as long."""
FEW, SMALL = 12, 2 * 1024 * 1024
"""Up to so many files of so many bytes in all are read at once here: new processes would take longer to start."""
TEXT = frozenset((".txt", ".md", ".csv"))

Outcome = PlanRecord | UserError


def extract_many(
    paths: Sequence[Path],
    workers: int | None = None,
    seconds: float = SECONDS,
    read: Callable[[Path], Outcome] | None = None,
) -> Iterator[tuple[Path, Outcome]]:
    """Each file with its record, or with the UserError that says why there is none, in the order of the paths.

    The results do not depend on the number of workers (default: one a core).
    """
    read = read or extract_one
    if workers is None and _few(paths):
        yield from ((path, read(path)) for path in paths)
        return
    from pebble import ProcessExpired, ProcessPool

    count = workers or os.cpu_count() or 1
    with ProcessPool(max_workers=min(count, len(paths) or 1), context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.schedule(read, args=[path], timeout=seconds) for path in paths]
        for path, future in zip(paths, futures, strict=True):
            try:
                yield path, future.result()
            except TookTooLong:
                yield (
                    path,
                    ReadError(
                        f"{shown(str(path))}: reading took more than {seconds:g} s and was stopped; split the file."
                    ),
                )
            except ProcessExpired as error:
                yield (
                    path,
                    ReadError(f"{shown(str(path))}: reading it ended the program ({error}); the file is damaged."),
                )
            except MemoryError:
                yield (
                    path,
                    ReadError(f"{shown(str(path))}: reading it needs more memory than there is; split the file."),
                )


def _few(paths: Sequence[Path]) -> bool:
    if len(paths) > FEW or any(path.suffix.lower() not in TEXT for path in paths):
        return False
    return sum(path.stat().st_size for path in paths if path.is_file()) <= SMALL


def extract_one(path: Path) -> Outcome:
    """The record of one file, or the UserError that says why there is none."""
    try:
        return extract(path)
    except UserError as error:
        return type(error)(*error.args)  # without its traceback, so that it passes between processes
