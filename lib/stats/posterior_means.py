"""Two means the Bayesian way, by normal distributions."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from scipy import special

from lib.core.checks import check_level, check_number
from lib.core.errors import InputError
from lib.core.records import Interval, Notice
from lib.stats import notes
from lib.stats._distributions import normal_upper
from lib.stats._summary import Summary, as_summary, never_varies, obstacles
from lib.stats.methods import assumptions_of

# Below this many values the normal distribution claims more than a t distribution would.
_ENOUGH: Final = 30


@dataclass(frozen=True, slots=True)
class PosteriorMeans:
    """Two means after the data; everything is None where the data allow no posterior (see ``notes``).

    Attributes:
        estimate: posterior mean of b minus a, in the unit of the values.
        interval: credible interval of b minus a, equal tails.
        probability: P(b > a).
        loss_a: expected loss of staying with a, in the unit of the values: mean of max(b - a, 0).
        loss_b: expected loss of taking b: mean of max(a - b, 0).
        mean_a: posterior mean of a.
        mean_b: posterior mean of b.
        interval_a: credible interval of a.
        interval_b: credible interval of b.
        prior: mean and standard deviation of the normal prior of either mean; None for a flat one.
        method: normal_posterior.
        assumptions: codes of what it takes for granted.
        notes: what to say beside it.
    """

    estimate: float | None = None
    interval: Interval | None = None
    probability: float | None = None
    loss_a: float | None = None
    loss_b: float | None = None
    mean_a: float | None = None
    mean_b: float | None = None
    interval_a: Interval | None = None
    interval_b: Interval | None = None
    prior: tuple[float, float] | None = None
    method: str = "normal_posterior"
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()


def posterior_means(
    a: object, b: object, *, prior: tuple[float, float] | None = None, level: float = 0.95
) -> PosteriorMeans:
    """Posterior of two means with the same normal prior, their variances taken from the data.

    Precision n / s^2 + 1 / s_0^2, mean weighted by both; P(b > a) = Phi(d / e), loss of b = e phi(d/e) - d Phi(-d/e).

    Args:
        a: first sample: values as list or array, ``Summary``, or tuple (mean, sd, n).
        b: second sample.
        prior: mean and standard deviation (> 0) of what is believed of either mean; None for a flat prior.
        level: of the credible intervals, decimal in (0, 1).

    Returns:
        PosteriorMeans in the unit of the values, so that losses of money are money; nothing, and a notice, where a
        sample has fewer than two values or no value differs from another.

    Raises:
        InputError: values that are no finite numbers, a prior whose standard deviation is not above 0.

    Source: Gelman and others (2013), Bayesian Data Analysis, sections 2.5 and 3.2; Stucchio (2015) for the loss.

    Example:
        >>> found = posterior_means((20, 30, 900), (22, 30, 900))
        >>> round(found.probability, 4), round(found.loss_a, 3), round(found.loss_b, 3)
        (0.9214, 2.05, 0.05)
    """
    first, second = as_summary("a", a), as_summary("b", b)
    tail = (1 - check_level(level)) / 2
    base = PosteriorMeans(prior=_check_prior(prior), assumptions=assumptions_of("normal_posterior"))
    stop = (*obstacles(first, "a"), *obstacles(second, "b"))
    if stop or never_varies(first, second):
        return replace(base, notes=stop or (notes.values_never_vary(),))
    (mean_a, error_a), (mean_b, error_b) = (_updated(each, base.prior) for each in (first, second))
    difference, error = mean_b - mean_a, math.hypot(error_a, error_b)
    z = difference / error
    fewest = min(first.n, second.n)
    return replace(
        base,
        estimate=difference,
        interval=_credible(difference, error, tail, level),
        probability=float(special.ndtr(z)),
        loss_a=error * _excess(z),
        loss_b=error * _excess(-z),
        mean_a=mean_a,
        mean_b=mean_b,
        interval_a=_credible(mean_a, error_a, tail, level),
        interval_b=_credible(mean_b, error_b, tail, level),
        notes=(notes.few_observations(fewest, _ENOUGH),) if fewest < _ENOUGH else (),
    )


def _check_prior(prior: tuple[float, float] | None) -> tuple[float, float] | None:
    if prior is None:
        return None
    if len(prior) != 2:
        raise InputError.different_lengths("prior", len(prior), "mean, sd", 2)
    return check_number("prior[0]", prior[0]), check_number("prior[1]", prior[1], above=0)


def _updated(sample: Summary, prior: tuple[float, float] | None) -> tuple[float, float]:
    """Posterior mean and standard deviation."""
    if prior is None or sample.squared_error == 0:
        return sample.mean, math.sqrt(sample.squared_error)
    share = prior[1] ** 2 / (prior[1] ** 2 + sample.squared_error)
    return share * sample.mean + (1 - share) * prior[0], math.sqrt(share * sample.squared_error)


def _excess(z: float) -> float:
    """Mean of max(Z, 0) for a normal Z of mean z and standard deviation one."""
    if z > 0:
        return z + _excess(-z)
    # phi(z) + z Phi(z) with phi taken out, so that a small result keeps its digits.
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return max(0.0, density * (1 + z * math.sqrt(math.pi / 2) * float(special.erfcx(-z / math.sqrt(2)))))


def _credible(mean: float, error: float, tail: float, level: float) -> Interval:
    half = normal_upper(tail) * error
    return Interval(mean - half, mean + half, level, "normal_posterior")
