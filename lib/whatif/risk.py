"""Risk: an indicator whose inputs are not known for certain, drawn many times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.indicator import Indicator, Values
from lib.whatif.distributions import Law, draws_of
from lib.whatif.many import split, values_of
from lib.whatif.tape import Array

LEVELS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
_BINS: Final = 40


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability from draws, with how far the number of draws leaves it open.

    Attributes:
        estimate: decimal.
        error: Monte Carlo standard error, decimal.
    """

    estimate: float
    error: float


@dataclass(frozen=True, slots=True)
class Risk:
    """What an indicator could be.

    Attributes:
        draws: how many were made.
        seed: of the draws; the same seed gives the same figures.
        answered: draws with a value; the rest had no answer, or inputs that cannot be.
        mean: of the values, None without any.
        error: Monte Carlo standard error of the mean.
        spread: standard deviation of the values.
        quantiles: value by level (``LEVELS``).
        below_zero: P(value < 0) among draws with a value.
        above_goal: P(value > goal), None without a goal.
        shares: by input, the share of the variance that it carries by itself, decimal; what is missing to 1 is joint.
        counts: of values per bin, for a histogram.
        edges: of the bins, one more than counts.
    """

    draws: int
    seed: int
    answered: int
    mean: float | None = None
    error: float | None = None
    spread: float | None = None
    quantiles: Mapping[float, float] | None = None
    below_zero: Chance | None = None
    above_goal: Chance | None = None
    shares: Mapping[str, float] | None = None
    counts: tuple[int, ...] = ()
    edges: tuple[float, ...] = ()


def monte_carlo(
    ind: Indicator,
    inputs: Values,
    laws: Mapping[str, Law],
    *,
    variant: str | None = None,
    draws: int = 10_000,
    seed: int = 15,
    correlation: Mapping[tuple[str, str], float] | None = None,
    goal: float | None = None,
) -> Risk:
    """The values of an indicator when some of its inputs are drawn from laws, the others held.

    Args:
        ind: the indicator.
        inputs: as for ``compute``; those with a law are replaced by draws.
        laws: by name of the input, or of the entry of a series; whole inputs are rounded.
        variant: name of the definition, None for the default one.
        draws: how many, whole, 100 to 1 million.
        seed: whole, >= 0.
        correlation: between pairs of inputs, as for ``draws_of``.
        goal: value to exceed, in the unit of the indicator.

    Returns:
        Quantiles, chances, and which input carries the variance; draws without an answer are counted, not guessed.

    Raises:
        InputError: for inputs that ``compute`` refuses, unknown names, impossible correlations.

    Source: the variance carried by one input is Var(E[value | input]) / Var(value): Saltelli et al. (2008), Global Sensitivity Analysis,
    ch. 4, eq. 4.3; here from means over forty classes of the input, less what chance alone would give.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> from lib.whatif.distributions import uniform
        >>> risk = monte_carlo(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, {"lost": uniform(10, 50)})
        >>> round(risk.mean, 1), risk.below_zero.estimate
        (0.1, 0.0)
    """
    count = int(check_number("draws", draws, minimum=100, maximum=1_000_000, whole=True))
    wanted = None if goal is None else check_number("goal", goal)
    if not laws:
        raise InputError.missing("laws")
    drawn = draws_of(laws, size=count, seed=seed, correlation=correlation)
    for name in drawn:
        if ind.input(split(name)[0]).whole:
            drawn[name] = np.round(drawn[name])
    values = values_of(ind, inputs, drawn, variant=variant)
    good = ~np.isnan(values)
    if not good.all():
        values, drawn = values[good], {name: array[good] for name, array in drawn.items()}
    if values.size == 0:
        return Risk(count, seed, 0)
    known = np.sort(values)  # once, for every quantile and the histogram
    spread = float(known.std(ddof=1)) if known.size > 1 else 0.0
    counts, edges = _histogram(known)
    return Risk(
        draws=count,
        seed=seed,
        answered=int(known.size),
        mean=float(known.mean()),
        error=spread / math.sqrt(known.size),
        spread=spread,
        quantiles=dict(zip(LEVELS, map(float, np.quantile(known, LEVELS)), strict=True)),
        below_zero=_chance(known < 0),
        above_goal=None if wanted is None else _chance(known > wanted),
        shares=_shares(drawn, values),
        counts=counts,
        edges=edges,
    )


def _chance(happened: np.ndarray) -> Chance:
    share = float(happened.mean())
    return Chance(share, math.sqrt(share * (1 - share) / happened.size))


def _shares(drawn: Mapping[str, Array], y: Array) -> dict[str, float]:
    """By input, the variance of the means of y over classes of it, beside the variance of y; chance alone gives (classes - 1) / draws."""
    apart = y - y.mean()
    total = float(y.var())
    return {name: _share(x, apart, total) if total > 0 else 0.0 for name, x in drawn.items()}


def _share(x: Array, apart: Array, total: float) -> float:
    # In the order of x its classes lie side by side: one sorting gives their edges, their sizes and their sums.
    order = np.argsort(x)
    rising = x[order]
    edges = np.unique(np.quantile(rising, np.linspace(0, 1, _BINS + 1)[1:-1]))
    starts = np.unique([0, *np.searchsorted(rising, edges, side="left")])
    starts = starts[starts < x.size]
    sizes = np.diff(starts, append=x.size)
    sums = np.add.reduceat(apart[order], starts)
    between = float((sums**2 / sizes).sum()) / x.size / total
    by_chance = (starts.size - 1) / x.size
    return min(1.0, max(0.0, (between - by_chance) / (1 - by_chance) if by_chance < 1 else 0.0))


def _histogram(rising: Array) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Forty bins over the middle 99 %, so that a few giants do not press the rest into one bar; they join the outer bars."""
    low, high = map(float, np.quantile(rising, [0.005, 0.995]))
    if not low < high:
        low, high = float(rising[0]) - 0.5, float(rising[-1]) + 0.5
    edges = np.linspace(low, high, _BINS + 1)
    counts = np.diff(np.searchsorted(rising, edges[1:-1], side="left"), prepend=0, append=rising.size)
    return tuple(map(int, counts)), tuple(map(float, edges))
