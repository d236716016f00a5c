"""The Mann-Whitney test with the interval that belongs to it: the Hodges-Lehmann shift."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special

from lib.core.records import Comparison
from lib.stats import notes
from lib.stats._checks import Values, limits
from lib.stats._distributions import by_alternative, normal_upper
from lib.stats.proportions import empty_groups

# Up to here, and without ties, the exact distribution is used, as in R's wilcox.test.
_EXACT_BELOW: Final = 50
_ALL_DIFFERENCES: Final = 2_000_000


def compare_ranks(base: Comparison, a: Values, b: Values, tail: float, level: float) -> Comparison:
    """Fills a comparison with the rank test and the shift of b against a."""
    base = replace(
        base,
        estimate_a=float(np.median(a)) if a.size else None,
        estimate_b=float(np.median(b)) if b.size else None,
    )
    if not a.size or not b.size:
        return replace(base, notes=empty_groups(a.size, b.size))
    a, b = np.sort(a), np.sort(b)
    pairs = a.size * b.size
    shift = (kth_difference(a, b, (pairs + 1) // 2) + kth_difference(a, b, pairs // 2 + 1)) / 2
    base = replace(base, estimate=shift)
    if min(a[0], b[0]) == max(a[-1], b[-1]):
        return replace(base, notes=(notes.values_never_vary(),))
    wins = rank_statistic(a, b)
    exact = max(a.size, b.size) < _EXACT_BELOW and np.unique(np.concatenate((a, b))).size == a.size + b.size
    upper, lower, rank = _exact(a.size, b.size, wins, tail) if exact else _normal(a, b, wins, tail)
    interval, said = None, [] if exact else [notes.approximate_ranks()]
    if rank >= 1:
        interval = limits(
            kth_difference(a, b, rank),
            kth_difference(a, b, pairs + 1 - rank),
            level=level,
            method="hodges_lehmann",
            alternative=base.alternative,
        )
    else:
        said.append(notes.too_few_for_level(level))
    p_value = by_alternative(upper, lower, base.alternative)
    details = {"probability_b_above_a": wins / pairs}
    return replace(base, interval=interval, p_value=p_value, statistic=wins, notes=tuple(said), details=details)


def rank_statistic(a: Values, b: Values) -> float:
    """In how many pairs b lies above a, ties counted half; both sorted."""
    below = np.searchsorted(a, b, side="left").sum()
    return float(below + np.searchsorted(a, b, side="right").sum()) / 2


def kth_difference(a: Values, b: Values, k: int) -> float:
    """The k-th smallest (from 1) of all differences b - a; both sorted."""
    if a.size * b.size <= _ALL_DIFFERENCES:
        return float(np.partition(np.subtract.outer(b, a).reshape(-1), k - 1)[k - 1])
    low, high = float(b[0] - a[-1]), float(b[-1] - a[0])
    if np.searchsorted(b, a + low, side="right").sum() >= k:
        return low
    # Halving by how many differences lie below: no list of all pairs is ever made.
    for _ in range(60):
        middle = low + (high - low) / 2
        if np.searchsorted(b, a + middle, side="right").sum() >= k:
            high = middle
        else:
            low = middle
    return high


def _exact(n_a: int, n_b: int, wins: float, tail: float) -> tuple[float, float, int]:
    """Both tails of the number of wins, and the rank of the lower limit among the differences."""
    p = null_distribution(n_a, n_b)
    at = round(wins)
    upper, lower = float(p[at:].sum()), float(p[: at + 1].sum())
    return upper, lower, int(np.searchsorted(np.cumsum(p), tail, side="right"))


def _normal(a: Values, b: Values, wins: float, tail: float) -> tuple[float, float, int]:
    """The same by the normal approximation, with tie and continuity corrections."""
    total, mean = a.size + b.size, a.size * b.size / 2
    ties = np.unique(np.concatenate((a, b)), return_counts=True)[1].astype(np.float64)
    lost = float((ties**3 - ties).sum()) / (total * (total - 1))
    deviation = math.sqrt(mean / 6 * (total + 1 - lost))
    upper = float(special.ndtr(-(wins - mean - 0.5) / deviation))
    lower = float(special.ndtr((wins - mean + 0.5) / deviation))
    return upper, lower, math.floor(mean - normal_upper(tail) * deviation + 0.5)


@lru_cache(maxsize=16)
def null_distribution(n_a: int, n_b: int) -> Values:
    """Probabilities of 0, 1, ... wins of b when both samples come from one distribution.

    P(n_a, n_b; u) = n_b / (n_a + n_b) P(n_a, n_b - 1; u - n_a) + n_a / (n_a + n_b) P(n_a - 1, n_b; u).
    """
    row = [np.ones(1) for _ in range(n_a + 1)]
    for j in range(1, n_b + 1):
        for i in range(1, n_a + 1):
            p = np.zeros(i * j + 1)
            p[i:] += j / (i + j) * row[i]
            p[: row[i - 1].size] += i / (i + j) * row[i - 1]
            row[i] = p
    # Kept for the next call, so nobody may change it.
    row[n_a].flags.writeable = False
    return row[n_a]
