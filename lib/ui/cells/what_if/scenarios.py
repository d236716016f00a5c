"""Named sets of inputs side by side: made from the parameters, edited in a table, each against a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import apart
from lib.ui import scenarios_state as state
from lib.ui import words
from lib.ui.cells.common import chart, columns_of, show_table
from lib.ui.notebook import Notebook
from lib.ui.scenarios_state import Shelf
from lib.ui.words import plain, say, value
from lib.whatif import LONGEST_NAME, MOST_SCENARIOS, Row, Scenario, scenario_table

_NAMED_CHANGES = 3


def scenarios(page: Notebook) -> None:
    """What stands in the parameters, and the scenarios beside it."""
    st.markdown(say("whatif.scenarios.lead"))
    _add(page)
    kept = state.shelf(page)
    if not kept.scenarios:
        return
    now = Scenario(plain("whatif.scenarios.now"), state.inputs_of(page), page.variant.name)
    _table_of_inputs(page, kept, now)
    _baseline(page, kept, now)
    rows = scenario_table(page.ind, [now, *kept.scenarios], baseline=kept.baseline or now.name)
    _compare(page, rows)
    _manage(page, kept)


def _add(page: Notebook) -> None:
    kept = state.shelf(page)
    if len(kept.scenarios) >= MOST_SCENARIOS:
        st.caption(say("whatif.scenarios.full", count=MOST_SCENARIOS))
        return
    name_key = f"{page.slug}__scenario_name"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            say("whatif.scenarios.name"),
            key=name_key,
            max_chars=LONGEST_NAME,
            placeholder=plain("whatif.scenarios.name_placeholder"),
        )
        st.button(
            say("whatif.scenarios.add"),
            key=f"add_scenario_{page.slug}",
            on_click=state.add,
            args=(page, name_key),
            icon=":material/add:",
        )
        if not kept.scenarios:
            st.button(
                say("whatif.scenarios.add_ends"),
                key=f"add_ends_{page.slug}",
                on_click=state.add_ends,
                args=(page,),
                icon=":material/unfold_more:",
            )


def _table_of_inputs(page: Notebook, kept: Shelf, now: Scenario) -> None:
    """One row per input, one column per scenario; today's numbers are read-only, since they are the parameters."""
    everything = [now, *kept.scenarios]
    entries = state.entries_of(page, everything)
    labels = [_label(page, entry) for entry in entries]
    frame = pd.DataFrame({"input": labels, "now": [state.cell(page, now, entry) for entry in entries]})
    for place, one in enumerate(kept.scenarios):
        frame[f"s{place}"] = pd.Series([state.cell(page, one, entry) for entry in entries], dtype="float64")
    columns = {f"s{place}": one.name for place, one in enumerate(kept.scenarios)}
    key = f"{page.key('scenarios')}__table_{kept.turn}"
    st.caption(say("whatif.scenarios.edit"))
    st.data_editor(
        frame,
        hide_index=True,
        width="stretch",
        disabled=["input", "now"],
        column_config={
            "input": st.column_config.TextColumn(plain("whatif.scenarios.input"), pinned=True),
            **{
                name: st.column_config.NumberColumn(title, format="localized")
                for name, title in {"now": now.name, **columns}.items()
            },
        },
        key=key,
        on_change=state.edit,
        args=(page, key, entries),
        alt=plain("whatif.scenarios.edit"),
    )


def _label(page: Notebook, entry: str) -> str:
    unit = page.ind.input(entry.partition("[")[0]).unit
    name, sign = words.input_label(page.slug, entry), plain(f"units.{unit}")
    return f"{name} ({sign})" if sign else name


def _baseline(page: Notebook, kept: Shelf, now: Scenario) -> None:
    names = [one.name for one in kept.scenarios]
    pinned = f"{page.slug}__baseline_{kept.turn}"
    at = kept.baseline or now.name
    st.selectbox(
        say("whatif.scenarios.baseline"),
        [now.name, *names],
        index=[now.name, *names].index(at),
        key=pinned,
        on_change=state.pin,
        args=(page, pinned, now.name),
    )


