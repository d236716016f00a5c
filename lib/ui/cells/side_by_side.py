"""A cell that many pages share: the definitions of one unit side by side, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.charts import dot_plot
from lib.core import Unit
from lib.ui.cells.common import chart, columns_of, heading
from lib.ui.definitions import Definition, definitions
from lib.ui.notebook import Notebook
from lib.ui.words import plain, value


def side_by_side(page: Notebook) -> None:
    """The definitions in the unit of the first one, as dots with intervals on one scale."""
    unit = page.ind.variants[0].unit
    names = [item.name for item in page.ind.variants if item.unit is unit]
    found = [one for one in definitions(page, names) if one.result.value is not None]
    if len(found) < 2:
        return
    heading(page, "side_by_side", own=True)
    st.markdown(page.text("cells.side_by_side.explain"))
    show_definitions(page, found, unit)


def show_definitions(page: Notebook, found: Sequence[Definition], unit: Unit) -> None:
    """Dots with intervals on one scale, with their table."""
    ranked = sorted(found, key=_value)
    alt = plain(
        "cells.side_by_side.alt",
        low_name=ranked[0].label,
        low=value(_value(ranked[0]), unit),
        high_name=ranked[-1].label,
        high=value(_value(ranked[-1]), unit),
    )
    rows = [{"group": one.label, "value": _value(one), "low": one.low, "high": one.high} for one in found]
    spec = dot_plot(rows, x=page.text("title"), unit=unit)
    chart(spec, key=f"{page.slug}__side_by_side", alt=alt, table=table(rows, unit))


def table(rows: Sequence[dict[str, Any]], unit: Unit) -> Any:
    """The same as a table, with numbers as the language writes them."""
    names = [name for name in ("value", "low", "high") if any(row[name] is not None for row in rows)]
    shown = [{"group": row["group"], **{name: value(row[name], unit) for name in names}} for row in rows]
    return columns_of(shown, {name: f"cells.side_by_side.{name}" for name in ("group", *names)})


def _value(one: Definition) -> float:
    return one.result.value or 0.0
