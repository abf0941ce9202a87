"""Options that many commands take."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from graph.server.runtime import user_path


def _use_judgements(file: Path | None) -> Path | None:
    """Makes a file of judgements that of the whole run, in the way in which a setting names it."""
    if file is not None:
        os.environ["ZEREN_JUDGEMENTS"] = str(user_path(file, "ZEREN_JUDGEMENTS"))
    return file


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="ZEREN_DATA",
        metavar="DIR",
        readable=False,  # another user's is explained where it is opened
        help="Folder of the graph [default: data/graph].",
    ),
]
Judgements = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        envvar="ZEREN_JUDGEMENTS",
        metavar="FILE",
        readable=False,
        callback=_use_judgements,
        help="File of judgements [default: judgements.tsv beside the graph].",
    ),
]
