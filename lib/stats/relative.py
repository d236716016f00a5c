"""How many times: the ratio of two shares, and of their odds."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from lib.core.checks import check_choice
from lib.core.records import Estimate, Notice
from lib.stats import notes
from lib.stats._checks import check_alternative, check_counts, check_tail, limits
from lib.stats._distributions import find_root, normal_upper
from lib.stats._two_by_two import ConditionalTable
from lib.stats.methods import assumptions_of
from lib.stats.proportions import empty_groups

Counts = tuple[float, float, float, float]
Limits = tuple[float, float]
# Logarithms of ratios beyond e^±30 are beyond any data.
_FAR: Final = 30.0


def risk_ratio_interval(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    level: float = 0.95,
    method: str = "koopman",
    alternative: str = "two-sided",
) -> Estimate:
    """The ratio of two shares, b over a, and its interval.

    Koopman: all ratios that a score test with restricted estimates does not reject.

    Args:
        successes_a: whole count of the first group; 0 gives an estimate of None and a notice.
        trials_a: whole count; 0 in either group gives None and a notice.
        successes_b: whole count of the second group.
        trials_b: whole count.
        level: confidence level, decimal in (0, 1).
        method: koopman (score), katz_log, adjusted_log (one half added to each count).
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.

    Returns:
        Estimate; 1.2 means a share 20 % higher. An upper limit may be infinite.

    Raises:
        InputError: counts not whole, or more successes than trials.

    Source: Koopman (1984), Biometrics 40, 513-517; Fagerland, Lydersen and Laake (2015).

    Example:
        >>> ratio = risk_ratio_interval(1, 34, 7, 34)
        >>> round(ratio.estimate, 3), round(ratio.interval.low, 3), round(ratio.interval.high, 2)
        (7.0, 1.221, 42.58)
    """
    check_choice("method", method, _RISK)
    counts, tail, said = _checked(successes_a, trials_a, successes_b, trials_b, level, alternative)
    assumed = assumptions_of("score")
    if said:
        return Estimate(None, None, method, assumed, said)
    x_a, n_a, x_b, n_b = counts
    estimate = (x_b / n_b) / (x_a / n_a) if x_a else None
    found = _RISK[method](counts, tail)
    return _estimate(estimate, found, method, assumed, level, alternative)


def odds_ratio_interval(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    level: float = 0.95,
    method: str = "conditional",
    alternative: str = "two-sided",
) -> Estimate:
    """The ratio of the odds of two shares, b over a, and its interval.

    Woolf: exp(log OR -+ z sqrt(sum of reciprocal cells)); conditional: exact, as Fisher's test.

    Args:
        successes_a: whole count of the first group.
        trials_a: whole count; 0 in either group gives None and a notice.
        successes_b: whole count of the second group.
        trials_b: whole count.
        level: confidence level, decimal in (0, 1).
        method: conditional (its estimate too is the conditional one), woolf, gart (one half added to each cell),
            independence_smoothed (cells pulled towards no effect).
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.

    Returns:
        Estimate; None and a notice where an empty cell leaves no finite ratio. An upper limit may be infinite.

    Raises:
        InputError: counts not whole, or more successes than trials.

    Source: Cornfield (1956); Woolf (1955); Gart (1966); Agresti (1999).

    Example:
        >>> round(odds_ratio_interval(1, 4, 3, 4).estimate, 4)
        6.4083
    """
    check_choice("method", method, ("conditional", *_SMOOTHED))
    counts, tail, said = _checked(successes_a, trials_a, successes_b, trials_b, level, alternative)
    assumed = assumptions_of("fisher" if method == "conditional" else "score")
    if said:
        return Estimate(None, None, method, assumed, said)
    if method == "conditional":
        table = ConditionalTable(*(int(value) for value in counts))
        if table.lowest == table.highest:
            return Estimate(None, None, method, assumed, (notes.no_variation(counts[0] / counts[1]),))
        ratio = table.odds_ratio()
        found: Limits | None = table.odds_ratio_limits(tail)
        return _estimate(ratio if math.isfinite(ratio) else None, found, method, assumed, level, alternative)
    x_a, n_a, x_b, n_b = counts
    below = (n_b - x_b) * x_a
    estimate = x_b * (n_a - x_a) / below if below else None
    return _estimate(estimate, _log_odds(_SMOOTHED[method](counts), tail), method, assumed, level, alternative)


def _checked(
    x_a: float, n_a: float, x_b: float, n_b: float, level: float, alternative: str
) -> tuple[Counts, float, tuple[Notice, ...]]:
    counts = (*check_counts(x_a, n_a, suffix="_a"), *check_counts(x_b, n_b, suffix="_b"))
    return counts, check_tail(level, check_alternative(alternative)), empty_groups(counts[1], counts[3])


def _estimate(
    estimate: float | None,
    found: Limits | None,
    method: str,
    assumed: tuple[str, ...],
    level: float,
    alternative: str,
) -> Estimate:
    said = () if estimate is not None else (notes.relative_effect_undefined(),)
    if found is None:
        return Estimate(estimate, None, method, assumed, said or (notes.relative_effect_undefined(),))
    interval = limits(*found, level=level, method=method, alternative=alternative, lowest=0.0)
    return Estimate(estimate, interval, method, assumed, said)


def _katz(counts: Counts, tail: float, added: float = 0.0) -> Limits | None:
    x_a, n_a, x_b, n_b = (value + added for value in counts)
    if x_a == 0 or x_b == 0:
        return None
    log_ratio = math.log((x_b / n_b) / (x_a / n_a))
    half = normal_upper(tail) * math.sqrt(1 / x_a - 1 / n_a + 1 / x_b - 1 / n_b)
    return math.exp(log_ratio - half), math.exp(log_ratio + half)


def _koopman(counts: Counts, tail: float) -> Limits | None:
    x_a, n_a, x_b, n_b = counts
    if x_a == 0 and x_b == 0:
        return None
    z = normal_upper(tail)

    def excess(log_ratio: float) -> float:
        return _koopman_statistic(counts, math.exp(log_ratio)) - z * z

    at = math.log((x_b / n_b) / (x_a / n_a)) if x_a and x_b else (-_FAR if x_b == 0 else _FAR)
    low = 0.0 if x_b == 0 else math.exp(find_root(excess, -_FAR, at))
    return low, math.inf if x_a == 0 else math.exp(find_root(excess, at, _FAR))


def _koopman_statistic(counts: Counts, ratio: float) -> float:
    x_a, n_a, x_b, n_b = counts
    linear = ratio * (n_b + x_a) + x_b + n_a
    product = 4 * ratio * (n_a + n_b) * (x_a + x_b)
    # The smaller root, written without the difference of two large numbers
    p_b = product / (linear + math.sqrt(max(0.0, linear**2 - product))) / (2 * (n_a + n_b))
    p_a = p_b / ratio
    variance = (1 - p_b) / (n_b * p_b) + (1 - p_a) / (n_a * p_a)
    # Both group scores together: z^2 of x_b / n_b - ratio x_a / n_a at the restricted estimates
    deviation = x_b / n_b - ratio * x_a / n_a
    spread = p_b**2 * variance
    return deviation**2 / spread if spread > 0 else 0.0


def _log_odds(cells: Counts, tail: float) -> Limits | None:
    if min(cells) <= 0:
        return None
    success_a, failure_a, success_b, failure_b = cells
    log_ratio = math.log(success_b) - math.log(failure_b) - math.log(success_a) + math.log(failure_a)
    half = normal_upper(tail) * math.sqrt(sum(1 / cell for cell in cells))
    return math.exp(log_ratio - half), math.exp(log_ratio + half)


def _cells(counts: Counts, added: float = 0.0) -> Counts:
    x_a, n_a, x_b, n_b = counts
    return x_a + added, n_a - x_a + added, x_b + added, n_b - x_b + added


def _independence_smoothed(counts: Counts) -> Counts:
    x_a, n_a, x_b, n_b = counts
    total, successes = n_a + n_b, x_a + x_b
    a, b, yes, no = n_a / total, n_b / total, 2 * successes / total, 2 * (1 - successes / total)
    return x_a + a * yes, n_a - x_a + a * no, x_b + b * yes, n_b - x_b + b * no


_RISK: Final[dict[str, Callable[[Counts, float], Limits | None]]] = {
    "koopman": _koopman,
    "katz_log": _katz,
    "adjusted_log": lambda counts, tail: _katz(counts, tail, 0.5),
}
_SMOOTHED: Final[dict[str, Callable[[Counts], Counts]]] = {
    "woolf": _cells,
    "gart": lambda counts: _cells(counts, 0.5),
    "independence_smoothed": _independence_smoothed,
}
