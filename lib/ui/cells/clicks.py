"""Cells of the cost per click: the mean of rows as the mistake it is, and what a click may cost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import paired_dots
from lib.core import Unit
from lib.ui.cells.common import Picture, columns_of, draw, heading, show_table
from lib.ui.definitions import group_inputs, known_inputs
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value


def mean_of_rows(page: Notebook) -> None:
    """All cost over all clicks beside the mean of the rows' own CPCs, for the whole and for each group."""
    pairs = [
        (label, inputs["cost"] / inputs["clicks"], inputs["row_cpc_sum"] / inputs["rows_with_clicks"])
        for label, inputs in _parts(page)
        if _all(inputs, "cost", "clicks", "row_cpc_sum", "rows_with_clicks") and inputs["rows_with_clicks"] > 1
    ]
    if not pairs:
        return
    heading(page, "mistake", own=True)
    st.markdown(page.text("cells.mistake.explain"))
    draw(_pairs("mistake", pairs, ("right", "wrong")), "cpc__mistake")


def click_limit(page: Notebook) -> None:
    """What a click costs beside what it earns, for the whole and for each group."""
    margin, pairs = known_inputs(page).get("margin"), _earned(page)
    if not pairs:
        return
    heading(page, "limit", own=True)
    st.markdown(page.text("cells.limit.explain", margin=margin))
    draw(_pairs("limit", pairs, ("costs", "earns")), "cpc__limit")
    losing = [label for label, costs, earns in pairs[1:] if costs > earns]
    if losing:
        st.markdown(page.text("cells.limit.losing", groups=", ".join(losing)))


def limit_picture(page: Notebook) -> Picture | None:
    """Each part's cost per click beside what a click earns; None where that is unknown."""
    pairs = _earned(page)
    return _pairs("limit", pairs, ("costs", "earns")) if pairs else None


def _earned(page: Notebook) -> list[tuple[str, float, float]]:
    margin = known_inputs(page).get("margin")
    return [
        (label, inputs["cost"] / inputs["clicks"], inputs["revenue"] / inputs["clicks"] * margin)
        for label, inputs in _parts(page)
        if margin is not None and _all(inputs, "cost", "clicks", "revenue")
    ]


def click_prices(page: Notebook) -> None:
    """From the price of being seen to the price of an order, for the whole and for each group."""
    rows = [_prices(label, inputs) for label, inputs in _parts(page) if _all(inputs, "cost", "clicks", "impressions")]
    if not rows:
        return
    heading(page, "prices", own=True)
    st.markdown(page.text("cells.prices.explain"))
    labels = {name: f"cpc.cells.prices.{name}" for name in ("group", "cpm", "click_rate", "cpc", "tcr", "order")}
    show_table(columns_of(rows, labels))


def _prices(label: str, inputs: dict[str, Any]) -> dict[str, str]:
    cost, clicks, shown = inputs["cost"], inputs["clicks"], inputs["impressions"]
    orders = inputs.get("orders")
    return {
        "group": label,
        "cpm": number(1000 * cost / shown, "money"),
        "click_rate": number(clicks / shown, "percent"),
        "cpc": number(cost / clicks, "money"),
        "tcr": "–" if orders is None else number(orders / clicks, "percent"),
        "order": number(cost / orders, "money") if orders else "–",
    }


def _parts(page: Notebook) -> list[tuple[str, dict[str, Any]]]:
    """The whole as it stands in the parameters, then the measured groups."""
    whole = (plain("cells.data.whole"), known_inputs(page))
    return [whole, *group_inputs(page)]


def _all(inputs: dict[str, Any], *names: str) -> bool:
    return all(inputs.get(name) is not None for name in names) and inputs["clicks"] > 0


def _pairs(cell: str, pairs: list[tuple[str, float, float]], names: tuple[str, str]) -> Picture:
    kinds = tuple(plain(f"cpc.cells.{cell}.{name}") for name in names)
    columns = ("group", *names)
    rows = [
        {"label": label, "kind": kind, "value": amount}
        for label, *amounts in pairs
        for kind, amount in zip(kinds, amounts, strict=True)
    ]
    spec = paired_dots(rows, x=plain(f"cpc.cells.{cell}.axis"), unit="money", kinds=kinds, zero=True)
    alt = plain(f"cpc.cells.{cell}.alt", first=pairs[0][1], second=pairs[0][2])
    table = [
        {columns[0]: label, columns[1]: value(one, Unit.MONEY), columns[2]: value(other, Unit.MONEY)}
        for label, one, other in pairs
    ]
    labels = {name: f"cpc.cells.{cell}.{name}" for name in columns}
    return Picture(spec, alt, lambda: columns_of(table, labels))
