"""Quantiles and tail probabilities, by scipy.special alone: never one minus a distribution function."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special


def normal_upper(tail: float) -> float:
    """The point that a standard normal variable exceeds with probability ``tail``."""
    return -float(special.ndtri(tail))


def student_upper(tail: float, degrees_of_freedom: float) -> float:
    """The point that a Student t variable exceeds with probability ``tail``."""
    return -float(special.stdtrit(degrees_of_freedom, tail))


def by_alternative(upper: float, lower: float, alternative: str) -> float:
    """A p-value from the two tails; two-sided is twice the smaller one.

    Args:
        upper: probability of what was seen, or anything further up.
        lower: probability of what was seen, or anything further down.
        alternative: ``two-sided``, ``greater`` or ``less``.
    """
    p_value = {"greater": upper, "less": lower, "two-sided": 2 * min(upper, lower)}[alternative]
    return min(1.0, max(0.0, p_value))


def normal_p(z: float, alternative: str) -> float:
    """The p-value of a standard normal statistic."""
    return by_alternative(float(special.ndtr(-z)), float(special.ndtr(z)), alternative)


def student_p(t: float, degrees_of_freedom: float, alternative: str) -> float:
    """The p-value of a Student t statistic."""
    upper = float(special.stdtr(degrees_of_freedom, -t))
    return by_alternative(upper, float(special.stdtr(degrees_of_freedom, t)), alternative)


def chi_square_p(statistic: float, degrees_of_freedom: float) -> float:
    """The probability that a chi-square variable exceeds the statistic."""
    return float(special.chdtrc(degrees_of_freedom, statistic))


def binomial_at_least(successes: float, trials: float, probability: float) -> float:
    """P(X >= successes) for a binomial X."""
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    return float(special.betainc(successes, trials - successes + 1, probability))


def binomial_at_most(successes: float, trials: float, probability: float) -> float:
    """P(X <= successes) for a binomial X."""
    if successes >= trials:
        return 1.0
    if successes < 0:
        return 0.0
    return float(special.betaincc(successes + 1, trials - successes, probability))


def find_root(function: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a monotone function between two points, halved down to neighbouring floats.

    Where the function does not change sign, the end at which it comes nearer to zero.
    """
    at_low, at_high = function(low), function(high)
    if at_low * at_high > 0:
        return low if abs(at_low) < abs(at_high) else high
    rising = at_high > at_low
    for _ in range(200):
        middle = low + (high - low) / 2
        if middle in (low, high) or math.isclose(low, high, rel_tol=4e-16, abs_tol=1e-300):
            break
        if (function(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return low + (high - low) / 2
