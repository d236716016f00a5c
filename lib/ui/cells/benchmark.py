"""Cell 5: published values beside the visitor's own, and which of them may be compared at all."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import benchmark_strip
from lib.core import Unit
from lib.knowledge.benchmarks import Benchmark, benchmarks
from lib.ui.cells.common import Picture, columns_of, draw, heading, show_table
from lib.ui.notebook import Notebook
from lib.ui.verdicts import verdict
from lib.ui.words import plain, say, value

_UNITS = {
    "rate": Unit.RATE,
    "points": Unit.POINTS,
    "ratio": Unit.RATIO,
    "money": Unit.MONEY,
    "months": Unit.MONTHS,
    "score": Unit.SCORE,
    "count": Unit.COUNT,
}
_FIELDS = (
    "value",
    "what",
    "segment",
    "geography",
    "year",
    "period",
    "sample",
    "source",
    "reliability",
    "comparable",
    "caution",
)
_MOST_MARKS = 16


def benchmark(page: Notebook) -> None:
    """The strip of comparable values, the verdict, all rows with all fields, and an own value to add."""
    heading(page, "benchmark")
    published = benchmarks(page.slug)
    fitting = [row for row in published if page.variant.name in row.variants]
    _own(page)
    strip = mark_strip(page)
    if not published:
        st.info(say("cells.benchmark.none"), icon=":material/info:")
    elif not fitting:
        st.info(say("cells.benchmark.none_fitting"), icon=":material/info:")
    found = page.result
    if found is not None and found.value is not None and strip is not None:
        draw(strip, f"{page.slug}__benchmark")
        if len(fitting) > _MOST_MARKS:
            st.caption(say("cells.benchmark.more", shown=_MOST_MARKS, count=len(fitting)))
        if fitting:
            said = verdict(page.slug, page.variant, found.value, page.interval(), page.better)
            currencies = sorted({row.currency for row in fitting if row.currency})
            if currencies:
                said += " " + say("cells.benchmark.currency", currency=", ".join(currencies))
            st.markdown(said)
    if published:
        with st.expander(say("cells.benchmark.all", count=len(published)), icon=":material/menu_book:"):
            show_table(_table(page, published))
            st.caption(say("cells.benchmark.legend"))


def _own(page: Notebook) -> None:
    unit = plain(f"units.{page.variant.unit}")
    st.number_input(
        say("cells.benchmark.own") + (f" ({unit})" if unit else ""),
        value=None,
        key=page.key("benchmark"),
        bind="query-params",
        help=say("cells.benchmark.own_help"),
        placeholder=say("cells.benchmark.own_placeholder"),
    )


def _label(row: Benchmark) -> str:
    # A segment that names its country need not say it twice.
    where = "" if row.geography and row.geography in row.segment else row.geography
    return ", ".join(part for part in (row.segment, where, row.year) if part) or row.what


def mark_strip(page: Notebook) -> Picture | None:
    """The value among the published ones that may be compared, and the visitor's own; None where there is neither."""
    found = page.result
    fitting = [row for row in benchmarks(page.slug) if page.variant.name in row.variants]
    typed = page.own_benchmark
    if found is None or found.value is None or (not fitting and typed is None):
        return None
    unit = page.variant.unit
    interval = page.interval()
    you = plain("cells.benchmark.you")
    low, high = (interval.low, interval.high) if interval else (None, None)
    rows: list[dict[str, object]] = [{"label": you, "kind": you, "value": found.value, "low": low, "high": high}]
    if typed is not None:
        named = plain("cells.benchmark.own_mark")
        own = typed / (100 if unit is Unit.RATE else 1)
        rows.append({"label": named, "kind": named, "value": own, "low": None, "high": None})
    for row in fitting[:_MOST_MARKS]:
        kind = plain(f"cells.benchmark.reliability.{row.reliability}")
        rows.append({"label": _label(row), "kind": kind, "value": row.value, "low": row.low, "high": row.high})
    spec = benchmark_strip(_distinct(rows), x=page.text("title"), unit=unit, own=you)
    return Picture(spec, plain("cells.benchmark.alt", you=value(found.value, unit), count=len(rows) - 1))


def _distinct(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows with equal labels would fall on one line of the chart; a number tells them apart."""
    seen: dict[str, int] = {}
    for row in rows:
        name = str(row["label"])
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            row["label"] = f"{name} ({seen[name]})"
    return rows


def _table(page: Notebook, rows: tuple[Benchmark, ...]) -> Any:
    missing = plain("cells.benchmark.not_stated")
    shown = []
    for row in rows:
        unit = _UNITS.get(row.unit, Unit.RATIO)
        number = (
            value(row.value, unit) if row.value is not None else f"{value(row.low, unit)} – {value(row.high, unit)}"
        )
        fits = "yes" if page.variant.name in row.variants else "no"
        shown.append(
            {
                **{name: getattr(row, name, "") or missing for name in _FIELDS},
                "value": f"{number} {row.currency}".strip(),
                "reliability": plain(f"cells.benchmark.reliability.{row.reliability}"),
                "comparable": plain(f"cells.benchmark.comparable.{fits}"),
                "period": row.period or "–",
                "caution": row.caution or "–",
            }
        )
    return columns_of(shown, {name: f"cells.benchmark.fields.{name}" for name in _FIELDS})
