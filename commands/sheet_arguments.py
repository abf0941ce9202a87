"""The arguments of `sheet`: one command a kind of sheet."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands import sheets
from commands.options import Data


class Language(StrEnum):
    """Of the headings; what a plan says stays as printed."""

    zh = "zh"
    en = "en"


Plans = Annotated[list[str] | None, typer.Option("--plan", help="Only this plan; repeat it for several.")]
AgencyName = Annotated[str | None, typer.Option("--agency", help="Only what this agency does: its id or name.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write; its ending says which kind.")]
InLanguage = Annotated[Language, typer.Option("--language", help="Language of the headings.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Write the sheets that offices pass around: Excel, Word, calendar. Ready to print on A4.",
)


@app.command()
def tasks(
    out: Out, plan: Plans = None, agency: AgencyName = None, language: InLanguage = Language.zh, data: Data = None
) -> None:
    """任务分解表: every item with measures, leads, supporting units, dates, targets and basis (.xlsx, .docx).

    `python cli.py sheet tasks --plan xiqing --out 任务分解表.xlsx`

    `python cli.py sheet tasks --agency 西青区发展改革委 --out 发改委.docx`: what it leads, then what it supports
    """
    sheets.tasks(out, plan or [], agency, language.value, data)
