"""Quantiles and tail probabilities, by scipy.special alone: never one minus a distribution function."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from scipy import special

_EPSILON: Final = sys.float_info.epsilon
_TINY: Final = 1e-300


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
    """The zero of a monotone function between two points, down to neighbouring floats (Chandrupatla 1997).

    Where the function does not change sign, the end at which it comes nearer to zero.
    """
    a, b = high, low
    f_a, f_b = function(a), function(b)
    if f_a * f_b > 0:
        return a if abs(f_a) < abs(f_b) else b
    share = 0.5
    for _ in range(400):
        x = a + share * (b - a)
        f_x = function(x)
        if f_x * f_a > 0:
            c, f_c = a, f_a
        else:
            c, f_c, b, f_b = b, f_b, a, f_a
        a, f_a = x, f_x
        best = a if abs(f_a) < abs(f_b) else b
        closest = (2 * _EPSILON * abs(best) + _TINY) / abs(b - a) if b != a else 1.0
        if closest > 0.5 or f_a == 0:
            return best
        share = min(1 - closest, max(closest, _share(a, b, c, f_a, f_b, f_c)))
    return best


def _share(a: float, b: float, c: float, f_a: float, f_b: float, f_c: float) -> float:
    """How far from a to b to look next: by inverse quadratic interpolation where it is safe, else half."""
    if f_c in (f_a, f_b) or f_a == f_b or b == c:
        return 0.5
    xi, phi = (a - b) / (c - b), (f_a - f_b) / (f_c - f_b)
    if not (phi**2 < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    return f_a / (f_b - f_a) * f_c / (f_b - f_c) + (c - a) / (b - a) * f_a / (f_c - f_a) * f_b / (f_c - f_b)
