"""A line for Cypher behind which stands a user that can only read."""

from __future__ import annotations

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.download import download
from app_pages.markup import h
from app_pages.pieces import Col
from app_pages.surface import surface
from app_pages.view import View
from graph.store import QueryResult

ROW_LIMIT, TIME_LIMIT = 1000, 10.0
SAMPLE = """\
MATCH (a:Agency)-[r:LEADS]->(t:Task)
WHERE r.origin = 'printed'
RETURN a.name AS agency, count(t) AS items
ORDER BY items DESC LIMIT 20"""


def console(view: View) -> None:
    """A line for Cypher behind which stands a user that can only read."""
    say = view.say
    surface(
        pieces.note(say("console.note", rows=ROW_LIMIT, seconds=int(TIME_LIMIT))), key="console_note", lang=say.lang
    )
    with st.form("console", border=False):
        cypher = st.text_area(say("console.label"), SAMPLE, height=150, key="console_text")
        asked = st.form_submit_button(say("console.run"), type="primary")
    if asked and cypher.strip():
        st.session_state["console_asked"] = cypher
    if st.session_state.get("console_asked"):
        with shell.guard():
            with st.spinner(say("console.running")):
                found = data.store().query_readonly(st.session_state["console_asked"], {}, TIME_LIMIT, ROW_LIMIT)
            given(view, found)


def given(view: View, found: QueryResult) -> None:
    """What the console found."""
    cols = [
        Col(name, name, number=all(isinstance(r[name], int | float) or r[name] is None for r in found.rows))
        for name in found.columns
    ]
    words = view.say("console.rows", n=len(found.rows), seconds=f"{found.seconds:.2f}")
    cut = pieces.note(view.say("console.cut", n=ROW_LIMIT), warn=True) if found.truncated else None
    surface(
        h("div", h("p", words, class_="sentence"), cut, pieces.table(found.rows, cols, high="60vh"), class_="stack"),
        key="console_answer",
        lang=view.say.lang,
    )
    download(view, "cypher", found.rows, key="console")
