"""Writes a backup: while it is taken no program loads, so that it holds one moment of the graph."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from graph.backup.archive import FILES, HEAD, LEDGER, SCENARIOS, BackupError, Kept, head, member
from graph.export.files import whole
from graph.judging.current import current
from graph.judging.ledger import judgements_file
from graph.kept import canonical
from graph.links import linked
from graph.rebuild import kept_record
from graph.store import Store


@dataclass(frozen=True)
class Taken:
    """What a backup holds."""

    plans: int
    judgements: bool
    scenarios: int
    size: int
    """Bytes."""


def back_up(store: Store, path: Path) -> Taken:
    """Writes the graph and what people wrote down beside it to a new file, whole or not at all.

    Refuses while another program loads. Raises BackupError, and KeptRecordError for a plan of which the graph has no
    record.
    """
    if path.exists():
        raise BackupError(f"{path} exists already, and a backup is never written over. Name another file.")
    try:
        with store.exclusive(wait=0), whole(path) as draft:
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600))  # for its owner alone
            plans, judged, scenarios = _write(store, draft)
    except OSError as error:
        raise BackupError(
            f"The backup {path} can't be written ({error.strerror or error}). Free some space, or name another file."
        ) from error
    return Taken(plans, judged, scenarios, path.stat().st_size)


def _write(store: Store, draft: Path) -> tuple[int, bool, int]:
    rows = store.read("MATCH (p:Plan) RETURN p.id AS plan, p.contentHash AS hash ORDER BY plan")
    plans = [Kept(row["plan"], row["hash"] or "") for row in rows]
    folder = store.server.folder
    ledger, scenarios = judgements_file(folder), sorted((folder.path / SCENARIOS).glob("*.yml"))
    said = current(store)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    with ZipFile(draft, "w", ZIP_DEFLATED) as file:
        file.writestr(HEAD, head(plans, linked(store, said.topics, said.new_names), made, store.server.kind))
        for number, kept in enumerate(plans, start=1):
            file.writestr(member(number), canonical(kept_record(store, kept.plan)))
        for name, path in ((name, ledger if name == LEDGER else folder.path / name) for name in FILES):
            if path.is_file():
                file.write(path, name)
        for each in scenarios:
            file.write(each, f"{SCENARIOS}/{each.name}")
    return len(plans), ledger.is_file(), len(scenarios)
