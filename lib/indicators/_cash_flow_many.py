"""Money over time for many draws at once: the same definitions as the single answers, as arrays; nan where there is no answer.

The single answers count roots, sum exactly and write worked steps, which no recording of their arithmetic can repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.indicators import _cash_flows as flows_of
from lib.indicators._internal_rates import narrowed, only_root

Array = NDArray[np.float64]
Flows = Sequence[Any]  # one array of draws, or one number, per period
_STEPS, _CLOSE, _FAR = 12, 1e-12, 30.0
# So many draws start from the root of the middle one; fewer are sooner found each by itself.
_FEW = 500


def table(flows: Flows) -> Array:
    """Periods in rows, draws in columns."""
    return np.stack(np.broadcast_arrays(*(np.atleast_1d(np.asarray(flow, dtype=np.float64)) for flow in flows)))


def npv(times_of: Callable[[int], Sequence[float]]) -> Callable[..., Array]:
    """The sum of the flows, discounted by the convention that gives their times."""

    def many(*, cash_flows: Flows, discount_rate: Any) -> Array:
        return discounted_sum(table(cash_flows), times_of(len(cash_flows)), discount_rate)

    return many


def discounted_sum(flows: Array, times: Sequence[float], rate: Any) -> Array:
    """Sum of c_t (1 + r)^-t per draw."""
    growth = np.log1p(np.asarray(rate, dtype=np.float64))
    total = np.zeros(np.broadcast(flows[0], growth).shape)
    for flow, time in zip(flows, times, strict=True):
        total = total + (flow * np.exp(-time * growth) if time else flow)
    return np.asarray(np.where(np.isfinite(total), total, np.nan), dtype=np.float64)


def npv_dated(*, cash_flows: Flows, dates: Sequence[date], discount_rate: Any) -> Array:
    """Flows on dates, 365 days to the year."""
    flows, times = _in_order(cash_flows, dates)
    return discounted_sum(flows, times, discount_rate)


def npv_incremental(*, cash_flows: Flows, base_cash_flows: Flows, discount_rate: Any) -> Array:
    """What marketing adds."""
    return discounted_sum(table(cash_flows) - table(base_cash_flows), range(len(cash_flows)), discount_rate)


def npv_real(*, cash_flows: Flows, discount_rate: Any, inflation: Any) -> Array:
    """Nominal rate brought down to a real one."""
    real = (1 + np.asarray(discount_rate)) / (1 + np.asarray(inflation)) - 1
    return discounted_sum(table(cash_flows), range(len(cash_flows)), real)


def irr(*, cash_flows: Flows, **_: Any) -> Array:
    """The internal rate of flows a period apart."""
    return internal_rate(table(cash_flows), range(len(cash_flows)))


def irr_incremental(*, cash_flows: Flows, base_cash_flows: Flows, **_: Any) -> Array:
    """The internal rate of what marketing adds."""
    return internal_rate(table(cash_flows) - table(base_cash_flows), range(len(cash_flows)))


def irr_dated(*, cash_flows: Flows, dates: Sequence[date], **_: Any) -> Array:
    """The internal rate of flows on dates."""
    return internal_rate(*_in_order(cash_flows, dates))


def internal_rate(flows: Array, times: Sequence[float]) -> Array:
    """The one rate at which each draw is worth nothing; nan where there is none or several.

    With one change of sign there is exactly one root (Descartes): Newton's steps from the root of the middle draw, and halving
    for those that stray. Draws with several changes are cut into pieces with one crossing each.
    """
    changes = _sign_changes(flows)
    found = np.full(flows.shape[1], np.nan)
    simple = changes == 1
    if simple.any():
        found[simple] = np.expm1(_root(flows[:, simple], np.asarray(times, dtype=np.float64)))
    several = changes > 1
    if several.any():
        found[several] = np.expm1(only_root(flows[:, several], times))
    return found


def _sign_changes(flows: Array) -> NDArray[np.int64]:
    changes = np.zeros(flows.shape[1], dtype=np.int64)
    before = np.zeros(flows.shape[1])
    for row in np.sign(flows):
        changes += (row * before) < 0
        before = np.where(row != 0, row, before)
    return changes


def _root(flows: Array, times: Array) -> Array:
    """u = ln(1 + i) with sum of c_t e^(-u t) = 0, for draws with one change of sign."""
    if flows.shape[1] < _FEW:
        return _between(flows, times)
    u = np.full(flows.shape[1], _between(np.median(flows, axis=1, keepdims=True), times)[0])
    u[~np.isfinite(u)] = 0.1
    step = np.zeros_like(u)
    for _ in range(_STEPS):
        value, slope = _worth(flows, times, u)
        with np.errstate(all="ignore"):
            step = value / slope
        u = u - step
        if np.all(np.abs(step) < _CLOSE):
            return u
    # A root is certain where the worth changes sign around it; whoever strayed starts again, between limits.
    astray = ~(np.isfinite(u) & (np.abs(step) < _CLOSE))
    u[astray] = _between(flows[:, astray], times)
    return np.asarray(np.where(np.abs(u) < _FAR, u, np.nan), dtype=np.float64)


def _between(flows: Array, times: Array) -> Array:
    """The same for draws that may lie anywhere; nan where the root lies beyond what is a rate."""
    ends = np.full(flows.shape[1], _FAR)
    found = narrowed(flows / np.max(np.abs(flows), axis=0), times, -ends, ends)
    return np.asarray(np.where(np.abs(found) < _FAR - 0.1, found, np.nan), dtype=np.float64)


def _worth(flows: Array, times: Array, u: Array) -> tuple[Array, Array]:
    """Present value at u, and its slope."""
    value, slope = np.zeros_like(u), np.zeros_like(u)
    for flow, time in zip(flows, times, strict=True):
        part = flow * np.exp(np.clip(-u * time, -700, 700)) if time else flow
        value += part
        slope -= time * part
    return value, slope


def mirr(*, cash_flows: Flows, finance_rate: Any, reinvest_rate: Any) -> Array:
    """What comes in put to work at one rate, what is spent financed at another."""
    flows = table(cash_flows)
    last = len(flows) - 1
    earned = discounted_sum(np.maximum(flows, 0), [place - last for place in range(last + 1)], reinvest_rate)
    spent = discounted_sum(np.maximum(-flows, 0), range(last + 1), finance_rate)
    with np.errstate(all="ignore"):
        return np.where((earned > 0) & (spent > 0), (earned / spent) ** (1 / last) - 1, np.nan)


def payback(*, cash_flows: Flows) -> Array:
    """When the running total is above nought for good."""
    return _lasting(table(cash_flows))


def payback_discounted(*, cash_flows: Flows, discount_rate: Any) -> Array:
    """The same with present values."""
    growth = np.log1p(np.asarray(discount_rate, dtype=np.float64))
    return _lasting(table([flow * np.exp(-time * growth) for time, flow in enumerate(cash_flows)]))


def payback_incremental(*, cash_flows: Flows, base_cash_flows: Flows) -> Array:
    """The same with what marketing adds."""
    return _lasting(table(cash_flows) - table(base_cash_flows))


def _lasting(flows: Array) -> Array:
    running = np.cumsum(flows, axis=0)
    running[np.abs(running) <= flows_of.NOUGHT * np.max(np.abs(flows), axis=0)] = 0.0
    below = running < 0
    draws = np.arange(flows.shape[1])
    last = len(flows) - 1 - np.argmax(below[::-1], axis=0)
    paid = below.any(axis=0) & (last < len(flows) - 1)
    place = np.minimum(last, len(flows) - 2)
    before, after = running[place, draws], running[place + 1, draws]
    with np.errstate(all="ignore"):
        return np.where(paid, place + before / (before - after), np.nan)


def payback_with_churn(*, acquisition_cost: Any, monthly_revenue: Any, gross_margin: Any, churn_rate: Any) -> Array:
    """Months until the margin of the survivors adds up to the cost; even within a month."""
    cost, margin, churn = np.broadcast_arrays(
        *map(np.float64, (acquisition_cost, np.multiply(monthly_revenue, gross_margin), churn_rate))
    )
    with np.errstate(all="ignore"):
        part = cost * churn / margin
        whole = np.floor(np.log1p(-part) / np.log1p(-churn) + flows_of.NOUGHT)
        paid = -np.expm1(whole * np.log1p(-churn)) / churn
        months = whole + (cost - margin * paid) / (margin * (1 - churn) ** whole)
        months = np.where(churn == 0, cost / margin, np.where(part < 1, months, np.nan))
        months = np.where(churn == 1, np.where(cost <= margin, cost / margin, np.nan), months)
    return np.where((margin > 0) & np.isfinite(months), months, np.nan)


def observed_value(*, margin_by_age: Flows, discount_rate: Any, acquisition_cost: Any, **_: Any) -> Array:
    """Discounted margins by age, less what the customer cost."""
    total = discounted_sum(table(margin_by_age), range(len(margin_by_age)), discount_rate)
    return np.asarray(total - acquisition_cost, dtype=np.float64)


def _in_order(flows: Flows, dates: Sequence[date]) -> tuple[Array, list[float]]:
    order = sorted(range(len(dates)), key=lambda place: dates[place])
    first = dates[order[0]]
    return table(flows)[order], [(dates[place] - first).days / 365 for place in order]
