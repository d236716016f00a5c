"""Is b as good as a? Two one-sided tests against the largest difference that would not matter."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lib.core.checks import check_choice, check_number
from lib.core.errors import InputError
from lib.core.records import Interval, Notice
from lib.stats import _differences, notes
from lib.stats._checks import check_counts, check_tail, limits
from lib.stats._distributions import find_root, normal_p, student_p, student_upper
from lib.stats._summary import as_summary, never_varies, obstacles
from lib.stats.means import spread
from lib.stats.methods import assumptions_of
from lib.stats.proportions import empty_groups

Counts = tuple[float, float, float, float]
# Statistic of "b minus a equals this", and its p-values upwards and downwards.
Tests = Callable[[float], tuple[float | None, float, float]]
METHODS: Final = ("score", "newcombe", "agresti_caffo", "wald")


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two groups held against a margin, b minus a.

    Attributes:
        estimate: b minus a; None where a group is empty.
        interval: of level 1 - 2 alpha, inside the margins exactly when both tests reject (alpha = 1 - level).
        margin: the lower and the upper difference that would matter.
        p_above_low: of "b falls short of a by the lower margin or more".
        p_below_high: of "b exceeds a by the upper margin or more".
        p_value: of equivalence, the larger of both.
        p_difference: of "no difference at all", two-sided; decides superior and inferior.
        conclusion: equivalent, superior, inferior, non_inferior, not_superior or inconclusive (catalogue
            ``conclusions``); None where nothing can be tested.
        level: 1 - alpha of each one-sided test.
        method: of test and interval.
        assumptions: codes of what it takes for granted.
        estimate_a: value of the first group.
        estimate_b: value of the second group.
        notes: what to say beside it.
        details: statistic_low, statistic_high and, for means, standard_error and degrees_of_freedom.
    """

    estimate: float | None
    interval: Interval | None
    margin: tuple[float, float]
    p_above_low: float | None
    p_below_high: float | None
    p_value: float | None
    p_difference: float | None
    conclusion: str | None
    level: float
    method: str
    assumptions: tuple[str, ...] = ()
    estimate_a: float | None = None
    estimate_b: float | None = None
    notes: tuple[Notice, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)


def equivalence(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    margin: float | tuple[float, float],
    level: float = 0.95,
    method: str = "score",
    better: str = "higher",
) -> Equivalence:
    """Two shares: equivalent, not worse, or undecided, given the largest difference that would not matter.

    Two one-sided tests of p_b - p_a = -margin and = +margin; score: z = (d - margin) / sqrt(variance under it).

    Args:
        successes_a: count of the first group; whole, save for newcombe.
        trials_a: count; 0 in either group gives None and a notice.
        successes_b: count of the second group.
        trials_b: count.
        margin: decimal in (0, 1), the same on both sides, or a pair such as (-0.02, 0.05) around zero.
        level: 1 - alpha of each one-sided test, decimal in (0.5, 1); 0.975 is usual for non-inferiority in medicine.
        method: score (Farrington-Manning, in Miettinen and Nurminen's form), newcombe or agresti_caffo (the p-value
            is the tail at which the limit meets the margin), wald.
        better: higher or lower; whether b is to be no lower, or no higher, than a.

    Returns:
        Equivalence, in decimals.

    Raises:
        InputError: counts out of range, margins not on either side of zero.

    Source: Schuirmann (1987); Farrington and Manning (1990); Miettinen and Nurminen (1985); Newcombe (1998).

    Example:
        >>> same = equivalence(400, 1000, 405, 1000, margin=0.05)
        >>> same.conclusion, round(same.p_value, 4)
        ('equivalent', 0.02)
    """
    check_choice("method", method, METHODS)
    lower_is_better = check_choice("better", better, ("higher", "lower")) == "lower"
    x_a, n_a = check_counts(successes_a, trials_a, suffix="_a", whole=method != "newcombe")
    x_b, n_b = check_counts(successes_b, trials_b, suffix="_b", whole=method != "newcombe")
    tail = check_tail(level, "greater")
    base = _base(_check_margin(margin, 1.0), level, method)
    base = replace(base, estimate_a=x_a / n_a if n_a else None, estimate_b=x_b / n_b if n_b else None)
    empty = empty_groups(n_a, n_b)
    if empty:
        return replace(base, notes=empty)
    base = replace(base, estimate=x_b / n_b - x_a / n_a)
    counts = (x_a, n_a, x_b, n_b)
    if method == "wald" and _wald_variance(counts) == 0:
        return replace(base, notes=(notes.zero_width(method),))
    low, high = _differences.METHODS[method](*counts, tail)
    interval = limits(low, high, level=1 - 2 * tail, method=method, lowest=-1.0, highest=1.0)
    return _concluded(replace(base, interval=interval), _share_tests(counts, method), lower_is_better)


