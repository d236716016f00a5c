"""What a campaign changes in the cash, period by period, and the button that hands its flows to the page."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from lib.indicators.campaign_flows import CampaignFlows, Period
from lib.ui.address import choice_key, preset
from lib.ui.cells.campaign.fields import Form
from lib.ui.cells.common import columns_of
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import screen_default, to_screen
from lib.ui.words import number

_ALWAYS: Final = ("period", "sales", "margin", "cost", "flow")
_PLACES: Final = ("period", "sales", "margin", "cost", "investment", "tax", "released", "flow")
_SPENT: Final = ("cost", "investment", "tax")
_LARGE: Final = 1000.0
# Sums of shares of sales carry dust in their last digits; nobody typed that.
_DIGITS: Final = 12


def flows(page: Notebook, form: Form, found: CampaignFlows) -> None:
    """The table, what stands out in it, and the button."""
    kind = _kind(found)
    rows = [_row(one, place, kind) for place, one in enumerate(found.periods)]
    used = [name for name in _PLACES if name in _ALWAYS or any(getattr(one, name) for one in found.periods)]
    labels = {name: f"campaign.columns.{name}" for name in used}
    st.dataframe(columns_of(rows, labels), hide_index=True, width="stretch")
    _said(form, found)
    text = to_screen(page.ind.input("cash_flows"), _rounded(found.flows))
    if _in_use(page, text):
        st.caption(form.text("in_use"))
        return
    st.button(
        form.text("use"),
        key=f"{form.key('use')}__button",
        on_click=_use,
        args=(page, text),
        icon=":material/input:",
        type="primary",
    )


def _kind(found: CampaignFlows) -> str:
    """Large amounts without cents, all alike, so that they can be compared down a column."""
    return "count" if max(abs(one.flow) for one in found.periods) >= _LARGE else "money"


def _row(one: Period, place: int, kind: str) -> dict[str, Any]:
    # What leaves the business is shown as such, so that the columns add up across.
    amounts = {name: (-1 if name in _SPENT else 1) * getattr(one, name) for name in _PLACES if name != "period"}
    written = {name: number(amount or 0.0, kind) for name, amount in amounts.items()}
    return {"period": number(place, "count"), **written}


def _said(form: Form, found: CampaignFlows) -> None:
    total = sum(found.flows)
    said = [form.text("total", total=total)]
    if found.got_back:
        said.append(form.text("got_back", amount=found.got_back))
    if found.unused_loss:
        said.append(form.text("unused_loss", amount=found.unused_loss))
    if any(one.tied_up for one in found.periods):
        said.append(form.text("tied_up", most=max(one.tied_up for one in found.periods)))
    st.markdown("\n".join(f"- {sentence}" for sentence in said))


def _rounded(amounts: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(float(f"{one:.{_DIGITS}g}") for one in amounts)


def _plain_variant(page: Notebook) -> str:
    """The definition under which flows by period count: that of the page where it can, else its first one."""
    usual = page.ind.variants[0].name
    takes = "cash_flows" in page.variant.inputs and not {"dates", "base_cash_flows"} & set(page.variant.inputs)
    return page.variant.name if takes else usual


def _in_use(page: Notebook, text: str) -> bool:
    return page.variant.name == _plain_variant(page) and st.session_state.get(page.key("cash_flows")) == text


def _use(page: Notebook, text: str) -> None:
    """The flows into the field of the page; what marketing adds needs no base case taken away."""
    item = page.ind.input("cash_flows")
    st.session_state[choice_key(page.key("variant"))] = _plain_variant(page)
    preset(page.key("cash_flows"), text, default=screen_default(page, item))
