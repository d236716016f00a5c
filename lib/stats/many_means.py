"""Means, ranks and ratios of several groups: all at once, then two by two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy import special

from lib.core.checks import check_choice, check_level
from lib.core.errors import InputError
from lib.core.records import Notice
from lib.stats import notes
from lib.stats._checks import Values, check_values
from lib.stats._distributions import chi_square_p
from lib.stats._summary import Summary, as_summary, never_varies
from lib.stats.families import ManyComparison, all_pairs
from lib.stats.means import compare_means
from lib.stats.methods import assumptions_of
from lib.stats.ratios import RatioSums, as_sums, compare_ratios, standard_error

# Overall test, pairs.
_METHODS: Final = {
    "welch": ("welch_anova", "welch"),
    "student": ("anova", "student"),
    "kruskal_wallis": ("kruskal_wallis", "mann_whitney"),
}
_ENOUGH_FOR_RANKS: Final = 5
# What a group tells the overall test: its value, the variance of that, its degrees of freedom.
Precision = tuple[float, float, float]


def compare_many_means(
    samples: Sequence[object], *, correction: str = "holm", level: float = 0.95, method: str = "welch"
) -> ManyComparison:
    """Means of several groups: one test of all, then all pairs with adjusted p-values.

    Welch: F = sum w (m - m_w)^2 / (k - 1) / (1 + 2 (k - 2) L / (k^2 - 1)), w = n / s^2, m_w the mean weighted by w,
    L = sum (1 - w / sum w)^2 / (n - 1), with k - 1 and (k^2 - 1) / 3L degrees of freedom.

    Args:
        samples: two or more: values as list or array; for welch and student also ``Summary`` or tuple (mean, sd, n).
        correction: holm, bh, bky, bonferroni or none, for the family of all pairs.
        level: of each pair's interval, not adjusted; and of bky, see ``adjust``.
        method: welch (pairs by Welch's t), student (one variance for all; pairs by Student's t of the two), or
            kruskal_wallis (ranks; pairs by Mann-Whitney).

    Returns:
        ManyComparison: estimates are means, medians for ranks; details hold degrees_of_freedom_within. Empty groups
        are named in the notes and left out; no overall test where Welch's finds a group without spread of its own.

    Raises:
        InputError: fewer than two groups, values that are no finite numbers, summaries for ranks.

    Source: Welch (1951), Biometrika 38, 330-336; Kruskal and Wallis (1952), JASA 47, 583-621.

    Example:
        >>> many = compare_many_means([[3, 4, 5, 4], [6, 5, 7, 8], [4, 5, 4, 6]])
        >>> round(many.statistic, 3), round(many.p_value, 4), [round(pair.p_adjusted, 3) for pair in many.pairs]
        (4.809, 0.0584, [0.065, 0.279, 0.152])
    """
    check_choice("method", method, _METHODS)
    check_level(level)
    _check_groups("samples", samples)
    overall, between = _METHODS[method]
    names = [f"samples[{i}]" for i in range(len(samples))]
    pairs = all_pairs(
        len(samples), lambda i, j: compare_means(samples[i], samples[j], level=level, method=between), correction, level
    )
    base = ManyComparison(None, None, 0, overall, (), pairs, correction, assumptions_of(overall))
    if method == "kruskal_wallis":
        return _ranked(base, [check_values(name, sample) for name, sample in zip(names, samples, strict=True)])
    groups = [as_summary(name, sample) for name, sample in zip(names, samples, strict=True)]
    base = replace(base, estimates=tuple(each.mean if each.n else None for each in groups), notes=_empty(groups))
    kept = [(i, each) for i, each in enumerate(groups) if each.n > 0]
    base = replace(base, degrees_of_freedom=max(0, len(kept) - 1))
    if len(kept) < 2:
        return base
    if method == "student":
        return _classic(base, [each for _, each in kept])
    stop = _without_spread(kept)
    if stop:
        return replace(base, notes=(*base.notes, *stop))
    return _welch(base, [(each.mean, each.squared_error, each.n - 1) for _, each in kept])


def compare_many_ratios(
    groups: Sequence[RatioSums | tuple[object, object]], *, correction: str = "holm", level: float = 0.95
) -> ManyComparison:
    """Ratios of sums of several groups: Welch's F with the delta method's variances, then all pairs.

    Args:
        groups: two or more: sums over the units (see ``ratio_sums``), or numerators and denominators unit by unit.
        correction: holm, bh, bky, bonferroni or none, for the family of all pairs.
        level: of each pair's interval, not adjusted; and of bky, see ``adjust``.

    Returns:
        ManyComparison; groups without units or with a denominator of zero are named in the notes and left out.

    Raises:
        InputError: fewer than two groups, sums that no data can have.

    Source: Welch (1951); Deng, Knoblich and Lu (2018).

    Example:
        >>> days = [([2, 3, 1, 4], [10, 12, 9, 15]), ([3, 3, 2, 5], [10, 11, 9, 14]), ([6, 5, 7, 9], [10, 9, 14, 16])]
        >>> many = compare_many_ratios(days)
        >>> [round(ratio, 3) for ratio in many.estimates], many.degrees_of_freedom
        ([0.217, 0.295, 0.551], 2)
    """
    check_level(level)
    _check_groups("groups", groups)
    sums = [as_sums(group, f"[{i}]") for i, group in enumerate(groups)]
    pairs = all_pairs(len(sums), lambda i, j: compare_ratios(sums[i], sums[j], level=level), correction, level)
    ratios = [each.sum_y / each.sum_x if each.n and each.sum_x else None for each in sums]
    said = tuple(
        notes.denominator_zero(str(i + 1)) if each.n else notes.no_observations(str(i + 1))
        for i, each in enumerate(sums)
        if ratios[i] is None
    )
    kept = [(i, each, ratio) for i, (each, ratio) in enumerate(zip(sums, ratios, strict=True)) if ratio is not None]
    assumed = assumptions_of("delta", "welch_anova")
    freedom = max(0, len(kept) - 1)
    base = ManyComparison(None, None, freedom, "welch_anova", tuple(ratios), pairs, correction, assumed, said)
    if len(kept) < 2:
        return base
    errors = [standard_error(each, ratio) if each.n > 1 else 0.0 for _, each, ratio in kept]
    stop = [
        notes.one_observation(str(i + 1)) if each.n == 1 else notes.group_never_varies(str(i + 1))
        for (i, each, _), error in zip(kept, errors, strict=True)
        if error == 0
    ]
    if stop:
        return replace(base, notes=(*said, *stop))
    return _welch(base, [(r, error**2, each.n - 1) for (_, each, r), error in zip(kept, errors, strict=True)])


def _welch(base: ManyComparison, groups: Sequence[Precision]) -> ManyComparison:
    mean, variance, freedom = np.array(groups, dtype=np.float64).T
    k, weights = mean.size, 1 / variance
    share = weights / weights.sum()
    between = float((weights * (mean - float((share * mean).sum())) ** 2).sum()) / (k - 1)
    unequal = float(((1 - share) ** 2 / freedom).sum())
    statistic = between / (1 + 2 * (k - 2) * unequal / (k**2 - 1))
    return _by_f(base, statistic, k - 1, (k**2 - 1) / (3 * unequal))


def _classic(base: ManyComparison, groups: Sequence[Summary]) -> ManyComparison:
    n, mean = np.array([each.n for each in groups]), np.array([each.mean for each in groups])
    within = int(n.sum()) - n.size
    squares = sum((each.n - 1) * each.sd**2 for each in groups if each.n > 1)
    grand = float((n * mean).sum() / n.sum())
    between = float((n * (mean - grand) ** 2).sum())
    # The rule of ``never_varies``, for the pooled spread.
    if within == 0 or math.sqrt(squares / within / float(n.sum())) < 1e-15 * float(np.abs(mean).max()) or squares == 0:
        return replace(base, notes=(*base.notes, notes.values_never_vary()))
    return _by_f(base, between / (n.size - 1) / (squares / within), n.size - 1, within)


def _by_f(base: ManyComparison, statistic: float, between: int, within: float) -> ManyComparison:
    p_value = float(special.fdtrc(between, within, statistic))
    details = {"degrees_of_freedom_within": float(within)}
    return replace(base, statistic=statistic, p_value=p_value, degrees_of_freedom=between, details=details)


def _ranked(base: ManyComparison, samples: Sequence[Values]) -> ManyComparison:
    said = tuple(notes.no_observations(str(i + 1)) for i, each in enumerate(samples) if each.size == 0)
    estimates = tuple(float(np.median(each)) if each.size else None for each in samples)
    kept = [each for each in samples if each.size]
    base = replace(base, estimates=estimates, notes=said, degrees_of_freedom=max(0, len(kept) - 1))
    if len(kept) < 2:
        return base
    values = np.concatenate(kept)
    _, where, times = np.unique(values, return_inverse=True, return_counts=True)
    if times.size == 1:
        return replace(base, notes=(*said, notes.values_never_vary()))
    total, counts = values.size, times.astype(np.float64)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where.reshape(-1)]
    sizes = np.array([each.size for each in kept], dtype=np.float64)
    mean_ranks = np.add.reduceat(ranks, np.cumsum([0, *(each.size for each in kept[:-1])])) / sizes
    scattered = float((sizes * (mean_ranks - (total + 1) / 2) ** 2).sum()) * 12 / (total * (total + 1))
    statistic = scattered / (1 - float((counts**3 - counts).sum()) / (total**3 - total))
    if sizes.min() < _ENOUGH_FOR_RANKS:
        said = (*said, notes.few_observations(float(sizes.min()), _ENOUGH_FOR_RANKS))
    return replace(base, statistic=statistic, p_value=chi_square_p(statistic, len(kept) - 1), notes=said)


def _without_spread(groups: Sequence[tuple[int, Summary]]) -> tuple[Notice, ...]:
    if all(each.n > 1 and never_varies(each) for _, each in groups):
        return (notes.values_never_vary(),)
    return tuple(
        notes.one_observation(str(i + 1)) if each.n == 1 else notes.group_never_varies(str(i + 1))
        for i, each in groups
        if each.n == 1 or never_varies(each)
    )


def _empty(groups: Sequence[Summary]) -> tuple[Notice, ...]:
    return tuple(notes.no_observations(str(i + 1)) for i, each in enumerate(groups) if each.n == 0)


def _check_groups(name: str, groups: Sequence[object]) -> None:
    if len(groups) < 2:
        raise InputError.too_few(name, len(groups), 2)
