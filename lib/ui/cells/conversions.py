"""Cells of the transaction conversion rate: how long buyers take, and the clicks whose transactions are still to come."""

from __future__ import annotations

import streamlit as st

from lib.charts import columns
from lib.core import Unit
from lib.ui.cells.common import chart, columns_of, heading, of_everything
from lib.ui.cells.result import TIMES
from lib.ui.definitions import definition, known_inputs
from lib.ui.measuring import measure_extra
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_MOST_DAYS = 60


def lag(page: Notebook) -> None:
    """Transactions by days since the click, those within the window apart from the later ones."""
    counts = measure_extra(page, "lag")
    if counts.empty or page.measured is None:
        return
    heading(page, "lag", own=True)
    st.markdown(page.text("cells.lag.explain"))
    of_everything(page, counts)
    window = int(page.measured.options.get("lag_days", 0))
    found = {int(float(str(day))): float(part["conversions"].sum()) for day, part in counts.groupby("days")}
    days = by_day(found)
    kinds = (plain("tcr.cells.lag.within", days=window), plain("tcr.cells.lag.later"))
    rows = [{"x": day, "value": count, "kind": kinds[day >= window]} for day, count in days.items()]
    everything = sum(found.values())
    within = sum(count for day, count in found.items() if day < window)
    alt = plain("tcr.cells.lag.alt", share=within / everything, days=window, count=everything)
    spec = columns(rows, x=plain("tcr.cells.lag.axis"), y=plain("tcr.cells.lag.transactions"), kinds=kinds)
    table = [{"axis": number(day, "count"), "transactions": number(count, "count")} for day, count in days.items()]
    labels = {name: f"tcr.cells.lag.{name}" for name in ("axis", "transactions")}
    chart(spec, key="tcr__lag", alt=alt, table=columns_of(table, labels))


def by_day(counts: dict[int, float], most: int = _MOST_DAYS) -> dict[int, float]:
    """Every day from none to the last with its count, so that a quiet day leaves a gap; the last holds all beyond.

    Example:
        >>> by_day({0: 5, 2: 1, 9: 4}, most=3)
        {0: 5.0, 1: 0.0, 2: 1.0, 3: 4.0}
    """
    last = min(most, max(counts, default=0))
    days = {day: float(counts.get(day, 0)) for day in range(last)}
    return {**days, last: float(sum(count for day, count in counts.items() if day >= last))}


def to_come(page: Notebook) -> None:
    """Clicks per period, with those that may still convert in a colour of their own."""
    trend = page.measured.trend if page.measured else None
    if trend is None or "recent_clicks" not in trend.columns or not trend["recent_clicks"].fillna(0).sum():
        return
    heading(page, "to_come", own=True)
    st.markdown(page.text("cells.to_come.explain"))
    kinds = (plain("tcr.cells.to_come.settled"), plain("tcr.cells.to_come.recent"))
    rows, table = [], []
    for row in trend.to_dict("records"):
        clicks, recent = float(row["clicks"]), float(row["recent_clicks"] or 0)
        when = str(row["period"])[:10]
        rows += [
            {"x": when, "value": clicks - recent, "kind": kinds[0]},
            {"x": when, "value": recent, "kind": kinds[1]},
        ]
        table.append(
            {
                "period": number(row["period"], "date"),
                "clicks": number(clicks, "count"),
                "recent_column": number(recent, "count"),
                "rate": value(float(row["transactions"]) / clicks if clicks else None, Unit.RATE),
            }
        )
    recent_sum, clicks_sum = float(trend["recent_clicks"].sum()), float(trend["clicks"].sum())
    alt = plain("tcr.cells.to_come.alt", recent=recent_sum, clicks=clicks_sum)
    times = TIMES.get((page.measured.period if page.measured else None) or "month", "%b %Y")
    spec = columns(rows, x=plain("cells.result.time"), y=plain("tcr.cells.to_come.axis"), kinds=kinds, times=times)
    labels = {name: f"tcr.cells.to_come.{name}" for name in ("period", "clicks", "recent_column", "rate")}
    chart(spec, key="tcr__to_come", alt=alt, table=columns_of(table, labels))
    _settled(page)


def _settled(page: Notebook) -> None:
    found = definition(page, "per_click", known_inputs(page))
    if found is not None and found.result.value is not None and "settled" in found.result.details:
        settled = found.result.details["settled"]
        st.markdown(page.text("cells.to_come.rates", every=found.result.value, settled=settled))
