"""Two inputs at once, and one at a time all the way: the value over a range instead of at its ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.indicator import Indicator, Values
from lib.whatif.many import entries, number_at, values_of


@dataclass(frozen=True, slots=True)
class TwoWay:
    """The value over a grid of two inputs.

    Attributes:
        x: name of the first input.
        y: name of the second input.
        xs: its values, rising.
        ys: its values, rising.
        values: one row per y, one entry per x; None where there is no answer.
    """

    x: str
    y: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    values: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The value as one input moves from a share below to a share above where it stands.

    Attributes:
        name: of the input.
        shares: moves as decimal shares of the input, 0 in the middle.
        points: the input itself.
        values: of the indicator; None where there is no answer.
    """

    name: str
    shares: tuple[float, ...]
    points: tuple[float, ...]
    values: tuple[float | None, ...]


def two_way(
    ind: Indicator,
    inputs: Values,
    x: str,
    y: str,
    *,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    steps: int = 11,
    variant: str | None = None,
) -> TwoWay:
    """The value for every pair of two inputs over their ranges, the others held.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        x: name of a number, or of an entry of a series.
        y: another one.
        x_range: lowest and highest x.
        y_range: lowest and highest y.
        steps: points on each side, whole, 2 to 101.
        variant: name of the definition, None for the default one.

    Returns:
        The grid, each cell what ``compute`` gives.

    Raises:
        InputError: for unknown names, twice the same one, an empty range, inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> given = {"lost": 30, "customers_at_start": 400}
        >>> two_way(INDICATORS["churn"], given, "lost", "customers_at_start", x_range=(20, 40), y_range=(400, 500), steps=2).values
        ((0.05, 0.1), (0.04, 0.08))
    """
    if x == y:
        raise InputError.unknown_choice("y", y, tuple(name for name in inputs if name != x))
    count = int(check_number("steps", steps, minimum=2, maximum=101, whole=True))
    xs, ys = (_spread(name, ends, count) for name, ends in (("x_range", x_range), ("y_range", y_range)))
    across, down = (part.reshape(-1) for part in np.meshgrid(xs, ys))
    found = values_of(ind, inputs, {x: across, y: down}, variant=variant).reshape(count, count)
    return TwoWay(x, y, tuple(map(float, xs)), tuple(map(float, ys)), tuple(_plain(row) for row in found))


def spider(
    ind: Indicator, inputs: Values, *, share: float = 0.2, steps: int = 11, variant: str | None = None
) -> tuple[Line, ...]:
    """One line per number among the inputs, each entry of a series by itself: the value as it moves by a share either way, the others held.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        share: furthest move, decimal share of the input, above 0.
        steps: points per line, whole, odd ones include where it stands, 3 to 101.
        variant: name of the definition, None for the default one.

    Returns:
        The lines, in the order of the definition; an input of 0 has none, since a share of nothing is nothing.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> lines = spider(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, share=0.5, steps=3)
        >>> lines[0].name, [round(value, 4) for value in lines[0].values]
        ('lost', [0.0375, 0.075, 0.1125])
    """
    far = check_number("share", share, above=0)
    count = int(check_number("steps", steps, minimum=3, maximum=101, whole=True))
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    moves = np.linspace(-far, far, count)
    lines = []
    for name in entries(ind, held):
        value = number_at(held, name)
        if value == 0:
            continue
        points = value + abs(value) * moves
        found = values_of(ind, held, {name: points}, variant=chosen.name)
        lines.append(Line(name, tuple(map(float, moves)), tuple(map(float, points)), _plain(found)))
    return tuple(lines)


def _spread(name: str, ends: tuple[float, float], count: int) -> np.ndarray:
    low = check_number(f"{name}[0]", ends[0])
    high = check_number(f"{name}[1]", ends[1], above=low)
    return np.linspace(low, high, count)


def _plain(row: np.ndarray) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in row)
