"""The numbers of one column, few enough to carry about."""

from __future__ import annotations

import ibis

from lib.data.dataset import Dataset


def numbers_of(ds: Dataset, column: str, *, most: int = 10_000) -> tuple[float, ...]:
    """The finite numbers of a column; of a long one, every so-manyth, the same at every call.

    Args:
        ds: the data set.
        column: name of a numeric column.
        most: how many at most, >= 1.

    Returns:
        The numbers, empty where there are none.

    Raises:
        KeyError: there is no such column.
    """
    ds.column(column)
    cells = ds.table.select(x=ds.table[column].cast("float64"))
    cells = cells.filter(cells.x.notnull() & ~cells.x.isnan() & ~cells.x.isinf())
    step = -(-int(cells.count().execute()) // most)
    if step > 1:
        placed = cells.mutate(place=ibis.row_number())
        cells = placed.filter(placed.place % step == 0)
    return tuple(map(float, cells.x.execute()))
