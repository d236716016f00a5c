"""Customers who come back after a pause: value by how long ago they last bought, as a Markov chain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.core.checks import check_number, check_series


@dataclass(frozen=True, slots=True)
class MarkovValue:
    """Value of a customer by recency.

    Attributes:
        values: present value of a customer who last bought 1, 2, ... periods ago, money; the first is also that of a new one
            just after the first purchase.
        transitions: row by row, the chances to move from each state to each; the last state is "gone".
    """

    values: tuple[float, ...]
    transitions: tuple[tuple[float, ...], ...]


def markov_value(
    buys_again: tuple[float, ...] | list[float],
    *,
    margin: float,
    cost: float,
    discount: float,
    periods: int | None = None,
) -> MarkovValue:
    """The present value of a customer in each state of recency.

    V = sum over t of (P / (1 + d))^t R, for an endless horizon (I - P / (1 + d))^-1 R. A purchase moves to recency 1; no purchase
    moves one on; after the last recency the customer is gone. The margin comes with each purchase; the cost of keeping in
    touch is paid at the start of each period in every state but "gone".

    Args:
        buys_again: chance to buy in a period for recency 1, 2, ..., decimals.
        margin: money per purchase.
        cost: of keeping in touch, money per period, >= 0.
        discount: per period, decimal, > 0 for an endless horizon, else >= 0.
        periods: horizon, whole, >= 1; None for no end.

    Returns:
        The value by recency.

    Raises:
        InputError: chances outside [0, 1], discount or periods out of bounds.

    Source: Pfeifer and Carraway (2000), "Modeling customer relationships as Markov chains", Journal of Interactive Marketing
    14(2):43-55, eq. 3 and 7.

    Example:
        >>> round(markov_value([0.3, 0.2, 0.15, 0.05], margin=40, cost=4, discount=0.2).values[0], 2)
        52.32
    """
    chances = np.array(check_series("buys_again", buys_again, minimum=0))
    for place, chance in enumerate(chances):
        check_number(f"buys_again[{place}]", float(chance), minimum=0, maximum=1)
    money = check_number("margin", margin)
    touch = check_number("cost", cost, minimum=0)
    rate = check_number("discount", discount, minimum=0) if periods else check_number("discount", discount, above=0)
    matrix = _matrix(chances)
    # A customer in a state of recency has just bought (the first) or has not (the others); the margin belongs to buying.
    reward = np.array([money - touch, *([-touch] * (chances.size - 1)), 0.0])
    values = _sum(matrix / (1 + rate), reward, periods)
    return MarkovValue(tuple(map(float, values[:-1])), tuple(tuple(map(float, row)) for row in matrix))


def _matrix(chances: np.ndarray) -> np.ndarray:
    size = chances.size + 1
    matrix = np.zeros((size, size))
    for place, chance in enumerate(chances):
        matrix[place, 0] = chance
        matrix[place, place + 1] = 1 - chance
    matrix[-1, -1] = 1
    return matrix


def _sum(shrunk: np.ndarray, reward: np.ndarray, periods: int | None) -> np.ndarray:
    if periods is None:
        return np.asarray(np.linalg.solve(np.eye(len(reward)) - shrunk, reward))
    count = int(check_number("periods", periods, minimum=1, maximum=10_000, whole=True))
    total, power = reward.copy(), reward.copy()
    for _ in range(count):
        power = shrunk @ power
        total = total + power
    return np.asarray(total)
