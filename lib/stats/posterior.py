"""Two shares the Bayesian way: how likely b beats a, and what choosing wrongly would cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special

from lib.core.checks import check_level, check_number
from lib.core.records import Interval, Notice
from lib.stats._checks import Values, check_counts
from lib.stats._distributions import find_root
from lib.stats.methods import assumptions_of

Beta = tuple[float, float]
_NODES: Final = np.polynomial.legendre.leggauss(24)
# Quantiles at which the range is cut: between them both densities are smooth polynomials for all practical purposes.
_CUTS: Final = np.array([1e-15, 1e-9, 1e-5, 1e-3, 0.02, 0.15, 0.5, 0.85, 0.98, 0.999, 1 - 1e-5, 1 - 1e-9, 1 - 1e-15])


@dataclass(frozen=True, slots=True)
class Posterior:
    """Two shares after the data.

    Attributes:
        estimate: posterior mean of b minus a, decimal.
        interval: credible interval of b minus a, equal tails.
        probability: P(b > a).
        loss_a: expected loss in decimals of staying with a: mean of max(b - a, 0).
        loss_b: expected loss of taking b: mean of max(a - b, 0).
        mean_a: posterior mean of a.
        mean_b: posterior mean of b.
        interval_a: credible interval of a, equal tails.
        interval_b: credible interval of b.
        prior: the two parameters of the Beta prior of either share.
        method: beta_binomial.
        assumptions: codes of what it takes for granted.
        notes: what to say beside it.
        money_a: ``loss_a`` in money for each who decides, where a success has a value.
        money_b: ``loss_b`` in money.
    """

    estimate: float
    interval: Interval
    probability: float
    loss_a: float
    loss_b: float
    mean_a: float
    mean_b: float
    interval_a: Interval
    interval_b: Interval
    prior: Beta
    method: str
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()
    money_a: float | None = None
    money_b: float | None = None


def posterior_proportions(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    prior: tuple[float, float] = (1, 1),
    level: float = 0.95,
    value: float | None = None,
) -> Posterior:
    """Posterior of two shares with the same Beta prior: Beta(prior_1 + successes, prior_2 + failures).

    P(b > a) = integral of f_b F_a; loss of b = E(a) P(a' > b) - E(b) P(a > b'), primes with one success more.

    Args:
        successes_a: whole count of the first group.
        trials_a: whole count; 0 leaves the prior, which is an answer here.
        successes_b: whole count of the second group.
        trials_b: whole count.
        prior: both parameters of the Beta prior, > 0; (1, 1) takes every share as equally likely beforehand.
        level: of the credible intervals, decimal in (0, 1).
        value: of one success, in money, >= 0; gives the losses in money too.

    Returns:
        Posterior, all in decimals.

    Raises:
        InputError: counts out of range, prior parameters not above 0.

    Source: Miller (2015), "Formulas for Bayesian A/B testing"; Stucchio (2015) for the expected loss.

    Example:
        >>> round(posterior_proportions(10, 100, 15, 100).probability, 6)
        0.853284
    """
    x_a, n_a = check_counts(successes_a, trials_a, suffix="_a")
    x_b, n_b = check_counts(successes_b, trials_b, suffix="_b")
    first, second = (check_number(f"prior[{i}]", value, above=0) for i, value in enumerate(prior))
    tail = (1 - check_level(level)) / 2
    a, b = (first + x_a, second + n_a - x_a), (first + x_b, second + n_b - x_b)
    mean_a, mean_b = a[0] / sum(a), b[0] / sum(b)
    more_a, more_b = (a[0] + 1, a[1]), (b[0] + 1, b[1])
    loss_a = max(0.0, mean_b * probability_above(more_b, a) - mean_a * probability_above(b, more_a))
    loss_b = max(0.0, mean_a * probability_above(more_a, b) - mean_b * probability_above(a, more_b))
    worth = None if value is None else check_number("value", value, minimum=0)
    return Posterior(
        mean_b - mean_a,
        _difference_interval(a, b, tail, level),
        probability_above(b, a),
        loss_a,
        loss_b,
        mean_a,
        mean_b,
        credible(a, tail, level),
        credible(b, tail, level),
        (first, second),
        "beta_binomial",
        assumptions_of("beta_binomial"),
        money_a=None if worth is None else loss_a * worth,
        money_b=None if worth is None else loss_b * worth,
    )


def probability_above(b: Beta, a: Beta, by: float = 0.0) -> float:
    """P(B - A > by) for independent Beta variables, to about twelve digits.

    Args:
        b: parameters of B, > 0.
        a: parameters of A.
        by: in [-1, 1].
    """
    x, weights = grid(b, (a,), by)
    shifted = np.clip(x - by, 0.0, 1.0)
    # The smaller of the two probabilities is integrated, so that it keeps its digits.
    above = float((weights * special.betainc(*a, shifted)).sum())
    if above <= 0.5:
        return max(0.0, above)
    return max(0.0, min(1.0, 1 - float((weights * special.betaincc(*a, shifted)).sum())))


def difference_density(b: Beta, a: Beta, at: Sequence[float]) -> Values:
    """Density of B - A at given differences, for independent Beta variables with parameters of 1 and more.

    The narrower of the two is integrated over, since the other is smooth where that one lies. Good to six digits; where a
    parameter is 1, so that a density ends in a step, good to a hundredth, which is enough for a picture.

    Args:
        b: parameters of B, >= 1.
        a: parameters of A, >= 1.
        at: differences in [-1, 1].

    Example:
        >>> [round(float(height), 6) for height in difference_density((1, 1), (1, 1), [-1.0, 0.0, 1.0])]
        [0.0, 1.0, 0.0]
    """
    narrow, wide, sign = (a, b, 1.0) if _variance(a) <= _variance(b) else (b, a, -1.0)
    x, weights = grid(narrow, (wide,))
    y = x + sign * np.asarray(at, dtype=float)[:, None]
    inside = (y > 0) & (y < 1)
    within = np.where(inside, y, 0.5)
    log_density = (wide[0] - 1) * np.log(within) + (wide[1] - 1) * np.log1p(-within) - float(special.betaln(*wide))
    return np.asarray(np.where(inside, np.exp(log_density), 0.0) @ weights)


def grid(b: Beta, others: Sequence[Beta], by: float = 0.0) -> tuple[Values, Values]:
    """Points of B with the probability that belongs to each, for integrals against distributions of the others.

    In the angle t with x = sin(t)^2 the density has no poles for parameters of one half and more.
    """
    own = _cuts(b)
    other = np.clip(np.concatenate([_cuts(a) for a in others]) + by, 0.0, 1.0)
    inside = other[(other > own[0]) & (other < own[-1])]
    edges = np.arcsin(np.sqrt(np.unique(np.concatenate(([0.0], own, inside, [1.0])))))
    half = np.diff(edges)[:, None] / 2
    t = (edges[:-1, None] + half * (1 + _NODES[0])).reshape(-1)
    log_density = (2 * b[0] - 1) * np.log(np.sin(t)) + (2 * b[1] - 1) * np.log(np.cos(t)) + math.log(2)
    density = np.exp(log_density - float(special.betaln(*b)))
    weights = (half * _NODES[1]).reshape(-1) * density
    return np.sin(t) ** 2, weights / weights.sum()


@lru_cache(maxsize=64)
def _cuts(parameters: Beta) -> Values:
    """Where the range of one share is cut; kept, as an interval asks for it at some twenty differences."""
    cuts = np.asarray(special.betaincinv(*parameters, _CUTS))
    cuts.setflags(write=False)
    return cuts


def credible(parameters: Beta, tail: float, level: float) -> Interval:
    """Equal tails of one share."""
    low, high = float(special.betaincinv(*parameters, tail)), float(special.betainccinv(*parameters, tail))
    return Interval(low, high, level, "beta_binomial")


def _difference_interval(a: Beta, b: Beta, tail: float, level: float) -> Interval:
    spread = math.sqrt(_variance(a) + _variance(b))
    centre = b[0] / sum(b) - a[0] / sum(a)

    def beyond(probability: float) -> float:
        # The normal approximation is near enough to save most of the halving.
        guess = centre - float(special.ndtri(probability)) * spread
        low, high = max(-1.0, guess - 2 * spread), min(1.0, guess + 2 * spread)

        def excess(by: float) -> float:
            return probability_above(b, a, by) - probability

        if excess(low) < 0 or excess(high) > 0:
            low, high = -1.0, 1.0
        return find_root(excess, low, high)

    return Interval(beyond(1 - tail), beyond(tail), level, "beta_binomial")


def _variance(parameters: Beta) -> float:
    first, second = parameters
    return first * second / ((first + second) ** 2 * (first + second + 1))
