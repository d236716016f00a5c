"""Cells of customer lifetime value: steepness, value over time, value against acquisition cost, and cohorts."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import bars, flow_bars, marked_lines
from lib.core import InputError, Result, Unit
from lib.ui.cells.common import Picture, chart, columns_of, draw, explained, heading, show_table
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_POINT = 0.01
_HORIZONS = (6, 12, 24, 36, 60)


def steepness(page: Notebook) -> None:
    """Value over retention with the page's own point, and what one point of retention is worth there."""
    found = page.result
    if not explained(page, "steepness", steepness_picture(page)) or found is None:
        return
    retention = float(found.inputs["retention"])  # type: ignore[arg-type]
    st.markdown("\n".join(f"- {sentence}" for sentence in _moves(page, found, retention)))


def steepness_picture(page: Notebook) -> Picture | None:
    """The curve of the value over retention; None where the definition has none."""
    found = page.result
    if found is None or found.value is None or not found.series.get("retention_grid"):
        return None
    retention, unit = float(found.inputs["retention"]), found.unit  # type: ignore[arg-type]
    points = zip(found.series["retention_grid"], found.series["value_by_retention"], strict=True)
    curve = sorted({*points, (retention, found.value)})
    line = page.text(f"variants.{found.variant}.label")
    marks = [_mark(page, "own", retention, found.value)]
    even = found.details.get("break_even_retention")
    if even is not None:
        marks.append(_mark(page, "even", even, 1.0 if found.unit is Unit.RATIO else 0.0))
    spec = marked_lines(
        [{"x": p, "y": worth, "series": line} for p, worth in curve],
        x=page.text("inputs.retention.label"),
        y=page.text("title"),
        unit_x="rate",
        marks=marks,
    )
    fields = {"low": value(curve[0][1], found.unit), "high": value(curve[-1][1], found.unit), "top": curve[-1][0]}
    alt = plain("cltv.cells.steepness.alt", retention=retention, value=value(found.value, found.unit), **fields)
    shown = [{"retention": value(p, Unit.RATE), "value": value(worth, unit)} for p, worth in curve]
    labels = {"retention": "cltv.inputs.retention.label", "value": "cltv.title"}
    return Picture(spec, alt, lambda: columns_of(shown, labels))


def _mark(page: Notebook, kind: str, retention: float, worth: float) -> dict[str, Any]:
    return {"x": retention, "y": worth, "series": page.text(f"cells.steepness.mark.{kind}", retention=retention)}


def _moves(page: Notebook, found: Result, retention: float) -> list[str]:
    """What the value becomes one point of retention lower and higher, as far as there is such a retention."""
    said = []
    for kind, moved in (("down", retention - _POINT), ("up", retention + _POINT)):
        other = _again(page, found, retention=moved)
        if other is not None and other.value is not None and found.value is not None:
            fields = {"value": value(other.value, found.unit), "gap": value(abs(other.value - found.value), found.unit)}
            said.append(page.text(f"cells.steepness.{kind}", retention=moved, **fields))
    return said


def _again(page: Notebook, found: Result, **changed: Any) -> Result | None:
    try:
        return page.ind.compute(variant=found.variant, **{**found.inputs, **changed})
    except InputError:
        return None


def running_value(page: Notebook) -> None:
    """What a customer has returned after each period, with a horizon and without one."""
    found = page.result
    if found is None or not found.series.get("running_value"):
        return
    heading(page, "running", own=True, anchor="running-value")
    if "ages" in found.series:
        _observed(page, found)
        return
    st.markdown(page.text("cells.running.explain"))
    running, periods = found.series["running_value"], found.series["periods"]
    endless = _again(page, found, horizon=None)
    cost = float(found.inputs["acquisition_cost"])  # type: ignore[arg-type]
    limit = None if endless is None or endless.value is None else endless.details["before_cost"] - cost
    line = page.text("cells.running.line.running")
    rows = [{"x": at, "y": worth, "series": line} for at, worth in zip(periods, running, strict=True)]
    if limit is not None:
        name = page.text("cells.running.line.endless", value=limit)
        rows += [{"x": at, "y": limit, "series": name} for at in (periods[0], periods[-1])]
    spec = marked_lines(
        rows,
        x=page.text("cells.running.period"),
        y=page.text("cells.running.amount"),
        unit_x="periods",
        marks=_running_marks(page, found),
    )
    fields = {"low": running[0], "value": running[-1], "periods": periods[-1]}
    alt = plain("cltv.cells.running.alt", **fields)
    shown = [
        {"period": number(at), "survivors": value(share, Unit.RATE), "value": value(worth, Unit.MONEY)}
        for at, share, worth in zip(periods, found.series["survivors"], running, strict=True)
    ]
    labels = {name: f"cltv.cells.running.columns.{name}" for name in ("period", "survivors", "value")}
    chart(spec, key="cltv__running", alt=alt, table=columns_of(shown, labels))
    _horizons(page, found, cost, limit)


