"""Profit: what is left of revenue, in total, per customer, per unit, and because of a campaign."""

from __future__ import annotations

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite, too_large
from lib.indicators._lift_inference import LiftOfMeans
from lib.indicators._profit_campaign import campaign, incremental, romi
from lib.indicators._profit_customers import per_customer
from lib.indicators._profit_rows import CUSTOMERS, ORDERS, TOTALS
from lib.indicators.inference import Mean, RatioOfSums


def total(*, revenue: float, cost: float, fixed_cost: float = 0.0) -> Answer:
    r"""Revenue less the costs that come with each sale, less those that come anyway.

    .. math:: G = R - K - F

    Args:
        revenue: money, at least 0.
        cost: of goods, delivery and payment, money, at least 0.
        fixed_cost: rent, salaries, campaigns, money, at least 0.

    Returns:
        Money, negative for a loss.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 3.

    Example:
        >>> total(revenue=1000, cost=600, fixed_cost=250).value
        150.0
    """
    right = f"{number(revenue)} - {number(cost)} - {number(fixed_cost)}"
    contribution = revenue - cost
    value = 1.0 * (contribution - fixed_cost)  # money is a float, also where whole numbers came in
    if not all_finite(value, revenue, cost):
        return too_large("G", right)
    substituted = f"G = {right} = {number(value)}"
    steps = [
        Step("profit.steps.contribution", f"R - K = {number(contribution)}"),
        Step("profit.steps.less_fixed", substituted),
    ]
    details = {"contribution": contribution}
    if revenue > 0 and all_finite(value / revenue, contribution / revenue):
        details |= {"margin": value / revenue, "contribution_margin": contribution / revenue}
        steps.append(Step("profit.steps.net_margin", rf"\frac{{G}}{{R}} = {percent(value / revenue)}"))
    warnings = [Notice("profit.warnings.loss", {"loss": -value})] if value < 0 else []
    if fixed_cost == 0:
        warnings.append(Notice("profit.warnings.no_fixed_cost", severity="info"))
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def margin(*, contribution: float, revenue: float) -> Answer:
    r"""Share of revenue left after the costs that come with each sale.

    .. math:: m = \frac{G}{R} = \frac{R - K}{R}

    Args:
        contribution: revenue less the costs of each sale, money.
        revenue: money, at least 0.

    Returns:
        A decimal, at most 1 and below 0 for a loss; no answer without revenue.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 3 (contribution margin).

    Example:
        >>> margin(contribution=400, revenue=1000).value
        0.4
    """
    right = fraction(number(contribution), number(revenue))
    if revenue == 0:
        return Answer(None, f"m = {right}", no_answer=Notice("profit.no_answer.no_revenue"))
    value = contribution / revenue
    if not all_finite(value):
        return too_large("m", right)
    substituted = f"m = {right} = {number(value)} = {percent(value)}"
    steps = [Step("profit.steps.margin", substituted)]
    if value > 0 and all_finite(1 / value):
        steps.append(Step("profit.steps.break_even_roas", rf"\frac{{1}}{{m}} = {number(1 / value)}"))
    return Answer(value, substituted, tuple(steps), _loss(contribution))


def unit_contribution(*, units: float, price: float, variable_cost: float) -> Answer:
    r"""What the units sold leave towards fixed costs and profit.

    .. math:: G = q\,(p - v)

    Args:
        units: sold, or orders, count.
        price: of a unit, money, at least 0.
        variable_cost: of a unit, money, at least 0.

    Returns:
        Money, negative where a unit costs more than it brings.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 3 (contribution).

    Example:
        >>> unit_contribution(units=300, price=12, variable_cost=7.5).value
        1350.0
    """
    right = rf"{number(units)} \cdot ({number(price)} - {number(variable_cost)})"
    each = price - variable_cost
    value = units * each
    if not all_finite(value):
        return too_large("G", right)
    substituted = f"G = {right} = {number(value)}"
    steps = (Step("profit.steps.each", f"p - v = {number(each)}"), Step("profit.steps.times_units", substituted))
    return Answer(value, substituted, steps, _loss(each), details={"each": each})


def break_even_units(*, fixed_cost: float, price: float, variable_cost: float, units: float | None = None) -> Answer:
    r"""Units that must be sold before anything is earned.

    .. math:: q^* = \frac{F}{p - v}

    Args:
        fixed_cost: to be covered, money, at least 0.
        price: of a unit, money, at least 0.
        variable_cost: of a unit, money, at least 0.
        units: sold now, to set beside it, count.

    Returns:
        Count, not rounded; no answer where a unit brings no more than it costs.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 3 (break-even).

    Example:
        >>> break_even_units(fixed_cost=900, price=12, variable_cost=7.5).value
        200.0
    """
    right = fraction(number(fixed_cost), f"{number(price)} - {number(variable_cost)}")
    each = price - variable_cost
    if each <= 0:
        return Answer(None, f"q^* = {right}", no_answer=Notice("profit.no_answer.no_contribution", {"each": each}))
    value = fixed_cost / each
    if not all_finite(value):
        return too_large("q^*", right)
    substituted = f"q^* = {right} = {number(value)}"
    steps = [Step("profit.steps.each", f"p - v = {number(each)}"), Step("profit.steps.break_even", substituted)]
    details, warnings = {"each": each}, []
    if units is not None and all_finite(units - value):
        details["above_break_even"] = units - value
        steps.append(Step("profit.steps.beside", f"q - q^* = {number(units - value)}"))
        if units < value:
            warnings.append(Notice("profit.warnings.below_break_even", {"missing": value - units}))
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def _loss(value: float) -> tuple[Notice, ...]:
    return (Notice("profit.warnings.sells_at_loss"),) if value < 0 else ()


