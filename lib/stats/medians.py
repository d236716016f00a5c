"""Two medians compared by the bootstrap, drawn exactly from order statistics: no sample is ever drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lib.core.checks import check_number
from lib.core.records import Comparison
from lib.stats import notes
from lib.stats._checks import Values, check_alternative, check_tail, check_values, limits
from lib.stats._distributions import by_alternative
from lib.stats.methods import assumptions_of
from lib.stats.proportions import empty_groups

_METHOD = "bootstrap_medians"


def compare_medians(
    a: object,
    b: object,
    *,
    level: float = 0.95,
    alternative: str = "two-sided",
    replications: int = 9_999,
    seed: int = 0,
) -> Comparison:
    """The difference of two medians, b minus a, with the percentile interval of the bootstrap.

    The k-th smallest of n values drawn again is x_(ceil(n U)), U ~ Beta(k, n - k + 1).

    Args:
        a: first sample, values as list or array.
        b: second sample.
        level: confidence level, decimal in (0, 1).
        alternative: two-sided, greater (b above a) or less; the p-value inverts the interval.
        replications: >= 99.
        seed: the same seed gives the same digits.

    Returns:
        Comparison in the unit of the values; no test, and a notice, where a sample is empty, has one value, or the
        medians never vary.

    Raises:
        InputError: values that are no finite numbers.

    Source: Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, section 10.3; David and Nagaraja
    (2003), Order Statistics, section 2.5, for the pair in the middle.

    Example:
        >>> found = compare_medians([1, 2, 3, 4, 9], [5, 6, 7, 8, 30])
        >>> found.estimate, found.interval.low, found.interval.high
        (4.0, -2.0, 27.0)
    """
    tail = check_tail(level, check_alternative(alternative))
    x, y = check_values("a", a), check_values("b", b)
    check_number("replications", replications, minimum=99, whole=True)
    rng = np.random.default_rng(int(check_number("seed", seed, minimum=0, whole=True)))
    base = Comparison(None, None, None, None, _METHOD, assumptions_of(_METHOD), alternative=alternative)
    base = replace(
        base,
        estimate_a=float(np.median(x)) if x.size else None,
        estimate_b=float(np.median(y)) if y.size else None,
    )
    if base.estimate_a is None or base.estimate_b is None:
        return replace(base, notes=empty_groups(x.size, y.size))
    base = replace(base, estimate=base.estimate_b - base.estimate_a)
    single = tuple(notes.one_observation(name) for name, sample in (("a", x), ("b", y)) if sample.size == 1)
    if single:
        return replace(base, notes=single)
    drawn = resampled_medians(y, replications, rng) - resampled_medians(x, replications, rng)
    if drawn.min() == drawn.max():
        return replace(base, notes=(notes.values_never_vary(),))
    upper, lower = ((1 + np.count_nonzero(side)) / (replications + 1) for side in (drawn <= 0, drawn >= 0))
    low, high = (float(q) for q in np.quantile(drawn, (tail, 1 - tail), method="inverted_cdf"))
    return replace(
        base,
        interval=limits(low, high, level=level, method=_METHOD, alternative=alternative),
        p_value=by_alternative(upper, lower, alternative),
        notes=(notes.resampled(replications, seed),),
        details={"standard_error": float(drawn.std(ddof=1)), "replications": float(replications)},
    )


def resampled_medians(values: Values, replications: int, rng: np.random.Generator) -> Values:
    """Medians of samples drawn with replacement, each as large as the sample, from where their ranks fall."""
    ordered, n = np.sort(values), values.size
    k = (n + 1) // 2
    share = rng.beta(k, n - k + 1, replications)
    first = _at(ordered, share)
    if n % 2:
        return first
    # Given the k-th of n uniform draws, the next one is the smallest of the n - k that lie above it.
    above = share + (1 - share) * rng.beta(1, n - k, replications)
    return np.asarray((first + _at(ordered, above)) / 2)


def _at(ordered: Values, share: Values) -> Values:
    return np.asarray(ordered[np.minimum((share * ordered.size).astype(np.intp), ordered.size - 1)])
