"""Cells of net present value and internal rate of return: each flow and its worth today, and the value at every rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import streamlit as st

from lib.charts import flow_bars, marked_lines
from lib.core import InputError, Result, Unit
from lib.ui.cells.common import Picture, columns_of, draw, explained, heading
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_OWN = {"incremental": "difference", "real": "real"}
_RATES = {"dated": "_year", "months_then_years": "_year", "real": "_real"}
_BARS = {"incremental": ("base", "campaign"), "real": ("real", "nominal")}


def flows(page: Notebook) -> None:
    """Every flow as it is and as it counts today, their running total, and what follows from it."""
    found = page.result
    picture = flow_picture(page)
    if found is None or picture is None:
        return
    heading(page, "flows", own=True)
    st.markdown(page.text(f"cells.flows.explain.{found.variant if found.variant in _BARS else 'usual'}"))
    draw(picture, f"{page.slug}__flows")
    _figures(page, found)


def flow_picture(page: Notebook) -> Picture | None:
    """Each flow as it is and as it counts today; None where none is discounted."""
    found = page.result
    if found is None or "present_values" not in found.series:
        return None
    names = _BARS.get(found.variant, ("flow", "present"))
    labels = {name: page.text(f"cells.flows.series.{name}") for name in (*names, "total")}
    places = _places(found)
    columns = _columns(found)
    rows = [
        {"x": place, "series": labels[name], "value": amount}
        for place, *amounts in zip(places, *(columns[name] for name in names), strict=True)
        for name, amount in zip(names, amounts, strict=True)
    ]
    totals = [{"x": place, "value": total} for place, total in zip(places, columns["total"], strict=True)]
    spec = flow_bars(
        rows,
        totals,
        x=page.text("cells.flows.date" if found.variant == "dated" else "cells.flows.period"),
        y=page.text("cells.flows.amount"),
        bars=[labels[name] for name in names],
        total=labels["total"],
        dated=found.variant == "dated",
    )
    alt = plain(f"{page.slug}.cells.flows.alt", periods=len(places), value=found.value)
    return Picture(spec, alt, lambda: _table(page, places, columns))


def _places(found: Result) -> list[Any]:
    if found.variant == "months_then_years":
        return list(range(len(found.series["times"])))
    if found.variant != "dated":
        return [int(time) if float(time).is_integer() else time for time in found.series["times"]]
    days: Sequence[date] = found.inputs["dates"]  # type: ignore[assignment]
    return [day.isoformat() for day in sorted(days)]


def _columns(found: Result) -> dict[str, Sequence[float]]:
    """What each period has to show, by name; all of the same length."""
    series = found.series
    inputs: Mapping[str, Any] = found.inputs
    columns: dict[str, Sequence[float]] = {}
    if found.variant == "incremental":
        columns |= {"base": inputs["base_cash_flows"], "campaign": inputs["cash_flows"]}
    columns[_OWN.get(found.variant, "flow")] = series["cash_flows"]
    if found.variant == "real":
        growth = 1 + float(inputs["inflation"])
        columns["nominal"] = [
            flow * growth**time for flow, time in zip(series["cash_flows"], series["times"], strict=True)
        ]
    return {**columns, "present": series["present_values"], "total": series["cumulative"]}


def _table(page: Notebook, places: Sequence[Any], columns: Mapping[str, Sequence[float]]) -> Any:
    shown = [
        {"period": place, **{name: value(amount, Unit.MONEY) for name, amount in zip(columns, amounts, strict=True)}}
        for place, *amounts in zip(map(_written, places), *columns.values(), strict=True)
    ]
    labels = {"period": f"{page.slug}.cells.flows.period"}
    return columns_of(shown, labels | {name: f"{page.slug}.cells.flows.series.{name}" for name in columns})


def _written(place: Any) -> str:
    return number(date.fromisoformat(place), "date") if isinstance(place, str) else number(place)  # type: ignore[arg-type]


def _figures(page: Notebook, found: Result) -> None:
    """What else the same flows say, one sentence each."""
    details = found.details
    sentences = []
    if "profitability_index" in details:
        fields = {"index": details["profitability_index"], "outlay": details["outlay"]}
        sentences.append(page.text("cells.flows.index", **fields))
    if "annuity" in details:
        unit = "year" if found.variant in {"dated", "months_then_years"} else "period"
        sentences.append(page.text(f"cells.flows.annuity.{unit}", annuity=details["annuity"]))
    sentences.append(page.text("cells.flows.undiscounted", total=details["undiscounted"], value=found.value))
    if found.variant == "real":
        rates = {"real": details["real_rate"], "nominal": found.inputs["discount_rate"], "value": found.value}
        sentences.append(page.text("cells.flows.real", **rates))
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def value_profile(page: Notebook) -> None:
    """The value of the same flows at every rate, with the page's rate and every internal rate marked."""
    found = _profiled(page)
    if explained(page, "profile", profile_picture(page)) and found is not None:
        _said(page, found)


