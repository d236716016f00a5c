"""A cell of net present value and internal rate of return: two plans of which only one can be had, and where the two measures disagree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from lib.charts import marked_lines
from lib.core import InputError, Result, Unit
from lib.indicators._cash_flows import npv_profile
from lib.indicators.rival_plans import Plan, Rivals, rivals
from lib.ui import scenarios_state, words
from lib.ui.address import choose
from lib.ui.cells.cash_flows import window
from lib.ui.cells.common import chart, columns_of, heading, show_table
from lib.ui.cells.result import rows_of
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import from_screen
from lib.ui.words import plain, say, value

_TYPED: Final = "typed"
# Smaller and quicker than the plan of the sample: a higher rate on less money.
_EXAMPLE: Final = "-120000 70000 60000 30000"
Named = tuple[str, Result]


def rival_plans(page: Notebook) -> None:
    """The plan of the page, a group or a scenario beside another one, typed or measured."""
    if page.result is None or "cash_flows" not in page.ind.variant(_with_flows(page)).inputs:
        return
    heading(page, "rivals")
    st.markdown(say("cells.rivals.explain"))
    # Closed it costs nothing: a moved slider need not work out plans that nobody looks at.
    box = st.expander(
        say("cells.rivals.open"),
        key=page.key("rivals"),
        icon=":material/compare:",
        on_change="rerun",
        bind="query-params",
    )
    if box.open:
        with box:
            _compare(page)


def _compare(page: Notebook) -> None:
    known = _known(page)
    codes = [*known, *([_TYPED] if page.variant.name != "dated" else [])]
    if not known or len(codes) < 2:
        st.caption(say("cells.rivals.none"))
        return
    a, b = _chosen(page, known, codes)
    if a is None or b is None:
        return
    rate = rate_of(page)
    try:
        found = rivals(*_plans(a[1], b[1]), rate)
    except InputError as error:
        st.warning(words.error(error, page.slug), icon=":material/warning:")
        return
    names = {"a": a[0], "b": b[0]} if a[0] != b[0] else {"a": a[0], "b": plain("cells.rivals.second", name=b[0])}
    _verdict(found, names, rate)
    _figures(page, found, names)
    _picture(page, _plans(a[1], b[1]), found, names, rate)


def _known(page: Notebook) -> dict[str, Named]:
    """Plans that are there already, by their code in the address."""
    plans: dict[str, Named] = {}
    if page.result is not None:
        inputs = dict(page.result.inputs)
        _add(page, plans, "now", plain("cells.rivals.now"), inputs)
        groups = page.measured.groups if page.measured else None
        for row in rows_of(page, groups, "group"):
            given = {**{name: one for name, one in inputs.items() if page.ind.input(name).parameter}, **row["inputs"]}
            _add(page, plans, f"group:{row['group']}", str(row["group"]), given)
        for one in scenarios_state.shelf(page).scenarios:
            if one.variant == page.variant.name:
                _add(page, plans, f"scenario:{one.name}", one.name, one.inputs)
    return plans


def _with_flows(page: Notebook) -> str:
    """The definition that the plans are valued by."""
    return page.ind.variants[0].name if page.variant.name == "modified" else page.variant.name


def _add(page: Notebook, plans: dict[str, Named], code: str, name: str, inputs: Mapping[str, Any]) -> None:
    """The flows under the definition of the page; a modified rate has none of its own, so its flows count as they are."""
    variant = _with_flows(page)
    used = {*page.ind.variant(variant).inputs, *page.ind.variant(variant).optional}
    try:
        found = page.ind.compute(variant=variant, **{key: one for key, one in inputs.items() if key in used})
    except InputError:
        return
    if "cash_flows" in found.series:
        plans[code] = (name, found)


def _chosen(page: Notebook, known: dict[str, Named], codes: list[str]) -> tuple[Named | None, Named | None]:
    left, right = st.columns(2)
    chosen = [
        choose(
            where.selectbox,
            say(f"cells.rivals.{name}"),
            codes,
            key=page.key(f"rival_{name}"),
            default=default,
            label_of=lambda code: known[code][0] if code in known else plain("cells.rivals.typed"),
        )
        for where, name, default in ((left, "a", codes[0]), (right, "b", codes[-1]))
    ]
    if chosen[0] == chosen[1]:
        st.info(say("cells.significance.same"), icon=":material/info:")
        return None, None
    typed = _typed(page) if _TYPED in chosen else None
    a, b = (typed if code == _TYPED else known[code] for code in chosen)
    return a, b


def _typed(page: Notebook) -> Named | None:
    """The flows of a plan that is typed or pasted."""
    item = page.ind.input("cash_flows")
    text = st.text_input(
        say("cells.rivals.flows"),
        value=_EXAMPLE if page.source == "sample" else "",
        key=page.key("rival_flows"),
        help=page.text("inputs.cash_flows.help"),
        bind="query-params",
    )
    if not text.strip():
        st.caption(say("cells.rivals.empty"))
        return None
    plans: dict[str, Named] = {}
    try:
        flows = item.check(from_screen(item, text))
        given = {**page.inputs, "cash_flows": flows}
        if page.variant.name == "incremental":
            # What is typed is what the other plan adds.
            given["base_cash_flows"] = (0.0,) * len(flows)
        _add(page, plans, _TYPED, plain("cells.rivals.other_plan"), given)
    except InputError as error:
        st.warning(words.error(error, page.slug), icon=":material/warning:")
    return plans.get(_TYPED)


def rate_of(page: Notebook) -> float:
    """What money must earn, by the definition of the page, or else by the field that a cell further down has for it."""
    if page.result is not None and "real_rate" in page.result.details:
        return page.result.details["real_rate"]
    names = ("discount_rate", "hurdle_rate", "finance_rate")
    given = [page.inputs[name] for name in names if page.inputs.get(name) is not None]
    if given:
        return float(given[0])
    item = next(one for one in page.ind.inputs if one.name in names)
    typed = st.session_state.get(page.key(item.name))
    return float(item.default if typed is None else from_screen(item, typed))


def _plans(a: Result, b: Result) -> tuple[Plan, Plan]:
    """Both counted from one moment: the earliest day of either, where they fall on days."""
    firsts = [_first_day(one) for one in (a, b)]
    start = min(firsts)
    shifts = [(one - start).days / 365 for one in firsts]
    plans = [
        Plan(one.series["cash_flows"], tuple(time + shift for time in one.series["times"]))
        for one, shift in zip((a, b), shifts, strict=True)
    ]
    return plans[0], plans[1]


def _first_day(found: Result) -> date:
    """The day of the first flow; the same for all where flows fall on none."""
    days: Any = found.inputs.get("dates", ())
    return min(days, default=date.min)


def _verdict(found: Rivals, names: Mapping[str, str], rate: float) -> None:
    """Which of the two, in a sentence."""
    if found.by_worth == "equal":
        st.info(say("cells.rivals.verdict.equal", rate=rate, value=found.worth_a), icon=":material/info:")
        return
    more, other = (names["a"], names["b"]) if found.by_worth == "a" else (names["b"], names["a"])
    worths = sorted((found.worth_a, found.worth_b), reverse=True)
    fields = {"better": more, "other": other, "rate": rate, "high": worths[0], "low": worths[1]}
    if worths[0] < 0:
        st.warning(say("cells.rivals.verdict.neither", **fields), icon=":material/warning:")
        return
    if not found.conflict:
        kind = "no_rate" if found.by_rate is None else "tie" if found.by_rate == "equal" else "agree"
        st.info(say(f"cells.rivals.verdict.{kind}", **fields), icon=":material/info:")
        return
    assert found.rate_a is not None
    assert found.rate_b is not None
    returns = sorted((found.rate_a, found.rate_b), reverse=True)
    st.warning(
        say("cells.rivals.verdict.conflict", **fields, high_rate=returns[0], low_rate=returns[1]),
        icon=":material/swap_vert:",
    )


def _figures(page: Notebook, found: Rivals, names: Mapping[str, str]) -> None:
    """Both values, both rates, and which plan is worth more from where to where."""
    shown = [
        {
            "plan": names[which],
            "worth": value(worth, Unit.MONEY),
            "rate": value(rate, Unit.RATE) if rate is not None else plain("cells.rivals.no_single_rate"),
        }
        for which, worth, rate in (("a", found.worth_a, found.rate_a), ("b", found.worth_b, found.rate_b))
    ]
    labels = {name: f"cells.rivals.columns.{name}" for name in ("plan", "worth", "rate")}
    show_table(columns_of(shown, labels))
    st.markdown("\n".join(f"- {sentence}" for sentence in _turning(found, names)))


def _turning(found: Rivals, names: Mapping[str, str]) -> list[str]:
    said = []
    if len(found.ranges) > 1:
        said.append(say("cells.rivals.crossing", crossings=found.crossings, count=len(found.crossings)))
    for part in found.ranges:
        kind = "always" if part.low is None and part.high is None else ""
        kind = kind or ("below" if part.low is None else "above" if part.high is None else "between")
        if part.first != "equal":
            other = names["b" if part.first == "a" else "a"]
            fields = {"better": names[part.first], "other": other, "low": part.low, "high": part.high}
            said.append(say(f"cells.rivals.range.{kind}", **fields))
    if not found.ranges:
        said.append(say("cells.rivals.range.same"))
    if found.conflict:
        said.append(say("cells.rivals.why"))
    return said


def _picture(page: Notebook, plans: tuple[Plan, Plan], found: Rivals, names: Mapping[str, str], rate: float) -> None:
    """The value of both at every rate; where the lines cross, the ranking turns."""
    wanted = [one for one in (rate, found.rate_a, found.rate_b, *found.crossings) if one is not None]
    drawn = {which: npv_profile(plan.flows, plan.times, wanted) for which, plan in zip("ab", plans, strict=True)}
    rows = [
        {"x": at, "y": worth, "series": names[which]}
        for which, (rates, worths) in drawn.items()
        for at, worth in zip(rates, worths, strict=True)
    ]
    worth_at = {one: rivals(*plans, one).worth_a for one in found.crossings}
    marks: list[dict[str, Any]] = [
        {"x": at, "y": worth, "series": plain("cells.rivals.mark.crossing", rate=at)} for at, worth in worth_at.items()
    ]
    own = plain("cells.rivals.mark.own", rate=rate)
    marks += [{"x": rate, "y": worth, "series": own} for worth in (found.worth_a, found.worth_b)]
    lows_highs = [window(*line, [float(mark["x"]) for mark in marks]) for line in drawn.values()]
    spec = marked_lines(
        rows,
        x=say("cells.rivals.rate"),
        y=say("cells.rivals.worth"),
        unit_x="rate",
        marks=marks,
        domain=(min(low for low, _ in lows_highs), max(high for _, high in lows_highs)),
    )
    kind = "alt" if found.crossings else "alt_none"
    alt = plain(
        f"cells.rivals.{kind}", a=names["a"], b=names["b"], crossings=found.crossings, count=len(found.crossings)
    )
    table = [
        {"rate": value(at, Unit.RATE), "a": value(one, Unit.MONEY), "b": value(other, Unit.MONEY)}
        for (at, one), (_, other) in zip(*(list(zip(*line, strict=True)) for line in drawn.values()), strict=False)
    ]
    frame = columns_of(table, {"rate": "cells.rivals.rate", "a": "cells.rivals.a", "b": "cells.rivals.b"})
    frame = frame.rename_columns([frame.column_names[0], names["a"], names["b"]])
    chart(spec, key=f"{page.slug}__rivals", alt=alt, table=frame)
