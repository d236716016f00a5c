"""What customers are worth who may leave without saying so: how often they will buy, times what they will spend, discounted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from lib.core.checks import check_choice, check_level, check_number
from lib.core.records import Estimate, Interval, Notice
from lib.models._maximise import drawn_parameters
from lib.models.bg_nbd import BgNbd, fit_bg_nbd
from lib.models.gamma_gamma import GammaGamma, fit_gamma_gamma
from lib.models.histories import Array, histories

Method = Literal["likelihood", "bootstrap"]
_LEAST_DRAWS: Final = 20


@dataclass(frozen=True, slots=True)
class CustomerBase:
    """Customers by history and spending; one entry may stand for several.

    Attributes:
        repeats: purchases after the first, whole, >= 0.
        last: time of the last one after the first, 0 without.
        watched: time from the first purchase to the end of watching, > 0.
        mean_value: mean value of the repeat purchases, money; 0 without.
        customers: how many the entry stands for.
    """

    repeats: Array
    last: Array
    watched: Array
    mean_value: Array
    customers: Array

    def fit(self, *, modified: bool = False, near: tuple[BgNbd, GammaGamma] | None = None) -> tuple[BgNbd, GammaGamma]:
        """Both models of the highest likelihood; customers who spent nothing on repeats are left out of the second."""
        bought = (self.repeats > 0) & (self.mean_value > 0)
        grouped = histories(self.repeats, self.last, self.watched, self.customers)
        first, second = (None, None) if near is None else (tuple(one.parameters.values()) for one in near)
        buying = fit_bg_nbd(grouped, modified=modified, start=first)
        spending = fit_gamma_gamma(self.repeats[bought], self.mean_value[bought], self.customers[bought], start=second)
        return buying, spending


def new_customer_value(
    buying: BgNbd, spending: GammaGamma, *, margin: float, periods: int, discount: float
) -> float | None:
    """The value of a new customer, the first purchase included, before what it cost to win them.

    margin * E[M] * (1 + sum over k = 1..K of (E[X(k)] - E[X(k - 1)]) / (1 + d)^k)

    Args:
        buying: how often.
        spending: how much.
        margin: share of the value of a purchase that is left, decimal.
        periods: horizon, whole, >= 1.
        discount: per period, decimal, > -1.

    Returns:
        Money; None where the mean value of a purchase is infinite (q <= 1).

    Raises:
        InputError: margin, periods or discount out of bounds.

    Source: Fader, Hardie and Lee (2005), Journal of Marketing Research 42:415-430; note 025 for the values.

    Example:
        >>> buying = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
        >>> round(new_customer_value(buying, GammaGamma(6.25, 3.74, 15.44), margin=1.0, periods=39, discount=0.0), 2)
        77.31
    """
    share = check_number("margin", margin)
    mean = spending.population_mean
    purchases = _new_purchases(buying, periods, discount)
    return None if mean is None else share * mean * purchases


def _new_purchases(buying: BgNbd, periods: int, discount: float) -> float:
    count = int(check_number("periods", periods, minimum=1, maximum=10_000, whole=True))
    rate = check_number("discount", discount, above=-1)
    within = buying.expected_purchases(np.arange(count + 1, dtype=np.float64))
    return 1.0 + float(np.diff(within) @ (1 + rate) ** -np.arange(1.0, count + 1))


def customer_values(
    base: CustomerBase, buying: BgNbd, spending: GammaGamma, *, margin: float, periods: int, discount: float
) -> Array | None:
    """What each customer will still bring in the periods to come.

    margin * E[M | own purchases] * discounted expected purchases given the own history.

    Args:
        base: the customers.
        buying: fitted on them.
        spending: fitted on them.
        margin: share that is left of a purchase, decimal.
        periods: to look ahead, whole, >= 1.
        discount: per period, decimal, > -1.

    Returns:
        Money, one per entry of the base; None where a mean value is infinite.

    Raises:
        InputError: margin, periods or discount out of bounds.

    Source: Fader, Hardie and Lee (2005), Journal of Marketing Research 42:415-430, p. 418.

    Example:
        >>> one = CustomerBase(*(np.array([number]) for number in (2.0, 30.43, 38.86, 22.35, 1.0)))
        >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
        >>> values = customer_values(one, model, GammaGamma(6.25, 3.74, 15.44), margin=0.3, periods=39, discount=0.0)
        >>> round(float(values[0]), 2)
        9.07
    """
    share = check_number("margin", margin)
    spent = np.where(base.mean_value > 0, base.repeats, 0.0)
    each = spending.expected_value(spent, base.mean_value)
    if each is None:
        return None
    # Customers share few histories: what takes long is worked out once for each.
    known, place = np.unique(np.stack([base.repeats, base.last, base.watched]), axis=1, return_inverse=True)
    bought = buying.discounted_purchases(*known, periods=periods, discount=discount)[place.reshape(-1)]
    return np.asarray(share * each * bought, dtype=np.float64)


def new_customer_interval(
    base: CustomerBase,
    *,
    margin: float,
    periods: int,
    discount: float,
    level: float = 0.95,
    modified: bool = False,
    method: Method = "likelihood",
    draws: int = 1000,
    seed: int = 15,
) -> Estimate:
    """The value of a new customer with its interval.

    ``likelihood`` draws parameters from the normal law that the curvature of the likelihood gives their logarithms;
    ``bootstrap`` fits both models again to customers drawn with replacement.

    Args:
        base: the customers.
        margin: share that is left of a purchase, decimal.
        periods: horizon, whole, >= 1.
        discount: per period, decimal, > -1.
        level: of the interval, decimal in (0, 1).
        modified: True for MBG/NBD.
        method: ``likelihood`` or ``bootstrap``.
        draws: how many; 200 are enough for a bootstrap.
        seed: of the draws.

    Returns:
        Estimate in money; without a value, or without an interval, its notes say why.

    Raises:
        InputError: as the fits and ``new_customer_value`` do.

    Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", ch. 13; King, Tomz and Wittenberg (2000), American
    Journal of Political Science 44:347-361, for the draws from the likelihood.

    Example:
        >>> lists = ([0] * 60 + [1] * 25 + [4] * 15, [0] * 60 + [12] * 25 + [30] * 15, [39] * 100)
        >>> base = CustomerBase(*(np.array(one, dtype=float) for one in lists), np.array([0] * 60 + [20] * 25 + [31] * 15), np.ones(100))
        >>> new_customer_interval(base, margin=0.3, periods=52, discount=0.0, draws=50).estimate > 0
        True
    """
    chosen = check_choice("method", method, ("likelihood", "bootstrap"))
    confidence = check_level(level)
    buying, spending = base.fit(modified=modified)
    value = new_customer_value(buying, spending, margin=margin, periods=periods, discount=discount)
    notes = (*buying.notices, *spending.notices)
    if value is None:
        return Estimate(None, None, chosen, (), notes)

    def worth(one: BgNbd, other: GammaGamma) -> float | None:
        return new_customer_value(one, other, margin=margin, periods=periods, discount=discount)

    rng = np.random.default_rng(seed)
    resampled = chosen == "bootstrap"
    drawn = (
        _resampled(base, (buying, spending), worth, draws, rng)
        if resampled
        else _drawn(buying, spending, worth, draws, rng)
    )
    if len(drawn) < max(_LEAST_DRAWS, draws // 2):
        return Estimate(value, None, chosen, (), (*notes, Notice("models.no_interval", {"draws": float(draws)})))
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value, Interval(float(low), float(high), confidence, chosen), chosen, (), notes)


Worth = Callable[[BgNbd, GammaGamma], float | None]


def _drawn(buying: BgNbd, spending: GammaGamma, worth: Worth, draws: int, rng: np.random.Generator) -> list[float]:
    first, second = (drawn_parameters(model.maximum, draws, rng) for model in (buying, spending))
    if first is None or second is None:
        return []
    found = []
    for one, other in zip(first, second, strict=True):
        r, alpha, a, b = map(float, one)
        value = worth(
            replace(buying, r=r, alpha=alpha, a=a, b=b), GammaGamma(float(other[0]), float(other[1]), float(other[2]))
        )
        if value is not None and np.isfinite(value):
            found.append(value)
    return found


def _resampled(
    base: CustomerBase, models: tuple[BgNbd, GammaGamma], worth: Worth, draws: int, rng: np.random.Generator
) -> list[float]:
    from lib.core.errors import InputError

    total = int(base.customers.sum())
    found = []
    for _ in range(draws):
        counts = rng.multinomial(total, base.customers / base.customers.sum()).astype(np.float64)
        kept = counts > 0
        sample = CustomerBase(
            base.repeats[kept], base.last[kept], base.watched[kept], base.mean_value[kept], counts[kept]
        )
        try:
            value = worth(*sample.fit(modified=models[0].modified, near=models))
        except InputError:
            continue  # nobody in this sample bought again
        if value is not None and np.isfinite(value):
            found.append(value)
    return found
