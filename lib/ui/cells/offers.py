"""Cells of the take rate: what is left after each stage, and what takes must earn to pay for the contacts."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from lib.charts import bars, curve
from lib.core import Unit
from lib.ui.cells.common import Picture, by_x, columns_of, explained
from lib.ui.definitions import known_inputs
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

# Stage, its count, and the takes among those who reached it.
_STAGES = (
    ("sent", "sent", "takes"),
    ("delivered", "delivered", "takes_delivered"),
    ("opened", "opened", "takes_opened"),
    ("clicked", "clicked", "takes_clicked"),
)


def funnel(page: Notebook) -> None:
    """How many are left after each stage, and the take rate that each would show as a base."""
    explained(page, "funnel", funnel_picture(page))


def funnel_picture(page: Notebook) -> Picture | None:
    """The stages as bars; None where fewer than two are known."""
    known = known_inputs(page)
    stages = [(name, known[base], known[part]) for name, base, part in _STAGES if {base, part} <= set(known)]
    if len(stages) < 2 or "takes" not in known or not known["sent"]:
        return None
    first, takes = stages[0][1], known["takes"]
    rows, table = [], []
    for name, count, part in [*stages, ("taken", takes, takes)]:
        label = plain(f"take_rate.cells.funnel.{name}")
        rows.append({"label": label, "value": count, "text": _left(count, first)})
        rate = value(part / count, Unit.RATE) if count and name != "taken" else "–"
        table.append(
            {"stage": label, "people": number(count, "count"), "left": value(count / first, Unit.RATE), "rate": rate}
        )
    alt = plain("take_rate.cells.funnel.alt", sent=first, takes=takes, rate=takes / first)
    spec = bars(rows, x=plain("take_rate.cells.funnel.axis"))
    labels = {name: f"take_rate.cells.funnel.{name}" for name in ("stage", "people", "left", "rate")}
    return Picture(spec, alt, lambda: columns_of(table, labels))


def _left(count: float, first: float) -> str:
    return f"{number(count, 'count')} ({value(count / first, Unit.RATE)})"


def offer_economics(page: Notebook) -> None:
    """Profit as a straight line in the take rate, with the break-even and the visitor's own rate on it."""
    found = _economics(page)
    if not explained(page, "economics", economics_picture(page)) or found is None:
        return
    takes, sent, cost, margin = found
    if takes > 0:
        profit = takes * margin - sent * cost
        side = "pays" if profit >= 0 else "loses"
        fields = {"rate": takes / sent, "break_even": cost / margin, "profit": profit}
        st.markdown(page.text(f"cells.economics.{side}", cost=sent * cost / takes, margin=margin, **fields))


def _economics(page: Notebook) -> tuple[float, float, float, float] | None:
    """Takes, contacts, the cost of a contact and the margin of a take; None where they draw no line."""
    known = known_inputs(page)
    needed = ("takes", "sent", "cost_per_contact", "margin_per_take")
    if not set(needed) <= set(known):
        return None
    takes, sent, cost, margin = (float(known[name]) for name in needed)
    if sent <= 0 or margin <= 0 or not all(map(math.isfinite, (sent * margin, sent * cost, cost / margin))):
        return None
    return takes, sent, cost, margin


def economics_picture(page: Notebook) -> Picture | None:
    """The line of profit over take rates with both rates on it; None where the money is unknown."""
    found = _economics(page)
    if found is None:
        return None
    takes, sent, cost, margin = found
    rate, edge = takes / sent, cost / margin
    line = profit_line(rate, edge, sent=sent, margin=margin)
    here = {"x": rate, "y": takes * margin - sent * cost}
    marks = [
        {"x": edge, "y": 0.0, "label": plain("take_rate.cells.economics.edge", rate=edge)},
        {**here, "label": plain("take_rate.cells.economics.you")},
    ]
    fields = {"rate": rate, "break_even": edge, "profit": here["y"]}
    texts = "take_rate.cells.economics"
    spec = curve(line, x=plain(f"{texts}.rate"), y=plain(f"{texts}.profit"), unit_x="rate", marks=marks, zero=True)
    shown = [{"rate": value(row["x"], Unit.RATE), "profit": value(row["y"], Unit.MONEY)} for row in by_x(line, marks)]
    labels = {name: f"{texts}.{name}" for name in ("rate", "profit")}
    return Picture(spec, plain(f"{texts}.alt", **fields), lambda: columns_of(shown, labels))


def profit_line(rate: float, edge: float, *, sent: float, margin: float) -> list[dict[str, Any]]:
    """The two ends of the line of profit against take rate.

    Args:
        rate: take rate now, decimal.
        edge: break-even take rate, decimal.
        sent: contacts, count.
        margin: of one take, money.

    Example:
        >>> profit_line(0.06, 0.05, sent=1000, margin=20)
        [{'x': 0.0, 'y': -1000.0}, {'x': 0.12, 'y': 1400.0}]
    """
    farthest = 2 * max(rate, edge) or 0.01
    return [{"x": share, "y": round((share - edge) * sent * margin, 6)} for share in (0.0, farthest)]
