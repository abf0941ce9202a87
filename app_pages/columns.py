"""Plans side by side: as many as a person reads and a browser draws at once, and a word on those without a column."""

from __future__ import annotations

from collections.abc import Container, Sequence

from app_pages import pieces
from app_pages.markup import Html
from app_pages.view import View

MOST = 24


def beside_each_other(plans: Sequence[str], having: Container[str]) -> list[str]:
    """The plans that get a column, those that have what is compared first, each in their order."""
    return sorted(plans, key=lambda plan: plan not in having)[:MOST]


def left_out(view: View, plans: Sequence[str]) -> Html | None:
    """Says how many plans have no column, where some have none."""
    every = len(view.chosen())
    return pieces.note(view.say("compare.columns", shown=len(plans), all=every)) if len(plans) < every else None
