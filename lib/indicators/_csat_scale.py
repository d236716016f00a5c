"""Satisfaction as a place on the scale: the mean answer, and the same from 0 to 100."""

from __future__ import annotations

from lib.core import Answer, InputError, Step
from lib.core.latex import fraction, number
from lib.indicators._csat_recommendation import few, nobody
from lib.indicators._guarded import all_finite, too_large


def mean(*, score_sum: float, answers: float) -> Answer:
    r"""Mean answer on the scale.

    .. math:: \bar{x} = \frac{\sum x}{n}

    Args:
        score_sum: sum of all valid answers, each times its weight.
        answers: valid answers, count (sum of weights).

    Returns:
        The mean in steps of the scale; no answer without answers.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> mean(score_sum=780, answers=200).value
        3.9
    """
    ratio = fraction(number(score_sum), number(answers))
    if answers == 0:
        return nobody(r"\bar{x}", ratio)
    value = score_sum / answers
    if not all_finite(value):
        return too_large(r"\bar{x}", ratio)
    substituted = rf"\bar{{x}} = {ratio} = {number(value)}"
    steps = (Step("csat.steps.sum", number(score_sum)), Step("csat.steps.mean", substituted))
    return Answer(value, substituted, steps, few(answers))


def index(*, score_sum: float, answers: float, scale_min: float, scale_max: float) -> Answer:
    r"""The mean answer, moved to a scale from 0 to 100.

    .. math:: I = \frac{\bar{x} - x_{min}}{x_{max} - x_{min}} \cdot 100

    Args:
        score_sum: sum of all valid answers, each times its weight.
        answers: valid answers, count (sum of weights).
        scale_min: lowest answer of the scale.
        scale_max: highest answer of the scale, above ``scale_min``.

    Returns:
        Points from 0 to 100; no answer without answers.

    Raises:
        InputError: when the scale has no width, or the mean lies off it.

    Source:
        Fornell et al. (1996), Journal of Marketing 60(4), 7-18, rescale in this way; their index joins three questions.

    Example:
        >>> index(score_sum=780, answers=200, scale_min=1, scale_max=5).value
        72.5
    """
    if scale_max <= scale_min:
        raise InputError.too_small("scale_max", scale_max, scale_min, strict=True)
    ratio = rf"\frac{{{number(score_sum)} / {number(answers)} - {number(scale_min)}}}"
    ratio += rf"{{{number(scale_max)} - {number(scale_min)}}} \cdot 100"
    if answers == 0:
        return nobody("I", ratio)
    middle = score_sum / answers
    slack = 1e-9 * max(1.0, abs(scale_max))
    if middle > scale_max + slack:
        raise InputError.too_large("score_sum", score_sum, answers * scale_max)
    if middle < scale_min - slack:
        raise InputError.too_small("score_sum", score_sum, answers * scale_min)
    value = min(100.0, max(0.0, (middle - scale_min) / (scale_max - scale_min) * 100))
    substituted = rf"I = {ratio} = {number(value)}"
    steps = (
        Step("csat.steps.mean", rf"\bar{{x}} = {fraction(number(score_sum), number(answers))} = {number(middle)}"),
        Step("csat.steps.rescale", substituted),
    )
    return Answer(value, substituted, steps, few(answers), details={"mean": middle})
