"""A goal with a date: the pace that it asks for, and the data that would tell whether it is reached."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from scipy import special

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Interval

# Mean lengths in the Gregorian calendar: 365.25 days a year.
DAYS: Final = {"week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Pace:
    """What has to happen per period.

    Attributes:
        periods: until the date, with parts of a period.
        step: change per period, the same every time, in the unit of the value.
        growth: change per period as a decimal share of the value before it; None where value and goal are not both above 0.
    """

    periods: float
    step: float
    growth: float | None


def pace(now: float, goal: float, today: date, due: date, *, period: str = "month") -> Pace | None:
    """The change per period that takes a value from where it is to its goal.

    periods = days / length of a period; step = (goal - now) / periods; growth = (goal / now)^(1 / periods) - 1

    Args:
        now: value today, in the unit of the indicator.
        goal: value wanted, in the same unit.
        today: day on which the value is ``now``.
        due: day on which it should be ``goal``.
        period: ``week``, ``month``, ``quarter`` or ``year``.

    Returns:
        The pace; None where the day is not after today.

    Raises:
        InputError: an unknown period, or numbers that are none.

    Example:
        >>> found = pace(100, 121, date(2026, 1, 1), date(2027, 12, 31), period="year")
        >>> round(found.periods, 2), round(found.step, 1), round(found.growth, 2)
        (2.0, 10.5, 0.1)
    """
    if period not in DAYS:
        raise InputError.unknown_choice("period", period, tuple(DAYS))
    start, end = check_number("now", now), check_number("goal", goal)
    if due <= today:
        return None
    count = (due - today).days / DAYS[period]
    growth = None
    if start > 0 and end > 0:
        try:
            growth = math.expm1((math.log(end) - math.log(start)) / count)
        except OverflowError:
            growth = None
    return Pace(count, (end - start) / count, growth)


def data_needed(value: float, interval: Interval, goal: float, *, power: float = 0.8) -> float | None:
    """How many times the present data it takes to tell a value from a goal, were the truth where the value stands.

    multiple = ((z(1 - alpha / 2) + z(power)) * se / (value - goal))^2 with se = (high - low) / (2 z(1 - alpha / 2)), since the
    standard error falls with the square root of the size of the data.

    Args:
        value: as measured.
        interval: of the value, both ends finite.
        goal: to tell it from, in the same unit.
        power: chance to find the difference, decimal in (0, 1).

    Returns:
        The multiple, below 1 where less would do; None where value and goal are equal, or the interval has no finite width.

    Source: Chow, Shao and Wang (2008), Sample Size Calculations in Clinical Research, 2nd ed., eq. 3.1.1, solved for n / n today.

    Example:
        >>> round(data_needed(0.10, Interval(0.08, 0.12, 0.95, "wald"), 0.12), 2)
        2.04
    """
    chance = check_number("power", power, above=0, below=1)
    width, gap = interval.high - interval.low, value - goal
    if gap == 0 or not 0 < width < float("inf"):
        return None
    sure = float(special.ndtri(0.5 + interval.level / 2))
    error = width / (2 * sure)
    return float(((sure + special.ndtri(chance)) * error / gap) ** 2)
