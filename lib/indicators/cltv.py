"""Customer lifetime value: what a customer is worth today, from margin, retention and the value of waiting."""

from __future__ import annotations

import math

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import bracketed, fraction, number
from lib.indicators import _cltv_many as many_of
from lib.indicators import _cltv_series as sums
from lib.indicators._cash_flow_many import observed_value
from lib.indicators._cltv_answer import kept, lifetime, steepness
from lib.indicators._cltv_inference import OverRetention
from lib.indicators._cltv_observed import observed
from lib.indicators._cltv_rows import SAMPLE_MARGINS, SHAPES


def end_of_period(
    *,
    margin: float,
    retention: float,
    discount_rate: float,
    acquisition_cost: float,
    retention_cost: float = 0.0,
    horizon: float | None = None,
    conversion_rate: float | None = None,
) -> Answer:
    r"""Value of a new customer whose first margin comes at the end of period 1, if still there.

    .. math:: CLTV = -AC + \sum_{n=1}^{N} \frac{(M - C)\,p^n}{(1 + r)^n}, \quad N = \infty: \; (M - C)\frac{p}{1 + r - p} - AC

    Args:
        margin: M, of an active customer per period, money.
        retention: p, share of customers who stay for the next period, decimal, 0 to 1.
        discount_rate: r, decimal for the same period, above -1.
        acquisition_cost: AC, to win one customer, money.
        retention_cost: C, to serve and keep a customer per period, where the margin does not have it yet, money.
        horizon: N, last period that counts, whole; None for all that follow.
        conversion_rate: share of clicks that become customers, decimal; adds the highest click price that still pays.

    Returns:
        Money of today. No answer where the sum has no end: without horizon, p must stay below 1 + r.

    Source:
        Jeffery (2010), Data-Driven Marketing, ch. 6, metric 10; Gupta and Lehmann (2005), Managing Customers as Investments, ch. 2.

    Example:
        >>> round(end_of_period(margin=1, retention=0.8, discount_rate=0.1, acquisition_cost=0).value, 2)
        2.67
    """
    return lifetime(
        1, margin, retention, discount_rate, acquisition_cost, retention_cost, horizon, conversion_rate, ratio=False
    )


def now(
    *,
    margin: float,
    retention: float,
    discount_rate: float,
    acquisition_cost: float,
    retention_cost: float = 0.0,
    horizon: float | None = None,
    conversion_rate: float | None = None,
) -> Answer:
    r"""Value of a new customer whose first margin comes at once, and is therefore sure.

    .. math:: CLTV = -AC + \sum_{n=0}^{N} \frac{(M - C)\,p^n}{(1 + r)^n}, \quad N = \infty: \; (M - C)\frac{1 + r}{1 + r - p} - AC

    Args:
        margin: M, of an active customer per period, money.
        retention: p, share of customers who stay for the next period, decimal, 0 to 1.
        discount_rate: r, decimal for the same period, above -1.
        acquisition_cost: AC, to win one customer, money.
        retention_cost: C, to serve and keep a customer per period, where the margin does not have it yet, money.
        horizon: N, last period that counts, whole; None for all that follow.
        conversion_rate: share of clicks that become customers, decimal; adds the highest click price that still pays.

    Returns:
        Money of today: one margin more than ``end_of_period``. No answer where the sum has no end.

    Source:
        Jeffery (2010), Data-Driven Marketing, ch. 6, metric 10; Gupta and Lehmann (2005), Managing Customers as Investments, ch. 2.

    Example:
        >>> round(now(margin=1, retention=0.8, discount_rate=0.1, acquisition_cost=0).value, 2)
        3.67
    """
    return lifetime(
        0, margin, retention, discount_rate, acquisition_cost, retention_cost, horizon, conversion_rate, ratio=False
    )


def to_cac(
    *,
    margin: float,
    retention: float,
    discount_rate: float,
    acquisition_cost: float,
    retention_cost: float = 0.0,
    horizon: float | None = None,
) -> Answer:
    r"""Lifetime value over acquisition cost, with that cost below the line only.

    .. math:: \frac{CLTV}{CAC} = \frac{1}{AC} \sum_{n=0}^{N} \frac{(M - C)\,p^n}{(1 + r)^n}

    Args:
        margin: M, of an active customer per period, money; the first one at once, as ratios in print count it.
        retention: p, share of customers who stay for the next period, decimal, 0 to 1.
        discount_rate: r, decimal for the same period, above -1; 0 gives the ratio that is usually quoted.
        acquisition_cost: AC, to win one customer, money.
        retention_cost: C, to serve and keep a customer per period, money.
        horizon: N, last period that counts, whole; None for all that follow.

    Returns:
        A ratio: above 1 a customer returns more than it cost. No answer for a cost of nought.

    Source:
        Skok (2010), SaaS metrics, for the rule of three to one.

    Example:
        >>> to_cac(margin=30, retention=0.75, discount_rate=0, acquisition_cost=40).value
        3.0
    """
    return lifetime(0, margin, retention, discount_rate, acquisition_cost, retention_cost, horizon, None, ratio=True)


