"""Intervals for one proportion, for the difference of two, and the comparison of one with a target."""

from __future__ import annotations

from typing import Final

from lib.core.checks import check_choice, check_number
from lib.core.records import Comparison, Estimate, Interval, Notice
from lib.stats import _binomial, _differences, notes
from lib.stats._checks import check_alternative, check_counts, check_tail, limits
from lib.stats._distributions import binomial_at_least, binomial_at_most, by_alternative, normal_p
from lib.stats._two_by_two import binomial_two_sided
from lib.stats.methods import assumptions_of

# Only these are functions of shares and sizes alone, so that effective counts of a weighted sample make sense.
WEIGHTED: Final = frozenset({"wilson", "newcombe", "z"})

# These allow for a finite population by the size of the sample alone; the exact ones would need another distribution.
BY_SIZE: Final = ("wilson", "wald", "agresti_coull")


def proportion_interval(
    successes: float,
    trials: float,
    *,
    level: float = 0.95,
    method: str = "wilson",
    alternative: str = "two-sided",
    population: float | None = None,
) -> Estimate:
    """A share and its interval.

    Wilson: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
    With a finite population of N, n (N - 1) / (N - n) takes the place of n.

    Args:
        successes: count, 0 to ``trials``; whole, save for ``wilson``, which takes the effective counts of a
            weighted sample as they are and says so in ``notes``.
        trials: count; 0 gives an estimate of None and a notice.
        level: confidence level, decimal in (0, 1).
        method: wilson, exact (Clopper-Pearson), jeffreys, agresti_coull, wald, mid_p; also likelihood,
            wilson_cc and wald_cc (with continuity correction) to check other programs.
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.
        population: size of the whole population where the sample is a good part of it, >= ``trials``; for wilson,
            wald and agresti_coull. Whoever asked everybody knows the share: the interval then has no width.

    Returns:
        Estimate in decimals; limits within [0, 1], with a notice where a method had to be cut off there.

    Raises:
        InputError: counts not whole, negative, or more successes than trials; a population smaller than the sample.

    Source: Newcombe (1998), Statistics in Medicine 17, 857-872; Brown, Cai and DasGupta (2001); Cochran (1977),
    Sampling Techniques, section 3.2, for the finite population.

    Example:
        >>> share = proportion_interval(30, 400)
        >>> share.estimate, round(share.interval.low, 4), round(share.interval.high, 4)
        (0.075, 0.053, 0.105)
    """
    check_choice("method", method, _binomial.METHODS)
    x, n = check_counts(successes, trials, whole=method not in WEIGHTED)
    tail = check_tail(level, check_alternative(alternative))
    if n == 0:
        return Estimate(None, None, method, assumptions_of(method), (notes.no_observations(),))
    if population is not None:
        return _of_finite_population((x, n), population, method, tail, (level, alternative))
    low, high = _binomial.METHODS[method](x, n, tail)
    interval = limits(low, high, level=level, method=method, alternative=alternative, lowest=0.0, highest=1.0)
    said = _weighted_notes(n, x) + _limit_notes(low, high, (0.0, 1.0), method)
    deviation = (x / n * (1 - x / n) / n) ** 0.5
    return Estimate(x / n, interval, method, assumptions_of(method), said, {"trials": n, "standard_error": deviation})


def worth_in_population(x: float, n: float, population: float) -> tuple[float, float]:
    """The counts of a sample from an endless population that would tell as much; the population is above n."""
    factor = (population - 1) / (population - n)
    return x * factor, n * factor


def _of_finite_population(
    counts: tuple[float, float], population: float, method: str, tail: float, asked: tuple[float, str]
) -> Estimate:
    check_choice("method", method, BY_SIZE)
    x, n = counts
    size = check_number("population", population, minimum=n, whole=True)
    assumed = assumptions_of(method, "finite_population")
    if size == n:
        # Nobody is left out, so nothing is left to chance.
        details = {"trials": n, "standard_error": 0.0}
        return Estimate(x / n, Interval(x / n, x / n, asked[0], method), method, assumed, (notes.census(),), details)
    worth, trials = worth_in_population(x, n, size)
    low, high = _binomial.METHODS[method](min(worth, trials), trials, tail)
    interval = limits(low, high, level=asked[0], method=method, alternative=asked[1], lowest=0.0, highest=1.0)
    said = (notes.finite_population(n / size), *_limit_notes(low, high, (0.0, 1.0), method))
    deviation = (x / n * (1 - x / n) / trials) ** 0.5
    details = {"trials": n, "standard_error": deviation, "effective_trials": trials}
    return Estimate(x / n, interval, method, assumed, said, details)


