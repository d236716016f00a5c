"""What a plan holds fixed, and its power with several arms and looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lib.stats._distributions import find_root
from lib.stats._power import Design, power_at, power_of_one_look
from lib.stats.sequential import SequentialBounds, group_sequential_bounds


@dataclass(frozen=True, slots=True)
class Setting:
    """What a plan holds fixed, whatever it is solved for.

    Attributes:
        baseline: share of the control, decimal in [0, 1]; this or ``sd``.
        sd: standard deviation of a value, > 0, for means.
        alternative: two-sided, greater or less.
        formula: see ``sample_size``; None for the usual one.
        arms: control and versions, 2 to 10; each version is compared with the control at alpha / (arms - 1).
        looks: how often the test is looked at with the wish to stop, 1 to 200, in equal steps.
        shape: of the bounds for several looks, obrien_fleming or pocock.
    """

    baseline: float | None = None
    sd: float | None = None
    alternative: str = "two-sided"
    formula: str | None = None
    arms: int = 2
    looks: int = 1
    shape: str = "obrien_fleming"


def power_of(setting: Setting, n: float, effect: float, alpha: float) -> float:
    """The power of a plan with its arms and looks."""
    each = alpha / (setting.arms - 1)
    once = power_once(setting, n, effect, alpha)
    if setting.looks == 1 or not each < once < 1:
        return once
    two_sided = setting.alternative == "two-sided"
    shift = find_root(lambda value: power_of_one_look(value, alpha=each, two_sided=two_sided) - once, 0.0, 60.0)
    return bounds_for(setting.looks, each, setting.shape, two_sided).power(shift)


def power_once(setting: Setting, n: float, effect: float, alpha: float) -> float:
    """The power of one look at the end."""
    each = alpha / (setting.arms - 1)
    design = Design(setting.baseline, setting.sd, each, setting.alternative, setting.formula or "pooled", 1.0, 2)
    return power_at(design, n, effect)


def goal_once(setting: Setting, goal: float, alpha: float) -> float:
    """The power that one look must have for all looks to reach the goal: what is solved for then needs no recursion."""
    if setting.looks == 1:
        return goal
    each, two_sided = alpha / (setting.arms - 1), setting.alternative == "two-sided"
    shift = _shift(setting.looks, each, setting.shape, two_sided, goal)
    return power_of_one_look(shift, alpha=each, two_sided=two_sided)


@lru_cache(maxsize=256)
def _shift(looks: int, alpha: float, shape: str, two_sided: bool, goal: float) -> float:
    return bounds_for(looks, alpha, shape, two_sided).shift(goal)


@lru_cache(maxsize=256)
def bounds_for(looks: int, alpha: float, shape: str, two_sided: bool) -> SequentialBounds:
    """Bounds for equal steps; a page asks for the same ones again and again."""
    return group_sequential_bounds(looks, alpha=alpha, shape=shape, two_sided=two_sided)
