"""How sure one can be of a lifetime value: the uncertainty of retention, and of margin where rows carry it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lib.core import Answer, Comparison, Interval, Notice
from lib.core.indicator import Values, without_test

_MARGIN_EVIDENCE = ("customers", "active_periods", "margin_total", "margin_squares", "active_squares", "margin_active")


@dataclass(frozen=True, slots=True)
class OverRetention:
    """The delta method over retention (a share of counted customers) and margin (a ratio of sums over customers).

    var V = (dV/dp)^2 p (1 - p) / n + (dV/dM)^2 var M, the two taken as independent. Where the normal limits of p leave (0, 1) or
    pass 1 + r, as they do near p = 1, the Wilson limits of p are put through the formula instead and the two parts are joined by
    the method of variance estimates recovery (Zou and Donner, 2008).

    Attributes:
        calculate: the variant; its ``details`` hold ``slope`` (by retention) and ``margin_slope``.
        names: inputs that it takes.
    """

    calculate: Callable[..., Answer]
    names: tuple[str, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto", "delta")

    def interval(self, inputs: Values, level: float) -> Interval | None:
        from scipy.special import ndtri

        answer = self._answer(inputs)
        if self.why_not(inputs) is not None or answer.value is None:
            return None
        z = float(ndtri(0.5 + level / 2))
        if not self._fits(inputs, z):
            return self._through_formula(inputs, level, answer, z)
        half = z * self._error(inputs, answer)
        return Interval(answer.value - half, answer.value + half, level, "delta")

    def why_not(self, inputs: Values) -> Notice | None:
        if inputs.get("retained") is None or inputs.get("at_risk") is None:
            return Notice("cltv.no_interval.typed", severity="info")
        if inputs["at_risk"] < 2:
            return Notice("common.no_interval.too_few_units")
        # A retention that was moved by hand has no counted customers behind it any more.
        same = math.isclose(inputs["retained"] / inputs["at_risk"], inputs["retention"], rel_tol=1e-9, abs_tol=1e-12)
        return None if same else Notice("cltv.no_interval.retention_moved", severity="info")

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        answers = [self._answer(group) for group in (a, b)]
        value_a, value_b = (answer.value for answer in answers)
        reason = self.why_not(a) or self.why_not(b)
        if reason is not None or value_a is None or value_b is None:
            return without_test(
                value_a, value_b, reason or answers[0].no_answer or Notice("common.no_interval.no_units")
            )
        error = math.hypot(*(self._error(group, answer) for group, answer in zip((a, b), answers, strict=True)))
        if error == 0:
            return without_test(value_a, value_b, Notice("common.no_interval.no_variation"))
        return _normal(value_b - value_a, error, level, alternative, value_a, value_b)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        answer = self._answer(inputs)
        reason = self.why_not(inputs)
        error = self._error(inputs, answer) if reason is None else 0.0
        if reason is not None or answer.value is None or error == 0:
            return without_test(target, answer.value, reason or Notice("common.no_interval.no_variation"))
        return _normal(answer.value - target, error, level, "two-sided", target, answer.value)

    def _answer(self, inputs: Values) -> Answer:
        return self.calculate(**{name: inputs[name] for name in self.names if inputs.get(name) is not None})

    def _error(self, inputs: Values, answer: Answer) -> float:
        p = inputs["retention"]
        by_retention = answer.details["slope"] * math.sqrt(p * (1 - p) / inputs["at_risk"])
        return math.hypot(by_retention, answer.details["margin_slope"] * _margin_error(inputs))

    def _fits(self, inputs: Values, z: float) -> bool:
        """Whether the normal limits of retention stay where the value is defined."""
        p = float(inputs["retention"])
        half = z * math.sqrt(p * (1 - p) / float(inputs["at_risk"]))
        end = min(1.0, 1 + float(inputs.get("discount_rate", 0.0)))
        return half < p < end - half and half > 0

    def _through_formula(self, inputs: Values, level: float, answer: Answer, z: float) -> Interval | None:
        from lib.stats import proportion_interval

        found = proportion_interval(inputs["retained"], inputs["at_risk"], level=level, method="wilson").interval
        if found is None or answer.value is None:
            return None
        ends = [self._answer({**inputs, "retention": limit}).value for limit in (found.low, found.high)]
        if ends[0] is None or ends[1] is None:
            return None
        low, high = min(ends[0], ends[1]), max(ends[0], ends[1])
        by_margin = z * answer.details["margin_slope"] * _margin_error(inputs)
        return Interval(
            answer.value - math.hypot(answer.value - low, by_margin),
            answer.value + math.hypot(high - answer.value, by_margin),
            level,
            "wilson_through_formula",
        )


def _margin_error(inputs: Values) -> float:
    """Standard error of the margin per active period; nought where it was typed, or moved away from what the rows gave."""
    if any(inputs.get(name) is None for name in _MARGIN_EVIDENCE) or inputs.get("margin") is None:
        return 0.0
    from lib.stats import RatioSums, ratio_interval

    n, x, y, yy, xx, xy = (float(inputs[name]) for name in _MARGIN_EVIDENCE)
    if n < 2 or x == 0 or not math.isclose(y / x, inputs["margin"], rel_tol=1e-9, abs_tol=1e-12):
        return 0.0
    sums: Any = RatioSums(n=n, sum_y=y, sum_x=x, sum_yy=yy, sum_xx=xx, sum_xy=xy)
    return float(ratio_interval(sums).details.get("standard_error", 0.0))


def _normal(
    difference: float, error: float, level: float, alternative: str, value_a: float, value_b: float
) -> Comparison:
    from scipy.special import ndtr, ndtri

    z = difference / error
    tails = {"two-sided": 2 * ndtr(-abs(z)), "greater": ndtr(-z), "less": ndtr(z)}
    half = float(ndtri(0.5 + level / 2)) * error
    return Comparison(
        estimate=difference,
        interval=Interval(difference - half, difference + half, level, "delta"),
        p_value=float(tails[alternative]),
        statistic=z,
        method="delta",
        assumptions=("independent_units", "independent_groups"),
        estimate_a=value_a,
        estimate_b=value_b,
        alternative=alternative,
        reason=Notice("cltv.reasons.delta", severity="info"),
        details={"standard_error": error},
    )
