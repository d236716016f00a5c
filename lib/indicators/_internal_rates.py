"""The one internal rate of many draws whose flows change sign more than once, and which of them have exactly one.

The proof behind the single answers (``_cash_flows.internal_rates``), for all draws at once: the sum of the flows at u = ln(1 + i) is cut
into pieces on which it crosses nought at most once by the roots of a sum with one change of sign fewer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lib.indicators._cash_flows import NOUGHT

Array = NDArray[np.float64]
# Between them lie all rates that a number can tell from -1 and from infinity.
_LOW, _HIGH = -37.42, 700.0
_STEPS, _CLOSE = 120, 1e-8
# So many draws start from the median root of a few of them.
_MANY, _FEW = 500, 25


def only_root(flows: Array, times: Sequence[float]) -> Array:
    """u = ln(1 + i) per draw; nan where no rate, or more than one, makes the flows worth nothing.

    Args:
        flows: in rows by time, draws in columns, none of them all nought.
        times: rising.

    Source: Laguerre (1883); Polya and Szego, Problems and Theorems in Analysis II, part V: the rule of signs for exponential sums.

    Example:
        >>> flows = np.array([[100.0, -100.0], [-230.0, 220.0], [132.0, -121.0]])
        >>> np.expm1(only_root(flows, (0, 1, 2))).round(9).tolist()
        [nan, 0.1]
    """
    parts, at = _merged(flows, np.asarray(times, dtype=np.float64))
    places = _pieces(parts, at)
    values = np.stack([_value(parts, at, place) for place in places])
    touched = (np.abs(values) <= NOUGHT) & (places > _LOW) & (places < _HIGH)
    crossed = _crossed(values)
    once = crossed.sum(axis=0) + touched.sum(axis=0) == 1
    found = np.full(parts.shape[1], np.nan)
    for row in range(len(crossed)):
        here = once & crossed[row]
        found[here] = narrowed(parts[:, here], at, places[row, here], places[row + 1, here])
    for row in range(len(touched)):
        here = once & touched[row]
        found[here] = places[row, here]
    return found


def _merged(flows: Array, times: Array) -> tuple[Array, Array]:
    """One row per time, the largest flow of each draw scaled to one."""
    at, starts = np.unique(times, return_index=True)
    size = np.max(np.abs(flows), axis=0)
    return np.add.reduceat(flows / np.where(size > 0, size, 1), starts, axis=0), at


def _pieces(parts: Array, at: Array) -> Array:
    """The ends of all rates and the turns between them, rising; a turn that a draw does not have lies on the lower end."""
    rows, draws = np.arange(len(parts)), np.arange(parts.shape[1])
    signs = np.sign(parts)
    # The last row before the first change of sign that is not nought, and the row of the change.
    first = signs[np.argmax(signs != 0, axis=0), draws]
    change = np.argmax(signs * first < 0, axis=0)
    before = np.max(np.where((signs != 0) & (rows[:, None] < change), rows[:, None], 0), axis=0)
    turned = parts * ((at[before] + at[change]) / 2 - at[:, None])
    ends = np.full((1, parts.shape[1]), _LOW), np.full((1, parts.shape[1]), _HIGH)
    return np.concatenate([ends[0], _roots(turned, at), ends[1]])


def _roots(parts: Array, at: Array) -> Array:
    """Every root of each draw, rising; rows enough for the draw that may have most, the others filled up with the lower end."""
    may = _changes(parts)
    found = np.full((int(may.max(initial=0)), parts.shape[1]), _LOW)
    some = may > 0
    if not some.any():
        return found
    own = parts[:, some] / np.max(np.abs(parts[:, some]), axis=0)
    places = _pieces(own, at)
    crossed = _crossed(np.stack([_value(own, at, place) for place in places]))
    roots = np.full((len(crossed), own.shape[1]), _LOW)
    for row, here in enumerate(crossed):
        roots[row, here] = narrowed(own[:, here], at, places[row, here], places[row + 1, here])
    found[:, some] = np.sort(roots, axis=0)[-len(found) :]
    return found


def _changes(parts: Array) -> NDArray[np.int64]:
    changes, before = np.zeros(parts.shape[1], dtype=np.int64), np.zeros(parts.shape[1])
    for row in np.sign(parts):
        changes += (row * before) < 0
        before = np.where(row != 0, row, before)
    return changes


def _crossed(values: Array) -> NDArray[np.bool_]:
    signs = np.where(np.abs(values) > NOUGHT, np.sign(values), 0)
    return np.asarray(signs[:-1] * signs[1:] < 0)


def _value(parts: Array, at: Array, u: Array) -> Array:
    """The sum at u over the size of its largest term, so that it is not too large for a number."""
    terms = _terms(parts, at, u, *_span(parts, at))
    return np.asarray(terms.sum(axis=0) / np.max(np.abs(terms), axis=0), dtype=np.float64)


def _span(parts: Array, at: Array) -> tuple[Array, Array]:
    """The times of the first and the last flow of each draw that are not nought."""
    some = parts != 0
    return at[np.argmax(some, axis=0)], at[len(at) - 1 - np.argmax(some[::-1], axis=0)]


def _terms(parts: Array, at: Array, u: Array, first: Array, last: Array) -> Array:
    powers = at[:, None] * -u
    # Bounded by the largest power of a flow that is not nought: near enough to its size, and no logarithm is needed.
    powers -= np.maximum(-first * u, -last * u)
    np.exp(np.minimum(powers, 0, out=powers), out=powers)
    powers *= parts
    return powers


def narrowed(parts: Array, at: Array, low: Array, high: Array) -> Array:
    """The crossing between two places of opposite sign: Newton's steps, and halving where one leaves the two or is slow."""
    start = 0.0
    if low.size > _MANY:
        few = slice(None, None, low.size // _FEW)
        start = float(np.median(narrowed(parts[:, few], at, low[few], high[few])))
    edge = np.minimum(0.1, (high - low) / 2)
    u = np.clip(start, low + edge, high - edge)
    found = u.copy()
    left, rising = np.arange(u.size), _value(parts, at, low) < 0
    before = high - low
    first, last = _span(parts, at)
    for _ in range(_STEPS):
        terms = _terms(parts, at, u, first, last)
        value, slope = terms.sum(axis=0), -(at @ terms)
        below = (value < 0) == rising
        low, high = np.where(below, u, low), np.where(below, high, u)
        with np.errstate(all="ignore"):
            step = value / slope
        slow = ~((u - step > low) & (u - step < high) & (np.abs(step) < np.abs(before) / 2))
        moved = np.where(value == 0, u, u - step)
        if (halved := slow & (value != 0)).any():
            # Halved in asinh: the two may be hundreds apart, and the crossing is mostly near nought.
            moved[halved] = np.sinh((np.arcsinh(low[halved]) + np.arcsinh(high[halved])) / 2)
        before = moved - u
        found[left] = u = moved
        # The error after one of Newton's steps is of the order of its square.
        going = np.abs(before) > np.where(slow, _CLOSE**2, _CLOSE) * np.maximum(1, np.abs(u))
        if not going.any():
            break
        if not going.all():
            parts, left = parts[:, going], left[going]
            low, high, u, before, first, last = (one[going] for one in (low, high, u, before, first, last))
            rising = rising[going]
    return np.asarray(found, dtype=np.float64)
