"""What the engine answers, in columns: the types are those that Ibis promises, nothing is rounded and nothing lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pytest

from lib.data import measure, read
from lib.data.answers import as_columns
from lib.indicators import INDICATORS

# 2^70, more than 64 bits hold: the engine adds integers up in 128.
WIDE = 1_180_591_620_717_411_303_424


@pytest.mark.parametrize(
    ("kind", "cells", "dtype", "listed"),
    [
        ("int64", (1, 2), "int64", [1, 2]),
        ("int64", (WIDE, 1), "object", [WIDE, 1]),
        ("float64", (0.5, 2), "float64", [0.5, 2.0]),
        ("decimal(38, 2)", (Decimal("0.10"), None), "object", [Decimal("0.10"), None]),
        ("string", ("a", "b"), "str", ["a", "b"]),
        ("date", (dt.date(2026, 1, 31),), "datetime64[s]", [pd.Timestamp(2026, 1, 31)]),
        ("array<int64>", ([1, 2], None), "object", [[1, 2], None]),
        ("int64", (), "int64", []),
    ],
)
def test_a_column_has_the_type_of_the_schema(kind: str, cells: tuple[Any, ...], dtype: str, listed: list[Any]) -> None:
    found = as_columns({"x": cells}, ibis.schema({"x": kind}))["x"]
    assert (found.dtype.name, list(found)) == (dtype, listed)


def test_an_empty_cell_among_numbers_is_not_a_number() -> None:
    found = as_columns({"x": (3, None)}, ibis.schema({"x": "int64"}))["x"]
    assert found[0] == 3.0
    assert np.isnan(found[1])


@pytest.mark.parametrize("time", ["", " 09:30"])
def test_a_day_is_one_unit_with_and_without_a_time_of_day(time: str) -> None:
    # By hand: 10 + 5 on the first day and 20 on the second are two units, whose squares sum to 225 + 400.
    rows = [("2026-01-01", 10, 2), ("2026-01-01", 5, 1), ("2026-01-02", 20, 4)]
    lines = "\n".join(f"{day}{time if cost != 5 else time and ' 18:00'},{cost},{clicks}" for day, cost, clicks in rows)
    roles = {"date": "day", "cost": "cost", "clicks": "clicks"}
    found = measure(read(f"day,cost,clicks\n{lines}\n".encode(), name="days.csv"), INDICATORS["cpc"], roles)
    assert found[["units", "cost", "cost_squares"]].values.tolist() == [[2.0, 35.0, 625.0]]
