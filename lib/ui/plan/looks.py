"""Looking before the end: what each look must reach, and what looking costs and saves."""

from __future__ import annotations

import math

import streamlit as st

from lib.stats import bounds_of, peeking_false_positives
from lib.ui.cells.common import columns_of, heading, show_table
from lib.ui.frame_links import page_link
from lib.ui.plan.page import Planner
from lib.ui.words import number, plain, say


def looks(page: Planner) -> None:
    """The bounds of the planned looks; with a single one, why it has to be the last."""
    plan = page.plan
    if plan is None or plan.alpha is None or plan.per_arm is None or plan.power is None:
        return
    heading(page, "looks", own=True)
    count = page.setting.looks
    if count == 1:
        chance = peeking_false_positives(5)[-1]
        st.markdown(say("plan.looks.one", chance=chance))
        page_link("peeking", plain("plan.looks.lab"))
        return
    bounds = bounds_of(page.setting, plan.alpha)
    st.markdown(say("plan.looks.many", count=count, shape=plain(f"plan.shapes.{page.setting.shape}")))
    rows = [
        {
            "look": number(place + 1, "count"),
            "per_arm": number(math.ceil(plan.per_arm * share), "count"),
            "days": number(page.traffic.days(plan.per_arm * share * plan.arms), "count"),
            "z": number(bound, "gap"),
            "p": number(p_value, "p"),
            "spent": number(spent, "percent"),
        }
        for place, (share, bound, p_value, spent) in enumerate(
            zip(bounds.fractions, bounds.bounds, bounds.p_values, bounds.spent, strict=True)
        )
    ]
    labels = {name: f"plan.looks.table.{name}" for name in ("look", "per_arm", "days", "z", "p", "spent")}
    show_table(columns_of(rows, labels))
    if plan.power > bounds.alpha:
        st.markdown(
            say(
                "plan.looks.price",
                more=bounds.inflation(plan.power) - 1,
                none=bounds.expected_share(0.0),
                effect=bounds.expected_share(bounds.shift(plan.power)),
            )
        )
