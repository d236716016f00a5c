"""Two arms the Bayesian way: a prior worth so many imagined users, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lib import stats
from lib.experiments.records import Arm
from lib.stats import Posterior, posterior_proportions
from lib.stats.posterior import difference_density

_POINTS: Final = 60


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of either share before the data.

    Attributes:
        strength: how many imagined users it is worth, >= 0; 0 takes every share as equally likely.
        centre: share that they had, decimal in (0, 1).
    """

    strength: float = 0.0
    centre: float | None = None

    @property
    def parameters(self) -> tuple[float, float]:
        """Both parameters of the Beta distribution: one each, and the imagined successes and failures on top.

        >>> Prior(100, 0.25).parameters
        (26.0, 76.0)
        """
        centre = 0.5 if self.centre is None else self.centre
        return 1 + self.strength * centre, 1 + self.strength * (1 - centre)


def posterior_of(a: Arm, b: Arm, prior: Prior, *, level: float = 0.95) -> Posterior:
    """Both shares after the data (see ``posterior_proportions``).

    Example:
        >>> round(posterior_of(Arm("a", 100, 100, 10), Arm("b", 100, 100, 15), Prior()).probability, 6)
        0.853284
    """
    return posterior_proportions(a.total, a.n, b.total, b.n, prior=prior.parameters, level=level)


def posterior_shape(a: Arm, b: Arm, prior: Prior, known: Posterior) -> tuple[tuple[float, float], ...]:
    """Density of the difference b minus a at equally spaced points.

    Args:
        a: first arm.
        b: second arm.
        prior: of either share.
        known: their posterior, which says where the density lies.

    Returns:
        Pairs of difference (decimal) and density per percentage point, with one pair at no difference where it lies within.
    """
    (first, second), half = prior.parameters, 0.9 * (known.interval.high - known.interval.low)
    low, high = known.estimate - half, known.estimate + half
    shapes = [(first + arm.total, second + arm.n - arm.total) for arm in (a, b)]
    step = (high - low) / _POINTS
    points = [low + (i + 0.5) * step for i in range(_POINTS)] + ([0.0] if low < 0 < high else [])
    at = sorted({max(-1.0, min(1.0, point)) for point in points})
    heights = difference_density(shapes[1], shapes[0], at)
    return tuple((point, float(height) / 100) for point, height in zip(at, heights, strict=True))


def prior_sensitivity(
    a: Arm, b: Arm, strengths: Sequence[float], centre: float | None = None
) -> tuple[tuple[float, float], ...]:
    """P(b above a) under priors of growing strength, around the share of both arms together unless another is given.

    Args:
        a: first arm.
        b: second arm.
        strengths: imagined users, >= 0.
        centre: share that they had.

    Returns:
        Pairs of strength and probability.

    Example:
        >>> arms = Arm("a", 100, 100, 10), Arm("b", 100, 100, 15)
        >>> [round(chance, 3) for _, chance in prior_sensitivity(*arms, [0, 1000])]
        [0.853, 0.626]
    """
    return stats.prior_sensitivity(a.total, a.n, b.total, b.n, strengths=strengths, centre=centre)
