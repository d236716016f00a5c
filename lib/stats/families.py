"""Shares of the same people twice, and shares of many groups."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np

from lib.core.checks import check_level, check_number
from lib.core.errors import InputError
from lib.core.records import Comparison, Notice
from lib.stats import _binomial, notes
from lib.stats._checks import check_alternative, check_counts, check_tail, limits
from lib.stats._distributions import binomial_at_least, binomial_at_most, by_alternative, chi_square_p, normal_p
from lib.stats.comparisons import compare_proportions, disagreement
from lib.stats.methods import assumptions_of
from lib.stats.multiplicity import adjust

# Below this many changes of mind the exact test is taken; R's and SAS's advice for McNemar.
_ENOUGH_DISCORDANT: Final = 25


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of many groups compared.

    Attributes:
        first: index of group a, from 0.
        second: index of group b.
        comparison: b against a, its p-value unadjusted.
        p_adjusted: the p-value adjusted for the family of all pairs; None where no test was possible.
    """

    first: int
    second: int
    comparison: Comparison
    p_adjusted: float | None


@dataclass(frozen=True, slots=True)
class ManyComparison:
    """Several groups compared: all at once, then two by two.

    Attributes:
        p_value: of "all shares are the same"; None where no test is possible.
        statistic: chi-square or F, None without a test.
        degrees_of_freedom: groups with observations, less one.
        method: of the overall test.
        estimates: share of each group, None for an empty one.
        pairs: every two groups, in order.
        correction: name of the adjustment of the pairs.
        assumptions: codes of what the methods take for granted.
        notes: what to say beside it.
        details: further figures, for example ``degrees_of_freedom_within``.
    """

    p_value: float | None
    statistic: float | None
    degrees_of_freedom: int
    method: str
    estimates: tuple[float | None, ...]
    pairs: tuple[Pair, ...]
    correction: str
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)


def compare_proportions_paired(
    table: Sequence[Sequence[float]],
    *,
    level: float = 0.95,
    method: str = "auto",
    alternative: str = "two-sided",
) -> Comparison:
    """Two shares of the same people: McNemar's test and Newcombe's paired interval.

    z = (c - b) / sqrt(b + c), b those who said yes only the first time, c only the second time.

    Args:
        table: ((both, only a), (only b, neither)), whole counts.
        level: confidence level, decimal in (0, 1).
        method: auto (exact below 25 who changed), exact, or z.
        alternative: two-sided, greater (b above a) or less.

    Returns:
        Comparison, b minus a in decimals; the statistic is z.

    Raises:
        InputError: not a table of two by two, counts not whole.

    Source: McNemar (1947); Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10.

    Example:
        >>> result = compare_proportions_paired(((794, 150), (86, 570)))
        >>> round(result.estimate, 4), round(result.statistic, 2)
        (-0.04, -4.17)
    """
    both, only_a, only_b, neither = _check_table(table)
    tail = check_tail(level, check_alternative(alternative))
    total, changed = both + only_a + only_b + neither, only_a + only_b
    exact = method == "exact" or (method == "auto" and changed < _ENOUGH_DISCORDANT)
    used = "mcnemar_exact" if exact else "mcnemar"
    if method not in ("auto", "exact", "z"):
        raise InputError.unknown_choice("method", method, ("auto", "exact", "z"))
    assumed = assumptions_of(used, "newcombe_paired")
    if total == 0:
        said = (notes.no_observations(),)
        return Comparison(None, None, None, None, used, assumed, alternative=alternative, notes=said)
    z = (only_b - only_a) / math.sqrt(changed) if changed and not exact else None
    p_value = 1.0 if z is None else normal_p(z, alternative)
    if exact and changed:
        tails = binomial_at_least(only_b, changed, 0.5), binomial_at_most(only_b, changed, 0.5)
        p_value = by_alternative(*tails, alternative)
    low, high = _paired_limits(both, only_a, only_b, neither, tail)
    interval = limits(
        low, high, level=level, method="newcombe_paired", alternative=alternative, lowest=-1.0, highest=1.0
    )
    return Comparison(
        (only_b - only_a) / total,
        interval,
        p_value,
        z,
        used,
        assumed,
        (both + only_a) / total,
        (both + only_b) / total,
        alternative=alternative,
        reason=_paired_reason(method, changed),
        notes=(notes.interval_from_other_method(used, "newcombe_paired"), *disagreement(p_value, interval)),
        details={"pairs": total, "discordant": changed},
    )


