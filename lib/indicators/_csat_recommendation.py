"""Recommendation: the net promoter score, its lookalike from 1 to 10, and what word of mouth adds up to."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite, too_large

_FEW = 30
_ENOUGH_FOR_ZEROS = 50


def nps(*, promoters: float, passives: float, detractors: float, lowest_seen: float | None = None) -> Answer:
    r"""Net promoter score: share of promoters (9 and 10 of 10) less share of detractors (0 to 6), in points.

    .. math:: NPS = 100 \cdot \frac{P - D}{P + N + D}

    Args:
        promoters: answers 9 and 10, count (sum of weights).
        passives: answers 7 and 8, count (sum of weights).
        detractors: answers 0 to 6, count (sum of weights).
        lowest_seen: lowest answer in the rows, None when unknown; without a single 0 the scale may have begun at 1.

    Returns:
        Points from -100 to 100; no answer without answers.

    Source:
        Reichheld (2003), Harvard Business Review 81(12), 46-54.

    Example:
        >>> nps(promoters=60, passives=25, detractors=15).value
        45.0
    """
    said = []
    answers = promoters + passives + detractors
    if lowest_seen is not None and lowest_seen >= 1 and answers >= _ENOUGH_FOR_ZEROS:
        said.append(Notice("csat.warnings.no_zeros", {"count": answers}))
    return _nps(promoters, passives, detractors, tuple(said))


def nps_from_one(*, promoters: float, passives: float, detractors: float) -> Answer:
    r"""The same arithmetic on a scale from 1 to 10, which is not the standard and not comparable with it.

    .. math:: NPS_{1-10} = 100 \cdot \frac{P - D}{P + N + D}

    Args:
        promoters: answers 9 and 10, count (sum of weights).
        passives: answers 7 and 8, count (sum of weights).
        detractors: answers 1 to 6, count (sum of weights).

    Returns:
        Points from -100 to 100; no answer without answers.

    Source:
        Reichheld (2003), Harvard Business Review 81(12), 46-54, asks from 0 to 10.

    Example:
        >>> nps_from_one(promoters=60, passives=25, detractors=15).value
        45.0
    """
    return _nps(promoters, passives, detractors, (Notice("csat.warnings.not_standard"),))


def word_of_mouth_balance(
    *,
    top_two: float,
    bottom_two: float,
    recommendations_per_promoter: float = 3.5,
    warnings_per_dissatisfied: float = 5.0,
    strength_of_warning: float = 5.0,
    recommendations_needed: float = 5.5,
) -> Answer:
    r"""What satisfied customers say for, less what dissatisfied ones say against, counted in recommendations.

    .. math:: B = a\,t_2 - s\,w\,b_2

    Args:
        top_two: satisfied customers, count.
        bottom_two: dissatisfied customers, count.
        recommendations_per_promoter: recommendations that one satisfied customer gives.
        warnings_per_dissatisfied: warnings that one dissatisfied customer gives.
        strength_of_warning: recommendations that one warning outweighs.
        recommendations_needed: recommendations after which somebody buys.

    Returns:
        Recommendations left over, negative when warnings outweigh them. ``details`` hold ``break_even``, the number of dissatisfied per
        satisfied customer at which nothing is left (0.14 with the numbers of the source), ``ratio`` and ``buyers``.

    Source:
        The numbers of the source course, metric 4: 5 to 6 needed, 3 to 4 given, 4 to 6 against, one against outweighs five.

    Example:
        >>> answer = word_of_mouth_balance(top_two=600, bottom_two=60)
        >>> answer.value, round(answer.details["break_even"], 4)
        (600.0, 0.14)
    """
    gained = recommendations_per_promoter * top_two
    lost_each = strength_of_warning * warnings_per_dissatisfied
    lost = lost_each * bottom_two
    value = gained - lost
    right = rf"{number(recommendations_per_promoter)} \cdot {number(top_two)} - "
    right += rf"{number(strength_of_warning)} \cdot {number(warnings_per_dissatisfied)} \cdot {number(bottom_two)}"
    if not all_finite(gained, lost, value):
        return too_large("B", right)
    substituted = f"B = {right} = {number(value)}"
    steps = [
        Step("csat.steps.for", rf"{number(recommendations_per_promoter)} \cdot {number(top_two)} = {number(gained)}"),
        Step("csat.steps.against", rf"{number(lost_each)} \cdot {number(bottom_two)} = {number(lost)}"),
        Step("csat.steps.balance", substituted),
    ]
    details = {"gained": gained, "lost": lost}
    said = [Notice("csat.warnings.model", severity="info")]
    if lost_each > 0 and all_finite(recommendations_per_promoter / lost_each):
        details["break_even"] = recommendations_per_promoter / lost_each
        line = rf"\frac{{a}}{{s\,w}} = {fraction(number(recommendations_per_promoter), number(lost_each))} = "
        steps.append(Step("csat.steps.break_even", line + number(details["break_even"])))
    if top_two > 0 and all_finite(bottom_two / top_two):
        details["ratio"] = bottom_two / top_two
    if recommendations_needed > 0 and value > 0 and all_finite(value / recommendations_needed):
        details["buyers"] = value / recommendations_needed
        line = fraction(number(value), number(recommendations_needed))
        steps.append(Step("csat.steps.buyers", f"{line} = {number(details['buyers'])}"))
    if value < 0:
        said.append(Notice("csat.warnings.more_against", {"for": gained, "against": lost}))
    return Answer(value, substituted, tuple(steps), tuple(said), details=details)


def _nps(promoters: float, passives: float, detractors: float, said: tuple[Notice, ...]) -> Answer:
    answers = promoters + passives + detractors
    below = f"{number(promoters)} + {number(passives)} + {number(detractors)}"
    ratio = rf"100 \cdot {fraction(f'{number(promoters)} - {number(detractors)}', below)}"
    if answers == 0:
        return nobody("NPS", ratio)
    if not all_finite(answers):
        return too_large("NPS", ratio)
    return net_of_shares("NPS", promoters, detractors, answers, ratio, said)


def net_of_shares(
    symbol: str, positive: float, negative: float, answers: float, ratio: str, said: tuple[Notice, ...]
) -> Answer:
    """100 (p - d) with its steps, for whatever the two shares are of."""
    share_for, share_against = positive / answers, negative / answers
    value = 100 * ((positive - negative) / answers)
    substituted = f"{symbol} = {ratio} = {number(value)}"
    steps = (
        Step("csat.steps.share_for", percent(share_for)),
        Step("csat.steps.share_against", percent(share_against)),
        Step("csat.steps.net", substituted),
    )
    details = {"share_for": share_for, "share_between": max(0.0, 1 - share_for - share_against)}
    return Answer(
        value, substituted, steps, (*said, *few(answers)), details={**details, "share_against": share_against}
    )


def nobody(symbol: str, ratio: str) -> Answer:
    """No answer, because there are no answers."""
    return Answer(None, rf"{symbol} = {ratio}", no_answer=Notice("csat.no_answer.no_answers"))


def few(answers: float) -> tuple[Notice, ...]:
    """A warning where so few answered that the interval says more than the value."""
    return (Notice("csat.warnings.few", {"count": answers}),) if answers < _FEW else ()