def _running_marks(page: Notebook, found: Result) -> list[dict[str, Any]]:
    """The period after which the customer has returned its cost, and the horizon where one is set."""
    running, periods = found.series["running_value"], found.series["periods"]
    marks = []
    back = next((place for place, worth in enumerate(running) if worth >= 0), None)
    if back:
        text = page.text("cells.running.mark.back", period=periods[back])
        marks.append({"x": periods[back], "y": running[back], "series": text})
    horizon = found.inputs.get("horizon")
    if horizon is not None and horizon == periods[-1]:
        text = page.text("cells.running.mark.horizon", period=horizon, value=running[-1])
        marks.append({"x": horizon, "y": running[-1], "series": text})
    return marks


def _horizons(page: Notebook, found: Result, cost: float, limit: float | None) -> None:
    """The value within a few horizons and without one, side by side."""
    own = found.inputs.get("horizon")
    shown = []
    for horizon in sorted({*_HORIZONS, *(() if own is None else (int(own),))}):  # type: ignore[call-overload]
        other = _again(page, found, horizon=horizon)
        if other is not None and other.value is not None:
            before = other.details["before_cost"]
            part = before / (limit + cost) if limit is not None and limit + cost > 0 else None
            shown.append({"horizon": number(horizon), "value": before - cost, "part": part})
    if limit is not None:
        shown.append({"horizon": page.text("cells.running.endless"), "value": limit, "part": 1.0})
    table = [
        {**row, "value": value(row["value"], Unit.MONEY), "part": value(row["part"], Unit.RATE)}  # type: ignore[arg-type]
        for row in shown
    ]
    st.markdown(page.text("cells.running.horizons" if limit is not None else "cells.running.no_end"))
    labels = {name: f"cltv.cells.running.columns.{name}" for name in ("horizon", "value", "part")}
    show_table(columns_of(table, labels))


def _observed(page: Notebook, found: Result) -> None:
    st.markdown(page.text("cells.running.explain_observed"))
    ages, margins, running = (found.series[name] for name in ("ages", "margin_by_age", "running_value"))
    margin, total = page.text("cells.running.line.margin"), page.text("cells.running.line.running")
    whole = [int(age) for age in ages]
    spec = flow_bars(
        [{"x": age, "value": earned, "series": margin} for age, earned in zip(whole, margins, strict=True)],
        [{"x": age, "value": worth} for age, worth in zip(whole, running, strict=True)],
        x=page.text("roles.age.label"),
        y=page.text("cells.running.amount"),
        bars=[margin],
        total=total,
    )
    fields = {"low": running[0], "value": running[-1], "periods": len(ages)}
    shown = [
        {"age": number(age), "margin": value(earned, Unit.MONEY), "value": value(worth, Unit.MONEY)}
        for age, earned, worth in zip(whole, margins, running, strict=True)
    ]
    labels = {"age": "cltv.roles.age.label", "margin": "cltv.cells.running.line.margin"}
    labels["value"] = "cltv.cells.running.line.running"
    alt = plain("cltv.cells.running.alt", **fields)
    chart(spec, key="cltv__running", alt=alt, table=columns_of(shown, labels))


def value_to_cost(page: Notebook) -> None:
    """Value before acquisition cost beside that cost: their ratio, with the cost counted once."""
    found, amounts, picture = page.result, _before_and_cost(page), to_cost_picture(page)
    if found is None or amounts is None or picture is None:
        return
    heading(page, "to_cost", own=True, anchor="value-to-cost")
    st.markdown(page.text("cells.to_cost.explain"))
    draw(picture, "cltv__to_cost")
    _cost_once(page, found, amounts)


def _before_and_cost(page: Notebook) -> dict[str, float] | None:
    found = page.result
    before = None if found is None else found.details.get("before_cost")
    cost = None if found is None else found.inputs.get("acquisition_cost")
    if before is None or cost is None or before < 0:
        return None
    return {"before": before, "cost": float(cost)}  # type: ignore[arg-type]


def to_cost_picture(page: Notebook) -> Picture | None:
    """Value before acquisition cost and that cost as two bars; None where either is unknown."""
    amounts = _before_and_cost(page)
    if amounts is None:
        return None
    rows = [
        {"label": page.text(f"cells.to_cost.bar.{name}"), "value": amount, "text": value(amount, Unit.MONEY)}
        for name, amount in amounts.items()
    ]
    return Picture(
        bars(rows, x=page.text("cells.to_cost.amount"), unit="money"), plain("cltv.cells.to_cost.alt", **amounts)
    )


def _cost_once(page: Notebook, found: Result, amounts: dict[str, float]) -> None:
    if not amounts["cost"]:
        st.markdown(f"- {page.text('cells.to_cost.no_cost')}")
        return
    before, cost = amounts["before"], amounts["cost"]
    fields = {**amounts, "ratio": before / cost, "left": before - cost}
    said = [page.text("cells.to_cost.once", **fields)]
    said.append(page.text("cells.to_cost.twice", twice=fields["ratio"] - 1, **fields))
    if "max_cpc" in found.details:
        said.append(
            page.text("cells.to_cost.click", price=found.details["max_cpc"], share=found.inputs["conversion_rate"])
        )
    st.markdown("\n".join(f"- {sentence}" for sentence in said))
