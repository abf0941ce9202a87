"""Files of the plans in scope: sheets for the office, tables for a paper, graphs for other programs."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from app_pages import data
from app_pages.download import as_csv
from app_pages.figures import citation
from app_pages.markup import h
from app_pages.sheets import task_sheet
from app_pages.surface import surface
from app_pages.view import View
from graph.export import FORMS, export
from graph.sheets import write_cards
from queries import library

Kind = Literal["secondary", "tertiary"]
"""How loud a button is."""

TABLES = ("plans", "tasks", "assignments", "workload", "agencies", "targets_due", "references")
SUFFIX = {
    "graphml": ".graphml",
    "gexf": ".gexf",
    "turtle": ".ttl",
    "jsonld": ".jsonld",
    "csv": ".zip",
    "parquet": ".zip",
    "neo4j_admin": ".zip",
}


def show(view: View) -> None:
    """What for whom, and how to cite it."""
    say, plans = view.say, tuple(view.chosen())
    items = sum(view.plans[plan]["items"] for plan in plans)
    surface(
        h("p", say("export.sentence", plans=len(plans), items=items), class_="sentence"), key="sentence", lang=say.lang
    )
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        part(view, "office")
        task_sheet(view, plans, "export_sheet")
        button(
            view,
            say("export.cards"),
            f"{say('export.cards_name')}.docx",
            cards(view, plans),
            say("export.cards_help"),
            "tertiary",
        )
        part(view, "paper")
        with st.container(horizontal=True, gap="small"):
            for name in TABLES:
                title = library.question(name).title
                words = say.pick(title.zh, title.en)
                button(
                    view, say(f"export.table.{name}"), f"{name}.csv", table(view, name, plans), f"{name}.csv · {words}"
                )
        part(view, "programs")
        with st.container(horizontal=True, gap="small"):
            for form in FORMS:
                whole = f"zeren-{form}{SUFFIX[form]}" if SUFFIX[form] == ".zip" else f"zeren{SUFFIX[form]}"
                button(view, say(f"export.form.{form}"), whole, made(form, plans), say(f"export.for.{form}"))
    with right, st.container(key="side"):
        surface(h("h2", say("export.cite")), key="cite_head", lang=say.lang)
        st.code(citation(view), language=None, wrap_lines=True)
        surface(h("p", say("export.cite_help"), class_="note"), key="cite_help", lang=say.lang)


def part(view: View, name: str) -> None:
    """The head of one part: for whom."""
    say = view.say
    head = h("div", h("h2", say(f"export.{name}")), h("p", say(f"export.{name}_text"), class_="faint small"))
    surface(head, key=f"export_{name}", lang=say.lang)


def button(
    view: View, words: str, file: str, content: Callable[[], bytes], help: str, kind: Kind = "secondary"
) -> None:
    """One file to take along."""
    st.download_button(words, content, file_name=file, key=f"export_{file}", help=help, on_click="ignore", type=kind)


def cards(view: View, plans: Sequence[str]) -> Callable[[], bytes]:
    """A card of each agency of the plans, in one document."""
    store = data.store()

    def content() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            return write_cards(store, Path(folder) / "cards.docx", plan=plans, language=view.say.lang).read_bytes()

    return content


def table(view: View, name: str, plans: Sequence[str]) -> Callable[[], bytes]:
    """A question's answer as CSV."""
    store = data.store()

    def content() -> bytes:
        rows: list[dict[str, Any]] = library.ask(store, name, plan=list(plans)).rows
        return as_csv(rows) if rows else b""

    return content


def made(form: str, plans: Sequence[str]) -> Callable[[], bytes]:
    """A graph file; a format that makes a folder comes as one archive."""
    store = data.store()

    def content() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "graph"
            export(store, form, path, plans)
            return packed(path) if path.is_dir() else path.read_bytes()

    return content


def packed(folder: Path) -> bytes:
    """The files of a folder as one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return out.getvalue()
