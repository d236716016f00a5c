"""The sum behind customer lifetime value: discounted survival over periods, its slope, and the curves drawn from it."""

from __future__ import annotations

import math
from collections.abc import Callable

MOST_PERIODS = 1200
_DRAWN = 60


def multiple(retention: float, discount_rate: float, horizon: float | None, first: int) -> float | None:
    r"""Value of one unit of margin per period, :math:`\sum_{n=first}^{N} p^n / (1 + r)^n`; None where the sum has no end.

    Args:
        retention: p, decimal per period, 0 to 1.
        discount_rate: r, decimal per period, above -1.
        horizon: N, the last period; None for all.
        first: 1 for a first margin at the end of period 1, 0 for one at once.

    Example:
        >>> round(multiple(0.8, 0.1, None, 1), 4), round(multiple(0.8, 0.1, None, 0), 4)
        (2.6667, 3.6667)
    """
    if horizon is None:
        shrinking = (1 - retention) + discount_rate
        if shrinking <= 0:
            return None
        return retention / shrinking if first else (1 + discount_rate) / shrinking
    return _finite(lambda n, ratio: ratio**n, retention / (1 + discount_rate), horizon, first)


def slope(retention: float, discount_rate: float, horizon: float | None, first: int) -> float | None:
    r"""Derivative of the multiple by retention; without horizon :math:`(1 + r) / (1 + r - p)^2`, very steep near p = 1.

    Example:
        >>> round(slope(0.9, 0.1, None, 1), 4), round(slope(0.99, 0.01, None, 1), 4)
        (27.5, 2525.0)
    """
    if horizon is None:
        shrinking = (1 - retention) + discount_rate
        # Divided twice: the square of a huge rate is more than a float holds.
        return (1 + discount_rate) / shrinking / shrinking if shrinking > 0 else None
    ratio = retention / (1 + discount_rate)
    return _finite(lambda n, q: n * q ** (n - 1) / (1 + discount_rate) if n else 0.0, ratio, horizon, first)


def _finite(term: Callable[[int, float], float], ratio: float, horizon: float, first: int) -> float | None:
    try:
        total = math.fsum(term(n, ratio) for n in range(first, int(horizon) + 1))
    except OverflowError:
        return None
    return total if math.isfinite(total) else None


def value_by_retention(
    margin: float, cost: float, discount_rate: float, horizon: float | None, first: int
) -> dict[str, tuple[float, ...]]:
    """Value over retention from 0 to 0.99, for drawing how steep it gets near one."""
    grid = [step / 100 for step in range(100)]
    found = [(p, multiple(p, discount_rate, horizon, first)) for p in grid]
    drawn = [(p, margin * times - cost) for p, times in found if times is not None and math.isfinite(margin * times)]
    return {"retention_grid": tuple(p for p, _ in drawn), "value_by_retention": tuple(value for _, value in drawn)}


def value_by_period(
    margin: float, cost: float, retention: float, discount_rate: float, horizon: float | None, first: int
) -> dict[str, tuple[float, ...]]:
    """Running value of a customer after each period, and the share of customers still there, for drawing."""
    last = _DRAWN if horizon is None else min(_DRAWN, int(horizon))
    ratio, total = retention / (1 + discount_rate), -cost
    running, survivors = [], []
    for n in range(last + 1):
        total += margin * ratio**n if n >= first else 0.0
        running.append(total)
        survivors.append(retention**n)
    if not all(map(math.isfinite, running)):
        return {}
    return {
        "periods": tuple(map(float, range(last + 1))),
        "running_value": tuple(running),
        "survivors": tuple(survivors),
    }
