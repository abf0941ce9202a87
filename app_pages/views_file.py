"""Views that people named, in a small file of the data folder: page and address of each.

Written whole and under a lock, so that two tabs, or two people on one machine, do not undo each other's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.server.locks import alone
from graph.server.runtime import replace_text
from loaders.errors import UserError

LONGEST, MOST = 60, 200
_WAIT = 5.0


class ViewsError(UserError):
    """The views can't be read or written."""


@dataclass(frozen=True)
class SavedView:
    """A view by its name: the page, and the rest of its address."""

    name: str
    page: str
    query: str


def saved(folder: Path) -> list[SavedView]:
    """The saved views, in the order in which they were named."""
    path = folder / "views.json"
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return [SavedView(str(each["name"]), str(each["page"]), str(each["query"])) for each in plain]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ViewsError(f"{path} can't be read as a list of views ({error}). Mend it, or move it away.") from error


def save(folder: Path, view: SavedView) -> bool:
    """Keeps a view; False where another one has its name, which stays. As many as there may be are not pushed out."""
    if not view.name.strip() or len(view.name) > LONGEST:
        raise ViewsError(f"A view needs a name of 1 to {LONGEST} characters.")

    def added(views: list[SavedView]) -> list[SavedView]:
        if view.name in {each.name for each in views}:
            return views
        if len(views) >= MOST:
            raise ViewsError(
                f"There are {MOST} saved views, and no more are kept. Forget one that is not needed first."
            )
        return [*views, view]

    _edit(folder, added)
    return view in saved(folder)


def remove(folder: Path, name: str) -> None:
    """Forgets a view; one that another tab has forgotten already is no failure."""
    _edit(folder, lambda views: [each for each in views if each.name != name])


def _edit(folder: Path, change: Callable[[list[SavedView]], list[SavedView]]) -> None:
    with alone(folder / "views.lock", _WAIT, ViewsError):
        views = change(saved(folder))
        text = json.dumps([asdict(view) for view in views], ensure_ascii=False, indent=1)
        replace_text(folder / "views.json", text)
