"""Lifetime value that customers have shown so far: no model of retention, only the margins that came in."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core import Answer, Notice, Step
from lib.core.latex import number
from lib.indicators._cash_flow_latex import discounted_sum
from lib.indicators._cash_flows import cumulative, net_present_value, present_values
from lib.indicators._cltv_answer import below_cost, beside, click_steps, kept


def observed(
    *,
    margin_by_age: Sequence[float],
    discount_rate: float,
    acquisition_cost: float,
    conversion_rate: float | None = None,
) -> Answer:
    r"""Value that customers have shown so far: margin per customer won at each age, those who left counting as nought.

    .. math:: CLTV = -AC + \sum_{k=0}^{K} \frac{m_k}{(1 + r)^k}

    Args:
        margin_by_age: margin at age k over all customers won, money; the first entry is the period of acquisition.
        discount_rate: r, decimal for the same period, above -1.
        acquisition_cost: AC, to win one customer, money.
        conversion_rate: share of clicks that become customers, decimal; adds the highest click price that still pays.

    Returns:
        Money of today; a lower bound while margins are not negative, as nothing beyond the last age counts.

    Source:
        Gupta and Lehmann (2005), Managing Customers as Investments, ch. 2, with observed margins in place of a constant one.

    Example:
        >>> round(observed(margin_by_age=(20, 11, 6.05), discount_rate=0.1, acquisition_cost=15).value, 9)
        20.0
    """
    ages = tuple(range(len(margin_by_age)))
    left = rf"CLTV = {discounted_sum(margin_by_age, ages, number(1 + discount_rate))} - {number(acquisition_cost)}"
    values = present_values(margin_by_age, ages, discount_rate)
    total = net_present_value(margin_by_age, ages, discount_rate)
    running = None if values is None else cumulative((-acquisition_cost, *values))
    if values is None or total is None or running is None:
        return Answer(None, left, no_answer=Notice("common.no_answer.too_large"))
    value = total - acquisition_cost
    substituted = rf"{left} = {number(value)}"
    steps = (Step("cltv.steps.observed", substituted, {"periods": len(ages)}), *click_steps(total, conversion_rate))
    details = {"before_cost": total, **beside(total, acquisition_cost, conversion_rate)}
    series = {"ages": tuple(map(float, ages)), "margin_by_age": tuple(margin_by_age), "running_value": running[1:]}
    said = (Notice("cltv.warnings.so_far", {"periods": len(ages)}, "info"), *below_cost(value))
    return Answer(value, substituted, steps, said, details=kept(details), series=series)
