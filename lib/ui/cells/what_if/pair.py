"""Two inputs at once: the value for every pair of them, and where the goal is reached."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import heat
from lib.core import Unit
from lib.ui import tables, words
from lib.ui.address import choose
from lib.ui.cells.common import chart
from lib.ui.cells.what_if.goal import goal_of
from lib.ui.cells.what_if.ranges import movable, range_fields, range_of
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say, value
from lib.whatif import TwoWay, number_at, tornado, two_way
from lib.whatif.many import split

_STEPS = 9
_SHARE = 0.2
_TICK = "✓"


def pair(page: Notebook) -> None:
    """A choice of two inputs, their ranges, and the cells."""
    assert page.result is not None
    st.markdown(say("whatif.pair.lead"))
    names = movable(page)
    if len(names) < 2:
        st.info(say("whatif.pair.too_few"), icon=":material/info:")
        return
    order = _widest(page, names)
    goal = goal_of(page)
    left, right = st.columns(2)
    with left:
        x = _side(page, "x", names, order[0])
    with right:
        y = _side(page, "y", names, next(name for name in order if name != x))
    if x == y:
        st.info(say("whatif.pair.same"), icon=":material/info:")
        return
    with st.expander(say("whatif.pair.ranges"), icon=":material/straighten:"):
        for name in (x, y):
            range_fields(page, name, _SHARE, *st.columns(2))
    found = two_way(
        page.ind,
        page.result.inputs,
        x,
        y,
        x_range=range_of(page, x, _SHARE),
        y_range=range_of(page, y, _SHARE),
        steps=_STEPS,
        variant=page.variant.name,
    )
    _show(page, found, goal)


def _widest(page: Notebook, names: tuple[str, ...]) -> list[str]:
    """The inputs, those first that move the value most."""
    assert page.result is not None
    return [*(swing.name for swing in tornado(page.ind, page.result.inputs, variant=page.variant.name)), *names]


def _side(page: Notebook, side: str, names: tuple[str, ...], default: str) -> str:
    return choose(
        st.selectbox,
        say(f"whatif.pair.{side}"),
        names,
        key=page.key(f"pair_{side}"),
        default=default,
        label_of=lambda name: words.input_label(page.slug, name),
    )


def _show(page: Notebook, found: TwoWay, goal: float) -> None:
    assert page.result is not None
    unit, lower = page.variant.unit, page.better == "lower"
    width, height = (found.xs[1] - found.xs[0]) / 2, (found.ys[1] - found.ys[0]) / 2
    rows, reached, known = [], 0, []
    for y, line in zip(found.ys, found.values, strict=True):
        for x, end in zip(found.xs, line, strict=True):
            if end is None:
                continue
            there = end <= goal if lower else end >= goal
            reached += there
            known.append(end)
            edges = {"left": x - width, "right": x + width, "bottom": y - height, "top": y + height}
            rows.append({**edges, "x": x, "y": y, "value": end, "tick": _TICK if there else ""})
    if not known:
        st.info(say("whatif.pair.no_value"), icon=":material/info:")
        return
    scale_x, scale_y = (_unit(page, name) for name in (found.x, found.y))
    now = {"x": number_at(page.result.inputs, found.x), "y": number_at(page.result.inputs, found.y)}
    spec = heat(
        rows,
        x=words.input_label(page.slug, found.x),
        y=words.input_label(page.slug, found.y),
        value=page.text("title"),
        units=(scale_x, scale_y, unit),
        now=now,
    )
    alt = plain(
        "whatif.pair.alt",
        low=value(min(known), unit),
        high=value(max(known), unit),
        count=len(known),
        reached=reached,
        goal=value(goal, unit),
    )
    chart(spec, key=f"{page.slug}__pair", alt=alt, table=_table(page, found))
    if len(known) < len(found.xs) * len(found.ys):
        st.caption(say("whatif.pair.gaps"))


def _table(page: Notebook, found: TwoWay) -> Any:
    """One row per value of the second input, one column per value of the first."""
    corner = plain(
        "whatif.pair.corner",
        x=words.input_label(page.slug, found.x),
        y=words.input_label(page.slug, found.y),
    )
    table: dict[str, list[str]] = {corner: [value(y, _unit(page, found.y)) for y in found.ys]}
    for place, x in enumerate(found.xs):
        header = value(x, _unit(page, found.x))
        # Rounded alike, two columns would be one.
        header = header if header not in table else f"{header} ({place + 1})"
        table[header] = [value(line[place], page.variant.unit) for line in found.values]
    return tables.of_columns(table)


def _unit(page: Notebook, name: str) -> Unit:
    return page.ind.input(split(name)[0]).unit
