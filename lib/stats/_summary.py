"""A sample by its size, mean and standard deviation."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

from lib.core.checks import check_number
from lib.core.records import Notice
from lib.stats import notes
from lib.stats._checks import check_values


@dataclass(frozen=True, slots=True)
class Summary:
    """What the t methods need to know of a sample.

    Attributes:
        n: observations, whole, >= 0.
        mean: in the unit of the values; of no meaning when n is 0.
        sd: standard deviation with n - 1 in the denominator, >= 0; of no meaning when n is below 2.
    """

    n: float
    mean: float
    sd: float

    @property
    def squared_error(self) -> float:
        """Variance of the mean."""
        return self.sd**2 / self.n


def summary_from_sums(n: float, total: float, total_of_squares: float) -> Summary:
    """A summary from count, sum and sum of squares, as an engine gives them.

    Sums of squares lose digits when the mean is large against the spread; centre such values first.

    Example:
        >>> summary_from_sums(3, 6, 14)
        Summary(n=3, mean=2.0, sd=1.0)
    """
    if n == 0:
        return Summary(0, 0.0, 0.0)
    mean = total / n
    squares = total_of_squares - n * mean**2
    # What is left of equal values after rounding is no spread.
    variance = squares / (n - 1) if n > 1 and squares > 8 * sys.float_info.epsilon * total_of_squares else 0.0
    return Summary(n, mean, math.sqrt(variance))


def as_summary(name: str, sample: object) -> Summary:
    """A sample given as ``Summary``, as tuple (mean, sd, n), or as values (list, array; never a tuple of three)."""
    if isinstance(sample, Summary):
        return _checked(name, sample.n, sample.mean, sample.sd)
    if isinstance(sample, tuple) and len(sample) == 3:
        mean, sd, n = sample
        return _checked(name, n, mean, sd)
    values = check_values(name, sample)
    if values.size == 0:
        return Summary(0, 0.0, 0.0)
    constant = bool(values.min() == values.max())
    return Summary(
        int(values.size),
        float(values[0] if constant else values.mean()),
        0.0 if constant else float(values.std(ddof=1)),
    )


def obstacles(sample: Summary, group: str = "") -> tuple[Notice, ...]:
    """What keeps a sample from telling its spread."""
    if sample.n == 0:
        return (notes.no_observations(group),)
    return (notes.one_observation(group),) if sample.n == 1 else ()


def never_varies(*samples: Summary) -> bool:
    """No spread but rounding, by R's rule for t.test: standard error below 10 machine epsilons of the mean."""
    error = math.sqrt(sum(sample.squared_error for sample in samples))
    return error < 10 * sys.float_info.epsilon * max(abs(sample.mean) for sample in samples) or error == 0


def _checked(name: str, n: object, mean: object, sd: object) -> Summary:
    size = check_number(f"{name}.n", n, minimum=0, whole=True)
    if size == 0:
        return Summary(0, 0.0, 0.0)
    spread = check_number(f"{name}.sd", sd, minimum=0) if size > 1 else 0.0
    return Summary(size, check_number(f"{name}.mean", mean), spread)
