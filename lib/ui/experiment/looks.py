"""The experiment day by day: why stopping at the first small p-value deceives, and what may be read at every look."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from lib.charts.effects import growing_band
from lib.experiments.looks import Look, first_to_hold, swayed
from lib.experiments.looks import looks as looks_of
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import chart, columns_of, heading, tell
from lib.ui.experiment.page import Trial
from lib.ui.words import number, plain, say

_FEWEST = 3


def looks(page: Trial) -> None:
    """The effect after each day with the interval of a single look and the one that holds at every look."""
    found = page.experiment
    if found is None or len(found.days) < _FEWEST or found.kind not in {"binary", "mean"} or not page.sound:
        return
    heading(page, "looks", own=True)
    st.markdown(say("experiment.looks.explain", level=page.choices.level))
    left, right = st.columns(2)
    other = _other(page, left)
    total = sum(arm.n for arm in found.arms if arm.label in {found.control.label, other})
    planned = right.number_input(
        say("experiment.looks.planned"),
        min_value=2.0,
        value=float(max(2.0, total)),
        step=100.0,
        format="%.0f",
        key=page.key("planned"),
        bind="query-params",
        help=say("experiment.looks.planned_help"),
    )
    count = len(found.arms) - 1
    seen = looks_of(found, other, planned=planned or max(2.0, total), level=page.choices.level, comparisons=count)
    drawn = [one for one in seen if one.once.interval is not None and one.always.interval is not None]
    if len(drawn) < _FEWEST:
        st.info(say("experiment.looks.too_few"), icon=":material/info:")
        return
    _picture(page, drawn)
    if count > 1:
        each = (1 - page.choices.level) / count
        st.caption(say("experiment.looks.several", count=count, level=page.choices.level, each=each))
    giant = swayed(found, other)
    if giant is not None:
        tell([giant])
    st.markdown(_said(page, drawn, other))


def _other(page: Trial, where: Any) -> str:
    assert page.experiment is not None
    others = page.experiment.labels[1:]
    if len(others) == 1:
        return others[0]
    return choose(where.selectbox, say("experiment.bayes.arm"), others, key=page.key("looks_arm"), default=others[0])


def _picture(page: Trial, drawn: list[Look]) -> None:
    scale = 100.0 if page.experiment and page.experiment.kind == "binary" else 1.0
    rows: list[dict[str, Any]] = []
    table: list[dict[str, Any]] = []
    for one in drawn:
        narrow, wide = one.once.interval, one.always.interval
        assert narrow is not None
        assert wide is not None
        rows.append(
            {
                "date": one.date,
                "value": (one.once.estimate or 0.0) * scale,
                "low": narrow.low * scale,
                "high": narrow.high * scale,
                "wide_low": wide.low * scale,
                "wide_high": wide.high * scale,
            }
        )
        table.append(
            {
                "date": one.date,
                "n": number(one.n, "count"),
                "effect": words.effect(one.once.estimate, one.once, page.unit),
                "from": words.effect(wide.low, one.once, page.unit),
                "to": words.effect(wide.high, one.once, page.unit),
                "once": number(one.once.p_value, "p"),
                "always": number(one.always.p_value, "p"),
            }
        )
    kind = page.experiment.kind if page.experiment else "binary"
    spec = growing_band(
        rows,
        x=plain("experiment.looks.table.date"),
        y=plain(f"experiment.kinds.{kind}.effect"),
        kinds=(plain("experiment.looks.once"), plain("experiment.looks.always")),
    )
    labels = {name: f"experiment.looks.table.{name}" for name in table[0]}
    alt = plain("experiment.looks.alt", count=len(rows), low=table[-1]["from"], high=table[-1]["to"])
    chart(spec, key="experiment__looks", alt=alt, table=columns_of(table, labels))


def _said(page: Trial, drawn: list[Look], other: str) -> str:
    alpha = 1 - page.choices.level
    early = [one for one in drawn if one.once.p_value is not None and one.once.p_value < alpha]
    holds = first_to_hold(tuple(drawn))
    fields: dict[str, Any] = {"b": other, "count": len(drawn), "level": page.choices.level}
    if holds is not None:
        return say("experiment.looks.holds", date=date.fromisoformat(holds.date), n=holds.n, **fields)
    if early:
        return say("experiment.looks.tempting", days=len(early), date=date.fromisoformat(early[0].date), **fields)
    return say("experiment.looks.nothing", **fields)
