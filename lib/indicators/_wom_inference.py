"""How sure one can be of word of mouth: the recommended share of clicks, put through a formula, and referrals per customer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Values, without_test
from lib.indicators._take_rate_inference import _normal
from lib.indicators.inference import EventRate, Mean

FEWEST_DAYS = 10


def bursts(inputs: Values) -> float:
    """By how much recommended clicks vary more from day to day than independent clicks would; 1 when unknown or less.

    The delta variance of recommended per direct click over days, divided by the binomial one: G/(G-1) d sum (r_i - R d_i)^2 / (r t).
    """
    names = ("days", "direct_squares", "recommended_squares", "click_products")
    if any(inputs.get(name) is None for name in names):
        return 1.0
    days, direct_squares, recommended_squares, products = (float(inputs[name]) for name in names)
    direct, recommended = float(inputs["direct"]), float(inputs["recommended"])
    if days < FEWEST_DAYS or min(direct, recommended) <= 0:
        return 1.0
    ratio = recommended / direct
    spread = recommended_squares - 2 * ratio * products + ratio * ratio * direct_squares
    found = days / (days - 1) * spread * (direct / recommended / (direct + recommended))
    return max(1.0, found) if math.isfinite(found) else 1.0


# The largest power of e that a float holds.
_LARGEST_EXPONENT = 709.0


@dataclass(frozen=True, slots=True)
class PerDirectClick:
    """A value that follows from theta, the recommended share of clicks: Wilson's limits of theta, put through the formula.

    The clicks are first divided by ``bursts``; two values are compared as a ratio on the log scale, where the error of
    log(1 - theta) is that of both WOM = 1 / (1 - theta) and the effective click price c (1 - theta).

    Attributes:
        value: theta and inputs in, value out.
    """

    value: Callable[[float, Values], float]

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import proportion_interval

        if inputs["direct"] <= 0:
            return None
        recommended, clicks = self._counts(inputs)
        theta = proportion_interval(recommended, clicks, level=level, method="wilson").interval
        if theta is None or theta.high >= 1:
            return None
        limits = sorted(self.value(limit, inputs) for limit in (theta.low, theta.high))
        return Interval(limits[0], limits[1], level, "wilson") if math.isfinite(limits[1]) else None

    def why_not(self, inputs: Values) -> Notice | None:
        if inputs["direct"] <= 0:
            return Notice("common.no_interval.no_units")
        return None if self.interval(inputs, 0.95) is not None else Notice("common.no_answer.too_large")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        reason = self.why_not(a) or self.why_not(b)
        values = tuple(None if inputs["direct"] <= 0 else self._value(inputs) for inputs in (a, b))
        first, second = values
        if reason is not None or not first or not second:
            return without_test(first, second, reason or Notice("common.no_interval.no_variation"))
        error = math.hypot(self._log_error(a), self._log_error(b))
        if error == 0:
            return without_test(first, second, Notice("common.no_interval.no_variation"))
        found = _normal(math.log(first), math.log(second), error, level, alternative)
        if found.interval is None or found.interval.high > _LARGEST_EXPONENT:
            return without_test(first, second, Notice("common.no_answer.too_large"))
        limits = replace(found.interval, low=math.exp(found.interval.low), high=math.exp(found.interval.high))
        return replace(
            found, estimate=second / first, interval=limits, estimate_a=first, estimate_b=second, effect="ratio"
        )

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        reason = self.why_not(inputs)
        value = None if reason is not None else self._value(inputs)
        error = self._log_error(inputs) if value else 0.0
        if not value or target <= 0 or error == 0:
            return without_test(target, value, reason or Notice("common.no_interval.no_variation"))
        from scipy.special import ndtr

        statistic, interval = math.log(value / target) / error, self.interval(inputs, level)
        return Comparison(
            estimate=value - target,
            interval=interval and replace(interval, low=interval.low - target, high=interval.high - target),
            p_value=float(2 * ndtr(-abs(statistic))),
            statistic=statistic,
            method="delta",
            estimate_a=target,
            estimate_b=value,
            reason=Notice("reasons.target", severity="info"),
        )

    def _value(self, inputs: Values) -> float | None:
        direct, recommended = float(inputs["direct"]), float(inputs["recommended"])
        theta = recommended / (direct + recommended)
        return self.value(theta, inputs) if theta < 1 else None

    def _counts(self, inputs: Values) -> tuple[float, float]:
        direct, recommended, factor = float(inputs["direct"]), float(inputs["recommended"]), bursts(inputs)
        return recommended / factor, (direct + recommended) / factor

    def _log_error(self, inputs: Values) -> float:
        recommended, clicks = self._counts(inputs)
        direct = float(inputs["direct"]) / bursts(inputs)
        # Half a click more on both sides where there is none: no recommendation seen is not none possible.
        if recommended == 0:
            recommended, direct, clicks = 0.5, direct + 0.5, clicks + 1
        # Variance of log(1 - theta): theta / ((1 - theta) t), with (1 - theta) t the direct clicks.
        return math.sqrt(recommended / clicks / direct)


@dataclass(frozen=True, slots=True)
class PerCustomer:
    """New customers per customer: a mean over customers where rows say who brought whom, else a rate of events.

    Attributes:
        value: from new customers per customer to the value, rising.
        below: bound that the rate must stay under for the value to exist, None for none.
    """

    value: Callable[[float], float] = lambda rate: rate
    below: float | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        found = self._rate(inputs, level)
        if found is None or (self.below is not None and found.high >= self.below):
            return None
        return replace(found, low=self.value(max(0.0, found.low)), high=self.value(found.high))

    def why_not(self, inputs: Values) -> Notice | None:
        reason = self._inner(inputs).why_not(inputs)
        if reason is None and self.interval(inputs, 0.95) is None:
            return Notice("wom.no_interval.reach_without_limit")
        return reason

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        first, second = self._value(a), self._value(b)
        reason = self._inner(a).why_not(a) or self._inner(b).why_not(b)
        if self.below is not None or first is None or second is None or reason is not None:
            # A reach is judged by the coefficient behind it: their order is the same.
            return without_test(first, second, reason or Notice("wom.no_interval.compare_coefficient", severity="info"))
        inner = self._inner(a) if type(self._inner(a)) is type(self._inner(b)) else _EVENTS
        return inner.compare(a, b, level=level, method="auto", alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        if self.below is not None:
            reason = Notice("wom.no_interval.compare_coefficient", severity="info")
            return without_test(target, self._value(inputs), reason)
        return self._inner(inputs).against(inputs, target, level=level)

    def _rate(self, inputs: Values, level: float) -> Interval | None:
        return self._inner(inputs).interval(inputs, level)

    def _inner(self, inputs: Values) -> Mean | EventRate:
        squares = inputs.get("accepted_squares")
        return _EVENTS if squares is None or inputs["customers"] < 2 else _MEAN

    def _value(self, inputs: Values) -> float | None:
        rate = inputs["accepted"] / inputs["customers"] if inputs["customers"] > 0 else None
        return None if rate is None or (self.below is not None and rate >= self.below) else self.value(rate)


_EVENTS = EventRate("accepted", "customers")
_MEAN = Mean("accepted", "customers", "accepted_squares")
