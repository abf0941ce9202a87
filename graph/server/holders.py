"""Tells who holds a lock, for the sentence to whom it stands in the way."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_LOCKS = Path("/proc/locks")


def holder(lock: Path) -> str:
    """The process that holds the lock on a file, with its user, as far as the system tells; else `another program`."""
    pid = _pid(lock)
    if pid is None:
        return "another program"
    user = _user(Path(f"/proc/{pid}"))
    return f"process {pid}" + (f" of {user}" if user else "")


def owner(path: Path) -> str:
    """The user to whom a file belongs, as far as the system tells; else `another user`."""
    return _user(path) or "another user"


def _pid(lock: Path) -> int | None:
    """From the kernel's list, where there is one: `1: FLOCK ADVISORY WRITE 4711 08:01:1234 0 EOF`."""
    try:
        state, lines = lock.stat(), _LOCKS.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        found = re.search(r"FLOCK\s+\S+\s+WRITE\s+(\d+)\s+[0-9a-f]+:[0-9a-f]+:(\d+)\s", line)
        if found and int(found[2]) == state.st_ino:
            return int(found[1])
    return None


def _user(path: Path) -> str | None:
    if sys.platform == "win32":
        return None
    import pwd

    try:
        return pwd.getpwuid(path.stat().st_uid).pw_name
    except (OSError, KeyError):
        return None


def another_users(path: Path) -> bool:
    """Whether a file is there that is another user's and that this user may not open."""
    if os.access(path, os.R_OK | os.W_OK) or not os.path.exists(path):
        return False
    return sys.platform == "win32" or path.stat().st_uid != os.getuid()
