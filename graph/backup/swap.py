"""Puts what was restored in the place of what stood, in one step that is finished even where it is interrupted.

A restored graph is made ready in a folder of its own within the data folder. Renaming that folder to `restored` is the
step that decides. From then on whoever opens the graph first moves its parts to their places, as often as need be.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from graph.errors import StoreError
from graph.server.runtime import Folder

_READY = "restored"
_LIST = "parts.json"
_BEFORE = "before-restore"


def before(folder: Folder) -> Path:
    """Where the parts are kept that the last restore replaced."""
    return folder.path / _BEFORE


def decide(folder: Folder, made: Path, parts: Mapping[str, Path]) -> None:
    """Settles that parts of `made` go to these places, in the data folder or elsewhere; a part that it lacks goes."""
    (made / _LIST).write_text(json.dumps({part: str(place) for part, place in parts.items()}), "utf-8")
    shutil.rmtree(before(folder), ignore_errors=True)
    os.rename(made, folder.path / _READY)


def decided(folder: Folder) -> bool:
    """Whether a restore waits for its last step."""
    return os.path.isfile(folder.path / _READY / _LIST)


def adopt(folder: Folder) -> bool:
    """Moves what was decided to its place; nothing may have the graph open. Tells whether there was something.

    Raises StoreError where a part can't be moved: the next call goes on there.
    """
    ready = folder.path / _READY
    if not decided(folder):
        shutil.rmtree(ready, ignore_errors=True)  # moved already, all but the list
        return False
    try:
        before(folder).mkdir(exist_ok=True)
        for part, place in json.loads((ready / _LIST).read_text("utf-8")).items():
            _take_place(ready / part, Path(place), _kept(folder, Path(place)))
        (ready / _LIST).unlink()
    except (OSError, ValueError) as error:
        raise StoreError(
            f"A restore into {folder.path} was interrupted at its last step, which can't be done now ({error}). "
            f"Make its files writable, then try again; the restored graph is in {ready}."
        ) from error
    shutil.rmtree(ready, ignore_errors=True)
    return True


def _kept(folder: Folder, place: Path) -> Path:
    """Where that is kept which stands in a part's place."""
    inside = place.parent == folder.path
    return before(folder) / place.name if inside else place.with_name(f"{place.name}.{_BEFORE}")


def _take_place(new: Path, place: Path, kept: Path) -> None:
    begun = new.with_name(f"{new.name}.begun")
    if not begun.exists():
        if place.exists():
            _move(place, kept)
        begun.touch()
    if new.exists():
        _move(new, place)


def _move(source: Path, target: Path) -> None:
    """A folder in one stroke; a file may go to another disk."""
    if source.is_dir():
        os.rename(source, target)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
