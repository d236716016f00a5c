"""How the payback of acquisition cost is measured: spend, customers won, and what they bring in, by month and channel."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Role, RowRule, Shape, Values


def measure_acquisition(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Cost per customer won, revenue per customer and month, margin and churn, each as a sum over a sum.

    A row that cost money and won nobody stays in: leaving it out would make the other customers look cheaper.
    """
    columns = set(t.columns)
    won = t.new_customers.sum().cast("float64").nullif(0)
    revenue = t.revenue.sum().cast("float64")
    found = {"acquisition_cost": t.spend.sum().cast("float64") / won, "monthly_revenue": revenue / won}
    if "gross_profit" in columns:
        found["gross_margin"] = t.gross_profit.sum().cast("float64") / revenue.nullif(0)
    if {"customers", "lost"} <= columns:
        found["churn_rate"] = t.lost.sum().cast("float64") / t.customers.sum().cast("float64").nullif(0)
    return t.group_by(list(keys)).aggregate(**found) if keys else t.aggregate(**found)


ACQUISITION = Shape(
    "acquisition",
    (
        Role("spend", "money"),
        Role("new_customers", "number"),
        Role("revenue", "money"),
        Role("gross_profit", "money", required=False),
        Role("customers", "number", required=False),
        Role("lost", "number", required=False),
        Role("date", "date", required=False),
    ),
    measure_acquisition,
    "acquisition.csv",
    ("cac", "cac_survival"),
    period_role="date",
    rules=(
        RowRule(
            "payback.rules.negative", lambda t, o: (t.spend < 0) | (t.new_customers < 0), ("spend", "new_customers")
        ),
        RowRule(
            "payback.rules.nobody_won",
            lambda t, o: (t.spend > 0) & (t.new_customers == 0),
            ("spend", "new_customers"),
            leave_out=False,
        ),
    ),
)
