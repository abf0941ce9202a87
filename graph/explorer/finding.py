"""Finds points by name as one types: by a part of the name, by pinyin (gonganju) or by its initials (gaj)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.explorer.spelling import spelled as syllables_of
from graph.explorer.web import Point, Web

MOST = 12
KINDS = ("Jurisdiction", "Topic", "Function", "Agency", "Task", "Document", "Platform")
"""Of equally good hits, the kinds with fewer points first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A point with all that it may be found by, in small letters."""

    point: str
    weight: int
    names: tuple[str, ...]
    spelled: tuple[str, ...]
    initials: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """What can be found in a web."""

    entries: Sequence[Entry]

    def find(self, words: str, most: int = MOST) -> list[str]:
        """The points that fit best; none for no words."""
        asked = "".join(words.lower().split())
        if not asked:
            return []
        parts = re.compile(".*?".join(map(re.escape, asked)))  # 发改 stands in 发展改革委, 电信诈骗 in 电信网络诈骗
        scored = [(score, entry) for entry in self.entries if (score := _score(entry, asked, parts))]
        scored.sort(key=lambda hit: (-hit[0], _kind(hit[1]), -hit[1].weight, hit[1].names[0], hit[1].point))
        return [entry.point for _, entry in scored[:most]]


def index(web: Web, also: Mapping[str, Iterable[str]] | None = None) -> Index:
    """The index of a web; `also` gives other names of points: how plans print an agency."""
    entries, forms = [], {name: _forms(point, also or {}) for name, point in web.points.items()}
    heard = syllables_of(form for names in forms.values() for form in names if not form.isascii())
    for name, names in forms.items():
        if names:
            syllables = [heard[form] for form in names if not form.isascii()]
            spelled = tuple("".join(parts) for parts in syllables)
            initials = tuple("".join(part[:1] for part in parts) for parts in syllables)
            entries.append(Entry(name, web.degree(name), names, spelled, initials))
    return Index(entries)


def _forms(point: Point, also: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """All names of a point, in small letters without spaces."""
    names = (point.name, point.name_en, *also.get(point.id, ()))
    return tuple(dict.fromkeys("".join(name.lower().split()) for name in names if name))


def _score(entry: Entry, asked: str, parts: re.Pattern[str]) -> int:
    """How well a point fits: the name itself, its beginning, a part of it; the same by sound; its letters in order."""
    if asked in entry.names:
        return 7
    if any(name.startswith(asked) for name in entry.names):
        return 6
    if any(asked in name for name in entry.names):
        return 5
    if asked.isascii():
        return _sounds(entry, asked, parts)
    return 3 if len(asked) > 1 and any(parts.search(name) for name in entry.names) else 0


def _sounds(entry: Entry, asked: str, parts: re.Pattern[str]) -> int:
    """The same for pinyin and initials. Few letters would fit nearly all names somewhere, so more are asked for."""
    spelled, initials = entry.spelled, entry.initials
    if asked in spelled or asked in initials:
        return 4
    if any(name.startswith(asked) for name in spelled + initials):
        return 3
    if len(asked) > 1 and any(asked in name for name in initials):
        return 2
    if len(asked) > 3 and any(asked in name for name in spelled):
        return 2
    return 1 if len(asked) > 2 and any(parts.search(name) for name in initials) else 0


def _kind(entry: Entry) -> int:
    return KINDS.index(entry.point.partition(":")[0])
