"""What a buying history comes down to: repeat purchases, when the last one was, and how long the customer was watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.core.errors import InputError
from lib.stats._checks import check_same_length, check_values

Array = NDArray[np.float64]
_COUNTABLE: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Histories:
    """Distinct histories and how many customers have each.

    Attributes:
        repeats: purchases after the first, whole, >= 0 (x in the papers).
        last: time from the first purchase to the last one, 0 without repeats (t_x).
        watched: time from the first purchase to the end of watching, >= last (T).
        customers: how many have this history, >= 0.
    """

    repeats: Array
    last: Array
    watched: Array
    customers: Array

    @property
    def n(self) -> float:
        """All customers."""
        return float(self.customers.sum())

    @property
    def repeat_buyers(self) -> float:
        """Customers who bought again."""
        return float(self.customers[self.repeats > 0].sum())

    def weighted(self, customers: ArrayLike) -> Histories:
        """The same histories held by other numbers of customers (for resampling)."""
        return Histories(self.repeats, self.last, self.watched, np.asarray(customers, dtype=np.float64))


def histories(repeats: ArrayLike, last: ArrayLike, watched: ArrayLike, customers: ArrayLike | None = None) -> Histories:
    """Groups equal histories, so that a likelihood is worked out once for each.

    Args:
        repeats: one entry per customer (or per group), whole, >= 0.
        last: in any one unit of time, 0 where there are no repeats.
        watched: in the same unit, at least ``last`` and > 0.
        customers: how many share the entry, 1 for each by default.

    Returns:
        The distinct histories with their counts.

    Raises:
        InputError: naming the argument and the entry that cannot be.

    Source: Fader, Hardie and Lee (2005), "Counting your customers the easy way", Marketing Science 24:275-284, p. 277.

    Example:
        >>> histories([0, 0, 2], [0, 0, 30], [38, 38, 38]).customers.tolist()
        [2.0, 1.0]
    """
    columns = [_column(name, given) for name, given in (("repeats", repeats), ("last", last), ("watched", watched))]
    counts = np.ones_like(columns[0]) if customers is None else _column("customers", customers)
    for name, column in zip(("last", "watched", "customers"), (columns[1], columns[2], counts), strict=True):
        check_same_length(name, column, "repeats", columns[0])
    if columns[0].size == 0:
        raise InputError.too_few("repeats", 0, 1)
    _possible(*columns)
    keys, size = _keys(columns)
    if size <= _COUNTABLE:
        # Counting into a table of all possible keys is many times faster than sorting them.
        weights = np.bincount(keys, weights=counts)
        place = np.zeros(weights.size, dtype=np.int64)
        place[keys] = np.arange(keys.size)
        seen = np.flatnonzero(weights)
        return _picked(columns, place[seen], weights[seen].astype(np.float64))
    _, first, order = np.unique(keys, return_index=True, return_inverse=True)
    return _picked(columns, first, np.bincount(order, weights=counts).astype(np.float64))


def coarser(data: Histories, steps: int) -> Histories:
    """Far fewer histories, by rounding times to so many steps.

    Their likelihood is highest so near the true maximum that a few Newton steps lead there.

    Example:
        >>> coarser(histories([1, 1, 0], [3, 4, 0], [40, 40, 39]), 10).customers.tolist()
        [1.0, 2.0]
    """
    step = float(data.watched.max()) / steps
    watched = np.maximum(np.ceil(data.watched / step), 1.0) * step
    last = np.minimum(np.ceil(data.last / step) * step, watched)
    return histories(data.repeats, last, watched, data.customers)


def _picked(columns: list[Array], places: NDArray[np.int64], customers: Array) -> Histories:
    repeats, last, watched = (column[places] for column in columns)
    return Histories(repeats, last, watched, customers)


def _column(name: str, given: ArrayLike) -> Array:
    column = check_values(name, given)
    low = np.flatnonzero(column < 0)
    if low.size:
        raise InputError.too_small(f"{name}[{low[0]}]", float(column[low[0]]), 0.0)
    return column


def _possible(repeats: Array, last: Array, watched: Array) -> None:
    broken = np.flatnonzero(repeats != np.floor(repeats))
    if broken.size:
        raise InputError.not_whole(f"repeats[{broken[0]}]", float(repeats[broken[0]]))
    unwatched = np.flatnonzero(watched <= 0)
    if unwatched.size:
        raise InputError.too_small(f"watched[{unwatched[0]}]", float(watched[unwatched[0]]), 0.0, strict=True)
    late = np.flatnonzero(last > watched)
    if late.size:
        place = late[0]
        raise InputError.exceeds(f"last[{place}]", float(last[place]), "watched", float(watched[place]))
    odd = np.flatnonzero((repeats == 0) & (last > 0))
    if odd.size:
        raise InputError.too_large(f"last[{odd[0]}]", float(last[odd[0]]), 0.0)


def _keys(columns: list[Array]) -> tuple[NDArray[np.int64], int]:
    """One whole number per history, and the bound of all: whole columns as they are, others by their rank."""
    whole = [_whole(column) for column in columns]
    ranges = [int(column.max()) + 1 for column in whole]
    if float(np.prod(np.array(ranges, dtype=np.float64))) > 2.0**62:
        whole = [np.unique(column, return_inverse=True)[1].astype(np.int64) for column in columns]
        ranges = [int(column.max()) + 1 for column in whole]
    keys = (whole[0] * ranges[1] + whole[1]) * ranges[2] + whole[2]
    return keys, ranges[0] * ranges[1] * ranges[2]


def _whole(column: Array) -> NDArray[np.int64]:
    if column.max() < 2**53 and np.all(column == np.floor(column)):
        return column.astype(np.int64)
    return np.unique(column, return_inverse=True)[1].astype(np.int64)
