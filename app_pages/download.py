"""Tables to take along: CSV that Excel opens in Chinese, and JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from app_pages.view import View
from graph.export.csv import write_table

Row = Mapping[str, Any]


def download(view: View, name: str, rows: Sequence[Row] | Callable[[], Sequence[Row]], *, key: str) -> None:
    """Two quiet buttons under a table; a file, or the rows themselves, are made when somebody asks for it."""
    if not rows:
        return
    with st.container(horizontal=True, gap="small"):
        for form, make in (("csv", as_csv), ("json", as_json)):
            st.download_button(
                view.say(f"download.{form}"),
                partial(made, make, rows),
                file_name=f"zeren-{name}.{form}",
                mime={"csv": "text/csv", "json": "application/json"}[form],
                key=f"{key}_{form}",
                on_click="ignore",
                type="tertiary",
            )


def made(make: Callable[[Sequence[Row]], bytes], rows: Sequence[Row] | Callable[[], Sequence[Row]]) -> bytes:
    """A file of rows that are there or can be got."""
    return make(rows() if callable(rows) else rows)


def as_csv(rows: Sequence[Row]) -> bytes:
    """Rows as CSV with the mark that tells Excel it is UTF-8; cells that would be formulas become text."""
    out = io.StringIO(newline="")
    write_table(out, list(rows[0]), rows)
    return out.getvalue().encode("utf-8-sig")


def as_json(rows: Sequence[Row]) -> bytes:
    """Rows as a JSON list."""
    return json.dumps(list(rows), ensure_ascii=False, indent=1).encode()
