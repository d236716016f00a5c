"""Comparisons that carry no test: the difference, and the reason."""

from __future__ import annotations

import math
from collections.abc import Callable

from lib.core.records import Comparison, Notice

TOO_LARGE = Notice("common.no_answer.too_large")


def without_test(value_a: float | None, value_b: float | None, reason: Notice) -> Comparison:
    """A comparison that shows the difference and says why it carries neither interval nor p-value."""
    difference = None if value_a is None or value_b is None else value_b - value_a
    return Comparison(
        estimate=difference if difference is not None and math.isfinite(difference) else None,
        interval=None,
        p_value=None,
        statistic=None,
        method="none",
        estimate_a=value_a,
        estimate_b=value_b,
        notes=(reason,),
    )


def within_floats(test: Callable[[], Comparison], value_a: float | None, value_b: float | None) -> Comparison:
    """What the test finds, or a comparison without test where a number in it is more than a float holds."""
    try:
        found = test()
    except OverflowError:
        return without_test(value_a, value_b, TOO_LARGE)
    limits = (found.interval.low, found.interval.high) if found.interval else ()
    numbers = (found.estimate, found.p_value, found.statistic, found.estimate_a, found.estimate_b, *limits)
    if all(number is None or math.isfinite(number) for number in numbers):
        return found
    return without_test(value_a, value_b, TOO_LARGE)
