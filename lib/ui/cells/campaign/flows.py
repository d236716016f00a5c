"""What a campaign changes in the cash, period by period, and the button that hands its flows to the page."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from lib.indicators.campaign_flows import CampaignFlows, Period
from lib.ui.address import choice_key, preset
from lib.ui.cells.campaign.fields import Form
from lib.ui.cells.common import columns_of, show_table
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import screen_default, to_screen
from lib.ui.words import number

_ALWAYS: Final = ("period", "sales", "margin", "cost", "flow")
_PLACES: Final = ("period", "time", "sales", "margin", "cost", "investment", "tax", "released", "flow")
_SPENT: Final = ("cost", "investment", "tax")
_LARGE: Final = 1000.0
_MIXED: Final = "months_then_years"
# Sums of shares of sales carry dust in their last digits; nobody typed that.
_DIGITS: Final = 12


def flows(page: Notebook, form: Form, found: CampaignFlows, months: float) -> None:
    """The table, what stands out in it, and the button."""
    kind = _kind(found)
    rows = [_row(one, place, kind) for place, one in enumerate(found.periods)]
    used = [name for name in _PLACES if name in _ALWAYS or any(getattr(one, name) for one in found.periods)]
    used = [name for name in used if months or name != "time"]
    labels = {name: f"campaign.columns.{name}" for name in used}
    show_table(columns_of(rows, labels))
    _said(form, found)
    text = to_screen(page.ind.input("cash_flows"), _rounded(found.flows))
    if months:
        st.caption(form.text("months", months=months))
    if _in_use(page, text, months):
        st.caption(form.text("in_use"))
        return
    st.button(
        form.text("use"),
        key=f"{form.key('use')}__button",
        on_click=_use,
        args=(page, text, months),
        icon=":material/input:",
    )


def _kind(found: CampaignFlows) -> str:
    """Large amounts without cents, all alike, so that they can be compared down a column."""
    return "count" if max(abs(one.flow) for one in found.periods) >= _LARGE else "money"


def _row(one: Period, place: int, kind: str) -> dict[str, Any]:
    # What leaves the business is shown as such, so that the columns add up across.
    amounts = {name: (-1 if name in _SPENT else 1) * getattr(one, name) for name in _PLACES if name != "period"}
    written = {name: number(amount or 0.0, kind) for name, amount in amounts.items()}
    return {**written, "period": number(place, "count"), "time": number(one.time)}


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


def _variant_for(page: Notebook, months: float) -> str:
    """The definition under which these flows count: that of the page where it can, else its first one."""
    if months:
        return _MIXED
    taken = set(page.variant.inputs)
    takes = "cash_flows" in taken and not {"dates", "base_cash_flows", "months"} & taken
    return page.variant.name if takes else page.ind.variants[0].name


def _in_use(page: Notebook, text: str, months: float) -> bool:
    same = page.variant.name == _variant_for(page, months) and st.session_state.get(page.key("cash_flows")) == text
    return same and (not months or page.inputs.get("months") == months)


def _use(page: Notebook, text: str, months: float) -> None:
    """The flows into the field of the page; what marketing adds needs no base case taken away."""
    flow_item, month_item = page.ind.input("cash_flows"), page.ind.input("months")
    st.session_state[choice_key(page.key("variant"))] = _variant_for(page, months)
    preset(page.key("cash_flows"), text, default=screen_default(page, flow_item))
    if months:
        preset(page.key("months"), float(months), default=screen_default(page, month_item))
