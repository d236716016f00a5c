"""Ratios of sums by drawing whole units again, so that what belongs to one unit stays together."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Comparison, Estimate
from lib.stats import notes
from lib.stats._checks import Values, check_same_length, check_values, limits
from lib.stats._distributions import by_alternative

# Numbers drawn at once: bounds memory whatever the sample size.
_AT_ONCE: Final = 4_000_000
Units = tuple[Values, Values]
# Level, alternative, replications and seed
Asked = tuple[float, str, int, int]


def check_units(units: object, suffix: str = "") -> Units:
    """Numerator and denominator unit by unit."""
    if not isinstance(units, tuple | list) or len(units) != 2:
        raise InputError.not_a_number(f"units{suffix}", units)
    y, x = units
    top, bottom = check_values(f"y{suffix}", y), check_values(f"x{suffix}", x)
    check_same_length(f"y{suffix}", top, f"x{suffix}", bottom)
    return top, bottom


def bootstrap_interval(base: Estimate, units: Units, tail: float, asked: Asked) -> Estimate:
    """Fills an estimate whose ratio stands with the percentile interval."""
    level, alternative, replications, seed = asked
    drawn = resampled_ratios(units, replications, np.random.default_rng(seed))
    if drawn is None:
        return replace(base, interval=None, notes=(*base.notes, notes.denominator_near_zero()))
    low, high = (float(q) for q in np.quantile(drawn, (tail, 1 - tail)))
    return replace(
        base,
        interval=limits(low, high, level=level, method="bootstrap_units", alternative=alternative),
        notes=(*base.notes, notes.resampled(replications, seed)),
        details={"standard_error": float(drawn.std(ddof=1)), "replications": float(replications)},
    )


def bootstrap_comparison(base: Comparison, units: tuple[Units, Units], tail: float, asked: Asked) -> Comparison:
    """Fills a comparison whose effect stands; the p-value inverts the percentile interval."""
    level, alternative, replications, seed = asked
    rng = np.random.default_rng(seed)
    drawn_a, drawn_b = (resampled_ratios(each, replications, rng) for each in units)
    as_ratio = base.effect == "ratio"
    if drawn_a is None or drawn_b is None or (as_ratio and not drawn_a.all()):
        return replace(base, notes=(*base.notes, notes.denominator_near_zero()))
    effect, null = (drawn_b / drawn_a, 1.0) if as_ratio else (drawn_b - drawn_a, 0.0)
    beyond = [(1 + np.count_nonzero(side)) / (replications + 1) for side in (effect <= null, effect >= null)]
    low, high = (float(q) for q in np.quantile(effect, (tail, 1 - tail)))
    return replace(
        base,
        interval=limits(low, high, level=level, method="bootstrap_units", alternative=alternative),
        p_value=by_alternative(beyond[0], beyond[1], alternative),
        notes=(*base.notes, notes.resampled(replications, seed)),
        details={"standard_error": float(effect.std(ddof=1)), "replications": float(replications)},
    )


def resampled_ratios(units: Units, replications: int, rng: np.random.Generator) -> Values | None:
    """Ratios of as many samples of units drawn with replacement; None where a denominator comes to zero."""
    y, x = units
    at_once = max(1, _AT_ONCE // y.size)
    parts = []
    for start in range(0, replications, at_once):
        drawn = rng.integers(0, y.size, size=(min(at_once, replications - start), y.size))
        below = x[drawn].sum(axis=1)
        if not below.all():
            return None
        parts.append(y[drawn].sum(axis=1) / below)
    return np.concatenate(parts)


def check_draws(replications: int, seed: int) -> tuple[int, int]:
    """Enough replications for tails of a few per cent, and a seed."""
    return (
        int(check_number("replications", replications, minimum=99, whole=True)),
        int(check_number("seed", seed, minimum=0, whole=True)),
    )
