"""Customers who renew or not: the shifted-beta-geometric model, in which retention rises because the fickle leave first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.core.checks import check_number, check_series
from lib.core.errors import InputError
from lib.core.records import Notice
from lib.models._maximise import Likelihood, Maximum, maximise
from lib.models.histories import Array
from lib.stats._checks import check_same_length, check_values


@dataclass(frozen=True, slots=True)
class Sbg:
    """A fitted shifted-beta-geometric model.

    Each customer leaves at the end of a period with a chance of their own; the chances vary by a beta law.

    Attributes:
        alpha: first parameter, > 0.
        beta: second parameter, > 0; mean chance to leave alpha / (alpha + beta).
        log_likelihood: at these parameters.
        maximum: the fit itself; None for parameters that were given.
        notices: what to say beside it.
    """

    alpha: float
    beta: float
    log_likelihood: float | None = None
    maximum: Maximum | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """By name."""
        return {"alpha": self.alpha, "beta": self.beta}

    @property
    def standard_errors(self) -> dict[str, float] | None:
        """Of the parameters, None where the likelihood is flat."""
        errors = None if self.maximum is None else self.maximum.standard_errors
        return None if errors is None else dict(zip(self.parameters, map(float, errors), strict=True))

    @property
    def mean_churn(self) -> float:
        """Share of new customers lost in their first period, decimal."""
        return self.alpha / (self.alpha + self.beta)

    def survival(self, periods: ArrayLike) -> Array:
        """Share still there after so many periods, S(t) = B(alpha, beta + t) / B(alpha, beta).

        Args:
            periods: since acquisition, >= 0.

        Returns:
            Decimals, one per entry.

        Source: Fader and Hardie (2007), "How to project customer retention", Journal of Interactive Marketing 21:76-90, eq. 6.

        Example:
            >>> [round(float(share), 3) for share in Sbg(0.66809, 3.80610).survival([8, 12])]
            [0.46, 0.378]
        """
        t = np.asarray(periods, dtype=np.float64)
        return np.asarray(np.exp(special.betaln(self.alpha, self.beta + t) - special.betaln(self.alpha, self.beta)))

    def retention(self, period: ArrayLike) -> Array:
        """Share of those still there at the start of a period who stay, r_t = (beta + t - 1) / (alpha + beta + t - 1).

        Args:
            period: 1 for the first.

        Source: Fader and Hardie (2007), eq. 8.

        Example:
            >>> round(float(Sbg(1, 3).retention(1)), 2)
            0.75
        """
        t = np.asarray(period, dtype=np.float64)
        return np.asarray((self.beta + t - 1) / (self.alpha + self.beta + t - 1), dtype=np.float64)

    def expected_lifetime(self, *, discount: float, renewals: int = 0) -> float | None:
        """Discounted number of periods still to come, the present one included, of a customer seen to renew so often.

        Sum over t >= 0 of S(n + t) / S(n) / (1 + d)^t = 2F1(1, beta + n; alpha + beta + n; 1 / (1 + d)).

        Args:
            discount: rate per period, decimal, >= 0.
            renewals: n, whole, >= 0.

        Returns:
            Periods; None for no discount and alpha <= 1, where the sum has no end.

        Raises:
            InputError: discount or renewals out of bounds.

        Source: Fader and Hardie (2010), "Customer-base valuation in a contractual setting", Marketing Science 29:85-93, eq. 6.

        Example:
            >>> round(Sbg(1.0, 3.0).expected_lifetime(discount=0.1), 2)
            4.29
        """
        rate = check_number("discount", discount, minimum=0)
        count = check_number("renewals", renewals, minimum=0, whole=True)
        if rate == 0 and self.alpha <= 1:
            return None
        value = special.hyp2f1(1, self.beta + count, self.alpha + self.beta + count, 1 / (1 + rate))
        return float(value) if np.isfinite(value) else None

    def periods_within(self, *, discount: float, periods: int) -> float:
        """Discounted number of periods as a customer from acquisition up to a horizon, the first one included.

        Sum over t = 0..N of S(t) / (1 + d)^t.

        Args:
            discount: rate per period, decimal, > -1.
            periods: N, whole, >= 0.

        Returns:
            Periods, at least 1.

        Raises:
            InputError: discount or periods out of bounds.

        Source: Fader and Hardie (2010), eq. 1, cut off at a horizon.

        Example:
            >>> Sbg(1.0, 1.0).periods_within(discount=0.0, periods=2)  # S(t) = 1 / (1 + t)
            1.8333333333333333
        """
        rate = check_number("discount", discount, above=-1)
        ages = np.arange(check_number("periods", periods, minimum=0, maximum=10_000, whole=True) + 1)
        return float(self.survival(ages) @ (1 + rate) ** -ages)

    def residual_lifetime(self, *, discount: float, renewals: int) -> float | None:
        """Discounted number of periods still to come of a customer seen to renew so often, just before the next decision.

        r_(n+1) * 2F1(1, beta + n + 1; alpha + beta + n + 1; 1 / (1 + d)) for n renewals.

        Args:
            discount: rate per period, decimal, >= 0.
            renewals: n, whole, >= 0.

        Returns:
            Periods; None for no discount and alpha <= 1.

        Source: Fader and Hardie (2010), eq. 6, the discounted expected residual lifetime.

        Example:
            >>> round(Sbg(0.66809, 3.80610).residual_lifetime(discount=0.1, renewals=7), 2)
            7.53
        """
        ahead = self.expected_lifetime(discount=discount, renewals=renewals + 1)
        return None if ahead is None else float(self.retention(renewals + 1)) * ahead


def fit_sbg(*cohorts: Sequence[float]) -> Sbg:
    """The shifted-beta-geometric model of the highest likelihood for one cohort or several together.

    ln L = sum over t of lost_t * ln(S(t-1) - S(t)) + still there * ln S(T)

    Args:
        *cohorts: survivors of each cohort, the number at acquisition first, never rising; counts.

    Returns:
        The fitted model.

    Raises:
        InputError: a cohort shorter than three, empty, or rising; nobody lost or everybody lost at once.

    Source: Fader and Hardie (2007), eq. 5, appendix B.

    Example:
        >>> model = fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491])
        >>> round(model.alpha, 3), round(model.beta, 3)
        (0.668, 3.806)
    """
    if not cohorts:
        raise InputError.missing("survivors")
    lost, stayed = _tally([_checked(cohort) for cohort in cohorts])
    if lost.sum() == 0:
        raise InputError.too_few("lost", 0, 1)
    return _fitted(lost, stayed)


def fit_sbg_lifetimes(renewals: ArrayLike, lost: ArrayLike, customers: ArrayLike) -> Sbg:
    """The same model from single customers: how often each renewed, and whether it then left or was still there.

    Args:
        renewals: periods survived after the first, whole, >= 0.
        lost: 1 for customers who left after these renewals, 0 for those not seen to leave.
        customers: how many share the entry.

    Returns:
        The fitted model.

    Raises:
        InputError: lists of different length; nobody lost, or nobody ever renewed.

    Source: Fader and Hardie (2007), eq. 5; customers watched for different times as in appendix B.

    Example:
        >>> single = fit_sbg_lifetimes([0, 1, 2, 3], [1, 1, 1, 0], [131, 126, 90, 653])
        >>> round(single.beta / fit_sbg([1000, 869, 743, 653]).beta, 6)
        1.0
    """
    columns = {"renewals": renewals, "lost": lost, "customers": customers}
    t, left, n = (check_values(name, part) for name, part in columns.items())
    check_same_length("lost", left, "renewals", t)
    check_same_length("customers", n, "renewals", t)
    size = int(t.max()) + 2 if t.size else 2
    gone = np.bincount((t[left > 0] + 1).astype(int), weights=n[left > 0], minlength=size)
    stayed = np.bincount(t[left == 0].astype(int), weights=n[left == 0], minlength=size)
    if gone.sum() == 0:
        raise InputError.too_few("lost", 0, 1)
    if t.max() == 0:
        raise InputError.too_few("renewals", 0, 1)
    return _fitted(gone.astype(np.float64), stayed.astype(np.float64))


def _fitted(lost: Array, stayed: Array) -> Sbg:
    found = maximise(_likelihood(lost, stayed), np.array([1.0, 2.0]))
    notices = () if found.converged else (Notice("models.flat_likelihood", {"customers": float(lost.sum())}),)
    alpha, beta = map(float, found.parameters)
    return Sbg(alpha, beta, found.log_likelihood, found, notices)


def _checked(cohort: Sequence[float]) -> Array:
    survivors = np.array(check_series("survivors", cohort, at_least=3, minimum=0))
    if survivors[0] <= 0:
        raise InputError.too_small("survivors[0]", float(survivors[0]), 0.0, strict=True)
    rising = np.flatnonzero(np.diff(survivors) > 0)
    if rising.size:
        place = int(rising[0]) + 1
        raise InputError.exceeds(
            f"survivors[{place}]", float(survivors[place]), f"survivors[{place - 1}]", float(survivors[place - 1])
        )
    return survivors


def _tally(cohorts: list[Array]) -> tuple[Array, Array]:
    """Lost in period t, and last seen after t periods, over all cohorts."""
    longest = max(cohort.size for cohort in cohorts)
    lost, stayed = np.zeros(longest), np.zeros(longest)
    for cohort in cohorts:
        lost[1 : cohort.size] -= np.diff(cohort)
        stayed[cohort.size - 1] += cohort[-1]
    return lost, stayed


def _likelihood(lost: Array, stayed: Array) -> Likelihood:
    t = np.arange(lost.size, dtype=np.float64)

    def of(parameters: Array) -> tuple[float, Array]:
        alpha, beta = parameters
        base = special.betaln(alpha, beta)
        # P(leaves in period t) = B(alpha + 1, beta + t - 1) / B(alpha, beta)
        leaving = special.betaln(alpha + 1, beta + t[1:] - 1) - base
        staying = special.betaln(alpha, beta + t) - base
        value = lost[1:] @ leaving + stayed @ staying
        both, of_both = special.digamma(alpha + beta), special.digamma(alpha + beta + t)
        by_alpha = lost[1:] @ (special.digamma(alpha + 1) - of_both[1:] - special.digamma(alpha) + both)
        by_alpha += stayed @ (both - of_both)
        of_beta = special.digamma(beta)
        by_beta = lost[1:] @ (special.digamma(beta + t[1:] - 1) - of_both[1:] - of_beta + both)
        by_beta += stayed @ (special.digamma(beta + t) - of_both - of_beta + both)
        return float(value), np.array([by_alpha, by_beta])

    return of
