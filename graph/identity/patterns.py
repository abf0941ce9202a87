"""How the names in bodies.tsv are written, and which further forms follow of themselves.

`|` parts names, `=` parts forms of one name, `(…)` may be left out, of `(…|…)` one is chosen, `{}` is where a place may
stand, `?` stands before a name that another body bears, too. Of themselves follow: 委员会 also as 委, 办公室 as 办,
监督管理 as 监管, 和 left out; 教育厅, 教育分局, 教育局{}分局 and 教育局{}管理局 beside 教育局.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

BRANCHED = "局"


def variants(cell: str) -> list[list[str]]:
    """The names of a cell, the forms of one name together: `科信局=科技和信息化局|科创(委|局)`."""
    groups = list[list[str]]()
    for piece in re.split(r"\|(?![^(]*\))", cell):
        names = [name for form in piece.split("=") for name in _choices(form) if name]
        groups += [list(dict.fromkeys(names))] if "=" in piece else [[name] for name in names]
    return groups


def expand(cell: str) -> list[str]:
    """All names that a cell stands for: `社保(基金)中心|医保(局|处)`."""
    return list(dict.fromkeys(name for group in variants(cell) for name in group))


def _choices(form: str) -> list[str]:
    """What a form with brackets stands for."""
    parts = re.split(r"\(([^)]*)\)", form)
    options = [part.split("|") if "|" in part else (["", part] if n % 2 else [part]) for n, part in enumerate(parts)]
    return ["".join(choice) for choice in product(*options)]


def by_level(cell: str) -> dict[str, str]:
    """Patterns by level from a cell `{place}公安局;国:公安部`; the one without a level stands under the empty key."""
    pieces = [piece.rpartition(":") for piece in cell.split(";") if piece]
    return {level: pattern for level, _, pattern in pieces}


def forms(name: str) -> Iterator[str]:
    """The usual shorter forms of a printed name, and those of its branches."""
    shorter = re.sub("委员会$", "委", re.sub("办公室$", "办", name))
    for long in {name, shorter}:
        for brief in {long, long.replace("监督管理", "监管")}:
            yield from {brief, brief.replace("和", ""), brief.replace("与", "")}
    if shorter.endswith("委") and len(name) > 3 and "{}" not in name:
        yield from (f"{name}{{}}分局", f"{shorter}{{}}分局")
    if name.endswith(BRANCHED) and len(name) > 2 and "{}" not in name:
        stem = name.removesuffix(BRANCHED)
        yield from (f"{stem}分局", f"{stem}{{}}分局", f"{name}{{}}分局", f"{name}{{}}管理局", f"{stem}厅")
