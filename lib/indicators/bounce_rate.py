"""Bounce rate: the share of sessions that saw one page and left; with the exit rate and the newer definition beside it."""

from __future__ import annotations

import math
from typing import Any

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._bounce_rate_inference import CostOfStaying
from lib.indicators._bounce_rate_shapes import SHAPES
from lib.indicators._clustered_inference import ClusteredShare, design_effect


def single_page(
    *,
    bounces: float,
    sessions: float,
    units: float | None = None,
    bounces_squared: float | None = None,
    sessions_squared: float | None = None,
    sessions_times_bounces: float | None = None,
) -> Answer:
    r"""Share of the sessions that started here and saw no second page.

    .. math:: B = \frac{S_1}{S}

    Args:
        bounces: sessions with a single page view, count, 0 to ``sessions``.
        sessions: sessions that started there, count.
        units: people behind the sessions, count.
        bounces_squared: sum over people of bounces squared.
        sessions_squared: sum over people of sessions squared.
        sessions_times_bounces: sum over people of sessions times bounces.

    Returns:
        A decimal; no answer without sessions.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 14; the definition of Universal Analytics.

    Example:
        >>> single_page(bounces=540, sessions=1200).value
        0.45
    """
    said: tuple[Notice, ...] = ()
    found: dict[str, float] = {}
    if units and sessions_squared is not None and sessions_squared > sessions:
        squares = (bounces_squared or 0.0, sessions_squared, sessions_times_bounces or 0.0)
        effect = design_effect(bounces, sessions, units, squares)
        if effect is not None:
            found["design_effect"] = effect
            said = (Notice("bounce_rate.warnings.shared_users", {"factor": math.sqrt(effect), "users": units}, "info"),)
    return _share("B", bounces, sessions, "no_sessions", "stayed", found, said)


def exit_rate(*, exits: float, page_views: float) -> Answer:
    r"""Share of the views of a page after which the session ended.

    .. math:: E = \frac{X}{V}

    Args:
        exits: views that were the last of their session, count, 0 to ``page_views``.
        page_views: all views, count.

    Returns:
        A decimal; no answer without page views.

    Source:
        Clifton (2012), Advanced Web Metrics with Google Analytics, 3rd ed.

    Example:
        >>> exit_rate(exits=300, page_views=1500).value
        0.2
    """
    return _share("E", exits, page_views, "no_page_views", "went_on", {}, ())


def not_engaged(*, engaged_sessions: float, sessions: float) -> Answer:
    r"""Share of sessions that were not engaged: no second page, no key event and not longer than ten seconds.

    .. math:: B = 1 - \frac{S_e}{S}

    Args:
        engaged_sessions: sessions with two views, a key event or more than ten seconds, count, 0 to ``sessions``.
        sessions: all sessions, count.

    Returns:
        A decimal; no answer without sessions.

    Source:
        Google Analytics 4, definition of engagement rate and bounce rate.

    Example:
        >>> not_engaged(engaged_sessions=650, sessions=1000).value
        0.35
    """
    ratio = fraction(number(engaged_sessions), number(sessions))
    if sessions == 0:
        return Answer(None, f"B = 1 - {ratio}", no_answer=Notice("bounce_rate.no_answer.no_sessions"))
    value = (sessions - engaged_sessions) / sessions
    substituted = f"B = 1 - {ratio} = {number(value)} = {percent(value)}"
    steps = (
        Step("bounce_rate.steps.engaged", f"{ratio} = {percent(1 - value)}"),
        Step("bounce_rate.steps.rest", substituted),
    )
    return Answer(value, substituted, steps, details={"base": sessions, "engagement": 1 - value})


def cost_per_engaged_click(*, cost_per_click: float, bounces: float, sessions: float) -> Answer:
    r"""What a click costs that stays: the clicks that bounced were paid for too.

    .. math:: CPC_e = \frac{CPC}{1 - S_1 / S}

    Args:
        cost_per_click: money per click.
        bounces: sessions with a single page view, count, 0 to ``sessions``.
        sessions: sessions of these clicks, count.

    Returns:
        Money per click that stayed; no answer without sessions, or when nobody stayed.

    Source:
        Jeffery (2010), Data-Driven Marketing, metrics 11 and 14 taken together.

    Example:
        >>> cost_per_engaged_click(cost_per_click=0.6, bounces=500, sessions=1000).value
        1.2
    """
    share = fraction(number(bounces), number(sessions))
    ratio = fraction(number(cost_per_click), f"1 - {share}")
    if sessions == 0:
        return Answer(None, f"CPC_e = {ratio}", no_answer=Notice("bounce_rate.no_answer.no_sessions"))
    if bounces == sessions:
        return Answer(None, f"CPC_e = {ratio}", no_answer=Notice("bounce_rate.no_answer.nobody_stayed"))
    stayed = (sessions - bounces) / sessions
    value = cost_per_click / stayed
    if not math.isfinite(value):
        return Answer(None, f"CPC_e = {ratio}", no_answer=Notice("common.no_answer.too_large"))
    substituted = f"CPC_e = {ratio} = {number(value)}"
    steps = (
        Step("bounce_rate.steps.bounced", f"B = {share} = {percent(1 - stayed)}"),
        Step("bounce_rate.steps.stayed", f"1 - B = {percent(stayed)}"),
        Step("bounce_rate.steps.spread", substituted),
    )
    return Answer(value, substituted, steps, details={"bounce_rate": 1 - stayed, "wasted": value - cost_per_click})


