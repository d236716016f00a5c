"""Return on ad dollars: what advertising brought back, over what it cost."""

from __future__ import annotations

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._ads_inference import PositiveRatio
from lib.indicators._guarded import all_finite, finite_only, too_large
from lib.indicators._lift_inference import LiftOfMeans
from lib.indicators._roa_beside import verdict, with_identity, with_margin
from lib.indicators._roa_incremental import incremental_return
from lib.indicators._roa_rows import ADS, REGIONS


def return_on_ad_dollars(
    *,
    revenue: float,
    cost: float,
    margin: float | None = None,
    orders: float | None = None,
    clicks: float | None = None,
) -> Answer:
    r"""Revenue left after paying for the advertising, per unit of money spent on it; one less than ROAS.

    .. math:: \mathrm{ROA} = \frac{R - C}{C}

    Args:
        revenue: credited to the advertising, money, at least 0.
        cost: of the advertising, money, at least 0.
        margin: share of revenue left after the cost of goods, decimal 0 to 1; adds break-even and profit.
        orders: count; with ``clicks`` adds the identity with TCR, order value and CPC.
        clicks: count.

    Returns:
        A decimal, -1 or more (3.94 is 394 %); no answer without cost.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 13; Air France internet marketing, Kellogg case KEL319.

    Example:
        >>> round(return_on_ad_dollars(revenue=1745481.8, cost=353640.5989).value, 2)
        3.94
    """
    left, right = r"\mathrm{ROA}", fraction(f"{number(revenue)} - {number(cost)}", number(cost))
    if cost == 0:
        return _no_cost(left, right, revenue)
    value = (revenue - cost) / cost
    if not all_finite(value, revenue / cost):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)} = {percent(value)}"
    steps = [
        Step("roa.steps.net_revenue", f"R - C = {number(revenue - cost)}"),
        Step("roa.steps.roa", substituted),
        Step("roa.steps.plus_one", rf"\mathrm{{ROAS}} = \mathrm{{ROA}} + 1 = {number(revenue / cost)}"),
    ]
    details = {"roas": revenue / cost, "net_revenue": revenue - cost}
    warnings = with_margin(details, steps, revenue, cost, margin)
    with_identity(details, steps, revenue, cost, orders, clicks)
    if revenue == 0:
        warnings.append(Notice("roa.warnings.no_revenue"))
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=finite_only(details))


def return_on_ad_spend(
    *,
    revenue: float,
    cost: float,
    margin: float | None = None,
    orders: float | None = None,
    clicks: float | None = None,
) -> Answer:
    r"""Revenue per unit of money spent on advertising; one more than ROA.

    .. math:: \mathrm{ROAS} = \frac{R}{C}

    Args:
        revenue: credited to the advertising, money, at least 0.
        cost: of the advertising, money, at least 0.
        margin: share of revenue left after the cost of goods, decimal 0 to 1; adds break-even and profit.
        orders: count; with ``clicks`` adds the identity with TCR, order value and CPC.
        clicks: count.

    Returns:
        A ratio, 0 or more; no answer without cost.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 9, on revenue per advertising cost.

    Example:
        >>> return_on_ad_spend(revenue=60 * 20, cost=500).value
        2.4
    """
    left, right = r"\mathrm{ROAS}", fraction(number(revenue), number(cost))
    if cost == 0:
        return _no_cost(left, right, revenue)
    value = revenue / cost
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = [
        Step("roa.steps.roas", substituted),
        Step("roa.steps.minus_one", rf"\mathrm{{ROA}} = \mathrm{{ROAS}} - 1 = {percent(value - 1)}"),
    ]
    details = {"roa": value - 1, "net_revenue": revenue - cost}
    warnings = with_margin(details, steps, revenue, cost, margin)
    with_identity(details, steps, revenue, cost, orders, clicks)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=finite_only(details))


def margin_return(*, revenue: float, cost: float, margin: float) -> Answer:
    r"""Margin, not revenue, per unit of money spent on advertising: above one, the advertising earned money.

    .. math:: \mathrm{ROAS}_m = \frac{m R}{C}

    Args:
        revenue: credited to the advertising, money, at least 0.
        cost: of the advertising, money, at least 0.
        margin: share of revenue left after the cost of goods, decimal 0 to 1.

    Returns:
        A ratio, 0 or more; no answer without cost.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 10 (contribution per marketing cost).

    Example:
        >>> margin_return(revenue=1200, cost=500, margin=0.25).value
        0.6
    """
    left, right = r"\mathrm{ROAS}_m", fraction(rf"{number(margin)} \cdot {number(revenue)}", number(cost))
    if cost == 0:
        return _no_cost(left, right, revenue)
    value = margin * revenue / cost
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    profit = margin * revenue - cost
    steps = (
        Step("roa.steps.margin_revenue", f"m R = {number(margin * revenue)}"),
        Step("roa.steps.margin_roas", substituted),
        Step("roa.steps.profit", f"m R - C = {number(profit)}"),
    )
    warnings = (Notice("roa.warnings.loses_money", {"loss": -profit}),) if profit < 0 else ()
    return Answer(value, substituted, steps, warnings, details={"profit": profit, "margin_revenue": margin * revenue})


