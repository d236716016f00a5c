"""The cost of a sale, kept within the numbers that can be shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lib.core import Interval, Notice
from lib.core.indicator import Values
from lib.indicators._take_rate_inference import CostPerSuccess


@dataclass(frozen=True, slots=True)
class CostPerSale(CostPerSuccess):
    """Cost per trial over conversion, without an interval where its upper limit leaves the range of floating point numbers."""

    def interval(self, inputs: Values, level: float) -> Interval | None:
        found = CostPerSuccess.interval(self, inputs, level)
        return found if found is not None and math.isfinite(found.high) else None

    def why_not(self, inputs: Values) -> Notice | None:
        reason = CostPerSuccess.why_not(self, inputs)
        if reason is None and not math.isfinite(float(inputs[self.cost]) / float(inputs[self.successes]) * 1e3):
            return Notice("common.no_answer.too_large")
        return reason
