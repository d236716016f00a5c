"""How return on ad dollars is measured: from advertising exports, and from regions of which some saw the advertising."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Role, RowRule, Shape, Values
from lib.indicators import _arms
from lib.indicators._ads_rows import DATE, UNIT, settle_unit, sum_by_unit, sums_and_products, unit_of

_SUMS = ("revenue", "cost", "orders", "clicks")
_PRODUCTS = {
    "revenue_squares": ("revenue", "revenue"),
    "cost_squares": ("cost", "cost"),
    "revenue_cost": ("revenue", "cost"),
}


def measure_ads(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Revenue and cost summed; squares and products over days, keywords or rows."""
    units = sum_by_unit(t, keys, unit_of(t, options), _SUMS)
    return sums_and_products(units, keys, _SUMS, _PRODUCTS)


def measure_regions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Revenue of treated and control regions, and what was spent more in the treated; the region is the unit."""
    t = t.mutate(_control=_arms.is_control(t, options))
    regions = t.group_by([*keys, "_control", "region"]).aggregate(
        revenue=t.revenue.sum().cast("float64"), cost=t.cost.sum().cast("float64")
    )
    columns: dict[str, Any] = {}
    for arm, flag in (("treated", ~regions._control), ("control", regions._control)):
        columns[arm] = flag.cast("int64").sum().fill_null(0)
        columns[f"revenue_{arm}"] = flag.ifelse(regions.revenue, 0.0).sum().fill_null(0)
        columns[f"revenue_{arm}_squares"] = flag.ifelse(regions.revenue**2, 0.0).sum().nullif(float("inf"))
    spent = {name: flag.ifelse(regions.cost, 0.0).sum() for name, flag in _arms_of(regions).items()}
    # Advertising that ran everywhere anyway is no part of the experiment; only what the treated got in addition is.
    same_size = columns["treated"].cast("float64") / columns["control"].cast("float64").nullif(0)
    columns["extra_cost"] = spent["treated"] - spent["control"] * same_size.fill_null(0)
    return regions.group_by(list(keys)).aggregate(**columns) if keys else regions.aggregate(**columns)


def _arms_of(regions: Any) -> dict[str, Any]:
    return {"treated": ~regions._control, "control": regions._control}


ADS = Shape(
    "ads",
    (
        Role("revenue", "money"),
        Role("cost", "money"),
        DATE,
        Role("keyword", "category", required=False),
        Role("orders", "number", required=False),
        Role("clicks", "number", required=False),
    ),
    measure_ads,
    "ads.csv",
    ("roa", "roas", "margin_roas", "break_even_roas"),
    period_role="date",
    options=(UNIT,),
    settle=settle_unit,
    rules=(
        RowRule("roa.rules.negative_cost", lambda t, o: t.cost < 0),
        RowRule("roa.rules.returns", lambda t, o: t.revenue < 0, leave_out=False),
        RowRule("roa.rules.revenue_without_cost", lambda t, o: (t.cost == 0) & (t.revenue > 0), leave_out=False),
        RowRule("roa.rules.cost_without_revenue", lambda t, o: (t.cost > 0) & (t.revenue == 0), leave_out=False),
    ),
)
REGIONS = Shape(
    "regions",
    (
        Role("region", "identifier"),
        Role("arm", "category"),
        Role("revenue", "money"),
        Role("cost", "money"),
        Role("date", "date", required=False),
    ),
    measure_regions,
    "ad_regions.csv",
    ("incremental_roas",),
    period_role="date",
    options=(_arms.CONTROL,),
    settle=_arms.settle_control,
    rules=(RowRule("roa.rules.negative_cost", lambda t, o: t.cost < 0), *_arms.rules("roa")[1:]),
)
