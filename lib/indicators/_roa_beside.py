"""What stands beside a return on ad dollars: profit and break-even, and the return as conversion, order value and click price."""

from __future__ import annotations

from lib.core import Notice, Step
from lib.core.latex import fraction, number
from lib.indicators._guarded import all_finite


def with_margin(
    details: dict[str, float], steps: list[Step], revenue: float, cost: float, margin: float | None
) -> list[Notice]:
    """Adds margin, profit and break-even, where the margin is known; a warning where the advertising does not earn its cost."""
    if margin is None:
        return []
    details |= {"margin_roas": margin * revenue / cost, "profit": margin * revenue - cost}
    line = rf"m R - C = {number(margin)} \cdot {number(revenue)} - {number(cost)} = {number(details['profit'])}"
    steps.append(Step("roa.steps.profit", line))
    if margin == 0 or not all_finite(1 / margin):
        return [Notice("roa.warnings.loses_money", {"loss": cost})]
    details["break_even_roas"] = 1 / margin
    steps.append(
        Step("roa.steps.break_even", rf"\mathrm{{ROAS}}^* = {fraction('1', number(margin))} = {number(1 / margin)}")
    )
    return verdict(revenue / cost, 1 / margin)


def with_identity(
    details: dict[str, float],
    steps: list[Step],
    revenue: float,
    cost: float,
    orders: float | None,
    clicks: float | None,
) -> None:
    """Adds the return as conversion rate times order value over cost per click, where orders and clicks are known."""
    if (
        not orders
        or not clicks
        or not all_finite(revenue / orders, cost / clicks, orders / clicks)
        or cost / clicks == 0
    ):
        return
    details |= {"conversion": orders / clicks, "order_value": revenue / orders, "cpc": cost / clicks}
    above = rf"{number(orders / clicks)} \cdot {number(revenue / orders)}"
    line = rf"\frac{{\mathrm{{TCR}} \cdot \mathrm{{AOV}}}}{{\mathrm{{CPC}}}} = {fraction(above, number(cost / clicks))}"
    steps.append(Step("roa.steps.identity", f"{line} = {number(revenue / cost)}"))


def verdict(roas: float, needed: float) -> list[Notice]:
    """A warning where the return is below the one that is needed."""
    return [Notice("roa.warnings.below_break_even", {"roas": roas, "needed": needed})] if roas < needed else []
