"""Whom to keep: who may be gone, and what would go with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from lib.models.bg_nbd import BgNbd
from lib.models.customer_value import CustomerBase, customer_values
from lib.models.gamma_gamma import GammaGamma
from lib.models.histories import Array

SegmentName = Literal["best", "slipping", "lost_regulars", "recent", "cooling", "quiet"]
SEGMENTS: Final[tuple[SegmentName, ...]] = ("best", "slipping", "lost_regulars", "recent", "cooling", "quiet")


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the models say of each customer.

    Attributes:
        alive: chance to be a customer still, decimal.
        purchases: expected in the periods to come.
        value: what the customer is expected to bring in these periods, discounted, money; None where a mean value is infinite.
        at_risk: chance to be gone times that value, money; None likewise.
    """

    alive: Array
    purchases: Array
    value: Array | None
    at_risk: Array | None


def keeping(
    base: CustomerBase, buying: BgNbd, spending: GammaGamma, *, margin: float, periods: int, discount: float
) -> Keeping:
    """Chance to be still there, purchases and value to come, and the value at risk, for each customer.

    value at risk = (1 - P(alive)) * value to come. The value already counts the chance to be gone, so the product is highest
    for customers who may or may not be gone, and low for those who surely are.

    Args:
        base: the customers, times in periods.
        buying: fitted on them, in periods.
        spending: fitted on them.
        margin: share that is left of a purchase, decimal.
        periods: to look ahead, whole, >= 1.
        discount: per period, decimal, > -1.

    Returns:
        One entry per entry of the base.

    Raises:
        InputError: margin, periods or discount out of bounds.

    Source: Fader, Hardie and Lee (2005), Journal of Marketing Research 42:415-430, for the value; note 021 for P(alive).

    Example:
        >>> one = CustomerBase(*(np.array([number]) for number in (2.0, 30.43, 38.86, 22.35, 1.0)))
        >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
        >>> found = keeping(one, model, GammaGamma(6.25, 3.74, 15.44), margin=0.3, periods=39, discount=0.0)
        >>> round(float(found.alive[0]), 3), round(float(found.at_risk[0]), 2)  # 0.273 * 9.07
        (0.727, 2.48)
    """
    alive = buying.probability_alive(base.repeats, base.last, base.watched)
    purchases = buying.conditional_purchases(float(periods), base.repeats, base.last, base.watched)
    value = customer_values(base, buying, spending, margin=margin, periods=periods, discount=discount)
    return Keeping(alive, purchases, value, None if value is None else (1 - alive) * value)


@dataclass(frozen=True, slots=True)
class Segment:
    """Customers with like recency and frequency.

    Attributes:
        name: which part of the square of recency and frequency.
        customers: in it.
        spent: by them so far, money.
        silent: mean time since the last purchase.
        repeats: mean purchases after the first.
        alive: mean chance to be a customer still, decimal.
        value: expected to come from all of them, money; None where it is infinite.
        at_risk: of that value, money.
    """

    name: SegmentName
    customers: float
    spent: float
    silent: float
    repeats: float
    alive: float
    value: float | None
    at_risk: float | None


def segment_of(recency: int, frequency: int) -> SegmentName:
    """The segment of two scores from 1 to 5, 5 the best.

    Example:
        >>> segment_of(5, 5), segment_of(1, 5), segment_of(5, 1)
        ('best', 'lost_regulars', 'recent')
    """
    often = frequency >= 4
    if recency >= 4:
        return "best" if often else "recent"
    if recency == 3:
        return "slipping" if often else "cooling"
    return "lost_regulars" if often else "quiet"


def segments(base: CustomerBase, recency: Array, frequency: Array, spent: Array, found: Keeping) -> tuple[Segment, ...]:
    """Six segments by how recently and how often customers bought, with what they brought and what is to come.

    Args:
        base: the customers.
        recency: score of each entry, 1 to 5.
        frequency: score of each entry, 1 to 5.
        spent: so far, by all customers of the entry together.
        found: what the models say of them.

    Returns:
        The segments that hold anybody, in a fixed order.

    Source: Hughes (1994), "Strategic Database Marketing", for scores in fifths; names and borders are this app's.

    Example:
        >>> one = CustomerBase(*(np.array([number]) for number in (2.0, 30.0, 38.0, 22.0, 3.0)))
        >>> said = Keeping(np.array([0.7]), np.array([1.2]), np.array([9.0]), np.array([2.7]))
        >>> [(s.name, s.customers, s.value) for s in segments(one, np.array([5]), np.array([4]), np.array([99]), said)]
        [('best', 3.0, 27.0)]
    """
    names = np.array([segment_of(int(r), int(f)) for r, f in zip(recency, frequency, strict=True)])
    return tuple(_segment(name, names == name, base, spent, found) for name in SEGMENTS if np.any(names == name))


def _segment(name: SegmentName, inside: Array, base: CustomerBase, spent: Array, found: Keeping) -> Segment:
    n = base.customers[inside]

    def total(part: Array | None) -> float | None:
        return None if part is None else float(part[inside] @ n)

    def mean(part: Array) -> float:
        return float(part[inside] @ n / n.sum())

    return Segment(
        name,
        float(n.sum()),
        float(spent[inside].sum()),
        mean(base.watched - base.last),
        mean(base.repeats),
        mean(found.alive),
        total(found.value),
        total(found.at_risk),
    )
