"""A cell of money over time: the cash flows of a campaign from sales without and with it, worked out only while it is open."""

from __future__ import annotations

import streamlit as st

from lib.core import InputError
from lib.indicators.campaign_flows import campaign_flows
from lib.ui import words
from lib.ui.cells.campaign.cases import cases
from lib.ui.cells.campaign.fields import Form, given
from lib.ui.cells.campaign.flows import flows
from lib.ui.cells.campaign.spreadsheet import spreadsheet
from lib.ui.cells.common import heading
from lib.ui.notebook import Notebook
from lib.ui.words import say


def campaign(page: Notebook) -> None:
    """The sheet of a campaign, closed until somebody asks for it or a link opens it."""
    heading(page, "campaign")
    st.markdown(say("campaign.lead"))
    form = Form(page)
    box = st.expander(
        say("campaign.open"),
        key=form.key("open"),
        icon=":material/campaign:",
        on_change="rerun",
        bind="query-params",
    )
    if not box.open:
        return
    with box:
        shown, problem = given(form)
        if problem is None:
            try:
                found = campaign_flows(**shown)
            except InputError as error:
                problem = error
            else:
                flows(page, form, found, shown["months"])
                cases(page, form, shown)
                spreadsheet(page, form, shown)
        if problem is not None:
            st.warning(words.error(problem, form.slug), icon=":material/warning:")
