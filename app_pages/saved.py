"""The views that people saved, under the navigation: open one, save this one under a name, forget one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from app_pages import views_file
from app_pages.markup import label
from app_pages.remarks import remark
from app_pages.scope import Scope
from app_pages.serving import PAGES
from app_pages.view import address
from app_pages.views_file import LONGEST, SavedView, ViewsError
from app_pages.words import Say
from graph.server.runtime import data_folder

LEFT_OUT = ("lang", "lost")


def views(here: str) -> None:
    """The list, and the line that saves what is shown now."""
    say, folder = Say(address().lang), data_folder().path
    with st.popover(say("saved.title"), width="stretch"):
        try:
            known = views_file.saved(folder)
        except ViewsError as error:
            st.error(label(remark(say, str(error))))
            return
        for place, view in enumerate(known):
            entry(say, view, place)
        if not known:
            st.caption(say("saved.none"))
        with st.form("saved_form", clear_on_submit=True, border=False):
            name = st.text_input(say("saved.name"), max_chars=LONGEST, key="saved_name")
            if st.form_submit_button(say("saved.save")):
                keep(here, name)


def entry(say: Say, view: SavedView, place: int) -> None:
    """One view: its name goes there, the cross forgets it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(label(view.name), key=f"saved_{place}", type="tertiary", width="stretch") and view.page in PAGES:
            there = Scope.from_params({name: [value] for name, value in parse_qsl(view.query)})
            query = replace(there, lang=address().lang).params()
            st.switch_page(str(Path(__file__).with_name(f"{view.page}.py")), query_params=query)
        if st.button("×", key=f"saved_gone_{place}", type="tertiary", help=say("saved.forget")):
            views_file.remove(data_folder().path, view.name)
            st.rerun()


def keep(here: str, name: str) -> None:
    """Saves the view that is shown."""
    say = Say(address().lang)
    query = urlencode({key: value for key, value in address().params().items() if key not in LEFT_OUT})
    try:
        if not views_file.save(data_folder().path, SavedView(name.strip(), here, query)):
            st.error(say("saved.taken", name=label(name.strip())))
            return
    except ViewsError as error:
        st.error(label(remark(say, str(error))))
        return
    st.rerun()
