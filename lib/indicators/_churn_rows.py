"""How churn is measured from rows: contracts with start and end, a snapshot with a flag, or bare transactions."""

from __future__ import annotations

from typing import Any

from lib.core import Unit
from lib.core.indicator import Option, Role, RowRule, Shape, Values

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def measure_subscriptions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Customers at the start, won, lost and left over per period, from one row per customer with start and end.

    Counts the starts and the ends of each period and sums them up, so that the cost does not grow with the number of periods.
    Without ``period`` among the keys the last complete period is returned.
    """
    length = _MONTHS[str(options["period_length"])]
    columns = set(t.columns)
    revenue = t.revenue if "revenue" in columns else None
    t = t.mutate(_from=_period_index(t.start_date, length), _to=_period_index(t.end_date, length))
    if revenue is not None:
        t = t.mutate(_revenue=revenue)
    groups = [key for key in keys if key != "period"]
    last = t.aggregate(
        low=t._from.min(),
        high=_period_index(_observed_until(t), length),
    )
    flows = _flows(t, groups, revenue is not None)
    spine = last.mutate(_period=_sequence(last)).select("_period", "high")
    if groups:
        spine = t.select(*groups).distinct().cross_join(spine)
    counted = spine.left_join(flows, ["_period", *groups]).select(
        *groups,
        "_period",
        "high",
        **{name: flows[name].fill_null(0) for name in flows.columns if name not in {"_period", *groups}},
    )
    table = _standing(counted, groups, revenue is not None).mutate(periods_per_year=12.0 / length)
    if "period" in keys:
        table = table.mutate(period=_period_start(table._period, length), complete=table._period < table.high)
        return table.drop("_period", "high")
    return table.filter(table._period == table.high - 1).drop("_period", "high")


def _period_index(date: Any, length: int) -> Any:
    return ((date.year() * 12 + date.month() - 1) / length).floor().cast("int64")


def _period_start(index: Any, length: int) -> Any:
    import ibis

    months = index * length
    return ibis.date((months / 12).floor().cast("int64"), (months % 12 + 1).cast("int64"), ibis.literal(1))


def _sequence(bounds: Any) -> Any:
    import ibis

    return ibis.range(bounds.low, bounds.high + 1).unnest()


def _observed_until(t: Any) -> Any:
    """The last day that the file knows of: the latest start or end."""
    import ibis

    return ibis.greatest(t.start_date.max(), ibis.coalesce(t.end_date.max(), t.start_date.max()))


def _flows(t: Any, groups: list[str], money: bool) -> Any:
    starts = {"won": t.count()}
    ends = {"ended": t.count()}
    if money:
        starts["won_revenue"] = t._revenue.sum()
        ends["ended_revenue"] = t._revenue.sum()
    ended = t.filter(t.end_date.notnull())
    began = t.group_by([*groups, t._from.name("_period")]).aggregate(**starts)
    left = ended.group_by([*groups, ended._to.name("_period")]).aggregate(
        **{name: (ended.count() if name == "ended" else ended._revenue.sum()) for name in ends},
        brief=(ended._from == ended._to).cast("int64").sum(),
        **({"brief_revenue": (ended._from == ended._to).ifelse(ended._revenue, 0).sum()} if money else {}),
    )
    joined = began.outer_join(left, ["_period", *groups])
    names = [name for name in (*began.columns, *left.columns) if name not in {"_period", *groups}]
    both = {name: joined[name].fill_null(0) for name in names}
    shared = {
        name: joined[name].coalesce(joined[f"{name}_right"]) if f"{name}_right" in joined.columns else joined[name]
        for name in ("_period", *groups)
    }
    return joined.select(**shared, **both)


def _standing(t: Any, groups: list[str], money: bool) -> Any:
    """Running totals up to the period: who was there on its first day, and on its last."""
    import ibis

    before = ibis.window(group_by=groups or None, order_by="_period", preceding=None, following=0)
    inside = {
        "customers_at_start": (t.won - t.ended).sum().over(before) - (t.won - t.ended),
        "customers_at_end": (t.won - t.ended).sum().over(before),
        "new_customers": t.won,
        "lost": t.ended - t.brief,
        "lost_new": t.brief,
    }
    if money:
        change = t.won_revenue - t.ended_revenue
        inside["revenue_at_start"] = change.sum().over(before) - change
        inside["revenue_lost"] = t.ended_revenue - t.brief_revenue
    return t.select(*groups, "_period", "high", **inside)


def measure_snapshot(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Customers and those marked as gone, from one row per customer with a flag; revenue where there is a column for it."""
    gone = t.churned
    counts = {"customers_at_start": t.count(), "lost": gone.cast("int64").sum()}
    none = t.count() - t.count()
    counts |= {"customers_at_end": (~gone).cast("int64").sum(), "new_customers": none}
    # A mark says who has left so far, in no stated time: nothing to compound to a year.
    counts |= {"periods_per_year": none + 1}
    if "revenue" in t.columns:
        before = t.revenue
        counts |= {"revenue_at_start": before.sum(), "revenue_lost": gone.ifelse(before, 0).sum()}
        if "revenue_end" in t.columns:
            change = gone.ifelse(0, t.revenue_end - before)
            counts |= {
                "revenue_contraction": (change < 0).ifelse(-change, 0).sum(),
                "revenue_expansion": (change > 0).ifelse(change, 0).sum(),
            }
    return t.group_by(list(keys)).aggregate(**counts) if keys else t.aggregate(**counts)


