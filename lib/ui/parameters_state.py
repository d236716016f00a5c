"""Inputs between two worlds: decimals for the formula, per cent and text for the widgets and the address."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib.core import InputError, Unit
from lib.core.indicator import Input
from lib.ui.address import preset
from lib.ui.lists import NotInListError, dates_in, numbers_in
from lib.ui.notebook import Notebook


def to_screen(item: Input, value: Any) -> Any:
    """The value as its widget shows it: rates as per cent, series as text.

    Example:
        >>> to_screen(Input("r", "r", Unit.RATE), 0.075)
        7.5
    """
    if item.kind == "dates":
        return " ".join(one.isoformat() if isinstance(one, date) else str(one) for one in value)
    if item.kind == "series":
        return " ".join(_short(one) for one in value)
    # 0.07 * 100 is 7.000000000000001 in floats; nobody typed that.
    return float(f"{float(value) * 100:.12g}") if item.unit is Unit.RATE else float(value)


def from_screen(item: Input, shown: Any) -> Any:
    """The value for the formula.

    Raises:
        InputError: for text that is not a list of numbers or dates.
    """
    if item.kind == "dates":
        return dates_in(str(shown))
    if item.kind == "series":
        try:
            return numbers_in(str(shown))
        except NotInListError as error:
            raise InputError.not_a_number(f"{item.name}[{error.place}]", error.part) from error
    if shown is None:
        raise InputError.missing(item.name)
    return float(f"{float(shown) / 100:.15g}") if item.unit is Unit.RATE else float(shown)


def _short(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else f"{number:.12g}"


def decimals(number: float) -> int:
    """Digits after the point that a number needs, at most four: the field keeps the rest."""
    text = f"{number:.4f}".rstrip("0")
    return len(text.partition(".")[2])


def nice_step(number: float) -> float:
    """A step of about one hundredth of the number, a one, two or five with zeros.

    Example:
        >>> nice_step(1024), nice_step(0.8), nice_step(0)
        (10.0, 0.005, 1.0)
    """
    size = abs(number) / 100
    if size == 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return float(f"{power * max(one for one in (1, 2, 5) if one * power <= size * 1.0001):.6g}")


def slider_range(item: Input, shown: float) -> tuple[float, float]:
    """The range a slider offers around a value: from the lower bound to twice the value, within the bounds."""
    factor = 100 if item.unit is Unit.RATE else 1
    low = 0.0 if item.minimum is None else item.minimum * factor
    if item.above is not None:
        low = max(low, item.above * factor)
    high = math.inf if item.maximum is None else item.maximum * factor
    if item.below is not None:
        high = min(high, item.below * factor)
    if item.slider is not None:
        low, high = item.slider[0] * factor, item.slider[1] * factor
        return min(low, shown), max(high, shown)
    if shown < low or (item.minimum is None and shown < 0):
        low = 2 * shown
    step = nice_step(shown)
    wide = max(2 * abs(shown), 10 * step, 10.0 if item.unit is Unit.RATE else 0.0)
    return low, min(high, math.ceil(wide / step) * step)


def screen_default(page: Notebook, item: Input) -> Any:
    """What a field shows before anything is measured or typed; None leaves it empty.

    Numbers of the sample have no place beside those of the visitor's file, nor do optional ones beside typed numbers.
    """
    foreign = page.source == "file" or (page.source == "typed" and item.name not in page.variant.inputs)
    if item.default is None or (foreign and not item.parameter):
        return None if item.kind == "number" else ""
    return to_screen(item, item.default)


def push_inputs(page: Notebook, values: Mapping[str, Any]) -> None:
    """Writes measured inputs into the widgets of the page, and so into the address."""
    for item in page.ind.inputs:
        if item.evidence or item.parameter:
            continue
        default = screen_default(page, item)
        value = values.get(item.name)
        if value is None:
            st.session_state[page.key(item.name)] = default
            continue
        # A sum that the engine adds up in another order differs in its last digit; the address need not say so.
        shown = to_screen(item, item.default if _near(item.default, value) else value)
        preset(page.key(item.name), shown, default=default)


def _near(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_near, one, other))
    return bool(one == other)


def same_as_measured(page: Notebook, shown: Mapping[str, Any]) -> bool:
    """Whether the numbers on screen are still those that were measured; else their evidence no longer belongs to them."""
    measured = page.measured.overall if page.measured else {}
    for item in page.ind.inputs:
        if item.evidence or item.parameter or item.name not in shown or measured.get(item.name) is None:
            continue
        if not _near(shown[item.name], measured[item.name]) and to_screen(item, measured[item.name]) != to_screen(
            item, shown[item.name]
        ):
            return False
    return bool(measured)
