"""The sheet of a campaign to take away: the same steps as formulas of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from lib.report import campaign_workbook
from lib.ui import words
from lib.ui.cells.campaign.cases import timing_of
from lib.ui.cells.campaign.fields import Form
from lib.ui.cells.rivals import rate_of
from lib.ui.cells.takeaway import XLSX
from lib.ui.notebook import Notebook
from lib.ui.words import say


def spreadsheet(page: Notebook, form: Form, inputs: Mapping[str, Any]) -> None:
    """The button; the file is written when it is asked for."""
    st.download_button(
        say("workbook.button"),
        data=partial(
            campaign_workbook,
            dict(inputs),
            rate=rate_of(page),
            timing=timing_of(page, inputs),
            language=words.language(),
        ),
        file_name=f"{form.slug}.xlsx",
        mime=XLSX,
        key=f"{form.key('workbook')}__button",
        icon=":material/table_view:",
        on_click="ignore",
    )
