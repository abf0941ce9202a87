"""Keeps the app small: what nobody holds any more goes back to the system while nobody waits for a page.

The framework's own habit, a whole garbage collection after every click, looks through all that the app holds of the
graph: 0.4 s with 300 plans, in which no page is sent (`postScriptGC` in .streamlit/config.toml switches it off).
"""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
import time
from importlib import import_module

LOOK, WORKED, REST, LONG = 3.0, 0.5, 0.15, 30.0
"""Every LOOK seconds: has the app worked so many seconds since, and does it rest, or has it worked for very LONG?"""

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
"""What glibc's `mallopt` can be told (malloc.h)."""


def _glibc() -> ctypes.CDLL | None:
    """The C library, where it is one that can be told how to hold memory."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def thrifty() -> None:
    """Large blocks stand alone and go back when they are freed; threads share two pools instead of one each."""
    library = _glibc()
    if library is not None:
        for setting, value in ((ARENA_MAX, 2), (MMAP_THRESHOLD, 256 << 10), (TRIM_THRESHOLD, 1 << 20)):
            library.mallopt(setting, value)


def lean_driver() -> None:
    """Imports the database driver without pandas and pyarrow, which take 50 MB and which the app never asks it for.

    The driver looks for both as it is imported and goes without where they are not found; others find them as ever.
    """
    absent = [name for name in ("pandas", "pyarrow") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        import_module("neo4j")
    finally:
        for name in absent:
            del sys.modules[name]


def tidy() -> None:
    """Collects garbage, takes what is left for lasting, so that later collections are quick, and frees what can be."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def keep_tidy() -> None:
    """Does so from now on, beside the app."""
    threading.Thread(target=_keep_tidy, daemon=True, name="tidy").start()


def _keep_tidy() -> None:
    done = time.process_time()
    while True:
        before = time.process_time()
        time.sleep(LOOK)
        now = time.process_time()
        if (now - done > WORKED and now - before < REST) or now - done > LONG:
            tidy()
            done = time.process_time()
