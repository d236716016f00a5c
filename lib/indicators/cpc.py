"""Cost per click: what a click on an advertisement costs, and how much it may cost and still pay."""

from __future__ import annotations

from typing import Any

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._ads_inference import PositiveRatio
from lib.indicators._cpc_highest import add_limit, highest_that_pays
from lib.indicators._cpc_mean_of_rows import add_mean_of_rows, mean_of_rows
from lib.indicators._cpc_rows import ADS
from lib.indicators._guarded import all_finite, finite_only, too_large


def per_click(
    *,
    cost: float,
    clicks: float,
    impressions: float | None = None,
    orders: float | None = None,
    revenue: float | None = None,
    margin: float | None = None,
    row_cpc_sum: float | None = None,
    rows_with_clicks: float | None = None,
) -> Answer:
    r"""What a click cost: all cost divided by all clicks, never the mean of the rows' own CPCs.

    .. math:: \mathrm{CPC} = \frac{C}{N}

    Args:
        cost: of advertising, money, at least 0.
        clicks: count, at least 0.
        impressions: times shown, count; adds click rate and CPM.
        orders: orders after a click, count; adds the cost of an order.
        revenue: of those orders, money; with ``margin`` adds the highest CPC that pays.
        margin: share of revenue left after the cost of goods, decimal 0 to 1.
        row_cpc_sum: sum of the CPCs of single rows, money; adds their mean as the mistake it is.
        rows_with_clicks: rows that have a CPC of their own, count.

    Returns:
        Money per click; no answer without clicks.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 11; Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 9.

    Example:
        >>> round(per_click(cost=755315.922, clicks=512849).value, 4)
        1.4728
    """
    right = fraction(number(cost), number(clicks))
    if clicks == 0:
        return Answer(None, rf"\mathrm{{CPC}} = {right}", no_answer=Notice("cpc.no_answer.no_clicks", {"cost": cost}))
    value = cost / clicks
    if not all_finite(value):
        return too_large(r"\mathrm{CPC}", right)
    substituted = rf"\mathrm{{CPC}} = {right} = {number(value)}"
    details: dict[str, float] = {}
    steps = [Step("cpc.steps.sums", rf"C = {number(cost)},\; N = {number(clicks)}"), Step("cpc.steps.cpc", substituted)]
    _add_impressions(details, steps, cost, clicks, impressions)
    _add_orders(details, steps, cost, clicks, orders)
    warnings = add_limit(details, steps, value, clicks, revenue, margin)
    warnings += add_mean_of_rows(details, steps, value, row_cpc_sum, rows_with_clicks)
    if cost == 0:
        warnings.append(Notice("cpc.warnings.free"))
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=finite_only(details))


def per_thousand(*, cost: float, impressions: float) -> Answer:
    r"""What a thousand impressions cost.

    .. math:: \mathrm{CPM} = \frac{1000\, C}{I}

    Args:
        cost: of advertising, money, at least 0.
        impressions: times shown, count.

    Returns:
        Money per thousand impressions; no answer where nothing was shown.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 9 (cost per thousand impressions).

    Example:
        >>> round(per_thousand(cost=58705.23, impressions=213434828).value, 6)
        0.27505
    """
    left, right = r"\mathrm{CPM}", fraction(rf"1000 \cdot {number(cost)}", number(impressions))
    if impressions == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("cpc.no_answer.no_impressions"))
    value = 1000 * cost / impressions
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    return Answer(value, substituted, (Step("cpc.steps.cpm", substituted),))


def from_cpm(*, cpm: float, click_rate: float) -> Answer:
    r"""The cost per click behind a price per thousand impressions.

    .. math:: \mathrm{CPC} = \frac{\mathrm{CPM}}{1000 \cdot \mathrm{CTR}}

    Args:
        cpm: price of a thousand impressions, money, at least 0.
        click_rate: clicks per impression, decimal 0 to 1.

    Returns:
        Money per click; no answer where nobody clicks.

    Source:
        Identity: CPM is the cost of 1,000 impressions, which bring 1,000 times CTR clicks.

    Example:
        >>> from_cpm(cpm=9, click_rate=0.012).value
        0.75
    """
    left, right = r"\mathrm{CPC}", fraction(number(cpm), rf"1000 \cdot {number(click_rate)}")
    if click_rate == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("cpc.no_answer.no_click_rate"))
    clicks = 1000 * click_rate
    if clicks == 0 or not all_finite(cpm / clicks):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(cpm / clicks)}"
    steps = (
        Step("cpc.steps.clicks_of_thousand", rf"1000 \cdot \mathrm{{CTR}} = {number(clicks)}"),
        Step("cpc.steps.cpc", substituted),
    )
    return Answer(cpm / clicks, substituted, steps, details={"clicks_per_thousand": clicks})


