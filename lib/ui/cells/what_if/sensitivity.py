"""Which input moves the value most."""

from __future__ import annotations

import streamlit as st

from lib.charts import tornado_bars
from lib.core import InputError, Unit
from lib.ui import words
from lib.ui.cells.common import chart, columns_of
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say, value
from lib.whatif import tornado

_MOST_BARS = 12


def sensitivity(page: Notebook) -> None:
    """Each input moved down and up by the same share, the others held."""
    found = page.result
    if found is None or found.value is None:
        return
    percent = st.slider(
        say("cells.whatif.share"),
        min_value=1,
        max_value=50,
        value=10,
        format="%d%%",
        key=page.key("move"),
        bind="query-params",
    )
    try:
        swings = tornado(page.ind, found.inputs, variant=found.variant, share=percent / 100)
    except InputError:
        return
    swings = tuple(swing for swing in swings if swing.width > 0)[:_MOST_BARS]
    if not swings:
        st.caption(say("cells.whatif.nothing"))
        return
    rows, table = [], []
    for swing in swings:
        label = words.input_label(page.slug, swing.name)
        unit = page.ind.input(swing.name.partition("[")[0]).unit
        for direction, moved, end in (
            ("down", swing.low, swing.value_low),
            ("up", swing.high, swing.value_high),
        ):
            name = plain(f"cells.whatif.{direction}")
            rows.append({"input": label, "direction": name, "value": end})
            table.append(
                {"input": label, "direction": name, "moved": value(moved, unit), "value": value(end, found.unit)}
            )
    top = swings[0]
    alt = plain(
        "cells.whatif.alt",
        name=words.input_label(page.slug, top.name),
        low=value(min(_ends(top.value_low, top.value_high)), found.unit),
        high=value(max(_ends(top.value_low, top.value_high)), found.unit),
        share=percent / 100,
    )
    spec = tornado_bars(rows, x=page.text("title"), unit=found.unit, base=found.value)
    labels = {name: f"cells.whatif.{name}" for name in ("input", "direction", "moved", "value")}
    chart(spec, key=f"{page.slug}__tornado", alt=alt, table=columns_of(table, labels))
    if found.unit is Unit.RATE:
        st.caption(say("cells.whatif.note"))


def _ends(*values: float | None) -> list[float]:
    return [one for one in values if one is not None]
