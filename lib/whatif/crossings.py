"""Where a value crosses a goal: between which of many points, and then narrowed down to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from lib.whatif.tape import Array

Many = Callable[[Array], Array]
At = Callable[[float], float | None]
CLOSE: Final = 1e-9


def crossings(points: Array, values: Array, goal: float, many: Many, at: At) -> tuple[float, ...]:
    """Every place between the points where the value is the goal, in rising order; a jump past the goal is none."""
    gap = values - goal
    found = [float(point) for point, one in zip(points, gap, strict=True) if one == 0]
    with np.errstate(invalid="ignore"):
        crossed = np.flatnonzero(gap[:-1] * gap[1:] < 0)
    for place in crossed:
        root = _narrowed(float(points[place]), float(points[place + 1]), goal, many, at)
        if root is not None:
            found.append(root)
    return tuple(_distinct(sorted(found)))


def _narrowed(low: float, high: float, goal: float, many: Many, at: At) -> float | None:
    """The crossing between two points; None where the value is not there, or jumps past the goal."""
    first = float(abs(many(np.array([low]))[0] - goal))
    points = np.linspace(low, high, 129)
    for _ in range(12):
        gap = many(points) - goal
        if (exact := np.flatnonzero(gap == 0)).size:
            low = high = float(points[exact[0]])
            break
        with np.errstate(invalid="ignore"):
            crossed = np.flatnonzero(gap[:-1] * gap[1:] < 0)
        if not crossed.size:
            return None
        here = crossed[0]
        low, high = float(points[here]), float(points[here + 1])
        if high - low <= 4e-16 * max(abs(low), abs(high)):
            break
        points = _around(low, high, low + (high - low) * float(gap[here] / (gap[here] - gap[here + 1])))
    middle = (low + high) / 2
    value = at(middle)
    size = max(abs(goal), first, 1e-12)
    return middle if value is not None and abs(value - goal) <= 1e-7 * size else None


def _around(low: float, high: float, guess: float) -> Array:
    """Where to look next: the two ends, and places ever closer to where a straight line between them would cross.

    Between close ends a value is nearly straight, and the crossing then lies within a hair of the guess; where it is not, the
    widest of the steps still halve what is left.
    """
    steps = (high - low) * 2.0 ** -np.arange(1, 54)
    places = np.concatenate([[low, high, guess], guess - steps, guess + steps])
    return np.unique(np.clip(places, low, high))


def _distinct(solutions: list[float]) -> list[float]:
    kept: list[float] = []
    for one in solutions:
        if not kept or abs(one - kept[-1]) > CLOSE * max(1.0, abs(one)):
            kept.append(one)
    return kept