def _manage(page: Notebook, kept: Shelf) -> None:
    """What can be done to one scenario."""
    names = [one.name for one in kept.scenarios]
    with st.expander(say("whatif.scenarios.manage"), icon=":material/tune:"):
        chosen = st.selectbox(say("whatif.scenarios.which"), names, key=f"{page.slug}__scenario_{kept.turn}")
        field = f"{page.slug}__rename_{kept.turn}_{names.index(chosen)}"
        st.text_input(
            say("whatif.scenarios.rename"),
            value=chosen,
            key=field,
            max_chars=LONGEST_NAME,
            on_change=state.rename,
            args=(page, chosen, field),
        )
        with st.container(horizontal=True):
            st.button(
                say("whatif.scenarios.duplicate"),
                key=f"duplicate_{page.slug}",
                on_click=state.duplicate,
                args=(page, chosen),
                icon=":material/content_copy:",
                disabled=len(names) >= MOST_SCENARIOS,
            )
            st.button(
                say("whatif.scenarios.remove"),
                key=f"remove_{page.slug}",
                on_click=state.remove,
                args=(page, chosen),
                icon=":material/delete:",
            )


def _compare(page: Notebook, rows: Sequence[Row]) -> None:
    """Values and differences as a table and, where there are values, as a chart."""
    labels = {name: f"whatif.scenarios.{name}" for name in ("scenario", "value", "difference", "share", "changed")}
    show_table(columns_of([_shown(page, row) for row in rows], labels))
    for row in rows:
        if row.problem is not None:
            st.warning(
                say("whatif.scenarios.problem", name=row.scenario.name) + " " + words.error(row.problem, page.slug),
                icon=":material/warning:",
            )
    _chart(page, rows)


def _shown(page: Notebook, row: Row) -> dict[str, Any]:
    unit = row.result.unit if row.result is not None else page.variant.unit
    return {
        "scenario": row.scenario.name,
        "value": value(None if row.result is None else row.result.value, unit),
        "difference": plain("whatif.scenarios.is_baseline") if row.baseline else words.signed(row.difference, unit),
        "share": "" if row.baseline else words.signed_share(row.relative),
        "changed": _changes(page, row),
    }


def _changes(page: Notebook, row: Row) -> str:
    """The inputs that differ from the baseline's, with what they are here; a long list is cut, and says so."""
    parts = [
        plain("whatif.scenarios.change", name=words.input_label(page.slug, name), value=_written(page, row, name))
        for name in row.changed
        if name in row.scenario.inputs
    ]
    if len(parts) > _NAMED_CHANGES:
        rest = len(parts) - _NAMED_CHANGES
        parts = [*parts[:_NAMED_CHANGES], plain("whatif.scenarios.more", count=rest)]
    return ", ".join(parts)


def _written(page: Notebook, row: Row, name: str) -> str:
    given: Any = row.scenario.inputs[name]
    unit = page.ind.input(name).unit
    if isinstance(given, tuple):
        return plain("whatif.scenarios.series", count=len(given))
    return value(float(given), unit)


def _chart(page: Notebook, rows: Sequence[Row]) -> None:
    base = next(row for row in rows if row.baseline)
    if base.result is None or base.result.value is None:
        st.info(say("whatif.scenarios.no_baseline"), icon=":material/info:")
        return
    unit = base.result.unit
    drawn = [row for row in rows if row.result is not None and row.difference is not None]
    kinds = {name: plain(f"whatif.scenarios.kinds.{name}") for name in ("baseline", "better", "worse", "other")}
    points = [
        {
            "label": row.scenario.name,
            "text": value(_value(row), unit),
            "value": _value(row),
            "kind": kinds[_kind(page, row)],
        }
        for row in drawn
    ]
    best = max(drawn, key=_value)
    least = min(drawn, key=_value)
    alt = plain(
        "whatif.scenarios.alt",
        baseline=base.scenario.name,
        base=value(base.result.value, unit),
        low_name=least.scenario.name,
        low=value(_value(least), unit),
        high_name=best.scenario.name,
        high=value(_value(best), unit),
    )
    used = [kind for kind in kinds.values() if kind in {point["kind"] for point in points}]
    spec = apart(points, x=page.text("title"), unit=unit, base=base.result.value, kinds=used)
    chart(spec, key=f"{page.slug}__scenarios", alt=alt)


def _value(row: Row) -> float:
    assert row.result is not None
    assert row.result.value is not None
    return row.result.value


def _kind(page: Notebook, row: Row) -> str:
    if row.baseline:
        return "baseline"
    if not row.difference or page.better is None:
        return "other"
    return "better" if (row.difference > 0) == (page.better == "higher") else "worse"
