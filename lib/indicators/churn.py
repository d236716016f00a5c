"""Churn: the share of customers, or of their revenue, that a business loses in a period."""

from __future__ import annotations

from lib.core import Answer, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import number
from lib.indicators._churn_rows import SHAPES
from lib.indicators._churn_share import share_lost
from lib.indicators.inference import EventRate, Proportion


def start_base(*, lost: float, customers_at_start: float, periods_per_year: float | None = None) -> Answer:
    r"""Share of the customers of the first day who had left by the last one.

    .. math:: C = \frac{L}{N_0}

    Args:
        lost: customers of the first day who left within the period, count, 0 to ``customers_at_start``.
        customers_at_start: customers on the first day, count.
        periods_per_year: 12 for months; adds the yearly rate by compounding.

    Returns:
        The share as a decimal; no answer for an empty base (0/0 says nothing about anybody).

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5; Jeffery (2010), Data-Driven Marketing, metric 3.

    Example:
        >>> start_base(lost=30, customers_at_start=400).value
        0.075
    """
    return share_lost("C", lost, customers_at_start, number(customers_at_start), periods_per_year)


def average_base(
    *,
    lost: float,
    customers_at_start: float,
    customers_at_end: float,
    lost_new: float = 0.0,
    periods_per_year: float | None = None,
) -> Answer:
    r"""Customers lost per customer of the average base; growth within the period lowers it.

    .. math:: C = \frac{L + L_n}{(N_0 + N_1)/2}

    Args:
        lost: customers of the first day who left, count.
        customers_at_start: customers on the first day, count.
        customers_at_end: customers on the last day, count.
        lost_new: customers won and lost within the period, count.
        periods_per_year: 12 for months; adds the yearly rate by compounding.

    Returns:
        A decimal, which can exceed 1 when a whole base turns over; no answer for an empty base.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5.

    Example:
        >>> average_base(lost=30, customers_at_start=400, customers_at_end=600).value
        0.06
    """
    below = rf"({number(customers_at_start)} + {number(customers_at_end)}) / 2"
    return share_lost("C", lost + lost_new, (customers_at_start + customers_at_end) / 2, below, periods_per_year)


def total_base(
    *,
    lost: float,
    customers_at_start: float,
    new_customers: float,
    lost_new: float = 0.0,
    periods_per_year: float | None = None,
) -> Answer:
    r"""Customers lost among all who were customers at any time of the period.

    .. math:: C = \frac{L + L_n}{N_0 + N_n}

    Args:
        lost: customers of the first day who left, count.
        customers_at_start: customers on the first day, count.
        new_customers: customers won within the period, count.
        lost_new: of those, lost again within the period, count.
        periods_per_year: 12 for months; adds the yearly rate by compounding.

    Returns:
        A decimal; no answer for an empty base.

    Source:
        The definition of the source course: customers who stopped buying over all customers of the period.

    Example:
        >>> total_base(lost=30, customers_at_start=400, new_customers=100).value
        0.06
    """
    below = rf"{number(customers_at_start)} + {number(new_customers)}"
    return share_lost("C", lost + lost_new, customers_at_start + new_customers, below, periods_per_year)


def cohort(*, lost_by_age: float, cohort_size: float) -> Answer:
    r"""Share of one acquisition cohort lost by a given age.

    .. math:: C = \frac{L_a}{N_c}

    Args:
        lost_by_age: customers of the cohort who left before that age, count.
        cohort_size: customers who started together, count.

    Returns:
        A decimal; no answer for an empty cohort.

    Source:
        Fader and Hardie (2007), How to project customer retention, p. 77.

    Example:
        >>> cohort(lost_by_age=131, cohort_size=1000).value
        0.131
    """
    return share_lost("C", lost_by_age, cohort_size, number(cohort_size), None)


def revenue_gross(
    *, revenue_at_start: float, revenue_lost: float, revenue_contraction: float, periods_per_year: float | None = None
) -> Answer:
    r"""Share of the recurring revenue of the first day that was lost or cut back.

    .. math:: C = \frac{R_l + R_c}{R_0}

    Args:
        revenue_at_start: recurring revenue of the first day, money.
        revenue_lost: of that, from customers who left, money.
        revenue_contraction: of that, cut back by customers who stayed, money.
        periods_per_year: 12 for months; adds the yearly rate by compounding.

    Returns:
        A decimal; no answer without revenue at the start.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5, applied to revenue.

    Example:
        >>> revenue_gross(revenue_at_start=1000, revenue_lost=40, revenue_contraction=10).value
        0.05
    """
    above = rf"{number(revenue_lost)} + {number(revenue_contraction)}"
    return share_lost(
        "C", revenue_lost + revenue_contraction, revenue_at_start, number(revenue_at_start), periods_per_year, above
    )