def difference_interval(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    level: float = 0.95,
    method: str = "newcombe",
    alternative: str = "two-sided",
) -> Estimate:
    """The difference of two shares, b minus a, and its interval.

    Newcombe: d - sqrt((p_b - l_b)^2 + (u_a - p_a)^2) to d + sqrt((u_b - p_b)^2 + (p_a - l_a)^2), l and u by Wilson.

    Args:
        successes_a: count of the first group; whole, save for ``newcombe`` (see ``proportion_interval``).
        trials_a: count; 0 in either group gives an estimate of None and a notice.
        successes_b: count of the second group.
        trials_b: count.
        level: confidence level, decimal in (0, 1).
        method: newcombe, score (Miettinen-Nurminen), agresti_caffo, wald; also newcombe_cc, mee, haldane,
            jeffreys_perks, hauck_anderson and wald_cc to check other programs.
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.

    Returns:
        Estimate in decimals; limits within [-1, 1].

    Raises:
        InputError: counts not whole, negative, or more successes than trials.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890; Miettinen and Nurminen (1985).

    Example:
        >>> gap = difference_interval(48, 80, 56, 70)
        >>> round(gap.estimate, 4), round(gap.interval.low, 4), round(gap.interval.high, 4)
        (0.2, 0.0524, 0.3339)
    """
    check_choice("method", method, _differences.METHODS)
    x_a, n_a = check_counts(successes_a, trials_a, suffix="_a", whole=method not in WEIGHTED)
    x_b, n_b = check_counts(successes_b, trials_b, suffix="_b", whole=method not in WEIGHTED)
    tail = check_tail(level, check_alternative(alternative))
    empty = empty_groups(n_a, n_b)
    if empty:
        return Estimate(None, None, method, assumptions_of(method), empty)
    low, high = _differences.METHODS[method](x_a, n_a, x_b, n_b, tail)
    interval = limits(low, high, level=level, method=method, alternative=alternative, lowest=-1.0, highest=1.0)
    said = _weighted_notes(min(n_a, n_b), x_a, x_b) + _limit_notes(low, high, (-1.0, 1.0), method)
    return Estimate(x_b / n_b - x_a / n_a, interval, method, assumptions_of(method), said)


def compare_proportion_to_target(
    successes: float,
    trials: float,
    target: float,
    *,
    level: float = 0.95,
    method: str = "exact",
    alternative: str = "two-sided",
) -> Comparison:
    """A share against a fixed target.

    Exact: the probability, were the target true, of outcomes at most as likely as the one seen.

    Args:
        successes: count, whole for ``exact``.
        trials: count; 0 gives None and a notice.
        target: decimal in [0, 1].
        level: confidence level, decimal in (0, 1).
        method: exact (binomial test, Clopper-Pearson limits) or score (z with the target's variance, Wilson limits).
        alternative: ``greater`` asks whether the share is above the target.

    Returns:
        Comparison; the estimate is share minus target, ``estimate_a`` the target, the interval that of the difference.

    Raises:
        InputError: counts or target out of range.

    Source: Clopper and Pearson (1934); R's binom.test and prop.test(correct = FALSE).

    Example:
        >>> round(compare_proportion_to_target(682, 925, 0.75).p_value, 4)
        0.3825
    """
    check_choice("method", method, ("exact", "score"))
    x, n = check_counts(successes, trials, whole=method == "exact")
    p_0 = check_number("target", target, minimum=0, maximum=1)
    used, of_interval = ("binomial_exact", "exact") if method == "exact" else ("z_one_sample", "wilson")
    share = proportion_interval(x, n, level=level, method=of_interval, alternative=alternative)
    if share.estimate is None or share.interval is None:
        return Comparison(None, None, None, None, used, share.assumptions, estimate_a=p_0, notes=share.notes)
    statistic = None
    if method == "exact":
        p_value = _exact_p(x, n, p_0, alternative)
    else:
        statistic, p_value = _score_p(share.estimate, n, p_0, alternative)
    interval = Interval(share.interval.low - p_0, share.interval.high - p_0, level, of_interval)
    return Comparison(
        share.estimate - p_0,
        interval,
        p_value,
        statistic,
        used,
        assumptions_of(used),
        p_0,
        share.estimate,
        alternative=alternative,
        reason=notes.chosen(),
        notes=share.notes,
    )


def _exact_p(x: float, n: float, p_0: float, alternative: str) -> float:
    if alternative == "two-sided":
        return binomial_two_sided(int(x), int(n), p_0)
    return by_alternative(binomial_at_least(x, n, p_0), binomial_at_most(x, n, p_0), alternative)


def _score_p(share: float, n: float, p_0: float, alternative: str) -> tuple[float | None, float]:
    variance = p_0 * (1 - p_0) / n
    if variance == 0:
        # A target of 0 or 1 is refuted by a single outcome of the other kind, and by nothing else.
        refuted = share != p_0 and alternative != ("less" if share > p_0 else "greater")
        return None, 0.0 if refuted else 1.0
    z = (share - p_0) / variance**0.5
    return z, normal_p(z, alternative)


def empty_groups(n_a: float, n_b: float) -> tuple[Notice, ...]:
    """A notice for each group without observations."""
    return tuple(notes.no_observations(name) for name, n in (("a", n_a), ("b", n_b)) if n == 0)


def _weighted_notes(trials: float, *counts: float) -> tuple[Notice, ...]:
    whole = all(value == int(value) for value in (trials, *counts))
    return () if whole else (notes.effective_counts(trials),)


def _limit_notes(low: float, high: float, bounds: tuple[float, float], method: str) -> tuple[Notice, ...]:
    if low == high:
        return (notes.zero_width(method),)
    # A hair beyond a bound is rounding, not the method.
    cut = low < bounds[0] - 1e-12 or high > bounds[1] + 1e-12
    return (notes.limits_clipped(method),) if cut else ()
