"""Payback of what it cost to win a customer: months of margin, with and without churn."""

from __future__ import annotations

import math

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number
from lib.indicators import _cash_flows as flows_of

_MOST_MONTHS = 120


def cac(
    *, acquisition_cost: float, monthly_revenue: float, gross_margin: float, churn_rate: float | None = None
) -> Answer:
    r"""Months until the margin of a customer has returned what it cost to win, if nobody leaves.

    .. math:: P = \frac{CAC}{A \cdot g}

    Args:
        acquisition_cost: marketing and sales cost per new customer, money.
        monthly_revenue: revenue per customer and month, money.
        gross_margin: share of revenue left after the cost of serving it, decimal, at most 1.
        churn_rate: share of customers lost per month, decimal; adds the months with churn counted in.

    Returns:
        Months; no answer without a margin above nought.

    Source:
        Skok (2010), SaaS metrics; Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5.

    Example:
        >>> cac(acquisition_cost=240, monthly_revenue=40, gross_margin=0.8).value
        7.5
    """
    margin = monthly_revenue * gross_margin
    if margin <= 0 or not math.isfinite(acquisition_cost / margin):
        return _without_margin(margin)
    value = acquisition_cost / margin
    ratio = fraction(number(acquisition_cost), rf"{number(monthly_revenue)} \cdot {number(gross_margin)}")
    substituted = rf"P = {ratio} = {number(value)}"
    steps: tuple[Step, ...] = (_margin_step(monthly_revenue, gross_margin), Step("payback.steps.divide", substituted))
    churn = churn_rate or 0.0
    details = {"monthly_margin": margin}
    said: tuple[Notice, ...] = ()
    if churn_rate is not None:
        months = _months_with_churn(acquisition_cost, margin, churn)
        details |= {} if months is None else {"with_churn": months}
        details |= {"lifetime": 1 / churn} if churn else {}
        said = _churn_notices(value, months, churn)
        steps += _churn_steps(acquisition_cost, margin, churn, months)
    return Answer(
        value, substituted, steps, said, details=details, series=_margin_curve(acquisition_cost, margin, churn, value)
    )


def cac_survival(*, acquisition_cost: float, monthly_revenue: float, gross_margin: float, churn_rate: float) -> Answer:
    r"""Months until the margin of those still there has returned what the customers cost to win.

    .. math:: \sum_{k=1}^{P} A \cdot g \cdot (1 - c)^{k - 1} = CAC

    Everybody pays in the first month, a share 1 - c of them in the second, and so on; within a month the margin comes evenly.

    Args:
        acquisition_cost: marketing and sales cost per new customer, money.
        monthly_revenue: revenue per customer and month, money.
        gross_margin: share of revenue left after the cost of serving it, decimal, at most 1.
        churn_rate: share of customers lost per month, decimal, 0 to 1.

    Returns:
        Months; no answer ("never") where the cost exceeds the margin of a whole lifetime, A g / c.

    Source:
        Sum of a geometric series; Gupta and Lehmann (2005), Managing Customers as Investments, ch. 2, on constant churn.

    Example:
        >>> round(cac_survival(acquisition_cost=57, monthly_revenue=50, gross_margin=0.6, churn_rate=0.1).value, 4)
        2.0
    """
    margin = monthly_revenue * gross_margin
    if margin <= 0 or not math.isfinite(acquisition_cost / margin):
        return _without_margin(margin)
    left = rf"\sum_{{k=1}}^{{P}} {number(margin)} \cdot {number(1 - churn_rate)}^{{k - 1}} = {number(acquisition_cost)}"
    months = _months_with_churn(acquisition_cost, margin, churn_rate)
    steps: tuple[Step, ...] = (_margin_step(monthly_revenue, gross_margin), Step("payback.steps.survivors", left))
    details = {"monthly_margin": margin, "without_churn": acquisition_cost / margin}
    details |= {"lifetime": 1 / churn_rate} if churn_rate else {}
    series = _margin_curve(acquisition_cost, margin, churn_rate, months)
    if months is None:
        fields = {"lifetime_margin": margin / churn_rate, "cost": acquisition_cost}
        reason = Notice("payback.no_answer.churn_first", fields)
        return Answer(None, left, steps, no_answer=reason, details=details, series=series)
    substituted = rf"{left} \;\Rightarrow\; P = {number(months)}"
    steps += (Step("payback.steps.months", rf"P = {number(months)}", {"without": acquisition_cost / margin}),)
    return Answer(months, substituted, steps, details=details, series=series)


def _without_margin(margin: float) -> Answer:
    reason = (
        Notice("common.no_answer.too_large")
        if margin > 0
        else Notice("payback.no_answer.no_margin", {"margin": margin})
    )
    return Answer(None, "P", no_answer=reason)


def _margin_step(revenue: float, share: float) -> Step:
    return Step(
        "payback.steps.margin", rf"A \cdot g = {number(revenue)} \cdot {number(share)} = {number(revenue * share)}"
    )


def _months_with_churn(cost: float, margin: float, churn: float) -> float | None:
    """Months until the margin of the survivors adds up to the cost; None for never."""
    if churn == 0:
        return cost / margin
    part = cost * churn / margin
    if part >= 1:
        # With everybody gone after a month, that month's margin must do.
        return cost / margin if churn == 1 and cost <= margin else None
    whole = 0 if churn == 1 else math.floor(math.log1p(-part) / math.log1p(-churn) + flows_of.NOUGHT)
    return whole + (cost - margin * _paying_months(whole, churn)) / (margin * (1 - churn) ** whole)


def _paying_months(months: int, churn: float) -> float:
    """Months that a customer pays on average within the first so many, when a share leaves after each."""
    if churn in {0, 1}:
        return float(min(months, 1) if churn else months)
    return -math.expm1(months * math.log1p(-churn)) / churn


def _churn_steps(cost: float, margin: float, churn: float, months: float | None) -> tuple[Step, ...]:
    left = rf"\sum_{{k=1}}^{{P}} {number(margin)} \cdot {number(1 - churn)}^{{k - 1}} = {number(cost)}"
    if months is None:
        return (Step("payback.steps.churn_first", left, {"lifetime_margin": margin / churn}),)
    return (Step("payback.steps.with_churn", rf"{left} \;\Rightarrow\; P = {number(months)}", {"churn": churn}),)


def _churn_notices(value: float, months: float | None, churn: float) -> tuple[Notice, ...]:
    if churn == 0:
        return ()
    if months is None:
        return (Notice("payback.warnings.longer_than_lifetime", {"lifetime": 1 / churn, "months": value}),)
    return (Notice("payback.warnings.with_churn", {"with_churn": months, "churn": churn}, "info"),)


def _margin_curve(cost: float, margin: float, churn: float, value: float | None) -> dict[str, tuple[float, ...]]:
    """Margin earned per customer won, less the cost, by month: with nobody leaving and with churn, for drawing."""
    until = min(_MOST_MONTHS, max(12, math.ceil(2 * (value if value is not None else cost / margin))))
    return {
        "months": tuple(map(float, range(until + 1))),
        "balance": tuple(margin * month - cost for month in range(until + 1)),
        "balance_with_churn": tuple(margin * _paying_months(month, churn) - cost for month in range(until + 1)),
    }
