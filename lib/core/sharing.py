"""A cost of the whole shared out over its groups."""

from __future__ import annotations

from collections.abc import Sequence


def shared(amount: float, bases: Sequence[float]) -> tuple[float, ...]:
    """The parts of an amount in proportion to bases: amount * b_g / sum of b.

    A base below nought (a group with more returns than sales) carries nothing; where no base is above nought, all carry the same.

    Args:
        amount: of the whole, money.
        bases: of the groups, in any one unit (customers reached, revenue).

    Returns:
        One part per group; together they are the amount.

    Source: Horngren, Datar and Rajan (2015), Cost Accounting, 15th ed. (cost allocation bases).

    Example:
        >>> shared(600.0, (100, 200, 0))
        (200.0, 400.0, 0.0)
        >>> shared(600.0, (0, -5))
        (300.0, 300.0)
    """
    weights = [max(0.0, float(base)) for base in bases]
    highest = max(weights, default=0.0)
    if highest == 0:
        return tuple(amount / len(weights) for _ in weights)
    # Divided by the highest first, so that huge bases do not add up beyond what a float holds.
    parts = [weight / highest for weight in weights]
    return tuple(amount * (part / sum(parts)) for part in parts)
