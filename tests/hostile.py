"""Files that end, hang or swell the process that reads them, for tests of what is done about it (imported by the readers' processes)."""

import os
import subprocess
import sys
import time
from pathlib import Path

from loaders.batch import Outcome, extract_one

MIB = 2**20


def read(path: Path) -> Outcome:
    """Reads a file, unless its name says what a library should do on it."""
    if path.name == "crash.txt":
        os._exit(3)
    if path.name == "fail.txt":
        raise AssertionError("no such case")
    if path.name == "hang.txt":
        subprocess.run([sys.executable, "-c", "import time; time.sleep(120)  # zeren-grandchild"])
    if path.name == "grow.txt":
        held = []
        while True:
            held.append(b"x" * (8 * MIB))
            time.sleep(0.005)
    if path.name == "huge.txt":
        print(len(b"x" * (6000 * MIB)))
    return extract_one(path)


def heavy(path: Path) -> Outcome:
    """Keeps 400 MiB of each file: three in one process would be too many."""
    KEPT.append(b"x" * (400 * MIB))
    return extract_one(path)


KEPT: list[bytes] = []
