"""Cell 8: what may and may not be concluded, and the pitfalls."""

from __future__ import annotations

import streamlit as st

from lib.ui.cells.common import heading
from lib.ui.page import Page
from lib.ui.words import lines, say


def reading(page: Page) -> None:
    """What these numbers carry, what they do not, and where people go wrong."""
    heading(page, "reading")
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{say('cells.reading.may')}**")
        st.markdown(_bullets(lines(f"{page.slug}.reading.may")))
    with right:
        st.markdown(f"**{say('cells.reading.may_not')}**")
        st.markdown(_bullets(lines(f"{page.slug}.reading.may_not")))
    with st.expander(say("cells.reading.pitfalls"), icon=":material/report:"):
        st.markdown(_bullets(lines(f"{page.slug}.reading.pitfalls")))


def _bullets(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
