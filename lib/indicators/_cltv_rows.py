"""How margin and retention are measured: customers by period under contract, bare transactions, or cohorts added up."""

from __future__ import annotations

from typing import Any

from lib.core import Unit
from lib.core.indicator import Option, Role, RowRule, Shape, Values
from lib.indicators import _cltv_customers
from lib.indicators._churn_rows import _period_index, _period_start

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Ages that fewer than this share of the customers can have reached say more about those few than about the rest.
_REACHED = 0.2
# Margin by age in the sample, so that the page opens on what measuring its sample gives.
SAMPLE_MARGINS = (
    16.639904761905,
    13.373714285714,
    11.025761904762,
    9.475885167464,
    8.814466019417,
    8.177892156863,
    6.96785,
    6.168205128205,
    5.125284974093,
    5.313206521739,
    5.076206896552,
    4.833529411765,
    4.10490797546,
    3.318092105263,
    3.638148148148,
    3.549159663866,
    2.693823529412,
    1.939397590361,
    2.889206349206,
    2.818,
)
# Columns of a customer's period; the others name the customer.
_OF_PERIOD = {"_index", "_margin", "_revenue", "_latest", "_last", "_until"}


def measure_contractual(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Margin per active period and retention from one to the next, from a row per customer and period.

    A customer without a row in the next period, or with one that says inactive, has left; in the last period of the file nobody
    can be seen to leave. The key ``period`` is the period of acquisition.
    """
    length = _MONTHS[str(options["period_length"])]
    groups = _groups(keys)
    t = _with_end(_by_first_group(t, groups), length)
    active = t.filter(t.active.fill_null(False)) if "active" in t.columns else t
    margin = active.margin.fill_null(0) if "margin" in t.columns else None
    active = active.mutate(_index=_period_index(active.date, length), _margin=margin)
    monthly = active.group_by([*groups, "customer", "_index", "_last"]).aggregate(
        _margin=active["_margin"].sum().cast("float64")
    )
    return _from_months(monthly, keys, length, _stays_next(monthly))


def _stays_next(monthly: Any) -> Any:
    """Per row: whether the next period could be seen (at risk), and whether the customer was active in it."""
    import ibis

    own = ibis.window(group_by=[name for name in monthly.columns if name not in _OF_PERIOD], order_by="_index")
    following = monthly["_index"].lead().over(own)
    at_risk = monthly["_index"] < monthly["_last"]
    stayed = (following == monthly["_index"] + 1).fill_null(False)
    return monthly.mutate(
        _active=1, _risk=at_risk.cast("int64"), _stayed=(at_risk & stayed).cast("int64"), _left=(at_risk & ~stayed)
    )


def measure_transactions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The same from bare purchases: a customer is there from the first to the last one, and lost after so many silent days.

    Customers still within the silence count neither as kept nor as lost from their last purchase on.
    """
    length = _MONTHS[str(options["period_length"])]
    groups = _groups(keys)
    t = _with_end(_by_first_group(t, groups), length)
    revenue = t.revenue.fill_null(0)
    margin = revenue - t.cost.fill_null(0) if "cost" in t.columns else revenue * float(options["gross_margin"])
    t = t.mutate(_index=_period_index(t.date, length), _margin=margin, _revenue=revenue)
    monthly = t.group_by([*groups, "customer", "_index", "_last", "_until"]).aggregate(
        _margin=t["_margin"].sum().cast("float64"), _revenue=t["_revenue"].sum().cast("float64"), _latest=t.date.max()
    )
    return _from_months(monthly, keys, length, _spells(monthly, int(options["inactive_days"])))


def _spells(monthly: Any, silent: int) -> Any:
    """Per row: the periods up to the next purchase were all kept; the last purchase was followed by loss, or by nothing yet."""
    import ibis

    own = ibis.window(group_by=[name for name in monthly.columns if name not in _OF_PERIOD], order_by="_index")
    kept = (monthly["_index"].lead().over(own) - monthly["_index"]).fill_null(0)
    is_last = monthly["_index"].lead().over(own).isnull()
    lost = is_last & (monthly["_latest"] + ibis.interval(days=silent) <= monthly["_until"])
    # The purchase period itself and the silent ones before the next purchase are periods as a customer.
    return monthly.mutate(
        _active=kept.cast("int64") + is_last.cast("int64"), _risk=kept + lost.cast("int64"), _stayed=kept, _left=lost
    )


def _groups(keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key != "period"]


def _by_first_group(t: Any, groups: list[str]) -> Any:
    """A customer belongs to the group of its first row: changing the plan is not leaving."""
    import ibis

    own = ibis.window(group_by="customer", order_by="date")
    return t.mutate(**{name: t[name].first().over(own) for name in groups})


def _with_end(t: Any, length: int) -> Any:
    """Adds the last moment and the last period of the whole file to every row."""
    import ibis

    until = t.date.max().over(ibis.window())
    return t.mutate(_until=until).mutate(_last=lambda dated: _period_index(dated["_until"], length))


def _from_months(monthly: Any, keys: tuple[str, ...], length: int, rows: Any) -> Any:
    """Sums over customers, with the squares that intervals need, and margin by age, from rows per customer and period."""
    groups = _groups(keys)
    people = rows.group_by([*groups, "customer", "_last"]).aggregate(
        _cohort=rows["_index"].min(),
        x=rows["_active"].sum().cast("float64"),
        y=rows["_margin"].sum(),
        risk=rows["_risk"].sum().cast("float64"),
        stayed=rows["_stayed"].sum().cast("float64"),
        **({"revenue": rows["_revenue"].sum()} if "_revenue" in rows.columns else {}),
    )
    if "period" in keys:
        people = people.mutate(period=_period_start(people["_cohort"], length))
    found = _customer_sums(people, keys)
    ages = _margin_by_age(monthly, people, keys)
    joined = found.left_join(ages, list(keys)) if keys else found.cross_join(ages)
    return joined.select(*found.columns, "margin_by_age")


def _customer_sums(people: Any, keys: tuple[str, ...]) -> Any:
    sums = {
        "margin": people.y.sum() / people.x.sum().nullif(0),
        "retention": people.stayed.sum() / people.risk.sum().nullif(0),
        "retained": people.stayed.sum(),
        "at_risk": people.risk.sum(),
        "customers": people.count().cast("float64"),
        "active_periods": people.x.sum(),
        "margin_total": people.y.sum(),
        "margin_squares": (people.y * people.y).sum(),
        "active_squares": (people.x * people.x).sum(),
        "margin_active": (people.x * people.y).sum(),
    }
    if "revenue" in people.columns:
        revenue = people["revenue"].sum()
        sums |= {"revenue": revenue / people.x.sum().nullif(0), "gross_margin": people.y.sum() / revenue.nullif(0)}
    return people.group_by(list(keys)).aggregate(**sums) if keys else people.aggregate(**sums)


def _margin_by_age(monthly: Any, people: Any, keys: tuple[str, ...]) -> Any:
    """Margin at each age over all customers who could have reached it, in order of age, as one array per group."""
    import ibis

    link = ["customer", *_groups(keys)]
    held = monthly.join(people.select(*dict.fromkeys((*link, "_cohort", *keys))), link)
    held = held.mutate(_age=held["_index"] - held["_cohort"])
    earned = held.group_by([*keys, "_age"]).aggregate(_earned=held["_margin"].sum())
    sizes = people.group_by([*keys, "_cohort", "_last"]).aggregate(_n=people.count())
    spine = sizes.mutate(_age=ibis.range(0, sizes["_last"] - sizes["_cohort"] + 1).unnest())
    seen = spine.group_by([*keys, "_age"]).aggregate(_seen=spine["_n"].sum().cast("float64"))
    whole = ibis.window(group_by=list(keys) or None)
    seen = seen.mutate(_all=seen["_seen"].max().over(whole))
    both = seen.filter(seen["_seen"] >= _REACHED * seen["_all"]).left_join(earned, [*keys, "_age"])
    both = both.select(*keys, "_age", _mean=both["_earned"].fill_null(0.0) / both["_seen"])
    collected = both["_mean"].collect(order_by=both["_age"])
    return (both.group_by(list(keys)) if keys else both).aggregate(margin_by_age=collected)


def measure_cohorts(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The same from cohorts added up: customers and margin per cohort and age; a cohort's next age shows who stayed."""
    import ibis

    groups = list(keys)
    t = t.mutate(_age=t.age.cast("int64"))
    cells = t.group_by([*groups, "cohort", "_age"]).aggregate(
        n=t.active.sum().cast("float64"), y=t.margin.sum().cast("float64")
    )
    own = ibis.window(group_by=[*groups, "cohort"], order_by="_age")
    next_age, next_n = cells["_age"].lead().over(own), cells["n"].lead().over(own)
    known = (next_age == cells["_age"] + 1).fill_null(False)
    cells = cells.mutate(
        risk=known.ifelse(cells["n"], 0.0),
        # A cohort that grows with age has been reactivated; more than everybody cannot have stayed.
        stayed=known.ifelse(ibis.least(next_n.fill_null(0.0), cells["n"]), 0.0),
        size=cells["n"].first().over(own),
    )
    sums = {
        "margin": cells.y.sum() / cells.n.sum().nullif(0),
        "retention": cells.stayed.sum() / cells.risk.sum().nullif(0),
        "retained": cells.stayed.sum(),
        "at_risk": cells.risk.sum(),
    }
    found = cells.group_by(groups).aggregate(**sums) if groups else cells.aggregate(**sums)
    by_age = cells.group_by([*groups, "_age"]).aggregate(y=cells.y.sum(), size=cells["size"].sum())
    by_age = by_age.mutate(_all=by_age["size"].max().over(ibis.window(group_by=groups or None)))
    by_age = by_age.filter(by_age["size"] >= _REACHED * by_age["_all"])
    mean = (by_age.y / by_age["size"].nullif(0)).fill_null(0.0).collect(order_by=by_age["_age"])
    ages = (by_age.group_by(groups) if groups else by_age).aggregate(margin_by_age=mean)
    joined = found.left_join(ages, groups) if groups else found.cross_join(ages)
    return joined.select(*found.columns, "margin_by_age")


def retention_by_cohort(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Margin and retention per acquisition cohort, in order of time."""
    return measure_contractual(t, _with_period(keys), options)


def purchases_by_cohort(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Margin and retention per acquisition cohort from purchases, in order of time."""
    return measure_transactions(t, _with_period(keys), options)


def _with_period(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys if "period" in keys else (*keys, "period")


def _no_cost(t: Any, options: Values) -> Any:
    import ibis

    return t.revenue.notnull() & ibis.literal("cost" not in t.columns and float(options["gross_margin"]) == 1)


_VARIANTS = ("end_of_period", "now", "to_cac", "observed")
_PERIOD = Option("period_length", "month", choices=("month", "quarter", "year"), kind="choice")

SHAPES = (
    Shape(
        "contractual",
        (
            Role("customer", "identifier"),
            Role("date", "date"),
            Role("active", "flag", required=False),
            Role("margin", "money", nullable=True),
        ),
        measure_contractual,
        "customer_months.csv",
        _VARIANTS,
        period_role="date",
        options=(_PERIOD,),
        rules=(
            RowRule("cltv.rules.unknown_active", lambda t, o: t.active.isnull(), ("active",), leave_out=False),
            RowRule("cltv.rules.blank_margin", lambda t, o: t.margin.isnull(), ("margin",), leave_out=False),
        ),
        extras={"cohorts": retention_by_cohort, **_cltv_customers.OF_CONTRACTS},
        own_periods=True,
    ),
    Shape(
        "transactions",
        (
            Role("customer", "identifier"),
            Role("date", "date"),
            Role("revenue", "money", nullable=True),
            Role("cost", "money", required=False),
        ),
        measure_transactions,
        "orders.csv",
        (*_VARIANTS, "simple"),
        period_role="date",
        options=(
            _PERIOD,
            Option("inactive_days", 90, minimum=1, maximum=1825, unit=Unit.DAYS),
            Option("gross_margin", 1.0, minimum=-10, maximum=1, unit=Unit.RATE),
        ),
        rules=(
            RowRule("cltv.rules.revenue_as_margin", _no_cost, ("revenue",), leave_out=False),
            RowRule("cltv.rules.refund", lambda t, o: t.revenue < 0, ("revenue",), leave_out=False),
        ),
        extras={"cohorts": purchases_by_cohort, **_cltv_customers.OF_PURCHASES},
        own_periods=True,
    ),
    Shape(
        "cohorts",
        (
            Role("cohort", "category"),
            Role("age", "number"),
            Role("active", "number"),
            Role("margin", "money"),
        ),
        measure_cohorts,
        "customer_cohorts.csv",
        _VARIANTS,
        extras={"lifetimes": _cltv_customers.cohort_lifetimes},
        rules=(RowRule("cltv.rules.negative_customers", lambda t, o: t.active < 0, ("active",)),),
    ),
)
