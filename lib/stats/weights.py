"""Weighted surveys: how many unweighted answers a weighted sample is worth."""

from __future__ import annotations

from dataclasses import replace

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Estimate
from lib.stats import notes
from lib.stats.methods import assumptions_of
from lib.stats.proportions import proportion_interval, worth_in_population


def effective_sample_size(sum_w: float, sum_ww: float) -> float:
    """Kish's effective sample size (sum w)^2 / sum w^2, at most the number of answers.

    Args:
        sum_w: sum of the weights, >= 0.
        sum_ww: sum of their squares, >= 0; 0 only without answers.

    Returns:
        Answers, 0 without any.

    Raises:
        InputError: negative sums, or weights whose squares add up to nothing.

    Source: Kish (1965), Survey Sampling, section 11.7.

    Example:
        >>> effective_sample_size(4, 6)
        2.6666666666666665
    """
    total, squares = check_number("sum_w", sum_w, minimum=0), check_number("sum_ww", sum_ww, minimum=0)
    if total == 0:
        return 0.0
    check_number("sum_ww", sum_ww, above=0)
    return total**2 / squares


def design_effect(n: float, sum_w: float, sum_ww: float) -> float | None:
    """By how much unequal weights inflate a variance: n sum w^2 / (sum w)^2 = 1 + CV^2(w); None without answers.

    Args:
        n: answers, whole.
        sum_w: sum of the weights.
        sum_ww: sum of their squares.

    Source: Kish (1965), Survey Sampling, section 11.7.

    Example:
        >>> design_effect(3, 4, 6)
        1.125
    """
    answers = check_number("n", n, minimum=0, whole=True)
    effective = effective_sample_size(sum_w, sum_ww)
    return answers / effective if effective else None


def effective_counts(sum_w_success: float, sum_w: float, sum_ww: float) -> tuple[float, float]:
    """Successes and trials that an unweighted sample of the same worth would have; for the wilson and newcombe methods.

    Args:
        sum_w_success: sum of the weights of the successes, 0 to ``sum_w``.
        sum_w: sum of the weights.
        sum_ww: sum of their squares.

    Raises:
        InputError: more weight on successes than in all.

    Source: Kish (1965).

    Example:
        >>> effective_counts(2, 4, 8)
        (1.0, 2.0)
    """
    n = effective_sample_size(sum_w, sum_ww)
    hit = check_number("sum_w_success", sum_w_success, minimum=0)
    # Sums of decimal weights in a different order may differ in the last digit.
    if hit > sum_w * (1 + 1e-12):
        raise InputError.exceeds("sum_w_success", hit, "sum_w", sum_w)
    return (n * min(1.0, hit / sum_w), n) if n else (0.0, 0.0)


def weighted_proportion_interval(
    sum_w_success: float,
    sum_w: float,
    sum_ww: float,
    *,
    level: float = 0.95,
    population: float | None = None,
    alternative: str = "two-sided",
) -> Estimate:
    """A weighted share with the Wilson interval of the effective sample size.

    With a finite population of N, n_eff (N - 1) / (N - n_eff) takes the place of n_eff.

    Args:
        sum_w_success: sum of the weights of the successes.
        sum_w: sum of the weights.
        sum_ww: sum of their squares.
        level: confidence level, decimal in (0, 1).
        population: size of the whole population where the sample is a large part of it, > effective size.
        alternative: ``greater`` for a lower limit alone, ``less`` for an upper one.

    Returns:
        Estimate; details hold effective_trials.

    Raises:
        InputError: sums that no weights can have, a population smaller than the sample.

    Source: Kish (1965); Cochran (1977) for the finite population.

    Example:
        >>> share = weighted_proportion_interval(50, 100, 100)
        >>> share.estimate, round(share.interval.low, 4)
        (0.5, 0.4038)
    """
    x, n = effective_counts(sum_w_success, sum_w, sum_ww)
    if population is not None and n > 0:
        size = check_number("population", population, above=n)
        x, n = worth_in_population(x, n, size)
    share = proportion_interval(min(x, n), n, level=level, alternative=alternative)
    assumed = assumptions_of("wilson", "design_effect")
    if share.estimate is None:
        return replace(share, assumptions=assumed, notes=(notes.no_observations(),))
    return replace(share, assumptions=assumed, details={**share.details, "effective_trials": n})
