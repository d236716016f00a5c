"""A cell of its own: how long customers (or trials, or carts) last, with the censored counted as not yet known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import survival_steps
from lib.core import Comparison, Unit
from lib.stats import SurvivalTable
from lib.ui.cells.common import chart, columns_of, heading, of_everything
from lib.ui.measuring import measure_extra
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, say, value

_MOST_GROUPS = 4


def survival(page: Notebook) -> None:
    """The survival curve of the loaded data, per group where there are few, with the log-rank test between them."""
    counts = measure_extra(page, "survival")
    if counts.empty:
        return
    heading(page, "survival", own=True)
    st.markdown(page.text("cells.survival.explain"))
    of_everything(page, counts)
    if "group" not in counts.columns or counts["group"].nunique() > _MOST_GROUPS:
        totals = counts.groupby("time", as_index=False)[["events", "censored"]].sum()
        counts = totals.assign(group=plain("cells.data.whole"))
    tables = tuple((str(group), _table(part)) for group, part in counts.groupby("group", sort=False))
    rows, medians = _curves(tables, page.level)
    unit, axis = _time(page)
    alt = plain(
        "cells.survival.alt",
        parts="; ".join(
            plain("cells.survival.median", group=group, median=number(median), unit=unit)
            if median is not None
            else plain("cells.survival.no_median", group=group)
            for group, median in medians
        ),
    )
    spec = survival_steps(rows, x=axis, y=plain("cells.survival.share"))
    labels = {name: f"cells.survival.{name}" for name in ("group", "time", "share", "low", "high")}
    shown = [
        {**row, "time": number(row["time"]), **{name: value(row[name], Unit.RATE) for name in ("share", "low", "high")}}
        for row in rows
    ]
    chart(spec, key=f"{page.slug}__survival", alt=alt, table=columns_of(shown, labels))
    _test(tables)


# The curves depend on the rows and the level, not on what a slider moves.
@lru_cache(maxsize=64)
def _curves(
    tables: tuple[tuple[str, SurvivalTable], ...], level: float
) -> tuple[tuple[Mapping[str, Any], ...], tuple[tuple[str, float | None], ...]]:
    from lib.stats import survival_curve

    rows: list[Mapping[str, Any]] = []
    medians = []
    for group, table in tables:
        curve = survival_curve(table, level=level)
        rows.append({"group": group, "time": 0.0, "share": 1.0, "low": 1.0, "high": 1.0})
        rows += [
            {"group": group, "time": time, "share": share, "low": low, "high": high}
            for time, share, low, high in zip(curve.times, curve.survival, curve.low, curve.high, strict=True)
        ]
        medians.append((group, curve.median().estimate))
    return tuple(rows), tuple(medians)


def _time(page: Notebook) -> tuple[str, str]:
    """The unit of time and the title of its axis: days, or whatever the column of tenures counts in."""
    tenure = page.measured.roles.get("tenure") if page.measured else None
    if tenure is None:
        return plain("units.days"), plain("cells.survival.days")
    return plain("cells.survival.column_unit"), plain("cells.survival.column", column=tenure)


def _table(part: pd.DataFrame) -> SurvivalTable:
    ordered = part[part["time"] >= 0].sort_values("time")
    return SurvivalTable(tuple(ordered["time"]), tuple(ordered["events"]), tuple(ordered["censored"]))


def _test(tables: tuple[tuple[str, SurvivalTable], ...]) -> None:
    if len(tables) < 2:
        return
    found = _log_rank(tuple(table for _, table in tables))
    if found.p_value is not None:
        st.markdown(say("cells.survival.log_rank", statistic=found.statistic, p=found.p_value))


@lru_cache(maxsize=64)
def _log_rank(tables: tuple[SurvivalTable, ...]) -> Comparison:
    from lib.stats import compare_survival

    return compare_survival(list(tables))
