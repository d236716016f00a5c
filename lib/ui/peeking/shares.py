"""How many of the simulated tests have called a difference by each look, by each way of stopping."""

from __future__ import annotations

import streamlit as st

from lib.charts import theory_and_points
from lib.experiments.peeking import Lab
from lib.ui.cells.common import chart, columns_of, heading, show_table
from lib.ui.peeking.page import Laboratory
from lib.ui.words import number, plain, say

# The lines of the chart: simulated and by theory.
_DRAWN = ("naive", "bounds", "always")


def share_called(page: Laboratory) -> None:
    """The shares at the end, large; the sentence; the chart by look; the ways of stopping side by side."""
    lab = page.lab
    if lab is None:
        return
    heading(page, "shares", own=True)
    kind = "aa" if page.world.effect == 0 else "ab"
    naive, once, bounds, always = lab.rules
    for place, rule in zip(st.columns(4), (naive, once, bounds, always), strict=True):
        place.metric(say(f"peeking.rules.{rule.name}"), number(rule.called[-1], "percent"))
    st.markdown(
        say(
            f"peeking.sentence_{kind}",
            count=page.world.looks,
            tests=page.world.tests,
            called=round(naive.called[-1] * page.world.tests),
            share=naive.called[-1],
            theory=naive.theory[-1],
            once=once.theory[-1],
            always=always.called[-1],
        )
    )
    if page.world.effect and naive.exaggeration and naive.wrong_way is not None:
        st.markdown(say("peeking.exaggerated", times=naive.exaggeration, once=once.exaggeration or 1.0))
    if page.world.looks > 1:
        _chart(page, lab, kind)
    _side_by_side(page, lab, kind)


def _chart(page: Laboratory, lab: Lab, kind: str) -> None:
    rows = [
        {"x": look + 1, "theory": theory, "simulated": called, "group": plain(f"peeking.rules.{name}")}
        for name in _DRAWN
        for look, (theory, called) in enumerate(zip(lab.rule(name).theory, lab.rule(name).called, strict=True))
    ]
    naive, always = lab.rule("naive"), lab.rule("always")
    alt = plain(
        "peeking.chart.alt",
        count=page.world.looks,
        first=naive.called[0],
        last=naive.called[-1],
        theory=naive.theory[-1],
        always=always.called[-1],
    )
    table = [
        {"look": number(look + 1, "count"), "users": number(users, "count")}
        | {name: number(lab.rule(name).called[look], "percent") for name in _DRAWN}
        | {f"{name}_theory": number(lab.rule(name).theory[look], "percent") for name in _DRAWN}
        for look, users in enumerate(page.world.users)
    ]
    labels = {"look": "peeking.table.look", "users": "peeking.table.users"}
    labels |= {name: f"peeking.table.{name}" for one in _DRAWN for name in (one, f"{one}_theory")}
    spec = theory_and_points(rows, x=plain("peeking.table.look"), y=plain(f"peeking.chart.axis_{kind}"))
    chart(spec, key="peeking__shares", alt=alt, table=columns_of(table, labels))


def _side_by_side(page: Laboratory, lab: Lab, kind: str) -> None:
    rows = [
        {
            "rule": plain(f"peeking.rules.{rule.name}"),
            "called": number(rule.called[-1], "percent"),
            "theory": number(rule.theory[-1], "percent"),
            "used": number(rule.used * page.world.users[-1], "count"),
            "wrong": number(rule.wrong_way, "percent"),
            "times": number(rule.exaggeration, "gap"),
        }
        for rule in lab.rules
    ]
    names = ["rule", "called", "theory", "used"] + (["wrong", "times"] if kind == "ab" else [])
    labels = {name: f"peeking.side.{name}" for name in names} | {"called": f"peeking.side.called_{kind}"}
    show_table(columns_of(rows, labels))
    st.caption(say("peeking.side.note"))