def equivalence_means(
    a: object,
    b: object,
    *,
    margin: float | tuple[float, float],
    level: float = 0.95,
    method: str = "welch",
    better: str = "higher",
) -> Equivalence:
    """Two means: equivalent, not worse, or undecided, given the largest difference that would not matter.

    t = (m_b - m_a - margin) / sqrt(s_a^2/n_a + s_b^2/n_b) for either margin, Satterthwaite's degrees of freedom.

    Args:
        a: first sample: values as list or array, ``Summary``, or tuple (mean, sd, n).
        b: second sample.
        margin: > 0 in the unit of the values, the same on both sides, or a pair around zero.
        level: 1 - alpha of each one-sided test, decimal in (0.5, 1).
        method: welch, or student (equal variances).
        better: higher or lower.

    Returns:
        Equivalence in the unit of the values; no test, and a notice, where a sample is empty, has one value, or no
        value differs from another.

    Raises:
        InputError: values that are no finite numbers, margins not on either side of zero.

    Source: Schuirmann (1987); Welch (1947); Lakens (2017), Social Psychological and Personality Science 8, 355-362.

    Example:
        >>> same = equivalence_means((5.22, 0.83, 89), (5.25, 0.95, 95), margin=0.384)
        >>> same.conclusion, round(same.details["statistic_high"], 2), round(same.p_value, 3)
        ('equivalent', -2.7, 0.004)
    """
    check_choice("method", method, ("welch", "student"))
    lower_is_better = check_choice("better", better, ("higher", "lower")) == "lower"
    first, second = as_summary("a", a), as_summary("b", b)
    tail = check_tail(level, "greater")
    base = _base(_check_margin(margin, math.inf), level, method)
    base = replace(base, estimate_a=first.mean if first.n else None, estimate_b=second.mean if second.n else None)
    stop = (*obstacles(first, "a"), *obstacles(second, "b"))
    if first.n == 0 or second.n == 0:
        return replace(base, notes=stop)
    difference = second.mean - first.mean
    base = replace(base, estimate=difference)
    if stop or never_varies(first, second):
        return replace(base, notes=stop or (notes.values_never_vary(),))
    error, freedom = spread(first, second, pooled=method == "student")

    def tests(supposed: float) -> tuple[float | None, float, float]:
        t = (difference - supposed) / error
        return t, student_p(t, freedom, "greater"), student_p(t, freedom, "less")

    half = student_upper(tail, freedom) * error
    interval = limits(difference - half, difference + half, level=1 - 2 * tail, method=method)
    details = {"standard_error": error, "degrees_of_freedom": freedom}
    return _concluded(replace(base, interval=interval, details=details), tests, lower_is_better)


def conclude(p: tuple[float, float, float], estimate: float, alpha: float, *, lower_is_better: bool = False) -> str:
    """The one conclusion that the tests allow; equivalent comes first, as a real but negligible difference is one.

    Args:
        p: p-values above the lower margin, below the upper margin, and of no difference (two-sided).
        estimate: b minus a.
        alpha: of each test.
        lower_is_better: swaps which direction is good.

    Example:
        >>> conclude((0.01, 0.3, 0.6), 0.02, 0.05), conclude((0.01, 0.3, 0.6), 0.02, 0.05, lower_is_better=True)
        ('non_inferior', 'not_superior')
    """
    above_low, below_high, differs = (value < alpha for value in p)
    if above_low and below_high:
        return "equivalent"
    good = (estimate < 0) == lower_is_better
    if differs and estimate != 0:
        return "superior" if good else "inferior"
    if not (above_low or below_high):
        return "inconclusive"
    return "non_inferior" if above_low != lower_is_better else "not_superior"


def _base(margin: tuple[float, float], level: float, method: str) -> Equivalence:
    assumed = assumptions_of(method, "tost")
    return Equivalence(None, None, margin, None, None, None, None, None, level, method, assumed)


def _concluded(base: Equivalence, tests: Tests, lower_is_better: bool) -> Equivalence:
    (low, p_low, _), (high, _, p_high) = tests(base.margin[0]), tests(base.margin[1])
    p_difference = min(1.0, 2 * min(tests(0.0)[1:]))
    p = (p_low, p_high, p_difference)
    statistics = {"statistic_low": low, "statistic_high": high}
    details = {**base.details, **{name: value for name, value in statistics.items() if value is not None}}
    found = conclude(p, base.estimate or 0.0, 1 - base.level, lower_is_better=lower_is_better)
    said = (notes.real_but_negligible(),) if found == "equivalent" and p_difference < 1 - base.level else ()
    return replace(
        base,
        p_above_low=p_low,
        p_below_high=p_high,
        p_value=max(p_low, p_high),
        p_difference=p_difference,
        conclusion=found,
        notes=said,
        details=details,
    )


def _share_tests(counts: Counts, method: str) -> Tests:
    def by_statistic(supposed: float) -> tuple[float | None, float, float]:
        if method == "score":
            z = _differences.score_statistic(*counts, supposed)
        else:
            z = (counts[2] / counts[3] - counts[0] / counts[1] - supposed) / math.sqrt(_wald_variance(counts))
        return z, normal_p(z, "greater"), normal_p(z, "less")

    def by_limit(supposed: float) -> tuple[float | None, float, float]:
        below = counts[2] / counts[3] - counts[0] / counts[1] > supposed
        tail = _tail_reaching(counts, method, supposed, side=0 if below else 1)
        return None, *((tail, 1 - tail) if below else (1 - tail, tail))

    return by_statistic if method in ("score", "wald") else by_limit


def _tail_reaching(counts: Counts, method: str, supposed: float, *, side: int) -> float:
    """The tail at which a limit lies on the supposed difference: the p-value that belongs to the interval."""

    def beyond(log_tail: float) -> float:
        return _differences.METHODS[method](*counts, math.exp(log_tail))[side] - supposed

    # Beyond e^-600 lies what no limit of this method reaches.
    return math.exp(find_root(beyond, -600.0, math.log(0.5)))


def _wald_variance(counts: Counts) -> float:
    (x_a, n_a), (x_b, n_b) = counts[:2], counts[2:]
    return x_a * (n_a - x_a) / n_a**3 + x_b * (n_b - x_b) / n_b**3


def _check_margin(margin: float | tuple[float, float], below: float) -> tuple[float, float]:
    if isinstance(margin, tuple):
        if len(margin) != 2:
            raise InputError.different_lengths("margin", len(margin), "low, high", 2)
        low = check_number("margin[0]", margin[0], above=-below, below=0)
        return low, check_number("margin[1]", margin[1], above=0, below=below)
    size = check_number("margin", margin, above=0, below=below)
    return -size, size
