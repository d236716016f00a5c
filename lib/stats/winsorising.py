"""How much of a difference in means hangs on the largest and smallest values: a sensitivity beside the answer, never the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Comparison
from lib.stats._checks import check_values
from lib.stats.means import compare_means

_MOST = 0.25


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A comparison as the data are, and once more with the outermost values drawn in.

    Attributes:
        untouched: the answer: b minus a, every value as it is.
        winsorised: the same with values beyond the limits set to the limits; it estimates the difference of other means.
        limits: lowest and highest value left, from both groups together.
        changed: how many values of a and of b were drawn in.
    """

    untouched: Comparison
    winsorised: Comparison
    limits: tuple[float, float]
    changed: tuple[int, int]


def winsorised_means(a: object, b: object, *, share: float = 0.01, level: float = 0.95) -> Sensitivity:
    """Welch's comparison of two means, and the same with the outermost share of all values drawn in at either end.

    The limits are the k-th smallest and k-th largest of both groups together, k = floor(share n) + 1, so that a group with
    more giants is drawn in more, and both by one rule.

    Args:
        a: first sample, one value per unit.
        b: second sample.
        share: of all values at either end, decimal in [0, 0.25].
        level: of the intervals, decimal in (0, 1).

    Returns:
        Sensitivity; samples that are empty or hold one value have no test, and a notice (see ``compare_means``).

    Raises:
        InputError: values that are no finite numbers, both samples empty, a share out of range.

    Source: Tukey (1962), "The future of data analysis", Annals of Mathematical Statistics 33, section 14; Kohavi, Tang and Xu
    (2020), "Trustworthy Online Controlled Experiments", ch. 22, on capping.

    Example:
        >>> found = winsorised_means([1, 2, 3, 4, 5], [2, 3, 4, 5, 100], share=0.1)
        >>> round(found.untouched.estimate, 1), round(found.winsorised.estimate, 1), found.limits, found.changed
        (19.8, 0.6, (2.0, 5.0), (1, 1))
    """
    first, second = check_values("a", a), check_values("b", b)
    part = check_number("share", share, minimum=0, maximum=_MOST)
    everybody = np.sort(np.concatenate([first, second]))
    if not everybody.size:
        raise InputError.too_few("a", 0, 1)
    beyond = int(part * everybody.size)
    low, high = float(everybody[beyond]), float(everybody[-1 - beyond])
    drawn = tuple(np.clip(one, low, high) for one in (first, second))
    changed = tuple(
        int(np.count_nonzero(before != after)) for before, after in zip((first, second), drawn, strict=True)
    )
    return Sensitivity(
        compare_means(first, second, level=level),
        compare_means(*drawn, level=level),
        (low, high),
        (changed[0], changed[1]),
    )
