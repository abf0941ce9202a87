"""Options that many commands take."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def _use_judgements(file: Path | None) -> Path | None:
    """Makes a file of judgements that of the whole run, in the way in which a setting names it."""
    if file is not None:
        os.environ["ZEREN_JUDGEMENTS"] = str(file.expanduser().absolute())
    return file


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="ZEREN_DATA", metavar="DIR", help="Folder of the graph [default: data/graph]."),
]
Judgements = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        envvar="ZEREN_JUDGEMENTS",
        metavar="FILE",
        callback=_use_judgements,
        help="File of judgements [default: judgements.tsv beside the graph].",
    ),
]
