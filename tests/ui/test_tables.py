"""Tables for the screen: the same cells as by way of a frame, whatever stands in the rows."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from lib.ui import tables


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([1, 2], "int64"),
        ([1, None], "double"),
        ([1, 2.5], "double"),
        ([0.5, math.nan], "double"),
        (["a", None], "string"),
        ([True, False], "bool"),
        ([None], "null"),
    ],
)
def test_a_column_has_one_type_and_empty_cells_stay_empty(cells: list[Any], kind: str) -> None:
    column = tables.of_columns({"x": cells})["x"]
    assert str(column.type) == kind
    assert [value is None for value in column.to_pylist()] == [bool(pd.isna(cell)) for cell in cells]


@pytest.mark.parametrize("cells", [[1, "a"], [10**30, 1]])
def test_what_has_no_one_type_is_left_to_streamlit(cells: list[Any]) -> None:
    found = tables.of_columns({"x": cells})
    assert isinstance(found, pd.DataFrame)
    assert found["x"].tolist() == cells


def test_no_rows_are_an_empty_table() -> None:
    assert tables.of_rows([]).num_rows == 0
    assert isinstance(tables.of_rows([]), pa.Table)