def break_even(*, margin: float, revenue: float | None = None, cost: float | None = None) -> Answer:
    r"""ROAS at which the margin of the revenue just pays for the advertising.

    .. math:: \mathrm{ROAS}^* = \frac{1}{m}

    Args:
        margin: share of revenue left after the cost of goods, decimal 0 to 1.
        revenue: credited to the advertising, to set the present ROAS beside it, money.
        cost: of the advertising, money.

    Returns:
        A ratio, 1 or more; no answer at a margin of zero, where nothing ever pays.

    Source:
        Identity: m R = C.

    Example:
        >>> break_even(margin=0.25).value
        4.0
    """
    left, right = r"\mathrm{ROAS}^*", fraction("1", number(margin))
    if margin == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("roa.no_answer.no_margin"))
    value = 1 / margin
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = [
        Step("roa.steps.break_even", substituted),
        Step("roa.steps.break_even_roa", rf"\mathrm{{ROA}}^* = {percent(value - 1)}"),
    ]
    details, warnings = {"break_even_roa": value - 1}, []
    if revenue is not None and cost and all_finite(revenue / cost):
        details["roas"] = revenue / cost
        steps.append(Step("roa.steps.yours", rf"\mathrm{{ROAS}} = {number(revenue / cost)}", {"break_even": value}))
        warnings = verdict(revenue / cost, value)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def _no_cost(left: str, right: str, revenue: float) -> Answer:
    return Answer(None, f"{left} = {right}", no_answer=Notice("roa.no_answer.no_cost", {"revenue": revenue}))


_EVIDENCE = ("revenue_squares", "cost_squares", "revenue_cost")


def _evidence(name: str, symbol: str) -> Input:
    return Input(name, symbol, Unit.COUNT, evidence=True, required=False)


INDICATOR = Indicator(
    slug="roa",
    framework="jeffery",
    number=13,
    family="internet",
    better="higher",
    inputs=(
        Input("revenue", "R", Unit.MONEY, default=61268.22),
        Input("cost", "C", Unit.MONEY, default=18819.19),
        Input("margin", "m", Unit.RATE, default=0.4, maximum=1, parameter=True, required=False),
        Input("orders", "O", Unit.COUNT, default=680, required=False),
        Input("clicks", "N", Unit.COUNT, default=24576, required=False),
        Input("revenue_treated", "R_T", Unit.MONEY, default=345401.54),
        Input("treated", "n_T", Unit.COUNT, default=20),
        Input("revenue_control", "R_K", Unit.MONEY, default=277374.6),
        Input("control", "n_K", Unit.COUNT, default=20),
        Input("extra_cost", r"C_\Delta", Unit.MONEY, default=23961.03, minimum=None),
        _evidence("units", "n"),
        _evidence("revenue_squares", r"\sum R_i^2"),
        _evidence("cost_squares", r"\sum C_i^2"),
        _evidence("revenue_cost", r"\sum R_i C_i"),
        _evidence("revenue_treated_squares", r"\sum R_{T,i}^2"),
        _evidence("revenue_control_squares", r"\sum R_{K,i}^2"),
    ),
    variants=(
        Variant(
            "roa",
            ("revenue", "cost"),
            Unit.RATE,
            r"\mathrm{ROA} = \frac{R - C}{C}",
            return_on_ad_dollars,
            PositiveRatio("revenue", "cost", "units", _EVIDENCE, transform=lambda ratio, v: ratio - 1),
            optional=("margin", "orders", "clicks"),
        ),
        Variant(
            "roas",
            ("revenue", "cost"),
            Unit.RATIO,
            r"\mathrm{ROAS} = \frac{R}{C}",
            return_on_ad_spend,
            PositiveRatio("revenue", "cost", "units", _EVIDENCE),
            optional=("margin", "orders", "clicks"),
        ),
        Variant(
            "margin_roas",
            ("revenue", "cost", "margin"),
            Unit.RATIO,
            r"\mathrm{ROAS}_m = \frac{m R}{C}",
            margin_return,
            PositiveRatio("revenue", "cost", "units", _EVIDENCE, scale=lambda v: float(v["margin"])),
        ),
        Variant(
            "incremental_roas",
            ("revenue_treated", "treated", "revenue_control", "control", "extra_cost"),
            Unit.RATIO,
            r"\mathrm{iROAS} = \frac{R_T - R_K\, n_T / n_K}{C_\Delta}",
            incremental_return,
            LiftOfMeans(
                ("revenue_treated", "treated", "revenue_treated_squares"),
                ("revenue_control", "control", "revenue_control_squares"),
                scale=lambda v: float(v["treated"]) / float(v["extra_cost"]),
                shift=lambda v: 0.0,
            ),
            optional=("margin",),
        ),
        Variant(
            "break_even_roas",
            ("margin",),
            Unit.RATIO,
            r"\mathrm{ROAS}^* = \frac{1}{m}",
            break_even,
            optional=("revenue", "cost"),
            better="lower",
        ),
    ),
    shapes=(ADS, REGIONS),
)
