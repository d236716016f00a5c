"""How much of a difference in amounts hangs on the outermost ones: a sensitivity beside the result, never the result."""

from __future__ import annotations

import streamlit as st

from lib.core import Comparison
from lib.experiments import Effect, compare_arms
from lib.experiments.drawn_in import CUTS, USUAL
from lib.ui import words
from lib.ui.address import choose
from lib.ui.experiment.page import Trial
from lib.ui.words import number, say


def giants(page: Trial, effects: tuple[Effect, ...]) -> None:
    """The same effects with the outermost share of all amounts drawn in; or that it takes the rows."""
    found = page.experiment
    if found is None or found.kind != "mean" or not page.sound:
        return
    if not page.drawn_in:
        if page.source == "file":
            st.caption(say("experiment.giants.needs_rows"))
        return
    with st.expander(say("experiment.giants.heading"), icon=":material/content_cut:"):
        cut = choose(
            st.segmented_control,
            say("experiment.giants.share"),
            CUTS,
            key=page.key("drawn_in"),
            default=USUAL,
            label_of=lambda cut: number(cut / 1000, "percent"),
            required=True,
        )
        drawn = page.drawn_in[cut]
        low, high = (words.value(limit, page.unit) for limit in (drawn.low, drawn.high))
        st.markdown(say("experiment.giants.explain", share=cut / 1000, low=low, high=high, count=drawn.changed))
        for one in effects:
            if one.first in drawn.arms and one.second in drawn.arms:
                known = compare_arms(
                    "mean",
                    drawn.arms[one.first],
                    drawn.arms[one.second],
                    level=page.choices.level,
                    method=page.choices.method,
                )
                _line(page, one, known)


def _line(page: Trial, one: Effect, known: Comparison) -> None:
    """One comparison, and whether its answer hangs on what was drawn in."""
    if known.interval is None or one.found.interval is None:
        return
    # up, down, or not told apart from nothing
    answers = [(limits.low > 0) - (limits.high < 0) for limits in (one.found.interval, known.interval)]
    low, high = (words.gap(limit, page.unit) for limit in (known.interval.low, known.interval.high))
    st.markdown(
        say(
            "experiment.giants.hangs" if answers[0] != answers[1] else "experiment.giants.holds",
            a=one.first,
            b=one.second,
            effect=words.effect(known.estimate, known, page.unit),
            low=low,
            high=high,
            level=known.interval.level,
            untouched=words.effect(one.found.estimate, one.found, page.unit),
        )
    )
