"""Limits for the difference of two proportions, b minus a: counts of a, counts of b, and the tail at each side."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from lib.stats import _binomial
from lib.stats._distributions import find_root, normal_upper

Limits = tuple[float, float]
OneGroup = Callable[[float, float, float], Limits]
TwoGroups = Callable[[float, float, float, float, float], Limits]


def square_and_add(one_group: OneGroup) -> TwoGroups:
    """Limits of a difference from the limits of each group (Newcombe 1998, methods 10 and 11).

    Each limit lies as far from the difference as the root of the summed squares of the distances
    between the groups' own limits and estimates.
    """

    def both(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
        p_a, p_b = x_a / n_a, x_b / n_b
        low_a, high_a = one_group(x_a, n_a, tail)
        low_b, high_b = one_group(x_b, n_b, tail)
        down = math.hypot(p_b - low_b, high_a - p_a)
        return p_b - p_a - down, p_b - p_a + math.hypot(high_b - p_b, p_a - low_a)

    return both


def restricted_estimates(x_a: float, n_a: float, x_b: float, n_b: float, difference: float) -> tuple[float, float]:
    """The most likely proportions of a and b among those that differ by exactly ``difference``.

    The root of a cubic in closed form (Miettinen and Nurminen 1985, appendix).
    """
    total = n_a + n_b
    cubic_2 = (n_b + 2 * n_a) * difference - total - (x_a + x_b)
    cubic_1 = (n_a * difference - total - 2 * x_a) * difference + x_a + x_b
    cubic_0 = x_a * difference * (1 - difference)
    shift = cubic_2 / (3 * total)
    q = shift**3 - cubic_1 * cubic_2 / (6 * total**2) + cubic_0 / (2 * total)
    radius = math.copysign(math.sqrt(max(0.0, shift**2 - cubic_1 / (3 * total))), q)
    # Rounding can carry the cosine a hair beyond one, or the radius to zero.
    cosine = 1.0 if radius == 0 else max(-1.0, min(1.0, q / radius**3))
    p_a = 2 * radius * math.cos((math.pi + math.acos(cosine)) / 3) - shift
    p_a = min(max(p_a, 0.0, -difference), 1.0, 1 - difference)
    return p_a, min(max(p_a + difference, 0.0), 1.0)


def score_statistic(
    x_a: float, n_a: float, x_b: float, n_b: float, difference: float = 0.0, *, corrected: bool = True
) -> float:
    """The score statistic of "b minus a equals ``difference``", standard normal if so.

    Args:
        x_a: successes of a.
        n_a: trials of a, > 0.
        x_b: successes of b.
        n_b: trials of b, > 0.
        difference: hypothesised.
        corrected: variance times N / (N - 1) (Miettinen and Nurminen 1985); else as Mee (1984).

    Returns:
        The statistic; 0 where the data agree exactly, infinite where they are impossible under the hypothesis.
    """
    p_a, p_b = restricted_estimates(x_a, n_a, x_b, n_b, difference)
    variance = p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b
    if corrected:
        variance *= (n_a + n_b) / (n_a + n_b - 1) if n_a + n_b > 1 else 1.0
    deviation = x_b / n_b - x_a / n_a - difference
    if variance <= 0:
        return 0.0 if abs(deviation) < 1e-15 else math.copysign(math.inf, deviation)
    return deviation / math.sqrt(variance)


def _score_limits(corrected: bool) -> TwoGroups:
    def both(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
        z, estimate = normal_upper(tail), x_b / n_b - x_a / n_a

        def bounded(difference: float) -> float:
            return max(-1e9, min(1e9, score_statistic(x_a, n_a, x_b, n_b, difference, corrected=corrected)))

        low = find_root(lambda difference: bounded(difference) - z, -1.0, estimate)
        return low, find_root(lambda difference: bounded(difference) + z, estimate, 1.0)

    return both


def _plus(x: float, n: float, added: float) -> tuple[float, float]:
    return (x + added) / (n + 2 * added), n + 2 * added


def _centred(p_a: float, m_a: float, p_b: float, m_b: float, tail: float) -> Limits:
    half = normal_upper(tail) * math.sqrt(p_a * (1 - p_a) / m_a + p_b * (1 - p_b) / m_b)
    return p_b - p_a - half, p_b - p_a + half


def wald(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
    """Difference and its unpooled standard error; for teaching."""
    return _centred(x_a / n_a, n_a, x_b / n_b, n_b, tail)


def wald_cc(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
    """Wald, wider by the mean of half a count in either group."""
    low, high = wald(x_a, n_a, x_b, n_b, tail)
    wider = (1 / n_a + 1 / n_b) / 2
    return low - wider, high + wider


def agresti_caffo(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
    """Wald after one success and one failure are added to each group (Agresti and Caffo 2000)."""
    return _centred(*_plus(x_a, n_a, 1), *_plus(x_b, n_b, 1), tail)


def hauck_anderson(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
    """Wald with n - 1 and a correction by the smaller group (Hauck and Anderson 1986); needs two in each group."""
    low, high = _centred(x_a / n_a, max(n_a - 1, 1), x_b / n_b, max(n_b - 1, 1), tail)
    wider = 1 / (2 * min(n_a, n_b))
    return low - wider, high + wider


def _beal(added: float) -> TwoGroups:
    """Limits from a plug-in for the sum of the two proportions (Beal 1987).

    ``added`` is 0 for Haldane's and 1/2 for the Jeffreys-Perks version.
    """

    def both(x_a: float, n_a: float, x_b: float, n_b: float, tail: float) -> Limits:
        z, difference = normal_upper(tail), x_b / n_b - x_a / n_a
        middle = (_plus(x_a, n_a, added)[0] + _plus(x_b, n_b, added)[0]) / 2
        u, v, skew = (1 / n_a + 1 / n_b) / 4, (1 / n_b - 1 / n_a) / 4, 1 - 2 * middle
        spread = u * (4 * middle * (1 - middle) - difference**2) + 2 * v * skew * difference
        spread += z**2 * (4 * u**2 * middle * (1 - middle) + v**2 * skew**2)
        centre = (difference + z**2 * v * skew) / (1 + z**2 * u)
        half = z * math.sqrt(max(0.0, spread)) / (1 + z**2 * u)
        return centre - half, centre + half

    return both


METHODS: Final[dict[str, TwoGroups]] = {
    "newcombe": square_and_add(_binomial.wilson),
    "score": _score_limits(corrected=True),
    "agresti_caffo": agresti_caffo,
    "wald": wald,
    "newcombe_cc": square_and_add(_binomial.wilson_cc),
    "mee": _score_limits(corrected=False),
    "haldane": _beal(0),
    "jeffreys_perks": _beal(0.5),
    "hauck_anderson": hauck_anderson,
    "wald_cc": wald_cc,
}
