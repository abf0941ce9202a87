"""A line for Cypher behind which stands a user that can only read; the schema and what was asked before beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import data, pieces, shell, tangle
from app_pages.completion import completion
from app_pages.download import download
from app_pages.markup import Html, h
from app_pages.pieces import Col
from app_pages.surface import surface
from app_pages.view import View, address, write
from graph.schema import NodeType, RelationshipType, schema
from graph.store import QueryResult

ROW_LIMIT, TIME_LIMIT, REMEMBERED = 1000, 10.0, 20
SAMPLE = """\
MATCH (a:Agency)-[r:LEADS]->(t:Task)
WHERE r.origin = 'printed'
RETURN a.name AS agency, count(t) AS items
ORDER BY items DESC LIMIT 20"""


def console(view: View) -> None:
    """The line with the schema beside it, and below what was found."""
    say = view.say
    note = pieces.note(say("console.note", rows=ROW_LIMIT, seconds=int(TIME_LIMIT)))
    surface(note, key="console_note", lang=say.lang)
    left, right = st.columns([1.7, 1], gap="medium")
    with right:
        with st.expander(say("console.schema"), expanded=True):
            surface(known(view), key="console_schema", lang=say.lang, on_pick=insert)
        history(view)
    with left:
        if "console_text" not in st.session_state:
            st.session_state["console_text"] = address().own.get("cypher") or SAMPLE
        cypher = st.text_area(say("console.label"), height=190, key="console_text")
        completion(view, say("console.label"))
        if st.button(say("console.run"), type="primary", key="console_run") and cypher.strip():
            remember(cypher)
        if st.session_state.get("console_asked"):
            answer(view, st.session_state["console_asked"])


def remember(cypher: str) -> None:
    """What is asked now: in the address, and first among what was asked before."""
    before = [each for each in st.session_state.get("console_before", []) if each != cypher]
    st.session_state["console_before"] = [cypher, *before][:REMEMBERED]
    st.session_state["console_asked"] = cypher
    write(address().keeping(cypher=cypher))


def answer(view: View, cypher: str) -> None:
    """Runs the query and shows what it gives, or why it was not run."""
    with shell.guard():
        with st.spinner(view.say("console.running")):
            found = data.store().query_readonly(cypher, {}, TIME_LIMIT, ROW_LIMIT)
        given(view, found)


def given(view: View, found: QueryResult) -> None:
    """What the console found, as a table or as a graph."""
    words = view.say("console.rows", n=len(found.rows), seconds=f"{found.seconds:.2f}")
    cut = pieces.note(view.say("console.cut", n=ROW_LIMIT), warn=True) if found.truncated else None
    surface(h("div", h("p", words, class_="sentence"), cut), key="console_words", lang=view.say.lang)
    forms = ("table", "graph")
    form = forms[0]
    if tangle.drawable(found):
        form = st.segmented_control(
            view.say("console.form"), forms, default=forms[0], format_func=lambda name: view.say(f"console.{name}"),
            key="console_form", required=True, label_visibility="collapsed",
        )  # fmt: skip
    if form == "graph":
        tangle.shown(view, found)
        return
    cols = [
        Col(name, name, number=all(isinstance(r[name], int | float) or r[name] is None for r in found.rows))
        for name in found.columns
    ]
    surface(pieces.table(found.rows, cols, high="60vh"), key="console_answer", lang=view.say.lang)
    download(view, "cypher", found.rows, key="console")


def known(view: View) -> Html:
    """Labels, relationships and their properties; a click writes one at the end of the query."""
    graph = schema()
    nodes = [entry(view, f"(n:{node.label})", node) for node in graph.nodes.values()]
    ties = [entry(view, pattern(tie), tie) for tie in graph.relationships.values()]
    return h("div", nodes, ties, class_="schema")


def pattern(tie: RelationshipType) -> str:
    """How a relationship is asked for."""
    source, target = tie.ends[0]
    return f"(:{source})-[r:{tie.type}]->(:{target})"


def entry(view: View, pattern: str, kind: NodeType | RelationshipType) -> Html:
    """One label or type with its meaning and its properties."""
    letter = "n" if isinstance(kind, NodeType) else "r"
    properties = [
        h("button", name, type="button", class_="act", data_pick=f"{letter}.{name}", title=explained(view, each.doc))
        for name, each in kind.properties.items()
    ]
    name = kind.label if isinstance(kind, NodeType) else kind.type
    words = view.say.pick(kind.zh, kind.en)
    called = h("span", words, class_="faint") if words != name else None
    head = h("summary", h("b", name), " ", called, title=explained(view, kind.doc))
    whole = h("button", pattern, type="button", class_="act", data_pick=pattern)
    return h("details", head, h("div", whole, properties, class_="row small"))


def explained(view: View, doc: str) -> str | None:
    """What the schema says of a name, which it says in English alone."""
    return doc if view.say.lang == "en" else None


def insert(words: str) -> None:
    """Writes a word of the schema at the end of the query."""
    text = str(st.session_state.get("console_text", ""))
    st.session_state["console_text"] = f"{text.rstrip()} {words}".lstrip()


def history(view: View) -> None:
    """What was asked before in this session; a click brings it back."""
    before: Sequence[str] = st.session_state.get("console_before", [])
    if not before:
        return

    def back() -> None:
        chosen = st.session_state["console_back"]
        if chosen:
            st.session_state["console_text"] = chosen

    st.selectbox(
        view.say("console.before"), before, index=None, key="console_back", on_change=back,
        format_func=lambda text: " ".join(text.split())[:90], placeholder=view.say("judging.pick"),
    )  # fmt: skip
