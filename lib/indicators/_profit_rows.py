"""How profit is measured: from orders of customers, from totals per month or campaign, from customers with a ready profit."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Role, RowRule, Shape, Values
from lib.indicators import _arms

BINS = 40
QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


def measure_orders(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Revenue and cost of all orders; profit per customer with its squares, by arm where there is one."""
    return _aggregate(_from_orders(t, keys, options), keys, {"units": ("orders",), "revenue": ("revenue", "cost")})


def measure_customers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Profit per customer with its squares, from one row per customer."""
    return _aggregate(_from_customers(t, keys, options), keys, {})


def measure_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Revenue and cost of rows that are summed up already; the rows are what the margin's interval is based on."""
    t = t.mutate(revenue=t.revenue, cost=t.cost, profit=t.revenue - t.cost)
    found = {"revenue": t.revenue.sum().fill_null(0), "cost": t.cost.sum().fill_null(0)}
    found |= {"contribution": t.profit.sum().fill_null(0), "observations": t.count(), **_margin_evidence(t)}
    if "fixed_cost" in t.columns:
        found["fixed_cost"] = t.fixed_cost.sum().fill_null(0)
    if "units" in t.columns:
        found |= _per_unit(t.units.sum().fill_null(0), found["revenue"], found["cost"])
    return _grouped(t, keys, found)


