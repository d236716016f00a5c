"""Net present value: what a stream of cash flows is worth today, at a rate that pays for waiting and risk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import bracketed, fraction, percent
from lib.indicators import _cash_flow_many as many
from lib.indicators import _cash_flows as flows_of
from lib.indicators._cash_flow_latex import listed
from lib.indicators._cash_flow_rows import BASE_CASH_FLOWS, CASH_FLOWS, DATES, flow_shapes
from lib.indicators._months_then_years import MONTHS, NPV
from lib.indicators._npv_present import present


def end_of_period(*, cash_flows: Sequence[float], discount_rate: float) -> Answer:
    r"""Value today of flows of which the first falls now and each later one at the end of its period.

    .. math:: NPV = \sum_{t=0}^{T} \frac{CF_t}{(1 + r)^t}

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        discount_rate: decimal per period (0.10 is ten per cent), above -1.

    Returns:
        Money of today; no answer where a term is too large for a number.

    Source:
        Brealey, Myers and Allen (2020), Principles of Corporate Finance, 13th ed., ch. 2; Jeffery (2010), metric 7.

    Example:
        >>> round(end_of_period(cash_flows=(-40000, 5000, 8000, 12000, 30000), discount_rate=0.08).value, 5)
        3065.22267
    """
    return present(cash_flows, tuple(range(len(cash_flows))), discount_rate)


def mid_year(*, cash_flows: Sequence[float], discount_rate: float) -> Answer:
    r"""Value today when the first flow falls now and each later one in the middle of its period, as steady trade does.

    .. math:: NPV = CF_0 + \sum_{t=1}^{T} \frac{CF_t}{(1 + r)^{t - 1/2}}

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        discount_rate: decimal per period, above -1.

    Returns:
        Money of today; the later flows weigh sqrt(1 + r) times what they do at the end of the period.

    Source:
        Koller, Goedhart and Wessels (2020), Valuation, 7th ed., appendix on discounting within the year.

    Example:
        >>> round(mid_year(cash_flows=(-100, 121), discount_rate=0.21).value, 9)
        10.0
    """
    times = tuple(max(0.0, place - 0.5) for place in range(len(cash_flows)))
    at_end = flows_of.net_present_value(cash_flows, tuple(range(len(cash_flows))), discount_rate)
    gap = () if at_end is None else (Notice("npv.warnings.mid_year", {"at_end": at_end}, "info"),)
    return present(cash_flows, times, discount_rate, gap)


def excel(*, cash_flows: Sequence[float], discount_rate: float) -> Answer:
    r"""What the NPV function of spreadsheets gives: the first flow, too, is discounted by one period.

    .. math:: NPV = \sum_{i=1}^{n} \frac{CF_{i-1}}{(1 + r)^i}

    Args:
        cash_flows: money per period, the first one at the end of the first period.
        discount_rate: decimal per period, above -1.

    Returns:
        Money one period before the first flow; (1 + r) times it is the value with the first flow now.

    Source:
        Microsoft, Excel function reference, NPV.

    Example:
        >>> round(excel(cash_flows=(-10000, 3000, 4200, 6800), discount_rate=0.1).value, 2)
        1188.44
    """
    now = flows_of.net_present_value(cash_flows, tuple(range(len(cash_flows))), discount_rate)
    fields = {"now": now, "cost": -cash_flows[0]}
    gap = () if now is None or cash_flows[0] >= 0 else (Notice("npv.warnings.excel", fields, "info"),)
    return present(cash_flows, tuple(range(1, len(cash_flows) + 1)), discount_rate, gap)


def dated(*, cash_flows: Sequence[float], dates: Sequence[date], discount_rate: float) -> Answer:
    r"""Value on the first date of flows that fall on given days, in years of 365 days (XNPV).

    .. math:: NPV = \sum_i \frac{CF_i}{(1 + r)^{(d_i - d_0) / 365}}

    Args:
        cash_flows: money, one per date; money spent is negative.
        dates: one per flow, in any order; the earliest is the day of valuation.
        discount_rate: decimal per year, above -1.

    Returns:
        Money of the first date.

    Raises:
        InputError: when there are not as many dates as flows.

    Source:
        Microsoft, Excel function reference, XNPV.

    Example:
        >>> days = (date(2026, 1, 1), date(2027, 1, 1))
        >>> round(dated(cash_flows=(-100, 121), dates=days, discount_rate=0.1).value, 9)
        10.0
    """
    flows, times = flows_of.dated("cash_flows", cash_flows, dates)
    return present(flows, times, discount_rate)


def incremental(*, cash_flows: Sequence[float], base_cash_flows: Sequence[float], discount_rate: float) -> Answer:
    r"""Value today of what marketing adds: flows with the campaign less those of the base case without it.

    .. math:: NPV = \sum_{t=0}^{T} \frac{CF_t - B_t}{(1 + r)^t}

    Args:
        cash_flows: money per period with marketing, the first one now.
        base_cash_flows: money per period without it, as many.
        discount_rate: decimal per period, above -1.

    Returns:
        Money of today that would not be there without the campaign.

    Raises:
        InputError: when the two series differ in length.

    Source:
        Jeffery (2010), Data-Driven Marketing, ch. 5: base case against the case with marketing.

    Example:
        >>> incremental(cash_flows=(-50, 180), base_cash_flows=(50, 70), discount_rate=0.1).value
        0.0
    """
    added = flows_of.difference(cash_flows, base_cash_flows)
    times = tuple(range(len(added)))
    total = flows_of.net_present_value(cash_flows, times, discount_rate)
    gap = () if total is None else (Notice("npv.warnings.incremental", {"total": total}, "info"),)
    step = Step("npv.steps.difference", rf"CF_t - B_t:\; {listed(added)}")
    return present(added, times, discount_rate, gap, (step,))


def real(*, cash_flows: Sequence[float], discount_rate: float, inflation: float) -> Answer:
    r"""Value today of flows stated in today's prices: the rate is freed of inflation first.

    .. math:: 1 + r^{*} = \frac{1 + r}{1 + \pi}, \quad NPV = \sum_{t=0}^{T} \frac{CF_t}{(1 + r^{*})^t}

    Args:
        cash_flows: money per period in prices of today, the first one now.
        discount_rate: decimal per period as banks quote it, with inflation in it, above -1.
        inflation: decimal per period, above -1.

    Returns:
        Money of today; the same as inflating every flow and discounting at ``discount_rate``.

    Source:
        Fisher (1930), The Theory of Interest, ch. 2.

    Example:
        >>> round(real(cash_flows=(-100, 105), discount_rate=0.1, inflation=0.05).value, 9)
        0.227272727
    """
    rate = (discount_rate - inflation) / (1 + inflation)
    if rate <= -1:
        # Inflation so high that the real rate is -100 % to the last digit of a float.
        return Answer(None, "NPV", no_answer=Notice("common.no_answer.too_large"))
    mixed = flows_of.net_present_value(cash_flows, tuple(range(len(cash_flows))), discount_rate)
    gap = () if mixed is None else (Notice("npv.warnings.mixed_inflation", {"mixed": mixed}, "info"),)
    upper, lower = rf"1 + {bracketed(discount_rate)}", rf"1 + {bracketed(inflation)}"
    step = Step("npv.steps.real_rate", rf"r^{{*}} = {fraction(upper, lower)} - 1 = {percent(rate)}")
    answer = present(cash_flows, tuple(range(len(cash_flows))), rate, gap, (step,))
    return Answer(
        answer.value,
        answer.substituted,
        answer.steps,
        answer.warnings,
        answer.no_answer,
        {**answer.details, "real_rate": rate},
        answer.series,
    )


DISCOUNT_RATE = Input(
    "discount_rate", "r", Unit.RATE, default=0.1, minimum=None, above=-1, parameter=True, slider=(0.0, 0.4), step=0.005
)
_SUM = r"NPV = \sum_{t=0}^{T} \frac{CF_t}{(1 + r)^t}"

INDICATOR = Indicator(
    slug="npv",
    framework="jeffery",
    number=7,
    family="financial",
    inputs=(
        CASH_FLOWS,
        DISCOUNT_RATE,
        BASE_CASH_FLOWS,
        DATES,
        MONTHS,
        Input(
            "inflation",
            r"\pi",
            Unit.RATE,
            default=0.03,
            minimum=None,
            above=-1,
            parameter=True,
            slider=(0.0, 0.3),
            step=0.005,
        ),
    ),
    variants=(
        Variant(
            "end_of_period", ("cash_flows", "discount_rate"), Unit.MONEY, _SUM, end_of_period, many=many.npv(range)
        ),
        Variant(
            "mid_year",
            ("cash_flows", "discount_rate"),
            Unit.MONEY,
            r"NPV = CF_0 + \sum_{t=1}^{T} \frac{CF_t}{(1 + r)^{t - 1/2}}",
            mid_year,
            many=many.npv(lambda count: [max(0.0, place - 0.5) for place in range(count)]),
        ),
        Variant(
            "excel",
            ("cash_flows", "discount_rate"),
            Unit.MONEY,
            r"NPV = \sum_{i=1}^{n} \frac{CF_{i-1}}{(1 + r)^i}",
            excel,
            many=many.npv(lambda count: range(1, count + 1)),
        ),
        Variant(
            "dated",
            ("cash_flows", "dates", "discount_rate"),
            Unit.MONEY,
            r"NPV = \sum_i \frac{CF_i}{(1 + r)^{(d_i - d_0)/365}}",
            dated,
            many=many.npv_dated,
        ),
        Variant(
            "incremental",
            ("cash_flows", "base_cash_flows", "discount_rate"),
            Unit.MONEY,
            r"NPV = \sum_{t=0}^{T} \frac{CF_t - B_t}{(1 + r)^t}",
            incremental,
            many=many.npv_incremental,
        ),
        Variant(
            "real",
            ("cash_flows", "discount_rate", "inflation"),
            Unit.MONEY,
            r"1 + r^{*} = \frac{1 + r}{1 + \pi}, \quad NPV = \sum_{t=0}^{T} \frac{CF_t}{(1 + r^{*})^t}",
            real,
            many=many.npv_real,
        ),
        NPV,
    ),
    shapes=flow_shapes(
        periods=("end_of_period", "mid_year", "excel", "real", NPV.name),
        pairs=("incremental", "end_of_period"),
        dates=("dated",),
    ),
)
