"""Cell 4: the value, its interval, the formula with these numbers in it, and the data behind it as charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import dot_plot, trend_line
from lib.core import InputError, Interval, Result, Step, Unit
from lib.data.measure import inputs_of
from lib.indicators import INDICATORS
from lib.ui import shared_costs, words
from lib.ui.cells.common import Picture, columns_of, draw, tell
from lib.ui.definitions import definitions
from lib.ui.measuring import records
from lib.ui.notebook import Notebook, currency, in_currency
from lib.ui.words import plain, say, value

_MOST_NAMED = 8
TIMES = {"day": "%d %b", "week": "%d %b", "month": "%b %Y", "quarter": "%b %Y", "year": "%Y"}


def result(page: Notebook) -> None:
    """The value large, its interval, and the formula with these numbers in it."""
    if page.problem is not None:
        st.error(words.error(page.problem, page.slug), icon=":material/error:")
        return
    found = page.result
    if found is None:
        return
    _value(page, found)
    st.latex(found.formula)
    st.latex(found.substituted)
    tell(found.warnings)
    _steps(page, found)


def _label(page: Notebook, found: Result) -> str:
    label = f"{page.text('title')} · {page.text(f'variants.{found.variant}.label')}"
    if found.unit is not Unit.MONEY:
        return label
    data = page.measured
    return f"{label} · {words.escape(in_currency(currency(data.ds, data.roles) if data else None))}"


def limits(interval: Interval, found: Result, write: Callable[..., str] = say) -> str:
    """The interval of the value as a sentence."""
    return write(
        "cells.result.interval",
        low=value(interval.low, found.unit),
        high=value(interval.high, found.unit),
        level=interval.level,
        method=plain(f"methods.{interval.method}.name"),
    )


def picture(page: Notebook) -> None:
    """The data behind the value: other definitions, the trend and the groups."""
    if page.result is None:
        return
    _variants(page, page.result)
    _trend(page)
    _groups(page)
    if page.measured is not None:
        frames = (page.measured.groups, page.measured.trend)
        drawn = next((frame for frame in frames if frame is not None), None)
        shared_costs.explain(page, records(drawn))


def _value(page: Notebook, found: Result) -> None:
    st.metric(_label(page, found), value(found.value, found.unit))
    if found.no_answer is not None:
        st.warning(words.notice(found.no_answer), icon=":material/help:")
        return
    interval = page.interval()
    if interval is None:
        reason = page.ind.why_no_interval(variant=found.variant, **page.inputs)
        st.caption(words.notice(reason) if reason else "")
        return
    st.markdown(limits(interval, found))


def _steps(page: Notebook, found: Result) -> None:
    """How the value comes about; one text, since a browser takes each element of a page by itself, seen or not."""
    if not found.steps:
        return
    with st.expander(say("cells.result.steps"), icon=":material/school:"):
        st.markdown("\n".join(_step(place, step) for place, step in enumerate(found.steps, start=1)))


def _step(place: int, step: Step) -> str:
    said = f"{place}. {say(step.code, **step.fields)}"
    if not step.latex:
        return said
    # Indented as deep as the text of the item, a formula on lines of its own belongs to it.
    margin = " " * (len(str(place)) + 2)
    return "\n".join([said, "", f"{margin}$$", f"{margin}{' '.join(step.latex.split())}", f"{margin}$$", ""])


def _variants(page: Notebook, found: Result) -> None:
    """The same data under each other definition, with the gap and what makes it."""
    rows = []
    for one in definitions(page):
        other = one.result
        same_unit = other.unit is found.unit and None not in (other.value, found.value)
        rows.append(
            {
                "variant": one.label,
                "value": value(other.value, other.unit),
                "gap": words.gap(other.value - found.value, found.unit, short=True) if same_unit else "–",  # type: ignore[operator]
                "explain": plain(f"{page.slug}.variants.{one.name}.explain"),
            }
        )
    if len(rows) < 2:
        return
    labels = {name: f"cells.result.variants.{name}" for name in ("variant", "value", "gap", "explain")}
    with st.expander(say("cells.result.variants.heading"), icon=":material/compare_arrows:"):
        # A table wraps; a data frame would cut the explanation off.
        headers = [plain(label) for label in labels.values()]
        st.table(pd.DataFrame([list(row.values()) for row in rows], columns=headers).set_index(headers[0]))


def evaluated(
    page: Notebook, row: Mapping[Any, Any], costs: Mapping[str, float] | None = None
) -> dict[str, Any] | None:
    """Value and limits of one measured row under the chosen definition, with its part of costs; None where it has none."""
    inputs = {**_parameters(page), **(costs or {}), **inputs_of(row, page.ind)}
    found = _evaluated(page.slug, page.variant.name, page.level, tuple(inputs.items()))
    return None if found is None else {**found, "inputs": inputs}


# A moved slider changes one input of the whole, not the rows of a trend: those are worked out once.
@lru_cache(maxsize=4096)
def _evaluated(
    slug: str, variant: str, level: float, given: tuple[tuple[str, Any], ...]
) -> dict[str, float | None] | None:
    ind, inputs = INDICATORS[slug], dict(given)
    try:
        found = ind.compute(variant=variant, **inputs)
        if found.value is None:
            return None
        interval = ind.interval(level=level, variant=variant, **inputs)
    except InputError:
        return None
    return {
        "value": found.value,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
    }


def _parameters(page: Notebook) -> dict[str, Any]:
    return {
        item.name: page.inputs[item.name] for item in page.ind.inputs if item.parameter and item.name in page.inputs
    }


def rows_of(page: Notebook, frame: pd.DataFrame | None, key: str) -> list[dict[str, Any]]:
    """The measured rows that have a value, with their label, value and limits."""
    found = []
    rows = records(frame)
    for row, costs in zip(rows, shared_costs.parts(page, rows), strict=True):
        if row.get("complete") is False:
            continue  # a period that the file cuts short would look like a change
        point = evaluated(page, row, costs)
        if point is not None:
            label = str(row[key])[:10] if key == "period" else str(row[key]) or plain("cells.data.no_label")
            found.append({key: label, **point})
    return found


def _table(page: Notebook, rows: list[dict[str, Any]], key: str) -> Any:
    unit = page.variant.unit
    # Where nothing was sampled there are no limits, and no columns for them.
    names = [name for name in ("value", "low", "high") if any(row[name] is not None for row in rows)]
    columns = {name: words.alike([row[name] for row in rows], unit) for name in names}
    shown = [
        {key: _first_cell(row, key), **{name: cells[place] for name, cells in columns.items()}}
        for place, row in enumerate(rows)
    ]
    return columns_of(shown, {name: f"cells.result.table.{name}" for name in (key, *names)})


def _first_cell(row: Mapping[str, Any], key: str) -> str:
    return words.number(date.fromisoformat(row[key]), "date") if key == "period" else str(row[key])  # type: ignore[arg-type]


def trend(page: Notebook) -> Picture | None:
    """The value over the periods of the data; None where they have fewer than two."""
    measured = page.measured
    rows = rows_of(page, measured.trend if measured else None, "period")
    if measured is None or len(rows) < 2:
        return None
    unit = page.variant.unit
    spec = trend_line(
        [_plotted(row) for row in rows],
        x=plain("cells.result.time"),
        y=_named(page),
        unit=unit,
        times=TIMES.get(measured.period or "month", "%b %Y"),
    )
    alt = plain(
        "cells.result.trend_alt",
        title=_named(page),
        first=value(rows[0]["value"], unit),
        last=value(rows[-1]["value"], unit),
        count=len(rows),
    )
    return Picture(spec, alt, lambda: _table(page, rows, "period"))


def _trend(page: Notebook) -> None:
    found = trend(page)
    if found is not None:
        st.markdown(f"**{say('cells.result.trend')}**")
        draw(found, f"{page.slug}__trend")


def groups(page: Notebook) -> Picture | None:
    """The value of each group of the data; None where fewer than two have one."""
    rows = _group_rows(page)
    if len(rows) < 2:
        return None
    unit = page.variant.unit
    lowest, highest = min(rows, key=lambda row: row["value"]), max(rows, key=lambda row: row["value"])
    alt = plain(
        "cells.result.groups_alt",
        low_group=lowest["group"],
        low=value(lowest["value"], unit),
        high_group=highest["group"],
        high=value(highest["value"], unit),
    )
    spec = dot_plot([_plotted(row) for row in rows], x=_named(page), unit=unit)
    return Picture(spec, alt, lambda: _table(page, rows, "group"))


def _group_rows(page: Notebook) -> list[dict[str, Any]]:
    return rows_of(page, page.measured.groups if page.measured else None, "group")


def _groups(page: Notebook) -> None:
    found = groups(page)
    if found is None or page.measured is None:
        return
    st.markdown(f"**{say('cells.result.groups', column=page.measured.by or '')}**")
    draw(found, f"{page.slug}__groups")
    _without_value(page.measured.groups, _group_rows(page))


def _without_value(groups: pd.DataFrame | None, rows: list[dict[str, Any]]) -> None:
    """Names the groups that the picture cannot show: a plan that never pays back must not just vanish."""
    shown = {row["group"] for row in rows}
    names = [str(name) or plain("cells.data.no_label") for name in ([] if groups is None else groups["group"])]
    missing = [name for name in names if name not in shown]
    if missing:
        st.caption(say("cells.result.groups_missing", count=len(missing), groups=tuple(missing[:_MOST_NAMED])))


def _named(page: Notebook) -> str:
    """What an axis shows: the indicator, or its definition where that counts something else."""
    if page.variant.unit is page.ind.variants[0].unit:
        return plain(f"{page.slug}.title")
    return plain(f"{page.slug}.variants.{page.variant.name}.label")


def _plotted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given for name, given in row.items() if name != "inputs"}
