"""Tables that name units in their head and tell by a mark in a row who leads and who supports: ★ 牵头, △ 配合."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.clauses import Clause
from loaders.clean import CellSpan
from loaders.names import COLLECTIVE, Name, is_unit
from loaders.roles import LABEL_STEMS, STEMS, Role

MARKS = "★☆●○◎▲△■□◆◇√✓✔*＊※"
MARK = re.compile(rf"[{MARKS}]")
LEGEND = re.compile(
    rf"[“\"（(]?(?P<mark>[{MARKS}])[”\"）)]?\s*(?:号|标记)?(?:的|者)?(?:单位|部门)?\s*(?:即?为|是|表示|代表|指|[:：—-])?\s*(?P<stem>{STEMS})"
)
USUAL = dict.fromkeys("★●◎▲■◆", Role.LEAD) | dict.fromkeys("☆○△□◇", Role.SUPPORT)
"""What a mark means where no legend stands by the table: the full one leads, the empty one supports."""
REACH = 300
"""Characters before and behind a table in which its legend is sought."""


def marked_columns(text: str, head: Sequence[CellSpan], rows: Sequence[Sequence[CellSpan]]) -> tuple[int, ...]:
    """The columns that a unit heads and that hold nothing but marks."""
    found = []
    for column, cell in enumerate(head):
        below = [text[row[column].start : row[column].end].strip() for row in rows if column < len(row)]
        marks = [words for words in below if words]
        if is_unit(_squeezed(text, cell)) and marks and all(MARK.fullmatch(words) for words in marks):
            found.append(column)
    return tuple(found) if len(found) > 1 else ()


def legend(text: str, start: int, end: int) -> dict[str, Role]:
    """What the marks of the table text[start:end] mean, by the words around it."""
    around = text[max(0, start - REACH) : start] + "\n" + text[start : end + REACH]
    return {match["mark"]: LABEL_STEMS[match["stem"]] for match in LEGEND.finditer(around)}


def by_marks(
    text: str, row: Sequence[CellSpan], heads: dict[int, CellSpan], meaning: dict[str, Role]
) -> Iterator[Clause]:
    """A clause for each unit that a mark in this row names; its name is the one in the head."""
    for column, head in heads.items():
        mark = text[row[column].start : row[column].end].strip() if column < len(row) else ""
        if mark:
            role = meaning.get(mark) or USUAL.get(mark, Role.RESPONSIBLE)
            words = text[head.start : head.end]
            yield Clause(mark, role, (Name(words, head.start, head.end, bool(COLLECTIVE.search(words))),))


def _squeezed(text: str, cell: CellSpan) -> str:
    return re.sub(r"\s", "", text[cell.start : cell.end])