def profile_picture(page: Notebook) -> Picture | None:
    """The curve of values over rates; None where there are no flows to have one."""
    found = _profiled(page)
    if found is None or len(found.series.get("profile_rates", ())) < 2:
        return None
    rates, values, roots = (found.series[name] for name in ("profile_rates", "profile_values", "roots"))
    line = page.text("cells.profile.line")
    marks = [*_rate_mark(page, found), *(_mark(page, "root", root, 0.0) for root in roots)]
    spec = marked_lines(
        [{"x": rate, "y": worth, "series": line} for rate, worth in zip(rates, values, strict=True)],
        x=page.text(f"cells.profile.rate{_RATES.get(found.variant, '')}"),
        y=line,
        unit_x="rate",
        marks=marks,
        domain=window(rates, values, [mark["x"] for mark in marks]),
    )
    kind = "alt" if roots else "alt_none"
    span = {"from": rates[0], "to": rates[-1]}
    alt = plain(f"{page.slug}.cells.profile.{kind}", count=len(roots), roots=roots, **span)
    return Picture(spec, alt, lambda: _profile_table(page, rates, values))


def _profile_table(page: Notebook, rates: Sequence[float], values: Sequence[float]) -> Any:
    table = [
        {"rate": value(rate, Unit.RATE), "value": value(worth, Unit.MONEY)}
        for rate, worth in zip(rates, values, strict=True)
    ]
    labels = {"rate": f"{page.slug}.cells.profile.rate", "value": f"{page.slug}.cells.profile.line"}
    return columns_of(table, labels)


def _profiled(page: Notebook) -> Result | None:
    """The result with a profile; a modified rate has none, so its flows are looked at as they are."""
    found = page.result
    if found is None or found.series.get("profile_rates") or "cash_flows" not in found.inputs:
        return found
    try:
        hurdle = found.inputs.get("finance_rate")
        return page.ind.compute(
            variant=page.ind.variants[0].name, cash_flows=found.inputs["cash_flows"], hurdle_rate=hurdle
        )
    except InputError:
        return None


def _rate_mark(page: Notebook, found: Result) -> list[dict[str, Any]]:
    if "npv_at_hurdle" in found.details:
        return [_mark(page, "hurdle", float(found.inputs["hurdle_rate"]), found.details["npv_at_hurdle"])]  # type: ignore[arg-type]
    if found.unit is Unit.MONEY and found.value is not None:
        rate = found.details.get("real_rate", found.inputs["discount_rate"])
        return [_mark(page, "own", float(rate), found.value)]  # type: ignore[arg-type]
    return []


def _mark(page: Notebook, kind: str, rate: float, worth: float) -> dict[str, Any]:
    return {"x": rate, "y": worth, "series": plain(f"{page.slug}.cells.profile.{kind}", rate=rate, value=worth)}


def window(rates: Sequence[float], values: Sequence[float], kept: Sequence[float]) -> tuple[float, float]:
    """What of the value axis to show: a rate near -100 % would make everything else look flat.

    Example:
        >>> window((-0.5, 0.0, 0.5), (900.0, 20.0, -40.0), (0.1,))
        (-40.0, 60.0)
    """
    least = min(0.0, *kept, 0.0)
    size = 1.5 * max(abs(worth) for rate, worth in zip(rates, values, strict=True) if rate >= least)
    return max(min(values), -size), min(max(values), size)


def _said(page: Notebook, found: Result) -> None:
    """What the picture says, for a plan with one rate, several, or none, and beside the rate that is asked for."""
    roots = found.series["roots"]
    sentences = []
    if page.slug == "irr":
        sentences.append(page.text(f"cells.profile.{_case(found)}", roots=roots, count=len(roots)))
    ranges = [_range(page, low, high) for low, high in worthwhile(found)] if roots else []
    if ranges:
        sentences.append(page.text("cells.profile.worthwhile", ranges=tuple(ranges)))
    if "npv_at_hurdle" in found.details:
        fields = {"hurdle": found.inputs["hurdle_rate"], "value": found.details["npv_at_hurdle"]}
        sentences.append(page.text("cells.profile.at_hurdle", **fields))
    if "modified_at_hurdle" in found.details and page.variant.name != "modified":
        fields = {"modified": found.details["modified_at_hurdle"], "hurdle": found.inputs["hurdle_rate"]}
        sentences.append(page.text("cells.profile.modified", **fields))
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def _case(found: Result) -> str:
    if not found.series["roots"]:
        return "none"
    codes = {notice.code.rpartition(".")[2] for notice in found.warnings}
    special = next((case for case in ("touches", "borrowing") if case in codes), None)
    return special or ("several" if len(found.series["roots"]) > 1 else "one")


def _range(page: Notebook, low: float | None, high: float | None) -> str:
    kind = "below" if low is None else "above" if high is None else "between"
    return page.text(f"cells.profile.{kind}", low=low, high=high)


def worthwhile(found: Result) -> list[tuple[float | None, float | None]]:
    """The ranges of rates at which the flows are worth more than nothing, None for no bound."""
    from lib.indicators._cash_flows import net_present_value

    flows, times, roots = (found.series[name] for name in ("cash_flows", "times", "roots"))
    bounds = [None, *roots, None]
    ranges = []
    for low, high in pairwise(bounds):
        middle = _between(low, high)
        worth = net_present_value(flows, times, middle)
        if worth is not None and worth > 0:
            ranges.append((low, high))
    return ranges


def _between(low: float | None, high: float | None) -> float:
    if low is None:
        return 0.0 if high is None else (high - 1) / 2
    return 2 * low + 1 if high is None else (low + high) / 2
