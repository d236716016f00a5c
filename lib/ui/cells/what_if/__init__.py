"""Cell 7: what moves the value, what it would take, and what else could be; only the chosen tool is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from lib.ui import assumptions_state, scenarios_state
from lib.ui.address import choose
from lib.ui.cells.common import heading
from lib.ui.cells.what_if.pair import pair
from lib.ui.cells.what_if.plan import plan
from lib.ui.cells.what_if.risk import risk
from lib.ui.cells.what_if.scenarios import scenarios
from lib.ui.cells.what_if.seek import seek
from lib.ui.cells.what_if.sensitivity import sensitivity
from lib.ui.notebook import Notebook
from lib.ui.words import plain as text
from lib.ui.words import say

TOOLS: Final[Mapping[str, Callable[[Notebook], None]]] = MappingProxyType(
    {
        "sensitivity": sensitivity,
        "pair": pair,
        "seek": seek,
        "scenarios": scenarios,
        "risk": risk,
        "plan": plan,
    }
)


def what_if(page: Notebook) -> None:
    """One tool at a time, chosen by the visitor and named in the address."""
    if page.result is None or page.result.value is None:
        return
    heading(page, "whatif")
    tool = choose(
        st.pills,
        say("whatif.tool"),
        list(TOOLS),
        key=page.key("whatif"),
        default="sensitivity",
        label_of=lambda name: text(f"whatif.tools.{name}"),
        label_visibility="collapsed",
    )
    TOOLS[tool](page)
    scenarios_state.remember(page)
    assumptions_state.remember(page)
