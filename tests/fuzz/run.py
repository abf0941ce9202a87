"""Tries changed samples for a while: `python -m tests.fuzz.run --seconds 300`.

They are read in a process with the program's limits. Each fault is printed once, with the variant that gives it again.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import sys
import time
from pathlib import Path
from threading import Event

from loaders.worker import Ended, TookTooLong, TookTooMuch, Worker
from tests.fuzz.samples import PLAN, SAMPLES, attempt

SLOW = 30.0
KINDS = (*SAMPLES, PLAN)


def main() -> int:
    """Runs the variants and prints how many were tried of each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--first", type=int, default=0, help="the seed to begin with")
    parser.add_argument("--only", choices=KINDS, action="append", help="one format (may be repeated)")
    options = parser.parse_args()
    tried: collections.Counter[str] = collections.Counter()
    faults: dict[str, str] = {}
    worker, ends = Worker(attempt, Event()), time.monotonic() + options.seconds
    for seed in itertools.count(options.first):
        for suffix in options.only or KINDS:
            fault = _fault(worker, f"{seed}{suffix}", tried)
            if fault:
                faults.setdefault(f"{suffix} {fault.splitlines()[-1][:100]}", f"{seed}{suffix}\n{fault}")
            tried[suffix] += 1
        if time.monotonic() > ends:
            break
    worker.close()
    print(", ".join(f"{what} {count}" for what, count in tried.items()))
    for what, where in faults.items():
        print(f"\nFAULT {what}\n{where}")
    return 1 if faults else 0


def _fault(worker: Worker, name: str, tried: collections.Counter[str]) -> str | None:
    try:
        fault: str | None = worker.ask(Path(name), SLOW)
        return fault
    except TookTooMuch:
        tried["stopped for memory"] += 1
        return None
    except TookTooLong:
        return f"more than {SLOW:g} s"
    except Ended as error:
        return f"the process ended: {error}"


if __name__ == "__main__":
    sys.exit(main())
