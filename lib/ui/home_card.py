"""One indicator on the first screen: its value, how sure it is, where it went, and where it lies among published ones."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.core import FifteenError, Interval, Result, Unit
from lib.core.indicator import Indicator, Shape
from lib.data import Dataset
from lib.data.measure import inputs_of, shape_for
from lib.ui import visitor, words
from lib.ui.measuring import measure_all, sample
from lib.ui.notebook import Measured, currency, in_currency
from lib.ui.verdicts import judge, where
from lib.ui.words import plain

_MOST_POINTS = 24


@dataclass(frozen=True)
class Card:
    """What a card shows.

    Attributes:
        ind: the indicator.
        result: computed on the sample, or on the visitor's own data.
        interval: of the value, None where there is none.
        trend: the value over the last periods.
        own: whether it is the visitor's own data.
        currency: of the amounts, None where the data do not say.
    """

    ind: Indicator
    result: Result
    interval: Interval | None
    trend: tuple[float, ...]
    own: bool
    currency: str | None = None


def draw(card: Card) -> None:
    """Everything on a card but its name, as one element: fifteen of them stand on the page."""
    own = f'<p class="card-mark card-own">{_text("home.own")}</p>' if card.own else ""
    marks = f'<div class="card-marks">{_mark(card)}{own}</div>'
    st.html(f'<div class="card">{_about(card)}{_value(card)}{_range(card)}{marks}</div>')


def card_of(ind: Indicator, ds: Dataset | None) -> Card:
    """The card on the visitor's data where they can supply the indicator, on the sample elsewhere."""
    if ds is not None:
        try:
            return _measured_card(ind, ds, own=True)
        except FifteenError:
            pass  # this file has no such columns, or no rows for it: the sample shows what the page would do
    return sample_card(ind)


def sample_card(ind: Indicator) -> Card:
    """The card on the indicator's first sample."""
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
    variant = _opening(ind, shape, roles, own=own)
    fixed = {item.name: item.default for item in ind.inputs if item.parameter and item.default is not None}
    # The page on a sample also shows the optional numbers of the sample, such as fixed costs; they are no part of a file.
    given = {} if own else {item.name: item.default for item in ind.inputs if item.default is not None}
    inputs = {**given, **fixed, **found.overall}
    return Card(
        ind,
        ind.compute(variant=variant, **inputs),
        ind.interval(variant=variant, **inputs),
        _trend(found, ind, variant, fixed),
        own,
        currency(ds, roles),
    )


def _opening(ind: Indicator, shape: Shape, roles: Mapping[str, str], *, own: bool) -> str:
    """The definition with which the indicator's page opens on these data: card and page show one number."""
    first = ind.variants[0].name
    return first if not own and first in shape.variants else shape.natural_variant(roles)


def _trend(found: Measured, ind: Indicator, variant: str, fixed: Mapping[str, Any]) -> tuple[float, ...]:
    rows = () if found.trend is None else found.trend.to_dict("records")
    whole = [row for row in rows if row.get("complete") is not False]
    points = [ind.compute(variant=variant, **{**fixed, **inputs_of(row, ind)}).value for row in whole]
    return tuple(point for point in points if point is not None)[-_MOST_POINTS:]


def _about(card: Card) -> str:
    return f'<p class="card-about">{_text(f"{card.ind.slug}.short")}</p>'


def _value(card: Card) -> str:
    """The value with its unit in small letters, and the trend beside it."""
    number, unit = words.parts(card.result.value, card.result.unit)
    small = f' <span class="card-unit">{html.escape(unit)}</span>' if unit else ""
    line = spark(card.trend, plain("home.trend_alt", count=len(card.trend))) if len(card.trend) > 2 else ""
    shown = f'<div class="card-value"><p>{html.escape(number)}{small}</p>{line}</div>'
    money = card.result.unit is Unit.MONEY and card.result.value is not None
    return shown + (f'<p class="card-money">{html.escape(in_currency(card.currency))}</p>' if money else "")


def _range(card: Card) -> str:
    result = card.result
    if card.interval is not None:
        ends = (words.parts(end, result.unit)[0] for end in (card.interval.low, card.interval.high))
        said = plain("home.interval", **dict(zip(("low", "high"), ends, strict=True)))
    elif result.no_answer is not None:
        said = plain(result.no_answer.code, **result.no_answer.fields)
    else:
        said = plain("home.no_interval")
    return f'<p class="card-range">{html.escape(said)}</p>'


def _mark(card: Card) -> str:
    """The verdict as a shape and words; the colour only repeats what they say."""
    ind, result = card.ind, card.result
    if result.value is None:
        return ""
    variant = ind.variant(result.variant)
    place = where(ind.slug, variant, result.value, card.interval)
    key = place or "none"
    tone = judge(place, variant.better or ind.better) if place else "plain"
    return f'<p class="card-mark card-{key} card-{tone}">{_text(f"verdict.short.{key}")}</p>'


def _text(key: str) -> str:
    return html.escape(plain(key))


def spark(values: Sequence[float], alt: str) -> str:
    """A tiny line as an image; grey, because it only hints at the shape."""
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    points = " ".join(
        f"{4 + 112 * place / (len(values) - 1):.1f},{36 - 32 * (one - low) / span:.1f}"
        for place, one in enumerate(values)
    )
    last = points.rsplit(" ", 1)[-1].split(",")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">'
        f'<polyline points="{points}" fill="none" stroke="#7f8c8d" stroke-width="2"/>'
        f'<circle cx="{last[0]}" cy="{last[1]}" r="3.5" fill="#7f8c8d"/></svg>'
    )
    return f'<img alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
