"""What a plan would be with another size: curves of its power and of the smallest effect that it finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lib.stats import Setting, plan_run, run_power

_POINTS: Final = 24
# From a tenth of the plan to two and a half times its size: there the power goes from little to nearly all.
_FROM, _TO = 0.1, 2.5


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One size.

    Attributes:
        per_arm: units in each arm.
        value: power, or effect.
    """

    per_arm: float
    value: float


@lru_cache(maxsize=128)
def power_curve(setting: Setting, *, effect: float, alpha: float, around: int) -> tuple[CurvePoint, ...]:
    """The power by size.

    Args:
        setting: what is held fixed.
        effect: b minus a.
        alpha: of the entire test.
        around: units in each arm of the plan.

    Example:
        >>> points = power_curve(Setting(sd=1), effect=1, alpha=0.05, around=20)
        >>> points[0].per_arm, round(points[-1].value, 4)
        (2.0, 0.9986)
    """
    return tuple(CurvePoint(n, run_power(setting, per_arm=n, effect=effect, alpha=alpha)) for n in _sizes(around))


@lru_cache(maxsize=128)
def effect_curve(setting: Setting, *, power: float, alpha: float, around: int) -> tuple[CurvePoint, ...]:
    """The smallest effect that is found, by size; sizes too small to find any are left out.

    Args:
        setting: what is held fixed.
        power: wanted.
        alpha: of the entire test.
        around: units in each arm of the plan.

    Example:
        >>> points = effect_curve(Setting(baseline=0.2), power=0.8, alpha=0.05, around=1094)
        >>> points[0].value > 0.05 > points[-1].value
        True
    """
    plans = (plan_run("effect", setting, power=power, alpha=alpha, per_arm=n) for n in _sizes(around))
    sizes = zip(_sizes(around), plans, strict=True)
    return tuple(CurvePoint(n, plan.effect) for n, plan in sizes if plan.effect is not None)


def _sizes(around: int) -> tuple[float, ...]:
    step = (_TO / _FROM) ** (1 / (_POINTS - 1))
    return tuple(dict.fromkeys(max(2.0, float(round(around * _FROM * step**place))) for place in range(_POINTS)))