def _add_impressions(
    details: dict[str, float], steps: list[Step], cost: float, clicks: float, impressions: float | None
) -> None:
    if not impressions or not all_finite(1000 * cost / impressions, clicks / impressions):
        return
    details |= {"click_rate": clicks / impressions, "cpm": 1000 * cost / impressions}
    line = fraction(number(details["cpm"]), rf"1000 \cdot {number(details['click_rate'])}")
    steps.append(Step("cpc.steps.click_rate", rf"\mathrm{{CTR}} = {percent(details['click_rate'])}"))
    steps.append(
        Step("cpc.steps.cpm", rf"\mathrm{{CPM}} = {number(details['cpm'])},\; {line} = {number(cost / clicks)}")
    )


def _add_orders(details: dict[str, float], steps: list[Step], cost: float, clicks: float, orders: float | None) -> None:
    if orders and all_finite(cost / orders):
        details |= {"conversion": orders / clicks, "cost_per_order": cost / orders}
        line = fraction(number(cost / clicks), number(orders / clicks))
        steps.append(Step("cpc.steps.cost_per_order", rf"\frac{{C}}{{O}} = {line} = {number(cost / orders)}"))


def _evidence(name: str, symbol: str) -> Input:
    return Input(name, symbol, Unit.COUNT, evidence=True, required=False)


def _ratio(above: str, below: str, products: tuple[str, str, str], **more: Any) -> PositiveRatio:
    return PositiveRatio(above, below, "units", products, **more)


INDICATOR = Indicator(
    slug="cpc",
    framework="jeffery",
    number=11,
    family="internet",
    better="lower",
    inputs=(
        Input("cost", "C", Unit.MONEY, default=18819.19),
        Input("clicks", "N", Unit.COUNT, default=24576),
        Input("impressions", "I", Unit.COUNT, default=1649608, required=False),
        Input("orders", "O", Unit.COUNT, default=680, required=False),
        Input("revenue", "R", Unit.MONEY, default=61268.22, required=False),
        Input("margin", "m", Unit.RATE, default=0.4, maximum=1, parameter=True, required=False),
        Input("cpm", r"\mathrm{CPM}", Unit.MONEY, default=9),
        Input("click_rate", r"\mathrm{CTR}", Unit.RATE, default=0.012, maximum=1),
        Input("row_cpc_sum", r"\sum C_i/N_i", Unit.MONEY, default=1776.0904325736, required=False),
        Input("rows_with_clicks", "k", Unit.COUNT, default=1470, required=False),
        _evidence("units", "n"),
        _evidence("cost_squares", r"\sum C_i^2"),
        _evidence("clicks_squares", r"\sum N_i^2"),
        _evidence("cost_clicks", r"\sum C_i N_i"),
        _evidence("impressions_squares", r"\sum I_i^2"),
        _evidence("cost_impressions", r"\sum C_i I_i"),
        _evidence("revenue_squares", r"\sum R_i^2"),
        _evidence("revenue_clicks", r"\sum R_i N_i"),
    ),
    variants=(
        Variant(
            "cpc",
            ("cost", "clicks"),
            Unit.MONEY,
            r"\mathrm{CPC} = \frac{C}{N}",
            per_click,
            _ratio("cost", "clicks", ("cost_squares", "clicks_squares", "cost_clicks")),
            optional=("impressions", "orders", "revenue", "margin", "row_cpc_sum", "rows_with_clicks"),
        ),
        Variant(
            "cpm",
            ("cost", "impressions"),
            Unit.MONEY,
            r"\mathrm{CPM} = \frac{1000\, C}{I}",
            per_thousand,
            _ratio(
                "cost",
                "impressions",
                ("cost_squares", "impressions_squares", "cost_impressions"),
                scale=lambda v: 1000.0,
            ),
        ),
        Variant(
            "from_cpm",
            ("cpm", "click_rate"),
            Unit.MONEY,
            r"\mathrm{CPC} = \frac{\mathrm{CPM}}{1000 \cdot \mathrm{CTR}}",
            from_cpm,
        ),
        Variant(
            "max_cpc",
            ("revenue", "clicks", "margin"),
            Unit.MONEY,
            r"\mathrm{CPC}^* = \mathrm{TCR} \cdot \mathrm{AOV} \cdot m = \frac{O}{N} \cdot \frac{R}{O} \cdot m",
            highest_that_pays,
            _ratio(
                "revenue",
                "clicks",
                ("revenue_squares", "clicks_squares", "revenue_clicks"),
                scale=lambda v: float(v["margin"]),
            ),
            optional=("orders", "cost"),
            better="higher",
        ),
        Variant(
            "mean_of_rows",
            ("row_cpc_sum", "rows_with_clicks"),
            Unit.MONEY,
            r"\overline{\mathrm{CPC}} = \frac{1}{k} \sum_{i=1}^{k} \frac{C_i}{N_i}",
            mean_of_rows,
            optional=("cost", "clicks"),
        ),
    ),
    shapes=(ADS,),
)
