"""Cell 9: the link that shows somebody else the same numbers, and the spreadsheet that works them out again."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import streamlit as st

from lib.report import has_model, workbook
from lib.ui import scenarios_state, words
from lib.ui.cells.common import heading
from lib.ui.frame_links import link
from lib.ui.notebook import Notebook
from lib.ui.page import Page
from lib.ui.words import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    if isinstance(page, Notebook):
        _spreadsheet(page)


def _spreadsheet(page: Notebook) -> None:
    """The definition with these numbers as formulas; written when it is asked for."""
    found = page.result
    if found is None or not has_model(page.ind, found.variant):
        return
    kept = scenarios_state.shelf(page)
    st.markdown(say("workbook.about"))
    st.download_button(
        say("workbook.button"),
        data=partial(
            workbook,
            page.ind,
            found.variant,
            dict(found.inputs),
            scenarios=kept.scenarios,
            baseline=kept.baseline,
            language=words.language(),
        ),
        file_name=f"{page.slug}.xlsx",
        mime=XLSX,
        key=f"{page.slug}__workbook",
        icon=":material/table_view:",
        on_click="ignore",
    )
    if kept.scenarios:
        st.caption(say("workbook.about_scenarios"))
