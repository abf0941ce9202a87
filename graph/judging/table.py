"""A table of text as people save it: from this program, from Excel, from an editor.

Excel saves "Unicode text" as UTF-16 with tabs, "CSV UTF-8" with commas, "Text" in the code page of the system, and puts
quotes where it likes. All are read; what is written is UTF-8 with a mark and tabs, which Excel opens as it is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.export.csv import BOM

DELIMITERS = "\t,;"
LONGEST_CELL = 20
"""Lines that one cell may run over."""
_FORMULA = tuple("=+-@＝＋－＠'")
_NUMBER = re.compile(r"[\d.,/:\-年月日时分 ]*\d[\d.,/:\-年月日时分 ]*(?:[eE]\d+)?%?")
"""What a spreadsheet would turn into a number, a date or a time."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Line:
    """One row with the number of its line in the file; rows without any text are left out."""

    number: int
    cells: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The text of the bytes; raises UnicodeDecodeError where it is none."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def lines(text: str) -> list[Line]:
    """The rows of a table, whatever parts its cells; raises csv.Error where it is none."""
    found = list[Line]()
    delimiter = _delimiter(text)
    for number, stretch in _stretches(text):
        reader, before = csv.reader(stretch, delimiter=delimiter), 0
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append(Line(number + before, tuple(plain(cell) for cell in row)))
            before = reader.line_num
    return found


def _stretches(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that belong together, since one closes what another quotes; a quote left open harms its line alone."""
    whole, start = io.StringIO(text, newline="").readlines(), 0
    while start < len(whole):
        ends = range(start + 1, min(start + LONGEST_CELL, len(whole)) + 1)
        end = next((end for end in ends if "".join(whole[start:end]).count('"') % 2 == 0), start + 1)
        yield start + 1, whole[start:end]
        start = end


def _delimiter(text: str) -> str:
    return max(DELIMITERS, key=text.split("\n", 1)[0].count)


def row(cells: tuple[str, ...]) -> str:
    """One row as it is written."""
    return "\t".join(guarded(cell) for cell in cells) + "\r\n"


def in_house_style(raw: bytes, text: str) -> bool:
    """Whether a file is as this program writes it, so that a row can be put behind it as it stands."""
    return raw.startswith(codecs.BOM_UTF8) and _delimiter(text) == "\t"


def guarded(cell: str) -> str:
    """A cell that a spreadsheet takes for text: no formula, no number, no date; no line breaks, no stray quote."""
    cell = _BREAKS.sub(" ", cell).strip()
    if cell.startswith(_FORMULA) or _NUMBER.fullmatch(cell):
        cell = f"'{cell}"
    return '"' + cell.replace('"', '""') + '"' if '"' in cell else cell


def plain(cell: str) -> str:
    """The cell without the guard before it."""
    cell = cell.strip().removeprefix(BOM)
    return cell[1:] if cell.startswith("'") else cell