def compare_many_proportions(
    successes: Sequence[float],
    trials: Sequence[float],
    *,
    correction: str = "holm",
    level: float = 0.95,
    method: str = "auto",
) -> ManyComparison:
    """Shares of several groups: one chi-square test of all, then all pairs with adjusted p-values.

    Chi-square = sum over groups of (x - n p)^2 / (n p (1 - p)), p the pooled share.

    Args:
        successes: whole count of each group.
        trials: whole count of each group; empty groups are named in the notes and left out of the overall test.
        correction: holm, bh, bky, bonferroni or none, for the family of all pairs.
        level: of each pair's interval, not adjusted; and of bky, see ``adjust``.
        method: of the pairs, see ``compare_proportions``.

    Returns:
        ManyComparison.

    Raises:
        InputError: fewer than two groups, lengths that differ, counts out of range.

    Source: Pearson (1900); R's prop.test and pairwise.prop.test without continuity correction.

    Example:
        >>> many = compare_many_proportions([83, 90, 129, 70], [86, 93, 136, 82])
        >>> round(many.statistic, 3), many.degrees_of_freedom, round(many.p_value, 5)
        (12.6, 3, 0.00559)
    """
    check_level(level)
    if len(successes) < 2:
        raise InputError.too_few("successes", len(successes), 2)
    if len(successes) != len(trials):
        raise InputError.different_lengths("successes", len(successes), "trials", len(trials))
    counts = [check_counts(x, n, suffix=f"[{i}]") for i, (x, n) in enumerate(zip(successes, trials, strict=True))]
    pairs = all_pairs(
        len(counts),
        lambda i, j: compare_proportions(*counts[i], *counts[j], level=level, method=method),
        correction,
        level,
    )
    statistic, freedom, said = _overall(counts)
    return ManyComparison(
        _overall_p(statistic, freedom, counts),
        statistic,
        freedom,
        "chi2",
        tuple(x / n if n else None for x, n in counts),
        pairs,
        correction,
        assumptions_of("chi2"),
        said,
    )


def all_pairs(
    groups: int, compare: Callable[[int, int], Comparison], correction: str, level: float
) -> tuple[Pair, ...]:
    """Every two of several groups compared, as one family of p-values."""
    indexes = tuple(combinations(range(groups), 2))
    compared = [compare(i, j) for i, j in indexes]
    adjusted = adjust([comparison.p_value for comparison in compared], correction, level=level)
    return tuple(Pair(i, j, c, p) for (i, j), c, p in zip(indexes, compared, adjusted, strict=True))


def _overall(counts: Sequence[tuple[float, float]]) -> tuple[float | None, int, tuple[Notice, ...]]:
    said = [notes.no_observations(str(i + 1)) for i, (_, n) in enumerate(counts) if n == 0]
    x, n = np.array([pair for pair in counts if pair[1] > 0], dtype=np.float64).reshape(-1, 2).T
    if x.size < 2:
        return None, 0, tuple(said)
    p = float(x.sum() / n.sum())
    if p in (0.0, 1.0):
        return None, x.size - 1, (*said, notes.no_variation(p))
    smallest = float(n.min()) * min(p, 1 - p)
    if smallest < 5:
        said.append(notes.small_expected_counts(smallest))
    return float(((x - n * p) ** 2 / (n * p * (1 - p))).sum()), x.size - 1, tuple(said)


def _overall_p(statistic: float | None, freedom: int, counts: Sequence[tuple[float, float]]) -> float | None:
    if statistic is not None:
        return chi_square_p(statistic, freedom)
    return 1.0 if sum(n > 0 for _, n in counts) > 1 else None


def _check_table(table: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    cells = [cell for row in table for cell in row]
    if len(table) != 2 or len(cells) != 4:
        raise InputError.different_lengths("table", len(cells), "both, only a, only b, neither", 4)
    names = ("both", "only_a", "only_b", "neither")
    both, only_a, only_b, neither = (
        check_number(f"table.{name}", cell, minimum=0, whole=True) for name, cell in zip(names, cells, strict=True)
    )
    return both, only_a, only_b, neither


def _paired_reason(method: str, changed: float) -> Notice:
    if method != "auto":
        return notes.chosen()
    if changed < _ENOUGH_DISCORDANT:
        return notes.few_discordant(changed, _ENOUGH_DISCORDANT)
    return notes.many_discordant(changed)


def _paired_limits(both: float, only_a: float, only_b: float, neither: float, tail: float) -> tuple[float, float]:
    total = both + only_a + only_b + neither
    a, b = both + only_a, both + only_b
    (low_a, high_a), (low_b, high_b) = (_binomial.wilson(x, total, tail) for x in (a, b))
    p_a, p_b, phi = a / total, b / total, _correlation(both, only_a, only_b, neither)

    def distance(of_b: float, of_a: float) -> float:
        return math.sqrt(max(0.0, of_b**2 - 2 * phi * of_b * of_a + of_a**2))

    return p_b - p_a - distance(p_b - low_b, high_a - p_a), p_b - p_a + distance(high_b - p_b, p_a - low_a)


def _correlation(both: float, only_a: float, only_b: float, neither: float) -> float:
    """Phi with Newcombe's continuity correction, 0 where a margin is empty."""
    total = both + only_a + only_b + neither
    margins = (both + only_a) * (only_b + neither) * (both + only_b) * (only_a + neither)
    cross = both * neither - only_a * only_b
    if margins == 0:
        return 0.0
    return (cross if cross < 0 else max(0.0, cross - total / 2)) / math.sqrt(margins)
