"""Inference for surveys: weights that cost sample size, nets of two shares, and values on another scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Inference, Values, without_test
from lib.indicators.inference import Quantity, _against, _quantity

FEW_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class EffectiveSize:
    """Any inference over counts, carried out with the effective size (sum w)^2 / sum w^2 of a weighted survey (Kish, 1965).

    Attributes:
        inner: inference over counts.
        total: name of the input with the sum of weights, or a function of the inputs.
        squares: name of the evidence input with the sum of squared weights; without it the counts stand as they are.
        counts: names of all inputs that scale with the size, ``total`` among them.
        whole: whether the inner inference needs a whole size; it is then rounded down.
    """

    inner: Inference
    total: Quantity
    squares: str
    counts: tuple[str, ...]
    whole: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        return self.inner.methods

    def interval(self, inputs: Values, level: float) -> Interval | None:
        return self.inner.interval(self.scaled(inputs), level)

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        return self.inner.compare(self.scaled(a), self.scaled(b), level=level, method=method, alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        return self.inner.against(self.scaled(inputs), target, level=level)

    def why_not(self, inputs: Values) -> Notice | None:
        reason = self.inner.why_not(self.scaled(inputs))
        if reason is None and self.interval(inputs, 0.95) is None:
            return Notice("common.no_interval.no_variation")
        return reason

    def scaled(self, inputs: Values) -> Values:
        """The inputs with every count shrunk to the effective size."""
        total, squares = _quantity(self.total, inputs), inputs.get(self.squares)
        if not total or not squares:
            return inputs
        size = total * (total / squares)
        if not math.isfinite(size) or size == 0:
            return inputs
        if self.whole:
            size = float(math.floor(size + 1e-9))
        counts = {name: inputs[name] * (size / total) for name in self.counts if inputs.get(name) is not None}
        # Set, not scaled: a whole size must stay whole, and no part of it may come out above it.
        return {**inputs, **counts, **({self.total: size} if isinstance(self.total, str) else {})}


@dataclass(frozen=True, slots=True)
class NetShare:
    """100 (p - d), the share for less the share against among the same people, in points: the variance of a net promoter score.

    Attributes:
        positives: name of the input that counts for, or a function of the inputs.
        negatives: name of the input that counts against, or a function of the inputs.
        total: name of the input with all answers, or a function of the inputs.
    """

    positives: Quantity
    negatives: Quantity
    total: Quantity

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto", "wald", "adjusted")

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from lib.stats import nps_interval

        if self.why_not(inputs) is not None:
            return None
        counts = self._counts(inputs)
        return nps_interval(*counts, level=level, method=_method("auto", counts)).interval

    def why_not(self, inputs: Values) -> Notice | None:
        parts = (self.positives, self.negatives, self.total)
        if any(isinstance(part, str) and inputs.get(part) is None for part in parts):
            return Notice("common.no_interval.needs_rows", severity="info")
        return None if _quantity(self.total, inputs) > 0 else Notice("common.no_interval.no_units")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        from lib.stats import compare_nps

        reason = self.why_not(a) or self.why_not(b)
        if reason is not None:
            return without_test(None, None, reason)
        first, second = self._counts(a), self._counts(b)
        chosen = "adjusted" if "adjusted" in {_method(method, first), _method(method, second)} else "wald"
        return compare_nps(first, second, level=level, method=chosen, alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        from lib.stats import nps_interval

        reason = self.why_not(inputs)
        if reason is not None:
            return without_test(target, None, reason)
        counts = self._counts(inputs)
        found = nps_interval(*counts, level=level)
        error = found.details["standard_error"]
        return _against(found.estimate or 0.0, target, error, self.interval(inputs, level), "nps_z")

    def _counts(self, inputs: Values) -> tuple[float, float, float]:
        up, down, all_of_them = (_quantity(part, inputs) for part in (self.positives, self.negatives, self.total))
        # Sums of weights leave a hair below zero where nobody stands between.
        return up, max(0.0, all_of_them - up - down), down


def _method(method: str, counts: tuple[float, float, float]) -> str:
    """Few or unanimous answers have no usable spread of their own: the adjusted interval adds some."""
    if method != "auto":
        return method
    return "adjusted" if sum(counts) < FEW_ANSWERS or max(counts) == sum(counts) else "wald"


@dataclass(frozen=True, slots=True)
class Rescaled:
    """The inference of a value, for slope times that value plus shift.

    Attributes:
        inner: inference of the value itself.
        slope: positive factor, from the inputs.
        shift: what is added, from the inputs.
    """

    inner: Inference
    slope: Callable[[Values], float]
    shift: Callable[[Values], float] = lambda inputs: 0.0

    @property
    def methods(self) -> tuple[str, ...]:
        return self.inner.methods

    def interval(self, inputs: Values, level: float) -> Interval | None:
        found = self.inner.interval(inputs, level)
        return None if found is None else _moved(found, self.slope(inputs), self.shift(inputs))

    def why_not(self, inputs: Values) -> Notice | None:
        return self.inner.why_not(inputs)

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        scale, other = (self.slope(a), self.shift(a)), (self.slope(b), self.shift(b))
        if scale != other:
            return without_test(None, None, Notice("csat.no_interval.different_scales"))
        found = self.inner.compare(a, b, level=level, method=method, alternative=alternative)
        return self._mapped(found, *scale)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        slope, shift = self.slope(inputs), self.shift(inputs)
        found = self.inner.against(inputs, (target - shift) / slope, level=level)
        return replace(self._mapped(found, slope, shift), estimate_a=target)

    def _mapped(self, found: Comparison, slope: float, shift: float) -> Comparison:
        def value(number: float | None) -> float | None:
            return None if number is None else slope * number + shift

        return replace(
            found,
            estimate=None if found.estimate is None else slope * found.estimate,
            interval=None if found.interval is None else _moved(found.interval, slope, 0.0),
            estimate_a=value(found.estimate_a),
            estimate_b=value(found.estimate_b),
        )


def _moved(interval: Interval, slope: float, shift: float) -> Interval:
    return replace(interval, low=slope * interval.low + shift, high=slope * interval.high + shift)


@dataclass(frozen=True, slots=True)
class ModelOnly:
    """No inference: the value rests on assumed numbers, beside which the chance of the sample is small change.

    Attributes:
        value: the value from the inputs, for the difference of two.
        code: catalogue key of the reason.
    """

    value: Callable[[Values], float | None]
    code: str

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        return None

    def why_not(self, inputs: Values) -> Notice | None:
        return Notice(self.code, severity="info")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        return without_test(self.value(a), self.value(b), Notice(self.code, severity="info"))

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        return without_test(target, self.value(inputs), Notice(self.code, severity="info"))
