"""Whom to keep: single customers by what may go with them, and segments by how recently and how often they bought."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import bars
from lib.core import InputError, Unit
from lib.indicators._cltv_customers import MOST_LISTED
from lib.models import Keeping, keeping, segments
from lib.ui import words
from lib.ui.cells.common import chart, columns_of
from lib.ui.cells.customer_models.fits import Question, base_of, fitted, frame, in_periods
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, say, value

_ROWS = 200


def who_to_keep(page: Notebook, asked: Question) -> None:
    """The customers whose expected value is most in doubt, the largest value at risk first."""
    listed = frame(page, "best_customers")
    found = _said(page, listed, asked)
    if found is None:
        return
    if found.at_risk is None or found.value is None:
        st.info(say("customer_models.keep.no_value"), icon=":material/info:")
        return
    rows = listed.assign(
        alive=found.alive,
        purchases=found.purchases,
        value=found.value,
        at_risk=found.at_risk,
        silent=listed.watched - listed["last"],
    ).sort_values("at_risk", ascending=False, kind="stable")
    st.markdown(say("customer_models.keep.explain", periods=asked.terms.horizon))
    names = ("customer", "at_risk", "alive", "value", "purchases", "repeats", "silent", "mean_value")
    shown = rows[[*names]].head(_ROWS)
    form = {
        "at_risk": "%.2f", "value": "%.2f", "mean_value": "%.2f", "purchases": "%.2f", "repeats": "%.0f", "silent": "%.0f",
    }  # fmt: skip
    config: dict[str, Any] = {
        plain(f"customer_models.columns.{name}"): st.column_config.NumberColumn(format=pattern)
        for name, pattern in form.items()
    }
    config[plain("customer_models.columns.alive")] = st.column_config.ProgressColumn(
        format="percent", min_value=0.0, max_value=1.0
    )
    table = shown.rename(columns={name: plain(f"customer_models.columns.{name}") for name in names})
    st.dataframe(table, hide_index=True, width="stretch", column_config=config, key="cltv__keep")
    total = float(found.at_risk.sum())
    top = float(rows.at_risk.head(10).sum())
    if total > 0:
        fields = {"count": min(10, len(rows)), "top": top, "total": total, "share": top / total}
        st.markdown(say("customer_models.keep.sum", **fields))
    if len(listed) == MOST_LISTED:
        st.caption(say("customer_models.keep.most", count=MOST_LISTED))
    if not asked.modified:
        st.caption(say("customer_models.keep.once"))


def _said(page: Notebook, rows: pd.DataFrame, asked: Question) -> Keeping | None:
    """What the models say of the customers in the rows, None and a sentence where they cannot be fitted."""
    try:
        buying, spending = fitted(frame(page, "base"), asked, "base")
    except InputError as error:
        st.info(words.error(error, page.slug), icon=":material/info:")
        return None
    terms = asked.terms
    return _kept(rows, asked.key, (buying, spending), asked, (terms.horizon, terms.discount))


@st.cache_data(show_spinner=False, max_entries=16, scope="session")
def _valued(
    _rows: pd.DataFrame, key: tuple[Any, ...], _models: Any, _asked: Question, wanted: tuple[Any, ...]
) -> Keeping:
    buying, spending = _models
    return keeping(
        base_of(_rows, _asked.days),
        in_periods(buying, _asked),
        spending,
        margin=_asked.share,
        periods=_asked.terms.horizon,
        discount=_asked.terms.discount,
    )


def _kept(rows: pd.DataFrame, key: tuple[Any, ...], models: Any, asked: Question, wanted: tuple[Any, ...]) -> Keeping:
    part = "customers" if "customer" in rows.columns else "base"
    found: Keeping = _valued(rows, (part, *key), models, asked, (*wanted, asked.modified, asked.share))
    return found


def segment_table(page: Notebook, asked: Question) -> None:
    """Six segments of customers with what they brought and what is in doubt."""
    rows = frame(page, "base")
    found = _said(page, rows, asked)
    if found is None:
        return
    scores = (rows["recency"].to_numpy(), rows["frequency"].to_numpy(), rows["spent"].to_numpy())
    parts = segments(base_of(rows, 1.0), *scores, found)
    everybody, everything = sum(part.customers for part in parts), sum(part.spent for part in parts)
    st.markdown(say("customer_models.segments.explain", periods=asked.terms.horizon))
    drawn = [part for part in parts if part.at_risk is not None]
    if drawn:
        lengths = [
            {
                "label": plain(f"customer_models.segments.names.{part.name}"),
                "value": max(0.0, part.at_risk or 0.0),
                "text": value(part.at_risk, Unit.MONEY),
            }
            for part in drawn
        ]
        most = max(drawn, key=lambda part: part.at_risk or 0.0)
        alt = plain(
            "customer_models.segments.alt",
            segment=plain(f"customer_models.segments.names.{most.name}"),
            value=value(most.at_risk, Unit.MONEY),
        )
        chart(bars(lengths, x=plain("customer_models.columns.at_risk"), unit="money"), key="cltv__segments", alt=alt)
    table = [
        {
            "segment": plain(f"customer_models.segments.names.{part.name}"),
            "customers": number(part.customers, "count"),
            "of_customers": number(part.customers / everybody, "percent"),
            "of_spent": number(part.spent / everything if everything else None, "percent"),
            "silent": number(part.silent, "count"),
            "repeats": number(part.repeats, "gap"),
            "alive": number(part.alive, "percent"),
            "value": value(part.value, Unit.MONEY),
            "at_risk": value(part.at_risk, Unit.MONEY),
        }
        for part in parts
    ]
    st.dataframe(
        columns_of(table, {name: f"customer_models.columns.{name}" for name in table[0]}),
        hide_index=True,
        width="stretch",
    )
    st.markdown("\n".join(f"- {say(f'customer_models.segments.advice.{part.name}')}" for part in parts))
    with st.expander(say("customer_models.segments.square"), icon=":material/grid_on:"):
        st.caption(say("customer_models.segments.square_explain"))
        st.dataframe(_square(rows), width="stretch")


def _square(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean score of money by the scores of recency and frequency, with the customers behind it."""
    scored = rows.assign(points=rows["money"] * rows["customers"])
    sums = scored.groupby(["recency", "frequency"])[["points", "customers"]].sum().reset_index()
    sums["text"] = [
        plain("customer_models.segments.cell", money=points / held, customers=held)
        for points, held in zip(sums["points"], sums["customers"], strict=True)
    ]
    square = sums.pivot(index="recency", columns="frequency", values="text").fillna("")
    square = square.sort_index(ascending=False)
    square.index = [plain("customer_models.segments.recency", score=score) for score in square.index]
    square.columns = [plain("customer_models.segments.frequency", score=score) for score in square.columns]
    return square
