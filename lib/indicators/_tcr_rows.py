"""How the transaction conversion rate is measured from rows: one per click or visit, or an export with counts per day and campaign."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Values


def measure_clicks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Clicks, sessions and users, and how many of each led to a transaction; sums of squares over users for the delta method."""
    columns = set(t.columns)
    led_to = t.converted.cast("int64")
    orders = t.transactions.cast("float64").fill_null(led_to) if "transactions" in columns else led_to
    t = t.mutate(_orders=orders, _recent=_counted_recent(t, options))
    if "user" in columns:
        return _over_people(_per_person(t, keys, "session" in columns), keys, "session" in columns)
    counts = {"clicks": t.count(), "transactions": t._orders.sum(), **_recent_counts(t, "date" in columns)}
    if "session" in columns:
        counts |= {"sessions": t.session.nunique(), "converted_sessions": t.session.nunique(where=t.converted)}
    if "transactions" in columns:
        # Without users the click is the unit; several orders of one click still vary more than a yes or no.
        counts |= {
            "units": t.count(),
            "transactions_squared": (t._orders * t._orders).sum(),
            "clicks_squared": t.count(),
            "clicks_times_transactions": t._orders.sum(),
        }
    return _aggregate(t, keys, counts)


def _per_person(t: Any, keys: tuple[str, ...], sessions: bool) -> Any:
    counts = {
        "x": t.count(),
        "y": t._orders.sum(),
        "yy": (t._orders * t._orders).sum(),
        "bought": t.converted.cast("int64").max(),
        "recent_x": t._recent.cast("int64").sum(),
        "recent_y": t._recent.ifelse(t._orders, 0).sum(),
    }
    if sessions:
        counts |= {"sx": t.session.nunique(), "sy": t.session.nunique(where=t.converted)}
    return t.group_by([*keys, "user"]).aggregate(**counts)


def _over_people(p: Any, keys: tuple[str, ...], sessions: bool) -> Any:
    # Rows without a user fall into one group here; each of them counts as a unit of its own, not as one giant.
    alone = p.user.isnull()
    counts = {
        "clicks": p.x.sum(),
        "transactions": p.y.sum(),
        "users": (~alone).cast("int64").sum(),
        "buyers": alone.ifelse(0, p.bought).sum(),
        "recent_clicks": p.recent_x.sum(),
        "recent_transactions": p.recent_y.sum(),
        "units": alone.ifelse(p.x, 1).sum(),
        "transactions_squared": alone.ifelse(p.yy, p.y * p.y).sum(),
        "clicks_squared": alone.ifelse(p.x, p.x * p.x).sum(),
        "clicks_times_transactions": alone.ifelse(p.y, p.x * p.y).sum(),
    }
    if sessions:
        counts |= {
            "sessions": p.sx.sum(),
            "converted_sessions": p.sy.sum(),
            "session_units": alone.ifelse(p.sx, (p.sx > 0).cast("int64")).sum(),
            "converted_sessions_squared": alone.ifelse(p.sy, p.sy * p.sy).sum(),
            "sessions_squared": alone.ifelse(p.sx, p.sx * p.sx).sum(),
            "sessions_times_converted": alone.ifelse(p.sy, p.sx * p.sy).sum(),
        }
    return _aggregate(p, keys, counts)


def measure_report(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Sums of clicks and transactions of an export; the rate of the whole is their ratio, never the mean of the rows' rates."""
    dated = "date" in t.columns
    t = t.mutate(_recent=_counted_recent(t, options))
    counts = {"clicks": t.clicks.sum(), "transactions": t.transactions.sum()}
    if dated:
        counts["recent_clicks"] = t._recent.ifelse(t.clicks, 0).sum()
        counts["recent_transactions"] = t._recent.ifelse(t.transactions, 0).sum()
    return _aggregate(t, keys, counts)


def lag_clicks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Whole days from click to conversion and how many conversions took so long; None without the day of conversion."""
    if not {"date", "conversion_date"} <= set(t.columns):
        return None
    later = t.filter(t.converted & t.conversion_date.notnull() & t.date.notnull())
    later = later.mutate(days=((later.conversion_date.epoch_seconds() - later.date.epoch_seconds()) / 86400).floor())
    return later.group_by([*keys, "days"]).aggregate(conversions=later.count()).order_by([*keys, "days"])


def is_recent(t: Any, options: Values, how: str) -> Any:
    """Whether a row is younger than the lag window, where the visitor chose to treat such rows in that way."""
    import ibis

    return _young(t, options) & ibis.literal(options["recent"] == how)


def _counted_recent(t: Any, options: Values) -> Any:
    # Once the young clicks are left out, the next youngest must not be called young in their place.
    return _young(t, options) if "date" in t.columns and options["recent"] == "keep" else _nothing()


def _young(t: Any, options: Values) -> Any:
    import ibis

    last = t.date.max()
    if "conversion_date" in t.columns:
        last = ibis.greatest(last, ibis.coalesce(t.conversion_date.max(), last))
    return (t.date > last.as_scalar() - ibis.interval(days=int(options["lag_days"]))).fill_null(False)


def _nothing() -> Any:
    import ibis

    return ibis.literal(False)


def _recent_counts(t: Any, dated: bool) -> dict[str, Any]:
    if not dated:
        return {}
    return {
        "recent_clicks": t._recent.cast("int64").sum(),
        "recent_transactions": t._recent.ifelse(t._orders, 0).sum(),
    }


def _aggregate(t: Any, keys: tuple[str, ...], counts: dict[str, Any]) -> Any:
    return t.group_by(list(keys)).aggregate(**counts) if keys else t.aggregate(**counts)
