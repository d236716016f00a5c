"""Ratios of money and clicks that cannot fall below zero: the delta method over days or keywords, scaled and clipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lib.core import Interval, Notice
from lib.core.indicator import Values
from lib.indicators.inference import RatioOfSums

if TYPE_CHECKING:
    from lib.stats import RatioSums


@dataclass(frozen=True, slots=True)
class PositiveRatio(RatioOfSums):
    """A ratio of sums of numbers that are never negative.

    Attributes:
        scale: factor of the numerator, a function of the inputs (1,000 for CPM, a margin); None for one.
    """

    scale: Callable[[Values], float] | None = None

    def why_not(self, inputs: Values) -> Notice | None:
        from lib.stats import ratio_interval

        reason = RatioOfSums.why_not(self, inputs)
        if reason is None and ratio_interval(self._sums(inputs)).interval is None:
            return Notice("common.no_interval.no_variation")
        return reason

    def _factor(self, inputs: Values) -> float:
        return self.scale(inputs) if self.scale else 1.0

    def _value(self, inputs: Values) -> float | None:
        value = RatioOfSums._value(self, inputs)
        return None if value is None else value * self._factor(inputs)

    def _map(self, interval: Interval, inputs: Values) -> Interval:
        # The delta method is symmetric and can reach below zero where few units spread widely.
        return RatioOfSums._map(self, replace(interval, low=max(0.0, interval.low)), inputs)

    def _sums(self, inputs: Values) -> RatioSums:
        factor, sums = self._factor(inputs), RatioOfSums._sums(self, inputs)
        return replace(sums, sum_y=sums.sum_y * factor, sum_yy=sums.sum_yy * factor**2, sum_xy=sums.sum_xy * factor)
