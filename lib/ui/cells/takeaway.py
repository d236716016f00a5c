"""Cell 9: the link that shows somebody else the same numbers."""

from __future__ import annotations

from typing import Protocol

import streamlit as st

from lib.ui.cells.common import heading
from lib.ui.frame_links import link
from lib.ui.page import Page
from lib.ui.words import say


class Sourced(Page, Protocol):
    """A page whose numbers come from somewhere."""

    @property
    def source(self) -> str:
        """``sample``, ``file`` or ``typed``."""
        ...


def take_away(page: Sourced) -> None:
    """The address of this page with every number that differs from its default."""
    heading(page, "takeaway")
    st.markdown(say("cells.takeaway.link"))
    st.code(link(page.slug), language=None, wrap_lines=True)
    if page.source == "file":
        st.caption(say("cells.takeaway.no_rows"))
