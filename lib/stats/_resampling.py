"""Two means compared by resampling: bootstrap and permutation, with a seed so that digits can be repeated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np
from scipy import special

from lib.core.checks import check_choice, check_number
from lib.core.records import Comparison, Notice
from lib.stats import notes
from lib.stats._checks import Values, limits
from lib.stats._distributions import by_alternative, normal_upper
from lib.stats._summary import as_summary, never_varies, obstacles

# Numbers drawn at once: bounds memory at some tens of megabytes whatever the sample size.
_AT_ONCE: Final = 4_000_000
# With as few ways to split the sample as this, all of them are looked at instead of a random choice.
_ALL_SPLITS: Final = 20_000
# From here on the sums of random buckets are drawn again instead of single values: about as many buckets as there are
# replications, so that they add no more to the error of the limits than those do, 1 / sqrt(2 x 8,192) or 0.8 per cent
# of the standard error. A power of two, so that bits can be drawn.
BUCKETED_FROM: Final = 200_000
_BITS: Final = 13
BUCKETS: Final = 2**_BITS
# A whole number of 64-bit draws, small enough to stay near the processor.
_BUCKETS_AT_ONCE: Final = 16


def compare_by_bootstrap(
    base: Comparison,
    a: Values,
    b: Values,
    tail: float,
    level: float,
    replications: int,
    seed: int,
    interval: str,
) -> Comparison:
    """Fills a comparison of means by the bootstrap; the p-value inverts the interval."""
    check_choice("interval", interval, ("percentile", "bca"))
    base, stop = _prepared(base, a, b)
    if stop:
        return replace(base, notes=stop)
    check_number("replications", replications, minimum=99, whole=True)
    rng = np.random.default_rng(int(check_number("seed", seed, minimum=0, whole=True)))
    drawn = resampled_means(b, replications, rng) - resampled_means(a, replications, rng)
    difference = base.estimate or 0.0
    bias, acceleration = (_bias(drawn, difference), _acceleration(a, b)) if interval == "bca" else (0.0, 0.0)
    low, high = (_shifted(side * normal_upper(tail), bias, acceleration) for side in (-1, 1))
    upper, lower = (
        _unshifted((1 + np.count_nonzero(sign * drawn <= 0)) / (replications + 1), sign, bias, acceleration)
        for sign in (1, -1)
    )
    return replace(
        base,
        interval=limits(
            float(np.quantile(drawn, low)),
            float(np.quantile(drawn, high)),
            level=level,
            method=f"bootstrap_{interval}",
            alternative=base.alternative,
        ),
        p_value=by_alternative(upper, lower, base.alternative),
        notes=(notes.resampled(replications, seed), *_in_buckets(a, b)),
        details={"standard_error": float(drawn.std(ddof=1)), "replications": float(replications)},
    )


def compare_by_permutation(
    base: Comparison, a: Values, b: Values, tail: float, level: float, replications: int, seed: int
) -> Comparison:
    """Fills a comparison of means by permuting Welch's t, which stays valid where the spreads differ (Janssen 1997)."""
    base, stop = _prepared(base, a, b)
    if stop:
        return replace(base, notes=stop)
    check_number("replications", replications, minimum=99, whole=True)
    check_number("seed", seed, minimum=0, whole=True)
    # Centred values keep the digits of the variances, and t does not notice.
    pooled = np.concatenate((a, b))
    pooled = pooled - pooled.mean()
    every = math.comb(pooled.size, a.size) <= _ALL_SPLITS
    splits = _all_splits(pooled, a.size) if every else _random_splits(pooled, replications, seed)
    t = np.concatenate([_welch_t(rows[:, : a.size], rows[:, a.size :]) for rows in splits])
    seen = float(_welch_t(a[None, :] - a.mean(), b[None, :] - a.mean())[0])
    # Splits that mirror the one seen differ from it by rounding alone.
    slack, added = 1e-9 * max(1.0, abs(seen)), 0 if every else 1
    upper, lower, both = (
        (added + np.count_nonzero(found)) / (t.size + added)
        for found in (t >= seen - slack, t <= seen + slack, np.abs(t) >= abs(seen) - slack)
    )
    p_value = both if base.alternative == "two-sided" else by_alternative(upper, lower, base.alternative)
    difference = base.estimate or 0.0
    error = math.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    far = np.sort(np.abs(t)) if base.alternative == "two-sided" else np.sort(t)
    share = 1 - 2 * tail if base.alternative == "two-sided" else 1 - tail
    down = float(np.quantile(far, share, method="higher")) * error
    up = down if base.alternative == "two-sided" else -float(np.quantile(far, tail, method="lower")) * error
    interval = limits(
        difference - down, difference + up, level=level, method="permutation", alternative=base.alternative
    )
    said = () if every else (notes.resampled(replications, seed),)
    details = {"standard_error": error, "replications": float(t.size)}
    return replace(base, interval=interval, p_value=float(p_value), statistic=seen, notes=said, details=details)


