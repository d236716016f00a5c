"""Lifetime value for many draws at once: the same definitions as the single answers, as arrays; nan where there is no answer.

The single answers add period by period with a sum that no recording of their arithmetic sees; here the sum is in closed form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lifetime(*, first: int, ratio: bool = False) -> Callable[..., Array]:
    """The value of margin and retention, or its ratio to what the customer cost.

    Args:
        first: 1 for a first margin at the end of period 1, 0 for one at once.
        ratio: over acquisition cost instead of less it.
    """

    def many(
        *,
        margin: Any,
        retention: Any,
        discount_rate: Any,
        acquisition_cost: Any,
        retention_cost: Any = 0.0,
        horizon: Any = None,
        conversion_rate: Any = None,
    ) -> Array:
        _ = conversion_rate  # prices a click, not a customer
        net = np.subtract(margin, retention_cost)
        p, r, cost = (np.asarray(one, dtype=np.float64) for one in (retention, discount_rate, acquisition_cost))
        with np.errstate(all="ignore"):
            last = None if horizon is None else np.asarray(horizon, dtype=np.float64)
            times, steep = _endless(p, r, first) if last is None else _until(p, r, last, first)
            before = net * times
            found = np.where(cost == 0, np.nan, before / cost) if ratio else before - cost
            # The single answers draw the slope too, and have none where it is too large for a number.
            return np.asarray(np.where(np.isfinite(before - cost) & np.isfinite(net * steep), found, np.nan))

    return many


def _endless(p: Array, r: Array, first: int) -> tuple[Array, Array]:
    """Value of one unit of margin per period for ever, and its slope by retention; nan where the sum has no end."""
    shrinking = np.asarray((1 - p) + r)
    shrinking = np.where(shrinking > 0, shrinking, np.nan)
    return (p if first else 1 + r) / shrinking, (1 + r) / shrinking / shrinking


def _until(p: Array, r: Array, horizon: Array, first: int) -> tuple[Array, Array]:
    """The same up to the last period that counts; of the slope, a bound."""
    q = p / (1 + r)
    # (q^n - 1) / (q - 1) loses its digits near q = 1; written with expm1 and log1p it keeps them.
    whole, step = np.floor(horizon), q - 1
    terms = whole + 1 - first
    total = np.where(step == 0, terms, np.expm1(terms * np.log1p(step)) / np.where(step == 0, 1, step))
    return (q * total if first else total), whole**2 * np.maximum(q, 1) ** (whole - 1) / (1 + r)
