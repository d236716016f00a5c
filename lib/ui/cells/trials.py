"""A cell of the test-drive: how long people take to decide, with recent trials counted for as long as they were watched."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import rising_steps
from lib.core import Unit
from lib.stats import SurvivalCurve, SurvivalTable
from lib.ui.cells.common import chart, columns_of, heading, of_everything
from lib.ui.measuring import measure_extra
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_MOST_GROUPS = 4
_WINDOWS = 4  # the axis ends after so many windows: beyond, few trials are left to watch


def time_to_purchase(page: Notebook) -> None:
    """The share that has bought after so many days, per group where there are few."""
    from lib.stats import survival_curve

    counts = measure_extra(page, "time_to_purchase")
    if counts.empty or page.measured is None:
        return
    heading(page, "time_to_purchase", own=True)
    st.markdown(page.text("cells.time_to_purchase.explain"))
    of_everything(page, counts)
    window = float(page.measured.options.get("window_days", 30))
    if "group" not in counts.columns or counts["group"].nunique() > _MOST_GROUPS:
        totals = counts.groupby("time", as_index=False)[["events", "censored"]].sum()
        counts = totals.assign(group=plain("cells.data.whole"))
    curves = {
        str(group): survival_curve(_table(part), level=page.level)
        for group, part in counts.groupby("group", sort=False)
    }
    rows = [row for group, curve in curves.items() for row in _risen(group, curve, _WINDOWS * window)]
    alt = plain(
        "test_drive.cells.time_to_purchase.alt",
        time=window,
        parts="; ".join(
            plain("test_drive.cells.time_to_purchase.part", group=group, share=value(_bought(curve, window), Unit.RATE))
            for group, curve in curves.items()
        ),
    )
    texts = "test_drive.cells.time_to_purchase"
    spec = rising_steps(rows, x=plain(f"{texts}.time"), y=plain(f"{texts}.share"), window=window)
    shown = [
        {
            "group": row["group"],
            "time": number(row["time"], "count"),
            **{name: value(row[name], Unit.RATE) for name in ("share", "low", "high")},
        }
        for row in rows
    ]
    labels = {name: f"{texts}.{name}" for name in ("group", "time", "share", "low", "high")}
    chart(spec, key="test_drive__time_to_purchase", alt=alt, table=columns_of(shown, labels))
    aside = float(page.measured.overall.get("set_aside", 0))
    if aside:
        st.markdown(page.text("cells.time_to_purchase.recent", count=aside, days=window))


def _table(part: pd.DataFrame) -> SurvivalTable:
    ordered = part[part["time"] >= 0].sort_values("time")
    return SurvivalTable(tuple(ordered["time"]), tuple(ordered["events"]), tuple(ordered["censored"]))


def _bought(curve: SurvivalCurve, time: float) -> float | None:
    """Share that has bought by that time, None where nobody was watched that long."""
    waiting = curve.at(time).estimate
    return None if waiting is None else 1 - waiting


def _risen(group: str, curve: SurvivalCurve, last: float) -> list[dict[str, Any]]:
    """The curve turned over, as far as anybody was watched and as the axis goes."""
    rows: list[dict[str, Any]] = [{"group": group, "time": 0.0, "share": 0.0, "low": 0.0, "high": 0.0}]
    for time, share, low, high in zip(curve.times, curve.survival, curve.low, curve.high, strict=True):
        if time <= last:
            rows.append({"group": group, "time": float(time), "share": 1 - share, "low": 1 - high, "high": 1 - low})
    end = min(last, curve.last)
    return [*rows, {**rows[-1], "time": end}] if rows[-1]["time"] < end else rows
