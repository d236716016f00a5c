"""The kinds of inference that the variants share, each over named inputs and the functions of ``lib.stats``."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Values, without_test

if TYPE_CHECKING:
    from lib.stats import RatioSums, Summary

# Beyond this, neighbouring whole numbers are one float, and counts have lost their meaning.
_MOST_UNITS = 2.0**53
Quantity = str | Callable[[Values], float]


def _quantity(quantity: Quantity, inputs: Values) -> float:
    return float(quantity(inputs)) if callable(quantity) else float(inputs[quantity])


def _never_varies(interval: Interval | None) -> Notice | None:
    return Notice("common.no_interval.no_variation") if interval is None else None


def _against(
    estimate: float, target: float, standard_error: float, interval: Interval | None, method: str
) -> Comparison:
    from scipy.special import ndtr

    if standard_error <= 0:
        return without_test(target, estimate, Notice("common.no_interval.no_variation"))
    z = (estimate - target) / standard_error
    shifted = (
        None
        if interval is None
        else Interval(interval.low - target, interval.high - target, interval.level, interval.method)
    )
    return Comparison(
        estimate=estimate - target,
        interval=shifted,
        p_value=float(2 * ndtr(-abs(z))),
        statistic=z,
        method=method,
        estimate_a=target,
        estimate_b=estimate,
        reason=Notice("reasons.target", severity="info"),
    )


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of independent units: Wilson interval, Newcombe's interval and a z or Fisher test for two.

    Attributes:
        successes: name of the input in the numerator, or a function of the inputs.
        trials: name of the input in the denominator, or a function of the inputs.
        effective: names of the evidence inputs (sum of weights, sum of squared weights) of a weighted survey, if any.
    """

    successes: Quantity
    trials: Quantity
    effective: tuple[str, str] | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto", "z", "chi2", "fisher", "barnard", "boschloo")

    def counts(self, inputs: Values) -> tuple[float, float]:
        """Numerator and denominator; for a weighted survey scaled down to its effective size."""
        successes, trials = _quantity(self.successes, inputs), _quantity(self.trials, inputs)
        if self.effective is None or inputs.get(self.effective[1]) is None or trials == 0:
            return successes, trials
        total, squares = (float(inputs[name]) for name in self.effective)
        size = total * total / squares if squares > 0 else trials
        return successes / trials * size, size

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import proportion_interval

        successes, trials = self.counts(inputs)
        return proportion_interval(successes, trials, level=level, method="wilson").interval if trials > 0 else None

    def why_not(self, inputs: Values) -> Notice | None:
        return None if self.counts(inputs)[1] > 0 else Notice("common.no_interval.no_units")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        from lib.stats import compare_proportions

        (xa, na), (xb, nb) = self.counts(a), self.counts(b)
        if min(na, nb) == 0:
            return without_test(None, None, Notice("common.no_interval.no_units"))
        if max(na, nb) > _MOST_UNITS:
            return without_test(xa / na, xb / nb, Notice("common.no_answer.too_large"))
        if not all(float(count).is_integer() for count in (xa, na, xb, nb)):
            # A weighted survey has no whole counts, which only one of the tests takes; its effective size carries it.
            method = "auto"
        return compare_proportions(xa, na, xb, nb, level=level, method=method, alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        from lib.stats import compare_proportion_to_target

        successes, trials = self.counts(inputs)
        if not 0 <= target <= 1:
            return without_test(target, successes / trials, Notice("common.no_interval.target_no_share"))
        # Score test and Wilson interval are each other's inversion, so they never contradict.
        return compare_proportion_to_target(successes, trials, target, level=level, method="score")


@dataclass(frozen=True, slots=True)
class RatioOfSums:
    """Sum over sum where a larger unit (user, day, keyword) carries both: delta method from sums of squares and products.

    Attributes:
        numerator: name of the input above the line, or a function of the inputs.
        denominator: name of the input below the line, or a function of the inputs.
        units: name of the evidence input with the number of units.
        squares: names of the evidence inputs: sum of y squared, of x squared, and of the product x times y over units.
        transform: from ratio to value, when the value is a rising function of the ratio (ROA = ROAS - 1).
    """

    numerator: Quantity
    denominator: Quantity
    units: str
    squares: tuple[str, str, str]
    transform: Callable[[float, Values], float] | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import ratio_interval

        if self._no_evidence(inputs) is not None:
            return None
        found = ratio_interval(self._sums(inputs), level=level).interval
        return None if found is None else self._map(found, inputs)

    def why_not(self, inputs: Values) -> Notice | None:
        return self._no_evidence(inputs) or _never_varies(self.interval(inputs, 0.95))

    def _no_evidence(self, inputs: Values) -> Notice | None:
        if any(inputs.get(name) is None for name in (self.units, *self.squares)):
            return Notice("common.no_interval.needs_rows", severity="info")
        return Notice("common.no_interval.too_few_units") if inputs[self.units] < 2 else None

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        from lib.stats import compare_ratios

        reason = self._no_evidence(a) or self._no_evidence(b)
        if reason is not None:
            return without_test(self._value(a), self._value(b), reason)
        found = compare_ratios(self._sums(a), self._sums(b), level=level, alternative=alternative)
        # A shift of both values (ROA = ROAS - 1) leaves their difference alone, but not the values shown beside it.
        return replace(found, estimate_a=self._value(a), estimate_b=self._value(b))

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        interval = self.interval(inputs, level)
        value = self._value(inputs)
        if interval is None or value is None:
            return without_test(target, value, self.why_not(inputs) or Notice("common.no_interval.no_units"))
        from scipy.special import ndtri

        error = (interval.high - interval.low) / (2 * float(ndtri(0.5 + level / 2)))
        return _against(value, target, error, interval, "delta")

    def _value(self, inputs: Values) -> float | None:
        below = _quantity(self.denominator, inputs)
        if below == 0:
            return None
        ratio = _quantity(self.numerator, inputs) / below
        return float(self.transform(ratio, inputs) if self.transform else ratio)

    def _map(self, interval: Interval, inputs: Values) -> Interval:
        if self.transform is None:
            return interval
        low, high = (self.transform(limit, inputs) for limit in (interval.low, interval.high))
        return Interval(low, high, interval.level, interval.method)

    def _sums(self, inputs: Values) -> RatioSums:
        from lib.stats import RatioSums

        yy, xx, xy = (inputs[name] for name in self.squares)
        return RatioSums(
            n=inputs[self.units],
            sum_y=_quantity(self.numerator, inputs),
            sum_x=_quantity(self.denominator, inputs),
            sum_yy=yy,
            sum_xx=xx,
            sum_xy=xy,
        )


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of one number per unit, from count, sum and sum of squares: Student interval, Welch's test for two.

    Attributes:
        total: name of the input with the sum.
        units: name of the input with the number of units.
        squares: name of the evidence input with the sum of squares.
    """

    total: str
    units: str
    squares: str

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto", "welch")

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import mean_interval

        summary = self._summary(inputs)
        return None if summary is None else mean_interval(summary, level=level).interval

    def why_not(self, inputs: Values) -> Notice | None:
        return self._no_evidence(inputs) or _never_varies(self.interval(inputs, 0.95))

    def _no_evidence(self, inputs: Values) -> Notice | None:
        if inputs.get(self.squares) is None or inputs.get(self.units) is None or inputs.get(self.total) is None:
            return Notice("common.no_interval.needs_rows", severity="info")
        return Notice("common.no_interval.too_few_units") if inputs[self.units] < 2 else None

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        from lib.stats import compare_means

        first, second = self._summary(a), self._summary(b)
        if first is None or second is None:
            reason = self.why_not(a) or self.why_not(b) or Notice("common.no_interval.needs_rows")
            return without_test(None, None, reason)
        return compare_means(first, second, level=level, method="welch", alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        summary = self._summary(inputs)
        if summary is None:
            return without_test(target, None, self.why_not(inputs) or Notice("common.no_interval.needs_rows"))
        return _against(summary.mean, target, summary.sd / math.sqrt(summary.n), self.interval(inputs, level), "t")

    def _summary(self, inputs: Values) -> Summary | None:
        from lib.stats import summary_from_sums

        if self._no_evidence(inputs) is not None:
            return None
        return summary_from_sums(*(float(inputs[name]) for name in (self.units, self.total, self.squares)))


@dataclass(frozen=True, slots=True)
class EventRate:
    """Events per unit of exposure, where a unit can have several events: exact Poisson limits and conditional test.

    Attributes:
        events: name of the input with the number of events, or a function of the inputs.
        exposure: name of the input with the exposure, or a function of the inputs.
    """

    events: Quantity
    exposure: Quantity

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import rate_interval

        if self.why_not(inputs) is not None:
            return None
        return rate_interval(_quantity(self.events, inputs), _quantity(self.exposure, inputs), level=level).interval

    def why_not(self, inputs: Values) -> Notice | None:
        return None if _quantity(self.exposure, inputs) > 0 else Notice("common.no_interval.no_units")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        from lib.stats import compare_rates

        reason = self.why_not(a) or self.why_not(b)
        if reason is not None:
            return without_test(None, None, reason)
        counts = (_quantity(part, group) for group in (a, b) for part in (self.events, self.exposure))
        return compare_rates(*counts, level=level, effect="difference", alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        from lib.stats import compare_rate_to_target

        events, exposure = _quantity(self.events, inputs), _quantity(self.exposure, inputs)
        if target < 0 or exposure == 0:
            return without_test(target, None, Notice("common.no_interval.target_no_share"))
        return compare_rate_to_target(events, exposure, target, level=level)
