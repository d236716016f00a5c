"""How much a customer spends per purchase: the Gamma-Gamma model of average values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.core.errors import InputError
from lib.core.records import Notice
from lib.models._maximise import Likelihood, Maximum, maximise
from lib.models.histories import Array
from lib.stats._checks import check_same_length, check_values

# The model takes for granted that how much is spent says nothing about how often; beyond this correlation it does.
RELATED = 0.3


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """A fitted Gamma-Gamma model.

    Values of one customer vary by a gamma law (``p``); customers differ by another (``q``, ``v``).

    Attributes:
        p: shape of the values of one customer, > 0.
        q: shape of the differences between customers, > 0.
        v: their scale, in money, > 0.
        log_likelihood: at these parameters.
        maximum: the fit itself; None for parameters that were given.
        correlation: between number of repeats and mean value over repeat buyers; None where either never varies.
        notices: what to say beside it.
    """

    p: float
    q: float
    v: float
    log_likelihood: float | None = None
    maximum: Maximum | None = None
    correlation: float | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """By name."""
        return {"p": self.p, "q": self.q, "v": self.v}

    @property
    def standard_errors(self) -> dict[str, float] | None:
        """Of the parameters, None where the likelihood is flat."""
        errors = None if self.maximum is None else self.maximum.standard_errors
        return None if errors is None else dict(zip(self.parameters, map(float, errors), strict=True))

    @property
    def population_mean(self) -> float | None:
        """Mean value of a purchase over all customers, p v / (q - 1); None for q <= 1, where it is infinite."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None

    def expected_value(self, repeats: ArrayLike, mean_value: ArrayLike) -> Array | None:
        """Expected value of a coming purchase of a customer with these purchases.

        E[M] = p (v + x z) / (p x + q - 1): the customer's own mean and that of all customers, weighted.

        Args:
            repeats: purchases that the mean is of, >= 0.
            mean_value: their mean, money; passed over where there are none.

        Returns:
            Money, one per entry; None where q <= 1 and a customer has no purchase to go by.

        Source: Fader and Hardie (2013), "The Gamma-Gamma model of monetary value", note 025, eq. 5.

        Example:
            >>> model = GammaGamma(6.25, 3.74, 15.44)
            >>> [round(float(value), 2) for value in model.expected_value([2, 0], [22.35, 0])]
            [24.66, 35.22]
        """
        x, z = np.broadcast_arrays(np.asarray(repeats, dtype=np.float64), np.asarray(mean_value, dtype=np.float64))
        below = self.p * x + self.q - 1
        if np.any(below <= 0):
            return None
        return np.asarray(self.p * (self.v + np.where(x > 0, x * z, 0.0)) / below, dtype=np.float64)


def fit_gamma_gamma(
    repeats: ArrayLike,
    mean_value: ArrayLike,
    customers: ArrayLike | None = None,
    *,
    start: tuple[float, ...] | None = None,
) -> GammaGamma:
    """The Gamma-Gamma model of the highest likelihood, over customers with at least one purchase to go by.

    ln L = sum of n * (ln G(px+q) - ln G(px) - ln G(q) + q ln v + (px-1) ln z + px ln x - (px+q) ln(v + x z))

    Args:
        repeats: purchases that each mean is of, whole; entries of 0 are left out.
        mean_value: their mean, money, > 0 where there are purchases.
        customers: how many share the entry, 1 for each by default.
        start: p, q, v close to the maximum, all > 0; chosen from the data by default.

    Returns:
        The fitted model, with the correlation that it takes to be about zero.

    Raises:
        InputError: fewer than three customers with purchases, or a mean that is not above 0.

    Source: Fader and Hardie (2013), note 025, eq. 1a; Colombo and Jiang (1999), Journal of Interactive Marketing 13(3):2-12.

    Example:
        >>> model = fit_gamma_gamma([2, 1, 7, 1, 2, 3], [22.35, 11.77, 73.74, 11.77, 25.55, 40.0])
        >>> model.p > 0 and model.v > 0
        True
    """
    x, z, n = _used(repeats, mean_value, customers)
    origin = start or (1.0, 2.0, max(1e-6, float(np.average(z, weights=n))))
    found = maximise(_likelihood(x, z, n), np.array(origin), near=start is not None)
    correlation = _correlation(x, z, n)
    notices = [] if found.converged else [Notice("models.flat_likelihood", {"customers": float(n.sum())})]
    p, q, v = map(float, found.parameters)
    if q <= 1:
        notices.append(Notice("models.no_mean_value", {"q": q}, "stop"))
    if correlation is not None and abs(correlation) > RELATED:
        notices.append(Notice("models.value_follows_frequency", {"correlation": correlation}))
    return GammaGamma(p, q, v, found.log_likelihood, found, correlation, tuple(notices))


def _used(repeats: ArrayLike, mean_value: ArrayLike, customers: ArrayLike | None) -> tuple[Array, Array, Array]:
    x, z = check_values("repeats", repeats), check_values("mean_value", mean_value)
    n = np.ones_like(x) if customers is None else check_values("customers", customers)
    for name, column in (("mean_value", z), ("customers", n)):
        check_same_length(name, column, "repeats", x)
    used = (x > 0) & (n > 0)
    x, z, n = x[used], z[used], n[used]
    if x.size < 3:
        raise InputError.too_few("repeats", int(x.size), 3)
    bad = np.flatnonzero(z <= 0)
    if bad.size:
        raise InputError.too_small("mean_value", float(z[bad[0]]), 0.0, strict=True)
    return x, z, n


def _likelihood(x: Array, z: Array, n: Array) -> Likelihood:
    log_x, log_z, total = np.log(x), np.log(z), x * z

    def of(parameters: Array) -> tuple[float, Array]:
        p, q, v = parameters
        px, spread = p * x, np.log(v + total)
        value = n @ (
            special.gammaln(px + q)
            - special.gammaln(px)
            - special.gammaln(q)
            + q * math.log(v)
            + (px - 1) * log_z
            + px * log_x
            - (px + q) * spread
        )
        both = special.digamma(px + q)
        gradient = np.array(
            [
                (n * x) @ (both - special.digamma(px) + log_z + log_x - spread),
                n @ (both - special.digamma(q) + math.log(v) - spread),
                n @ (q / v - (px + q) / (v + total)),
            ]
        )
        return float(value), gradient

    return of


def _correlation(x: Array, z: Array, n: Array) -> float | None:
    total = n.sum()
    dx, dz = x - (n @ x) / total, z - (n @ z) / total
    spread = math.sqrt(float(n @ dx**2) * float(n @ dz**2))
    return None if spread <= 0 else float(n @ (dx * dz)) / spread
