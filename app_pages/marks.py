"""Marks passages of a plan's text, and hides what identifies a person.

Masking keeps the length, so that every offset of the extraction still points at its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app_pages.markup import Html, h, join

MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE = re.compile(r"(?<![\d-])(?:0\d{2,3}[-－ ]?\d{7,8}|1[3-9]\d{9}|1[3-9]\d[- ]\d{4}[- ]\d{4})(?![\d-])")
CALLED = re.compile(r"(?:联系电话|联系方式|咨询电话|举报电话|传真|电话)[：: ]*(\d{7,8})(?!\d)")
DOT = "•"


def mask(text: str) -> str:
    """The text with e-mail addresses and phone numbers dotted out, character for character."""
    text = MAIL.sub(lambda found: _dots(found.group(), keep=4), text)
    text = PHONE.sub(lambda found: _dots(found.group(), keep=3), text)
    return CALLED.sub(lambda found: found.group()[: -len(found[1])] + _dots(found[1], keep=2), text)


def _dots(text: str, keep: int) -> str:
    return "".join(c if i < keep or c in "@-－ " else DOT for i, c in enumerate(text))


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
