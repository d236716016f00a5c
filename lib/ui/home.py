"""The first screen: one line on what this is, then every indicator as a live card."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lib.core import FifteenError, Interval, Result
from lib.core.indicator import Indicator
from lib.data import Dataset
from lib.data.measure import inputs_of, shape_for
from lib.indicators import INDICATORS
from lib.ui import visitor, words
from lib.ui.frame import FAMILIES, data_page, indicators, page_of
from lib.ui.notebook import measure_all, own_dataset, sample
from lib.ui.verdicts import short_verdict
from lib.ui.words import plain, say, value

_COLUMNS = 4


@dataclass(frozen=True)
class Card:
    """What a card shows.

    Attributes:
        ind: the indicator.
        result: computed on the sample, or on the visitor's own data.
        interval: of the value, None where there is none.
        trend: the value over the last periods.
        own: whether it is the visitor's own data.
    """

    ind: Indicator
    result: Result
    interval: Interval | None
    trend: tuple[float, ...]
    own: bool


def title() -> None:
    """Name, one line, the way to one's own data."""
    st.title(say("frame.name"), anchor=False)
    st.markdown(say("home.lead"))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.text_input(say("home.search"), key="q", bind="query-params", placeholder=say("home.search_example"))
    if right.button(say("home.load"), icon=":material/upload_file:", width="stretch", key="load"):
        st.switch_page(data_page())
    ds = own_dataset()
    st.caption(say("home.on_own", name=ds.name) if ds else say("home.on_sample"))


def cards() -> None:
    """The indicators by family, those that match the search."""
    wanted = str(st.session_state.get("q") or "").strip().lower()
    shown = 0
    for family in FAMILIES:
        found = [ind for ind in indicators(family) if _matches(ind, wanted)]
        if not found:
            continue
        shown += len(found)
        st.subheader(say(f"frame.families.{family}"), anchor=family)
        for start in range(0, len(found), _COLUMNS):
            for ind, place in zip(found[start : start + _COLUMNS], st.columns(_COLUMNS), strict=False):
                with place.container(border=True, height="stretch"):
                    _card(ind)
    if not shown:
        st.info(say("home.nothing", search=wanted), icon=":material/search_off:")


def _matches(ind: Indicator, wanted: str) -> bool:
    """Whether every word of the search stands somewhere in the names of the indicator, or in what others call it."""
    keys = ("title", "short", "question", *(f"inputs.{item.name}.label" for item in ind.inputs if not item.evidence))
    names = (*(plain(f"{ind.slug}.{key}") for key in keys), *words.lines(f"home.synonyms.{ind.slug}"))
    text = " ".join(names).lower()
    return all(word in text for word in wanted.split())


def _card(ind: Indicator) -> None:
    st.page_link(page_of(ind.slug), label=f"**{_name(ind)}**", width="stretch")
    st.caption(say(f"{ind.slug}.short"))
    card = card_of(ind, own_dataset())
    result = card.result
    st.markdown(f"## {words.escape(value(result.value, result.unit))}" if result.value is not None else "## –")
    if card.interval is not None:
        st.caption(
            say("home.interval", low=value(card.interval.low, result.unit), high=value(card.interval.high, result.unit))
        )
    elif result.no_answer is not None:
        st.caption(words.notice(result.no_answer))
    else:
        st.caption(say("home.no_interval"))
    if len(card.trend) > 2:
        st.html(spark(card.trend, plain("home.trend_alt", count=len(card.trend))))
    if result.value is not None:
        variant = ind.variant(result.variant)
        st.caption(short_verdict(ind.slug, variant, result.value, card.interval))
    if card.own:
        st.badge(say("home.own"), icon=":material/person:")


def _name(ind: Indicator) -> str:
    """The name on a card, where a long title would be cut off."""
    key = f"home.names.{ind.slug}"
    return say(key) if words.has(key) else say(f"{ind.slug}.title")


def card_of(ind: Indicator, ds: Dataset | None) -> Card:
    """The card on the visitor's data where they can supply the indicator, on the sample elsewhere."""
    if ds is not None:
        try:
            return _measured_card(ind, ds, own=True)
        except FifteenError:
            pass  # this file has no such columns, or no rows for it: the sample shows what the page would do
    return _sample_card(ind)


def _sample_card(ind: Indicator) -> Card:
    try:
        return _measured_card(ind, sample(ind.shapes[0].sample), own=False)
    except FifteenError:
        return Card(ind, ind.compute(**ind.defaults), ind.interval(**ind.defaults), (), own=False)


def _measured_card(ind: Indicator, ds: Dataset, *, own: bool) -> Card:
    roles = visitor.roles(ind, ds, own=own)
    shape = shape_for(ind, roles) if own else ind.shapes[0]
    dated = shape.period_role in roles
    options = {item.name: item.default for item in shape.options}
    found = measure_all(ds, ind, roles, shape, by=None, period="month" if dated else None, options=options)
    variant = next(name for name in shape.variants)
    fixed = {item.name: item.default for item in ind.inputs if item.parameter and item.default is not None}
    inputs = {**fixed, **found.overall}
    trend = []
    rows = () if found.trend is None else found.trend.to_dict("records")
    for row in rows:
        if row.get("complete") is not False:
            point = ind.compute(variant=variant, **{**fixed, **inputs_of(row, ind)})
            trend += [] if point.value is None else [point.value]
    return Card(
        ind,
        ind.compute(variant=variant, **inputs),
        ind.interval(variant=variant, **inputs),
        tuple(trend[-24:]),
        own,
    )


def spark(values: Sequence[float], alt: str) -> str:
    """A tiny line as an image; grey, because it only hints at the shape."""
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    points = " ".join(
        f"{4 + 192 * place / (len(values) - 1):.1f},{36 - 32 * (one - low) / span:.1f}"
        for place, one in enumerate(values)
    )
    last = points.rsplit(" ", 1)[-1].split(",")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40">'
        f'<polyline points="{points}" fill="none" stroke="#7f8c8d" stroke-width="1.5"/>'
        f'<circle cx="{last[0]}" cy="{last[1]}" r="3" fill="#7f8c8d"/></svg>'
    )
    return f'<img alt="{html.escape(alt)}" style="width:100%" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def warm() -> None:
    """Reads and measures the samples before the first visitor comes."""
    for ind in INDICATORS.values():
        _sample_card(ind)
