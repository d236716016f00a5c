"""Less noise from what was known before the test: means adjusted by a covariate (CUPED)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from lib.core.checks import check_number
from lib.core.records import Comparison, Notice
from lib.stats import notes
from lib.stats._checks import Values
from lib.stats._distributions import student_p
from lib.stats._ratio_bootstrap import check_units
from lib.stats._summary import Summary, never_varies
from lib.stats.means import compare_means
from lib.stats.methods import assumptions_of
from lib.stats.ratios import FEW_UNITS, RatioSums, as_sums

Units = RatioSums | tuple[object, object]
# As for the sizes of groups: an alarm this improbable is a broken test, not bad luck.
_COVARIATE_DIFFERS: Final = 0.001
_UNRELATED: Final = 0.05
# Below this share of the sums that it comes from, a difference is rounding.
_ROUNDING: Final = 1e-13


@dataclass(frozen=True, slots=True)
class Cuped:
    """Two means before and after the adjustment, b minus a.

    Attributes:
        comparison: of the adjusted values; of the values as they are where no adjustment is possible.
        unadjusted: of the values as they are.
        covariate: of the covariate itself, which the test cannot have changed; a difference is an alarm.
        theta: what one unit of the covariate is worth in the outcome; None where it never varies.
        correlation: of outcome and covariate within the groups; None where either never varies.
        variance_reduction: share of the squared standard error that is gone, negative where it grew; None without
            an adjustment.
        method: cuped.
        assumptions: codes of what it takes for granted.
        notes: what to say beside it.
    """

    comparison: Comparison
    unadjusted: Comparison
    covariate: Comparison
    theta: float | None
    correlation: float | None
    variance_reduction: float | None
    method: str = "cuped"
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Arm:
    """Means of outcome y and covariate x, and their sums of squares and products about the means."""

    n: float
    y: float
    x: float
    yy: float
    xx: float
    xy: float

    def outcome(self) -> Summary:
        return Summary(self.n, self.y, self._sd(self.yy))

    def covariate(self) -> Summary:
        return Summary(self.n, self.x, self._sd(self.xx))

    def adjusted(self, theta: float, centre: float) -> Summary:
        parts = (self.yy, theta**2 * self.xx)
        left = self.yy - 2 * theta * self.xy + parts[1]
        return Summary(self.n, self.y - theta * (self.x - centre), self._sd(_spread(left, sum(parts))))

    def _sd(self, squares: float) -> float:
        return math.sqrt(squares / (self.n - 1)) if self.n > 1 else 0.0


def cuped(a: Units, b: Units, *, level: float = 0.95, alternative: str = "two-sided") -> Cuped:
    """Two means of y adjusted by a covariate x from before the test: y - theta (x - mean of all x).

    theta = (S_xy of a + S_xy of b) / (S_xx of a + S_xx of b), sums about each group's own means: the slope of an
    analysis of covariance, so the adjusted difference is its group effect. Then Welch's t of the adjusted values.

    Args:
        a: first group, units being people: (outcomes, covariates) one by one, or their sums as from
            ``ratio_sums(outcomes, covariates)``.
        b: second group.
        level: confidence level, decimal in (0, 1).
        alternative: two-sided, greater (b above a) or less.

    Returns:
        Cuped; never a worse answer in silence: notes say when the covariate differs between the groups (p < 0.001),
        has nothing to do with the outcome, or never varies.

    Raises:
        InputError: outcomes and covariates of different lengths; sums that no data can have.

    Source: Deng, Xu, Kohavi and Walker (2013), "Improving the sensitivity of online controlled experiments by
    utilizing pre-experiment data", WSDM '13, section 3.

    Example:
        >>> spent_before, spent = [10, 20, 30, 40], [12, 19, 33, 41]
        >>> found = cuped((spent, spent_before), ([16, 24, 37, 44], [11, 19, 31, 40]))
        >>> round(found.comparison.estimate, 2), round(found.unadjusted.estimate, 2), round(found.theta, 2)
        (3.75, 4.0, 1.0)
    """
    first, second = _arm(a, "_a"), _arm(b, "_b")
    unadjusted = compare_means(first.outcome(), second.outcome(), level=level, alternative=alternative)
    covariate = compare_means(first.covariate(), second.covariate(), level=level)
    assumed = assumptions_of("welch", "cuped")
    base = Cuped(unadjusted, unadjusted, covariate, None, None, None, assumptions=assumed)
    if min(first.n, second.n) < 2:
        return replace(base, notes=unadjusted.notes)
    xx = first.xx + second.xx
    if xx == 0 or never_varies(first.covariate(), second.covariate()):
        apart = not math.isclose(first.x, second.x, rel_tol=1e-9)
        return replace(base, notes=(notes.covariate_never_varies(), *_differing(covariate, apart)))
    theta = (first.xy + second.xy) / xx
    centre = (first.n * first.x + second.n * second.x) / (first.n + second.n)
    arms = (first.adjusted(theta, centre), second.adjusted(theta, centre))
    adjusted = replace(compare_means(*arms, level=level, alternative=alternative), method="cuped", assumptions=assumed)
    correlation = _correlation(first, second)
    said = (*_differing(covariate), *_unrelated(correlation, first.n + second.n), *_few(min(first.n, second.n)))
    return replace(
        base,
        comparison=adjusted,
        theta=theta,
        correlation=correlation,
        variance_reduction=_reduction(unadjusted, adjusted),
        notes=said,
    )


def _reduction(before: Comparison, after: Comparison) -> float | None:
    if "standard_error" not in before.details:
        return None
    # Nothing is left to vary where the covariate tells all.
    return 1 - (after.details.get("standard_error", 0.0) / before.details["standard_error"]) ** 2


def _correlation(a: _Arm, b: _Arm) -> float | None:
    squares = (a.yy + b.yy) * (a.xx + b.xx)
    return max(-1.0, min(1.0, (a.xy + b.xy) / math.sqrt(squares))) if squares > 0 else None


def _differing(covariate: Comparison, certain: bool = False) -> tuple[Notice, ...]:
    p_value = 0.0 if certain else covariate.p_value
    return (notes.covariate_differs(p_value),) if p_value is not None and p_value < _COVARIATE_DIFFERS else ()


def _unrelated(correlation: float | None, n: float) -> tuple[Notice, ...]:
    """A notice unless the correlation within the groups is more than noise, with n - 3 degrees of freedom."""
    r = correlation or 0.0
    if n > 3 and (abs(r) >= 1 or student_p(r * math.sqrt((n - 3) / (1 - r * r)), n - 3, "two-sided") < _UNRELATED):
        return ()
    return (notes.covariate_unrelated(),)


def _few(units: float) -> tuple[Notice, ...]:
    return (notes.few_observations(units, FEW_UNITS),) if units < FEW_UNITS else ()


def _arm(units: Units, suffix: str) -> _Arm:
    if isinstance(units, RatioSums):
        return _from_sums(as_sums(units, suffix), suffix)
    y, x = check_units(units, suffix)
    if y.size == 0:
        return _Arm(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    (mean_y, off_y), (mean_x, off_x) = _centred(y), _centred(x)
    products = (float(np.dot(first, second)) for first, second in ((off_y, off_y), (off_x, off_x), (off_y, off_x)))
    return _Arm(int(y.size), mean_y, mean_x, *products)


def _centred(values: Values) -> tuple[float, Values]:
    # The mean of equal values may miss them by a hair, which would pass for spread.
    mean = float(values[0]) if values.min() == values.max() else float(values.mean())
    return mean, values - mean


def _from_sums(sums: RatioSums, suffix: str) -> _Arm:
    n = sums.n
    if n == 0:
        return _Arm(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    y, x = sums.sum_y / n, sums.sum_x / n
    yy, xx = sums.sum_yy - n * y**2, sums.sum_xx - n * x**2
    check_number(f"sum_yy{suffix}", sums.sum_yy, minimum=n * y**2 * (1 - 1e-9))
    check_number(f"sum_xx{suffix}", sums.sum_xx, minimum=n * x**2 * (1 - 1e-9))
    yy, xx = _spread(yy, sums.sum_yy), _spread(xx, sums.sum_xx)
    # Whatever the rounding, products lie within what the squares allow.
    bound = math.sqrt(yy * xx)
    return _Arm(n, y, x, yy, xx, max(-bound, min(bound, sums.sum_xy - n * y * x)))


def _spread(squares: float, whole: float) -> float:
    return squares if squares > _ROUNDING * whole else 0.0
