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
OnePlan = Annotated[str, typer.Option("--plan", help="Id as `plans` lists it.")]
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


@app.command()
def progress(
    plan: OnePlan,
    year: Annotated[int, typer.Option("--year", help="Year that is reported on.")],
    quarter: Annotated[int, typer.Option("--quarter", min=1, max=4, help="Quarter that is reported on.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="A file (.xlsx, .docx), or a folder for a file a lead.")
    ],
    agency: AgencyName = None,
    status: Annotated[bool, typer.Option("--status", help="Add the column 完成情况.")] = False,
    data: Data = None,
) -> None:
    """工作进度表: the quarterly form for what each agency leads, to be filled in and read back with `progress read`.

    `python cli.py sheet progress --plan huaian --year 2019 --quarter 1 --out 进度表`: a file for each lead

    `python cli.py sheet progress --plan huaian --year 2019 --quarter 1 --agency 淮安市公安局 --out 公安局.xlsx`
    """
    sheets.progress(plan, year, quarter, out, agency, status, data)


@app.command()
def card(
    out: Out, plan: Plans = None, agency: AgencyName = None, language: InLanguage = Language.zh, data: Data = None
) -> None:
    """A card of each agency, on a page of its own: what it leads and supports, with whom, by when (.docx).

    `python cli.py sheet card --plan xiqing --out 单位卡片.docx`: all of the plan, the most loaded first

    `python cli.py sheet card --agency 西青区发展改革委 --out 发改委.docx`
    """
    sheets.cards(out, plan or [], agency, language.value, data)


@app.command()
def calendar(
    out: Out, plan: Plans = None, agency: AgencyName = None, language: InLanguage = Language.zh, data: Data = None
) -> None:
    """A calendar of the deadlines and targets that name a day, with a reminder a week before (.ics).

    `python cli.py sheet calendar --plan yichang --out 时限.ics`
    """
    sheets.calendar(out, plan or [], agency, language.value, data)
