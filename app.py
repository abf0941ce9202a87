"""The app: `streamlit run app.py` serves the pages of app_pages/ on this machine."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from app_pages import memory
from app_pages.serving import Fonts, Framework, OwnIndex, Parts, warmed

memory.lean_driver()
app = st.App(
    Path(__file__).with_name("app_pages") / "main.py",
    lifespan=warmed,
    middleware=[Middleware(Framework), Middleware(OwnIndex), Middleware(Parts), Middleware(Fonts)],
)
