"""Changed samples of every format: a reader reads them or says what is wrong, and raises nothing else. Changed plans: what
is read is sound, and becomes rows of the graph.

They are read as the program reads files, in a process that is limited. In CI the same variants are tried each time;
`python -m tests.fuzz.run` goes on for as long as it is told.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.worker import TookTooMuch, Worker
from tests.fuzz.samples import PLAN, SAMPLES, attempt, read_as

SECONDS = 120
TRIED = {".pdf": 20, ".xls": 25, PLAN: 50}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    started = Worker(attempt, Event())
    yield started
    started.close()


@pytest.mark.parametrize("suffix", SAMPLES)
def test_the_samples_themselves_are_read(suffix: str) -> None:
    read_as(suffix, SAMPLES[suffix])


@pytest.mark.parametrize("suffix", [*SAMPLES, PLAN])
def test_what_is_changed_is_read_or_refused(suffix: str, worker: Worker) -> None:
    @settings(
        max_examples=TRIED.get(suffix, 60),
        deadline=None,
        derandomize=bool(os.environ.get("CI")),
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        with suppress(TookTooMuch):  # stopped: an answer, too
            assert worker.ask(Path(f"{seed}{suffix}"), SECONDS) is None

    check()
