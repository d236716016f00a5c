"""The form of a campaign: its sales, its costs and what else can be counted in, each in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.core import InputError, Unit
from lib.core.indicator import Input
from lib.indicators.campaign_flows import LOSSES, NUMBERS, SERIES
from lib.ui.address import choose
from lib.ui.cells.series import series
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import decimals, from_screen, nice_step, to_screen
from lib.ui.words import plain, say


@dataclass(frozen=True)
class Form:
    """A form of its own on the page of an indicator.

    Attributes:
        page: on which it stands.
    """

    page: Notebook

    @property
    def slug(self) -> str:
        """Catalogue file."""
        return "campaign"

    def key(self, name: str) -> str:
        """Key of a widget, which is its name in the address."""
        return self.page.key(f"campaign_{name}")

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of the form."""
        return say(f"campaign.{name}", **fields)


def given(form: Form) -> tuple[dict[str, Any], InputError | None]:
    """What stands in the fields, and the first problem with it."""
    shown: dict[str, Any] = {}
    problem = series(
        form,
        SERIES,
        shown,
        lambda item: _label(form, item),
        lambda item: to_screen(item, item.default),
        persist="session",
    )
    items = (*NUMBERS, form.page.ind.input("months"))
    for row in (items[:2], items[2:4], items[4:]):
        for place, item in zip(st.columns(2, gap="medium"), row, strict=False):
            with place:
                shown[item.name] = from_screen(item, _number(form, item))
    if shown["tax_rate"]:
        shown["losses"] = choose(
            st.segmented_control,
            form.text("losses.label"),
            LOSSES,
            key=form.key("losses"),
            default=LOSSES[0],
            label_of=lambda code: plain(f"campaign.losses.{code}"),
            help=form.text("losses.help"),
        )
    return shown, problem


def _label(form: Form, item: Input) -> str:
    name, unit = form.text(f"inputs.{item.name}.label"), plain(f"units.{item.unit}")
    return f"{name} ({unit})" if unit else name


def _number(form: Form, item: Input) -> float:
    default = float(to_screen(item, item.default))
    held = float(st.session_state.get(form.key(item.name), default) or 0.0)
    factor = 100.0 if item.unit is Unit.RATE else 1.0
    value = st.number_input(
        _label(form, item),
        min_value=None if item.minimum is None else item.minimum * factor,
        max_value=None if item.maximum is None else item.maximum * factor,
        value=default,
        step=nice_step(held) if item.step is None else item.step * factor,
        format=f"%.{decimals(held)}f",
        key=form.key(item.name),
        help=form.text(f"inputs.{item.name}.help"),
        bind="query-params",
        persist_state="session",
    )
    return default if value is None else float(value)
