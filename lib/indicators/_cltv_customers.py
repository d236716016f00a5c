"""What the models of a customer base need of the rows: buying histories, gaps and lifetimes, grouped in the engine."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Values
from lib.indicators._churn_rows import _period_index

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Mean values are told apart to four digits, half a thousandth at most: a million customers then share far fewer histories.
_DIGITS = 4
# So many of those who spent most on repeat purchases are looked at one by one.
MOST_LISTED = 5000
_SCORES = 5
_WEEK = 7
_SECONDS = 86_400  # of a day


def purchase_days(t: Any, options: Values) -> Any:
    """One row per customer and day with a purchase: number of the day, what was spent; days of nothing but refunds are none."""
    day = (t.date.cast("date").epoch_seconds() // _SECONDS).cast("int64")
    days = t.select(customer=t.customer, day=day, spent=t.revenue.fill_null(0).cast("float64"))
    days = days.group_by(["customer", "day"]).aggregate(spent=days.spent.sum())
    return days.filter(days.spent >= 0)


def _with_ends(days: Any) -> Any:
    """Adds the first and the last day of the whole file, and each customer's first day."""
    import ibis

    whole, own = ibis.window(), ibis.window(group_by="customer")
    return days.mutate(
        _from=days.day.min().over(whole), _until=days.day.max().over(whole), _first=days.day.min().over(own)
    )


def _people(days: Any, until: Any) -> Any:
    """One row per customer: repeats, days from the first purchase to the last and to the end, mean value of the repeats."""
    again = days.day > days["_first"]
    people = days.group_by(["customer", "_first"]).aggregate(
        repeats=again.sum().cast("float64"),
        last=(days.day.max() - days["_first"].min()).cast("float64"),
        watched=(until.max() - days["_first"].min()).cast("float64"),
        spent=days.spent.sum(),
        again=days.spent.sum(where=again).fill_null(0.0),
    )
    mean = (people.again / people.repeats.nullif(0)).fill_null(0.0)
    return people.mutate(mean_value=_rounded(mean)).filter(people.watched > 0)


def _rounded(value: Any) -> Any:
    """To four digits."""
    import ibis

    size = 10.0 ** (value.nullif(0.0).log10().floor() - (_DIGITS - 1))
    return ibis.coalesce((value / size).round() * size, 0.0)


def _score(value: Any, *, high: bool = True) -> Any:
    """Fifths of the customers, 5 the best; equal customers have equal scores."""
    import ibis

    place = ibis.percent_rank().over(ibis.window(order_by=value if high else value.desc()))
    return ibis.least(1 + (place * _SCORES).floor(), _SCORES).cast("float64")


