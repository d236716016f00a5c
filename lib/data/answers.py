"""What the engine answers, in columns with the types that Ibis promises."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd


def as_columns(columns: Mapping[str, Sequence[Any]], schema: Any) -> dict[str, Any]:
    """Columns of Python values as arrays or series, as ``execute`` of an expression with that schema would give them.

    Example:
        >>> import ibis
        >>> found = as_columns({"n": (1, 2), "share": (0.5, None)}, ibis.schema({"n": "int64", "share": "float64"}))
        >>> [cells.dtype.name for cells in found.values()]
        ['int64', 'float64']
    """
    found = {name: _plain(cells, schema[name]) for name, cells in columns.items()}
    other = [name for name, cells in found.items() if cells is None]
    if other:
        found |= _converted({name: columns[name] for name in other}, schema)
    return found


def _plain(cells: Sequence[Any], kind: Any) -> Any:
    """Numbers and texts, of which most answers consist, in one step; None for what Ibis converts better."""
    if kind.is_string():
        return pd.array(cells, dtype=pd.StringDtype(na_value=math.nan))
    if kind.is_floating() or kind.is_integer():
        if None in cells:
            return np.array(cells, dtype="float64")
        # The engine adds integers up beyond 64 bits; those stay as they are.
        wide = kind.is_integer() and any(abs(cell) >> 63 for cell in cells)
        return np.array(cells, dtype="object" if wide else kind.to_numpy())
    if kind.is_decimal() and all(_is_scaled(cell, kind.scale) for cell in cells):
        return np.array(cells, dtype="object")
    return None


def _is_scaled(cell: Any, scale: int) -> bool:
    return cell is None or (isinstance(cell, Decimal) and cell.as_tuple().exponent == -scale)


def _converted(columns: Mapping[str, Sequence[Any]], schema: Any) -> dict[Any, Any]:
    from ibis.backends.duckdb.converter import DuckDBPandasData

    # As lists, since None stays apart from nan in them.
    frame = pd.DataFrame({name: list(cells) for name, cells in columns.items()})
    part = type(schema)({name: schema[name] for name in columns})
    return dict(DuckDBPandasData.convert_table(frame, part).items())
