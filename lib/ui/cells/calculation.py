"""Cells 3 and 4 side by side: what moves on the left, what follows on the right; one above the other on a phone."""

from __future__ import annotations

import streamlit as st

from lib.ui.cells.parameters import parameters
from lib.ui.cells.result import picture, result
from lib.ui.notebook import Notebook


def calculation(page: Notebook) -> None:
    """Parameters and result in one view, then the data behind the result."""
    left, right = st.columns([5, 6], gap="large")
    with left:
        parameters(page)
    with right:
        result(page)
    picture(page)
