"""Which input moves the value most: one input at a time, to both ends of its range or all the way between them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.charts import spider_lines, tornado_bars
from lib.core import InputError, Unit
from lib.ui import tables, words
from lib.ui.address import choose
from lib.ui.cells.common import chart, columns_of
from lib.ui.cells.what_if.ranges import movable, own_ranges, range_fields
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say, value
from lib.whatif import Line, Swing, spider, tornado

_MOST_BARS = 12
_MOST_LINES = 6
_STEPS = 21
_VIEWS = ("tornado", "spider")


def sensitivity(page: Notebook) -> None:
    """Each input moved by the same share, or within a range of its own, the others held."""
    assert page.result is not None
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        view = choose(
            st.segmented_control,
            say("whatif.moves.view"),
            _VIEWS,
            key=page.key("view"),
            default=_VIEWS[0],
            label_of=lambda name: plain(f"whatif.moves.views.{name}"),
        )
    percent = right.slider(
        say("cells.whatif.share"),
        min_value=1,
        max_value=50,
        value=10,
        format="%d%%",
        key=page.key("move"),
        bind="query-params",
    )
    (_tornado if view == "tornado" else _spider)(page, percent / 100)
    if page.variant.unit is Unit.RATE:
        st.caption(say("cells.whatif.note"))


def _tornado(page: Notebook, share: float) -> None:
    found = page.result
    assert found is not None
    assert found.value is not None
    ranges = own_ranges(page, share)
    try:
        swings = tornado(page.ind, found.inputs, variant=found.variant, share=share, ranges=ranges)
    except InputError:
        return
    swings = tuple(swing for swing in swings if swing.width > 0)[:_MOST_BARS]
    if swings:
        _bars(page, swings, share, found.value, own=swings[0].name in ranges)
    else:
        st.caption(say("cells.whatif.nothing"))
    with st.expander(say("whatif.moves.own"), icon=":material/straighten:"):
        st.caption(say("whatif.moves.own_help"))
        one, two, three = st.columns(3)
        name = one.selectbox(
            say("whatif.moves.which"),
            movable(page),
            format_func=lambda name: words.input_label(page.slug, name),
            key=f"{page.slug}__range_of",
        )
        range_fields(page, name, share, two, three)


def _bars(page: Notebook, swings: Sequence[Swing], share: float, base: float, *, own: bool) -> None:
    unit = page.variant.unit
    rows, table = [], []
    for swing in swings:
        label = words.input_label(page.slug, swing.name)
        own_unit = page.ind.input(swing.name.partition("[")[0]).unit
        for direction, moved, end in (
            ("down", swing.low, swing.value_low),
            ("up", swing.high, swing.value_high),
        ):
            name = plain(f"cells.whatif.{direction}")
            rows.append({"input": label, "direction": name, "value": end})
            table.append(
                {"input": label, "direction": name, "moved": value(moved, own_unit), "value": value(end, unit)}
            )
    top = swings[0]
    alt = plain(
        "whatif.moves.alt_own" if own else "cells.whatif.alt",
        name=words.input_label(page.slug, top.name),
        low=value(min(_ends(top.value_low, top.value_high)), unit),
        high=value(max(_ends(top.value_low, top.value_high)), unit),
        share=share,
    )
    spec = tornado_bars(rows, x=page.text("title"), unit=unit, base=base)
    labels = {name: f"cells.whatif.{name}" for name in ("input", "direction", "moved", "value")}
    chart(spec, key=f"{page.slug}__tornado", alt=alt, table=columns_of(table, labels))


def _ends(*values: float | None) -> list[float]:
    return [one for one in values if one is not None]


def _spider(page: Notebook, share: float) -> None:
    assert page.result is not None
    lines = spider(page.ind, page.result.inputs, share=share, steps=_STEPS, variant=page.variant.name)
    lines = tuple(sorted((line for line in lines if _reach(line) > 0), key=_reach, reverse=True)[:_MOST_LINES])
    if not lines:
        st.caption(say("cells.whatif.nothing"))
        return
    labels = [words.input_label(page.slug, line.name) for line in lines]
    rows = [
        {"input": label, "share": move, "value": end}
        for label, line in zip(labels, lines, strict=True)
        for move, end in zip(line.shares, line.values, strict=True)
        if end is not None
    ]
    unit = page.variant.unit
    spec = spider_lines(rows, x=plain("whatif.moves.move"), y=page.text("title"), unit=unit, kinds=labels)
    steep = _ends(*lines[0].values)
    alt = plain(
        "whatif.moves.alt_spider",
        name=labels[0],
        low=value(min(steep), unit),
        high=value(max(steep), unit),
        share=share,
    )
    table = tables.of_columns(
        {
            plain("whatif.moves.move"): [words.signed_share(move) for move in lines[0].shares],
            **{label: [value(end, unit) for end in line.values] for label, line in zip(labels, lines, strict=True)},
        }
    )
    chart(spec, key=f"{page.slug}__spider", alt=alt, table=table)
    if len(lines) == _MOST_LINES:
        st.caption(say("whatif.moves.steepest", count=_MOST_LINES))


def _reach(line: Line) -> float:
    known = _ends(*line.values)
    return max(known) - min(known) if known else 0.0
