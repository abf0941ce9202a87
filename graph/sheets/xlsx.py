"""Tables as an Excel workbook, a worksheet each: A4 across, the header on every page, pages numbered.

Every cell is written as text, so that nothing in it can become a formula; what begins like one is marked as quoted,
lest it turn into one when somebody edits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.export.files import whole
from graph.sheets.layout import Band, Cells, Column, Table, lines_of

FONT = "宋体"
_FORMULA = tuple("=+-@＝＋－＠\t")
_BARRED = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_NAME = 31
"""Characters that the name of a worksheet may have."""
_A4 = 9
_SIZE, _LINE = 9, 12.5
"""Points of a character and of a line."""
_ROOM = 60
"""Points for what is filled in by hand."""
_HIGHEST = 409
"""Points that a row may be high."""
_EDGE = {"border": 1, "border_color": "#7f7f7f"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_name": "黑体", "align": "center", "text_wrap": True},
    "above": {"font_size": 10, "align": "left", "text_wrap": True},
    "head": {"bold": True, "align": "center", "bg_color": "#e7ecf2", "text_wrap": True, **_EDGE},
    "band": {"bold": True, "bg_color": "#f4f6f8", "text_wrap": True, **_EDGE},
    "left": {"text_wrap": True, **_EDGE},
    "centre": {"align": "center", "text_wrap": True, **_EDGE},
    "below": {"font_size": 8, "font_color": "#595959", "text_wrap": True},
}


def write(tables: Sequence[Table], path: Path) -> None:
    """One workbook; it appears under its name only when it is whole."""
    with whole(path) as unfinished:
        settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(unfinished, settings) as book:
            looks = _Looks(book)
            for table, name in zip(tables, _names(tables), strict=True):
                _Sheet(book.add_worksheet(name), table, looks).fill()


class _Looks:
    """Formats by name; `quoted` is the same for a cell that begins like a formula."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": _SIZE, "valign": "vcenter"}
        self.plain = {name: book.add_format(base | look) for name, look in _LOOKS.items()}
        self.quoted = {name: book.add_format(base | look | {"quote_prefix": True}) for name, look in _LOOKS.items()}

    def of(self, name: str, text: str) -> Any:
        return (self.quoted if text.startswith(_FORMULA) else self.plain)[name]


class _Sheet:
    """One worksheet as it is filled from the top."""

    def __init__(self, sheet: Any, table: Table, looks: _Looks) -> None:
        self.sheet, self.table, self.looks, self.row = sheet, table, looks, 0
        self.shown = [index for index, column in enumerate(table.columns) if not column.hidden]
        self.width = sum(table.columns[index].width for index in self.shown)

    def fill(self) -> None:
        for index, column in enumerate(self.table.columns):
            options = {"hidden": 1} if column.hidden else {}
            self.sheet.set_column(index, index, _width(column), None, options)
        self._across(self.table.title, "title", 22)
        for line in self.table.above:
            self._line(line, "above", 14)
        head = self.row
        self._cells([column.head for column in self.table.columns], ["head"] * len(self.table.columns))
        first = self.row
        for row in self.table.rows:
            self._put(row)
        self._offer(first)
        for line in self.table.below:
            self._line(line, "below", 11)
        self._print(head)

    def _put(self, row: Band | Cells) -> None:
        if isinstance(row, Band):
            self._across(row.text, "band", 13)
            return
        lines = max(map(lines_of, row.texts, (column.width for column in self.table.columns)))
        self.sheet.set_row(self.row, min(_HIGHEST, max(lines * _LINE + 5, _ROOM if row.blank else 0)))
        self._cells(row.texts, ["centre" if column.centred else "left" for column in self.table.columns])

    def _cells(self, texts: Sequence[str], looks: Sequence[str]) -> None:
        for index, (text, look) in enumerate(zip(texts, looks, strict=True)):
            self._text(index, text, look)
        self.row += 1

    def _text(self, index: int, text: str, look: str) -> None:
        if text:
            self.sheet.write_string(self.row, index, text, self.looks.of(look, text))
        else:
            self.sheet.write_blank(self.row, index, None, self.looks.plain[look])

    def _across(self, text: str, look: str, height: float) -> None:
        """A text over all columns; such a cell does not grow by itself."""
        size = _LOOKS[look].get("font_size", _SIZE)
        self.sheet.set_row(self.row, height * lines_of(text, self.width * _SIZE / size) + 4)
        if len(self.shown) > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.shown[-1], "", self.looks.plain[look])
        self._text(0, text, look)
        self.row += 1

    def _line(self, line: str, look: str, height: float) -> None:
        """A line outside the table; what tabs part stands in cells of its own, spread over the columns."""
        parts = line.split("\t")
        if len(parts) == 1 or len(parts) > len(self.shown):
            self._across("　".join(parts), look, height)
            return
        for part, (first, last) in zip(parts, _spread(self.table.columns, self.shown, len(parts)), strict=True):
            if last > first:
                self.sheet.merge_range(self.row, first, self.row, last, "", self.looks.plain[look])
            self._text(first, part, look)
        self.sheet.set_row(self.row, height + 4)
        self.row += 1

    def _offer(self, first: int) -> None:
        """Lists to choose from in the cells that have them."""
        for index, column in enumerate(self.table.columns):
            if column.choices and self.row > first:
                rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
                self.sheet.data_validation(first, index, self.row - 1, index, rule)

    def _print(self, head: int) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, self.row - 1, self.shown[-1])
        sheet.freeze_panes(head + 1, 0)
        sheet.set_footer(f"&C&9{self.table.footer.format(page='&P', pages='&N')}")


def _width(column: Column) -> float:
    """The column's width as Excel counts it, in digits of 7 pixels, with room at the sides."""
    return (column.width * _SIZE * 4 / 3 + 8) / 7


def _spread(columns: Sequence[Column], shown: Sequence[int], parts: int) -> Iterator[tuple[int, int]]:
    """First and last column of each of so many parts, of about equal width; there are as many columns at least."""
    share, first, width = sum(columns[index].width for index in shown) / parts, 0, 0.0
    for part in range(1, parts + 1):
        last = first
        width += columns[shown[last]].width
        while part == parts or width < share * part - 0.01:
            if len(shown) - last - 1 <= parts - part:
                break
            last += 1
            width += columns[shown[last]].width
        yield shown[first], shown[last]
        first = last + 1


def _names(tables: Sequence[Table]) -> Iterator[str]:
    """A name for each worksheet that Excel takes, each another."""
    taken: set[str] = set()
    for table in tables:
        name = base = " ".join(_BARRED.sub(" ", table.name).split())[:_NAME] or "1"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base[: _NAME - len(f' {number}')]} {number}"
        taken.add(name.casefold())
        yield name
