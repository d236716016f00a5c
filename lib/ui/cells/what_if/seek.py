"""What would it take: every input by itself, as far as it would have to go for the value to reach the goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.core import Unit
from lib.ui import words
from lib.ui.cells.common import columns_of, show_table
from lib.ui.cells.what_if.goal import goal_of, set_goal
from lib.ui.notebook import Notebook
from lib.ui.words import plain, say, value
from lib.whatif import GoalSeek, what_it_takes

_HEADERS = ("input", "today", "needed", "change", "share")
_MOST_ENTRIES = 12


def seek(page: Notebook) -> None:
    """A table of what each input would have to be, and a sentence for each that cannot get there."""
    found = page.result
    assert found is not None
    st.markdown(say("whatif.seek.lead"))
    goal = goal_of(page)
    sought = what_it_takes(page.ind, found.inputs, goal, variant=found.variant, entries=_MOST_ENTRIES)
    if not sought:
        st.info(say("whatif.seek.nothing"), icon=":material/info:")
        return
    _first_lever(page, sought, goal)
    reached = [one for one in sought if one.nearest is not None]
    if reached:
        rows = [_row(page, one, solution) for one in reached for solution in one.solutions]
        labels = {name: f"whatif.seek.{name}" for name in _HEADERS}
        show_table(columns_of(rows, labels))
    for one in sought:
        _explain(page, one)
    _short_of_effect(page, sought)
    _notes(page, reached)
    _break_even(page, sought, goal)


def _row(page: Notebook, one: GoalSeek, solution: float) -> dict[str, Any]:
    unit = _unit(page, one)
    change = solution - one.now
    return {
        "input": words.input_label(page.slug, one.name),
        "today": value(one.now, unit),
        "needed": value(solution, unit),
        "change": words.signed(change, unit),
        "share": plain("whatif.seek.from_nothing") if one.now == 0 else words.signed_share(change / abs(one.now)),
    }


def _first_lever(page: Notebook, sought: Sequence[GoalSeek], goal: float) -> None:
    """The answer in one sentence: the input with the shortest way, or that no input gets there."""
    assert page.result is not None
    unit, first = page.variant.unit, sought[0]
    shown = {"goal": value(goal, unit), "now": value(page.result.value, unit)}
    if first.nearest is None:
        st.warning(say("whatif.seek.out_of_reach", **shown), icon=":material/block:")
    elif first.nearest == first.now:
        st.info(say("whatif.seek.already", **shown), icon=":material/check:")
    else:
        fields = {
            **shown,
            "name": words.input_label(page.slug, first.name),
            "today": value(first.now, _unit(page, first)),
            "needed": value(first.nearest, _unit(page, first)),
        }
        st.success(say("whatif.seek.shortest", **fields), icon=":material/flag:")


def _explain(page: Notebook, one: GoalSeek) -> None:
    """Why an input has no place in the table, or more than one."""
    if one.outcome in {"one", "no_effect"}:
        return
    unit, own = page.variant.unit, _unit(page, one)
    fields: dict[str, Any] = {"name": words.input_label(page.slug, one.name)}
    if one.outcome == "several":
        solutions = tuple(value(solution, own) for solution in one.solutions)
        st.markdown("- " + say("whatif.seek.several", count=len(solutions), solutions=solutions, **fields))
    elif one.lowest is None or one.highest is None:
        st.markdown("- " + say("whatif.seek.never", **fields))
    else:
        ends = {"lowest": value(one.lowest, unit), "highest": value(one.highest, unit)}
        st.markdown(
            "- " + say("whatif.seek.none", low=value(one.low, own), high=value(one.high, own), **ends, **fields)
        )


def _short_of_effect(page: Notebook, sought: Sequence[GoalSeek]) -> None:
    idle = [words.input_label(page.slug, one.name) for one in sought if one.outcome == "no_effect"]
    if idle:
        st.caption(say("whatif.seek.no_effect", count=len(idle), names=tuple(idle)))


def _notes(page: Notebook, reached: Sequence[GoalSeek]) -> None:
    wholes = [one for one in reached if page.ind.input(one.name.partition("[")[0]).whole]
    if any(not solution.is_integer() for one in wholes for solution in one.solutions):
        st.caption(say("whatif.seek.fractions"))
    assert page.result is not None
    lengths = [len(given) for given in page.result.inputs.values() if isinstance(given, tuple)]
    if any(length > _MOST_ENTRIES for length in lengths):
        st.caption(say("whatif.seek.first_entries", count=_MOST_ENTRIES))


def _break_even(page: Notebook, sought: Sequence[GoalSeek], goal: float) -> None:
    """Where the value can be on either side of zero, zero is a goal that everybody asks for."""
    lows = [one.lowest for one in sought if one.lowest is not None]
    highs = [one.highest for one in sought if one.highest is not None]
    if goal != 0 and lows and min(lows) < 0 < max(highs):
        st.button(
            say("whatif.seek.break_even"),
            key=f"break_even_{page.slug}",
            on_click=set_goal,
            args=(page, 0.0),
            icon=":material/balance:",
        )


def _unit(page: Notebook, one: GoalSeek) -> Unit:
    return page.ind.input(one.name.partition("[")[0]).unit
