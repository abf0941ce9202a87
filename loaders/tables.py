"""Tables of tasks: head words tell what a column holds, each row is a task.

A table is read only where a column holds units; lists of projects with firms and of requests to a higher level
(建议责任单位, 诉求) have none, and give no task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.clauses import Assignment, Clause, clauses_of, resolve
from loaders.clean import CellSpan, TableSpan
from loaders.marks import by_marks, legend, marked_columns
from loaders.roles import UNIT_COLUMNS, Role, column_meaning, head_role
from loaders.rules import first_leads
from loaders.segment import LONGEST_TITLE

DEEPEST_HEAD = 4
"""Rows from a table's top in which its head is sought: captions and notes may stand above it."""
LONGEST_HEAD = 16
FEWEST_MARKED = 3
"""Columns of a table that may tell by marks: an item, and two units at least."""
SPACE = re.compile(r"\s+")
DITTO = re.compile(r"\s*(?:同上|〃|″)\s*")
NUMBER = re.compile(r"\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[)）]?[、.．]?\s*")
TITLE_STOP = re.compile(r"[。：:；;\n]")


@dataclass(frozen=True)
class TableTask:
    """One row: its number, title and text as places, and who does it."""

    number: str
    title: tuple[tuple[int, int], ...]
    """Where it stands: in one cell, or in two where a row runs over a page."""
    section: str | None
    start: int
    end: int
    contents: tuple[tuple[int, int], ...]
    deadlines: tuple[tuple[int, int], ...]
    assignment: Assignment | None


@dataclass
class _Columns:
    """What each column of a table holds, and the head words of those that hold units."""

    meaning: dict[int, str]
    words: dict[int, str]
    group: str | None = None
    rule: str | None = None
    heads: dict[int, CellSpan] = field(default_factory=dict)
    """The head cells of columns that a unit heads and that hold marks."""
    marks: dict[str, Role] = field(default_factory=dict)


def read_tables(text: str, tables: Sequence[TableSpan]) -> Iterator[tuple[TableSpan, list[TableTask]]]:
    """The tasks of each table that hands out work, under the table that they began in.

    A table without a head, or with the same head once more, goes on with the one before it.
    """
    columns: _Columns | None = None
    origin: TableSpan | None = None
    for table in tables:
        rows = _repeated(text, table.rows)
        head = _head(text, rows)
        if head is None and (columns is None or max(map(len, rows)) != len(columns.meaning)):
            columns = origin = None
            continue
        if head is not None:
            index, found = head
            rows = rows[index + 1 :]
            found.marks = legend(text, table.start, table.end) if found.heads else {}
            same = columns is not None and columns.meaning == found.meaning
            origin, columns = (origin, columns) if same else (table, found)
        if columns is None or not _hands_out(columns):
            columns = origin = None
            continue
        yield origin or table, list(_tasks(text, _joined(text, rows, columns), columns))


def _repeated(text: str, rows: Sequence[tuple[CellSpan, ...]]) -> list[tuple[CellSpan, ...]]:
    """The rows, with the cell above in place of 同上 or 〃."""
    done: list[tuple[CellSpan, ...]] = []
    for row in rows:
        above = done[-1] if done else ()
        done.append(
            tuple(
                CellSpan(above[i].start, above[i].end, True)
                if i < len(above) and DITTO.fullmatch(text, cell.start, cell.end)
                else cell
                for i, cell in enumerate(row)
            )
        )
    return done


def _head(text: str, rows: Sequence[tuple[CellSpan, ...]]) -> tuple[int, _Columns] | None:
    for index, row in enumerate(rows[:DEEPEST_HEAD]):
        words = [SPACE.sub("", text[cell.start : cell.end]) for cell in row]
        meaning = {column: column_meaning(word) for column, word in enumerate(words)}
        marked = marked_columns(text, row, rows[index + 1 :]) if len(words) > FEWEST_MARKED else ()
        meaning |= dict.fromkeys(marked, "marked")
        known = {value for value in meaning.values() if value}
        if len(known) >= 2 and len(set(words)) > 1 and all(len(word) <= LONGEST_HEAD for word in words if word):
            below = _head(text, rows[index + 1 : index + 2])
            if below:  # a head of two rows: 责任单位 over 牵头单位 and 配合单位
                upper = {column: value for column, value in meaning.items() if value and value not in UNIT_COLUMNS}
                lower = {column: value for column, value in below[1].meaning.items() if value != "other"}
                return index + 1, replace(below[1], meaning=below[1].meaning | upper | lower)
            if not known & {"title", "content"}:
                meaning |= {column: "title" for column, value in meaning.items() if value == "section"}
            labels = {column: words[column] for column, value in meaning.items() if value in UNIT_COLUMNS}
            heads = {column: row[column] for column in marked}
            return index, _Columns({column: value or "other" for column, value in meaning.items()}, labels, heads=heads)
    return None


def _hands_out(columns: _Columns) -> bool:
    held = set(columns.meaning.values())
    return bool(held & {*UNIT_COLUMNS, "marked"}) and "request" not in held and bool(held & {"title", "content"})


def _joined(
    text: str, rows: Sequence[tuple[CellSpan, ...]], columns: _Columns
) -> Iterator[tuple[tuple[CellSpan, ...], ...]]:
    """Rows with those that only go on from the page before (no number where others have one) joined to them."""
    numbered = [column for column, meaning in columns.meaning.items() if meaning == "number"]
    group: list[tuple[CellSpan, ...]] = []
    for row in rows:
        goes_on = (
            bool(numbered)
            and bool(group)
            and all(column < len(row) and not text[row[column].start : row[column].end].strip() for column in numbered)
        )
        if group and not (goes_on and not _section_row(text, row)):
            yield tuple(group)
            group = []
        group.append(row)
    if group:
        yield tuple(group)


