"""Inference for shares of clicks or sessions of which one person can have several: their answers are alike, so people are the units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Inference, Values, without_test
from lib.indicators.inference import EventRate, Proportion, RatioOfSums

if TYPE_CHECKING:
    from lib.stats import RatioSums

Count = str | Callable[[Values], float]


@dataclass(frozen=True, slots=True)
class ClusteredShare:
    """A share of trials: by the delta method over people where rows said who had several, else by the counts alone.

    Attributes:
        part: name of the input in the numerator, or a function of the inputs.
        whole: name of the input in the denominator, or a function of the inputs.
        units: name of the evidence input with the number of people.
        squares: names of the evidence inputs: sums over people of part squared, whole squared, and their product.
        above_one: whether the part can exceed the whole (several orders of one click); it is then a rate of events.
    """

    part: Count
    whole: Count
    units: str
    squares: tuple[str, str, str]
    above_one: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto", "delta", "z", "chi2", "fisher")

    def interval(self, inputs: Values, level: float) -> Interval | None:
        chosen = self._choose(inputs)
        found = chosen.interval(inputs, level)
        if found is None and self._unanimous(inputs):
            found = self._alike().interval(inputs, level)
        if found is None:
            return None
        # The delta method is symmetric and can step outside of what a share can be.
        high = found.high if self.above_one else min(1.0, found.high)
        return replace(found, low=max(0.0, found.low), high=high)

    def why_not(self, inputs: Values) -> Notice | None:
        if self._count(self.whole, inputs) <= 0:
            return Notice("common.no_interval.no_units")
        reason = self._choose(inputs).why_not(inputs)
        if reason is None and self.interval(inputs, 0.95) is None:
            return Notice("common.no_interval.no_variation")
        return reason

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        if method == "delta" and not (self._has_evidence(a) and self._has_evidence(b)):
            reason = Notice("common.no_interval.needs_rows", severity="info")
            return without_test(self._value(a), self._value(b), reason)
        chosen = self._choose(a, b, method=method)
        if isinstance(chosen, RatioOfSums):
            from lib.stats import compare_ratios

            return compare_ratios(self._sums(a), self._sums(b), level=level, alternative=alternative)
        return chosen.compare(
            a, b, level=level, method="auto" if isinstance(chosen, EventRate) else method, alternative=alternative
        )

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        chosen = self._choose(inputs)
        if isinstance(chosen, RatioOfSums) and self._unanimous(inputs):
            return self._alike().against(inputs, target, level=level)
        return chosen.against(inputs, target, level=level)

    def _choose(self, *groups: Values, method: str = "auto") -> Inference:
        if method == "delta" or (
            method == "auto"
            and all(self._has_evidence(group) for group in groups)
            and any(self._of_people(group) for group in groups)
        ):
            return RatioOfSums(self.part, self.whole, self.units, self.squares)
        if any(self._count(self.part, group) > self._count(self.whole, group) for group in groups):
            return EventRate(self.part, self.whole)
        return Proportion(self.part, self.whole)

    def _has_evidence(self, inputs: Values) -> bool:
        return all(inputs.get(name) is not None for name in (self.units, *self.squares))

    def _of_people(self, inputs: Values) -> bool:
        """Whether somebody had several trials, or a trial several successes; else every trial is a unit of its own."""
        if not self._has_evidence(inputs) or inputs[self.units] < 2:
            return False
        part_squared, whole_squared = (float(inputs[name]) for name in self.squares[:2])
        return whole_squared > self._count(self.whole, inputs) or part_squared > self._count(self.part, inputs)

    def _unanimous(self, inputs: Values) -> bool:
        """Whether people with several trials all did the same: nobody bought, or everybody left."""
        return self._of_people(inputs) and self._value(inputs) in {0.0, 1.0}

    def _alike(self) -> Proportion:
        """Where all did the same, it is the number of people that carries the evidence."""
        return Proportion(lambda v: (self._value(v) or 0.0) * float(v[self.units]), self.units)

    def _sums(self, inputs: Values) -> RatioSums:
        from lib.stats import RatioSums

        part_squared, whole_squared, product = (float(inputs[name]) for name in self.squares)
        return RatioSums(
            n=float(inputs[self.units]),
            sum_y=self._count(self.part, inputs),
            sum_x=self._count(self.whole, inputs),
            sum_yy=part_squared,
            sum_xx=whole_squared,
            sum_xy=product,
        )

    def _value(self, inputs: Values) -> float | None:
        whole = self._count(self.whole, inputs)
        return self._count(self.part, inputs) / whole if whole else None

    @staticmethod
    def _count(count: Count, inputs: Values) -> float:
        return float(count(inputs)) if callable(count) else float(inputs[count])


def design_effect(part: float, whole: float, units: float, squares: tuple[float, float, float]) -> float | None:
    r"""How many times larger the variance of a share is than if all trials were independent.

    .. math:: D = \frac{\frac{n}{n - 1} \sum_i (y_i - p\,x_i)^2}{X\,p\,(1 - p)}

    Args:
        part: successes, count.
        whole: trials X, count.
        units: people n, count.
        squares: sums over people of y squared, x squared and x y.

    Returns:
        The factor, 1 when trials are independent; None when nothing varies or the part exceeds the whole.

    Source:
        Kish (1965), Survey Sampling, section 5.4; Deng, Knoblich and Lu (2018) for clicks of users.

    Example:
        >>> design_effect(2, 4, 2, (4, 8, 4))
        4.0
    """
    if units < 2 or not 0 < part < whole:
        return None
    share = part / whole
    part_squared, whole_squared, product = squares
    residuals = part_squared - 2 * share * product + share * share * whole_squared
    return max(0.0, units / (units - 1) * residuals / (whole * share * (1 - share)))
