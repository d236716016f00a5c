"""Inference for what an engaged click costs: cost per click over the share of sessions that stayed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lib.core import Comparison, Interval, Notice
from lib.core.indicator import Values, without_test
from lib.indicators._clustered_inference import ClusteredShare

if TYPE_CHECKING:
    from lib.stats import RatioSums


@dataclass(frozen=True, slots=True)
class CostOfStaying:
    """The interval comes from that of the bounce rate, the comparison from the ratio of all sessions to those that stayed.

    Attributes:
        cost: name of the input with the cost per click.
        bounces: name of the input with the bounces.
        sessions: name of the input with the sessions.
        share: inference of the bounce rate.
    """

    cost: str
    bounces: str
    sessions: str
    share: ClusteredShare

    @property
    def methods(self) -> tuple[str, ...]:
        return ("auto",)

    def interval(self, inputs: Values, level: float) -> Interval | None:
        found = self.share.interval(inputs, level)
        if found is None or found.high >= 1:
            return None
        cost = float(inputs[self.cost])
        return replace(found, low=cost / (1 - found.low), high=cost / (1 - found.high))

    def why_not(self, inputs: Values) -> Notice | None:
        reason = self.share.why_not(inputs)
        if reason is None and self.interval(inputs, 0.95) is None:
            return Notice("common.no_interval.too_few_units")
        return reason

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        from lib.stats import compare_ratios

        return compare_ratios(self._sums(a), self._sums(b), level=level, alternative=alternative)

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        cost, stayed = float(inputs[self.cost]), self._stayed(inputs)
        value = cost * float(inputs[self.sessions]) / stayed
        if target <= 0 or cost == 0:
            return without_test(target, value, Notice("common.no_interval.no_variation"))
        # A target cost is a target bounce rate in disguise, so that both tests agree.
        found = self.share.against(inputs, 1 - cost / target, level=level)
        limits = self.interval(inputs, level)
        shifted = None if limits is None else replace(limits, low=limits.low - target, high=limits.high - target)
        return replace(found, estimate=value - target, estimate_a=target, estimate_b=value, interval=shifted)

    def _stayed(self, inputs: Values) -> float:
        return float(inputs[self.sessions]) - float(inputs[self.bounces])

    def _sums(self, inputs: Values) -> RatioSums:
        """Of cost over stayed sessions per person; without people every session is one."""
        from lib.stats import RatioSums

        sessions, bounces = float(inputs[self.sessions]), float(inputs[self.bounces])
        units, bb, ss, sb = sessions, bounces, sessions, bounces
        names = (self.share.units, *self.share.squares)
        if all(inputs.get(name) is not None for name in names):
            units, bb, ss, sb = (float(inputs[name]) for name in names)
        cost = float(inputs[self.cost])
        return RatioSums(
            # Rates of an export need not give whole sessions; the test wants a whole number of units.
            n=float(round(units)),
            sum_y=cost * sessions,
            sum_x=sessions - bounces,
            sum_yy=cost * cost * ss,
            sum_xx=ss - 2 * sb + bb,
            sum_xy=cost * (ss - sb),
        )
