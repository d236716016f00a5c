"""What a treated group brought beyond its control, as a total or per unit of cost: Welch's interval, scaled and shifted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Values, without_test

if TYPE_CHECKING:
    from lib.stats import Summary

Names = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LiftOfMeans:
    """(mean of treated - mean of control) x scale - shift, for two independent groups.

    Attributes:
        treated: names of the inputs with total, number of units, and sum of squares of the treated.
        control: the same of the control.
        scale: positive factor, a function of the inputs (the number treated, say).
        shift: what is taken off, a function of the inputs (the cost of the campaign, say).
    """

    treated: Names
    control: Names
    scale: Callable[[Values], float]
    shift: Callable[[Values], float]

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        lift = self._lift(inputs, level)
        if lift is None or lift.interval is None:
            return None
        low, high = (
            limit * self.scale(inputs) - self.shift(inputs) for limit in (lift.interval.low, lift.interval.high)
        )
        return Interval(low, high, level, lift.interval.method)

    def why_not(self, inputs: Values) -> Notice | None:
        if any(inputs.get(name) is None for name in (*self.treated, *self.control)):
            return Notice("common.no_interval.needs_rows", severity="info")
        if min(inputs[self.treated[1]], inputs[self.control[1]]) < 2:
            return Notice("common.no_interval.too_few_units")
        lift = self._lift(inputs, 0.95)
        return Notice("common.no_interval.no_variation") if lift is None or lift.interval is None else None

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        reason = self.why_not(a) or self.why_not(b)
        if reason is not None:
            return without_test(self._value(a), self._value(b), reason)
        (error_a, freedom_a), (error_b, freedom_b) = self._spread(a), self._spread(b)
        error = math.hypot(error_a, error_b)
        # Satterthwaite's rule once more, over the two differences.
        freedom = error**4 / (error_a**4 / freedom_a + error_b**4 / freedom_b)
        return _student(self._value(a), self._value(b), error, freedom, level, alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        reason = self.why_not(inputs)
        if reason is not None:
            return without_test(target, self._value(inputs), reason)
        found = _student(target, self._value(inputs), *self._spread(inputs), level, "two-sided")
        return replace(found, reason=Notice("reasons.target", severity="info"))

    def _lift(self, inputs: Values, level: float) -> Comparison | None:
        from lib.stats import compare_means

        if any(inputs.get(name) is None for name in (*self.treated, *self.control)):
            return None
        return compare_means(self._summary(inputs, self.control), self._summary(inputs, self.treated), level=level)

    def _summary(self, inputs: Values, names: Names) -> Summary:
        from lib.stats import summary_from_sums

        total, units, squares = (float(inputs[name]) for name in names)
        return summary_from_sums(units, total, squares)

    def _value(self, inputs: Values) -> float:
        (total_t, units_t), (total_c, units_c) = (
            (float(inputs[names[0]]), float(inputs[names[1]])) for names in (self.treated, self.control)
        )
        return (total_t / units_t - total_c / units_c) * self.scale(inputs) - self.shift(inputs)

    def _spread(self, inputs: Values) -> tuple[float, float]:
        lift = self._lift(inputs, 0.95)
        details = {} if lift is None else lift.details
        return details["standard_error"] * self.scale(inputs), details["degrees_of_freedom"]


def _student(a: float, b: float, error: float, freedom: float, level: float, alternative: str) -> Comparison:
    from scipy.special import stdtr, stdtrit

    from lib.stats.methods import assumptions_of

    t = (b - a) / error
    tail = (1 - level) / (2 if alternative == "two-sided" else 1)
    half = float(-stdtrit(freedom, tail)) * error
    low = -math.inf if alternative == "less" else b - a - half
    high = math.inf if alternative == "greater" else b - a + half
    p_value = {
        "two-sided": 2 * stdtr(freedom, -abs(t)),
        "greater": stdtr(freedom, -t),
        "less": stdtr(freedom, t),
    }[alternative]
    return Comparison(
        estimate=b - a,
        interval=Interval(low, high, level, "welch"),
        p_value=float(p_value),
        statistic=t,
        method="welch",
        assumptions=assumptions_of("welch"),
        estimate_a=a,
        estimate_b=b,
        alternative=alternative,
        details={"standard_error": error, "degrees_of_freedom": freedom},
    )
