"""Ratios of sums, with the unit (user, day, keyword) as what was sampled: clicks per view, cost per click, revenue per order."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from lib.core.checks import check_choice, check_number
from lib.core.errors import InputError
from lib.core.records import Comparison, Estimate, Notice
from lib.stats import notes
from lib.stats._checks import Values, check_alternative, check_tail, limits
from lib.stats._distributions import normal_upper, student_p, student_upper
from lib.stats._ratio_bootstrap import bootstrap_comparison, bootstrap_interval, check_draws, check_units
from lib.stats.methods import assumptions_of

FEW_UNITS = 30


@dataclass(frozen=True, slots=True)
class RatioSums:
    """What a ratio of sums needs to know of its units, whatever their number.

    Attributes:
        n: units (users, days), whole, >= 0.
        sum_y: of the numerator over the units.
        sum_x: of the denominator.
        sum_yy: of squares of the numerator.
        sum_xx: of squares of the denominator.
        sum_xy: of products.
    """

    n: float
    sum_y: float
    sum_x: float
    sum_yy: float
    sum_xx: float
    sum_xy: float


def ratio_sums(y: object, x: object) -> RatioSums:
    """The sums of a numerator and a denominator given unit by unit.

    Example:
        >>> ratio_sums([1, 2], [10, 12])
        RatioSums(n=2, sum_y=3.0, sum_x=22.0, sum_yy=5.0, sum_xx=244.0, sum_xy=34.0)
    """
    return _sums(*check_units((y, x)))


def ratio_interval(
    units: RatioSums | tuple[object, object],
    *,
    level: float = 0.95,
    method: str = "delta",
    quantile: str = "student",
    alternative: str = "two-sided",
    replications: int = 9_999,
    seed: int = 0,
) -> Estimate:
    """A ratio of sums R = sum y / sum x and its interval.

    Delta: R -+ t sqrt(n / (n - 1) sum (y - R x)^2) / sum x, t with n - 1 degrees of freedom.

    Args:
        units: sums over the units (see ``ratio_sums``), or numerators and denominators unit by unit.
        level: confidence level, decimal in (0, 1).
        method: delta; fieller (exact for normal means; None and a notice where the denominator may be zero);
            bootstrap (draws units again, so it needs them one by one).
        quantile: student with n - 1 degrees of freedom, or normal, as many programs do.
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.
        replications: of the bootstrap, >= 99.
        seed: of the bootstrap; the same seed gives the same digits.

    Returns:
        Estimate; details hold standard_error and degrees_of_freedom (bootstrap: replications).

    Raises:
        InputError: sums that no data can have; sums alone for the bootstrap.

    Source: Cochran (1977), Sampling Techniques, ch. 6; Fieller (1954); Deng, Knoblich and Lu (2018).

    Example:
        >>> clicks, views = [2, 3, 1, 4, 2], [10, 12, 9, 15, 11]
        >>> rate = ratio_interval(ratio_sums(clicks, views))
        >>> round(rate.estimate, 4), round(rate.details["standard_error"], 4)
        (0.2105, 0.0266)
    """
    check_choice("method", method, ("delta", "fieller", "bootstrap"))
    check_choice("quantile", quantile, ("student", "normal"))
    checked = as_sums(units)
    tail = check_tail(level, check_alternative(alternative))
    draws = _draws(method, replications, seed, units)
    method = "bootstrap_units" if draws else method
    assumed = assumptions_of(method)
    ratio, stop = _ratio(checked)
    if ratio is None:
        return Estimate(None, None, method, assumed, stop)
    if stop:
        return Estimate(ratio, None, method, assumed, stop)
    error, freedom = standard_error(checked, ratio), checked.n - 1
    said = _few(checked.n)
    details = {"standard_error": error, "degrees_of_freedom": freedom}
    if error == 0:
        return Estimate(ratio, None, method, assumed, (notes.values_never_vary(),), details)
    if draws:
        base = Estimate(ratio, None, method, assumed, said)
        return bootstrap_interval(base, check_units(units), tail, (level, alternative, *draws))
    t = student_upper(tail, freedom) if quantile == "student" else normal_upper(tail)
    pair = (ratio - t * error, ratio + t * error) if method == "delta" else _fieller(checked, t)
    if pair is None:
        return Estimate(ratio, None, method, assumed, (*said, notes.denominator_near_zero()), details)
    interval = limits(*pair, level=level, method=method, alternative=alternative)
    return Estimate(ratio, interval, method, assumed, said, details)


def compare_ratios(
    a: RatioSums | tuple[object, object],
    b: RatioSums | tuple[object, object],
    *,
    level: float = 0.95,
    effect: str = "difference",
    method: str = "delta",
    alternative: str = "two-sided",
    replications: int = 9_999,
    seed: int = 0,
) -> Comparison:
    """Two independent ratios of sums.

    Delta, difference: t = (R_b - R_a) / sqrt(se_a^2 + se_b^2); ratio: the same on the logarithm. Welch's degrees of freedom.

    Args:
        a: first group: sums over its units, or numerators and denominators unit by unit.
        b: second group.
        level: confidence level, decimal in (0, 1).
        effect: difference (b minus a) or ratio (b over a, both above zero).
        method: delta, or bootstrap (needs the units one by one).
        alternative: two-sided, greater (b above a) or less.
        replications: of the bootstrap, >= 99.
        seed: of the bootstrap.

    Returns:
        Comparison; p-value and interval come from the same distribution, so they always agree.

    Raises:
        InputError: sums that no data can have; sums alone for the bootstrap.

    Source: Deng, Knoblich and Lu (2018), "Applying the delta method in metric analytics".

    Example:
        >>> a = ratio_sums([2, 3, 1, 4, 2], [10, 12, 9, 15, 11])
        >>> b = ratio_sums([3, 3, 2, 5, 4], [10, 11, 9, 14, 12])
        >>> round(compare_ratios(a, b).estimate, 4)
        0.093
    """
    check_choice("effect", effect, ("difference", "ratio"))
    tail = check_tail(level, check_alternative(alternative))
    check_choice("method", method, ("delta", "bootstrap"))
    sums = (as_sums(a, "_a"), as_sums(b, "_b"))
    draws = _draws(method, replications, seed, a, b)
    used = "bootstrap_units" if draws else "delta"
    (ratio_a, stop_a), (ratio_b, stop_b) = _ratio(sums[0], "a"), _ratio(sums[1], "b")
    base = Comparison(
        None,
        None,
        None,
        None,
        used,
        assumptions_of(used),
        ratio_a,
        ratio_b,
        "ratio" if effect == "ratio" else "difference",
        alternative,
    )
    if ratio_a is None or ratio_b is None:
        return replace(base, notes=(*stop_a, *stop_b))
    if effect == "ratio" and min(ratio_a, ratio_b) <= 0:
        return replace(base, notes=(notes.ratio_needs_positive(),))
    base = replace(base, estimate=ratio_b / ratio_a if effect == "ratio" else ratio_b - ratio_a)
    if stop_a or stop_b:
        return replace(base, notes=(*stop_a, *stop_b))
    scales = (ratio_a, ratio_b) if effect == "ratio" else (1.0, 1.0)
    errors = tuple(standard_error(s, r) / c for s, r, c in zip(sums, (ratio_a, ratio_b), scales, strict=True))
    error = math.hypot(*errors)
    if error == 0:
        return replace(base, notes=(notes.values_never_vary(),))
    base = replace(base, notes=_few(min(s.n for s in sums)))
    if draws:
        both = (check_units(a, "_a"), check_units(b, "_b"))
        return bootstrap_comparison(base, both, tail, (level, alternative, *draws))
    freedom = error**4 / sum(e**4 / (s.n - 1) for e, s in zip(errors, sums, strict=True))
    return _tested(base, error, freedom, tail, level)


def standard_error(sums: RatioSums, ratio: float) -> float:
    """Of a ratio of sums, from the squared residuals y - R x."""
    residuals = sums.sum_yy - 2 * ratio * sums.sum_xy + ratio**2 * sums.sum_xx
    # Rounding leaves a hair where numerator and denominator are proportional; it is no spread.
    if residuals <= 1e-14 * (sums.sum_yy + ratio**2 * sums.sum_xx):
        return 0.0
    return math.sqrt(sums.n / (sums.n - 1) * residuals) / abs(sums.sum_x)


def _tested(base: Comparison, error: float, freedom: float, tail: float, level: float) -> Comparison:
    estimate = base.estimate or 0.0
    value = math.log(estimate) if base.effect == "ratio" else estimate
    half = student_upper(tail, freedom) * error
    interval = limits(value - half, value + half, level=level, method="delta", alternative=base.alternative)
    if base.effect == "ratio":
        interval = replace(interval, low=math.exp(interval.low), high=math.exp(interval.high))
    details = {"standard_error": error, "degrees_of_freedom": freedom}
    said = base.notes
    if base.estimate_a:
        details["relative_effect"] = (base.estimate_b or 0.0) / base.estimate_a - 1
    else:
        said = (*said, notes.relative_effect_undefined())
    p_value = student_p(value / error, freedom, base.alternative)
    return replace(base, interval=interval, p_value=p_value, statistic=value / error, notes=said, details=details)


def _ratio(sums: RatioSums, group: str = "") -> tuple[float | None, tuple[Notice, ...]]:
    """The ratio where there is one, and what forbids an interval."""
    if sums.n == 0:
        return None, (notes.no_observations(group),)
    if sums.sum_x == 0:
        return None, (notes.denominator_zero(group),)
    return sums.sum_y / sums.sum_x, (notes.one_observation(group),) if sums.n == 1 else ()


def _fieller(sums: RatioSums, t: float) -> tuple[float, float] | None:
    """The ratios R for which the mean of y - R x is not significantly off zero; None where they know no bounds."""
    n, mean_y, mean_x = sums.n, sums.sum_y / sums.n, sums.sum_x / sums.n
    scale = t * t / (n * (n - 1))
    a = mean_x**2 - scale * (sums.sum_xx - n * mean_x**2)
    b = mean_x * mean_y - scale * (sums.sum_xy - n * mean_x * mean_y)
    c = mean_y**2 - scale * (sums.sum_yy - n * mean_y**2)
    if a <= 0:
        return None
    root = math.sqrt(max(0.0, b * b - a * c))
    return (b - root) / a, (b + root) / a


def _few(units: float) -> tuple[Notice, ...]:
    return (notes.few_observations(units, FEW_UNITS),) if units < FEW_UNITS else ()


def _sums(y: Values, x: Values) -> RatioSums:
    return RatioSums(
        int(y.size), float(y.sum()), float(x.sum()), float(np.dot(y, y)), float(np.dot(x, x)), float(np.dot(x, y))
    )


def _draws(method: str, replications: int, seed: int, *groups: object) -> tuple[int, int] | None:
    """Replications and seed of a bootstrap, None for another method."""
    if method != "bootstrap":
        return None
    if any(isinstance(group, RatioSums) for group in groups):
        raise InputError.unknown_choice("method", method, ("delta",))
    return check_draws(replications, seed)


def as_sums(units: RatioSums | tuple[object, object], suffix: str = "") -> RatioSums:
    """Sums as given, checked; or those of numerators and denominators given unit by unit."""
    if not isinstance(units, RatioSums):
        return _sums(*check_units(units, suffix))
    sums = units
    return RatioSums(
        check_number(f"n{suffix}", sums.n, minimum=0, whole=True),
        check_number(f"sum_y{suffix}", sums.sum_y),
        check_number(f"sum_x{suffix}", sums.sum_x),
        check_number(f"sum_yy{suffix}", sums.sum_yy, minimum=0),
        check_number(f"sum_xx{suffix}", sums.sum_xx, minimum=0),
        check_number(f"sum_xy{suffix}", sums.sum_xy),
    )
