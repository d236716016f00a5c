"""Cells of customer satisfaction: all answers, the measures that must not be mixed, and word of mouth as a small model."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import columns, curve
from lib.core import InputError, Result, Unit
from lib.knowledge.benchmarks import benchmarks
from lib.ui.cells.common import by_x, chart, columns_of, heading, of_everything, show_table
from lib.ui.definitions import definitions, known_inputs
from lib.ui.measuring import measure_extra
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

MODEL = "word_of_mouth_balance"
_RECOMMENDATION = ("recommendation", "recommendation_from_one")


def distribution(page: Notebook) -> None:
    """How often each answer was given, coloured by what the measures make of it."""
    counts = measure_extra(page, "distribution")
    if counts.empty or page.measured is None:
        return
    heading(page, "distribution", own=True)
    st.markdown(page.text("cells.distribution.explain"))
    of_everything(page, counts)
    given = {float(str(answer)): float(part["answers"].sum()) for answer, part in counts.groupby("answer")}
    net = page.measured.shape.name in _RECOMMENDATION
    high = float(page.measured.overall.get("scale_max", max(given)))
    low = float(page.measured.overall.get("scale_min", min(given)))
    everything = sum(given.values()) or 1.0
    rows, table = [], []
    for answer, count in given.items():
        kind = plain(f"csat.cells.distribution.{answer_kind(answer, low, high, net=net)}")
        rows.append({"x": answer, "value": count, "kind": kind})
        share = value(count / everything, Unit.RATE)
        table.append({"answer": number(answer), "kind": kind, "answers": number(count, "count"), "share": share})
    kinds = [kind for kind in _kinds(net=net) if any(row["kind"] == kind for row in rows)]
    commonest = max(given, key=lambda answer: given[answer])
    alt = plain("csat.cells.distribution.alt", answer=commonest, answers=given[commonest])
    spec = columns(
        rows, x=plain("csat.cells.distribution.axis"), y=plain("csat.cells.distribution.answers"), kinds=kinds
    )
    labels = {name: f"csat.cells.distribution.{name}" for name in ("answer", "kind", "answers", "share")}
    chart(spec, key="csat__distribution", alt=alt, table=columns_of(table, labels))


def _kinds(*, net: bool) -> tuple[str, ...]:
    names = ("promoters", "passives", "detractors") if net else ("satisfied", "between", "dissatisfied")
    return tuple(plain(f"csat.cells.distribution.{name}") for name in names)


def answer_kind(answer: float, low: float, high: float, *, net: bool) -> str:
    """What the measures make of one answer.

    Args:
        answer: on the scale.
        low: lowest answer of the scale.
        high: highest answer of the scale.
        net: whether the question is how likely somebody is to recommend, where 9 and 10 count for and 6 and less against.

    Example:
        >>> [answer_kind(x, 1, 5, net=False) for x in (2, 3, 4)], answer_kind(7, 0, 10, net=True)
        (['dissatisfied', 'between', 'satisfied'], 'passives')
    """
    if net:
        return "promoters" if answer >= 9 else "passives" if answer >= 7 else "detractors"
    # The highest boxes go first, as where they are counted: on a scale of three the middle belongs to both ends.
    return "satisfied" if answer >= high - 1 else "dissatisfied" if answer <= low + 1 else "between"


def measures(page: Notebook) -> None:
    """Every measure of the same answers, its range, and how many published values share its definition."""
    found = [one for one in definitions(page) if one.result.value is not None and one.name != MODEL]
    if len(found) < 2:
        return
    heading(page, "measures", own=True)
    st.markdown(page.text("cells.measures.explain"))
    published = benchmarks(page.slug)
    rows = []
    for one in found:
        unit = one.result.unit
        shared = sum(one.name in row.variants for row in published)
        limits = "–" if one.low is None else f"{value(one.low, unit)} – {value(one.high, unit)}"
        rows.append(
            {
                "measure": one.label,
                "value": value(one.result.value, unit),
                "interval": limits,
                "range": _range(one.result, known_inputs(page)),
                "published": number(shared, "count") if shared else plain("csat.cells.measures.none"),
            }
        )
    labels = {name: f"csat.cells.measures.{name}" for name in ("measure", "value", "interval", "range", "published")}
    show_table(columns_of(rows, labels))
    st.caption(page.text("cells.measures.note"))


def _range(found: Result, known: dict[str, Any]) -> str:
    """From the lowest value that is possible to the highest."""
    if found.unit is Unit.RATE:
        return f"{number(0.0, 'level')} – {number(1.0, 'level')}"
    if found.unit is Unit.SCORE:
        return f"{number(known.get('scale_min'))} – {number(known.get('scale_max'))}"
    low = -100 if found.variant in {"net_satisfaction", "nps", "nps_from_one"} else 0
    return f"{number(low, 'count')} – {number(100, 'count')} {plain(f'units.{found.unit}')}"


def recommendation_balance(page: Notebook) -> None:
    """Word of mouth as a small model whose numbers can be changed, and where it tips."""
    known = known_inputs(page)
    if not {"top_two", "bottom_two"} <= set(known):
        return
    heading(page, "balance", own=True)
    st.markdown(page.text("cells.balance.explain"))
    known |= _assumptions(page, known)
    try:
        found = page.ind.compute(variant=MODEL, **known)
    except InputError:
        return
    if found.value is None:
        return
    edge = found.details.get("break_even")
    if edge is None or known["top_two"] <= 0:
        st.info(page.text("cells.balance.no_edge"), icon=":material/info:")
        return
    _balance_chart(page, known, found, edge)


def _assumptions(page: Notebook, known: dict[str, float]) -> dict[str, float]:
    """The numbers of the model; where its definition is chosen they stand in the parameters already."""
    names = page.ind.variant(MODEL).optional
    if page.variant.name == MODEL:
        st.caption(page.text("cells.balance.above"))
        return {name: known[name] for name in names if name in known}
    given: dict[str, float] = {}
    for name, place in zip(names, st.columns(len(names), vertical_alignment="bottom"), strict=True):
        item = page.ind.input(name)
        typed = place.number_input(
            page.text(f"inputs.{name}.label"),
            min_value=0.0,
            max_value=float(item.maximum or 1000),
            value=float(item.default),
            step=0.5,
            format="%.1f",
            key=page.key(name),
            help=page.text(f"inputs.{name}.help"),
            bind="query-params",
        )
        if typed is not None:
            given[name] = float(typed)
    return given


def _balance_chart(page: Notebook, known: dict[str, float], found: Result, edge: float) -> None:
    top, here = known["top_two"], known["bottom_two"] / known["top_two"]
    each = known["recommendations_per_promoter"] * top
    farthest = 2 * max(edge, here, 1e-9)
    # The balance is a straight line in the number of dissatisfied: two points draw it.
    rows: list[dict[str, Any]] = [
        {"x": share, "y": each * (1 - share / edge) if edge else 0.0} for share in (0.0, farthest)
    ]
    marks: list[dict[str, Any]] = [
        {"x": edge, "y": 0.0, "label": plain("csat.cells.balance.edge", share=edge)},
        {"x": here, "y": found.value, "label": plain("csat.cells.balance.you")},
    ]
    fields = {
        "value": found.value,
        "break_even": edge,
        "here": here,
        "gained": found.details["gained"],
        "lost": found.details["lost"],
    }
    alt = plain("csat.cells.balance.alt", **fields)
    spec = curve(
        rows,
        x=plain("csat.cells.balance.share"),
        y=plain("csat.cells.balance.left"),
        unit_x="rate",
        marks=marks,
        zero=True,
    )
    table = [{"share": value(row["x"], Unit.RATE), "left": number(row["y"])} for row in by_x(rows, marks)]
    labels = {name: f"csat.cells.balance.{name}" for name in ("share", "left")}
    chart(spec, key="csat__balance", alt=alt, table=columns_of(table, labels))
    side = "for" if found.value and found.value > 0 else "against"
    st.markdown(page.text(f"cells.balance.{side}", **fields))
