"""The form of the data: what a load writes, and what the embedded server writes; an older or newer one is told.

Each plan carries the number of the form in which it was written. An older one is read as well as it goes, and brought
up to date by building the plan anew from its record. A newer one may mean something else by the same words: it is left
alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
"""Raised when a load writes something else for the same record, so that questions would misread what stands."""
MANY = 5

FIND = (
    "MATCH (p:Plan) WHERE coalesce(p.format, 0) <> $format "
    "RETURN p.id AS plan, coalesce(p.format, 0) AS format, p.contentHash IS NULL AS foreign"
)


@dataclass(frozen=True)
class OtherForms:
    """The plans whose form is not this version's."""

    older: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    foreign: int = 0
    """Nodes labelled Plan that this program did not write: every question would count them."""

    @staticmethod
    def of(rows: Sequence[dict[str, Any]]) -> OtherForms:
        """From the rows that FIND gives."""
        found = sorted((str(row["plan"]), int(row["format"])) for row in rows if not row["foreign"])
        return OtherForms(
            tuple(plan for plan, form in found if form < FORMAT),
            tuple(plan for plan, form in found if form > FORMAT),
            len(rows) - len(found),
        )

    def refusal(self) -> str | None:
        """Why the graph can't be used, None where it can."""
        if self.foreign:
            return (
                f"The database holds data of another program: {self.foreign} nodes labelled Plan that this one did not "
                "load, which would be counted as plans. Give it a database of its own (NEO4J_DATABASE), or remove them."
            )
        if not self.newer:
            return None
        return (
            f"{_named(self.newer)} loaded by a newer version of this program, whose data this one (format {FORMAT}) "
            "does not understand. Update the program, or name another folder with --data or ZEREN_DATA."
        )

    def advice(self) -> str | None:
        """What to do about plans of an older form, None where there are none."""
        if not self.older:
            return None
        return (
            f"{_named(self.older)} loaded by an earlier version of this program, so answers may lack something. "
            "Bring them up to date: python cli.py rebuild"
        )


def _named(plans: tuple[str, ...]) -> str:
    more = f" and {len(plans) - MANY} others" if len(plans) > MANY else ""
    verb = "was" if len(plans) == 1 else "were"
    return f"{'Plan' if len(plans) == 1 else 'Plans'} {', '.join(plans[:MANY])}{more} {verb}"


def newer_engine(mark: Path, installed: str) -> str | None:
    """Why this version of the embedded server must not open the data that another wrote, None where it may."""
    try:
        wrote = str(json.loads(mark.read_text("utf-8"))["engine"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a new folder, or one of a version that left no mark: older than this one
    if _numbers(wrote) <= _numbers(installed):
        return None
    return (
        f"the data of {mark.parent} was written by ArcadeDB {wrote}, which is newer than {installed} here. Install the "
        "packages of the newer version, or load a backup into another folder: python cli.py restore FILE --data FOLDER."
    )


def engine_mark(installed: str) -> str:
    """What is left in the data folder for `newer_engine`."""
    return json.dumps({"engine": installed, "format": FORMAT})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