def measure_transactions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Churn without a contract: a customer counts as lost once nothing was bought for so many days."""
    return measure_subscriptions(_spells(t, keys, options), keys, options)


def _spells(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    import ibis

    groups = {key: t[key].max() for key in keys if key != "period"}
    customers = t.group_by("customer").aggregate(start_date=t.date.min(), last=t.date.max(), **groups)
    # Of the customers, who are fewer than their purchases: the last of all is among the last ones of each.
    until = customers["last"].max().as_scalar()
    quiet = customers["last"] + ibis.interval(days=int(options["inactive_days"]))
    # Nobody can be called lost before the silence has lasted; those are still running when the file ends.
    return customers.mutate(end_date=(quiet <= until).ifelse(quiet, ibis.null("timestamp")))


def survival_subscriptions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Days until a customer left (event) or until the file ends (censored), counted per day."""
    import ibis

    until = _observed_until(t).as_scalar()
    ends = ibis.coalesce(t.end_date, until)
    days = ends.cast("date").delta(t.start_date.cast("date"), unit="day")
    return _survival(t.mutate(time=days, gone=t.end_date.notnull()), keys)


def survival_snapshot(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Tenure at which a customer left (event) or was still there (censored), counted per tenure."""
    return _survival(t.mutate(time=t.tenure, gone=t.churned), keys) if "tenure" in t.columns else None


def survival_transactions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Days from the first purchase to the silence that counts as loss."""
    return survival_subscriptions(_spells(t, keys, options), keys, options)


def _survival(t: Any, keys: tuple[str, ...]) -> Any:
    gone = t.gone.cast("int64").sum()
    return t.group_by([*keys, "time"]).aggregate(events=gone, censored=t.count() - gone).order_by("time")


_PERIOD = Option("period_length", "month", choices=("month", "quarter", "year"), kind="choice")
_RULES = (
    RowRule("churn.rules.ends_before_start", lambda t, o: t.end_date < t.start_date, ("start_date", "end_date")),
    RowRule("churn.rules.starts_in_future", lambda t, o: t.start_date > _today(), ("start_date",)),
    RowRule("churn.rules.ends_in_future", lambda t, o: t.end_date > _today(), ("end_date",), leave_out=False),
    RowRule(
        "churn.rules.same_day", lambda t, o: t.end_date == t.start_date, ("start_date", "end_date"), leave_out=False
    ),
)


def _today() -> Any:
    import ibis

    return ibis.now().cast("timestamp")


SHAPES = (
    Shape(
        "subscriptions",
        (
            Role("start_date", "date"),
            Role("end_date", "date", nullable=True),
            Role("customer", "identifier", required=False),
            Role("revenue", "money", required=False),
        ),
        measure_subscriptions,
        "subscriptions.csv",
        ("start_base", "average_base", "total_base", "revenue_gross", "revenue_net"),
        period_role="start_date",
        options=(_PERIOD,),
        rules=_RULES,
        extras={"survival": survival_subscriptions},
        own_periods=True,
    ),
    Shape(
        "snapshot",
        (
            Role("churned", "flag"),
            Role("customer", "identifier", required=False),
            Role("tenure", "number", required=False),
            Role("revenue", "money", required=False),
            Role("revenue_end", "money", required=False),
        ),
        measure_snapshot,
        "subscribers_snapshot.csv",
        ("start_base", "revenue_gross", "revenue_net"),
        rules=(RowRule("churn.rules.no_period", lambda t, o: t.churned, ("churned",), leave_out=False),),
        extras={"survival": survival_snapshot},
    ),
    Shape(
        "transactions",
        (
            Role("customer", "identifier"),
            Role("date", "date"),
            Role("amount", "money", required=False),
        ),
        measure_transactions,
        "orders.csv",
        ("start_base", "average_base", "total_base"),
        period_role="date",
        options=(_PERIOD, Option("inactive_days", 90, minimum=1, maximum=1825, unit=Unit.DAYS)),
        extras={"survival": survival_transactions},
        own_periods=True,
    ),
)
