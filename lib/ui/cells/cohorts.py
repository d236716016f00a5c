"""A cell of customer lifetime value: retention and margin of the customers won in each period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import dot_plot, trend_line
from lib.core import Interval, Unit
from lib.ui.cells.common import chart, columns_of, heading, of_everything
from lib.ui.measuring import measure_groups, measure_whole
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_MOST_LABELS = 24
_UNITS = {"retention": Unit.RATE, "margin": Unit.MONEY}


def cohorts(page: Notebook) -> None:
    """Retention and margin per cohort, each with its interval where the data carry one."""
    measured = _measured(page)
    silent = page.measured.options.get("inactive_days") if page.measured else None
    frame = measured if silent is None else old_enough(measured, int(silent))
    rows = [_row(page, row) for row in frame.to_dict("records")]
    if len(rows) < 2:
        return
    heading(page, "cohorts", own=True)
    st.markdown(page.text("cells.cohorts.explain"))
    if len(frame) < len(measured):
        st.caption(page.text("cells.cohorts.too_young", count=len(measured) - len(frame), days=silent))
    of_everything(page, frame)
    table = columns_of([_written(row) for row in rows], _labels(rows))
    for place, name in enumerate(_UNITS):
        _picture(page, rows, name, table if place else None)


def _measured(page: Notebook) -> pd.DataFrame:
    """One row per cohort, by the period of acquisition or by the column that names the cohort."""
    found = page.measured
    if found is not None and "cohort" in found.roles and found.shape.name == "cohorts":
        frame = measure_groups(page, found.roles["cohort"])
        return frame.rename(columns={"group": "cohort"}).sort_values("cohort")
    frame = measure_whole(page, "cohorts")
    return frame if frame.empty else frame.rename(columns={"period": "cohort"}).sort_values("cohort")


def old_enough(frame: pd.DataFrame, silent: int) -> pd.DataFrame:
    """The cohorts won at least twice the silent days before the last one.

    A repeat purchase shows at once who was kept, but a loss only after the silence: in a young cohort nobody seems to leave.
    """
    if frame.empty:
        return frame
    old = frame["cohort"] <= frame["cohort"].max() - pd.Timedelta(days=2 * silent)
    kept: pd.DataFrame = frame.loc[old]
    return kept


def _row(page: Notebook, row: Mapping[Any, Any]) -> dict[str, Any]:
    dated = isinstance(row["cohort"], pd.Timestamp)
    shown: dict[str, Any] = {"cohort": str(row["cohort"])[:10] if dated else str(row["cohort"]), "dated": dated}
    known = {str(name): None if pd.isna(given) else float(given) for name, given in row.items() if name in _SUMS}
    limits = {"retention": _retention_limits(known, page.level), "margin": _margin_limits(known, page.level)}
    for name, interval in limits.items():
        low, high = (interval.low, interval.high) if interval else (None, None)
        shown |= {name: known.get(name), f"{name}_low": low, f"{name}_high": high}
    return {**shown, "customers": known.get("customers"), "at_risk": known.get("at_risk")}


_SUMS = {
    "margin", "retention", "retained", "at_risk", "customers", "active_periods", "margin_total", "margin_squares",
    "active_squares", "margin_active",
}  # fmt: skip


def _retention_limits(known: Mapping[str, float | None], level: float) -> Interval | None:
    from lib.stats import proportion_interval

    if not known.get("at_risk"):
        return None
    return proportion_interval(known["retained"], known["at_risk"], level=level).interval  # type: ignore[arg-type]


def _margin_limits(known: Mapping[str, float | None], level: float) -> Interval | None:
    from lib.stats import RatioSums, ratio_interval

    names = ("customers", "margin_total", "active_periods", "margin_squares", "active_squares", "margin_active")
    sums = [given for name in names if (given := known.get(name)) is not None]
    if len(sums) < len(names) or sums[0] < 2:
        return None
    return ratio_interval(RatioSums(int(sums[0]), *sums[1:]), level=level).interval


def _picture(page: Notebook, rows: list[dict[str, Any]], name: str, table: pd.DataFrame | None) -> None:
    unit = _UNITS[name]
    drawn = [row for row in rows if row[name] is not None]
    if len(drawn) < 2:
        return
    title = page.text(f"inputs.{name}.label")
    x = page.text("cells.cohorts.cohort")
    points = [{"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]} for row in drawn]
    if drawn[0]["dated"]:
        spec = trend_line(
            [{**p, "period": r["cohort"]} for p, r in zip(points, drawn, strict=True)], x=x, y=title, unit=unit
        )
    else:
        named = [{**p, "group": r["cohort"]} for p, r in zip(points, drawn, strict=True)]
        spec = dot_plot(named[-_MOST_LABELS:], x=title, unit=unit)
    lowest, highest = min(row[name] for row in drawn), max(row[name] for row in drawn)
    fields = {"count": len(drawn), "low": value(lowest, unit), "high": value(highest, unit), "name": title}
    chart(spec, key=f"cltv__cohorts_{name}", alt=plain("cltv.cells.cohorts.alt", **fields), table=table)


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {
        "cohort": number(date.fromisoformat(row["cohort"]), "date") if row["dated"] else row["cohort"],  # type: ignore[arg-type]
        "customers": number(row["customers"], "count"),
        "at_risk": number(row["at_risk"], "count"),
    }
    for name, unit in _UNITS.items():
        shown |= {part: value(row[part], unit) for part in (name, f"{name}_low", f"{name}_high")}
    return shown


def _labels(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Headers of the columns that hold anything."""
    names = ["cohort", "customers", "at_risk", *(f"{name}{end}" for name in _UNITS for end in ("", "_low", "_high"))]
    return {name: f"cltv.cells.cohorts.columns.{name}" for name in names if any(row[name] is not None for row in rows)}