def revenue_net(
    *, revenue_at_start: float, revenue_lost: float, revenue_contraction: float, revenue_expansion: float
) -> Answer:
    r"""Gross revenue churn less what the remaining customers bought in addition; below zero the base grows by itself.

    .. math:: C = \frac{R_l + R_c - R_e}{R_0}

    Args:
        revenue_at_start: recurring revenue of the first day, money.
        revenue_lost: of that, from customers who left, money.
        revenue_contraction: of that, cut back by customers who stayed, money.
        revenue_expansion: added by customers who stayed, money.

    Returns:
        A decimal, negative when expansion outweighs losses; no answer without revenue at the start.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5, applied to revenue.

    Example:
        >>> revenue_net(revenue_at_start=1000, revenue_lost=40, revenue_contraction=10, revenue_expansion=80).value
        -0.03
    """
    above = rf"{number(revenue_lost)} + {number(revenue_contraction)} - {number(revenue_expansion)}"
    change = revenue_lost + revenue_contraction - revenue_expansion
    return share_lost("C", change, revenue_at_start, number(revenue_at_start), None, above)


INDICATOR = Indicator(
    slug="churn",
    framework="jeffery",
    number=3,
    family="customer",
    better="lower",
    inputs=(
        Input("lost", "L", Unit.COUNT, default=36, at_most="customers_at_start"),
        Input("customers_at_start", "N_0", Unit.COUNT, default=1024),
        Input("new_customers", "N_n", Unit.COUNT, default=12),
        Input("lost_new", "L_n", Unit.COUNT, default=1, required=False, at_most="new_customers"),
        Input("customers_at_end", "N_1", Unit.COUNT, default=999),
        Input("cohort_size", "N_c", Unit.COUNT, default=1000),
        Input("lost_by_age", "L_a", Unit.COUNT, default=131, at_most="cohort_size"),
        Input("revenue_at_start", "R_0", Unit.MONEY, default=27401),
        Input("revenue_lost", "R_l", Unit.MONEY, default=984, at_most="revenue_at_start"),
        Input("revenue_contraction", "R_c", Unit.MONEY, default=0),
        Input("revenue_expansion", "R_e", Unit.MONEY, default=0),
        Input("periods_per_year", "k", Unit.COUNT, default=12, minimum=1, maximum=366, required=False),
    ),
    variants=(
        Variant(
            "start_base",
            ("lost", "customers_at_start"),
            Unit.RATE,
            r"C = \frac{L}{N_0}",
            start_base,
            Proportion("lost", "customers_at_start"),
            optional=("periods_per_year",),
        ),
        Variant(
            "average_base",
            ("lost", "customers_at_start", "customers_at_end"),
            Unit.RATE,
            r"C = \frac{L + L_n}{(N_0 + N_1)/2}",
            average_base,
            EventRate(
                lambda v: v["lost"] + v.get("lost_new", 0.0),
                lambda v: (v["customers_at_start"] + v["customers_at_end"]) / 2,
            ),
            optional=("lost_new", "periods_per_year"),
        ),
        Variant(
            "total_base",
            ("lost", "customers_at_start", "new_customers"),
            Unit.RATE,
            r"C = \frac{L + L_n}{N_0 + N_n}",
            total_base,
            Proportion(
                lambda v: v["lost"] + v.get("lost_new", 0.0), lambda v: v["customers_at_start"] + v["new_customers"]
            ),
            optional=("lost_new", "periods_per_year"),
        ),
        Variant(
            "cohort",
            ("lost_by_age", "cohort_size"),
            Unit.RATE,
            r"C = \frac{L_a}{N_c}",
            cohort,
            Proportion("lost_by_age", "cohort_size"),
        ),
        Variant(
            "revenue_gross",
            ("revenue_at_start", "revenue_lost", "revenue_contraction"),
            Unit.RATE,
            r"C = \frac{R_l + R_c}{R_0}",
            revenue_gross,
            optional=("periods_per_year",),
        ),
        Variant(
            "revenue_net",
            ("revenue_at_start", "revenue_lost", "revenue_contraction", "revenue_expansion"),
            Unit.RATE,
            r"C = \frac{R_l + R_c - R_e}{R_0}",
            revenue_net,
        ),
    ),
    shapes=SHAPES,
)
