"""Does the model foresee what it has not seen? Purchases in a later period, expected against real."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lib.core.checks import check_number
from lib.models.bg_nbd import BgNbd
from lib.models.histories import Array, Histories
from lib.stats._checks import check_same_length, check_values


@dataclass(frozen=True, slots=True)
class FrequencyClass:
    """Customers with equally many repeats before, and what they did after.

    Attributes:
        repeats: before; the last class holds this many and more.
        customers: in the class.
        expected: mean purchases after, by the model.
        real: mean purchases after, as seen.
    """

    repeats: float
    customers: float
    expected: float
    real: float


def by_frequency(
    model: BgNbd,
    repeats: ArrayLike,
    last: ArrayLike,
    watched: ArrayLike,
    after: ArrayLike,
    customers: ArrayLike | None = None,
    *,
    time: float,
    most: int = 7,
) -> tuple[FrequencyClass, ...]:
    """Expected and real purchases in a holdout period, by how often customers bought before.

    Args:
        model: fitted on the time before.
        repeats: per customer, before.
        last: of the last repeat, before.
        watched: until the end of the time before.
        after: purchases in the holdout period, of all customers of the entry together, counts.
        customers: how many share the entry, 1 for each by default.
        time: length of the holdout period, > 0, in the unit of the model.
        most: the class that takes in all above, >= 1.

    Returns:
        One class per number of repeats that occurs, in order.

    Raises:
        InputError: a time that is not above 0, lists of different length.

    Source: Fader, Hardie and Lee (2005), Marketing Science 24:275-284, figure 3 (the comparison).

    Example:
        >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
        >>> by_frequency(model, [2], [30.43], [38.86], [1], time=39)[0].expected.__round__(3)
        1.226
    """
    length = check_number("time", time, above=0)
    given = {"repeats": repeats, "last": last, "watched": watched, "after": after}
    x, t_x, end, seen = (check_values(name, part) for name, part in given.items())
    n = np.ones_like(x) if customers is None else check_values("customers", customers)
    for name, part in (("last", t_x), ("watched", end), ("after", seen), ("customers", n)):
        check_same_length(name, part, "repeats", x)
    expected = model.conditional_purchases(length, x, t_x, end)
    classes = np.minimum(x, most)
    found = []
    for one in np.unique(classes):
        inside = classes == one
        many = float(n[inside].sum())
        means = float(expected[inside] @ n[inside]) / many, float(seen[inside].sum()) / many
        found.append(FrequencyClass(float(one), many, *means))
    return tuple(found)


def cumulative(model: BgNbd, data: Histories, times: ArrayLike) -> Array:
    """Expected repeat purchases of all customers together up to each time since the first of them came.

    Sum over customers of E[X(time - start)], the start being when the customer first bought.

    Args:
        model: fitted on them.
        data: their histories; who was watched longest came first.
        times: since the first customer came, >= 0.

    Returns:
        Counts, one per time.

    Source: Fader, Hardie and Lee (2005), figure 4.

    Example:
        >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
        >>> from lib.models import histories
        >>> round(float(cumulative(model, histories([0], [0], [32]), [32])[0]), 4)
        1.0437
    """
    moments = np.asarray(times, dtype=np.float64).reshape(-1)
    starts = data.watched.max() - data.watched
    known, place = np.unique(starts, return_inverse=True)
    customers = np.bincount(place, weights=data.customers)
    since = np.maximum(moments[:, None] - known[None, :], 0.0)
    return np.asarray(model.expected_purchases(since) @ customers, dtype=np.float64)