def simple(*, revenue: float, gross_margin: float, retention: float) -> Answer:
    r"""Revenue times margin times expected lifetime: the rule of thumb, without discounting and before acquisition cost.

    .. math:: LTV = \frac{A \cdot g}{1 - p}

    Args:
        revenue: A, of an active customer per period, money.
        gross_margin: g, share of revenue left after the cost of serving it, decimal, at most 1.
        retention: p, share of customers who stay for the next period, decimal; 1 - p is churn.

    Returns:
        Money, not discounted; no answer at p = 1, where a lifetime has no end.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5.

    Example:
        >>> round(simple(revenue=50, gross_margin=0.6, retention=0.95).value, 9)
        600.0
    """
    churn = 1 - retention
    ratio = fraction(rf"{number(revenue)} \cdot {bracketed(gross_margin)}", rf"1 - {number(retention)}")
    if churn <= 0:
        return Answer(None, rf"LTV = {ratio}", no_answer=Notice("cltv.no_answer.endless", {"retention": retention}))
    margin = revenue * gross_margin
    value = margin / churn
    if not math.isfinite(value):
        return Answer(None, rf"LTV = {ratio}", no_answer=Notice("common.no_answer.too_large"))
    substituted = rf"LTV = {ratio} = {number(value)}"
    steps = (
        Step("cltv.steps.revenue_margin", rf"A \cdot g = {number(margin)}"),
        Step("cltv.steps.lifetime", rf"\frac{{1}}{{1 - p}} = {number(1 / churn, 4)}", {"lifetime": 1 / churn}),
        Step("cltv.steps.simple", substituted),
    )
    details = {"before_cost": value, "lifetime": 1 / churn, "slope": margin / churn**2, "margin_slope": 0.0}
    warnings = (
        *steepness(value, margin / churn**2, retention),
        Notice("cltv.warnings.not_discounted", severity="info"),
    )
    curves = sums.value_by_retention(margin, 0.0, 0.0, None, 0)
    return Answer(value, substituted, steps, warnings, details=kept(details), series=curves)


def _evidence(
    name: str, symbol: str, unit: Unit = Unit.COUNT, *, minimum: float | None = 0, at_most: str | None = None
) -> Input:
    return Input(name, symbol, unit, minimum=minimum, at_most=at_most, required=False, evidence=True)


_COMMON = ("margin", "retention", "discount_rate", "acquisition_cost")
_KEEPING = ("retention_cost", "horizon")

INDICATOR = Indicator(
    slug="cltv",
    framework="jeffery",
    number=10,
    family="customer",
    inputs=(
        Input("margin", "M", Unit.MONEY, default=23293.86 / 1448, minimum=None),
        Input("retention", "p", Unit.RATE, default=1238 / 1393, maximum=1, slider=(0.0, 1.0), step=0.005),
        Input(
            "discount_rate",
            "r",
            Unit.RATE,
            default=0.01,
            minimum=None,
            above=-1,
            parameter=True,
            slider=(0.0, 0.3),
            step=0.0025,
        ),
        Input("acquisition_cost", "AC", Unit.MONEY, default=60.0, parameter=True),
        Input("retention_cost", "C", Unit.MONEY, default=0.0, required=False, parameter=True),
        Input(
            "horizon",
            "N",
            Unit.PERIODS,
            minimum=1,
            maximum=sums.MOST_PERIODS,
            whole=True,
            required=False,
            parameter=True,
            slider=(1, 120),
        ),
        Input("conversion_rate", "TCR", Unit.RATE, default=0.02, maximum=1, required=False, parameter=True),
        Input("revenue", "A", Unit.MONEY, default=24.0),
        Input("gross_margin", "g", Unit.RATE, default=0.6, minimum=None, maximum=1),
        Input("margin_by_age", "m_k", Unit.MONEY, default=SAMPLE_MARGINS, minimum=None, kind="series"),
        _evidence("retained", "R", at_most="at_risk"),
        _evidence("at_risk", "R_0"),
        _evidence("customers", "n"),
        _evidence("active_periods", r"\sum x", Unit.PERIODS),
        _evidence("margin_total", r"\sum y", Unit.MONEY, minimum=None),
        _evidence("margin_squares", r"\sum y^2", Unit.MONEY),
        _evidence("active_squares", r"\sum x^2", Unit.PERIODS),
        _evidence("margin_active", r"\sum xy", Unit.MONEY, minimum=None),
    ),
    variants=(
        Variant(
            "end_of_period",
            _COMMON,
            Unit.MONEY,
            r"CLTV = -AC + \sum_{n=1}^{N} \frac{(M - C)\,p^n}{(1 + r)^n}",
            end_of_period,
            OverRetention(end_of_period, (*_COMMON, *_KEEPING)),
            optional=(*_KEEPING, "conversion_rate"),
            many=many_of.lifetime(first=1),
        ),
        Variant(
            "now",
            _COMMON,
            Unit.MONEY,
            r"CLTV = -AC + \sum_{n=0}^{N} \frac{(M - C)\,p^n}{(1 + r)^n}",
            now,
            OverRetention(now, (*_COMMON, *_KEEPING)),
            optional=(*_KEEPING, "conversion_rate"),
            many=many_of.lifetime(first=0),
        ),
        Variant(
            "to_cac",
            _COMMON,
            Unit.RATIO,
            r"\frac{CLTV}{CAC} = \frac{1}{AC} \sum_{n=0}^{N} \frac{(M - C)\,p^n}{(1 + r)^n}",
            to_cac,
            OverRetention(to_cac, (*_COMMON, *_KEEPING)),
            optional=_KEEPING,
            many=many_of.lifetime(first=0, ratio=True),
        ),
        Variant(
            "simple",
            ("revenue", "gross_margin", "retention"),
            Unit.MONEY,
            r"LTV = \frac{A \cdot g}{1 - p}",
            simple,
            OverRetention(simple, ("revenue", "gross_margin", "retention")),
        ),
        Variant(
            "observed",
            ("margin_by_age", "discount_rate", "acquisition_cost"),
            Unit.MONEY,
            r"CLTV = -AC + \sum_{k=0}^{K} \frac{m_k}{(1 + r)^k}",
            observed,
            optional=("conversion_rate",),
            many=observed_value,
        ),
    ),
    shapes=SHAPES,
)
