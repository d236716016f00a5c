"""The same with many metrics at one look; and what to do instead."""

from __future__ import annotations

import streamlit as st

from lib.charts import theory_and_points
from lib.experiments.peeking import many_metrics
from lib.ui.cells.common import chart, columns_of, heading
from lib.ui.frame_links import page_link
from lib.ui.peeking.page import Laboratory
from lib.ui.words import lines, number, plain, say

_LINES = ("theory", "simulated", "corrected")


def metrics(page: Laboratory) -> None:
    """How the chance of any false alarm grows with the metrics looked at."""
    heading(page, "metrics", own=True)
    count = st.slider(
        say("peeking.inputs.metrics.label"),
        min_value=1,
        max_value=50,
        value=20,
        key=page.key("metrics"),
        bind="query-params",
    )
    found = many_metrics(count, alpha=page.world.alpha, tests=page.world.tests, seed=page.world.seed)
    st.markdown(
        say(
            "peeking.metrics.sentence",
            count=count,
            alpha=page.world.alpha,
            chance=found.theory[-1],
            simulated=found.simulated[-1],
            each=page.world.alpha / count,
            corrected=found.corrected[-1],
        )
    )
    if count < 2:
        return
    series = {name: getattr(found, name) for name in _LINES}
    rows = [
        {"x": metric, "theory": theory, "simulated": simulated, "group": plain("peeking.metrics.alone")}
        for metric, theory, simulated in zip(found.counts, found.theory, found.simulated, strict=True)
    ]
    rows += [
        {"x": metric, "theory": theory, "simulated": None, "group": plain("peeking.metrics.held")}
        for metric, theory in zip(found.counts, found.corrected, strict=True)
    ]
    table = [
        {"count": number(metric, "count"), **{name: number(series[name][place], "percent") for name in _LINES}}
        for place, metric in enumerate(found.counts)
    ]
    labels = {name: f"peeking.metrics.{name}" for name in ("count", *_LINES)}
    alt = plain("peeking.metrics.alt", first=found.theory[0], last=found.theory[-1], count=count)
    spec = theory_and_points(rows, x=plain("peeking.metrics.count"), y=plain("peeking.metrics.axis"))
    chart(spec, key="peeking__metrics", alt=alt, table=columns_of(table, labels))


def instead(page: Laboratory) -> None:
    """What to do instead, in plain sentences, and the page that does it."""
    heading(page, "instead", own=True)
    st.markdown(say("peeking.instead.lead"))
    st.markdown("\n".join(f"- {line}" for line in lines("peeking.instead.ways")))
    page_link("plan", plain("peeking.instead.plan"))