def _section_row(text: str, row: tuple[CellSpan, ...]) -> bool:
    """Whether one cell spans the row: a heading for the rows below."""
    filled = [i for i, cell in enumerate(row) if text[cell.start : cell.end].strip()]
    one = len({(row[i].start, row[i].end) for i in filled}) == 1
    return one and len(row) > 1 and (filled[0] == 0 or len(filled) > 1)


def _over_numbered(text: str, groups: Sequence[tuple[tuple[CellSpan, ...], ...]], columns: _Columns) -> bool:
    """Whether cells of the title column stand over several rows whose contents are numbered: they head sections."""
    kinds = {meaning: column for column, meaning in columns.meaning.items()}
    if not {"title", "content"} <= kinds.keys() or "number" in kinds:
        return False
    rows = [row for group in groups for row in group if len(row) == len(columns.meaning)]
    merged = any(row[kinds["title"]].merged for row in rows)
    contents = [(row[kinds["content"]].start, row[kinds["content"]].end) for row in rows]
    return merged and all(_printed_number(text, span) for span in contents)


def _tasks(text: str, found: Iterator[tuple[tuple[CellSpan, ...], ...]], columns: _Columns) -> Iterator[TableTask]:
    groups = list(found)
    if _over_numbered(text, groups, columns):
        columns.meaning |= {
            column: {"title": "section", "content": "title"}.get(value, value)
            for column, value in columns.meaning.items()
        }
    for group in groups:
        row = group[0]
        if _section_row(text, row) and len(group) == 1:
            cell = next(cell for cell in row if text[cell.start : cell.end].strip())
            columns.group = SPACE.sub("", text[cell.start : cell.end])
            continue
        if len(row) != len(columns.meaning) or _head(text, [row]):
            continue
        yield _task(text, group, columns)


def _task(text: str, group: tuple[tuple[CellSpan, ...], ...], columns: _Columns) -> TableTask:
    def cells(meaning: str) -> list[tuple[int, int]]:
        spans = [
            (row[column].start, row[column].end)
            for column, value in columns.meaning.items()
            if value == meaning
            for row in group
            if column < len(row)
        ]
        return [span for span in dict.fromkeys(spans) if text[span[0] : span[1]].strip()]

    number = "".join(SPACE.sub("", text[start:end]) for start, end in cells("number")[:1])
    titles, contents = cells("title"), cells("content")
    section = columns.group or "".join(SPACE.sub("", text[a:b]) for a, b in cells("section")[:1]) or None
    named = (titles or contents)[:1] + _rest_of_title(text, group, columns, titles)
    number = number or "".join(_printed_number(text, span) for span in named[:1])
    title = tuple(_title(text, span) for span in named)
    start = min(cell.start for row in group for cell in row if not cell.merged)
    end = max(cell.end for row in group for cell in row)
    body = [span for span in titles if span not in named] + contents if titles else contents
    return TableTask(
        number,
        title,
        section,
        start,
        end,
        tuple(body or titles),
        tuple(cells("deadline")),
        _assignment(text, group, columns),
    )


def _printed_number(text: str, span: tuple[int, int]) -> str:
    """The number that a title cell begins with, where the table has no column of numbers."""
    found = NUMBER.match(text, *span)
    return found.group().strip(" 、.．") if found and found.group().strip()[-1:] in "、.．)）" else ""


def _rest_of_title(
    text: str, group: tuple[tuple[CellSpan, ...], ...], columns: _Columns, titles: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The cells below a title that it goes on in, where the row goes on behind a page."""
    column = next((column for column, meaning in columns.meaning.items() if meaning == "title"), None)
    if column is None or not titles or TITLE_STOP.search(text, *titles[0]):
        return []
    below = [(row[column].start, row[column].end) for row in group[1:] if column < len(row)]
    return [span for span in below if span in titles[1:] and not TITLE_STOP.search(text, *span)]


def _title(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A title cell whole, or its first sentence where the cell holds more than a title."""
    start, end = span
    number = NUMBER.match(text, start, end)
    if number and number.end() < end and number.group().strip()[-1:] in "、.．)）":
        start = number.end()
    if (
        end - start > LONGEST_TITLE
        and (stop := TITLE_STOP.search(text, start, end))
        and stop.start() - start <= LONGEST_TITLE
    ):
        end = stop.start()
    return start, end


def _assignment(text: str, group: tuple[tuple[CellSpan, ...], ...], columns: _Columns) -> Assignment | None:
    """Who the cells name: a lead column leads; a cell may itself hold labels or verbs (市经信局牵头，相关部门参与)."""
    clauses: list[Clause] = [each for row in group for each in by_marks(text, row, columns.heads, columns.marks)]
    spans = [(row[column].start, row[column].end) for row in group for column in columns.heads if column < len(row)]
    for column, meaning in columns.meaning.items():
        if meaning not in UNIT_COLUMNS:
            continue
        for row in group:
            if column >= len(row):
                continue
            cell = row[column]
            end = cell.end
            if rule := first_leads(text, cell.start, end):
                columns.rule, end = rule.group(), rule.start()
            if text[cell.start : end].strip() and (cell.start, cell.end) not in spans:
                spans.append((cell.start, cell.end))
                clauses.extend(
                    clauses_of(text, cell.start, end, head_role(meaning, columns.words[column]), columns.words[column])
                )
    if not any(name.text for clause in clauses for name in clause.names):
        return None
    return resolve(min(spans)[0], max(end for _, end in spans), "table", clauses, columns.rule)
