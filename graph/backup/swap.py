"""Puts what was restored in the place of what stood, in one step that is finished even where it is interrupted.

A restored graph is made ready in a folder of its own within the data folder. Renaming that folder to `restored` is the
step that decides. From then on whoever opens the graph first moves its parts to their places, as often as need be.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from graph.server.runtime import Folder

_READY = "restored"
_LIST = "parts.json"
_BEFORE = "before-restore"


def before(folder: Folder) -> Path:
    """Where the parts are kept that the last restore replaced."""
    return folder.path / _BEFORE


def decide(folder: Folder, made: Path, parts: Iterable[str]) -> None:
    """Settles that these parts of a folder take the places of those of the same names; a part that it lacks goes."""
    (made / _LIST).write_text(json.dumps(sorted(parts)), "utf-8")
    shutil.rmtree(before(folder), ignore_errors=True)
    os.rename(made, folder.path / _READY)


def adopt(folder: Folder) -> bool:
    """Moves what was decided to its place; nothing may have the graph open. Tells whether there was something."""
    ready = folder.path / _READY
    if not (ready / _LIST).is_file():
        shutil.rmtree(ready, ignore_errors=True)  # moved already, all but the list
        return False
    before(folder).mkdir(exist_ok=True)
    for part in json.loads((ready / _LIST).read_text("utf-8")):
        new, place, begun = ready / part, folder.path / part, ready / f"{part}.begun"
        if not begun.exists():
            if place.exists():
                os.rename(place, before(folder) / part)
            begun.touch()
        if new.exists():
            os.rename(new, place)
    (ready / _LIST).unlink()
    shutil.rmtree(ready, ignore_errors=True)
    return True
