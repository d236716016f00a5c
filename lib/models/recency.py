"""How likely a customer is to buy again, by how long ago the last purchase was: counted, not assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.core.checks import check_level, check_number
from lib.core.errors import InputError
from lib.core.records import Estimate, Interval
from lib.models.markov import markov_value
from lib.stats._checks import check_same_length, check_values

# Chances counted on fewer occasions than this say little; customers silent for longer count as gone.
LEAST = 20
MOST = 60


@dataclass(frozen=True, slots=True)
class Recency:
    """Chances to buy in a period, by periods since the last purchase.

    Attributes:
        bought: how often a purchase came exactly 1, 2, ... periods after the one before.
        occasions: how often it could have.
    """

    bought: tuple[float, ...]
    occasions: tuple[float, ...]

    @property
    def chances(self) -> tuple[float, ...]:
        """Decimals, for 1, 2, ... periods since the last purchase."""
        return tuple(one / of for one, of in zip(self.bought, self.occasions, strict=True))


def count_recency(gap: ArrayLike, seen: ArrayLike, times: ArrayLike) -> Recency:
    """The chances from gaps between purchases; a gap without an end yet counts for as long as it has been watched.

    Args:
        gap: periods from a purchase to the next, or to the end of watching, whole, >= 0.
        seen: 1 where the next purchase was seen, 0 where the gap has no end yet.
        times: how often such a gap occurs.

    Returns:
        Chances as far as at least 20 occasions stand behind each, for 60 periods at most.

    Raises:
        InputError: fewer than 20 occasions to buy again in the next period.

    Source: Pfeifer and Carraway (2000), Journal of Interactive Marketing 14(2):43-55, for the chain; Kaplan and Meier (1958) for
    the counting of gaps without an end.

    Example:
        >>> count_recency([1, 1, 2, 2], [1, 0, 1, 0], [30, 10, 20, 40]).chances
        (0.3, 0.3333333333333333)
    """
    length, ended, count = (check_values(n, part) for n, part in (("gap", gap), ("seen", seen), ("times", times)))
    check_same_length("seen", ended, "gap", length)
    check_same_length("times", count, "gap", length)
    bought, occasions = [], []
    for periods in range(1, MOST + 1):
        of = float(count[length >= periods].sum())
        if of < LEAST:
            break
        occasions.append(of)
        bought.append(float(count[(length == periods) & (ended > 0)].sum()))
    if not occasions:
        raise InputError.too_few("gap", int(count[length >= 1].sum()), LEAST)
    return Recency(tuple(bought), tuple(occasions))


def returning_value(
    recency: Recency,
    *,
    margin: float,
    margin_error: float = 0.0,
    cost: float,
    discount: float,
    periods: int,
    level: float = 0.95,
    draws: int = 500,
    seed: int = 15,
) -> Estimate:
    """The value of a customer who has just bought for the first time, as a Markov chain of recency, with its interval.

    Args:
        recency: chances to buy.
        margin: of a period with a purchase, money.
        margin_error: its standard error, money, >= 0.
        cost: of keeping in touch, money per period, >= 0.
        discount: per period, decimal, >= 0.
        periods: horizon, whole, >= 1.
        level: of the interval, decimal in (0, 1).
        draws: of the chances (beta law, Jeffreys' prior) and of the margin (normal law).
        seed: of the draws.

    Returns:
        Money, before what it cost to win the customer.

    Raises:
        InputError: a number out of bounds.

    Source: Pfeifer and Carraway (2000), eq. 3.

    Example:
        >>> returning_value(Recency((50,), (100,)), margin=40, cost=0, discount=0.0, periods=2).estimate  # 40 + 20 + 10
        70.0
    """
    confidence = check_level(level)
    error = check_number("margin_error", margin_error, minimum=0)

    def worth(chances: tuple[float, ...], each: float) -> float:
        return markov_value(chances, margin=each, cost=cost, discount=discount, periods=periods).values[0]

    rng = np.random.default_rng(seed)
    bought, occasions = np.array(recency.bought), np.array(recency.occasions)
    chances = rng.beta(bought + 0.5, occasions - bought + 0.5, size=(draws, bought.size))
    margins = rng.normal(margin, error, size=draws)
    found = [worth(tuple(one), float(each)) for one, each in zip(chances.tolist(), margins, strict=True)]
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    limits = Interval(float(low), float(high), confidence, "simulation")
    return Estimate(worth(recency.chances, margin), limits, "simulation")
