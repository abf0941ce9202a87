"""What runs for every visit and every click: the frame of shell.py, and in it the page of the address."""

from __future__ import annotations

import streamlit as st

from app_pages import shell
from app_pages.parts import ASSETS
from app_pages.serving import PAGES

st.set_page_config(page_title="Zeren 责任图谱", layout="wide", initial_sidebar_state="expanded")
st.html(ASSETS / "theme.css")
found = shell.pages()
page = st.navigation(list(found.values()), position="hidden")
shell.sidebar(found, here=page.url_path or PAGES[0])
with shell.guard():
    page.run()
