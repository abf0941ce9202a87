"""任务分解表 as a file to take along, made when somebody asks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from app_pages import data
from app_pages.view import View
from graph.sheets import write_tasks
from graph.sheets.trial import Trial

MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def task_sheet(
    view: View, plans: Sequence[str], key: str, agency: str | None = None, trial: Trial | None = None
) -> None:
    """Buttons for the sheet of some plans: all of them, or what one agency does, or as a scenario would have them."""
    of = "tried" if trial else "printed"
    with st.container(horizontal=True, gap="small"):
        for form in MIME:
            st.download_button(
                view.say(f"sheet.{of}.{form}"),
                _maker(form, tuple(plans), agency, view.say.lang, trial),
                file_name=f"{view.say(f'sheet.{of}.name')}.{form}",
                mime=MIME[form],
                key=f"{key}_{form}",
                on_click="ignore",
                type="tertiary",
            )


def _maker(
    form: str, plans: tuple[str, ...], agency: str | None, language: str, trial: Trial | None
) -> Callable[[], bytes]:
    store = data.store()

    def made() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"tasks.{form}"
            return write_tasks(store, path, plan=plans, agency=agency, language=language, trial=trial).read_bytes()

    return made
