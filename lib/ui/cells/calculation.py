"""Cells 3 and 4 side by side: what moves on the left, what follows on the right; one above the other on a phone."""

from __future__ import annotations

import streamlit as st

from lib.ui import hand
from lib.ui.cells.common import heading
from lib.ui.cells.parameters import parameters
from lib.ui.cells.result import picture, result
from lib.ui.notebook import Notebook


def calculation(page: Notebook) -> None:
    """Parameters and result in one view, then the data behind the result.

    The style sheet places the four parts: what follows a held slider lies beside it, and in fragments of its own.
    """

    def value() -> None:
        with st.container(key="calculation_result"):
            result(page)

    def charts() -> None:
        with st.container(key="calculation_picture"):
            picture(page)

    with st.container(key="calculation"):
        with st.container(key="calculation_parameters"):
            parameters(page)
        with st.container(key="calculation_heading"):
            heading(page, "result")
        # A chart takes a browser several times as long as a formula. The large number waits for neither.
        hand.follow(page, "value", value, pause=150, share=0.5, ahead=True)
        hand.follow(page, "charts", charts, pause=500, share=0.25)
