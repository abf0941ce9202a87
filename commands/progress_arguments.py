"""The arguments of `progress`: forms read in, what was reported, and how to undo it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands import progressing
from commands.options import Data, Json

Who = Annotated[
    str | None, typer.Option("--who", help="Who takes it in [default: ZEREN_USER, else the system's user name].")
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Progress that units report on their items: filled forms (工作进度表) become part of the graph.

    Reports are rows of a plain file (progress.tsv beside the graph); they outlive reloads of a plan, and can be undone.
    `sheet progress` writes the forms, `ask progress` tells what is not filled in, late or overdue.
    """,
)


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Filled forms: .xlsx, .xls, .et, .docx, .csv.")],
    plan: Annotated[str | None, typer.Option("--plan", help="Plan, where the form does not name it.")] = None,
    agency: Annotated[str | None, typer.Option("--agency", help="Unit that reports, instead of 填报单位.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Year, instead of 年份.")] = None,
    quarter: Annotated[int | None, typer.Option("--quarter", min=1, max=4, help="Quarter, instead of 季度.")] = None,
    filed: Annotated[str | None, typer.Option("--filed", metavar="DAY", help="Day, instead of 填报日期.")] = None,
    who: Who = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report; change nothing.")] = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Read filled forms; each file whole or not at all.

    `python cli.py progress read 公安局.xlsx`

    `python cli.py progress read 进度表/*.xlsx --who 督查室 --dry-run`: what would come of it

    What can't be read is listed with its cell, and exit code 1. Columns may be moved. Of several readings of an item,
    unit and quarter the last counts.
    """
    progressing.read(files, plan, agency, year, quarter, filed, who, dry_run, as_json, data)


@app.command(name="list")
def list_(as_json: Json = False, data: Data = None) -> None:
    """List what was reported and counts; `acts` is no where its item is not in the graph.

    `python cli.py progress list`
    """
    progressing.list_reports(as_json, data)


@app.command()
def undo(
    reading: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of readings, or of single reports.")],
    who: Who = None,
    data: Data = None,
) -> None:
    """Take a reading out again; what was reported before it counts once more.

    `python cli.py progress undo p3f9a1c2b`: all that came with that reading; p3f9a1c2b.2: one report of it
    """
    progressing.undo(reading, who, data)
