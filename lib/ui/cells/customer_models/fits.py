"""What the customer models need of a page, and their fits, kept under the content of the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from lib.core import Estimate
from lib.indicators.customer_models import Terms
from lib.models import BgNbd, CustomerBase, GammaGamma, new_customer_interval
from lib.models.customer_value import Method
from lib.ui.measuring import measure_whole
from lib.ui.notebook import Measured, Notebook

WEEK = 7.0
_MONTH = 30.4375
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_YEARS = 5
# Refits that a visitor can wait for; more would hardly move the limits.
BOOTSTRAPS = 200


@dataclass(frozen=True)
class Question:
    """What is asked of the models on this page.

    Attributes:
        terms: horizon, discount, cost and level.
        days: in a period.
        share: of revenue that is margin.
        key: content of the data with everything else that decides what was measured.
        modified: whether customers may leave right after the first purchase.
    """

    terms: Terms
    days: float
    share: float
    key: tuple[Any, ...]
    modified: bool


def question(page: Notebook, measured: Measured, modified: bool) -> Question:
    """The parameters of the page as they stand, and five years where no horizon is set."""
    months = _MONTHS[str(measured.options.get("period_length", "month"))]
    horizon = page.inputs.get("horizon") or _YEARS * 12 / months
    terms = Terms(
        int(horizon),
        float(page.inputs.get("discount_rate") or 0.0),
        float(page.inputs.get("retention_cost") or 0.0),
        page.level,
    )
    key = (
        measured.ds.content_hash,
        tuple(sorted(measured.roles.items())),
        measured.shape.name,
        tuple(sorted(measured.options.items())),
    )
    share = measured.overall.get("gross_margin")
    return Question(terms, months * _MONTH, 1.0 if share is None else float(share), key, modified)


def frame(page: Notebook, name: str) -> pd.DataFrame:
    """A further measurement of the whole data set, empty where there is none."""
    return measure_whole(page, name)


def base_of(rows: pd.DataFrame, unit: float) -> CustomerBase:
    """Histories whose times are in units of so many days."""
    columns = {name: rows[name].to_numpy(dtype=np.float64) for name in ("repeats", "last", "watched", "mean_value")}
    held = rows["customers"].to_numpy(dtype=np.float64) if "customers" in rows else np.ones(len(rows))
    return CustomerBase(
        columns["repeats"], columns["last"] / unit, columns["watched"] / unit, columns["mean_value"], held
    )


def in_periods(buying: BgNbd, asked: Question) -> BgNbd:
    """A model fitted in weeks, with its time in periods of the page."""
    return replace(buying, alpha=buying.alpha * WEEK / asked.days, maximum=None)


@st.cache_data(show_spinner=False, max_entries=32, scope="session")
def _fitted(_rows: pd.DataFrame, key: tuple[Any, ...], modified: bool) -> tuple[BgNbd, GammaGamma]:
    return base_of(_rows, WEEK).fit(modified=modified)


def fitted(rows: pd.DataFrame, asked: Question, part: str) -> tuple[BgNbd, GammaGamma]:
    """Both models in weeks.

    Raises:
        InputError: when nobody bought again, or too few did for a model of what they spend.
    """
    return _fitted(rows, (part, *asked.key), asked.modified)


@st.cache_data(show_spinner=False, max_entries=32, scope="session")
def _bounded(_rows: pd.DataFrame, key: tuple[Any, ...], asked: tuple[Any, ...], method: Method) -> Estimate:
    share, periods, discount, level, modified, unit = asked
    return new_customer_interval(
        base_of(_rows, unit),
        margin=share,
        periods=periods,
        discount=discount,
        level=level,
        modified=modified,
        method=method,
        draws=BOOTSTRAPS if method == "bootstrap" else 500,
    )


def bounded(rows: pd.DataFrame, asked: Question, method: Method) -> Estimate:
    """The value of a new customer by BG/NBD and Gamma-Gamma, with its interval.

    Raises:
        InputError: as ``fitted``.
    """
    terms = asked.terms
    wanted = (asked.share, terms.horizon, terms.discount, terms.level, asked.modified, asked.days)
    return _bounded(rows, asked.key, wanted, method)
