"""How much a click may cost and still pay, and whether the present one does."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite, too_large


def highest_that_pays(
    *, revenue: float, clicks: float, margin: float, orders: float | None = None, cost: float | None = None
) -> Answer:
    r"""The CPC at which the margin of the orders just pays for the clicks: TCR times order value times margin.

    .. math:: \mathrm{CPC}^* = \mathrm{TCR} \cdot \mathrm{AOV} \cdot m = \frac{O}{N} \cdot \frac{R}{O} \cdot m

    Args:
        revenue: of the orders after a click, money, at least 0.
        clicks: count, at least 0.
        margin: share of revenue left after the cost of goods, decimal 0 to 1.
        orders: count; shows transaction conversion rate and order value one by one.
        cost: of the clicks, money; sets the present CPC beside it.

    Returns:
        Money per click; no answer without clicks.

    Source:
        Identity of CPC, TCR and average order value at zero profit; Jeffery (2010), ch. 6.

    Example:
        >>> highest_that_pays(revenue=1200, clicks=1000, margin=0.25, orders=20).value
        0.3
    """
    left = r"\mathrm{CPC}^*"
    right = rf"{fraction(number(revenue), number(clicks))} \cdot {number(margin)}"
    if clicks == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("cpc.no_answer.no_clicks", {"cost": cost or 0.0}))
    value = revenue / clicks * margin
    if not all_finite(value):
        return too_large(left, right)
    steps: list[Step] = []
    if orders:
        right = rf"\frac{{{number(orders)}}}{{{number(clicks)}}} \cdot \frac{{{number(revenue)}}}{{{number(orders)}}}"
        right = rf"{right} \cdot {number(margin)}"
        steps.append(Step("cpc.steps.conversion", rf"\mathrm{{TCR}} = {percent(orders / clicks)}"))
        steps.append(Step("cpc.steps.order_value", rf"\mathrm{{AOV}} = {number(revenue / orders)}"))
    substituted = f"{left} = {right} = {number(value)}"
    steps.append(Step("cpc.steps.highest", substituted))
    details = {"revenue_per_click": revenue / clicks, "max_cpc": value}
    warnings = []
    if cost is not None and all_finite(cost / clicks):
        details["cpc"] = cost / clicks
        steps.append(Step("cpc.steps.beside", rf"\mathrm{{CPC}} = {number(cost / clicks)}", {"highest": value}))
        warnings = _verdict(cost / clicks, value)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def add_limit(
    details: dict[str, float],
    steps: list[Step],
    value: float,
    clicks: float,
    revenue: float | None,
    margin: float | None,
) -> list[Notice]:
    """Adds the highest cost per click that pays, where revenue and margin are known; a warning where the present one is above it."""
    if revenue is None or margin is None or not all_finite(revenue / clicks * margin):
        return []
    details["max_cpc"] = revenue / clicks * margin
    line = rf"\mathrm{{CPC}}^* = {fraction(number(revenue), number(clicks))} \cdot {number(margin)}"
    steps.append(Step("cpc.steps.highest", f"{line} = {number(details['max_cpc'])}"))
    return _verdict(value, details["max_cpc"])


def _verdict(cpc: float, highest: float) -> list[Notice]:
    return [Notice("cpc.warnings.loses_money", {"cpc": cpc, "highest": highest})] if cpc > highest else []
