"""Marks passages of a plan's text, with what identifies a person masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app_pages.markup import Html, h, join
from loaders.private import mask


@dataclass(frozen=True)
class Mark:
    """A passage to mark: `kind` is its class, `pick` what a click on it asks for, `title` its tooltip."""

    start: int
    end: int
    kind: str
    pick: str | None = None
    title: str | None = None


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Html:
    """`text[start:end]` with its marks; of two that overlap the earlier and longer one is drawn."""
    stop = len(text) if end is None else end
    shown, at, parts = mask(text), start, list[Html | str]()
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start < at or mark.end > stop or mark.end <= mark.start:
            continue
        parts += [shown[at : mark.start], _drawn(shown, mark)]
        at = mark.end
    return join([*parts, shown[at:stop]])


def _drawn(text: str, mark: Mark) -> Html:
    return h(
        "mark",
        text[mark.start : mark.end],
        class_=mark.kind,
        data_pick=mark.pick,
        data_at=mark.start,
        title=mark.title,
        tabindex=0 if mark.pick else None,
        role="button" if mark.pick else None,
    )


def excerpt(text: str, start: int, end: int, around: int = 60) -> tuple[int, int]:
    """A window about a passage, widened to the nearest stops so that it reads as words."""
    left = max(text.rfind(stop, 0, max(0, start - around)) for stop in "。；\n")
    right = [found for stop in "。；\n" if (found := text.find(stop, min(len(text), end + around))) >= 0]
    return max(0, left + 1), min([len(text), *(r + 1 for r in right)])
