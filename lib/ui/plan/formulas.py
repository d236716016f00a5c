"""The same plan by every formula in use: why another calculator says something else."""

from __future__ import annotations

import streamlit as st

from lib.stats import compare_formulas
from lib.ui.cells.common import heading
from lib.ui.plan.page import Planner
from lib.ui.words import number, plain, say


def formulas(page: Planner) -> None:
    """Sizes side by side, each with what it takes for granted; for shares only, as means have one formula."""
    plan, start = page.plan, page.setting.baseline
    if start is None or plan is None or plan.effect is None or plan.power is None or plan.alpha is None:
        return
    heading(page, "formulas", own=True)
    alpha = plan.alpha / (plan.arms - 1)
    found = compare_formulas(
        baseline=start, effect=plan.effect, power=plan.power, alpha=alpha, alternative=page.setting.alternative
    )
    sizes = [one.n_a for one in found if one.n_a is not None]
    if not sizes:
        return
    st.markdown(
        say(
            "plan.formulas.lead",
            before=page.outcome(start),
            after=page.outcome(start + plan.effect),
            low=sizes[0],
            high=sizes[-1],
            power=plan.power,
            alpha=alpha,
        )
    )
    chosen = page.setting.formula
    for one in found:
        st.markdown(
            say(
                "plan.formulas.row_chosen" if one.formula == chosen else "plan.formulas.row",
                size=number(one.n_a, "count"),
                name=plain(f"formulas.{one.formula}.name"),
                why=plain(f"formulas.{one.formula}.why"),
            )
        )
    st.markdown(say("plan.formulas.which"))
    if page.setting.looks > 1:
        st.caption(say("plan.formulas.one_look"))
