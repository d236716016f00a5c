"""How the cost per click is measured from advertising exports."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Role, RowRule, Shape, Values
from lib.indicators._ads_rows import DATE, UNIT, settle_unit, sum_by_unit, sums_and_products, unit_of

_SUMS = ("cost", "clicks", "impressions", "orders", "revenue", "row_cpc_sum", "rows_with_clicks")
_PRODUCTS = {
    "cost_squares": ("cost", "cost"),
    "clicks_squares": ("clicks", "clicks"),
    "cost_clicks": ("cost", "clicks"),
    "impressions_squares": ("impressions", "impressions"),
    "cost_impressions": ("cost", "impressions"),
    "revenue_squares": ("revenue", "revenue"),
    "revenue_clicks": ("revenue", "clicks"),
}


def measure_ads(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Cost, clicks and what comes with them, summed; squares and products over days, keywords or rows."""
    clicked = t.clicks > 0
    own = clicked.ifelse(t.cost.cast("float64") / t.clicks.cast("float64").nullif(0), 0.0)
    t = t.mutate(row_cpc_sum=own, rows_with_clicks=clicked.cast("int64"))
    units = sum_by_unit(t, keys, unit_of(t, options), _SUMS)
    return sums_and_products(units, keys, _SUMS, _PRODUCTS)


def _negative(t: Any, options: Values) -> Any:
    return (t.cost < 0) | (t.clicks < 0)


RULES = (
    RowRule("cpc.rules.negative", _negative),
    RowRule("cpc.rules.cost_without_clicks", lambda t, o: (t.clicks == 0) & (t.cost > 0), leave_out=False),
    RowRule("cpc.rules.clicks_without_cost", lambda t, o: (t.clicks > 0) & (t.cost == 0), leave_out=False),
    RowRule("cpc.rules.more_clicks", lambda t, o: t.clicks > t.impressions, ("impressions",), leave_out=False),
    RowRule("cpc.rules.no_impressions", lambda t, o: t.impressions.isnull(), ("impressions",), leave_out=False),
)

ADS = Shape(
    "ads",
    (
        Role("cost", "money"),
        Role("clicks", "number"),
        DATE,
        Role("keyword", "category", required=False),
        Role("impressions", "number", required=False),
        Role("orders", "number", required=False),
        Role("revenue", "money", required=False),
    ),
    measure_ads,
    "ads.csv",
    ("cpc", "cpm", "max_cpc", "mean_of_rows"),
    period_role="date",
    options=(UNIT,),
    settle=settle_unit,
    rules=RULES,
)
