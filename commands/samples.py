"""The plans that come with the program: loaded at the first start, and again when the program reads them better.

A plan that the user removed stays away, and a graph that the user filled stays as it is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from commands import connect, loading, terminal

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "data" / "plans"


def load_samples(data: Path | None) -> None:
    """Loads what is due; where nothing is, the server is not even asked."""
    from graph.server.runtime import data_folder

    stamp = data_folder(data).path / ("samples.neo4j" if os.environ.get("NEO4J_URI") else "samples")
    version = _version()
    if stamp.is_file() and stamp.read_text("utf-8", errors="replace") == version:
        return
    from graph.load import list_plans

    with connect(data) as store:
        loaded = {plan["sha256"] for plan in list_plans(store)}
    first = not loaded and not stamp.exists()
    here = Path.cwd()
    plans = [path.relative_to(here) if path.is_relative_to(here) else path for path in sorted(PLANS.glob("*.txt"))]
    if due := [path for path in plans if first or _sha256(path) in loaded]:
        terminal.remark("Loading the plans that come with the program")
        loading.load(due, dry_run=False, bulk=False, as_json=False, data=data)
    terminal.write_file(stamp, version)


def _version() -> str:
    """Changes whenever the code, the tables or the plans do."""
    states = (f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in _sources())
    return hashlib.sha256("\n".join(states).encode()).hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in ("loaders/**/*.py", "graph/*.py", "graph/*.yml", "data/reference/*", "data/plans/*"):
        yield from sorted(ROOT.glob(pattern))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
