"""Several shares the Bayesian way: which is best, what choosing each would cost, and how much of it the prior decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from lib.core.checks import check_level, check_number, check_series
from lib.core.errors import InputError
from lib.core.records import Interval
from lib.stats._checks import Values, check_counts
from lib.stats.methods import assumptions_of
from lib.stats.posterior import Beta, credible, grid, probability_above

STRENGTHS: Final = (0.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0)


@dataclass(frozen=True, slots=True)
class ArmPosterior:
    """One of several shares after the data.

    Attributes:
        mean: posterior mean, decimal.
        interval: credible interval, equal tails.
        probability_best: that this share is the highest of all.
        loss: expected loss of choosing it, mean of (highest share - this share), decimal.
        money: the loss in money for each who decides, where a success has a value.
    """

    mean: float
    interval: Interval
    probability_best: float
    loss: float
    money: float | None = None


@dataclass(frozen=True, slots=True)
class PosteriorMany:
    """Several shares after the data.

    Attributes:
        arms: in the order given.
        best: index of the arm with the smallest expected loss, from 0; the first of equals.
        prior: the two parameters of the Beta prior of every share.
        method: beta_binomial.
        assumptions: codes of what it takes for granted.
    """

    arms: tuple[ArmPosterior, ...]
    best: int
    prior: Beta
    method: str
    assumptions: tuple[str, ...] = ()


def posterior_many_proportions(
    successes: Sequence[float],
    trials: Sequence[float],
    *,
    prior: tuple[float, float] = (1, 1),
    level: float = 0.95,
    value: float | None = None,
) -> PosteriorMany:
    """Posterior of several shares with the same Beta prior: which is the best, and what choosing another would cost.

    P(i best) = integral of f_i times all other F; loss of i = E(highest) - E(i), both by quadrature, not by drawing.

    Args:
        successes: whole count of each arm.
        trials: whole count of each arm; 0 leaves the prior, which is an answer here.
        prior: both parameters of the Beta prior, > 0.
        level: of the credible intervals, decimal in (0, 1).
        value: of one success, in money, >= 0; gives the losses in money too.

    Returns:
        PosteriorMany; the probabilities of being best add up to one.

    Raises:
        InputError: fewer than two arms, lengths that differ, counts out of range, prior parameters not above 0.

    Source: Miller (2015), "Formulas for Bayesian A/B testing", three test groups; Stucchio (2015) for the loss.

    Example:
        >>> many = posterior_many_proportions([10, 15, 12], [100, 100, 100], value=50)
        >>> [round(arm.probability_best, 3) for arm in many.arms], many.best, round(many.arms[0].money, 2)
        ([0.097, 0.665, 0.238], 1, 2.96)
    """
    if len(successes) < 2:
        raise InputError.too_few("successes", len(successes), 2)
    if len(successes) != len(trials):
        raise InputError.different_lengths("successes", len(successes), "trials", len(trials))
    counts = [check_counts(x, n, suffix=f"[{i}]") for i, (x, n) in enumerate(zip(successes, trials, strict=True))]
    first, second = (check_number(f"prior[{i}]", each, above=0) for i, each in enumerate(prior))
    tail = (1 - check_level(level)) / 2
    worth = None if value is None else check_number("value", value, minimum=0)
    shapes = [(first + x, second + n - x) for x, n in counts]
    best, losses = _best_and_losses(shapes)
    arms = tuple(
        ArmPosterior(
            shape[0] / sum(shape), credible(shape, tail, level), chance, loss, None if worth is None else loss * worth
        )
        for shape, chance, loss in zip(shapes, best, losses, strict=True)
    )
    least = min(range(len(arms)), key=losses.__getitem__)
    return PosteriorMany(arms, least, (first, second), "beta_binomial", assumptions_of("beta_binomial"))


def prior_sensitivity(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    strengths: Sequence[float] = STRENGTHS,
    centre: float | None = None,
) -> tuple[tuple[float, float], ...]:
    """P(b > a) under priors of growing strength: Beta(1 + s c, 1 + s (1 - c)), s imagined trials at the share c.

    Args:
        successes_a: whole count of the first group.
        trials_a: whole count.
        successes_b: whole count of the second group.
        trials_b: whole count.
        strengths: imagined trials, >= 0; 0 takes every share as equally likely.
        centre: their share, decimal in [0, 1]; that of both groups together by default, one half without any trial.

    Returns:
        Pairs of strength and probability, in the order given.

    Raises:
        InputError: counts or centre out of range, a strength below 0.

    Source: Spiegelhalter, Abrams and Myles (2004), Bayesian Approaches to Clinical Trials, section 5.3.

    Example:
        >>> [round(chance, 3) for _, chance in prior_sensitivity(10, 100, 15, 100, strengths=[0, 1000])]
        [0.853, 0.626]
    """
    x_a, n_a = check_counts(successes_a, trials_a, suffix="_a")
    x_b, n_b = check_counts(successes_b, trials_b, suffix="_b")
    pooled = (x_a + x_b) / (n_a + n_b) if n_a + n_b else 0.5
    share = pooled if centre is None else check_number("centre", centre, minimum=0, maximum=1)
    found = []
    for strength in check_series("strengths", strengths, at_least=0, minimum=0):
        hits, misses = 1 + strength * share, 1 + strength * (1 - share)
        a, b = ((hits + x, misses + n - x) for x, n in ((x_a, n_a), (x_b, n_b)))
        found.append((strength, probability_above(b, a)))
    return tuple(found)


def _best_and_losses(shapes: Sequence[Beta]) -> tuple[list[float], list[float]]:
    """How likely each is the highest, and what each falls short of the highest on average."""
    chances, losses = [], [0.0] * len(shapes)
    for j, shape in enumerate(shapes):
        x, weights = grid(shape, [*shapes[:j], *shapes[j + 1 :]])
        below = [special.betainc(*other, x) for other in shapes]
        chances.append(float((weights * _product(below, j)).sum()))
        for i, other in enumerate(shapes):
            if i != j:
                # By how much i falls short where j, at x, is the highest: the integral of (x - t) f_i(t) up to x.
                short = x * below[i] - other[0] / sum(other) * special.betainc(other[0] + 1, other[1], x)
                losses[i] += float((weights * np.maximum(short, 0.0) * _product(below, i, j)).sum())
    total = math.fsum(chances)
    return [chance / total for chance in chances], losses


def _product(factors: Sequence[Values], *but: int) -> Values:
    kept = [factor for i, factor in enumerate(factors) if i not in but]
    return np.asarray(np.prod(kept, axis=0)) if kept else np.ones_like(factors[0])
