"""Cell 9: the link that shows somebody else the same numbers."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from lib.ui.cells.common import heading
from lib.ui.notebook import Notebook
from lib.ui.words import say


def take_away(page: Notebook) -> None:
    """The address of this page with every number that differs from its default."""
    heading("takeaway")
    st.markdown(say("cells.takeaway.link"))
    st.code(link(page.slug), language=None, wrap_lines=True)
    if page.source == "file":
        st.caption(say("cells.takeaway.no_rows"))


def link(slug: str) -> str:
    """The full address of a page with its numbers."""
    parts = urlsplit(st.context.url or "")
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    pairs = [(key, value) for key in st.query_params if key != "embed" for value in st.query_params.get_all(key)]
    return f"{origin}/{slug}" + (f"?{urlencode(pairs)}" if pairs else "")
