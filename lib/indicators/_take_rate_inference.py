"""How sure one can be of an incremental take rate and of the cost of a take."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Values, without_test


@dataclass(frozen=True, slots=True)
class Uplift:
    """Difference of two independent shares, treated minus control: Newcombe's interval, z or Fisher test against none.

    Attributes:
        treated: names of the inputs with successes and trials of the treated.
        control: the same of the control.
    """

    treated: tuple[str, str]
    control: tuple[str, str]

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def counts(self, inputs: Values) -> tuple[float, float, float, float]:
        """Successes and trials of control and treated."""
        x_a, n_a, x_b, n_b = (float(inputs[name]) for name in (*self.control, *self.treated))
        return x_a, n_a, x_b, n_b

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import difference_interval

        if self.why_not(inputs) is not None:
            return None
        return difference_interval(*self.counts(inputs), level=level, method="newcombe").interval

    def why_not(self, inputs: Values) -> Notice | None:
        smallest = min(float(inputs[trials]) for _, trials in (self.control, self.treated))
        return None if smallest > 0 else Notice("common.no_interval.no_units")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        value_a, value_b = self._value(a), self._value(b)
        reason = self.why_not(a) or self.why_not(b)
        error = math.hypot(self._error(a), self._error(b)) if reason is None else 0.0
        if reason is not None or error == 0:
            return without_test(value_a, value_b, reason or Notice("common.no_interval.no_variation"))
        return _normal(value_a, value_b, error, level, alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        from lib.stats import compare_proportions

        if target == 0 and self.why_not(inputs) is None:
            # "Does the offer do anything?" is the test of two shares that everybody knows; it chooses z or Fisher itself.
            found = compare_proportions(*self.counts(inputs), level=level, method="auto")
            return replace(found, estimate_a=0.0, estimate_b=found.estimate)
        value, error = self._value(inputs), self._error(inputs) if self.why_not(inputs) is None else 0.0
        if error == 0:
            return without_test(target, value, self.why_not(inputs) or Notice("common.no_interval.no_variation"))
        return _normal(target, value, error, level, "two-sided")

    def _value(self, inputs: Values) -> float:
        x_a, n_a, x_b, n_b = self.counts(inputs)
        return x_b / n_b - x_a / n_a if min(n_a, n_b) > 0 else 0.0

    def _error(self, inputs: Values) -> float:
        x_a, n_a, x_b, n_b = self.counts(inputs)
        return math.hypot(_standard_error(x_a, n_a), _standard_error(x_b, n_b))


@dataclass(frozen=True, slots=True)
class CostPerSuccess:
    """A fixed cost per trial over a share: Wilson's limits turned over; two are compared as a ratio on the log scale.

    Attributes:
        cost: name of the input with the cost of one trial.
        successes: name of the input with the successes.
        trials: name of the input with the trials.
    """

    cost: str
    successes: str
    trials: str

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import proportion_interval

        if self.why_not(inputs) is not None:
            return None
        cost, successes, trials = self._read(inputs)
        share = proportion_interval(successes, trials, level=level, method="wilson").interval
        if share is None or share.low <= 0:
            return None
        return Interval(cost / share.high, cost / share.low, level, "wilson")

    def why_not(self, inputs: Values) -> Notice | None:
        cost, successes, trials = self._read(inputs)
        if successes == 0 or trials == 0:
            return Notice("common.no_interval.no_units")
        return None if cost > 0 else Notice("common.no_interval.no_variation")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        reason = self.why_not(a) or self.why_not(b)
        value_a, value_b = self._value(a), self._value(b)
        if reason is not None or value_a is None or value_b is None:
            return without_test(value_a, value_b, reason or Notice("common.no_interval.no_units"))
        error = math.hypot(self._log_error(a), self._log_error(b))
        if error == 0:
            return without_test(value_a, value_b, Notice("common.no_interval.no_variation"))
        logs = _normal(math.log(value_a), math.log(value_b), error, level, alternative)
        limits = logs.interval and replace(
            logs.interval, low=math.exp(logs.interval.low), high=math.exp(logs.interval.high)
        )
        return replace(
            logs,
            estimate=value_b / value_a,
            interval=limits,
            estimate_a=value_a,
            estimate_b=value_b,
            effect="ratio",
        )

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        value, reason = self._value(inputs), self.why_not(inputs)
        error = self._log_error(inputs) if reason is None else 0.0
        if value is None or error == 0 or target <= 0:
            return without_test(target, value, reason or Notice("common.no_interval.no_variation"))
        from scipy.special import ndtr

        statistic, interval = math.log(value / target) / error, self.interval(inputs, level)
        shifted = interval and Interval(interval.low - target, interval.high - target, level, interval.method)
        return Comparison(
            estimate=value - target,
            interval=shifted,
            p_value=float(2 * ndtr(-abs(statistic))),
            statistic=statistic,
            method="delta",
            estimate_a=target,
            estimate_b=value,
            reason=Notice("reasons.target", severity="info"),
        )

    def _read(self, inputs: Values) -> tuple[float, float, float]:
        cost, successes, trials = (float(inputs[name]) for name in (self.cost, self.successes, self.trials))
        return cost, successes, trials

    def _value(self, inputs: Values) -> float | None:
        cost, successes, trials = self._read(inputs)
        return cost * trials / successes if successes > 0 else None

    def _log_error(self, inputs: Values) -> float:
        _, successes, trials = self._read(inputs)
        # Variance of log(x/n): (1 - p) / x. The cost is a price list, not a sample.
        return math.sqrt((1 - successes / trials) / successes)


def _standard_error(successes: float, trials: float) -> float:
    share = successes / trials
    return math.sqrt(share * (1 - share) / trials)


def _normal(value_a: float, value_b: float, error: float, level: float, alternative: str) -> Comparison:
    from scipy.special import ndtr, ndtri

    from lib.stats.methods import assumptions_of

    z = (value_b - value_a) / error
    tail = (1 - level) / (2 if alternative == "two-sided" else 1)
    half = float(-ndtri(tail)) * error
    low = -math.inf if alternative == "less" else value_b - value_a - half
    high = math.inf if alternative == "greater" else value_b - value_a + half
    p_value = {"two-sided": 2 * ndtr(-abs(z)), "greater": ndtr(-z), "less": ndtr(z)}[alternative]
    return Comparison(
        estimate=value_b - value_a,
        interval=Interval(low, high, level, "delta"),
        p_value=float(p_value),
        statistic=z,
        method="delta",
        assumptions=(*assumptions_of("newcombe"), "large_counts"),
        estimate_a=value_a,
        estimate_b=value_b,
        alternative=alternative,
        details={"standard_error": error},
    )
