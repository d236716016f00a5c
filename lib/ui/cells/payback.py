"""Cells of payback: the running total of a plan, simple and discounted, and the balance of a customer, with churn beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import streamlit as st

from lib.charts import marked_lines
from lib.core import InputError, Result, Unit
from lib.ui.cells.common import Picture, chart, columns_of, explained, heading
from lib.ui.cells.parameters import label
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import from_screen, to_screen
from lib.ui.words import number, plain, value

_MOST_POINTS = 60


def running_total(page: Notebook) -> None:
    """What is still tied up after each period, as it is and discounted, with every return to nought marked."""
    found = page.result
    if found is None or "cumulative" not in found.series:
        return
    heading(page, "flows", own=True, anchor="running-total")
    st.markdown(page.text("cells.flows.explain"))
    flows = found.series["cash_flows"]
    rate = _rate(page)
    mixed = "months" in page.variant.inputs
    drawn = _both(page, flows, rate, mixed=mixed)
    names = {
        name: page.text(f"cells.flows.line.{name}{'_years' * (mixed and name == 'discounted')}", rate=rate)
        for name in drawn
    }
    rows = [
        {"x": place, "y": total, "series": names[name]}
        for name, one in drawn.items()
        for place, total in enumerate(one.series["cumulative"])
    ]
    marks = [mark for name, one in drawn.items() for mark in _crossings(page, name, one)]
    spec = marked_lines(
        rows,
        x=page.text("cells.flows.period"),
        y=page.text("cells.flows.amount"),
        unit_x="periods",
        marks=marks,
        points=len(flows) <= _MOST_POINTS,
    )
    totals = list(accumulate(flows))
    alt = plain("payback.cells.flows.alt", low=min(totals), total=totals[-1], periods=len(flows) - 1)
    chart(spec, key="payback__flows", alt=alt, table=_table(flows, drawn))
    st.markdown("\n".join(f"- {_said(page, name, names[name], one)}" for name, one in drawn.items()))


def _rate(page: Notebook) -> float | None:
    """The rate of the page, or one of this cell where the definition itself knows none."""
    item = page.ind.input("discount_rate")
    if item.name in page.variant.inputs:
        return page.inputs.get(item.name)
    given = st.number_input(
        label(page, item),
        min_value=-99.0,
        value=float(to_screen(item, item.default)),
        step=0.5,
        format="%.4g",
        key=page.key(item.name),
        help=page.text(f"inputs.{item.name}.help"),
        bind="query-params",
        width=240,
    )
    return None if given is None else float(from_screen(item, given))


def _both(page: Notebook, flows: Sequence[float], rate: float | None, *, mixed: bool) -> dict[str, Result]:
    """The plan as it is and discounted, as far as there is a running total."""
    inputs: dict[str, Any] = {"cash_flows": flows, **({"months": page.inputs.get("months")} if mixed else {})}
    simple, discounted = ("months_then_years", "months_then_years_discounted") if mixed else ("simple", "discounted")
    both = {"simple": _computed(page, simple, **inputs)}
    if rate is not None:
        both["discounted"] = _computed(page, discounted, **inputs, discount_rate=rate)
    return {name: one for name, one in both.items() if one is not None and "cumulative" in one.series}


def _computed(page: Notebook, variant: str, **inputs: Any) -> Result | None:
    try:
        return page.ind.compute(variant=variant, **inputs)
    except InputError:
        return None


def _crossings(page: Notebook, name: str, found: Result) -> list[dict[str, Any]]:
    """The places at which the running total is back at nought: for the first time, where it falls again, and for good."""
    first, final = found.details.get("first"), found.details.get("final")
    marks = [] if first is None or first == final else [("first", first)]
    marks += [] if final is None else [("final", final)]
    return [
        {"x": time, "y": 0.0, "series": page.text(f"cells.flows.mark.{name}_{kind}", time=time)} for kind, time in marks
    ]


def _said(page: Notebook, name: str, line: str, found: Result) -> str:
    if found.no_answer is not None:
        return page.text("cells.flows.never", line=line, reason=plain(found.no_answer.code, **found.no_answer.fields))
    first, final = found.details.get("first"), found.details.get("final")
    kind = "back" if first is None or first == final else "relapse"
    years = "_years" if found.unit is Unit.YEARS else ""
    return page.text(f"cells.flows.{kind}{years}", line=line, first=first, final=final, years=found.value)


def _table(flows: Sequence[float], drawn: dict[str, Result]) -> Any:
    shown = [
        {
            "period": number(place, "count"),
            "flow": value(flow, Unit.MONEY),
            **{name: value(one.series["cumulative"][place], Unit.MONEY) for name, one in drawn.items()},
        }
        for place, flow in enumerate(flows)
    ]
    return columns_of(shown, {name: f"payback.cells.flows.columns.{name}" for name in ("period", "flow", *drawn)})


def customer_balance(page: Notebook) -> None:
    """Margin of a customer so far less what it cost to win, with nobody leaving and with churn."""
    found = page.result
    if not explained(page, "balance", balance_picture(page)) or found is None:
        return
    st.markdown("\n".join(f"- {sentence}" for sentence in _churn_said(page, found, *_months(found))))


def balance_picture(page: Notebook) -> Picture | None:
    """The two lines over months; None where no customer is looked at."""
    found = page.result
    if found is None or "balance" not in found.series:
        return None
    without, with_churn = _months(found)
    churn = found.inputs.get("churn_rate")
    lines = {"balance": page.text("cells.balance.line.balance")}
    if churn:
        lines["balance_with_churn"] = page.text("cells.balance.line.balance_with_churn", churn=churn)
    months = found.series["months"]
    rows = [
        {"x": month, "y": amount, "series": name}
        for series, name in lines.items()
        for month, amount in zip(months, found.series[series], strict=True)
    ]
    marks = [_month_mark(page, "without", without)] if churn != 1 or without <= 1 else []
    marks += [_month_mark(page, "with_churn", with_churn)] if churn and with_churn is not None else []
    x, y = page.text("cells.balance.month"), page.text("cells.balance.amount")
    spec = marked_lines(rows, x=x, y=y, unit_x="months", marks=marks)
    fields = {"low": found.series["balance"][0], "value": without}
    alt = plain("payback.cells.balance.alt", **fields)
    series = found.series
    shown = [
        {"month": number(month), **{name: value(series[name][place], Unit.MONEY) for name in lines}}
        for place, month in enumerate(months)
    ]
    labels = {"month": "payback.cells.balance.month"}
    labels |= {name: f"payback.cells.balance.columns.{name}" for name in lines}
    return Picture(spec, alt, lambda: columns_of(shown, labels))


def _months(found: Result) -> tuple[float, float | None]:
    """Months to payback with nobody leaving, and with churn; None for never."""
    if found.variant == "cac_survival":
        return found.details["without_churn"], found.value
    assert found.value is not None
    return found.value, found.details.get("with_churn")


def _month_mark(page: Notebook, kind: str, months: float) -> dict[str, Any]:
    return {"x": months, "y": 0.0, "series": page.text(f"cells.balance.mark.{kind}", months=months)}


def _churn_said(page: Notebook, found: Result, without: float, with_churn: float | None) -> list[str]:
    churn, lifetime = found.inputs.get("churn_rate"), found.details.get("lifetime")
    if churn is None:
        return [page.text("cells.balance.no_churn", months=without)]
    if lifetime is None:
        return [page.text("cells.balance.churn_nought", months=without)]
    fields = {"churn": churn, "lifetime": lifetime, "margin": found.details["monthly_margin"] * lifetime}
    said = [page.text("cells.balance.lifetime", **fields)]
    if with_churn is None:
        return [*said, page.text("cells.balance.never", cost=found.inputs["acquisition_cost"])]
    return [*said, page.text("cells.balance.both", without=without, with_churn=with_churn)]
