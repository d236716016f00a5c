"""Cells of profit: from revenue to what is left, from everything to what a campaign added, and customer by customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import bridge, histogram, marked_lines
from lib.core import InputError, Result, Unit
from lib.ui.cells.common import Picture, chart, columns_of, draw, explained, heading, of_everything
from lib.ui.measuring import measure_whole, records
from lib.ui.notebook import Notebook
from lib.ui.words import alike, number, plain, value

_QUANTILES = ("q01", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q99")


def profit_bridge(page: Notebook) -> None:
    """How the chosen profit comes about, each bar starting where the one before ended."""
    found, picture = page.result, bridge_picture(page)
    if found is None or picture is None:
        return
    heading(page, "bridge", own=True)
    kind = "added" if found.variant in {"incremental", "romi"} else "left"
    st.markdown(page.text(f"cells.bridge.explain.{kind}"))
    draw(picture, "profit__bridge")
    _of_the_whole(page, found)


def bridge_picture(page: Notebook) -> Picture | None:
    """The bars from the whole to what is left; None where there is nothing between."""
    found = page.result
    parts = [] if found is None or found.value is None else steps(found)
    if not parts:
        return None
    rows, at = [], 0.0
    texts = alike([amount for _, amount, _ in parts], Unit.MONEY)
    for (name, amount, whole), text in zip(parts, texts, strict=True):
        start, end = (0.0, amount) if whole else (at, at + amount)
        kind = "total" if whole else "off" if amount < 0 else "on"
        rows.append(
            {
                "label": page.text(f"cells.bridge.bar.{name}"),
                "start": start,
                "end": end,
                "kind": page.text(f"cells.bridge.kind.{kind}"),
                "text": text,
            }
        )
        at = end
    kinds = [page.text(f"cells.bridge.kind.{kind}") for kind in ("total", "off", "on")]
    used = [kind for kind in kinds if any(row["kind"] == kind for row in rows)]
    spec = bridge(rows, x=page.text("cells.bridge.amount"), kinds=used)
    alt = plain("profit.cells.bridge.alt", first=rows[0]["label"], of=texts[0], last=rows[-1]["label"], left=texts[-1])
    labels = {"label": "profit.cells.bridge.part", "text": "profit.cells.bridge.amount"}
    return Picture(spec, alt, lambda: columns_of(rows, labels))


def _of_the_whole(page: Notebook, found: Result) -> None:
    """What the charts by group and over time do with fixed costs, which were typed for the whole and belong to no group."""
    measured = page.measured
    if measured is None or (measured.groups is None and measured.trend is None):
        return
    if found.inputs.get("fixed_cost") and measured.overall.get("fixed_cost") is None:
        st.caption(page.text("cells.bridge.whole.fixed_cost"))


def steps(found: Result) -> list[tuple[str, float, bool]]:
    """Names and amounts from the whole to what is left, and whether each starts from nought; empty where there are none.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> steps(INDICATORS["profit"].compute(variant="profit", revenue=100, cost=60, fixed_cost=30))[2:]
        [('contribution', 40.0, True), ('fixed_cost', -30.0, False), ('profit', 10.0, True)]
    """
    given: Mapping[str, Any] = found.inputs
    details = found.details
    if found.variant == "profit":
        before, after = given["revenue"], details["contribution"]
        head = [("revenue", before, True), ("cost", -given["cost"], False), ("contribution", after, True)]
        fixed = given.get("fixed_cost")
        return [*head, ("fixed_cost", -fixed, False), ("profit", after - fixed, True)] if fixed else head
    cost, lift = given.get("campaign_cost"), details.get("lift")
    if cost is None or lift is None:
        return []
    tail = [("lift", lift, True), ("campaign_cost", -cost, False), ("added", lift - cost, True)]
    if found.variant == "campaign":
        sales = given["incremental_revenue"]
        return [("added_revenue", sales, True), ("added_cost", lift - sales, False), *tail]
    return [("treated", details["total"], True), ("anyway", -details["anyway"], False), *tail]


def break_even(page: Notebook) -> None:
    """Profit over units sold, with the break-even and the units sold now."""
    explained(page, "break_even", break_even_picture(page))


def break_even_picture(page: Notebook) -> Picture | None:
    """The line of profit over units with the break-even on it; None under another definition."""
    found = page.result
    if found is None or found.variant != "break_even_units" or found.value is None:
        return None
    each, fixed = found.details["each"], float(found.inputs["fixed_cost"])  # type: ignore[arg-type]
    units = found.inputs.get("units")
    last = 1.6 * max(found.value, float(units or 0)) or 1.0  # type: ignore[arg-type]
    places = sorted({0.0, found.value, last, *(() if units is None else (float(units),))})  # type: ignore[arg-type]
    line = page.text("cells.break_even.line")
    marks = [{"x": found.value, "y": 0.0, "series": page.text("cells.break_even.mark.even", units=found.value)}]
    if units is not None:
        text = page.text("cells.break_even.mark.now", units=units)
        marks.append({"x": units, "y": each * float(units) - fixed, "series": text})  # type: ignore[arg-type]
    rows = [{"x": at, "y": each * at - fixed, "series": line} for at in places]
    spec = marked_lines(rows, x=page.text("inputs.units.label"), y=line, unit_x="count", marks=marks)
    alt = plain("profit.cells.break_even.alt", fixed=fixed, units=found.value)
    shown = [{"units": number(row["x"], "count"), "profit": value(row["y"], Unit.MONEY)} for row in rows]
    labels = {"units": "profit.inputs.units.label", "profit": "profit.cells.break_even.line"}
    return Picture(spec, alt, lambda: columns_of(shown, labels))


def profit_spread(page: Notebook) -> None:
    """How profit spreads over customers: those at a loss, the one in the middle, the best tenth, the one who carries it all."""
    bins, spread = measure_whole(page, "histogram"), measure_whole(page, "quantiles")
    if bins.empty or spread.empty or not spread.iloc[0]["customers"]:
        return
    figures = {str(name): given for name, given in spread.iloc[0].items()}
    heading(page, "distribution", own=True)
    st.markdown(page.text("cells.distribution.explain"))
    of_everything(page, spread)
    rows = [_bin(page, row) for row in sorted(records(bins), key=lambda row: float(row["bin"]))]
    kinds = [page.text(f"cells.distribution.kind.{kind}") for kind in ("losing", "around", "earning")]
    mean = figures["total"] / figures["customers"]
    marks = [
        {"x": figures["q50"], "kind": page.text("cells.distribution.mark.median", amount=figures["q50"])},
        {"x": mean, "kind": page.text("cells.distribution.mark.mean", amount=mean)},
    ]
    spec = histogram(
        rows,
        x=page.text("cells.distribution.amount"),
        y=page.text("cells.distribution.customers"),
        kinds=[kind for kind in kinds if any(row["kind"] == kind for row in rows)],
        marks=marks,
    )
    share = figures["losing"] / figures["customers"]
    alt = plain("profit.cells.distribution.alt", customers=figures["customers"], share=share, median=figures["q50"])
    chart(spec, key="profit__spread", alt=alt, table=_quantiles(figures))
    st.markdown("\n".join(f"- {sentence}" for sentence in _said(page, figures, mean)))


def _bin(page: Notebook, row: Mapping[Any, Any]) -> dict[str, Any]:
    kind = "losing" if row["high"] <= 0 else "earning" if row["low"] >= 0 else "around"
    text = page.text(f"cells.distribution.kind.{kind}")
    # Where all customers are alike the bin has no width, and would not be seen.
    wide = row["high"] if row["high"] > row["low"] else row["low"] + 1
    return {"low": row["low"], "high": wide, "count": row["customers"], "kind": text}


def _quantiles(figures: Mapping[str, Any]) -> Any:
    names = ("lowest", *_QUANTILES, "highest", "trimmed_mean")
    rows = [
        {"figure": plain(f"profit.cells.distribution.figure.{name}"), "amount": value(figures[name], Unit.MONEY)}
        for name in names
        if not pd.isna(figures[name])
    ]
    labels = {"figure": "profit.cells.distribution.figure_of", "amount": "profit.cells.distribution.amount"}
    return columns_of(rows, labels)


def _said(page: Notebook, figures: Mapping[str, Any], mean: float) -> list[str]:
    customers, total = figures["customers"], figures["total"]
    fields = {"count": figures["losing"], "customers": customers, "share": figures["losing"] / customers}
    said = [page.text("cells.distribution.losing", lost=-figures["lost"], **fields)]
    if not pd.isna(figures["trimmed_mean"]):
        said.append(
            page.text("cells.distribution.middle", median=figures["q50"], mean=mean, trimmed=figures["trimmed_mean"])
        )
    if total > 0 and customers >= 10:
        said.append(page.text("cells.distribution.best", best=figures["best_tenth"] / total))
    return [*said, _largest(page, figures)]


def _largest(page: Notebook, figures: Mapping[str, Any]) -> str:
    """Whether one customer carries the result; the indicator itself knows from when on that is so."""
    extreme = max(figures["lowest"], figures["highest"], key=abs)
    customers, total = figures["customers"], figures["total"]
    try:
        found = page.ind.compute(
            variant="per_customer",
            contribution=total,
            customers=customers,
            median_profit=figures["q50"],
            extreme_profit=extreme,
        )
    except InputError:
        return page.text("cells.distribution.largest", extreme=extreme)
    whale = next((one for one in found.warnings if one.code == "profit.warnings.one_customer"), None)
    if whale is not None:
        return page.text("cells.distribution.whale", **whale.fields)
    return page.text("cells.distribution.largest", extreme=extreme)
