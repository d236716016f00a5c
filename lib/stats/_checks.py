"""Checks that the families share, and what one-sided means for limits; every check returns the value."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.checks import check_choice, check_level, check_number
from lib.core.errors import InputError
from lib.core.records import Interval

Values = NDArray[np.float64]
ALTERNATIVES: Final = ("two-sided", "greater", "less")


def check_alternative(value: object) -> str:
    """One of ``two-sided``, ``greater`` (b above a) and ``less``."""
    return check_choice("alternative", value, ALTERNATIVES)


def check_counts(successes: object, trials: object, *, suffix: str = "", whole: bool = True) -> tuple[float, float]:
    """Successes and trials with 0 <= successes <= trials.

    Args:
        successes: count; a weighted one need not be whole.
        trials: count, 0 allowed (the functions then answer "no observations").
        suffix: of the names in messages, for example ``_a``.
        whole: only whole numbers.
    """
    x = check_number(f"successes{suffix}", successes, minimum=0, whole=whole)
    n = check_number(f"trials{suffix}", trials, minimum=0, whole=whole)
    if x > n:
        raise InputError.exceeds(f"successes{suffix}", x, f"trials{suffix}", n)
    return x, n


def check_tail(level: object, alternative: str) -> float:
    """The probability that an interval leaves out at the side of a limit.

    A one-sided interval needs a level above one half: below it, the limit would lie beyond the estimate.
    """
    value = check_level(level)
    if alternative == "two-sided":
        return (1 - value) / 2
    return 1 - check_number("level", value, above=0.5)


def check_values(name: str, values: object, *, at_least: int = 0) -> Values:
    """Finite numbers as an array of floats; quick for millions, and naming the entry that is no number."""
    if values is None:
        raise InputError.missing(name)
    try:
        array = np.asarray(values, dtype=np.float64).reshape(-1)
    except (TypeError, ValueError):
        raise InputError.not_a_number(name, values) from None
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise InputError.not_a_number(f"{name}[{bad[0]}]", float(array[bad[0]]))
    if array.size < at_least:
        raise InputError.too_few(name, int(array.size), at_least)
    return array


def check_same_length(name: str, values: Values, other: str, bound: Values) -> None:
    """Two arrays that belong together, entry by entry."""
    if values.size != bound.size:
        raise InputError.different_lengths(name, int(values.size), other, int(bound.size))


def limits(
    low: float,
    high: float,
    *,
    level: float,
    method: str,
    alternative: str = "two-sided",
    lowest: float = -math.inf,
    highest: float = math.inf,
) -> Interval:
    """An interval kept within what the parameter can be; the open side of a one-sided one ends there."""
    if alternative == "greater":
        high = highest
    elif alternative == "less":
        low = lowest
    return Interval(min(max(low, lowest), highest), max(min(high, highest), lowest), level, method)
