"""The visitor's scenarios of a page: kept for the visit and in the link, changed from callbacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lib.core.indicator import Indicator, Input
from lib.ui.address import carry
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import from_screen, to_screen
from lib.ui.words import plain
from lib.whatif import LONGEST_NAME, MOST_SCENARIOS, Scenario, ends, packed, unpacked
from lib.whatif.many import placed, split


@dataclass(frozen=True)
class Shelf:
    """What is kept.

    Attributes:
        scenarios: in the order in which they were made.
        baseline: name of the one that the others are compared with; None for the numbers of the parameters.
        turn: grows when the table of inputs must start afresh.
    """

    scenarios: tuple[Scenario, ...] = ()
    baseline: str | None = None
    turn: int = 0


def shelf(page: Notebook) -> Shelf:
    """What is kept; the first time, what the link brought."""
    kept = st.session_state.get(_state(page))
    if kept is None:
        kept = Shelf(*unpacked(str(st.query_params.get(page.key("scenarios"), "")), page.ind))
        st.session_state[_state(page)] = kept
    return kept if isinstance(kept, Shelf) else Shelf()


def remember(page: Notebook) -> None:
    """Writes what is kept into the address, whichever tool is open."""
    kept = shelf(page)
    carry(page.key("scenarios"), packed(kept.scenarios, kept.baseline))


def _state(page: Notebook) -> str:
    return f"{page.key('scenarios')}__shelf"


def _put(page: Notebook, scenarios: Sequence[Scenario], baseline: str | None) -> None:
    names = {one.name for one in scenarios}
    kept = baseline if baseline in names else None
    st.session_state[_state(page)] = Shelf(tuple(scenarios), kept, shelf(page).turn + 1)


# ---- what the buttons do -----------------------------------------------------------------------------------------


def add(page: Notebook, name_key: str) -> None:
    """The numbers of the parameters as a scenario, under the name in that field."""
    given = str(st.session_state.get(name_key) or "")
    _append(page, given, inputs_of(page))
    st.session_state[name_key] = ""


def add_ends(page: Notebook) -> None:
    """A worst and a best case around the numbers of the parameters."""
    cases = ends(page.ind, inputs_of(page), better=page.better, variant=page.variant.name)
    for name, inputs in zip(("worst", "best"), cases, strict=True):
        _append(page, plain(f"whatif.scenarios.{name}"), inputs)


def duplicate(page: Notebook, name: str) -> None:
    """A copy at the end."""
    one = next(one for one in shelf(page).scenarios if one.name == name)
    _append(page, plain("whatif.scenarios.copy", name=name), one.inputs, one.variant)


def remove(page: Notebook, name: str) -> None:
    """Takes one away."""
    kept = shelf(page)
    _put(page, [one for one in kept.scenarios if one.name != name], kept.baseline)


def rename(page: Notebook, name: str, field: str) -> None:
    """Gives one the name in that field."""
    kept = shelf(page)
    others = [one.name for one in kept.scenarios if one.name != name]
    new = _free(str(st.session_state.get(field) or "") or name, others)
    baseline = new if kept.baseline == name else kept.baseline
    _put(page, [one.renamed(new) if one.name == name else one for one in kept.scenarios], baseline)


def pin(page: Notebook, widget: str, none: str) -> None:
    """Makes one the baseline."""
    chosen = st.session_state[widget]
    kept = shelf(page)
    st.session_state[_state(page)] = replace(kept, baseline=None if chosen == none else chosen)


def edit(page: Notebook, table: str, rows: Sequence[str]) -> None:
    """Takes over what was typed into the table of inputs: one row per input, one column per scenario."""
    changes: Mapping[Any, Mapping[str, Any]] = st.session_state[table].get("edited_rows", {})
    kept = shelf(page)
    scenarios = list(kept.scenarios)
    for row, cells in changes.items():
        for column, given in cells.items():
            place = int(column.removeprefix("s"))
            scenarios[place] = _with(page.ind, scenarios[place], rows[int(row)], given)
    refused = any(given is None for cells in changes.values() for given in cells.values())
    st.session_state[_state(page)] = replace(kept, scenarios=tuple(scenarios), turn=kept.turn + refused)


def inputs_of(page: Notebook) -> dict[str, Any]:
    """The inputs of the page's value, as they were checked."""
    return {} if page.result is None else dict(page.result.inputs)


def _append(page: Notebook, name: str, inputs: Mapping[str, Any], variant: str | None = None) -> None:
    kept = shelf(page)
    if len(kept.scenarios) >= MOST_SCENARIOS:
        return
    free = _free(name, [one.name for one in kept.scenarios])
    one = Scenario(free, dict(inputs), variant or page.variant.name)
    _put(page, [*kept.scenarios, one], kept.baseline)


def _free(name: str, taken: Sequence[str]) -> str:
    """A name that no other has, and that is none of ours."""
    wanted = " ".join(name.split())[:LONGEST_NAME]
    reserved = {*taken, plain("whatif.scenarios.now")}
    if wanted and wanted not in reserved:
        return wanted
    numbers = range(2 if wanted else 1, len(reserved) + 3)
    base = wanted[: LONGEST_NAME - 3] or plain("whatif.scenarios.unnamed")
    return next(one for number in numbers if (one := f"{base} {number}") not in reserved)


# ---- the table of inputs -----------------------------------------------------------------------------------------


def entries_of(page: Notebook, scenarios: Sequence[Scenario]) -> list[str]:
    """Names of the rows: every number that any scenario uses, and every entry of its series; days are held."""
    found: list[str] = []
    for item in page.ind.inputs:
        given = [one.inputs[item.name] for one in scenarios if item.name in one.inputs]
        if given and item.kind == "number":
            found.append(item.name)
        elif given and item.kind == "series":
            found += [f"{item.name}[{place}]" for place in range(max(len(part) for part in given))]
    return found


def cell(page: Notebook, scenario: Scenario, entry: str) -> float | None:
    """What stands in the table, in the units of the screen; None where the scenario has no such number."""
    name, place = split(entry)
    given: Any = scenario.inputs.get(name)
    if given is None:
        return None
    if place is None:
        return float(to_screen(page.ind.input(name), given))
    return float(given[place]) if place < len(given) else None


def _with(ind: Indicator, scenario: Scenario, entry: str, given: Any) -> Scenario:
    """One cell changed; an emptied cell, or one beyond the end of a series, stays as it was."""
    name, place = split(entry)
    if given is None or name not in scenario.inputs:
        return scenario
    if place is None:
        return scenario.with_input(name, _number(ind.input(name), given))
    series: Any = scenario.inputs[name]
    if place >= len(series):
        return scenario
    return replace(scenario, inputs=placed(scenario.inputs, entry, float(given)))


def _number(item: Input, given: Any) -> float:
    return float(from_screen(item, given))
