"""How likely a test that looks several times has crossed a bound by each look: the recursion over the looks.

The test statistic, times the root of the information, moves like a Brownian motion. Its density among the paths that
have crossed nothing so far is carried from look to look; each step is one matrix of normal densities (Armitage,
McPherson and Rowe 1969, Journal of the Royal Statistical Society A 132, 235-244; Jennison and Turnbull 2000, ch. 19).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special

from lib.stats._checks import Values

# Beyond so many standard deviations a path is less likely than the last digit of any result.
_FURTHEST: Final = 9.0
# Gauss-Legendre points per standard deviation of the narrower step, and in any case; doubling them moves no 12th digit.
_POINTS_PER_STEP: Final = 2.5
_FEWEST_POINTS: Final = 40
_MOST_POINTS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Walk:
    """The paths that have crossed no bound so far, before the next look.

    Attributes:
        times: information at each look as a share of all of it, rising to 1.
        two_sided: whether a path below minus the bound has crossed as well.
        drift: expected value of the final statistic; 0 where there is no effect.
        look: index of the next look.
        points: where the paths were at the look before.
        weights: probability that stands for each point.
    """

    times: tuple[float, ...]
    two_sided: bool
    drift: float
    look: int
    points: Values
    weights: Values

    @property
    def _step(self) -> float:
        return self.times[self.look] - (self.times[self.look - 1] if self.look else 0.0)

    def crossing(self, bound: float) -> float:
        """The chance to cross a bound on the statistic (z) at the next look, and none before."""
        root = math.sqrt(self._step)
        reach, expected = bound * math.sqrt(self.times[self.look]), self.points + self.drift * self._step
        crossed = special.ndtr((expected - reach) / root)
        if self.two_sided:
            crossed = crossed + special.ndtr((-reach - expected) / root)
        return float(self.weights @ crossed)

    def after(self, bound: float) -> Walk:
        """The paths that are still inside after the next look."""
        low, high = self._inside(bound)
        if high <= low:
            # Nobody is let through, or nobody could be there.
            return replace(self, look=self.look + 1, points=np.zeros(1), weights=np.zeros(1))
        nodes, shares = _gauss_legendre(self._points(high - low))
        points = low + (high - low) / 2 * (nodes + 1)
        root = math.sqrt(self._step)
        apart = (points[:, None] - (self.points + self.drift * self._step)[None, :]) / root
        density = np.exp(-0.5 * apart**2) @ self.weights / (root * math.sqrt(2 * math.pi))
        return replace(self, look=self.look + 1, points=points, weights=density * shares * (high - low) / 2)

    def _inside(self, bound: float) -> tuple[float, float]:
        time = self.times[self.look]
        middle, root = self.drift * time, math.sqrt(time)
        low = -bound * root if self.two_sided else -math.inf
        return max(low, middle - _FURTHEST * root), min(bound * root, middle + _FURTHEST * root)

    def _points(self, width: float) -> int:
        ahead = self.times[self.look + 1] - self.times[self.look] if self.look + 1 < len(self.times) else 1.0
        wanted = _FEWEST_POINTS + _POINTS_PER_STEP * width / math.sqrt(min(self._step, ahead))
        # In steps of 20, so that the same rules are found again.
        return min(_MOST_POINTS, 20 * math.ceil(wanted / 20))


def start(times: Sequence[float], *, two_sided: bool, drift: float = 0.0) -> Walk:
    """Before the first look: all paths at nought."""
    return Walk(tuple(times), two_sided, drift, 0, np.zeros(1), np.ones(1))


def first_crossings(
    times: Sequence[float], bounds: Sequence[float], *, two_sided: bool, drift: float = 0.0
) -> tuple[float, ...]:
    """The chance of the first crossing at each look."""
    walk, found = start(times, two_sided=two_sided, drift=drift), []
    for bound in bounds:
        found.append(walk.crossing(bound))
        if walk.look + 1 < len(walk.times):
            walk = walk.after(bound)
    return tuple(found)


@lru_cache(maxsize=64)
def _gauss_legendre(count: int) -> tuple[Values, Values]:
    nodes, weights = special.roots_legendre(count)
    return nodes, weights
