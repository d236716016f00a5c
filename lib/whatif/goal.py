"""What would it take: the value of one input at which an indicator reaches a goal, the others held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.indicator import Indicator, Input, Values
from lib.core.records import Unit
from lib.whatif.crossings import CLOSE, crossings
from lib.whatif.many import number_at, placed, split, values_of
from lib.whatif.tape import Array

Outcome = Literal["one", "several", "none", "no_effect"]
_POINTS: Final = 2001
_FAR: Final = 1e6  # an input without bounds is searched up to a million times where it stands
_FAR_ENTRY: Final = 100.0


@dataclass(frozen=True, slots=True)
class GoalSeek:
    """Where an input takes the value of an indicator to its goal.

    Attributes:
        name: of the input, or entry of a series (``cash_flows[2]``).
        goal: the value wanted, in the unit of the indicator.
        now: the input as it stands.
        solutions: in rising order, each put back into ``compute`` and found to give the goal.
        outcome: ``one``, ``several``, ``none`` (out of reach), or ``no_effect`` (the value does not depend on the input).
        low: lower end of what was searched.
        high: upper end of what was searched.
        lowest: smallest value of the indicator within it, None where it never has one.
        highest: largest value of the indicator within it.
    """

    name: str
    goal: float
    now: float
    solutions: tuple[float, ...]
    outcome: Outcome
    low: float
    high: float
    lowest: float | None
    highest: float | None

    @property
    def nearest(self) -> float | None:
        """The solution nearest to where the input stands."""
        return min(self.solutions, key=lambda one: abs(one - self.now), default=None)


def goal_seek(
    ind: Indicator,
    inputs: Values,
    name: str,
    goal: float,
    *,
    variant: str | None = None,
    low: float | None = None,
    high: float | None = None,
) -> GoalSeek:
    """The values of one input at which the indicator equals a goal.

    value(x) = goal is looked for between two thousand points over the whole range, and each crossing is narrowed down;
    a crossing where the value jumps past the goal (a pole) is none, since putting it back does not give the goal.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        name: of a number, or of an entry of a series (``cash_flows[2]``).
        goal: in the unit of the value; rates are decimals.
        variant: name of the definition, None for the default one.
        low: lower end of the search, None for the input's own bound.
        high: upper end of the search, None for the input's own bound.

    Returns:
        Every solution found; half a customer may be one, since a plan may be rounded afterwards.

    Raises:
        InputError: for inputs that ``compute`` refuses, an unknown name, or an empty range.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> sought = goal_seek(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, "lost", 0.05)
        >>> [round(one, 6) for one in sought.solutions]
        [20.0]
    """
    wanted = check_number("goal", goal)
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    base, place = split(name)
    if base not in held or (place is None) != (ind.input(base).kind == "number"):
        raise InputError.unknown(name, tuple(held))
    now = number_at(held, name)
    points = _points(ind.input(base), held, now, low, high)

    def many(places: Array) -> Array:
        return values_of(ind, held, {name: places}, variant=chosen.name)

    def at(x: float) -> float | None:
        try:
            return ind.compute(variant=chosen.name, **placed(held, name, x)).value
        except InputError:
            # Whole inputs are allowed to be broken here; compute is not so generous.
            found = float(many(np.array([x]))[0])
            return None if np.isnan(found) else found

    values = many(points)
    known = values[~np.isnan(values)]
    lowest, highest = (float(known.min()), float(known.max())) if known.size else (None, None)
    if known.size and known.max() - known.min() <= CLOSE * max(1e-300, float(np.abs(known).max())):
        same = abs(float(known[0]) - wanted) <= CLOSE * max(abs(wanted), abs(float(known[0])))
        solutions: tuple[float, ...] = (now,) if same else ()
        return GoalSeek(name, wanted, now, solutions, "no_effect", float(points[0]), float(points[-1]), lowest, highest)
    solutions = crossings(points, values, wanted, many, at)
    outcome: Outcome = "none" if not solutions else "one" if len(solutions) == 1 else "several"
    return GoalSeek(name, wanted, now, solutions, outcome, float(points[0]), float(points[-1]), lowest, highest)


def break_even(
    ind: Indicator, inputs: Values, *, goal: float = 0.0, variant: str | None = None
) -> tuple[GoalSeek, ...]:
    """``goal_seek`` for every number among the inputs, in the order of the definition.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        goal: the value at which it breaks even, 0 unless said otherwise.
        variant: name of the definition, None for the default one.

    Returns:
        One per number; series are left out, ask for their entries by name.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> found = break_even(INDICATORS["profit"], {"revenue": 1000, "cost": 600}, variant="profit")
        >>> [(one.name, round(one.nearest, 6)) for one in found if one.nearest is not None]
        [('revenue', 600.0), ('cost', 1000.0)]
    """
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    names = [name for name in held if ind.input(name).kind == "number"]
    return tuple(goal_seek(ind, held, name, goal, variant=chosen.name) for name in names)


def what_it_takes(
    ind: Indicator, inputs: Values, goal: float, *, variant: str | None = None, entries: int = 12
) -> tuple[GoalSeek, ...]:
    """``goal_seek`` for every number and for the entries of every series, the smallest move first.

    move = |solution - now| / |now|; what does not get there comes after what does, and what has no effect is last.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        goal: in the unit of the value; rates are decimals.
        variant: name of the definition, None for the default one.
        entries: how many entries of each series to try, whole, >= 0.

    Returns:
        One per number or entry; an entry keeps its sign, and is searched up to a hundred times where it stands.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> given = {"revenue": 1000, "cost": 600, "fixed_cost": 300}
        >>> [found.name for found in what_it_takes(INDICATORS["profit"], given, 150, variant="profit")]
        ['revenue', 'cost', 'fixed_cost']
    """
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    found = []
    for name, value in held.items():
        kind = ind.input(name).kind
        if kind == "number":
            found.append(goal_seek(ind, held, name, goal, variant=chosen.name))
        elif kind == "series":
            for place, entry in enumerate(value[:entries]):
                # An outlay stays an outlay: a plan in which it becomes an income is another plan.
                low, high = sorted((0.0, _FAR_ENTRY * entry)) if entry else (None, None)
                at = f"{name}[{place}]"
                found.append(goal_seek(ind, held, at, goal, variant=chosen.name, low=low, high=high))
    return tuple(sorted(found, key=_effort))


def _effort(found: GoalSeek) -> tuple[int, float]:
    if found.outcome == "no_effect":
        return 2, 0.0
    if found.nearest is None:
        return 1, 0.0
    # From nothing, any move is the largest there is.
    return 0, abs(found.nearest - found.now) / abs(found.now) if found.now else float("inf")


def goal_near(value: float, *, better: str | None, unit: Unit) -> float:
    """A goal worth asking for where none was given: a tenth better, in round figures.

    goal = value + |value| / 10, or less a tenth where lower is better; a share stays below 1 by going half of the way to it.

    Args:
        value: of the indicator.
        better: whether higher or lower is better; None counts as higher.
        unit: of the value.

    Returns:
        The goal, to two figures; for a value of 0, one hundredth for rates and 1 for all else.

    Example:
        >>> goal_near(0.0352, better="lower", unit=Unit.RATE), goal_near(72351.8, better="higher", unit=Unit.MONEY)
        (0.032, 80000.0)
    """
    if value == 0:
        return 0.01 if unit is Unit.RATE else 1.0
    goal = value + abs(value) / 10 * (-1 if better == "lower" else 1)
    if unit is Unit.RATE and value < 1 < goal:
        goal = (1 + value) / 2
    rounded = float(f"{goal:.2g}")
    # Rounding must not take the goal back to where the value stands, or past it.
    return rounded if (rounded - value) * (goal - value) > 0 else goal


def _points(item: Input, held: Values, now: float, low: float | None, high: float | None) -> Array:
    """Where to look: the whole range of the input, dense around where it stands and thinner far away."""
    ceiling = item.maximum if item.maximum is not None else item.below
    other = held.get(item.at_most) if item.at_most else None
    if other is not None:
        ceiling = float(other) if ceiling is None else min(ceiling, float(other))
    floor = item.minimum if item.minimum is not None else item.above
    size = max(1.0, abs(now))
    bottom = low if low is not None else (floor if floor is not None else -_FAR * size)
    top = high if high is not None else (ceiling if ceiling is not None else _FAR * size)
    if not bottom < top:
        raise InputError.too_small("high", float(top), float(bottom), strict=True)
    spread = np.linspace(bottom, top, _POINTS // 4)
    if top - bottom > 100 * size:
        steps = np.linspace(np.arcsinh((bottom - now) / size * 100), np.arcsinh((top - now) / size * 100), _POINTS)
        spread = np.concatenate([spread, now + np.sinh(steps) * size / 100])
    else:
        spread = np.linspace(bottom, top, _POINTS)
    return np.unique(np.clip(np.concatenate([spread, [now, bottom, top]]), bottom, top))
