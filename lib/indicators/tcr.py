"""Transaction conversion rate: how many clicks, visits or visitors end in a transaction."""

from __future__ import annotations

import math
from typing import Any

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Option, Role, RowRule, Shape, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._clustered_inference import ClusteredShare, design_effect
from lib.indicators._tcr_rows import is_recent, lag_clicks, measure_clicks, measure_report
from lib.indicators.inference import Proportion


def per_click(
    *,
    transactions: float,
    clicks: float,
    recent_clicks: float | None = None,
    recent_transactions: float | None = None,
    units: float | None = None,
    transactions_squared: float | None = None,
    clicks_squared: float | None = None,
    clicks_times_transactions: float | None = None,
) -> Answer:
    r"""Transactions per click.

    .. math:: TCR = \frac{T}{K}

    Args:
        transactions: transactions that the clicks led to, count; above ``clicks`` where one click led to several.
        clicks: clicks, count.
        recent_clicks: of the clicks, those younger than the lag window, which may still convert, count.
        recent_transactions: of the transactions, those of recent clicks, count.
        units: users behind the clicks, count.
        transactions_squared: sum over users of transactions squared.
        clicks_squared: sum over users of clicks squared.
        clicks_times_transactions: sum over users of clicks times transactions.

    Returns:
        A decimal; no answer without clicks.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 12; Jeffery and others (2009), Air France case, Kellogg KEL319.

    Example:
        >>> round(per_click(transactions=1550, clicks=192109).value, 4)
        0.0081
    """
    ready = _share("T", "K", transactions, clicks, "no_clicks")
    if ready.value is None:
        return ready
    found, said, steps = dict(ready.details), list(ready.warnings), list(ready.steps)
    if transactions > clicks:
        said.append(Notice("tcr.warnings.above_one", {"transactions": transactions, "clicks": clicks}))
    if recent_clicks:
        early = recent_transactions or 0.0
        found |= {"recent_clicks": recent_clicks, "recent_share": recent_clicks / clicks}
        fields: dict[str, object] = {"recent": recent_clicks, "clicks": clicks, "share": recent_clicks / clicks}
        if recent_clicks < clicks and early <= transactions:
            found["settled"] = (transactions - early) / (clicks - recent_clicks)
            above, below = f"{number(transactions)} - {number(early)}", f"{number(clicks)} - {number(recent_clicks)}"
            steps.append(Step("tcr.steps.settled", rf"{fraction(above, below)} = {percent(found['settled'])}"))
            said.append(Notice("tcr.warnings.to_come", {**fields, "settled": found["settled"]}))
        else:
            said.append(Notice("tcr.warnings.all_to_come", fields))
    squares = (transactions_squared, clicks_squared, clicks_times_transactions)
    effect = _design_effect(transactions, clicks, units, squares)
    if effect is not None:
        found["design_effect"] = effect
        said.append(Notice("tcr.warnings.shared_users", {"factor": math.sqrt(effect), "users": units}, "info"))
    return Answer(ready.value, ready.substituted, tuple(steps), tuple(said), details=found)


def per_session(*, converted_sessions: float, sessions: float) -> Answer:
    r"""Share of sessions with at least one transaction.

    .. math:: TCR = \frac{S_T}{S}

    Args:
        converted_sessions: sessions with a transaction, count, 0 to ``sessions``.
        sessions: sessions, count.

    Returns:
        A decimal; no answer without sessions.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 9.

    Example:
        >>> per_session(converted_sessions=30, sessions=1200).value
        0.025
    """
    return _share("S_T", "S", converted_sessions, sessions, "no_sessions")


def per_user(*, buyers: float, users: float) -> Answer:
    r"""Share of people with at least one transaction; somebody who clicks ten times counts once.

    .. math:: TCR = \frac{B}{U}

    Args:
        buyers: users with a transaction, count, 0 to ``users``.
        users: users who clicked, count.

    Returns:
        A decimal; no answer without users.

    Source:
        Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, ch. 6.

    Example:
        >>> per_user(buyers=48, users=800).value
        0.06
    """
    return _share("B", "U", buyers, users, "no_users")


def _share(above: str, below: str, part: float, base: float, without_base: str) -> Answer:
    ratio = fraction(number(part), number(base))
    if base == 0:
        return Answer(None, f"TCR = {ratio}", no_answer=Notice(f"tcr.no_answer.{without_base}"))
    value = part / base
    if not math.isfinite(value):
        return Answer(None, f"TCR = {ratio}", no_answer=Notice("common.no_answer.too_large"))
    substituted = f"TCR = {ratio} = {number(value)} = {percent(value)}"
    steps = [Step("tcr.steps.base", f"{below} = {number(base)}"), Step("tcr.steps.divide", substituted)]
    details = {"base": base}
    if value > 0 and math.isfinite(base / part):
        details["base_per_transaction"] = base / part
        inverse = rf"\frac{{{below}}}{{{above}}} = {number(base / part, 4)}"
        steps.append(Step("tcr.steps.inverse", inverse, {"count": base / part}))
        return Answer(value, substituted, tuple(steps), details=details)
    nobody = Notice("tcr.warnings.nothing_yet", {"count": base}, "info")
    return Answer(value, substituted, tuple(steps), (nobody,) if part == 0 else (), details=details)


