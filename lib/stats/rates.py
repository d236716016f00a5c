"""Events per exposure: complaints per thousand orders, mentions per day."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from scipy import special

from lib.core.checks import check_choice, check_number
from lib.core.records import Comparison, Estimate, Interval
from lib.stats import _binomial, notes
from lib.stats._checks import check_alternative, check_tail, limits
from lib.stats._distributions import binomial_at_least, binomial_at_most, by_alternative, normal_p, normal_upper
from lib.stats.methods import assumptions_of
from lib.stats.proportions import empty_groups

Limits = tuple[float, float]


def rate_interval(
    count: float,
    exposure: float,
    *,
    level: float = 0.95,
    method: str = "exact",
    alternative: str = "two-sided",
) -> Estimate:
    """Events per unit of exposure and the interval of the rate.

    Exact (Garwood): chi2(tail; 2k) / 2t to chi2(1 - tail; 2k + 2) / 2t for k events in exposure t.

    Args:
        count: events, whole, >= 0.
        exposure: orders, days, thousands of visits, >= 0; 0 gives None and a notice.
        level: confidence level, decimal in (0, 1).
        method: exact; also score, jeffreys, byar and wald to check other programs.
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.

    Returns:
        Estimate in events per unit of exposure.

    Raises:
        InputError: a count that is not whole, a negative exposure.

    Source: Garwood (1936), Biometrika 28, 437-442.

    Example:
        >>> rate = rate_interval(15, 400)
        >>> rate.estimate, round(rate.interval.low, 5), round(rate.interval.high, 5)
        (0.0375, 0.02099, 0.06185)
    """
    check_choice("method", method, _METHODS)
    k = check_number("count", count, minimum=0, whole=True)
    t = check_number("exposure", exposure, minimum=0)
    tail = check_tail(level, check_alternative(alternative))
    used = f"poisson_{method}"
    assumed = assumptions_of(used)
    if t == 0:
        return Estimate(None, None, used, assumed, (notes.no_observations(),))
    low, high = _METHODS[method](k, tail)
    interval = limits(low / t, high / t, level=level, method=used, alternative=alternative, lowest=0.0)
    said = (notes.zero_width(used),) if low == high else (notes.limits_clipped(used),) if low < 0 else ()
    return Estimate(k / t, interval, used, assumed, said, {"standard_error": math.sqrt(k) / t})


def compare_rate_to_target(
    count: float,
    exposure: float,
    target: float,
    *,
    level: float = 0.95,
    method: str = "exact",
    alternative: str = "two-sided",
) -> Comparison:
    """A rate against a fixed one; the difference rate minus target.

    Exact: twice the smaller Poisson tail, so that test and Garwood's interval agree.

    Args:
        count: events, whole, >= 0.
        exposure: >= 0; 0 gives None and a notice.
        target: events per unit of exposure, > 0.
        level: confidence level, decimal in (0, 1).
        method: exact or score.
        alternative: ``greater`` asks whether the rate is above the target.

    Source: Garwood (1936); R's poisson.exact with central p-values.

    Example:
        >>> round(compare_rate_to_target(15, 400, 0.05).p_value, 4)
        0.313
    """
    check_choice("method", method, ("exact", "score"))
    goal = check_number("target", target, above=0)
    rate = rate_interval(count, exposure, level=level, method=method, alternative=alternative)
    base = Comparison(None, None, None, None, rate.method, rate.assumptions, goal, alternative=alternative)
    if rate.estimate is None or rate.interval is None:
        return replace(base, notes=rate.notes)
    expected, statistic = goal * exposure, None
    if method == "exact":
        p_value = by_alternative(_at_least(count, expected), float(special.pdtr(count, expected)), alternative)
    else:
        statistic = (count - expected) / math.sqrt(expected)
        p_value = normal_p(statistic, alternative)
    interval = Interval(rate.interval.low - goal, rate.interval.high - goal, level, rate.method)
    return replace(
        base,
        estimate=rate.estimate - goal,
        interval=interval,
        p_value=p_value,
        statistic=statistic,
        estimate_b=rate.estimate,
        details={"relative_effect": rate.estimate / goal - 1},
    )


def compare_rates(
    count_a: float,
    exposure_a: float,
    count_b: float,
    exposure_b: float,
    *,
    level: float = 0.95,
    effect: str = "ratio",
    alternative: str = "two-sided",
) -> Comparison:
    """Two rates: given all events, those of b are binomial with probability R t_b / (R t_b + t_a), R the rate ratio.

    Args:
        count_a: events of the first group, whole.
        exposure_a: of the first group, >= 0; 0 in either gives None and a notice.
        count_b: events of the second group, whole.
        exposure_b: of the second group.
        level: confidence level, decimal in (0, 1).
        effect: ratio (b over a; None over a rate of zero, the upper limit then infinite) or difference (b minus a,
            limits by squares and sums of Garwood's).
        alternative: two-sided, greater (b above a) or less.

    Returns:
        Comparison; the two-sided p-value is twice the smaller tail, so that test and ratio interval agree.

    Raises:
        InputError: counts that are not whole, negative exposures.

    Source: Przyborowski and Wilenski (1940); Clopper and Pearson (1934); Zou and Donner (2008) for the difference.

    Example:
        >>> result = compare_rates(10, 100, 25, 100)
        >>> result.estimate, round(result.p_value, 4)
        (2.5, 0.0167)
    """
    check_choice("effect", effect, ("ratio", "difference"))
    k_a, k_b = (
        check_number(name, k, minimum=0, whole=True) for name, k in (("count_a", count_a), ("count_b", count_b))
    )
    t_a, t_b = (
        check_number(name, t, minimum=0) for name, t in (("exposure_a", exposure_a), ("exposure_b", exposure_b))
    )
    tail = check_tail(level, check_alternative(alternative))
    base = Comparison(
        None,
        None,
        None,
        None,
        "conditional_binomial",
        assumptions_of("conditional_binomial"),
        k_a / t_a if t_a else None,
        k_b / t_b if t_b else None,
        "ratio" if effect == "ratio" else "difference",
        alternative,
        notes=empty_groups(t_a, t_b),
    )
    if base.notes:
        return base
    total, share = k_a + k_b, t_b / (t_a + t_b)
    tails = binomial_at_least(k_b, total, share), binomial_at_most(k_b, total, share)
    base = replace(base, p_value=by_alternative(*tails, alternative))
    counts = (k_a, t_a, k_b, t_b)
    return _rate_ratio(base, counts, tail, level) if effect == "ratio" else _rate_gap(base, counts, tail, level)


def _rate_ratio(base: Comparison, counts: tuple[float, float, float, float], tail: float, level: float) -> Comparison:
    k_a, t_a, k_b, t_b = counts
    if k_a + k_b == 0:
        return replace(base, notes=(notes.no_events(),))
    low, high = (
        limit / (1 - limit) * t_a / t_b if limit < 1 else math.inf for limit in _binomial.exact(k_b, k_a + k_b, tail)
    )
    interval = limits(low, high, level=level, method=base.method, alternative=base.alternative, lowest=0.0)
    if k_a == 0:
        return replace(base, interval=interval, notes=(notes.relative_effect_undefined(),))
    ratio = (k_b / t_b) / (k_a / t_a)
    return replace(base, estimate=ratio, interval=interval, details={"relative_effect": ratio - 1})


def _rate_gap(base: Comparison, counts: tuple[float, float, float, float], tail: float, level: float) -> Comparison:
    k_a, t_a, k_b, t_b = counts
    (low_a, high_a), (low_b, high_b) = ([limit / t for limit in _exact(k, tail)] for k, t in ((k_a, t_a), (k_b, t_b)))
    gap = k_b / t_b - k_a / t_a
    down, up = math.hypot(k_b / t_b - low_b, high_a - k_a / t_a), math.hypot(high_b - k_b / t_b, k_a / t_a - low_a)
    interval = limits(gap - down, gap + up, level=level, method="poisson_mover", alternative=base.alternative)
    said = (notes.interval_from_other_method(base.method, "poisson_mover"),)
    details = {"relative_effect": gap / (k_a / t_a)} if k_a else {}
    return replace(base, estimate=gap, interval=interval, notes=said, details=details)


def _at_least(count: float, expected: float) -> float:
    return float(special.pdtrc(count - 1, expected)) if count > 0 else 1.0


def _exact(k: float, tail: float) -> Limits:
    low = float(special.gammaincinv(k, tail)) if k > 0 else 0.0
    return low, float(special.gammainccinv(k + 1, tail))


def _score(k: float, tail: float) -> Limits:
    z = normal_upper(tail)
    half = z * math.sqrt(k + z * z / 4)
    return 0.0 if k == 0 else k + z * z / 2 - half, k + z * z / 2 + half


def _jeffreys(k: float, tail: float) -> Limits:
    low = float(special.gammaincinv(k + 0.5, tail)) if k > 0 else 0.0
    return low, float(special.gammainccinv(k + 0.5, tail))


def _byar(k: float, tail: float) -> Limits:
    """Byar's cube root with half an event added, as DescTools::PoissonCI."""
    z, m = normal_upper(tail), k + 0.5
    low, high = (m * (1 - 1 / (9 * m) + side * z / 3 / math.sqrt(m)) ** 3 for side in (-1, 1))
    return low, high


def _wald(k: float, tail: float) -> Limits:
    half = normal_upper(tail) * math.sqrt(k)
    return k - half, k + half


_METHODS: Final[dict[str, Callable[[float, float], Limits]]] = {
    "exact": _exact,
    "score": _score,
    "jeffreys": _jeffreys,
    "byar": _byar,
    "wald": _wald,
}
