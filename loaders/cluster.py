"""Reads files on a Dask cluster: `load --dask tcp://HOST:8786`; the records are those that reading here gives.

Files travel as bytes, a dozen at a time, so that workers need not see the disk that they lie on. What workers must have
is this program, the same as here: its code and tables are compared before anything is sent. On a worker a file has the
limits of time and memory that it has here.

M. Rocklin, Dask: parallel computation with blocked algorithms and task scheduling, SciPy 2015, 126-132.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

from loaders import reference
from loaders.batch import FEW, Outcome, extract_many
from loaders.errors import UserError

WAIT = 10.0
"""Seconds in which the scheduler must answer."""
WORKERS = 10.0
"""Seconds in which it must have a worker."""
AHEAD = 4
"""Dozens of files that are on their way for each thread of the cluster."""
_CODE = Path(__file__).resolve().parent

Sent = tuple[str, bytes | None]
"""A file as it is called here, and its content; None where it can't be read."""


class ClusterError(UserError):
    """A cluster that can't be reached, or can't read plans."""


def extract_on(address: str, paths: Sequence[Path]) -> Iterator[tuple[Path, Outcome]]:
    """Each file with what reading it on the cluster of this scheduler gives, in the paths' order."""
    with _client(address) as client:
        _check(client, address)
        threads = sum(client.nthreads().values())
        waiting: deque[tuple[Sequence[Path], Any]] = deque()
        for first in range(0, len(paths), FEW):
            group = paths[first : first + FEW]
            waiting.append((group, client.submit(read_there, [_sent(path) for path in group], pure=False, retries=2)))
            if len(waiting) > AHEAD * threads:
                yield from _gathered(*waiting.popleft())
        while waiting:
            yield from _gathered(*waiting.popleft())


def read_there(files: Sequence[Sent]) -> list[Outcome]:
    """On a worker: the outcome of each file, under the name that it has where it came from."""
    with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
        places: list[tuple[Path, str]] = []
        for number, (name, content) in enumerate(files):
            place = Path(folder) / str(number) / Path(name).name
            place.parent.mkdir()
            if content is not None:
                place.write_bytes(content)
            places.append((place, name))
        found = dict(extract_many([place for place, _ in places]))
        return [_renamed(found[place], place, name) for place, name in places]


def program() -> str:
    """A hash of the code and tables that reading depends on."""
    digest = hashlib.sha256()
    for root in (_CODE, reference.folder()):
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _loop() -> Any:
    """An event loop in a thread of its own, for good: a client gives up where a busy machine is slow to start one."""
    from tornado.ioloop import IOLoop

    started: Future[Any] = Future()

    async def run() -> None:
        started.set_result(IOLoop.current())
        await asyncio.Event().wait()

    Thread(target=asyncio.run, args=(run(),), name="cluster", daemon=True).start()
    return started.result()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "--dask needs the package distributed, which is not installed: "
            "pip install -r requirements-dask.txt -c constraints.txt"
        ) from error
    try:
        return Client(address, timeout=WAIT, set_as_default=False, loop=_loop())  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError, TypeError) as error:  # TypeError: a protocol that is not installed
        raise ClusterError(
            f"No Dask scheduler answers at {address}. Start one with `dask scheduler` and workers with "
            "`dask worker ADDRESS`, and give the address that it prints, such as tcp://192.168.1.5:8786."
        ) from error


def _check(client: Any, address: str) -> None:
    """Raises ClusterError where the cluster has no worker, or one that would read differently."""
    try:
        client.wait_for_workers(1, timeout=WORKERS)
    except TimeoutError as error:
        raise ClusterError(
            f"The Dask scheduler at {address} has no workers. Start some: `dask worker {address}`."
        ) from error
    try:
        programs = client.run(program)
    except ImportError as error:
        raise ClusterError(_other_program("lack this program", address)) from error
    if set(programs.values()) != {program()}:
        raise ClusterError(_other_program("have another version of it, or other tables", address))


def _other_program(what: str, address: str) -> str:
    return (
        f"The Dask workers at {address} {what}. Put the same checkout on each of their machines, with its packages, "
        "and start them in it: `PYTHONPATH=. dask worker …`."
    )


def _sent(path: Path) -> Sent:
    try:
        return str(path), path.read_bytes()
    except OSError:
        return str(path), None


def _gathered(group: Sequence[Path], future: Any) -> Iterator[tuple[Path, Outcome]]:
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield from zip(group, future.result(), strict=True)
    except (KilledWorker, CommClosedError, OSError) as error:
        lost = ClusterError(f"The cluster lost the workers that read it ({type(error).__name__}); load it once more.")
        yield from ((path, lost) for path in group)


def _renamed(outcome: Outcome, place: Path, name: str) -> Outcome:
    """What is said of a file names it as it is called where it came from."""
    if not isinstance(outcome, UserError):
        return outcome
    return type(outcome)(*(arg.replace(str(place), name) if isinstance(arg, str) else arg for arg in outcome.args))