def _design_effect(
    part: float, base: float, units: float | None, squares: tuple[float | None, float | None, float | None]
) -> float | None:
    """None where every user clicked once, so that there is nothing to say."""
    yy, xx, xy = squares
    if units is None or yy is None or xx is None or xy is None or xx <= base:
        return None
    return design_effect(part, base, units, (yy, xx, xy))


_OF_CLICKS = ("transactions_squared", "clicks_squared", "clicks_times_transactions")
_OF_SESSIONS = ("converted_sessions_squared", "sessions_squared", "sessions_times_converted")
_LAG = (
    Option("lag_days", 7, minimum=0, maximum=365, unit=Unit.DAYS),
    Option("recent", "keep", choices=("keep", "leave_out"), kind="choice"),
)
_RECENT = (
    RowRule("tcr.rules.recent_kept", lambda t, o: is_recent(t, o, "keep"), ("date",), leave_out=False),
    RowRule("tcr.rules.recent_left_out", lambda t, o: is_recent(t, o, "leave_out"), ("date",)),
)


def _evidence(name: str, symbol: str) -> Input:
    return Input(name, symbol, Unit.COUNT, required=False, evidence=True)


def _whole_seconds_before(t: Any) -> Any:
    # A day of conversion without a clock time must not look earlier than a click in the afternoon of that day.
    return t.conversion_date.cast("date") < t.date.cast("date")


INDICATOR = Indicator(
    slug="tcr",
    framework="jeffery",
    number=12,
    family="internet",
    better="higher",
    inputs=(
        Input("transactions", "T", Unit.COUNT, default=138),
        Input("clicks", "K", Unit.COUNT, default=1787),
        Input("recent_clicks", "K_n", Unit.COUNT, default=154, required=False, at_most="clicks"),
        Input("recent_transactions", "T_n", Unit.COUNT, default=6, required=False, at_most="transactions"),
        Input("converted_sessions", "S_T", Unit.COUNT, default=130, at_most="sessions"),
        Input("sessions", "S", Unit.COUNT, default=1411),
        Input("buyers", "B", Unit.COUNT, default=113, at_most="users"),
        Input("users", "U", Unit.COUNT, default=880),
        _evidence("units", "n"),
        _evidence("transactions_squared", r"\sum T_i^2"),
        _evidence("clicks_squared", r"\sum K_i^2"),
        _evidence("clicks_times_transactions", r"\sum K_i T_i"),
        _evidence("session_units", "n_S"),
        _evidence("converted_sessions_squared", r"\sum S_{T,i}^2"),
        _evidence("sessions_squared", r"\sum S_i^2"),
        _evidence("sessions_times_converted", r"\sum S_i S_{T,i}"),
    ),
    variants=(
        Variant(
            "per_click",
            ("transactions", "clicks"),
            Unit.RATE,
            r"TCR = \frac{T}{K}",
            per_click,
            ClusteredShare("transactions", "clicks", "units", _OF_CLICKS, above_one=True),
            optional=("recent_clicks", "recent_transactions", "units", *_OF_CLICKS),
        ),
        Variant(
            "per_session",
            ("converted_sessions", "sessions"),
            Unit.RATE,
            r"TCR = \frac{S_T}{S}",
            per_session,
            ClusteredShare("converted_sessions", "sessions", "session_units", _OF_SESSIONS),
        ),
        Variant(
            "per_user", ("buyers", "users"), Unit.RATE, r"TCR = \frac{B}{U}", per_user, Proportion("buyers", "users")
        ),
    ),
    shapes=(
        Shape(
            "clicks",
            (
                Role("converted", "flag"),
                Role("user", "identifier", required=False, nullable=True),
                Role("session", "identifier", required=False, nullable=True),
                Role("date", "date", required=False, nullable=True),
                Role("conversion_date", "date", required=False, nullable=True),
                Role("transactions", "number", required=False, nullable=True),
            ),
            measure_clicks,
            "clicks.csv",
            ("per_click", "per_session", "per_user"),
            period_role="date",
            options=_LAG,
            rules=(
                RowRule(
                    "tcr.rules.converted_before_click",
                    lambda t, o: _whole_seconds_before(t),
                    ("date", "conversion_date"),
                ),
                RowRule("tcr.rules.no_user", lambda t, o: t.user.isnull(), ("user",), leave_out=False),
                *_RECENT,
            ),
            extras={"lag": lag_clicks},
        ),
        Shape(
            "report",
            (
                Role("clicks", "number"),
                Role("transactions", "number"),
                Role("date", "date", required=False, nullable=True),
                Role("campaign", "category", required=False, nullable=True),
            ),
            measure_report,
            "campaign_clicks.csv",
            ("per_click",),
            period_role="date",
            options=_LAG,
            rules=(
                RowRule("tcr.rules.negative", lambda t, o: (t.clicks < 0) | (t.transactions < 0)),
                RowRule(
                    "tcr.rules.more_transactions_than_clicks",
                    lambda t, o: (t.clicks >= 0) & (t.transactions > t.clicks),
                    leave_out=False,
                ),
                *_RECENT,
            ),
        ),
    ),
)
