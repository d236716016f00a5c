"""Cells of brand awareness: its levels on one scale, how answers were read, and the brands in people's minds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.charts import bars
from lib.core import Unit
from lib.ui.cells.common import chart, columns_of, heading, of_everything, show_table
from lib.ui.cells.side_by_side import show_definitions
from lib.ui.definitions import definition, definitions, known_inputs
from lib.ui.measuring import measure_extra
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, say, value

_LEVELS = ("top_of_mind", "unaided", "aided", "aided_corrected", "total")
_MOST_BRANDS = 12
_MOST_ANSWERS = 300


def awareness_levels(page: Notebook) -> None:
    """Top of mind, unaided, aided and total on one scale, with a made-up brand beside them where there was one."""
    found = [one for one in definitions(page, _LEVELS) if one.result.value is not None]
    if len(found) < 2:
        return
    heading(page, "levels", own=True)
    st.markdown(page.text("cells.levels.explain"))
    known = known_inputs(page)
    decoy = None
    if "fake_recognised" in known:
        # The made-up brand is a brand in the list like any other: the same arithmetic, with its own count.
        decoy = definition(page, "aided", {**known, "recognised": known["fake_recognised"]})
    shown = [*found]
    if decoy is not None and decoy.result.value is not None:
        shown.append(replace(decoy, label=plain("awareness.cells.levels.decoy")))
    show_definitions(page, shown, Unit.RATE)
    corrected = next((one.result.details for one in found if one.name == "aided_corrected"), None)
    if corrected is not None and "guess_corrected" in corrected:
        st.markdown(
            page.text(
                "cells.levels.over_claim",
                fake=corrected["fake"],
                aided=corrected["aided"],
                rest=corrected["aided"] - corrected["fake"],
                guess=corrected["guess_corrected"],
            )
        )


def coding(page: Notebook) -> None:
    """Every distinct answer, how often it was given, and whether it counts as the brand."""
    found = measure_extra(page, "coding")
    if found.empty:
        return
    heading(page, "coding", own=True)
    st.markdown(page.text("cells.coding.explain"))
    of_everything(page, found)
    taken = found[found["coded"].astype(bool)]
    # What was taken as the brand comes first: a wrong spelling there shows at once.
    ordered = pd.concat([taken, found[~found["coded"].astype(bool)]]).head(_MOST_ANSWERS)
    rows = [
        {
            "answer": str(row["answer"]),
            "mentions": number(row["mentions"], "count"),
            "coded": plain(f"awareness.cells.coding.{'yes' if row['coded'] else 'no'}"),
        }
        for row in ordered.to_dict("records")
    ]
    labels = {name: f"awareness.cells.coding.{name}" for name in ("answer", "mentions", "coded")}
    show_table(columns_of(rows, labels), height=min(38 + 35 * len(rows), 318))
    st.caption(page.text("cells.coding.alt", coded=len(taken), count=len(found)))
    if len(found) > _MOST_ANSWERS:
        st.caption(page.text("cells.coding.more", shown=_MOST_ANSWERS, count=len(found)))


def brands(page: Notebook) -> None:
    """Every brand that people named without help, the visitor's own among its rivals."""
    found = measure_extra(page, "brands")
    if found.empty:
        return
    answers = measure_extra(page, "coding")
    own = set() if answers.empty else set(answers.loc[answers["coded"].astype(bool), "answer"].astype(str))
    heading(page, "brands", own=True)
    st.markdown(page.text("cells.brands.explain"))
    of_everything(page, found)
    kinds = tuple(plain(f"awareness.cells.brands.{name}") for name in ("first", "later"))
    rows, table = [], []
    everything = float(found["named"].sum())
    for row in found.head(_MOST_BRANDS).to_dict("records"):
        name, named, first = str(row["brand"]), float(row["named"]), float(row["first_named"])
        label = plain("awareness.cells.brands.own", brand=name) if name in own else name
        share = value(named / everything, Unit.RATE)
        rows += [
            {"label": label, "kind": kinds[0], "value": first, "text": ""},
            {"label": label, "kind": kinds[1], "value": named - first, "text": share},
        ]
        counts = {"named": number(named, "count"), "first": number(first, "count")}
        table.append({"brand": label, **counts, "share": share})
    alt = plain("awareness.cells.brands.alt", brand=str(found["brand"].iloc[0]), named=float(found["named"].iloc[0]))
    spec = bars(rows, x=plain("awareness.cells.brands.axis"), kinds=kinds)
    labels = {name: f"awareness.cells.brands.table.{name}" for name in ("brand", "named", "first", "share")}
    chart(spec, key="awareness__brands", alt=alt, table=columns_of(table, labels))
    if page.measured is not None and "weight" in page.measured.roles:
        st.caption(say("awareness.cells.brands.unweighted"))
