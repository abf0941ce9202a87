"""How the command line shows things: tables and bars for people, JSON and CSV for programs.

What a program reads goes to standard output as UTF-8 on every system; what only a person needs
(progress, remarks, failures) goes to standard error.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from graph.export.csv import BOM, write_table
from loaders.errors import UserError

WIDE = 10_000
"""Columns of an output that is no terminal: a table in a file or a pipe is never cut."""


def use_utf8() -> None:
    """Standard output and error as UTF-8: a Chinese Windows would pipe GBK, which JSON must not be."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def fail(message: str, code: int = 1) -> NoReturn:
    """Ends the program with one sentence on standard error."""
    print(f"Error: {one_line(message)}", file=sys.stderr)
    raise SystemExit(code)


def remark(message: str) -> None:
    """A line for the person at the terminal."""
    print(one_line(message), file=sys.stderr)


def one_line(text: str) -> str:
    """The text with control characters spelled out: a file's name may hold line feeds and escape codes."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def print_json(value: Any) -> None:
    """JSON with its Chinese readable."""
    print(to_json(value))


def to_json(value: Any) -> str:
    """JSON with its Chinese readable; dates and other values of a database as their printed form."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], caption: str | None = None) -> None:
    """Rows under a header: numbers to the right, nothing cut, nothing read as markup."""
    table = Table(caption=caption, caption_justify="left")
    for column in columns:
        values = [row.get(column) for row in rows if row.get(column) is not None]
        numbers = bool(values) and all(map(_is_number, values))
        table.add_column(Text(column), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(row.get(column))) for column in columns))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def shown(value: Any) -> str:
    """A value in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.1f}"
    if isinstance(value, list | tuple):
        return "、".join(shown(item) for item in value)
    if isinstance(value, dict):
        return one_line(json.dumps(value, ensure_ascii=False, default=str))
    return one_line(str(value))


def write_rows(form: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], out: Path | None = None) -> None:
    """Rows as a table, or as json or csv, which may go to a file; a CSV file gets the mark that Excel looks for."""
    if form == "table":
        print_table(columns, rows)
    elif form == "csv":
        buffer = io.StringIO(newline="")
        write_table(buffer, columns, rows)
        _put(buffer.getvalue(), out, BOM)
    else:
        _put(to_json([{column: row.get(column) for column in columns} for row in rows]) + "\n", out)


def write_file(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UserError(f"{path}: can't be written ({error.strerror}). Nothing was left there.") from error


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error; the function that it gives moves it one step and names what was done."""
    console = Console(stderr=True)
    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True)
    with bar:
        task = bar.add_task(title, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{title} {Text(one_line(name)).markup}")


def _put(text: str, out: Path | None, mark: str = "") -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        write_file(out, mark + text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
