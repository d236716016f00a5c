"""The power of a plan as one function of its size and effect; everything else is solved from it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scipy import special

from lib.core.checks import check_number
from lib.stats._distributions import find_root, normal_upper, student_upper

# Nobody plans for more; a search beyond it would chase an effect of nothing.
LARGEST: Final = 1e12


@dataclass(frozen=True, slots=True)
class Design:
    """What a plan holds fixed while size or effect vary.

    Attributes:
        baseline: share of the first group; None for means.
        sd: standard deviation of a value; None for shares.
        alpha: chance of a false alarm, decimal in (0, 1).
        alternative: two-sided, greater or less.
        formula: of the standard errors, see ``FORMULAS``; "t" for means.
        allocation: units of b for each of a.
        groups: 2, or 1 against a fixed value.
    """

    baseline: float | None
    sd: float | None
    alpha: float
    alternative: str
    formula: str
    allocation: float
    groups: int


def power_at(design: Design, n: float, effect: float) -> float:
    """The chance to find an effect with n units in the first group; n need not be whole."""
    return _power_of_means(design, n, effect) if design.sd is not None else _power_of_shares(design, n, effect)


def cohens_h(share_a: float, share_b: float) -> float:
    """Distance of two shares on the arcsine scale: 2 asin sqrt(b) - 2 asin sqrt(a) (Cohen 1988)."""
    return 2 * math.asin(math.sqrt(share_b)) - 2 * math.asin(math.sqrt(share_a))


def check_effect(baseline: float | None, alternative: str, effect: object, *, may_be_zero: bool = False) -> float:
    """An effect that is possible from the baseline and on the side that is asked about."""
    size = check_number("effect", effect)
    if baseline is not None:
        check_number("effect", size, minimum=-baseline, maximum=1 - baseline)
    if may_be_zero:
        return size
    if alternative == "greater" or size == 0:
        return check_number("effect", size, above=0)
    return check_number("effect", size, below=0) if alternative == "less" else size


def find_size(power_of: Callable[[float], float], goal: float, *, smallest: float) -> float | None:
    """The size at which the power reaches a goal; None where none up to ``LARGEST`` does."""
    largest = smallest
    while power_of(largest) < goal:
        largest *= 2
        if largest > LARGEST:
            return None
    return find_root(lambda n: power_of(n) - goal, max(smallest, largest / 2), largest)


def find_effect(
    power_of: Callable[[float], float], goal: float, *, baseline: float | None, sd: float | None, alternative: str
) -> tuple[float | None, float]:
    """The smallest effect whose power reaches a goal, None where none does; and the furthest that was tried."""
    side = -1.0 if alternative == "less" else 1.0
    if baseline is not None:
        furthest = 1 - baseline if side > 0 else baseline
    else:
        unit = sd or 1.0
        furthest = unit
        while power_of(side * furthest) < goal and furthest < LARGEST * unit:
            furthest *= 2
    if power_of(side * furthest) < goal:
        return None, furthest
    return side * find_root(lambda size: power_of(side * size) - goal, 0.0, furthest), furthest


def ceiling(exact: float) -> int:
    """Rounded up to whole units; a root found a hair above a whole number is that number."""
    return math.ceil(exact - 1e-9 * max(1.0, exact))


def power_of_one_look(shift: float, *, alpha: float, two_sided: bool) -> float:
    """The power of the ordinary test whose statistic is expected at ``shift``."""
    reach = normal_upper(alpha / 2 if two_sided else alpha)
    return float(special.ndtr(shift - reach) + (special.ndtr(-shift - reach) if two_sided else 0.0))


def _per_unit(design: Design, variance_a: float, variance_b: float) -> float:
    """Standard error of the effect with one unit in the first group."""
    return math.sqrt(variance_a + variance_b / design.allocation) if design.groups == 2 else math.sqrt(variance_b)


def _power_of_shares(design: Design, n: float, effect: float) -> float:
    p_a = design.baseline or 0.0
    p_b = min(1.0, max(0.0, p_a + effect))
    if design.formula == "arcsine":
        effect = cohens_h(p_a, p_b)
    under_null, under_effect = (value / math.sqrt(n) for value in FORMULAS[design.formula](design, p_a, p_b))
    tail = design.alpha / 2 if design.alternative == "two-sided" else design.alpha
    reach = normal_upper(tail) * under_null

    def beyond(distance: float) -> float:
        if under_effect == 0:
            return 1.0 if distance > 0 else 0.0
        return float(special.ndtr(distance / under_effect))

    return _by_side(design.alternative, beyond(effect - reach), beyond(-effect - reach))


def _power_of_means(design: Design, n: float, effect: float) -> float:
    freedom = n * (1 + design.allocation) - 2 if design.groups == 2 else n - 1
    if freedom <= 0:
        return 0.0
    shift = effect / (design.sd or 1.0) * math.sqrt(n) / _per_unit(design, 1.0, 1.0)
    tail = design.alpha / 2 if design.alternative == "two-sided" else design.alpha
    reach = student_upper(tail, freedom)
    up, down = (_below(-reach, freedom, side * shift) for side in (-1, 1))
    return _by_side(design.alternative, up, down)


def _below(point: float, freedom: float, centre: float) -> float:
    """The chance that a noncentral t falls below a point under 0."""
    chance = float(special.nctdtr(freedom, centre, point))
    # Where the chance is below 1e-14, or as near to 1, scipy 1.17 sometimes has no answer (tried on a grid).
    return float(centre < point) if math.isnan(chance) else chance


def _by_side(alternative: str, up: float, down: float) -> float:
    return {"greater": up, "less": down, "two-sided": up + down}[alternative]


def _variance(share: float) -> float:
    return share * (1 - share)


def _unpooled(design: Design, p_a: float, p_b: float) -> float:
    return _per_unit(design, _variance(p_a), _variance(p_b))


def _pooled(design: Design, p_a: float, p_b: float) -> float:
    if design.groups == 1:
        return math.sqrt(_variance(p_a))
    share = _variance((p_a + design.allocation * p_b) / (1 + design.allocation))
    return _per_unit(design, share, share)


def _baseline(design: Design, p_a: float) -> float:
    return _per_unit(design, _variance(p_a), _variance(p_a))


# Standard errors, with one unit in the first group, under "no effect" and under the effect.
FORMULAS: Final[dict[str, Callable[[Design, float, float], tuple[float, float]]]] = {
    "pooled": lambda d, p_a, p_b: (_pooled(d, p_a, p_b), _unpooled(d, p_a, p_b)),
    "unpooled": lambda d, p_a, p_b: (_unpooled(d, p_a, p_b), _unpooled(d, p_a, p_b)),
    "arcsine": lambda d, _a, _b: (_per_unit(d, 1.0, 1.0), _per_unit(d, 1.0, 1.0)),
    "evan_miller": lambda d, p_a, p_b: (_baseline(d, p_a), _unpooled(d, p_a, p_b)),
    "pooled_both": lambda d, p_a, p_b: (_pooled(d, p_a, p_b), _pooled(d, p_a, p_b)),
}
