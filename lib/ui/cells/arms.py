"""A cell of its own: those who got the offer beside those held back by chance, and what the offer added."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import dot_plot
from lib.core import Unit
from lib.stats import proportion_interval
from lib.ui import words
from lib.ui.cells.common import chart, heading
from lib.ui.cells.side_by_side import table
from lib.ui.definitions import Definition, definition, known_inputs
from lib.ui.notebook import Notebook
from lib.ui.words import plain, value

VARIANT = "incremental"


def arms(page: Notebook) -> None:
    """Both groups with their intervals, and the difference as one sentence."""
    known = known_inputs(page)
    found = definition(page, VARIANT, known)
    if found is None or found.result.value is None:
        return
    heading(page, "arms", own=True)
    st.markdown(page.text("cells.arms.explain"))
    part_a, base_a, part_b, base_b = page.ind.variant(VARIANT).inputs[:4]
    rows = [
        _row(page, "treated", known[part_a], known[base_a]),
        _row(page, "control", known[part_b], known[base_b]),
    ]
    alt = plain(
        f"{page.slug}.cells.arms.alt",
        treated=rows[0]["group"],
        treated_rate=value(rows[0]["value"], Unit.RATE),
        control=rows[1]["group"],
        control_rate=value(rows[1]["value"], Unit.RATE),
    )
    spec = dot_plot(rows, x=plain(f"{page.slug}.cells.arms.axis"), unit=Unit.RATE)
    chart(spec, key=f"{page.slug}__arms", alt=alt, table=table(rows, Unit.RATE))
    st.markdown(_sentence(page, found, known[base_a]))


def _row(page: Notebook, arm: str, part: float, base: float) -> dict[str, Any]:
    limits = proportion_interval(part, base, level=page.level).interval
    name = plain(f"{page.slug}.cells.arms.{arm}", part=part, base=base)
    low, high = (limits.low, limits.high) if limits else (None, None)
    return {"group": name, "value": part / base, "low": low, "high": high}


def _sentence(page: Notebook, found: Definition, treated: float) -> str:
    gain = found.result.value or 0.0
    if found.low is None or found.high is None:
        return page.text("cells.arms.no_interval", gap=words.gap(gain, Unit.RATE))
    settled = "more" if found.low > 0 else "less" if found.high < 0 else "open"
    return page.text(
        f"cells.arms.{settled}",
        gap=words.gap(gain, Unit.RATE),
        low=words.gap(found.low, Unit.RATE),
        high=words.gap(found.high, Unit.RATE),
        extra=round(abs(gain * treated)),
        treated=treated,
        level=page.level,
    )
