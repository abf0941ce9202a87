"""Names by their sound: the syllables of pinyin, told in a process of its own.

pypinyin knows by whole phrases how a sign is read (银行 is yinhang), from a dictionary that takes 54 MB. It is needed
for a second after each change of the graph, so it comes and goes with a process; what was spelled once is remembered.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 120
"""Seconds that the process may take."""

_known: dict[str, tuple[str, ...]] = {}


def spelled(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The syllables of each name."""
    wanted = [*dict.fromkeys(names)]
    missing = [name for name in wanted if name not in _known]
    if missing:
        _known.update(zip(missing, _told(missing), strict=True))
    return {name: _known[name] for name in wanted}


def _told(names: Sequence[str]) -> list[tuple[str, ...]]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__], cwd=ROOT, input=json.dumps(names).encode(), capture_output=True,
            timeout=LONGEST, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):  # where no process can be had it is told here: the same, only larger
        return _syllables(names)
    return [tuple(map(sys.intern, each)) for each in json.loads(done.stdout)]


def _syllables(names: Sequence[str]) -> list[tuple[str, ...]]:
    from pypinyin import lazy_pinyin

    return [tuple(lazy_pinyin(name)) for name in names]


if __name__ == "__main__":
    print(json.dumps(_syllables(json.load(sys.stdin))))
