"""Plans whose first periods are months and whose later ones are years: NPV, internal rate and payback with time in years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Input, Variant
from lib.core.latex import number, percent
from lib.indicators import _cash_flow_many as many
from lib.indicators import _cash_flows as flows_of
from lib.indicators._irr_roots import internal
from lib.indicators._npv_present import present

NAME = "months_then_years"
MONTHS = Input(
    "months", "n", Unit.COUNT, default=0.0, maximum=1200, whole=True, parameter=True, slider=(0.0, 24.0), step=1
)
_TIMES = r"\tau_t = \frac{\min(t, n)}{12} + \max(0, t - n)"


def npv(*, cash_flows: Sequence[float], months: float, discount_rate: float) -> Answer:
    r"""Value today of flows of which the first falls now, the next so many at the ends of months, and all later ones of years.

    .. math:: NPV = \sum_{t=0}^{T} \frac{CF_t}{(1 + r)^{\tau_t}}, \quad \tau_t = \frac{\min(t, n)}{12} + \max(0, t - n)

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        months: how many of the periods after the first flow are months, whole; with none, all of them are years.
        discount_rate: decimal per year, above -1; a month is discounted by its twelfth root.

    Returns:
        Money of today.

    Source:
        Brealey, Myers and Allen (2020), Principles of Corporate Finance, 13th ed., ch. 2: effective annual rates.

    Example:
        >>> months = (0.0,) * 11
        >>> round(npv(cash_flows=(-150, *months, 110, 121 / 2), months=12, discount_rate=0.1).value, 9)
        0.0
    """
    times = flows_of.mixed_times(len(cash_flows), months)
    monthly = flows_of.monthly_rate(discount_rate)
    step = Step(
        "npv.steps.monthly_rate",
        rf"(1 + {percent(discount_rate)})^{{1/12}} - 1 = {percent(monthly)}",
        {"months": months, "monthly": monthly},
    )
    return present(cash_flows, times, discount_rate, before=(step,) if months else ())


def irr(*, cash_flows: Sequence[float], months: float, hurdle_rate: float | None = None) -> Answer:
    r"""Rate per year at which flows by the month and then by the year are worth nothing.

    .. math:: \sum_{t=0}^{T} \frac{CF_t}{(1 + i)^{\tau_t}} = 0, \quad \tau_t = \frac{\min(t, n)}{12} + \max(0, t - n)

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        months: how many of the periods after the first flow are months, whole.
        hurdle_rate: what the plan must earn, decimal per year, above -1.

    Returns:
        Decimal per year; no answer as for flows a period apart.

    Source:
        As for flows a period apart, with time in years.

    Example:
        >>> months = (0.0,) * 11
        >>> round(irr(cash_flows=(-150, *months, 110, 121 / 2), months=12).value, 9)
        0.1
    """
    answer = internal(cash_flows, flows_of.mixed_times(len(cash_flows), months), hurdle_rate)
    if answer.value is None or not months:
        return answer
    monthly = flows_of.monthly_rate(answer.value)
    latex = rf"(1 + {percent(answer.value)})^{{1/12}} - 1 = {percent(monthly)}"
    return replace(answer, steps=(*answer.steps, Step("irr.steps.monthly_rate", latex, {"monthly": monthly})))


def in_years(answer: Answer, months: float) -> Answer:
    r"""A payback that was counted in periods, in years.

    .. math:: \tau = \frac{\min(P, n)}{12} + \max(0, P - n)

    Args:
        answer: periods to payback.
        months: how many of the periods are months.

    Example:
        >>> in_years(Answer(13.5, "P = 13.5"), 12).value
        2.5
    """
    if answer.value is None:
        return answer
    years = min(answer.value, months) / 12 + max(0.0, answer.value - months)
    found = number(answer.value)
    latex = rf"\frac{{\min({found}, {number(months)})}}{{12}} + \max(0, {found} - {number(months)}) = {number(years)}"
    step = Step("payback.steps.years", latex, {"years": years})
    # What is said of periods stays so; only the value shown is another.
    said = tuple(
        Notice("payback.warnings.relapse_years", one.fields) if one.code.endswith("relapse") else one
        for one in answer.warnings
    )
    return replace(answer, value=years, substituted=latex, steps=(*answer.steps, step), warnings=said)


def _times(count: int, months: Any) -> list[Any]:
    """The times of so many flows, for every draw of the months."""
    whole = np.rint(np.asarray(months, dtype=np.float64))
    return [np.minimum(place, whole) / 12 + np.maximum(0.0, place - whole) for place in range(count)]


def npv_many(*, cash_flows: many.Flows, months: Any, discount_rate: Any) -> many.Array:
    """NPV of many draws."""
    growth = np.log1p(np.asarray(discount_rate, dtype=np.float64))
    total: Any = 0.0
    for flow, time in zip(many.table(cash_flows), _times(len(cash_flows), months), strict=True):
        total = total + flow * np.exp(-time * growth)
    return np.asarray(np.where(np.isfinite(total), total, np.nan), dtype=np.float64)


def irr_many(*, cash_flows: many.Flows, months: Any, **_: Any) -> many.Array:
    """The internal rates of many draws: those with as many months are looked for together."""
    flows = many.table(cash_flows)
    whole = np.rint(np.atleast_1d(np.asarray(months, dtype=np.float64)))
    # More months than there are flows change nothing, and need not be looked for one by one.
    whole = np.minimum(whole, len(flows))
    # Either may be one for all draws.
    draws = max(whole.size, flows.shape[1])
    whole, flows = np.broadcast_to(whole, (draws,)), np.broadcast_to(flows, (len(flows), draws))
    found = np.full(whole.size, np.nan)
    for one in np.unique(whole[np.isfinite(whole) & (whole >= 0)]):
        same = whole == one
        found[same] = many.internal_rate(flows[:, same], flows_of.mixed_times(len(flows), float(one)))
    return found


def payback_many(*, cash_flows: many.Flows, months: Any) -> many.Array:
    """Payback of many draws, in years."""
    return _in_years_many(many.payback(cash_flows=cash_flows), months)


def payback_discounted_many(*, cash_flows: many.Flows, months: Any, discount_rate: Any) -> many.Array:
    """The same with present values."""
    growth = np.log1p(np.asarray(discount_rate, dtype=np.float64))
    times = _times(len(cash_flows), months)
    worth = [flow * np.exp(-time * growth) for flow, time in zip(cash_flows, times, strict=True)]
    return _in_years_many(many.payback(cash_flows=worth), months)


def _in_years_many(periods: many.Array, months: Any) -> many.Array:
    whole = np.rint(np.asarray(months, dtype=np.float64))
    return np.asarray(np.minimum(periods, whole) / 12 + np.maximum(0.0, periods - whole), dtype=np.float64)


NPV = Variant(
    NAME,
    ("cash_flows", "months", "discount_rate"),
    Unit.MONEY,
    rf"NPV = \sum_{{t=0}}^{{T}} \frac{{CF_t}}{{(1 + r)^{{\tau_t}}}}, \quad {_TIMES}",
    npv,
    many=npv_many,
)
IRR = Variant(
    NAME,
    ("cash_flows", "months"),
    Unit.RATE,
    rf"\sum_{{t=0}}^{{T}} \frac{{CF_t}}{{(1 + i)^{{\tau_t}}}} = 0, \quad {_TIMES}",
    irr,
    optional=("hurdle_rate",),
    many=irr_many,
)
