"""What each command of `cli.py` does, one module a subject; `terminal` shows what came of it.

The store's driver takes most of a second to import, so only the functions that need it import it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store import Store


class WrongUsage(Exception):
    """The command line asks for something that does not exist: exit code 2."""


def connect(data: Path | None, start: bool = True) -> Store:
    """The store of that folder; with `start` its server is started where none runs."""
    from commands import terminal
    from graph.store import open_store

    store = open_store(data, start=start)
    if advice := store.other_forms.advice():
        terminal.remark(advice)
    return store
