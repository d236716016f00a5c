"""What a new customer is worth who renews or not, with an interval."""

from __future__ import annotations

import numpy as np

from lib.core.checks import check_level, check_number
from lib.core.records import Estimate, Interval
from lib.models._maximise import drawn_parameters
from lib.models.sbg import Sbg


def renewing_value(
    model: Sbg,
    *,
    margin: float,
    margin_error: float = 0.0,
    discount: float,
    periods: int,
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 15,
) -> Estimate:
    """The value of a new customer whose chance to leave is one of many, with its interval.

    margin * sum over t = 0..N of S(t) / (1 + d)^t

    Args:
        model: fitted; without a fit there is no interval.
        margin: of a period as a customer, money.
        margin_error: its standard error, money, >= 0.
        discount: per period, decimal, > -1.
        periods: N, whole, >= 0.
        level: of the interval, decimal in (0, 1).
        draws: of the parameters (normal law of their logarithms) and of the margin (normal law).
        seed: of the draws.

    Returns:
        Money, the first margin at once, before what it cost to win the customer.

    Raises:
        InputError: a number out of bounds.

    Source: Fader and Hardie (2010), eq. 1; King, Tomz and Wittenberg (2000) for the draws.

    Example:
        >>> renewing_value(Sbg(1.0, 1.0), margin=6, discount=0.0, periods=2).estimate
        11.0
    """
    confidence = check_level(level)
    error = check_number("margin_error", margin_error, minimum=0)
    value = margin * model.periods_within(discount=discount, periods=periods)
    rng = np.random.default_rng(seed)
    cloud = drawn_parameters(model.maximum, draws, rng)
    if cloud is None:
        return Estimate(value, None, "likelihood", (), model.notices)
    margins = rng.normal(margin, error, size=draws)
    found = [
        each * Sbg(float(alpha), float(beta)).periods_within(discount=discount, periods=periods)
        for (alpha, beta), each in zip(cloud, margins, strict=True)
    ]
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value, Interval(float(low), float(high), confidence, "likelihood"), "likelihood", (), model.notices)
