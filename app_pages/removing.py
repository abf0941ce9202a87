"""Plans taken out of the graph again, where they are taken in: chosen, told what goes and what stays, then removed."""

from __future__ import annotations

import streamlit as st

from app_pages import data, pieces
from app_pages.surface import surface
from app_pages.view import View
from graph.load import remove_plans


def remove(view: View) -> None:
    """A list of the loaded plans; those chosen go when that is said twice."""
    say = view.say
    if not view.plans:
        return
    with st.expander(say("removing.title")):
        chosen = st.multiselect(
            say("removing.which"),
            list(view.plans),
            format_func=lambda plan: f"{view.place(plan)} · {view.plans[plan]['planTitle']}",
            key="removing_plans",
            placeholder=say("judging.pick"),
        )
        if not chosen:
            return
        places = say.listed([view.place(plan) for plan in chosen])
        surface(pieces.note(say("removing.what", names=places), warn=True), key="removing", lang=say.lang)
        if st.button(say("removing.do", n=len(chosen)), key="removing_do"):
            with st.spinner(say("removing.doing")):
                remove_plans(data.store(), chosen)
            del st.session_state["removing_plans"]
            st.rerun()