def resampled_means(values: Values, replications: int, rng: np.random.Generator) -> Values:
    """Means of samples drawn with replacement, as many as asked, each as large as the sample."""
    distinct, counts = np.unique(values, return_counts=True)
    if distinct.size * 8 <= min(values.size, 8 * BUCKETS):
        # Few distinct values: how often each is drawn is multinomial, which is the same and much quicker.
        size = max(1, _AT_ONCE // distinct.size)
        parts = [
            rng.multinomial(values.size, counts / values.size, size=part) @ distinct / values.size
            for part in _parts(replications, size)
        ]
        return np.asarray(np.concatenate(parts))
    if values.size >= BUCKETED_FROM:
        return _means_of_buckets(values, replications, rng)
    size = max(1, _AT_ONCE // values.size)
    parts = [
        values[rng.integers(0, values.size, size=(part, values.size))].mean(axis=1)
        for part in _parts(replications, size)
    ]
    return np.asarray(np.concatenate(parts))


def _in_buckets(*samples: Values) -> tuple[Notice, ...]:
    """Says so where values are so many, and so different, that buckets of them are drawn."""
    largest = max((v for v in samples if v.size >= BUCKETED_FROM), key=lambda v: v.size, default=None)
    if largest is None or np.unique(largest).size <= BUCKETS:
        return ()
    return (notes.resampled_in_buckets(largest.size, BUCKETS),)


def _means_of_buckets(values: Values, replications: int, rng: np.random.Generator) -> Values:
    """The same from whole buckets of values put together at random: their means vary as much, and are as skewed."""
    shuffled, edges = rng.permutation(values), np.linspace(0, values.size, BUCKETS + 1).astype(np.intp)
    sums, sizes = np.add.reduceat(shuffled, edges[:-1]), np.diff(edges).astype(np.float64)
    centre = float(values.mean())
    # Centred, so that buckets one value larger than others do not count as higher.
    gaps = sums - sizes * centre
    drawn = np.empty(replications)
    for start in range(0, replications, _BUCKETS_AT_ONCE):
        part = drawn[start : start + _BUCKETS_AT_ONCE]
        bits = rng.integers(0, 2**64, size=_BUCKETS_AT_ONCE * BUCKETS // 4, dtype=np.uint64).view(np.uint16)
        chosen = (bits >> (16 - _BITS)).astype(np.intp).reshape(_BUCKETS_AT_ONCE, BUCKETS)[: part.size]
        # All numbers are in range; "clip" only spares numpy the check.
        part[:] = gaps.take(chosen, mode="clip").sum(axis=1) / sizes.take(chosen, mode="clip").sum(axis=1)
    return drawn + centre


def _parts(total: int, size: int) -> Iterator[int]:
    for start in range(0, total, size):
        yield min(size, total - start)


def _prepared(base: Comparison, a: Values, b: Values) -> tuple[Comparison, tuple[Notice, ...]]:
    first, second = as_summary("a", a), as_summary("b", b)
    base = replace(base, estimate_a=first.mean if first.n else None, estimate_b=second.mean if second.n else None)
    stop = (*obstacles(first, "a"), *obstacles(second, "b"))
    if first.n and second.n:
        base = replace(base, estimate=second.mean - first.mean)
        if not stop and never_varies(first, second):
            stop = (notes.values_never_vary(),)
    return base, stop


def _bias(drawn: Values, difference: float) -> float:
    below = np.count_nonzero(drawn < difference) + np.count_nonzero(drawn == difference) / 2
    share = (below + 0.5) / (drawn.size + 1)
    return float(special.ndtri(share))


def _acceleration(a: Values, b: Values) -> float:
    """From the skewness of the influence of single values (Efron 1987)."""
    influence = np.concatenate(((b - b.mean()) / b.size, (a.mean() - a) / a.size))
    return float((influence**3).sum() / (6 * (influence**2).sum() ** 1.5))


def _shifted(z: float, bias: float, acceleration: float) -> float:
    """The percentile of the resampled values at which a BCa limit lies; that of z itself without correction."""
    return float(special.ndtr(bias + (bias + z) / (1 - acceleration * (bias + z))))


def _unshifted(share: float, sign: int, bias: float, acceleration: float) -> float:
    """The tail for which the limit at one side falls on zero, given the share of resampled values beyond zero."""
    w = sign * float(special.ndtri(min(share, 1 - 1e-16))) - bias
    scale = 1 + acceleration * w
    return share if scale <= 0 else float(special.ndtr(sign * (w / scale - bias)))


def _all_splits(pooled: Values, n_a: int) -> Iterator[Values]:
    indices = np.arange(pooled.size)
    first = np.array(list(combinations(range(pooled.size), n_a)))
    rest = np.array([np.setdiff1d(indices, row, assume_unique=True) for row in first])
    yield pooled[np.concatenate((first, rest), axis=1)]


def _random_splits(pooled: Values, replications: int, seed: int) -> Iterator[Values]:
    rng = np.random.default_rng(seed)
    for part in _parts(replications, max(1, _AT_ONCE // pooled.size)):
        yield rng.permuted(np.tile(pooled, (part, 1)), axis=1)


def _welch_t(a: Values, b: Values) -> Values:
    """Welch's t of each row; infinite where a split leaves no spread."""
    gap = b.mean(axis=1) - a.mean(axis=1)
    error = np.sqrt(a.var(axis=1, ddof=1) / a.shape[1] + b.var(axis=1, ddof=1) / b.shape[1])
    flat = error <= 1e-12 * np.abs(gap)
    return np.asarray(np.where(flat, np.copysign(np.inf, gap), gap / np.where(flat, 1.0, error)))
