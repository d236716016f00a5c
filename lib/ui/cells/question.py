"""Cell 1: what the indicator answers, its formula, and when not to use it."""

from __future__ import annotations

import streamlit as st

from lib.ui import kept
from lib.ui.page import Page
from lib.ui.words import say


def question(page: Page) -> None:
    """Title, question and formula; the reasons not to use it one click away."""
    title = page.text("title")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.title(title, anchor=False)
        kept.offer(page, "question", title)
    st.markdown(page.text("question"))
    with st.expander(say("cells.question.not_when"), icon=":material/do_not_disturb_on:"):
        st.markdown(page.text("not_when"))