def _from_orders(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    import ibis

    # An order without a customer cannot be joined to others; it stays a customer of its own.
    alone = ibis.literal("\x00") + ibis.row_number().cast("string")
    t = t.mutate(_customer=ibis.coalesce(t.customer, alone), **_control_flag(t, options))
    return t.group_by([*keys, "_customer"]).aggregate(
        orders=t.count(), revenue=t.revenue.sum(), cost=t.cost.sum(), profit=(t.revenue - t.cost).sum(), **_arm_range(t)
    )


def _from_customers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    t = t.mutate(**_control_flag(t, options))
    arms = {"_low": t._control, "_high": t._control} if "_control" in t.columns else {}
    return t.select(*keys, "profit", **arms)


def _control_flag(t: Any, options: Values) -> dict[str, Any]:
    return {"_control": _arms.is_control(t, options).cast("int64")} if "arm" in t.columns else {}


def _arm_range(t: Any) -> dict[str, Any]:
    return {"_low": t._control.min(), "_high": t._control.max()} if "_control" in t.columns else {}


def _aggregate(customers: Any, keys: tuple[str, ...], parts: dict[str, tuple[str, ...]]) -> Any:
    profit = customers.profit.cast("float64")
    found = {name: customers[name].sum().fill_null(0) for name in parts.get("revenue", ())}
    found |= {"contribution": customers.profit.sum().fill_null(0), "customers": customers.count()}
    found |= {"profit_squares": _finite((profit**2).sum()), "losing_customers": (profit < 0).cast("int64").sum()}
    found |= {"median_profit": profit.quantile(0.5), "extreme_profit": _extreme(profit)}
    if "revenue" in parts:
        found |= {"observations": customers.count(), **_margin_evidence(customers)}
        found |= _per_unit(customers.orders.sum().fill_null(0), found["revenue"], found["cost"])
    if "_low" in customers.columns:
        found |= _by_arm(customers, profit)
    return _grouped(customers, keys, found)


def _by_arm(customers: Any, profit: Any) -> dict[str, Any]:
    found = {}
    # Whoever was in both arms belongs to neither.
    for arm, flag in (("treated", customers._high == 0), ("control", customers._low == 1)):
        found[arm] = flag.cast("int64").sum().fill_null(0)
        found[f"profit_{arm}"] = flag.ifelse(profit, 0.0).sum().fill_null(0)
        found[f"profit_{arm}_squares"] = _finite(flag.ifelse(profit**2, 0.0).sum())
    return found


def _margin_evidence(t: Any) -> dict[str, Any]:
    profit, revenue = t.profit.cast("float64"), t.revenue.cast("float64")
    return {
        "profit_products": _finite((profit**2).sum()),
        "revenue_squares": _finite((revenue**2).sum()),
        "profit_revenue": _finite((profit * revenue).sum()),
    }


def _per_unit(units: Any, revenue: Any, cost: Any) -> dict[str, Any]:
    below = units.cast("float64").nullif(0)
    return {
        "units": units,
        "price": revenue.cast("float64") / below,
        "variable_cost": cost.cast("float64") / below,
    }


def _extreme(profit: Any) -> Any:
    low, high = profit.min(), profit.max()
    return (high >= -low).ifelse(high, low)


def _finite(value: Any) -> Any:
    return value.nullif(float("inf"))


def _grouped(t: Any, keys: tuple[str, ...], columns: dict[str, Any]) -> Any:
    return t.group_by(list(keys)).aggregate(**columns) if keys else t.aggregate(**columns)


def quantiles(customers: Any, keys: tuple[str, ...]) -> Any:
    """How profit spreads over customers: quantiles, losses, what the best tenth brings, and a mean without both tails."""
    profit = customers.profit.cast("float64")
    ranked = customers.mutate(
        _profit=profit,
        _rank=_rank(profit, keys),
        _low=_quantile_over(profit, 0.05, keys),
        _high=_quantile_over(profit, 0.95, keys),
    )
    value = ranked._profit
    inside = (value >= ranked._low) & (value <= ranked._high)
    found = {"customers": ranked.count(), "total": value.sum(), "lowest": value.min(), "highest": value.max()}
    found |= {f"q{round(q * 100):02d}": value.quantile(q) for q in QUANTILES}
    found |= {"losing": (value < 0).cast("int64").sum(), "lost": (value < 0).ifelse(value, 0.0).sum()}
    found["best_tenth"] = (ranked._rank < 0.1).ifelse(value, 0.0).sum()
    found["trimmed_mean"] = inside.ifelse(value, None).mean()
    return _grouped(ranked, keys, found)


def _rank(profit: Any, keys: tuple[str, ...]) -> Any:
    import ibis

    window = ibis.window(group_by=list(keys) or None, order_by=ibis.desc(profit))
    whole = ibis.window(group_by=list(keys) or None)
    return ibis.row_number().over(window) / profit.count().over(whole)


def _quantile_over(profit: Any, share: float, keys: tuple[str, ...]) -> Any:
    import ibis

    return profit.quantile(share).over(ibis.window(group_by=list(keys) or None))


def histogram(customers: Any, keys: tuple[str, ...]) -> Any:
    """Customers and their profit in bins of equal width between the 1st and the 99th percentile; the tails join the end bins."""
    profit = customers.profit.cast("float64")
    bounds = customers.aggregate(_from=profit.quantile(0.01), _to=profit.quantile(0.99))
    placed = customers.mutate(_profit=profit).cross_join(bounds)
    width = (placed._to - placed._from) / BINS
    place = ((placed._profit - placed._from) / width.nullif(0)).floor().fill_null(0).clip(0, BINS - 1).cast("int64")
    placed = placed.mutate(bin=place, low=placed._from + place * width, high=placed._from + (place + 1) * width)
    counted = placed.group_by([*keys, "bin", "low", "high"]).aggregate(
        customers=placed.count(), profit=placed._profit.sum()
    )
    return counted.order_by([*keys, "bin"])


def quantiles_orders(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Quantiles of profit per customer, from orders."""
    return quantiles(_from_orders(t, keys, options), keys)


def quantiles_customers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Quantiles of profit per customer, from customers."""
    return quantiles(_from_customers(t, keys, options), keys)


def histogram_orders(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Histogram of profit per customer, from orders."""
    return histogram(_from_orders(t, keys, options), keys)


def histogram_customers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Histogram of profit per customer, from customers."""
    return histogram(_from_customers(t, keys, options), keys)


def in_both_arms(t: Any, options: Values) -> Any:
    """Rows of customers who were treated in one row and control in another."""
    marked = t.mutate(**_control_flag(t, options))
    seen = marked.group_by("customer").aggregate(**_arm_range(marked))
    return t.customer.isin(seen.filter(seen._low < seen._high).customer)


ORDERS = Shape(
    "orders",
    (
        Role("revenue", "money"),
        Role("cost", "money"),
        Role("customer", "identifier", nullable=True),
        Role("date", "date", required=False),
        Role("arm", "category", required=False),
    ),
    measure_orders,
    "orders.csv",
    ("profit", "per_customer", "margin", "incremental", "romi", "unit_contribution", "break_even_units"),
    period_role="date",
    options=(_arms.CONTROL,),
    settle=_arms.settle_control,
    natural={"arm": "incremental"},
    rules=(
        RowRule("profit.rules.guest_orders", lambda t, o: t.customer.isnull(), leave_out=False),
        RowRule("profit.rules.returns", lambda t, o: t.revenue < 0, leave_out=False),
        RowRule("profit.rules.negative_cost", lambda t, o: t.cost < 0, leave_out=False),
        RowRule("profit.rules.both_arms", in_both_arms, ("arm",), leave_out=False),
        *_arms.rules("profit"),
    ),
    extras={"histogram": histogram_orders, "quantiles": quantiles_orders},
)
TOTALS = Shape(
    "totals",
    (
        Role("revenue", "money"),
        Role("cost", "money"),
        Role("fixed_cost", "money", required=False),
        Role("units", "number", required=False),
        Role("date", "date", required=False),
    ),
    measure_totals,
    "shop_months.csv",
    ("profit", "margin", "unit_contribution", "break_even_units"),
    period_role="date",
    rules=(
        RowRule("profit.rules.returns", lambda t, o: t.revenue < 0, leave_out=False),
        RowRule("profit.rules.negative_cost", lambda t, o: t.cost < 0, leave_out=False),
    ),
)
CUSTOMERS = Shape(
    "customers",
    (
        Role("profit", "money"),
        Role("customer", "identifier", required=False),
        Role("arm", "category", required=False),
        Role("date", "date", required=False),
    ),
    measure_customers,
    "customer_profits.csv",
    ("per_customer", "incremental", "romi"),
    period_role="date",
    options=(_arms.CONTROL,),
    settle=_arms.settle_control,
    natural={"arm": "incremental"},
    rules=_arms.rules("profit"),
    extras={"histogram": histogram_customers, "quantiles": quantiles_customers},
)
