"""Correlations between several inputs: whether they can all hold at once, and what would mend them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.whatif.tape import Array

Correlations = Mapping[tuple[str, str], float]
# A least eigenvalue this far below nought is rounding.
_NOUGHT: Final = -1e-9
_HUNDREDTHS: Final = 100


def tied(names: tuple[str, ...], correlation: Correlations) -> tuple[str, ...]:
    """The inputs that move with another one, in the order of the names; the others stay by themselves.

    Raises:
        InputError: a pair that is not among the names, or a correlation beyond -1 to 1.

    Example:
        >>> tied(("x", "y", "z"), {("z", "x"): 0.5, ("x", "y"): 0.0})
        ('x', 'z')
    """
    found = set()
    for (one, other), given in correlation.items():
        for name in (one, other):
            if name not in names:
                raise InputError.unknown(name, names)
        if check_number(f"correlation {one}, {other}", given, minimum=-1, maximum=1):
            found |= {one, other}
    return tuple(name for name in names if name in found)


def matrix_of(names: tuple[str, ...], correlation: Correlations) -> Array:
    """The matrix of pairs among the names, 0 for those not given.

    Example:
        >>> matrix_of(("x", "y"), {("x", "y"): 0.5}).tolist()
        [[1.0, 0.5], [0.5, 1.0]]
    """
    matrix = np.eye(len(names))
    for (one, other), given in correlation.items():
        if one in names and other in names and one != other:
            a, b = names.index(one), names.index(other)
            matrix[a, b] = matrix[b, a] = given
    return matrix


def root_of(names: tuple[str, ...], correlation: Correlations) -> Array:
    """What turns independent normal variables into correlated ones: a root A of the matrix, A A' = R.

    A matrix of correlations has no eigenvalue below nought (Horn and Johnson 2013, Matrix Analysis, 2nd ed., theorem 4.1.10).

    Raises:
        InputError: correlations that cannot all hold; its fields say what would mend them: ``factor`` to weaken all by, and
            ``low`` to ``high`` for the pair ``name`` and ``other`` alone where one pair will do.

    Example:
        >>> root_of(("x", "y"), {("x", "y"): 1.0}).round(6).tolist()[0] == root_of(("x", "y"), {("x", "y"): 1.0}).round(6).tolist()[1]
        True
    """
    matrix = matrix_of(names, correlation)
    values, vectors = np.linalg.eigh(matrix)
    if values[0] < _NOUGHT:
        raise _impossible(names, correlation, float(values[0]))
    root: Array = vectors * np.sqrt(np.maximum(values, 0))
    return root


def _impossible(names: tuple[str, ...], correlation: Correlations, least: float) -> InputError:
    # Weakened by s, the least eigenvalue is 1 - s (1 - least).
    factor = math.floor(_HUNDREDTHS / (1 - least)) / _HUNDREDTHS
    message = "these correlations cannot all hold at once"
    moves = []
    for (one, other), given in correlation.items():
        found = _room(names, correlation, (one, other))
        if found is not None:
            low, high = found
            moves.append((max(low - given, given - high), one, other, low, high))
    if not moves:
        return InputError("correlations_impossible_all", message, name="correlation", factor=factor)
    _, one, other, low, high = min(reversed(moves), key=lambda move: move[0])
    return InputError("correlations_impossible", message, name=one, other=other, low=low, high=high, factor=factor)


def _room(names: tuple[str, ...], correlation: Correlations, pair: tuple[str, str]) -> tuple[float, float] | None:
    """From where to where one pair can go, in hundredths, with all others as they are; None where they cannot hold without it."""
    places = np.arange(-_HUNDREDTHS, _HUNDREDTHS + 1) / _HUNDREDTHS
    tried = np.stack([matrix_of(names, {**correlation, pair: float(place)}) for place in places])
    good = np.flatnonzero(np.linalg.eigvalsh(tried)[:, 0] >= _NOUGHT)
    return (float(places[good[0]]), float(places[good[-1]])) if good.size else None
