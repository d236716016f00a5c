"""Net promoter score: an interval for one, and two compared."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lib.core.checks import check_choice, check_number
from lib.core.errors import InputError
from lib.core.records import Comparison, Estimate, Notice
from lib.stats import notes
from lib.stats._checks import check_alternative, check_tail, limits
from lib.stats._distributions import normal_p, normal_upper
from lib.stats.methods import assumptions_of

Answers = Sequence[float]
_METHODS = ("wald", "adjusted")


def nps_interval(
    promoters: float,
    passives: float,
    detractors: float,
    *,
    level: float = 0.95,
    method: str = "wald",
    alternative: str = "two-sided",
) -> Estimate:
    """The score 100 (p - d) in points and its interval.

    Standard error: 100 sqrt((p + d - (p - d)^2) / n).

    Args:
        promoters: count of answers 9 and 10; weighted samples may give effective counts that are not whole.
        passives: count of answers 7 and 8.
        detractors: count of answers 0 to 6.
        level: confidence level, decimal in (0, 1).
        method: wald, or adjusted (three answers added, 3/4, 3/2 and 3/4) for small samples.
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.

    Returns:
        Estimate in points, -100 to 100; None and a notice without answers.

    Raises:
        InputError: negative counts.

    Source: Rocks (2016), The American Statistician 70, 365-372.

    Example:
        >>> score = nps_interval(60, 25, 15)
        >>> round(score.estimate, 1), round(score.details["standard_error"], 4)
        (45.0, 7.3993)
    """
    counts = _check_answers((promoters, passives, detractors))
    check_choice("method", method, _METHODS)
    tail = check_tail(level, check_alternative(alternative))
    used = f"nps_{method}"
    total = sum(counts)
    if total == 0:
        return Estimate(None, None, used, assumptions_of(used), (notes.no_observations(),))
    centre, error = _score(_adjusted(counts) if method == "adjusted" else counts)
    half = normal_upper(tail) * error
    interval = limits(
        centre - half, centre + half, level=level, method=used, alternative=alternative, lowest=-100.0, highest=100.0
    )
    said = [notes.zero_width(used)] if half == 0 else []
    if max(abs(centre - half), abs(centre + half)) > 100 + 1e-9:
        said.append(notes.limits_clipped(used))
    if any(value != int(value) for value in counts):
        said.append(notes.effective_counts(total))
    details = {"standard_error": _score(counts)[1], "answers": total}
    return Estimate(_score(counts)[0], interval, used, assumptions_of(used), tuple(said), details)


def compare_nps(
    a: Answers,
    b: Answers,
    *,
    level: float = 0.95,
    method: str = "wald",
    alternative: str = "two-sided",
) -> Comparison:
    """Two independent scores: the difference b minus a in points.

    z = (score_b - score_a) / sqrt(se_a^2 + se_b^2), interval and p-value from the same standard error.

    Args:
        a: (promoters, passives, detractors) of the first group.
        b: the same of the second group.
        level: confidence level, decimal in (0, 1).
        method: wald, or adjusted for small samples.
        alternative: two-sided, greater (b above a) or less.

    Returns:
        Comparison in points; None and a notice where a group is empty or no answer differs from the others.

    Raises:
        InputError: not three counts, or negative ones.

    Source: Rocks (2016), The American Statistician 70, 365-372.

    Example:
        >>> result = compare_nps((50, 30, 20), (60, 25, 15))
        >>> round(result.estimate, 1), round(result.p_value, 3)
        (15.0, 0.163)
    """
    counts_a, counts_b = _check_answers(a, "_a"), _check_answers(b, "_b")
    check_choice("method", method, _METHODS)
    tail = check_tail(level, check_alternative(alternative))
    used = assumptions_of("nps_z")
    score_a = _score(counts_a)[0] if sum(counts_a) else None
    score_b = _score(counts_b)[0] if sum(counts_b) else None
    if score_a is None or score_b is None:
        empty = tuple(notes.no_observations(name) for name, s in (("a", score_a), ("b", score_b)) if s is None)
        return _no_test(None, score_a, score_b, alternative, empty)
    if method == "adjusted":
        counts_a, counts_b = _adjusted(counts_a), _adjusted(counts_b)
    (centre_a, error_a), (centre_b, error_b) = _score(counts_a), _score(counts_b)
    error = math.hypot(error_a, error_b)
    if error == 0:
        return _no_test(score_b - score_a, score_a, score_b, alternative, (notes.values_never_vary(),))
    difference, half = centre_b - centre_a, normal_upper(tail) * error
    interval = limits(
        difference - half,
        difference + half,
        level=level,
        method=f"nps_{method}",
        alternative=alternative,
        lowest=-200.0,
        highest=200.0,
    )
    z = difference / error
    return Comparison(
        score_b - score_a,
        interval,
        normal_p(z, alternative),
        z,
        "nps_z",
        used,
        score_a,
        score_b,
        alternative=alternative,
        details={"standard_error": error},
    )


def _check_answers(counts: Answers, suffix: str = "") -> tuple[float, float, float]:
    if len(counts) != 3:
        raise InputError.different_lengths(f"answers{suffix}", len(counts), "promoters, passives, detractors", 3)
    promoters, passives, detractors = (
        check_number(f"{name}{suffix}", value, minimum=0)
        for name, value in zip(("promoters", "passives", "detractors"), counts, strict=True)
    )
    return promoters, passives, detractors


def _adjusted(counts: tuple[float, float, float]) -> tuple[float, float, float]:
    return counts[0] + 0.75, counts[1] + 1.5, counts[2] + 0.75


def _score(counts: tuple[float, float, float]) -> tuple[float, float]:
    """The score and its standard error in points."""
    total = sum(counts)
    p, d = counts[0] / total, counts[2] / total
    # p + d - (p - d)^2 in a form that cannot turn negative by rounding
    variance = p * (1 - p) + d * (1 - d) + 2 * p * d
    return 100 * (counts[0] - counts[2]) / total, 100 * math.sqrt(variance / total)


def _no_test(
    difference: float | None, a: float | None, b: float | None, alternative: str, said: tuple[Notice, ...]
) -> Comparison:
    return Comparison(
        difference, None, None, None, "nps_z", assumptions_of("nps_z"), a, b, alternative=alternative, notes=said
    )
