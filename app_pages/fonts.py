"""A Chinese font for saved pictures: the few signs that a picture shows, cut out of a free font of this machine.

A picture goes to machines without a Chinese font, so it takes its signs along. Only fonts whose licence (SIL Open Font
License) lets everybody pass parts of them on are looked for; ZEREN_FONT names another file.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.ttCollection import TTCollection

FREE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
"""Families by preference, as they name themselves."""

FILES = ("NotoSansCJK*-Regular.*", "NotoSansSC*", "NotoSansCJKsc*", "SourceHanSans*")
"""How their files are called."""

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
    "~/AppData/Local/Microsoft/Windows/Fonts",
)
"""Where systems keep fonts."""

DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
"""Tables that a line of signs from left to right does without."""

LICENCE = [0, 1, 2, 13, 14]
"""Of the font's texts its copyright, names and licence, which have to stay with every part of it."""

MOST = 6000
"""Different signs that are cut out at most."""


@dataclass(frozen=True)
class Face:
    """A font in a file, which may hold several."""

    path: Path
    number: int
    family: str


@cache
def face() -> Face | None:
    """The font that is used; None where this machine has no free Chinese one."""
    named = os.environ.get("ZEREN_FONT")
    found = [one for path in ([Path(named)] if named else _files()) for one in _faces(path)]
    wanted = [one for family in FREE for one in found if one.family == family]
    return next(iter(wanted or (found if named else [])), None)


def _files() -> Iterator[Path]:
    for folder in (Path(name).expanduser() for name in FOLDERS):
        for pattern in FILES:
            yield from sorted(folder.rglob(pattern))


def _faces(path: Path) -> list[Face]:
    """The fonts in a file; what is no font has none."""
    try:
        if path.suffix.lower() == ".ttc":
            fonts = TTCollection(str(path), lazy=True).fonts
        elif path.suffix.lower() in (".otf", ".ttf"):
            fonts = [TTFont(str(path), lazy=True)]
        else:
            return []
        return [Face(path, number, font["name"].getDebugName(1) or "") for number, font in enumerate(fonts)]
    except (OSError, TTLibError):
        return []


@lru_cache(maxsize=32)
def cut(used: Face, signs: str) -> bytes:
    """The font with these signs only, as WOFF."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=LICENCE)
    options.drop_tables += DROPPED
    font = TTFont(str(used.path), fontNumber=used.number, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs[:MOST])
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def part(signs: str) -> bytes | None:
    """The signs of a picture as a font; None where this machine has none to cut them from."""
    used = face()
    return cut(used, "".join(sorted(set(signs)))) if used else None
