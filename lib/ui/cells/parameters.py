"""Cell 3: all inputs in one place, as numbers to type and sliders to move, and the definition as a switch."""

from __future__ import annotations

import math
import time
from typing import Any

import streamlit as st

from lib.core import InputError, Unit
from lib.core.indicator import Input
from lib.ui import evidence, hand
from lib.ui.address import choose
from lib.ui.cells.common import heading
from lib.ui.cells.series import series
from lib.ui.notebook import Notebook, compute, used_inputs
from lib.ui.parameters_state import (
    decimals,
    from_screen,
    nice_step,
    push_inputs,
    same_as_measured,
    screen_default,
    slider_range,
)
from lib.ui.words import plain, say

_ECHO_SECONDS = 2.0


def parameters(page: Notebook) -> None:
    """Shows the inputs of the chosen definition, and computes the result of what stands in them."""
    heading(page, "parameters")
    _variant(page)
    shown, problem = _widgets(page)
    if any(item.kind == "number" and not item.whole and item.unit is not Unit.COUNT for item in used_inputs(page)):
        st.caption(say("cells.parameters.point"))
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
    lists = [item for item in used_inputs(page) if item.kind != "number"]
    problem = series(page, lists, shown, lambda item: label(page, item), lambda item: screen_default(page, item))
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
    unit = "" if item.kind == "dates" else plain(f"units.{item.unit}")
    return f"{name} ({unit})" if unit else name


def _number(page: Notebook, item: Input) -> float | None:
    """A field to type into, and under it a slider that follows it and leads it."""
    key = page.key(item.name)
    default = screen_default(page, item)
    _lead(key)
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


def _lead(key: str) -> None:
    """A slider that stands elsewhere than it was put leads its field, before that is drawn.

    Not as the slider's callback: the browser may tell of the move beside a value of a held slider, in whose run the
    field is not drawn and would lose what a callback wrote into it. A browser that has not yet heard of the field's
    change reports where the slider stood before it; taken for a move, that echo would undo what was just typed.
    """
    moved, put = st.session_state.get(f"{key}__slider"), st.session_state.get(f"{key}__put")
    if moved is None or put is None or moved == put:
        return
    left, when = st.session_state.get(f"{key}__left", (None, 0.0))
    if moved == left and time.monotonic() - when < _ECHO_SECONDS:
        return
    st.session_state[key] = float(moved)


def _follow(key: str, slider_key: str, value: float) -> None:
    """The field is the truth: the slider is set to it before it is drawn."""
    before = st.session_state.get(slider_key)
    if before is not None and before != value:
        st.session_state[f"{key}__left"] = (before, time.monotonic())
    st.session_state[slider_key] = value
    st.session_state[f"{key}__put"] = value


def _slider(page: Notebook, item: Input, key: str, value: float) -> None:
    anchor_key = f"{key}__range"
    low, high = st.session_state.get(anchor_key, (None, None))
    if low is None or not low <= value <= high or (value and high > 50 * abs(value) > 0 and value != low):
        low, high = slider_range(item, value)
        st.session_state[anchor_key] = (low, high)
    if not low < high:
        return
    slider_key = f"{key}__slider"
    _follow(key, slider_key, value)
    hand.offer(slider_key, item, value, float(low), float(high))

    step = (
        1.0
        if item.whole or (item.unit is Unit.COUNT and high > 20)
        else _step(item, 100.0 if item.unit is Unit.RATE else 1.0) or nice_step(high)
    )
    st.slider(
        say("cells.parameters.slide", name=label(page, item)),
        min_value=float(low),
        max_value=float(high),
        # Where it stands is set above. Without a default, Streamlit takes this one too, but first lists the whole session.
        value=float(low),
        step=float(step),
        format=f"%.{decimals(step) if value == round(value, decimals(step)) else decimals(value)}f",
        key=slider_key,
        label_visibility="collapsed",
    )
