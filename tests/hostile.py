"""Files that end or hang the process that reads them, for tests of what is done about it (imported by the readers' processes)."""

import os
import time
from pathlib import Path

from loaders.batch import Outcome, extract_one


def read(path: Path) -> Outcome:
    """Reads a file, unless its name says that a library should crash or hang on it."""
    if path.name == "crash.txt":
        os._exit(3)
    if path.name == "hang.txt":
        time.sleep(60)
    return extract_one(path)
