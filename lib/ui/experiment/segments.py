"""The same comparison within each part of the people, as one family of chances for a false alarm."""

from __future__ import annotations

import streamlit as st

from lib.charts.effects import effect_plot
from lib.experiments import Effect, segment_effects
from lib.ui.cells.common import chart, heading
from lib.ui.experiment.page import Trial
from lib.ui.experiment.result import effect_axis, effect_row, effect_table
from lib.ui.words import plain, say


def segments(page: Trial) -> None:
    """Effects by segment with their intervals; which of them stand out once their number is taken into account."""
    found = page.experiment
    if found is None or not found.segments or not page.sound:
        return
    effects = [one for one in _effects(page) if one.found.interval is not None]
    if not effects:
        return
    heading(page, "segments", own=True)
    st.markdown(say("experiment.segments.explain", by=page.by or "", count=len(effects)))
    several = len(found.arms) > 2
    rows = [effect_row(page, one, _label(one, several)) for one in effects]
    ratio = effects[0].found.effect == "ratio"
    spec = effect_plot(rows, x=effect_axis(page, ratio), none=1.0 if ratio else 0.0)
    alt = plain("experiment.segments.alt", by=page.by or "", count=len(rows))
    chart(spec, key="experiment__segments", alt=alt, table=effect_table(rows))
    st.markdown(_said(page, effects, several))


def _effects(page: Trial) -> tuple[Effect, ...]:
    assert page.experiment is not None
    chosen = page.choices
    return segment_effects(page.experiment, level=chosen.level, method=chosen.method, correction=chosen.correction)


def _label(one: Effect, several: bool) -> str:
    segment = one.segment or plain("cells.data.no_label")
    return plain("experiment.segments.label", segment=segment, arm=one.second) if several else segment


def _said(page: Trial, effects: list[Effect], several: bool) -> str:
    """Which segments differ after correction, and which only seemed to."""
    alpha = 1 - page.choices.level
    alone = [one for one in effects if one.found.p_value is not None and one.found.p_value < alpha]
    hold = [one for one in alone if one.corrected is None or one.corrected < alpha]
    correction = plain(f"experiment.settings.corrections.{page.choices.correction}")
    if hold:
        names = tuple(_label(one, several) for one in hold)
        return say("experiment.segments.hold", names=names, correction=correction, count=len(effects))
    if alone:
        names = tuple(_label(one, several) for one in alone)
        return say("experiment.segments.only_alone", names=names, correction=correction, count=len(effects))
    return say("experiment.segments.none", count=len(effects))
