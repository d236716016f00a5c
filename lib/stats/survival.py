"""Kaplan-Meier curves: how many are still there after a time, when some have not been watched that long."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Estimate, Interval, Notice
from lib.stats import notes
from lib.stats._checks import Values, check_same_length, check_tail, check_values, limits
from lib.stats._distributions import normal_upper
from lib.stats.methods import assumptions_of

_METHOD: Final = "kaplan_meier"


@dataclass(frozen=True, slots=True)
class SurvivalTable:
    """Times with what happened at them; all that a curve and a log-rank test need.

    Attributes:
        times: distinct, ascending, >= 0, in any one unit.
        events: how many had the event at each time.
        censored: how many were last seen at each time without it; they count as at risk at that time.
    """

    times: tuple[float, ...]
    events: tuple[float, ...]
    censored: tuple[float, ...]

    @property
    def n(self) -> float:
        """Everybody in the table."""
        return sum(self.events) + sum(self.censored)


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """A Kaplan-Meier curve; one entry per time with an event.

    Attributes:
        times: of events, ascending.
        at_risk: still watched just before each time.
        events: at each time.
        survival: share still there after each time.
        standard_error: Greenwood's; 0 where the share is 0.
        low: lower log-log limits.
        high: upper log-log limits; where the share falls to 0, that of the time before.
        level: confidence level.
        n: everybody who was watched.
        last: longest time anybody was watched.
        notes: what to say beside it.
    """

    times: tuple[float, ...]
    at_risk: tuple[float, ...]
    events: tuple[float, ...]
    survival: tuple[float, ...]
    standard_error: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    level: float
    n: float
    last: float
    notes: tuple[Notice, ...] = ()

    def at(self, time: float) -> Estimate:
        """The share still there after a time, with log-log limits.

        Args:
            time: in the unit of the curve, >= 0.

        Returns:
            Estimate; None and a notice after the last time anybody was watched, unless nobody is left anyway;
            without an interval before the first event.
        """
        moment = check_number("time", time, minimum=0)
        assumed = assumptions_of(_METHOD)
        if self.n == 0:
            return Estimate(None, None, _METHOD, assumed, self.notes)
        ended = bool(self.survival) and self.survival[-1] == 0
        if moment > self.last and not ended:
            return Estimate(None, None, _METHOD, assumed, (notes.beyond_follow_up(moment, self.last),))
        index = bisect_right(self.times, moment) - 1
        if index < 0:
            return Estimate(1.0, None, _METHOD, assumed, (notes.no_events_yet(moment),))
        interval = Interval(self.low[index], self.high[index], self.level, "log_log")
        details = {"standard_error": self.standard_error[index], "at_risk": self.at_risk[index]}
        return Estimate(self.survival[index], interval, _METHOD, assumed, (), details)

    def median(self) -> Estimate:
        """The first time at which at most half are still there (Brookmeyer and Crowley 1982).

        Returns:
            Estimate in the unit of time; None and a notice where more than half are there at the end. The upper
            limit is infinite where the upper limit of the curve never falls to one half.
        """
        assumed = assumptions_of(_METHOD)
        reached = _first_at_most_half(self.times, self.survival)
        if math.isinf(reached):
            said = self.notes if self.n == 0 else (notes.median_not_reached(self.last),)
            return Estimate(None, None, _METHOD, assumed, said)
        high = _first_at_most_half(self.times, self.high)
        interval = Interval(_first_at_most_half(self.times, self.low), high, self.level, "log_log")
        return Estimate(reached, interval, _METHOD, assumed)

    def restricted_mean(self, horizon: float | None = None) -> Estimate:
        """The mean time spent until the horizon: the area under the curve up to it.

        Args:
            horizon: > 0, at most the last time watched (the default), in the unit of time.

        Returns:
            Estimate in the unit of time, within [0, horizon].

        Raises:
            InputError: a horizon beyond the last time watched.

        Source: Klein and Moeschberger (2003), section 4.5.
        """
        assumed = assumptions_of(_METHOD)
        if self.n == 0:
            return Estimate(None, None, _METHOD, assumed, self.notes)
        end = check_number("horizon", self.last if horizon is None else horizon, above=0, maximum=self.last)
        areas = self._areas(end)
        error = math.sqrt(
            sum(
                area**2 * d / (n * (n - d))
                for area, d, n in zip(areas[1:], self.events, self.at_risk, strict=False)
                if n > d
            )
        )
        half = normal_upper((1 - self.level) / 2) * error
        interval = limits(areas[0] - half, areas[0] + half, level=self.level, method=_METHOD, lowest=0.0, highest=end)
        return Estimate(
            areas[0], interval if error else None, _METHOD, assumed, details={"standard_error": error, "horizon": end}
        )

    def _areas(self, end: float) -> list[float]:
        """Area under the curve from zero, and from each event time, up to the end."""
        used = bisect_right(self.times, end)
        starts = (0.0, *self.times[:used])
        heights = (1.0, *self.survival[:used])
        pieces = [h * (stop - start) for h, start, stop in zip(heights, starts, (*starts[1:], end), strict=True)]
        return [math.fsum(pieces[index:]) for index in range(len(pieces))]


def survival_table(times: object, events: object, counts: object = None) -> SurvivalTable:
    """Times and outcomes, one by one or already counted, as a table of distinct times.

    Args:
        times: >= 0, in any one unit.
        events: 1 where the event happened at that time, 0 where watching ended without it.
        counts: how many of each; whole, >= 0. One each by default.

    Raises:
        InputError: negative times, events other than 0 and 1, lengths that differ.

    Example:
        >>> survival_table([3, 1, 3], [1, 1, 0])
        SurvivalTable(times=(1.0, 3.0), events=(1.0, 1.0), censored=(0.0, 1.0))
    """
    moments, happened = check_values("times", times), check_values("events", events)
    many = np.ones_like(moments) if counts is None else check_values("counts", counts)
    check_same_length("events", happened, "times", moments)
    check_same_length("counts", many, "times", moments)
    for name, values in (("times", moments), ("counts", many)):
        if values.size and values.min() < 0:
            raise InputError.too_small(f"{name}[{int(values.argmin())}]", float(values.min()), 0)
    _check_entries("events", happened, (happened == 0) | (happened == 1))
    _check_entries("counts", many, many == np.floor(many))
    distinct, place = np.unique(moments[many > 0], return_inverse=True)
    had, kept = happened[many > 0], many[many > 0]
    with_event = np.bincount(place, weights=had * kept, minlength=distinct.size)
    without = np.bincount(place, weights=(1 - had) * kept, minlength=distinct.size)
    return SurvivalTable(tuple(distinct.tolist()), tuple(with_event.tolist()), tuple(without.tolist()))


def survival_curve(
    times: object, events: object = None, *, level: float = 0.95, counts: object = None
) -> SurvivalCurve:
    """The Kaplan-Meier curve with Greenwood's standard errors and log-log limits.

    S(t) is the product over event times up to t of (1 - events / at risk);
    limits are S^exp(-+ z se / (S ln S)), which stay within [0, 1].

    Args:
        times: >= 0, in any one unit; or a ``SurvivalTable`` alone.
        events: 1 event, 0 censored (still there when last seen).
        level: confidence level, decimal in (0, 1).
        counts: how many of each pair, for grouped data.

    Returns:
        SurvivalCurve, with ``at(time)``, ``median()`` and ``restricted_mean(horizon)``; empty with a notice
        without observations.

    Raises:
        InputError: see ``survival_table``.

    Source: Kaplan and Meier (1958); Kalbfleisch and Prentice (2002) for the limits.

    Example:
        >>> curve = survival_curve([1, 2, 2, 3, 4], [1, 1, 0, 1, 0])
        >>> [round(s, 3) for s in curve.survival]
        [0.8, 0.6, 0.3]
    """
    table = times if isinstance(times, SurvivalTable) else survival_table(times, events, counts)
    z = normal_upper(check_tail(level, "two-sided"))
    if table.n == 0:
        return SurvivalCurve((), (), (), (), (), (), (), level, 0.0, 0.0, (notes.no_observations(),))
    at_risk, events_at = at_risk_and_events(table)
    here = events_at > 0
    moments, n, d = np.asarray(table.times)[here], at_risk[here], events_at[here]
    survival: Values = np.cumprod((n - d) / n, dtype=np.float64)
    # Greenwood's sum is undefined where nobody is left; that entry gets a standard error of 0.
    left = n > d
    greenwood: Values = np.cumsum(np.divide(d, n * (n - d), out=np.zeros_like(d), where=left))
    error = survival * np.sqrt(greenwood)
    low, high = _log_log(survival, greenwood, z)
    return SurvivalCurve(
        tuple(moments.tolist()),
        tuple(n.tolist()),
        tuple(d.tolist()),
        tuple(survival.tolist()),
        tuple(error.tolist()),
        tuple(low.tolist()),
        tuple(high.tolist()),
        level,
        table.n,
        table.times[-1],
    )


def at_risk_and_events(table: SurvivalTable) -> tuple[Values, Values]:
    """How many were watched just before each time of a table, and how many had the event then."""
    events, censored = np.asarray(table.events, dtype=np.float64), np.asarray(table.censored, dtype=np.float64)
    leaving = events + censored
    return np.cumsum(leaving[::-1])[::-1], events


def _log_log(survival: Values, greenwood: Values, z: float) -> tuple[Values, Values]:
    low, high = np.zeros_like(survival), np.ones_like(survival)
    inside = (survival > 0) & (survival < 1)
    log_s = np.log(survival[inside])
    factor = np.exp(z * np.sqrt(greenwood[inside]) / np.abs(log_s))
    low[inside], high[inside] = np.exp(log_s * factor), np.exp(log_s / factor)
    # Nobody left: the share cannot be above what it could be a moment earlier.
    ended = survival == 0
    if ended.any() and inside.any():
        high[ended] = high[inside][-1]
    return low, high


def _first_at_most_half(times: tuple[float, ...], shares: tuple[float, ...]) -> float:
    # A product such as 0.75 * 2 / 3 may land a hair above one half.
    return next((time for time, share in zip(times, shares, strict=True) if share <= 0.5 + 1e-12), math.inf)


def _check_entries(name: str, values: Values, fine: object) -> None:
    bad = np.flatnonzero(~np.asarray(fine))
    if bad.size:
        entry, value = f"{name}[{bad[0]}]", float(values[bad[0]])
        if name == "events":
            raise InputError.unknown_choice(entry, value, ("0", "1"))
        raise InputError.not_whole(entry, value)
