"""Rows for the screen as Arrow tables, which Streamlit sends as they are: by way of a frame of pandas they take ten times as long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

# What is no column of one type; Streamlit makes text of it.
_MIXED = (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError)


def of_columns(columns: Mapping[str, Sequence[Any]]) -> Any:
    """Columns by their headers.

    Example:
        >>> of_columns({"n": [1, None], "name": ["a", "b"]}).to_pylist()
        [{'n': 1.0, 'name': 'a'}, {'n': None, 'name': 'b'}]
    """
    try:
        return pa.table({header: _cells(values) for header, values in columns.items()})
    except _MIXED:
        return pd.DataFrame(dict(columns))


def of_rows(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows, of which one may lack what another has.

    Example:
        >>> of_rows([{"x": 1.5}, {"x": 2.5, "y": "b"}]).to_pylist()
        [{'x': 1.5, 'y': None}, {'x': 2.5, 'y': 'b'}]
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return of_columns({name: [row.get(name) for row in rows] for name in names})


def beginnings(table: Any, count: int) -> dict[str, list[Any]]:
    """The first cells of each column, by its header.

    Args:
        table: of Arrow or of pandas.
        count: of cells at most.

    Example:
        >>> beginnings(of_columns({"n": ["a", "b"]}), 1)
        {'n': ['a']}
    """
    if isinstance(table, pd.DataFrame):
        return {str(name): table[name].head(count).tolist() for name in table.columns}
    return {str(name): cells for name, cells in table.slice(0, count).to_pydict().items()}


def _cells(values: Sequence[Any]) -> Any:
    found = pa.array(values, from_pandas=True)
    # As pandas does it: whole numbers of which some are missing reach the browser as numbers, not as big integers.
    return found.cast("float64") if found.null_count and pa.types.is_integer(found.type) else found
