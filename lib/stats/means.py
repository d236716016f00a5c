"""Means of scores or money: an interval for one, and two compared."""

from __future__ import annotations

import math
from dataclasses import replace

from lib.core.checks import check_choice, check_number
from lib.core.errors import InputError
from lib.core.records import Comparison, Estimate, Interval
from lib.stats import notes
from lib.stats._checks import check_alternative, check_tail, check_values, limits
from lib.stats._distributions import student_p, student_upper
from lib.stats._rank import compare_ranks
from lib.stats._resampling import compare_by_bootstrap, compare_by_permutation
from lib.stats._summary import Summary, as_summary, never_varies, obstacles
from lib.stats.methods import assumptions_of

_FROM_SUMMARIES = ("welch", "student")
_FROM_VALUES = ("mann_whitney", "bootstrap", "permutation")


def mean_interval(
    sample: object, *, level: float = 0.95, alternative: str = "two-sided", population: float | None = None
) -> Estimate:
    """A mean and its t interval: mean -+ t sd / sqrt(n), n - 1 degrees of freedom.

    With a finite population of N, the standard error is multiplied by sqrt(1 - n / N).

    Args:
        sample: values as list or array, or ``Summary``, or tuple (mean, sd, n).
        level: confidence level, decimal in (0, 1).
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.
        population: size of the whole population where the sample is a good part of it, at least the sample's size.
            Whoever measured everybody knows the mean: the interval then has no width.

    Returns:
        Estimate in the unit of the values; no interval, and a notice, for one value or equal values.

    Raises:
        InputError: values that are no finite numbers; a population smaller than the sample.

    Source: Student (1908); Cochran (1977), Sampling Techniques, equation 2.20.

    Example:
        >>> mean = mean_interval([2, 4, 6])
        >>> mean.estimate, round(mean.interval.low, 3), round(mean.interval.high, 3)
        (4.0, -0.968, 8.968)
    """
    summary = as_summary("sample", sample)
    tail = check_tail(level, check_alternative(alternative))
    used = "student_one_sample"
    assumed = assumptions_of(used)
    if summary.n == 0:
        return Estimate(None, None, used, assumed, obstacles(summary))
    size = math.inf if population is None else check_number("population", population, minimum=summary.n, whole=True)
    if size == summary.n:
        # Nobody is left out, so nothing is left to chance.
        known = Interval(summary.mean, summary.mean, level, used)
        return Estimate(summary.mean, known, used, assumptions_of("finite_population"), (notes.census(),), {"n": size})
    if summary.n == 1:
        return Estimate(summary.mean, None, used, assumed, obstacles(summary), {"n": 1.0})
    said = () if population is None else (notes.finite_population(summary.n / size),)
    assumed = assumed if population is None else assumptions_of(used, "finite_population")
    error, freedom = math.sqrt(summary.squared_error * (1 - summary.n / size)), summary.n - 1
    details = {"standard_error": error, "degrees_of_freedom": freedom, "sd": summary.sd, "n": summary.n}
    if never_varies(summary):
        return Estimate(summary.mean, None, used, assumed, (notes.values_never_vary(),), details)
    half = student_upper(tail, freedom) * error
    interval = limits(summary.mean - half, summary.mean + half, level=level, method=used, alternative=alternative)
    return Estimate(summary.mean, interval, used, assumed, said, details)


def compare_means(
    a: object,
    b: object,
    *,
    level: float = 0.95,
    method: str = "welch",
    alternative: str = "two-sided",
    replications: int = 9_999,
    seed: int = 0,
    interval: str = "percentile",
) -> Comparison:
    """Two independent samples: b minus a, its interval and a test that belong together.

    Welch: t = (m_b - m_a) / sqrt(s_a^2/n_a + s_b^2/n_b), Satterthwaite's degrees of freedom.

    Args:
        a: first sample: values as list or array; for welch and student also ``Summary`` or tuple (mean, sd, n).
        b: second sample.
        level: confidence level, decimal in (0, 1).
        method: welch; student (equal variances); mann_whitney (ranks, with the Hodges-Lehmann shift and its
            interval); bootstrap; permutation (of Welch's t).
        alternative: two-sided, greater (b above a) or less.
        replications: of bootstrap and permutation, >= 99.
        seed: of bootstrap and permutation; the same seed gives the same digits.
        interval: of the bootstrap, percentile or bca.

    Returns:
        Comparison in the unit of the values; no test, and a notice, where a sample is empty, has one value, or no
        value differs from another.

    Raises:
        InputError: values that are no finite numbers; summaries for a method that needs values.

    Source: Welch (1947); Mann and Whitney (1947); Hodges and Lehmann (1963); Efron (1987); Janssen (1997).

    Example:
        >>> result = compare_means([3, 4, 1, 2.1], [490.2, 340, 433.9])
        >>> round(result.p_value, 6), round(result.details["degrees_of_freedom"], 3)
        (0.010752, 2.001)
    """
    check_choice("method", method, (*_FROM_SUMMARIES, *_FROM_VALUES))
    tail = check_tail(level, check_alternative(alternative))
    base = Comparison(None, None, None, None, method, assumptions_of(method), alternative=alternative)
    if method in _FROM_SUMMARIES:
        return _student(base, as_summary("a", a), as_summary("b", b), tail, level)
    for name, sample in (("a", a), ("b", b)):
        if isinstance(sample, Summary):
            raise InputError.unknown_choice("method", method, _FROM_SUMMARIES)
        check_values(name, sample)
    values = (check_values("a", a), check_values("b", b))
    if method == "mann_whitney":
        return compare_ranks(base, *values, tail, level)
    if method == "bootstrap":
        return compare_by_bootstrap(base, *values, tail, level, replications, seed, interval)
    return compare_by_permutation(base, *values, tail, level, replications, seed)


def _student(base: Comparison, a: Summary, b: Summary, tail: float, level: float) -> Comparison:
    base = replace(base, estimate_a=a.mean if a.n else None, estimate_b=b.mean if b.n else None)
    stop = (*obstacles(a, "a"), *obstacles(b, "b"))
    if a.n == 0 or b.n == 0:
        return replace(base, notes=stop)
    difference = b.mean - a.mean
    base = replace(base, estimate=difference)
    if stop or never_varies(a, b):
        return replace(base, notes=stop or (notes.values_never_vary(),))
    error, freedom = spread(a, b, pooled=base.method == "student")
    half = student_upper(tail, freedom) * error
    interval = limits(
        difference - half, difference + half, level=level, method=base.method, alternative=base.alternative
    )
    details = {"standard_error": error, "degrees_of_freedom": freedom}
    said = () if a.mean > 0 else (notes.relative_effect_undefined(),)
    if a.mean > 0:
        details["relative_effect"] = difference / a.mean
    t = difference / error
    p_value = student_p(t, freedom, base.alternative)
    return replace(base, interval=interval, p_value=p_value, statistic=t, notes=said, details=details)


def spread(a: Summary, b: Summary, *, pooled: bool = False) -> tuple[float, float]:
    """Standard error of the difference of two means, and its degrees of freedom (Welch-Satterthwaite, or pooled)."""
    if pooled:
        freedom = a.n + b.n - 2
        variance = ((a.n - 1) * a.sd**2 + (b.n - 1) * b.sd**2) / freedom
        return math.sqrt(variance * (1 / a.n + 1 / b.n)), freedom
    variance = a.squared_error + b.squared_error
    share = a.squared_error / variance
    return math.sqrt(variance), 1 / (share**2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1))
