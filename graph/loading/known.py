"""Files that stand in the graph already, as this program reads them today: a second load of a folder skips them.

So a load that was interrupted goes on where it stopped, in the time that a look at each file takes. What a file came to
is noted in the data folder when its plans stand. The note counts while the file, the program, its tables and the file
of judgements are the same, and while the graph holds the same plans.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from graph.judging.ledger import judgements_file
from graph.loading.load_run import FileResult
from graph.server.runtime import replace_text
from graph.store import Store
from loaders import reference

_CODE = Path(__file__).resolve().parents[2]
Key = tuple[str, str]
"""A file's name, which gives its plans their ids, and the SHA-256 of its content."""


class Known:
    """The notes of one graph's data folder."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file = store.server.folder.path / "loaded.jsonl"
        self._mark = hashlib.sha256((_program() + _content(judgements_file(store.server.folder))).encode()).hexdigest()
        lines = [*_lines(self._file)]
        self._notes: dict[Key, dict[str, Any]] = {
            (line["name"], line["sha256"]): line for line in lines if line.get("mark") == self._mark
        }
        self._stale = len(self._notes) < len(lines)

    def skipped(self, files: Iterable[Path]) -> dict[Path, list[FileResult]]:
        """The files that need not be read, with what loading them would come to."""
        noted = {path: note for path in files if (note := self._notes.get((path.name, _content(path))))}
        hashes = self._hashes({plan for note in noted.values() for plan in note["plans"]})
        return {
            path: [replace(FileResult(**each), file=str(path), status="unchanged") for each in note["results"]]
            for path, note in noted.items()
            if all(hashes.get(plan) == known for plan, known in note["plans"].items())
        }

    def note(self, results: Sequence[FileResult], standing: Mapping[str, tuple[str, str]]) -> None:
        """Notes the files whose plans all stand; `standing` gives the content hash and the file's SHA-256 of plans."""
        new: list[dict[str, Any]] = []
        for file, found in groupby(results, key=lambda result: result.file):
            plans = [*found]
            names = [plan.plan for plan in plans if plan.plan in standing and plan.status != "failed"]
            if len(names) == len(plans):
                told = {"name": Path(file).name, "sha256": standing[str(names[0])][1], "mark": self._mark}
                kept = {str(name): standing[str(name)][0] for name in names}
                new.append(told | {"plans": kept, "results": [plan.to_json() for plan in plans]})
        self._notes |= {(line["name"], line["sha256"]): line for line in new}
        with suppress(OSError):  # the plans stand: a later load reads their files again, that is all
            self._write(new)

    def _write(self, new: Iterable[dict[str, Any]]) -> None:
        lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in (self._notes.values() if self._stale else new)]
        if self._stale:
            replace_text(self._file, "".join(lines))
            self._stale = False
        elif lines:
            with open(self._file, "a", encoding="utf-8") as stream:
                stream.writelines(lines)

    def _hashes(self, plans: set[str]) -> dict[str, str]:
        query = "MATCH (p:Plan) WHERE p.id IN $ids RETURN p.id AS id, p.contentHash AS hash"
        return {row["id"]: row["hash"] for row in self._store.read(query, ids=sorted(plans))} if plans else {}


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """The notes of a file; a line that was cut off, or that somebody else wrote, is none."""
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        try:
            note = json.loads(line)
        except (ValueError, RecursionError):
            note = None
        yield note if isinstance(note, dict) else {}


@cache
def _program() -> str:
    """A hash of all that tells what a file comes to: code, tables, the versions of packages."""
    digest = hashlib.sha256()
    for root in (_CODE / "graph", _CODE / "loaders", reference.folder(), _CODE / "constraints.txt"):
        for file in [root] if root.is_file() else sorted(root.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(root.parent).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _content(path: Path) -> str:
    """The SHA-256 of a file, empty where it can't be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