def _evidence(name: str, symbol: str, minimum: float | None = 0, unit: Unit = Unit.COUNT) -> Input:
    return Input(name, symbol, unit, minimum=minimum, evidence=True, required=False)


_ARMS = ("profit_treated", "treated", "profit_control", "control", "campaign_cost")


def _lift(scale: bool) -> LiftOfMeans:
    return LiftOfMeans(
        ("profit_treated", "treated", "profit_treated_squares"),
        ("profit_control", "control", "profit_control_squares"),
        scale=lambda v: float(v["treated"]) / (float(v["campaign_cost"]) if scale else 1.0),
        shift=lambda v: 1.0 if scale else float(v["campaign_cost"]),
    )


INDICATOR = Indicator(
    slug="profit",
    framework="jeffery",
    number=6,
    family="financial",
    better="higher",
    inputs=(
        Input("revenue", "R", Unit.MONEY, default=74323.8),
        Input("cost", "K", Unit.MONEY, default=59937.87),
        Input("fixed_cost", "F", Unit.MONEY, default=6000, required=False),
        Input("contribution", "G", Unit.MONEY, default=14385.93, minimum=None),
        Input("customers", "n", Unit.COUNT, default=600),
        Input("units", "q", Unit.COUNT, default=1586),
        Input("price", "p", Unit.MONEY, default=46.8624211854),
        Input("variable_cost", "v", Unit.MONEY, default=37.7918474149),
        Input("profit_treated", "G_T", Unit.MONEY, default=7933.13, minimum=None),
        Input("treated", "n_T", Unit.COUNT, default=307),
        Input("profit_control", "G_K", Unit.MONEY, default=6452.8, minimum=None),
        Input("control", "n_K", Unit.COUNT, default=293),
        Input("campaign_cost", "C", Unit.MONEY, default=500, parameter=True, shared_by=("treated", "revenue")),
        Input("incremental_revenue", r"\Delta R", Unit.MONEY, default=5000, minimum=None),
        Input("margin", "m", Unit.RATE, default=0.4, minimum=-1, maximum=1, parameter=True),
        _evidence("losing_customers", "n_-"),
        _evidence("median_profit", r"\tilde{G}", None, Unit.MONEY),
        _evidence("extreme_profit", r"G_{\max}", None, Unit.MONEY),
        _evidence("profit_squares", r"\sum G_i^2"),
        _evidence("observations", "k"),
        _evidence("profit_products", r"\sum G_i G_i"),
        _evidence("revenue_squares", r"\sum R_i^2"),
        _evidence("profit_revenue", r"\sum G_i R_i", None),
        _evidence("profit_treated_squares", r"\sum G_{T,i}^2"),
        _evidence("profit_control_squares", r"\sum G_{K,i}^2"),
    ),
    variants=(
        Variant("profit", ("revenue", "cost"), Unit.MONEY, "G = R - K - F", total, optional=("fixed_cost",)),
        Variant(
            "per_customer",
            ("contribution", "customers"),
            Unit.MONEY,
            r"\bar{G} = \frac{G}{n}",
            per_customer,
            Mean("contribution", "customers", "profit_squares"),
            optional=("losing_customers", "median_profit", "extreme_profit"),
        ),
        Variant(
            "margin",
            ("contribution", "revenue"),
            Unit.RATE,
            r"m = \frac{G}{R} = \frac{R - K}{R}",
            margin,
            RatioOfSums(
                "contribution", "revenue", "observations", ("profit_products", "revenue_squares", "profit_revenue")
            ),
        ),
        Variant(
            "incremental",
            _ARMS,
            Unit.MONEY,
            r"\Delta G = \left(\frac{G_T}{n_T} - \frac{G_K}{n_K}\right) n_T - C",
            incremental,
            _lift(scale=False),
        ),
        Variant(
            "romi",
            _ARMS,
            Unit.RATE,
            r"\mathrm{ROMI} = \frac{(G_T/n_T - G_K/n_K)\, n_T - C}{C}",
            romi,
            _lift(scale=True),
        ),
        Variant(
            "campaign",
            ("incremental_revenue", "margin", "campaign_cost"),
            Unit.MONEY,
            r"\Delta G = m\, \Delta R - C",
            campaign,
        ),
        Variant(
            "unit_contribution",
            ("units", "price", "variable_cost"),
            Unit.MONEY,
            r"G = q\,(p - v)",
            unit_contribution,
        ),
        Variant(
            "break_even_units",
            ("fixed_cost", "price", "variable_cost"),
            Unit.COUNT,
            r"q^* = \frac{F}{p - v}",
            break_even_units,
            optional=("units",),
            better="lower",
        ),
    ),
    shapes=(ORDERS, TOTALS, CUSTOMERS),
)
