"""A cell of customer lifetime value: models of single customers, fitted when they are asked for."""

from __future__ import annotations

import streamlit as st

from lib.ui.address import choose
from lib.ui.cells.common import heading, of_everything
from lib.ui.cells.customer_models.compare import five_models
from lib.ui.cells.customer_models.fits import frame, question
from lib.ui.cells.customer_models.foresight import foresight
from lib.ui.cells.customer_models.keep import segment_table, who_to_keep
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say

_VIEWS = {"closed": None, "compare": five_models, "keep": who_to_keep, "segments": segment_table, "holdout": foresight}
# What only purchases can show.
_OF_PURCHASES = ("keep", "segments", "holdout")


def customer_models(page: Notebook) -> None:
    """One model of the customers beside the others, whom to keep, and whether the model foresees anything."""
    measured = page.measured
    if measured is None or "lifetimes" not in measured.shape.extras:
        return
    heading(page, "models", own=True, anchor="customer-models")
    st.markdown(page.text("cells.models.explain"))
    purchases = "base" in measured.shape.extras
    known = [name for name in _VIEWS if purchases or name not in _OF_PURCHASES]
    view = choose(
        st.segmented_control,
        say("customer_models.view"),
        known,
        key=page.key("models"),
        default="closed",
        label_of=lambda name: plain(f"customer_models.views.{name}"),
        required=True,
    )
    draw = _VIEWS[view]
    if draw is None:
        return
    of_everything(page, frame(page, "lifetimes"))
    modified = purchases and _leaving(page)
    with st.spinner(say("customer_models.working")):
        draw(page, question(page, measured, modified))


def _leaving(page: Notebook) -> bool:
    """Whether customers may leave right after their first purchase."""
    chosen = choose(
        st.segmented_control,
        say("customer_models.leaving"),
        ("later", "at_once"),
        key=page.key("leaving"),
        default="later",
        label_of=lambda name: plain(f"customer_models.leavings.{name}"),
        required=True,
        help=say("customer_models.leaving_help"),
    )
    return chosen == "at_once"
