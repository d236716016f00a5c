"""How far an input may go: fields that the tools share, left empty for a share either way."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from lib.core import Unit
from lib.ui import words
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say, value
from lib.whatif import Ranges, around, entries, number_at
from lib.whatif.many import split

_ENDS = ("low", "high")


def movable(page: Notebook) -> tuple[str, ...]:
    """The numbers that the value is made from."""
    assert page.result is not None
    return entries(page.ind, page.result.inputs)


def default_range(page: Notebook, name: str, share: float) -> tuple[float, float]:
    """A share below and above; around nought, up to one in its own unit."""
    assert page.result is not None
    item, now = page.ind.input(split(name)[0]), number_at(page.result.inputs, name)
    low, high = around(item, now, share)
    if low < high:
        return low, high
    step = 0.1 if item.unit is Unit.RATE else 1.0
    return (low, low + step) if item.maximum is None or low + step <= item.maximum else (low - step, low)


def range_of(page: Notebook, name: str, share: float) -> tuple[float, float]:
    """The visitor's range where there is one, else a share either way."""
    low, high = default_range(page, name, share)
    given = [_given(page, name, end) for end in _ENDS]
    low, high = (low if given[0] is None else given[0]), (high if given[1] is None else given[1])
    return (low, high) if low < high else default_range(page, name, share)


def own_ranges(page: Notebook, share: float) -> Ranges:
    """The ranges of those inputs for which the visitor gave at least one end."""
    own = [name for name in movable(page) if any(_given(page, name, end) is not None for end in _ENDS)]
    return {name: range_of(page, name, share) for name in own}


def range_fields(page: Notebook, name: str, share: float, left: Any, right: Any) -> None:
    """Two fields for the ends of the range of one input."""
    item = page.ind.input(split(name)[0])
    factor = _factor(page, name)
    unit = plain(f"units.{item.unit}")
    for place, end, default in zip((left, right), _ENDS, default_range(page, name, share), strict=True):
        label = say(f"whatif.ranges.{end}", name=words.input_label(page.slug, name))
        place.number_input(
            f"{label} ({unit})" if unit else label,
            min_value=None if item.minimum is None else item.minimum * factor,
            max_value=None if item.maximum is None else item.maximum * factor,
            value=None,
            placeholder=value(default, item.unit),
            key=_key(page, name, end),
            bind="query-params",
            persist_state="session",
        )
    ends = [_given(page, name, end) for end in _ENDS]
    low, high = (
        default if one is None else one for one, default in zip(ends, default_range(page, name, share), strict=True)
    )
    if not low < high:
        st.warning(say("whatif.ranges.empty", name=words.input_label(page.slug, name)), icon=":material/warning:")


def _given(page: Notebook, name: str, end: str) -> float | None:
    """What stands in a field, drawn or not; from the link where it was never drawn."""
    key = _key(page, name, end)
    given = st.session_state[key] if key in st.session_state else st.query_params.get(key)
    try:
        number = float(given) if given is not None else math.nan
    except ValueError:
        return None
    return number / _factor(page, name) if math.isfinite(number) else None


def _factor(page: Notebook, name: str) -> float:
    return 100.0 if page.ind.input(split(name)[0]).unit is Unit.RATE else 1.0


def _key(page: Notebook, name: str, end: str) -> str:
    base, place = split(name)
    return page.key(f"{base}_{end}" if place is None else f"{base}_{place + 1}_{end}")
