"""The shapes of data that can tell a bounce rate: single page views, sessions, or what an analytics tool reports."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Option, Role, RowRule, Shape
from lib.indicators._bounce_rate_rows import (
    is_outside,
    is_percent,
    measure_counts,
    measure_page_views,
    measure_report,
    measure_sessions,
    only_days,
)


def _optional(name: str, kind: Any = "number") -> Role:
    return Role(name, kind, required=False, nullable=True)


_ENGAGED_SECONDS = Option("engaged_seconds", 10, minimum=0, maximum=3600)
_SCALE = Option("rate_scale", "auto", choices=("auto", "share", "percent"), kind="choice")
_MEANS = Option("rate_means", "single_page", choices=("single_page", "not_engaged"), kind="choice")
_TIME = (_optional("seconds"), _optional("converted", "flag"))
_EXPORT = (_optional("page_views"), _optional("exits"), _optional("exit_rate"), _optional("date", "date"))
_SESSION_RULES = (
    RowRule("bounce_rate.rules.negative_seconds", lambda t, o: t.seconds < 0, ("seconds",), leave_out=False),
    RowRule("bounce_rate.rules.no_user", lambda t, o: t.user.isnull(), ("user",), leave_out=False),
)
_NEGATIVE = RowRule("bounce_rate.rules.negative", lambda t, o: t.sessions < 0, ("sessions",))
_TOO_MANY_EXITS = RowRule(
    "bounce_rate.rules.more_exits_than_views", lambda t, o: t.exits > t.page_views, ("exits", "page_views")
)


def _sessions(name: str, told_by: Role, *rules: RowRule) -> Shape:
    """A row per session, with one column that tells whether it bounced."""
    of_visit = (_optional("user", "identifier"), _optional("date", "date"), *_TIME, _optional("engaged", "flag"))
    return Shape(
        name,
        (told_by, *of_visit),
        measure_sessions,
        "sessions.csv",
        ("single_page", "not_engaged", "cost_per_engaged_click"),
        period_role="date",
        options=(_ENGAGED_SECONDS,),
        rules=(*rules, *_SESSION_RULES),
    )


SHAPES = (
    Shape(
        "page_views",
        (
            Role("user", "identifier"),
            Role("date", "date"),
            # Never read, but it tells page views from sessions, which have a user and a date as well.
            Role("page", "category", nullable=True),
            _optional("session", "identifier"),
            *_TIME,
        ),
        measure_page_views,
        "page_views.csv",
        ("single_page", "exit_rate", "not_engaged", "cost_per_engaged_click"),
        period_role="date",
        options=(
            Option("gap_minutes", 30, minimum=1, maximum=1440),
            _ENGAGED_SECONDS,
        ),
        rules=(
            RowRule("bounce_rate.rules.only_days", lambda t, o: only_days(t.date), leave_out=False),
            _SESSION_RULES[0],
        ),
    ),
    _sessions("sessions", Role("views", "number"), RowRule("bounce_rate.rules.no_views", lambda t, o: t.views < 1)),
    _sessions("sessions_marked", Role("bounced", "flag")),
    Shape(
        "report",
        (Role("sessions", "number"), Role("bounce_rate", "number"), _optional("engaged_sessions"), *_EXPORT),
        measure_report,
        "landing_pages.csv",
        ("single_page", "not_engaged", "exit_rate", "cost_per_engaged_click"),
        period_role="date",
        options=(_SCALE, _MEANS),
        rules=(
            _NEGATIVE,
            RowRule(
                "bounce_rate.rules.percent_scale",
                lambda t, o: is_percent(t.bounce_rate) & (t.bounce_rate == t.bounce_rate) & (o["rate_scale"] == "auto"),
                leave_out=False,
            ),
            RowRule("bounce_rate.rules.rate_outside", lambda t, o: is_outside(t.bounce_rate, o)),
            _TOO_MANY_EXITS,
        ),
    ),
    Shape(
        "report_counts",
        (Role("sessions", "number"), Role("bounces", "number"), _optional("engaged_sessions"), *_EXPORT),
        measure_counts,
        "landing_pages.csv",
        ("single_page", "not_engaged", "exit_rate", "cost_per_engaged_click"),
        period_role="date",
        options=(_SCALE,),
        rules=(
            _NEGATIVE,
            RowRule(
                "bounce_rate.rules.more_bounces_than_sessions",
                lambda t, o: (t.bounces < 0) | (t.bounces > t.sessions),
            ),
            _TOO_MANY_EXITS,
        ),
    ),
    Shape(
        "report_engaged",
        (Role("sessions", "number"), Role("engaged_sessions", "number"), *_EXPORT),
        measure_counts,
        "landing_pages.csv",
        ("not_engaged", "exit_rate"),
        period_role="date",
        options=(_SCALE,),
        rules=(
            _NEGATIVE,
            RowRule(
                "bounce_rate.rules.more_engaged_than_sessions",
                lambda t, o: (t.engaged_sessions < 0) | (t.engaged_sessions > t.sessions),
            ),
            _TOO_MANY_EXITS,
        ),
    ),
    Shape(
        "report_exits",
        (Role("exits", "number"), Role("page_views", "number"), _optional("date", "date")),
        measure_counts,
        "landing_pages.csv",
        ("exit_rate",),
        period_role="date",
        options=(_SCALE,),
        rules=(_TOO_MANY_EXITS,),
    ),
)
