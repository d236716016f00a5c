"""A campaign at its worst, as expected and at its best, beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from lib.charts import apart
from lib.core import Answer, InputError, Unit
from lib.indicators.campaign_cases import Outcome, Outcomes, campaign_cases, three_cases
from lib.ui import words
from lib.ui.cells.campaign.fields import Form
from lib.ui.cells.common import chart, columns_of, show_table
from lib.ui.cells.rivals import rate_of
from lib.ui.notebook import Notebook
from lib.ui.words import plain, value

# In per cent, as they stand on the screen and in the address.
_DEFAULTS: Final[Mapping[str, float | None]] = {"worst": 60.0, "best": 130.0, "chance_worst": None, "chance_best": None}
_LOWEST: Final[Mapping[str, float]] = {"worst": -100.0, "best": 100.0}
_HIGHEST: Final[Mapping[str, float]] = {"worst": 100.0, "best": 1000.0}
_TIMINGS: Final[Mapping[str, str]] = {"mid_year": "middle", "excel": "spreadsheet"}


def cases(page: Notebook, form: Form, inputs: Mapping[str, Any]) -> None:
    """How well and how badly it may go, as a table, a picture and sentences."""
    st.markdown(form.text("cases.heading"))
    st.markdown(form.text("cases.explain"))
    given = {name: _field(form, name, place) for name, place in zip(_DEFAULTS, st.columns(4, gap="small"), strict=True)}
    shares = {name: None if one is None else one / 100 for name, one in given.items()}
    rate = rate_of(page)
    timing = timing_of(page, inputs)
    try:
        chosen = three_cases(**{name: one for name, one in shares.items() if one is not None})
        found = campaign_cases(inputs, chosen, rate=rate, timing=timing)
    except InputError as error:
        st.warning(words.error(error, form.slug), icon=":material/warning:")
        return
    unit = "year" if inputs.get("months") else "period"
    st.caption(form.text(f"cases.counted.{timing}", unit=plain(f"campaign.cases.per.{unit}"), rate=rate))
    _table(form, found, Unit.YEARS if inputs.get("months") else Unit.PERIODS)
    _picture(page, form, found)
    st.markdown("\n".join(f"- {sentence}" for sentence in _said(form, found)))


def timing_of(page: Notebook, inputs: Mapping[str, Any]) -> str:
    """When flows count within their periods, by the definition of the page; months and years count at their ends."""
    return "end" if inputs.get("months") else _TIMINGS.get(page.variant.name, "end")


def _field(form: Form, name: str, place: st.delta_generator.DeltaGenerator) -> float | None:
    return place.number_input(
        form.text(f"inputs.{name}.label"),
        min_value=_LOWEST.get(name, 0.0),
        max_value=_HIGHEST.get(name, 100.0),
        value=_DEFAULTS[name],
        step=5.0,
        format="%.4g",
        key=form.key(name),
        help=form.text(f"inputs.{name}.help"),
        bind="query-params",
        persist_state="session",
    )


def _table(form: Form, found: Outcomes, unit: Unit) -> None:
    weighted = found.worth is not None
    names = ["case", "effect", *(["chance"] if weighted else []), "worth", "rate", "payback", "discounted"]
    rows = [
        {
            "case": _name(one),
            "effect": value(one.case.effect, Unit.RATE),
            "chance": value(one.case.chance, Unit.RATE),
            "worth": worth,
            "rate": _rate(one.rate),
            **{name: _when(getattr(one, name), unit) for name in ("payback", "discounted")},
        }
        for one, worth in zip(found.cases, _worths(found), strict=True)
    ]
    labels = {name: f"campaign.cases.columns.{name}" for name in names}
    show_table(columns_of(rows, labels))


def _worths(found: Outcomes) -> list[str]:
    return words.alike([one.worth for one in found.cases], Unit.MONEY)


def _name(one: Outcome) -> str:
    return plain(f"campaign.cases.{one.case.name}")


def _when(found: Answer, unit: Unit) -> str:
    return plain("campaign.cases.never") if found.value is None else value(found.value, unit)


def _rate(found: Answer) -> str:
    if found.value is not None:
        borrowing = any(notice.code == "irr.warnings.borrowing" for notice in found.warnings)
        return plain("campaign.cases.cost", rate=found.value) if borrowing else value(found.value, Unit.RATE)
    several = found.no_answer is not None and found.no_answer.code == "irr.no_answer.several"
    return plain("campaign.cases.several_rates" if several else "campaign.cases.no_rate")


def _picture(page: Notebook, form: Form, found: Outcomes) -> None:
    kinds = {name: plain(f"campaign.cases.kinds.{name}") for name in ("gain", "loss")}
    points = [
        {
            "label": _name(one),
            "text": worth,
            "value": one.worth,
            "kind": kinds["gain" if one.worth >= 0 else "loss"],
        }
        for one, worth in zip(found.cases, _worths(found), strict=True)
    ]
    fields = {one.case.name: worth for one, worth in zip(found.cases, _worths(found), strict=True)}
    used = [kind for kind in kinds.values() if kind in {point["kind"] for point in points}]
    spec = apart(points, x=plain("campaign.cases.columns.worth"), unit=Unit.MONEY, base=0.0, kinds=used)
    chart(spec, key=f"{page.slug}__campaign_cases", alt=plain("campaign.cases.alt", **fields))


def _said(form: Form, found: Outcomes) -> list[str]:
    worst, _, best = found.cases
    kind = "safe" if worst.worth >= 0 else "lost" if best.worth < 0 else "open"
    texts = _worths(found)
    said = [form.text(f"cases.verdict.{kind}", worst=texts[0], best=texts[-1])]
    if found.break_even is not None:
        said.append(form.text("cases.break_even", effect=found.break_even))
    if found.worth is None:
        return [*said, form.text("cases.no_chances")]
    said.append(form.text("cases.weighted", worth=found.worth))
    if found.rate is not None and found.rate.value is not None and found.mean_rate is not None:
        said.append(form.text("cases.rates_apart", rate=found.rate.value, mean=found.mean_rate))
    elif found.mean_rate is None:
        said.append(form.text("cases.no_mean"))
    return said