def _share(
    symbol: str,
    part: float,
    base: float,
    without_base: str,
    rest: str,
    found: dict[str, float],
    said: tuple[Notice, ...],
) -> Answer:
    ratio = fraction(number(part), number(base))
    if base == 0:
        return Answer(None, f"{symbol} = {ratio}", no_answer=Notice(f"bounce_rate.no_answer.{without_base}"))
    value = part / base
    substituted = f"{symbol} = {ratio} = {number(value)} = {percent(value)}"
    steps = (
        Step("bounce_rate.steps.base", number(base)),
        Step("bounce_rate.steps.divide", substituted),
        Step(f"bounce_rate.steps.{rest}", f"1 - {symbol} = {percent(1 - value)}"),
    )
    if value == 1 and base > 1:
        said = (*said, Notice("bounce_rate.warnings.all", {"count": base}))
    if symbol == "B" and value == 0:
        said = (*said, Notice("bounce_rate.warnings.none", {"count": base}))
    return Answer(value, substituted, steps, said, details={"base": base, "rest": 1 - value, **found})


def _unengaged(v: Any) -> float:
    return float(v["sessions"]) - float(v["engaged_sessions"])


def _evidence(name: str, symbol: str) -> Input:
    return Input(name, symbol, Unit.COUNT, required=False, evidence=True)


_OF_BOUNCES = ("bounces_squared", "sessions_squared", "sessions_times_bounces")
_SHARE = ClusteredShare("bounces", "sessions", "units", _OF_BOUNCES)


INDICATOR = Indicator(
    slug="bounce_rate",
    framework="jeffery",
    number=14,
    family="internet",
    better="lower",
    inputs=(
        Input("bounces", "S_1", Unit.COUNT, default=331, at_most="sessions"),
        Input("sessions", "S", Unit.COUNT, default=670),
        Input("engaged_sessions", "S_e", Unit.COUNT, default=533, at_most="sessions"),
        Input("exits", "X", Unit.COUNT, default=670, at_most="page_views"),
        Input("page_views", "V", Unit.COUNT, default=1335),
        Input("cost_per_click", "CPC", Unit.MONEY, default=0.6, parameter=True),
        _evidence("units", "n"),
        _evidence("bounces_squared", r"\sum S_{1,i}^2"),
        _evidence("sessions_squared", r"\sum S_i^2"),
        _evidence("sessions_times_bounces", r"\sum S_i S_{1,i}"),
        _evidence("unengaged_squared", r"\sum (S_i - S_{e,i})^2"),
        _evidence("sessions_times_unengaged", r"\sum S_i (S_i - S_{e,i})"),
        _evidence("view_units", "n_V"),
        _evidence("exits_squared", r"\sum X_i^2"),
        _evidence("views_squared", r"\sum V_i^2"),
        _evidence("views_times_exits", r"\sum V_i X_i"),
    ),
    variants=(
        Variant(
            "single_page",
            ("bounces", "sessions"),
            Unit.RATE,
            r"B = \frac{S_1}{S}",
            single_page,
            _SHARE,
            optional=("units", *_OF_BOUNCES),
        ),
        Variant(
            "not_engaged",
            ("engaged_sessions", "sessions"),
            Unit.RATE,
            r"B = 1 - \frac{S_e}{S}",
            not_engaged,
            ClusteredShare(
                _unengaged, "sessions", "units", ("unengaged_squared", "sessions_squared", "sessions_times_unengaged")
            ),
        ),
        Variant(
            "exit_rate",
            ("exits", "page_views"),
            Unit.RATE,
            r"E = \frac{X}{V}",
            exit_rate,
            ClusteredShare(
                "exits", "page_views", "view_units", ("exits_squared", "views_squared", "views_times_exits")
            ),
        ),
        Variant(
            "cost_per_engaged_click",
            ("cost_per_click", "bounces", "sessions"),
            Unit.MONEY,
            r"CPC_e = \frac{CPC}{1 - S_1 / S}",
            cost_per_engaged_click,
            CostOfStaying("cost_per_click", "bounces", "sessions", _SHARE),
        ),
    ),
    shapes=SHAPES,
)
