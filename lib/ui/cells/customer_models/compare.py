"""Five models of the value of a new customer, side by side on the same data and the same terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.charts import dot_plot
from lib.core import InputError, Unit
from lib.indicators.customer_models import (
    Side,
    buying_side,
    constant_sides,
    recency_side,
    renewing_side,
)
from lib.models import BgNbd, GammaGamma, Sbg
from lib.models.customer_value import Method
from lib.models.gamma_gamma import RELATED
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import chart, columns_of, show_table, tell
from lib.ui.cells.customer_models.fits import BOOTSTRAPS, Question, bounded, fitted, frame
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, say, value

_METHODS: tuple[Method, ...] = ("likelihood", "bootstrap")
# Beyond this factor the assumptions matter more than the data.
_APART = 1.5


def five_models(page: Notebook, asked: Question) -> None:
    """Value and interval by each model, what each takes for granted, and the parameters behind them."""
    assert page.measured is not None
    terms = asked.terms
    fields = {"periods": terms.horizon, "discount": terms.discount, "cost": terms.cost}
    st.caption(say("customer_models.terms", **fields))
    sides = [*constant_sides(page.measured.overall, terms)]
    gaps = frame(page, "gaps")
    if not gaps.empty:
        sides.append(recency_side(_lists(gaps), terms)[0])
    renewing, sbg = renewing_side(_lists(frame(page, "lifetimes")), page.measured.overall, terms)
    sides.append(renewing)
    models: dict[str, BgNbd | GammaGamma | Sbg] = {} if sbg is None else {"sbg": sbg}
    models |= _buying(page, asked, sides)
    _picture(sides)
    _verdict(sides)
    for side in sides:
        st.markdown(_explained(side))
    _parameters(models)


def _lists(rows: Any) -> dict[str, list[float]]:
    return {str(name): rows[name].tolist() for name in rows.columns}


def _buying(page: Notebook, asked: Question, sides: list[Side]) -> dict[str, BgNbd | GammaGamma | Sbg]:
    rows = frame(page, "base")
    if rows.empty:
        st.caption(say("customer_models.only_purchases"))
        return {}
    method = choose(
        st.segmented_control,
        say("customer_models.method"),
        _METHODS,
        key=page.key("models_interval"),
        default="likelihood",
        label_of=lambda name: plain(f"customer_models.methods.{name}", count=BOOTSTRAPS),
        required=True,
    )
    try:
        buying, spending = fitted(rows, asked, "base")
        sides.append(buying_side(bounded(rows, asked, method)))
    except InputError as error:
        st.info(words.error(error, page.slug), icon=":material/info:")
        return {}
    if asked.terms.cost:
        st.caption(say("customer_models.cost_left_out"))
    _correlation(spending)
    return {"mbg" if asked.modified else "bg": buying, "gamma": spending}


def _correlation(spending: GammaGamma) -> None:
    """Whether what Gamma-Gamma takes for granted holds: how often says nothing about how much."""
    found = spending.correlation
    if found is None:
        st.info(say("customer_models.correlation.unknown"), icon=":material/info:")
    elif abs(found) > RELATED:
        st.warning(say("customer_models.correlation.related", correlation=found), icon=":material/warning:")
    else:
        st.caption(say("customer_models.correlation.fine", correlation=found, limit=RELATED))


def _picture(sides: list[Side]) -> None:
    rows = [
        {
            "group": plain(f"customer_models.models.{side.model}.name"),
            "value": side.value,
            "low": side.interval.low if side.interval else None,
            "high": side.interval.high if side.interval else None,
        }
        for side in sides
        if side.value is not None
    ]
    if not rows:
        return
    shown = [
        {name: row[name] if name == "group" else value(row[name], Unit.MONEY) for name in row}  # type: ignore[arg-type]
        for row in rows
    ]
    labels = {name: f"customer_models.columns.{name}" for name in ("group", "value", "low", "high")}
    spec = dot_plot(rows, x=plain("customer_models.axis"), unit="money")
    alt = plain("customer_models.alt", parts="; ".join(f"{row['group']} {row['value']}" for row in shown))
    chart(spec, key="cltv__five_models", alt=alt, table=columns_of(shown, labels))


def _verdict(sides: list[Side]) -> None:
    known = sorted((side.value, side.model) for side in sides if side.value is not None)
    if len(known) < 2:
        return
    (low, first), (high, last) = known[0], known[-1]
    names = {
        "lowest": plain(f"customer_models.models.{first}.name"),
        "highest": plain(f"customer_models.models.{last}.name"),
    }
    if low > 0:
        kind = "apart" if high / low > _APART else "together"
        st.markdown(say(f"customer_models.verdict.{kind}", factor=high / low, low=low, high=high, **names))
    else:
        st.markdown(say("customer_models.verdict.sign", low=low, high=high, **names))


def _explained(side: Side) -> str:
    said = [say(f"customer_models.models.{side.model}.assumes"), *map(words.notice, side.notices)]
    return "- " + " ".join(said)


def _parameters(models: Mapping[str, BgNbd | GammaGamma | Sbg]) -> None:
    """Parameters with their standard errors, the unit of time being a week for purchases."""
    rows = []
    for name, model in models.items():
        errors = model.standard_errors or {}
        for parameter, found in model.parameters.items():
            rows.append(
                {
                    "model": plain(f"customer_models.fits.{name}"),
                    "parameter": parameter,
                    "estimate": number(found),
                    "error": number(errors.get(parameter)),
                    "meaning": plain(f"customer_models.meaning.{'bg' if name == 'mbg' else name}.{parameter}"),
                }
            )
    if not rows:
        return
    with st.expander(say("customer_models.parameters"), icon=":material/tune:"):
        st.caption(say("customer_models.parameters_explain"))
        labels = {
            name: f"customer_models.columns.{name}" for name in ("model", "parameter", "estimate", "error", "meaning")
        }
        show_table(columns_of(rows, labels))
        for name, model in models.items():
            if model.log_likelihood is not None:
                fields = {
                    "model": plain(f"customer_models.fits.{name}"),
                    "height": number(model.log_likelihood, "points"),
                }
                st.caption(say("customer_models.likelihood", **fields))
    tell([item for model in models.values() for item in model.notices if item.code != "models.value_follows_frequency"])