def base(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Distinct histories with mean value and scores of recency, frequency and money; how many customers, what they spent."""
    days = _with_ends(purchase_days(t, options))
    people = _people(days, days["_until"])
    people = people.mutate(
        recency=_score(people.watched - people["last"], high=False),
        frequency=_score(people.repeats),
        money=_score(people.spent),
    )
    by = ["repeats", "last", "watched", "mean_value", "recency", "frequency", "money"]
    found = people.group_by(by).aggregate(customers=people.count().cast("float64"), spent=people.spent.sum())
    return found.order_by(by)


def halves(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Histories up to the middle of the file, and the purchases of the same customers after it.

    ``mean_value`` as in ``base``, ``after`` purchases of all customers of the entry together.
    """
    days = _with_ends(purchase_days(t, options))
    days = _cut(days)
    early = days.filter(days.day <= days["_cut"])
    people = _people(early, early["_cut"])
    late = days.filter(days.day > days["_cut"])
    after = late.group_by("customer").aggregate(after=late.count().cast("float64"))
    both = people.left_join(after, "customer")
    by = ["repeats", "last", "watched", "mean_value"]
    both = both.select(*by, after=both["after"].fill_null(0.0))
    found = both.group_by(by).aggregate(customers=both.count().cast("float64"), after=both["after"].sum())
    return found.order_by(by)


def _cut(days: Any) -> Any:
    """Adds the day in the middle of the file."""
    return days.mutate(_cut=days["_from"] + (days["_until"] - days["_from"]) // 2)


def weeks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Repeat purchases in each week of the file by the customers won in its first half, and the week of the middle.

    ``week`` counts from 1; ``middle`` and ``end`` are days since the first purchase in the file.
    """
    days = _cut(_with_ends(purchase_days(t, options)))
    days = days.filter((days["_first"] < days["_cut"]) & (days.day > days["_first"]))
    days = days.mutate(
        week=(days.day - days["_from"] - 1) // _WEEK + 1,
        _middle=(days["_cut"] - days["_from"]).cast("float64"),
        _end=(days["_until"] - days["_from"]).cast("float64"),
    )
    found = days.group_by("week").aggregate(
        purchases=days.count().cast("float64"), middle=days["_middle"].max(), end=days["_end"].max()
    )
    return found.mutate(week=found.week.cast("float64")).order_by("week")


def best_customers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Those who spent most on repeat purchases, one by one: the candidates for a call."""
    days = _with_ends(purchase_days(t, options))
    people = _people(days, days["_until"])
    ranked = people.order_by([people.again.desc(), people.customer])
    return ranked.select("customer", "repeats", "last", "watched", "mean_value", "spent").limit(MOST_LISTED)


def gaps(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Periods between one period with a purchase and the next: ``gap``, whether the next was seen, and how often.

    A customer's last gap runs to the last period of the file and has no end yet. ``value`` is the sum in the period that the gap
    begins with.
    """
    return _gaps(_by_period(t, options))


def _gaps(periods: Any) -> Any:
    import ibis

    own = ibis.window(group_by="customer", order_by="_index")
    following = periods["_index"].lead().over(own)
    periods = periods.mutate(
        gap=(ibis.coalesce(following, periods["_last"]) - periods["_index"]).cast("float64"),
        seen=following.notnull().cast("float64"),
    )
    found = periods.group_by(["gap", "seen"]).aggregate(
        times=periods.count().cast("float64"),
        value=periods["_margin"].sum(),
        squares=(periods["_margin"] * periods["_margin"]).sum(),
    )
    return found.order_by(["gap", "seen"])


def _by_period(t: Any, options: Values) -> Any:
    """One row per customer and period in which there is a purchase (or, under contract, an active customer)."""
    import ibis

    length = _MONTHS[str(options["period_length"])]
    if "active" in t.columns:
        until = t.date.max().over(ibis.window())
        t = t.mutate(_until=until)
        t = t.filter(t.active.fill_null(False))
    else:
        t = t.mutate(_until=t.date.max().over(ibis.window()))
    t = t.mutate(
        _index=_period_index(t.date, length), _last=_period_index(t["_until"], length), _margin=_margin(t, options)
    )
    return t.group_by(["customer", "_index", "_last"]).aggregate(_margin=t["_margin"].sum(), _latest=t.date.max())


def _margin(t: Any, options: Values) -> Any:
    if "revenue" not in t.columns:
        return t.margin.fill_null(0).cast("float64")
    revenue = t.revenue.fill_null(0)
    margin = revenue - t.cost.fill_null(0) if "cost" in t.columns else revenue * float(options["gross_margin"])
    return margin.cast("float64")


def contract_lifetimes(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """How many periods customers renewed before they left (``lost`` 1), or were seen to renew without leaving (0)."""
    import ibis

    periods = _by_period(t, options)
    own = ibis.window(group_by="customer", order_by="_index")
    age = periods["_index"] - periods["_index"].min().over(ibis.window(group_by="customer"))
    ranked = periods.mutate(_age=age, _place=ibis.row_number().over(own))
    # As long as there is a row for each period, age and place are the same; the first gap is where the customer left.
    stayed = ranked.filter(ranked["_age"] == ranked["_place"])
    people = stayed.group_by(["customer", "_last"]).aggregate(renewals=stayed["_age"].max(), _at=stayed["_index"].max())
    people = people.mutate(lost=(people["_at"] < people["_last"]).cast("float64"))
    return _counted(people)


def purchase_lifetimes(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The same from purchases: periods from the first to the last one, lost after so many silent days."""
    import ibis

    periods = _by_period(t, options)
    until = t.date.max().name("_until")
    people = periods.group_by("customer").aggregate(
        renewals=periods["_index"].max() - periods["_index"].min(), _latest=periods["_latest"].max()
    )
    people = people.cross_join(t.aggregate(until))
    silent = ibis.interval(days=int(options["inactive_days"]))
    people = people.mutate(lost=(people["_latest"] + silent <= people["_until"]).cast("float64"))
    return _counted(people)


def cohort_lifetimes(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The same from cohorts added up: who is missing at the next age has left; a cohort's last age is still there."""
    import ibis

    t = t.mutate(_age=t.age.cast("int64"))
    cells = t.group_by(["cohort", "_age"]).aggregate(n=t.active.sum().cast("float64"))
    own = ibis.window(group_by="cohort", order_by="_age")
    following = (cells["_age"].lead().over(own) == cells["_age"] + 1).fill_null(False)
    next_n = cells.n.lead().over(own).fill_null(0.0)
    stayed = following.ifelse(ibis.least(next_n, cells.n), 0.0)
    cells = cells.mutate(renewals=cells["_age"].cast("float64"), _gone=following.ifelse(cells.n - stayed, 0.0))
    # What is left of the cohort where it is last seen without a gap counts as not seen to leave.
    left = cells.filter(cells["_gone"] > 0).select("renewals", lost=1.0, n="_gone")
    there = cells.filter(~following).select("renewals", lost=0.0, n="n")
    both = left.union(there).filter(lambda rows: rows.n > 0)
    found = both.group_by(["renewals", "lost"]).aggregate(customers=both.n.sum())
    return found.order_by(["renewals", "lost"])


def _counted(people: Any) -> Any:
    found = people.mutate(renewals=people["renewals"].cast("float64"))
    found = found.group_by(["renewals", "lost"]).aggregate(customers=found.count().cast("float64"))
    return found.order_by(["renewals", "lost"])


OF_CONTRACTS = {"gaps": gaps, "lifetimes": contract_lifetimes}
OF_PURCHASES = {
    "base": base,
    "halves": halves,
    "weeks": weeks,
    "best_customers": best_customers,
    "gaps": gaps,
    "lifetimes": purchase_lifetimes,
}
