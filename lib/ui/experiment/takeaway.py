"""The link, and what of the numbers cannot travel in it."""

from __future__ import annotations

import streamlit as st

from lib.experiments.wire import to_text
from lib.ui.cells import takeaway
from lib.ui.experiment.page import Trial
from lib.ui.words import say


def take_away(page: Trial) -> None:
    """The address of this page; and a word where it holds the choices only, as with times until something happens."""
    takeaway.take_away(page)
    if page.source == "file" and page.measured is not None and to_text(page.measured) is None:
        st.warning(say("experiment.source.stays"), icon=":material/link_off:")
