"""One input at a time: how far the value goes when each input moves down and up by its own range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.core import InputError
from lib.core.checks import check_number
from lib.core.indicator import Indicator, Input

Ranges = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Swing:
    """What one input does to the value.

    Attributes:
        name: of the input; ``cash_flows[2]`` for the third entry of a series.
        low: the input moved down.
        high: the input moved up.
        value_low: the value with it moved down, None where it has no answer there.
        value_high: the value with it moved up, None where it has no answer there.
    """

    name: str
    low: float
    high: float
    value_low: float | None
    value_high: float | None

    @property
    def width(self) -> float:
        """How far apart the two values are; 0 where one is missing."""
        return 0.0 if self.value_low is None or self.value_high is None else abs(self.value_high - self.value_low)


def tornado(
    ind: Indicator,
    inputs: Mapping[str, Any],
    *,
    variant: str | None = None,
    share: float = 0.1,
    ranges: Ranges | None = None,
) -> tuple[Swing, ...]:
    """Each number among the inputs moved down and up with the others held, the widest swing first.

    Every bar is a direct recomputation: value(x_i = low) and value(x_i = high).

    Args:
        ind: the indicator.
        inputs: as for ``compute``; of a series, each entry is moved by itself, dates are held.
        variant: its name, None for the default one.
        share: how far to move each input, decimal share of itself, above 0.
        ranges: low and high of single inputs, or of entries of series, instead.

    Returns:
        One swing per input; moves beyond an input's bounds stop at the bound.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> swings = tornado(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400})
        >>> [(s.name, round(s.value_low, 4), round(s.value_high, 4)) for s in swings]
        [('customers_at_start', 0.0833, 0.0682), ('lost', 0.0675, 0.0825)]
    """
    check_number("share", share, above=0)
    chosen = ind.variant(variant)
    values = ind.checked(chosen, inputs)
    swings = []
    for name, value in values.items():
        item = ind.input(name)
        if item.kind == "number":
            low, high = (ranges or {}).get(name) or around(item, float(value), share)
            ends = (_value(ind, values, name, end, chosen.name) for end in (low, high))
            swings.append(Swing(name, low, high, *ends))
        elif item.kind == "series":
            swings += _entries(ind, values, item, share, chosen.name, ranges or {})
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def _entries(
    ind: Indicator, values: Mapping[str, Any], item: Input, share: float, variant: str, ranges: Ranges
) -> list[Swing]:
    series = values[item.name]
    swings = []
    for place, entry in enumerate(series):
        own = ranges.get(f"{item.name}[{place}]")
        if entry == 0 and own is None:
            continue  # a share of nothing is nothing
        low, high = own or around(item, float(entry), share)
        ends = (
            _value(ind, values, item.name, (*series[:place], end, *series[place + 1 :]), variant) for end in (low, high)
        )
        swings.append(Swing(f"{item.name}[{place}]", low, high, *ends))
    return swings


def around(item: Input, value: float, share: float) -> tuple[float, float]:
    """A share below and a share above a value, within the bounds of the input; whole inputs are rounded.

    Args:
        item: the input.
        value: where it stands.
        share: decimal share of the value, above 0.

    Example:
        >>> from lib.core import Unit
        >>> around(Input("x", "x", Unit.RATE, maximum=1), 0.95, 0.1)
        (0.855, 1)
    """
    ends = (value - abs(value) * share, value + abs(value) * share)
    low = max(ends[0], -float("inf") if item.minimum is None else item.minimum)
    high = min(ends[1], float("inf") if item.maximum is None else item.maximum)
    return (round(low), round(high)) if item.whole else (low, high)


def _value(ind: Indicator, values: Mapping[str, Any], name: str, moved: Any, variant: str) -> float | None:
    try:
        return ind.compute(variant=variant, **{**values, name: moved}).value
    except InputError:
        return None
