"""How bounces are measured from rows: page views cut into sessions, sessions, or exports whose rates are weighted by their sessions."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Values

MINUTE = 60
DAY = 86400


def measure_page_views(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Sessions, single-page sessions, exits and page views; a session counts where it starts, an exit where it happens.

    One look at the view before and the view after tells both ends of a session, so no session needs to be numbered.
    """
    first, last = _session_ends(t, options)
    t = t.mutate(_first=first, _last=last)
    single = t._first & t._last
    counts = {
        "s": t._first.cast("int64").sum(),
        "b": single.cast("int64").sum(),
        "x": t._last.cast("int64").sum(),
        "v": t.count(),
    }
    stayed = _stayed(t, options)
    if stayed is not None:
        # Whoever saw a second page was engaged by definition; only single-page sessions are in question.
        counts["u"] = (single & ~stayed).cast("int64").sum()
    return _over_people(t.group_by([*keys, "user"]).aggregate(**counts), keys)


def _session_ends(t: Any, options: Values) -> tuple[Any, Any]:
    import ibis

    known = "session" in t.columns
    moment = t.date.epoch_seconds()
    views = ibis.window(group_by=["user", "session"] if known else "user", order_by="date")
    before, after = moment.lag().over(views), moment.lead().over(views)
    if known:
        return before.isnull(), after.isnull()
    gap = int(options["gap_minutes"] * MINUTE)
    return (moment - before > gap).fill_null(True), (after - moment > gap).fill_null(True)


def measure_sessions(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Sessions and single-page sessions from one row per session; engaged ones where time or key events are known."""
    single = t.bounced if "bounced" in t.columns else t.views == 1
    counts = {"s": t.count(), "b": single.cast("int64").sum()}
    stayed = ~t.engaged.fill_null(False) if "engaged" in t.columns else None
    if stayed is not None:
        counts["u"] = stayed.cast("int64").sum()
    elif (lingered := _stayed(t, options)) is not None:
        counts["u"] = (single & ~lingered).cast("int64").sum()
    if "user" in t.columns:
        return _over_people(t.group_by([*keys, "user"]).aggregate(**counts), keys)
    named = {"sessions": counts["s"], "bounces": counts["b"]}
    if "u" in counts:
        named["engaged_sessions"] = counts["s"] - counts["u"]
    return _aggregate(t, keys, named)


def _stayed(t: Any, options: Values) -> Any:
    """Whether a single-page session stayed long enough or did what counts; None where the columns do not know."""
    known = []
    if "seconds" in t.columns:
        known.append((t.seconds > options["engaged_seconds"]).fill_null(False))
    if "converted" in t.columns:
        known.append(t.converted.fill_null(False))
    if not known:
        return None
    return known[0] if len(known) == 1 else known[0] | known[1]


def _over_people(p: Any, keys: tuple[str, ...]) -> Any:
    """Counts, and sums of squares and products over people; whoever is unknown counts as a person per session."""
    alone = p.user.isnull()
    counts = {
        "sessions": p.s.sum(),
        "bounces": p.b.sum(),
        "units": alone.ifelse(p.s, (p.s > 0).cast("int64")).sum(),
        "sessions_squared": alone.ifelse(p.s, p.s * p.s).sum(),
        "bounces_squared": alone.ifelse(p.b, p.b * p.b).sum(),
        "sessions_times_bounces": alone.ifelse(p.b, p.s * p.b).sum(),
    }
    if "u" in p.columns:
        counts |= {
            "engaged_sessions": p.s.sum() - p.u.sum(),
            "unengaged_squared": alone.ifelse(p.u, p.u * p.u).sum(),
            "sessions_times_unengaged": alone.ifelse(p.u, p.s * p.u).sum(),
        }
    if "v" in p.columns:
        counts |= {
            "exits": p.x.sum(),
            "page_views": p.v.sum(),
            "view_units": p.count(),
            "exits_squared": (p.x * p.x).sum(),
            "views_squared": (p.v * p.v).sum(),
            "views_times_exits": (p.v * p.x).sum(),
        }
    return _aggregate(p, keys, counts)


def measure_report(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Bounces as sessions times rate, row by row, then summed: a page with ten sessions must not weigh like one with ten thousand."""
    bounced = t.sessions.cast("float64") * as_share(t.bounce_rate, options)
    counts = {"sessions": t.sessions.sum()}
    if options["rate_means"] == "single_page":
        counts["bounces"] = bounced.sum()
    elif "engaged_sessions" not in t.columns:
        counts["engaged_sessions"] = (t.sessions.cast("float64") - bounced).sum()
    return _aggregate(t, keys, counts | _further_counts(t, options))


def measure_counts(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Sums of the counts of an export, whichever of them there are."""
    names = [name for name in ("sessions", "bounces") if name in t.columns]
    return _aggregate(t, keys, {name: t[name].sum() for name in names} | _further_counts(t, options))


def _further_counts(t: Any, options: Values) -> dict[str, Any]:
    counts = {
        name: t[name].fill_null(0).sum() for name in ("engaged_sessions", "page_views", "exits") if name in t.columns
    }
    if "exit_rate" in t.columns and "page_views" in t.columns and "exits" not in t.columns:
        left = t.page_views.cast("float64") * as_share(t.exit_rate, options)
        counts["exits"] = left.fill_null(0).sum()
    return counts


def as_share(rate: Any, options: Values) -> Any:
    """A column of rates as decimals, whether the export wrote 0.45 or 45."""
    import ibis

    if options["rate_scale"] == "share":
        return rate.cast("float64")
    divisor = 100.0
    if options["rate_scale"] == "auto":
        divisor = is_percent(rate).ifelse(ibis.literal(100.0), ibis.literal(1.0))
    return rate.cast("float64") / divisor


def is_percent(rate: Any) -> Any:
    """Whether most rates of a column exceed 1, so that they can only be per cent; one odd value does not decide it."""
    above = (rate > 1).cast("float64").mean(where=rate > 0)
    return (above.fill_null(0.0) > 0.5).as_scalar()


def is_outside(rate: Any, options: Values) -> Any:
    """Whether a rate is below nothing or above everything."""
    share = as_share(rate, options)
    return (share < 0) | (share > 1)


def only_days(date: Any) -> Any:
    """True on every row when no row has a time of day: sessions cannot be cut by minutes then."""
    timed = date.epoch_seconds() % DAY != 0
    return ~timed & ~timed.any().as_scalar()


def _aggregate(t: Any, keys: tuple[str, ...], counts: dict[str, Any]) -> Any:
    return t.group_by(list(keys)).aggregate(**counts) if keys else t.aggregate(**counts)
