"""Cell 3: all inputs in one place, as numbers to type and sliders to move, and the definition as a switch."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from lib.core import InputError, Unit
from lib.core.indicator import Input
from lib.ui import evidence, words
from lib.ui.address import choose
from lib.ui.cells.common import heading
from lib.ui.notebook import Notebook, compute, used_inputs
from lib.ui.parameters_state import (
    decimals,
    from_screen,
    nice_step,
    push_inputs,
    same_as_measured,
    screen_default,
    slider_range,
    to_screen,
)
from lib.ui.words import plain, say


def parameters(page: Notebook) -> None:
    """Shows the inputs of the chosen definition, and computes the result of what stands in them."""
    heading("parameters")
    _variant(page)
    shown, problem = _widgets(page)
    page.inputs, page.problem, page.result = shown, problem, None
    if problem is None:
        page.inputs |= evidence.belonging(page, shown)
        compute(page)
    if page.measured is not None and not same_as_measured(page, shown):
        st.caption(say("cells.parameters.changed"))
        measured = page.measured.overall
        st.button(
            say("cells.parameters.reset"),
            key=f"reset_{page.slug}",
            on_click=push_inputs,
            args=(page, measured),
            icon=":material/undo:",
            type="tertiary",
        )


def _variant(page: Notebook) -> None:
    names = [item.name for item in page.ind.variants]
    if len(names) == 1:
        return
    choose(
        st.selectbox,
        say("cells.parameters.variant"),
        names,
        key=page.key("variant"),
        default=names[0],
        label_of=lambda name: plain(f"{page.slug}.variants.{name}.label"),
    )
    st.caption(page.text(f"variants.{page.variant.name}.explain"))


def _widgets(page: Notebook) -> tuple[dict[str, Any], InputError | None]:
    shown: dict[str, Any] = {}
    problem: InputError | None = None
    for item in used_inputs(page):
        if item.kind == "number":
            continue
        try:
            shown[item.name] = from_screen(item, _series(page, item))
        except InputError as error:
            problem = problem or error
    numbers = [item for item in used_inputs(page) if item.kind == "number"]
    needed = [item for item in numbers if item.name in page.variant.inputs]
    further = [item for item in numbers if item.name not in page.variant.inputs]
    problem = _grid(page, needed, shown) or problem
    if further:
        with st.expander(say("cells.parameters.further"), icon=":material/add:"):
            problem = _grid(page, further, shown) or problem
    return shown, problem


def _grid(page: Notebook, items: list[Input], shown: dict[str, Any]) -> InputError | None:
    """Fields two in a row; what they hold goes into ``shown``, the first problem is returned."""
    problem: InputError | None = None
    for place, item in enumerate(items):
        if place % 2 == 0:
            row = st.columns(2, gap="medium")
        with row[place % 2]:
            given = _number(page, item)
            if given is None and item.name not in page.variant.inputs:
                continue
            try:
                shown[item.name] = from_screen(item, given)
            except InputError as error:
                problem = problem or error
    return problem


def label(page: Notebook, item: Input) -> str:
    """The name of an input with its unit."""
    name = page.text(f"inputs.{item.name}.label")
    unit = plain(f"units.{item.unit}")
    return f"{name} ({unit})" if unit else name


def _number(page: Notebook, item: Input) -> float | None:
    """A field to type into, and under it a slider that follows it and leads it."""
    key = page.key(item.name)
    default = screen_default(page, item)
    held = st.session_state.get(key, default)
    current = 0.0 if held is None else float(held)
    factor = 100.0 if item.unit is Unit.RATE else 1.0
    value = st.number_input(
        label(page, item),
        min_value=None if item.minimum is None else item.minimum * factor,
        max_value=None if item.maximum is None else item.maximum * factor,
        value=None if default is None else float(default),
        step=1.0
        if item.whole or (item.unit is Unit.COUNT and current >= 10)
        else (_step(item, factor) or nice_step(current)),
        format=f"%.{decimals(current)}f",
        key=key,
        help=page.text(f"inputs.{item.name}.help"),
        bind="query-params",
    )
    if value is not None and math.isfinite(value) and abs(value) < 1e15:
        _slider(page, item, key, float(value))
    return value


def _step(item: Input, factor: float) -> float | None:
    return None if item.step is None else float(f"{item.step * factor:.6g}")


def _slider(page: Notebook, item: Input, key: str, value: float) -> None:
    anchor_key = f"{key}__range"
    low, high = st.session_state.get(anchor_key, (None, None))
    if low is None or not low <= value <= high or (value and high > 50 * abs(value) > 0 and value != low):
        low, high = slider_range(item, value)
        st.session_state[anchor_key] = (low, high)
    if not low < high:
        return
    slider_key = f"{key}__slider"
    # The field is the truth: the slider is set to it before it is drawn.
    st.session_state[slider_key] = value

    def lead() -> None:
        st.session_state[key] = float(st.session_state[slider_key])

    step = (
        1.0
        if item.whole or (item.unit is Unit.COUNT and high > 20)
        else _step(item, 100.0 if item.unit is Unit.RATE else 1.0) or nice_step(high)
    )
    st.slider(
        say("cells.parameters.slide", name=label(page, item)),
        min_value=float(low),
        max_value=float(high),
        step=float(step),
        format=f"%.{decimals(step) if value == round(value, decimals(step)) else decimals(value)}f",
        key=slider_key,
        on_change=lead,
        label_visibility="collapsed",
    )


def _series(page: Notebook, item: Input) -> str:
    """A list of numbers or dates: text that can be pasted from a spreadsheet, and a table to edit it in."""
    key = page.key(item.name)
    text: str = st.text_input(
        label(page, item),
        value=screen_default(page, item),
        key=key,
        help=page.text(f"inputs.{item.name}.help"),
        bind="query-params",
    )
    if item.kind == "series":
        _table(page, item, key, text)
    return text


def _table(page: Notebook, item: Input, key: str, text: str) -> None:
    try:
        values = from_screen(item, text)
    except InputError as error:
        st.caption(words.error(error, page.slug))
        return
    round_key, base_key = f"{key}__round", f"{key}__base"
    base, written = st.session_state.get(base_key, (None, None))
    if base is None or text not in {base, written}:
        # The text was changed elsewhere: the table starts again from it.
        st.session_state[round_key] = st.session_state.get(round_key, 0) + 1
        st.session_state[base_key] = (text, text)
        base = text
    start = from_screen(item, base)
    column = plain("cells.parameters.flow")

    def edited() -> None:
        change = st.session_state[f"{key}__table_{st.session_state[round_key]}"]
        rows = [change["edited_rows"].get(place, {}).get(column, old) for place, old in enumerate(start)]
        rows = [row for place, row in enumerate(rows) if place not in change["deleted_rows"]]
        rows += [row.get(column) for row in change["added_rows"]]
        new = to_screen(item, [float(row) for row in rows if row is not None])
        st.session_state[base_key] = (base, new)
        st.session_state[key] = new

    with st.expander(say("cells.parameters.table", count=len(values)), icon=":material/table_edit:"):
        st.data_editor(
            pd.DataFrame({plain("cells.parameters.period"): range(len(start)), column: start}),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            disabled=[plain("cells.parameters.period")],
            key=f"{key}__table_{st.session_state[round_key]}",
            on_change=edited,
        )
