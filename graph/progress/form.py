"""A grid as a filled form: its lines, and for each row the cells by column. What can't be told apart is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.progress.grid import Cell, Grid
from graph.words import Words, texts
from loaders.numbering import DIGITS, numeral
from loaders.private import mask

CONTENT = ("goal", "problems", "progress", "status")
NEEDED = ("goal", "problems", "progress")
_COLUMNS, _FAULTS = (Path(__file__).with_name(name) for name in ("columns.yml", "faults.yml"))
_MARKS = re.compile(r"[\s（）()【】\[\]:：、，,。.．*＊_－—/\\-]+")
_CHINESE = "〇零○一二三四五六七八九十"
_NUMBER = rf"(\d{{1,2}}|[{_CHINESE}]{{1,3}})"
_DAY = re.compile(rf"(\d{{4}}|[{_CHINESE}]{{4}})[年./-]{_NUMBER}[月./-]{_NUMBER}日?")
_LINE = re.compile(r"(?:^|(?<=[\s\u3000\t]))([^\s：:]{2,12}?)\s*[：:]")
"""What a part of a line outside the table begins with (年份：2019　季度：一)."""


@dataclass(frozen=True)
class Fault:
    """Something in a form that can't be read, with its cell."""

    at: str
    words: Words


@dataclass(frozen=True)
class Filled:
    """One row of a form."""

    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """What stands in that column."""
        cell = self.cells.get(column)
        return cell.text.strip() if cell else ""


@dataclass
class Form:
    """A filled form as it stands in the file."""

    name: str
    lines: dict[str, Cell] = field(default_factory=dict)
    rows: list[Filled] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What was left out and harms nothing."""


def bare(text: str) -> str:
    """A heading without spaces and marks."""
    return _MARKS.sub("", text)


def fault(at: str, key: str, /, **given: object) -> Fault:
    """A fault of that key; what people wrote is masked, as wherever it is shown."""
    shown = {name: mask(str(value)) for name, value in given.items()}
    return Fault(at, texts(_FAULTS)[key].filled(**shown))


def read_form(grid: Grid) -> Form | None:
    """The form in a grid, None where it has no head row of one."""
    place = next((place for place, row in enumerate(grid.rows) if _is_head(row)), None)
    if place is None:
        return None
    form = Form(grid.name)
    columns = _columns(form, grid.rows[place])
    for row in grid.rows[:place]:
        _take_lines(form, row)
    for row in grid.rows[place + 1 :]:
        if _is_outside(row, len(grid.rows[place])):
            _take_lines(form, row)
        elif not _is_head(row):
            filled = Filled({name: row[column] for name, column in columns.items() if column < len(row)})
            if any(filled.text(name) for name in ("item", "task", *CONTENT)):
                form.rows.append(filled)
    return form


def names(column: str) -> str:
    """What the forms of this program call a column or line."""
    kinds = _kinds()
    return str((kinds["columns"].get(column) or kinds["lines"][column])[0])


def status_of(text: str) -> str | None:
    """done, going or waiting; None for other words."""
    return _known("statuses").get(bare(text))


def number_of(text: str) -> int | None:
    """A year or quarter: 2019, 2019年, 二〇一九年度, 第一季度, Q1."""
    found = re.fullmatch(rf"第?[Qq]?(\d{{1,4}}|[{_CHINESE}]{{1,4}})(?:年度?|季度?)?", bare(text))
    if not found:
        return None
    words = found[1]
    if words.isdecimal():
        return int(words)
    return _digits(words) if len(words) == 4 else numeral(words)


def day_of(text: str) -> str | None:
    """A day that is named whole: 2019-04-08, 2019年4月8日, 二〇一九年四月八日; None for others."""
    found = _DAY.fullmatch(re.sub(r"\s+", "", text).split("T")[0])
    if not found:
        return None
    year, month, day = found.groups()
    try:
        return date(int(year) if year.isdecimal() else _digits(year), numeral(month), numeral(day)).isoformat()
    except ValueError:
        return None


def _digits(words: str) -> int:
    return int("".join(str(DIGITS.get(sign.replace("○", "〇"), 0)) for sign in words))


def _is_head(row: Sequence[Cell]) -> bool:
    found = {_known("columns").get(bare(cell.text)) for cell in row} - {None}
    return bool(found & {"item", "task"}) and len(found) >= 3


def _columns(form: Form, head: Sequence[Cell]) -> dict[str, int]:
    """The place of each column; one that is missing, unknown or there twice is told."""
    found: dict[str, int] = {}
    unknown: list[Cell] = []
    for column, cell in enumerate(head):
        name = _known("columns").get(bare(cell.text))
        if name is None:
            unknown += [cell] if cell.text and cell not in unknown else []
        elif name in found and head[found[name]].at != cell.at:
            form.faults.append(fault(cell.at, "column_twice", name=cell.text))
        else:
            found.setdefault(name, column)
    if missing := [name for name in NEEDED if name not in found]:
        told = {"missing": "、".join(map(names, missing)), "unknown": "、".join(cell.text for cell in unknown) or "—"}
        form.faults.append(fault(unknown[0].at if unknown else head[0].at, "columns_missing", **told))
    else:
        form.notes += [fault(cell.at, "column_idle", name=cell.text) for cell in unknown]
    return found


def _take_lines(form: Form, row: Sequence[Cell]) -> None:
    """Takes what a row says outside the table (年份：2019), the text in the cell itself or in the next."""
    for place, cell in enumerate(row):
        after = row[place + 1] if place + 1 < len(row) else None
        for name, text in _said(cell.text):
            beside = not text and after is not None and after.at != cell.at and not [*_said(after.text)]
            form.lines.setdefault(name, after if beside and after else Cell(text, cell.at))


def _said(text: str) -> Iterator[tuple[str, str]]:
    """Names and texts of a line such as 年份：2019　季度：一　填报单位（盖章）：市公安局."""
    known = _known("lines")
    marks = [found for found in _LINE.finditer(text) if bare(found[1]) in known]
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        yield known[bare(mark[1])], text[mark.end() : after.start() if after else None].strip()


def _is_outside(row: Sequence[Cell], width: int) -> bool:
    """Whether a row below the head is none of the table: a line of text, one cell over all columns, 填报人：…"""
    filled = [cell for cell in row if cell.text]
    if not filled or (len(row) == 1 and width > 1):
        return True
    heading = len({cell.at for cell in filled}) == 1 and len(filled) > 2
    return heading or bool([*_said(filled[0].text)])


@cache
def _known(kind: str) -> Mapping[str, str]:
    return {bare(word): name for name, words in _kinds()[kind].items() for word in words}


@cache
def _kinds() -> dict[str, Any]:
    return dict(yaml.safe_load(_COLUMNS.read_text("utf-8")))
