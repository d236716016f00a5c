"""A cell of the bounce rate: where sessions start, and why the rates of pages are weighted and never averaged."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import sized_dots
from lib.core import Unit
from lib.ui.cells.common import chart, columns_of, heading
from lib.ui.cells.result import rows_of
from lib.ui.measuring import measure_groups
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_MOST_PAGES = 15


def landing_pages(page: Notebook) -> None:
    """Pages (or the chosen groups) with their sessions and intervals; the weighted rate beside the mean of their rates."""
    if page.measured is None or page.variant.unit is not Unit.RATE:
        return
    column = page.measured.roles.get("page") or page.measured.by
    if column is None:
        return
    base = page.variant.inputs[-1]
    found = [row for row in rows_of(page, measure_groups(page, column), "group") if row["inputs"].get(base)]
    if len(found) < 2:
        return
    heading(page, "landing_pages", own=True)
    st.markdown(page.text("cells.landing_pages.explain"))
    weighted, averaged = weighted_and_averaged([(row["value"], row["inputs"][base]) for row in found])
    texts = "bounce_rate.cells.landing_pages"
    rules = [
        {"value": weighted, "kind": plain(f"{texts}.weighted", rate=weighted)},
        {"value": averaged, "kind": plain(f"{texts}.averaged", rate=averaged)},
    ]
    shown = sorted(found, key=lambda row: -float(row["inputs"][base]))
    rows = [_row(row, base) for row in shown[:_MOST_PAGES]]
    size = page.text(f"inputs.{base}.label")
    spec = sized_dots(rows, x=page.text("title"), size=size, unit="rate", rules=rules)
    alt = plain(f"{texts}.alt", count=len(found), column=column, weighted=weighted, averaged=averaged)
    table = [
        {
            "group": row["group"],
            "size": number(row["inputs"][base], "count"),
            **{name: value(row[name], Unit.RATE) for name in ("value", "low", "high")},
        }
        for row in shown
    ]
    labels = {name: f"{texts}.{name}" for name in ("group", "size", "value", "low", "high")}
    chart(spec, key="bounce_rate__landing_pages", alt=alt, table=columns_of(table, labels))
    if len(shown) > _MOST_PAGES:
        st.caption(page.text("cells.landing_pages.more", shown=_MOST_PAGES, count=len(shown)))


def _row(row: dict[str, Any], base: str) -> dict[str, Any]:
    named = {name: row[name] for name in ("value", "low", "high")}
    return {"label": row["group"], "size": row["inputs"][base], **named}


def weighted_and_averaged(pages: list[tuple[float, float]]) -> tuple[float, float]:
    """The rate of the whole, and the mean of the rates that a report would wrongly show.

    Args:
        pages: rate and base of each, the base above 0.

    Example:
        >>> weighted_and_averaged([(0.5, 900), (0.9, 100)])
        (0.54, 0.7)
    """
    total = sum(base for _, base in pages)
    return sum(rate * base for rate, base in pages) / total, sum(rate for rate, _ in pages) / len(pages)
