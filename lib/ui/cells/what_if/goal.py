"""The goal that the tools of the what-if cell share: one number, in the address."""

from __future__ import annotations

import streamlit as st

from lib.core import Unit
from lib.ui import words
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say, value
from lib.whatif import goal_near


def goal_of(page: Notebook) -> float:
    """A field for the goal, in the unit of the value; left empty, it is a tenth better than the value."""
    assert page.result is not None
    assert page.result.value is not None
    unit = page.variant.unit
    near = goal_near(page.result.value, better=page.better, unit=unit)
    name = plain(f"units.{unit}")
    given = st.number_input(
        say("whatif.goal.label", title=plain(f"{page.slug}.title")) + (f" ({words.escape(name)})" if name else ""),
        value=None,
        key=page.key("goal"),
        bind="query-params",
        persist_state="session",
        placeholder=plain("whatif.goal.placeholder", value=value(near, unit)),
        help=say("whatif.goal.help"),
    )
    if given is None:
        return near
    return float(given) / (100 if unit is Unit.RATE else 1)


def set_goal(page: Notebook, goal: float) -> None:
    """Writes a goal into the field, before it is drawn again."""
    st.session_state[page.key("goal")] = goal * (100 if page.variant.unit is Unit.RATE else 1)
