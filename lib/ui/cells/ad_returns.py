"""Cells of return on ad dollars: three ways to write one return, and each group beside what it needed."""

from __future__ import annotations

import streamlit as st

from lib.charts import paired_dots
from lib.core import Unit
from lib.ui.cells.common import Picture, columns_of, draw, explained, heading
from lib.ui.definitions import group_inputs, known_inputs
from lib.ui.notebook import Notebook
from lib.ui.words import plain, value


def return_scale(page: Notebook) -> None:
    """ROAS, ROA and margin ROAS on one scale, each beside its own break-even."""
    explained(page, "scale", scale_picture(page))


def scale_picture(page: Notebook) -> Picture | None:
    """Each way to write the return beside its break-even; None where the margin or the cost is nought or unknown."""
    known = known_inputs(page)
    if not {"revenue", "cost", "margin"} <= set(known) or known["cost"] <= 0 or known["margin"] <= 0:
        return None
    margin, roas = known["margin"], known["revenue"] / known["cost"]
    found = {"roas": (roas, 1 / margin), "roa": (roas - 1, 1 / margin - 1), "margin_roas": (margin * roas, 1.0)}
    labels = {name: plain(f"roa.variants.{name}.label") for name in found}
    return _pairs(
        [(labels[name], yours, needed) for name, (yours, needed) in found.items()],
        alt=plain("roa.cells.scale.alt", roas=roas, roa=roas - 1, margin_roas=margin * roas, margin=margin),
    )


def break_even_by_group(page: Notebook) -> None:
    """ROAS of each group beside the ROAS at which its margin pays for the advertising."""
    margin = known_inputs(page).get("margin")
    found = [
        (label, inputs["revenue"] / inputs["cost"], 1 / margin)
        for label, inputs in group_inputs(page)
        if margin and inputs.get("cost") and inputs.get("revenue") is not None
    ]
    if len(found) < 2 or not margin:
        return
    heading(page, "break_even", own=True)
    st.markdown(page.text("cells.break_even.explain", margin=margin))
    paying = [label for label, yours, needed in found if yours >= needed]
    alt = plain("roa.cells.break_even.alt", paying=len(paying), count=len(found), needed=1 / margin)
    draw(_pairs(found, alt=alt), "roa__break_even")


def _pairs(found: list[tuple[str, float, float]], *, alt: str) -> Picture:
    kinds = (plain("roa.cells.scale.yours"), plain("roa.cells.scale.needed"))
    rows = [
        {"label": label, "kind": kind, "value": amount}
        for label, *amounts in found
        for kind, amount in zip(kinds, amounts, strict=True)
    ]
    spec = paired_dots(rows, x=plain("roa.cells.scale.axis"), unit="ratio", kinds=kinds, zero=True)
    table = [
        {"what": label, "yours": value(yours, Unit.RATIO), "needed": value(needed, Unit.RATIO)}
        for label, yours, needed in found
    ]
    labels = {name: f"roa.cells.scale.{name}" for name in ("what", "yours", "needed")}
    return Picture(spec, alt, lambda: columns_of(table, labels))
