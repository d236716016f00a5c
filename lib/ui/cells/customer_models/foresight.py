"""Does the model foresee? Fitted on the first half of the file, held against the second."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from lib.charts import marked_lines, paired_dots
from lib.core import InputError
from lib.models import BgNbd, by_frequency, cumulative, histories
from lib.ui import words
from lib.ui.cells.common import chart, columns_of
from lib.ui.cells.customer_models.fits import WEEK, Question, base_of, fitted, frame
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, say


def foresight(page: Notebook, asked: Question) -> None:
    """Repeat purchases by week and by frequency class, foreseen and real."""
    rows, weeks = frame(page, "halves"), frame(page, "weeks")
    if rows.empty or weeks.empty:
        st.info(say("customer_models.holdout.too_short"), icon=":material/info:")
        return
    try:
        buying, spending = fitted(rows, asked, "halves")
    except InputError as error:
        st.info(words.error(error, page.slug), icon=":material/info:")
        return
    middle, end = float(weeks["middle"].iloc[0]), float(weeks["end"].iloc[0])
    fields = {"customers": float(rows["customers"].sum()), "weeks": middle / WEEK, "after": (end - middle) / WEEK}
    st.markdown(say("customer_models.holdout.explain", **fields))
    shown = {**buying.parameters, **spending.parameters}
    said = {name: number(one) for name, one in shown.items()}
    height = number(buying.log_likelihood, "points")
    st.caption(say("customer_models.holdout.fit", **said, height=height))
    _by_week(buying, rows, weeks, middle)
    _by_class(buying, rows, (end - middle) / WEEK)


def _by_week(buying: BgNbd, rows: pd.DataFrame, weeks: pd.DataFrame, middle: float) -> None:
    base = base_of(rows, WEEK)
    grouped = histories(base.repeats, base.last, base.watched, base.customers)
    ends = np.minimum(np.arange(1.0, weeks["week"].max() + 1), float(weeks["end"].iloc[0]) / WEEK)
    # Whoever came first was watched longest; if nobody of that day is in the rows, the weeks start later than the file.
    late = middle / WEEK - base.watched.max()
    expected = cumulative(buying, grouped, np.maximum(ends - late, 0.0))
    real = weeks.set_index("week")["purchases"].reindex(range(1, len(ends) + 1), fill_value=0.0).cumsum().to_numpy()
    seen, foreseen = plain("customer_models.holdout.real"), plain("customer_models.holdout.expected")
    drawn = [
        {"x": float(end), "y": float(one), "series": name}
        for name, line in ((seen, real), (foreseen, expected))
        for end, one in zip(ends, line, strict=True)
    ]
    cut = int(np.searchsorted(ends, middle / WEEK))
    mark = {
        "x": middle / WEEK,
        "y": float(expected[min(cut, len(ends) - 1)]),
        "series": plain("customer_models.holdout.cut"),
    }
    spec = marked_lines(
        drawn,
        x=plain("customer_models.holdout.week"),
        y=plain("customer_models.holdout.purchases"),
        unit_x="periods",
        unit_y="count",
        marks=[mark],
        zero=False,
    )
    after = slice(cut, None)
    # The middle lies within a week, so what came after it is counted apart from the weeks.
    both = cumulative(buying, grouped, np.array([middle, float(weeks["end"].iloc[0])]) / WEEK - late)
    held = float(rows["after"].sum()), float(both[1] - both[0])
    alt = plain("customer_models.holdout.alt", real=held[0], expected=held[1])
    table = [
        {"week": number(end, "count"), "real": number(one, "count"), "expected": number(other, "count")}
        for end, one, other in zip(ends[after], real[after], expected[after], strict=True)
    ]
    labels = {name: f"customer_models.holdout.columns.{name}" for name in ("week", "real", "expected")}
    chart(spec, key="cltv__weeks", alt=alt, table=columns_of(table, labels))
    if held[0] > 0:
        st.markdown(say("customer_models.holdout.verdict", real=held[0], expected=held[1], off=held[1] / held[0] - 1))


def _by_class(buying: BgNbd, rows: pd.DataFrame, time: float) -> None:
    base = base_of(rows, WEEK)
    found = by_frequency(
        buying, base.repeats, base.last, base.watched, rows["after"].to_numpy(), base.customers, time=time
    )
    kinds = {name: plain(f"customer_models.holdout.{name}") for name in ("real", "expected")}
    labels = {
        one.repeats: plain(
            "customer_models.holdout.last_class"
            if one is found[-1] and one.repeats == 7
            else "customer_models.holdout.class",
            count=int(one.repeats),
        )
        for one in found
    }
    st.markdown(say("customer_models.holdout.classes"))
    drawn = [
        {"label": labels[one.repeats], "kind": kinds[name], "value": getattr(one, name)}
        for one in found
        for name in kinds
    ]
    spec = paired_dots(
        drawn, x=plain("customer_models.holdout.per_customer"), unit="", kinds=list(kinds.values()), zero=True
    )
    worst = max(found, key=lambda one: abs(one.expected - one.real))
    alt = plain(
        "customer_models.holdout.classes_alt",
        label=labels[worst.repeats],
        real=number(worst.real, "gap"),
        expected=number(worst.expected, "gap"),
    )
    table = [
        {
            "repeats": labels[one.repeats],
            "customers": number(one.customers, "count"),
            "real": number(one.real, "gap"),
            "expected": number(one.expected, "gap"),
        }
        for one in found
    ]
    names = ("repeats", "customers", "real", "expected")
    chart(
        spec,
        key="cltv__classes",
        alt=alt,
        table=columns_of(table, {name: f"customer_models.holdout.columns.{name}" for name in names}),
    )
