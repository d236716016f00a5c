"""Payback: how long until a plan, or a customer, has returned what was spent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.indicators import _cash_flow_many as many
from lib.indicators import _cash_flows as flows_of
from lib.indicators._cash_flow_latex import listed, plain_sum
from lib.indicators._cash_flow_rows import BASE_CASH_FLOWS, CASH_FLOWS, flow_shapes
from lib.indicators._months_then_years import MONTHS, in_years, payback_discounted_many, payback_many
from lib.indicators._payback_customer import cac, cac_survival
from lib.indicators._payback_plan import paid_back
from lib.indicators._payback_rows import ACQUISITION


def simple(*, cash_flows: Sequence[float]) -> Answer:
    r"""Time after which the running total of the flows is no longer below nought, and stays so.

    .. math:: P = t + \frac{-S_t}{CF_{t+1}}, \quad S_t = \sum_{k=0}^{t} CF_k, \quad t = \max\{k : S_k < 0\}

    The flow of a period is taken to come evenly within it. Where the running total falls below nought again after it was paid
    back once, the time after which it stays above counts: until then, money is at risk. ``details`` has both.

    Args:
        cash_flows: money per period, the first one now; money spent is negative.

    Returns:
        Periods from the first flow. No answer where nothing is spent, and where the total ends below nought ("never").

    Source:
        Brealey, Myers and Allen (2020), Principles of Corporate Finance, 13th ed., ch. 5; Jeffery (2010), metric 9.

    Example:
        >>> round(simple(cash_flows=(-70000, 12000, 15000, 18000, 21000, 26000)).value, 4)
        4.1538
    """
    return paid_back(cash_flows, cash_flows)


def discounted(*, cash_flows: Sequence[float], discount_rate: float) -> Answer:
    r"""The same with each flow at its present value, so that waiting costs something.

    .. math:: P = t + \frac{-S_t}{D_{t+1}}, \quad D_k = \frac{CF_k}{(1 + r)^k}, \quad t = \max\{k : S_k < 0\}

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        discount_rate: decimal per period, above -1.

    Returns:
        Periods from the first flow; no answer as for ``simple``. It is there exactly when the NPV is not below nought.

    Source:
        Brealey, Myers and Allen (2020), Principles of Corporate Finance, 13th ed., ch. 5.

    Example:
        >>> round(discounted(cash_flows=(-100, 55, 72.6), discount_rate=0.1).value, 4)
        1.8333
    """
    step = partial(Step, "payback.steps.present_values", fields={"rate": discount_rate})
    answer = _at_present_value(cash_flows, range(len(cash_flows)), discount_rate, step)
    return _beside_simple(answer, simple(cash_flows=cash_flows).value, "payback.warnings.undiscounted")


def incremental(*, cash_flows: Sequence[float], base_cash_flows: Sequence[float]) -> Answer:
    r"""Time until what marketing adds has returned what it cost: flows with the campaign less those of the base case.

    .. math:: P = t + \frac{-S_t}{CF_{t+1} - B_{t+1}}, \quad S_t = \sum_{k=0}^{t} (CF_k - B_k)

    Args:
        cash_flows: money per period with marketing, the first one now.
        base_cash_flows: money per period without it, as many.

    Returns:
        Periods from the first flow; no answer as for ``simple``.

    Raises:
        InputError: when the two series differ in length.

    Source:
        Jeffery (2010), Data-Driven Marketing, ch. 5: base case against the case with marketing.

    Example:
        >>> incremental(cash_flows=(-50, 150, 150), base_cash_flows=(50, 70, 70)).value
        1.25
    """
    added = flows_of.difference(cash_flows, base_cash_flows)
    step = Step("payback.steps.difference", rf"CF_t - B_t:\; {listed(added)}")
    answer = paid_back(added, added)
    return replace(answer, steps=(step, *answer.steps))


def months_then_years(*, cash_flows: Sequence[float], months: float) -> Answer:
    r"""The same in years, where the first periods are months and the later ones years.

    .. math:: P = \frac{\min(p, n)}{12} + \max(0, p - n), \quad p = t + \frac{-S_t}{CF_{t+1}}

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        months: how many of the periods after the first flow are months, whole.

    Returns:
        Years from the first flow; no answer as for ``simple``.

    Source:
        As for ``simple``, with the part of a period counted as that part of a month or of a year.

    Example:
        >>> months_then_years(cash_flows=(-180, 10, 10, 320), months=2).value == 2 / 12 + 0.5
        True
    """
    return in_years(simple(cash_flows=cash_flows), months)


def months_then_years_discounted(*, cash_flows: Sequence[float], months: float, discount_rate: float) -> Answer:
    r"""Months first, years later, with each flow at its present value.

    .. math:: P = \frac{\min(p, n)}{12} + \max(0, p - n), \quad p = t + \frac{-S_t}{D_{t+1}}, \quad D_k = \frac{CF_k}{(1 + r)^{\tau_k}}

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        months: how many of the periods after the first flow are months, whole.
        discount_rate: decimal per year, above -1; a month is discounted by its twelfth root.

    Returns:
        Years from the first flow; no answer as for ``simple``. It is there exactly when the NPV is not below nought.

    Source:
        As for ``discounted``, with effective annual rates (Brealey, Myers and Allen (2020), ch. 2) and time in years.

    Example:
        >>> months_then_years_discounted(cash_flows=(-100, *[0] * 11, 55, 121), months=12, discount_rate=0.1).value
        1.5
    """
    times = flows_of.mixed_times(len(cash_flows), months)
    monthly = flows_of.monthly_rate(discount_rate)
    step = partial(Step, "payback.steps.present_values_years", fields={"rate": discount_rate, "monthly": monthly})
    answer = _at_present_value(cash_flows, times, discount_rate, step)
    without = months_then_years(cash_flows=cash_flows, months=months).value
    return _beside_simple(in_years(answer, months), without, "payback.warnings.undiscounted_years")


def _at_present_value(
    cash_flows: Sequence[float], times: Sequence[float], rate: float, step: Callable[..., Step]
) -> Answer:
    values = flows_of.present_values(cash_flows, times, rate)
    if values is None:
        return Answer(None, "P", no_answer=Notice("common.no_answer.too_large"))
    answer = paid_back(values, cash_flows)
    return replace(answer, steps=(step(latex=plain_sum(values)), *answer.steps))


def _beside_simple(answer: Answer, without: float | None, code: str) -> Answer:
    if answer.value is None or without is None:
        return answer
    said = Notice(code, {"simple": without}, "info")
    return replace(answer, warnings=(*answer.warnings, said), details={**answer.details, "simple": without})


INDICATOR = Indicator(
    slug="payback",
    framework="jeffery",
    number=9,
    family="financial",
    better="lower",
    inputs=(
        CASH_FLOWS,
        Input(
            "discount_rate",
            "r",
            Unit.RATE,
            default=0.1,
            minimum=None,
            above=-1,
            parameter=True,
            slider=(0.0, 0.4),
            step=0.005,
        ),
        BASE_CASH_FLOWS,
        MONTHS,
        Input("acquisition_cost", "CAC", Unit.MONEY, default=95.0),
        Input("monthly_revenue", "A", Unit.MONEY, default=23.0),
        Input("gross_margin", "g", Unit.RATE, default=0.7, minimum=None, maximum=1),
        Input("churn_rate", "c", Unit.RATE, default=0.04, maximum=1, required=False),
    ),
    variants=(
        Variant("simple", ("cash_flows",), Unit.PERIODS, r"P = t + \frac{-S_t}{CF_{t+1}}", simple, many=many.payback),
        Variant(
            "discounted",
            ("cash_flows", "discount_rate"),
            Unit.PERIODS,
            r"P = t + \frac{-S_t}{D_{t+1}}, \quad D_k = \frac{CF_k}{(1 + r)^k}",
            discounted,
            many=many.payback_discounted,
        ),
        Variant(
            "incremental",
            ("cash_flows", "base_cash_flows"),
            Unit.PERIODS,
            r"P = t + \frac{-S_t}{CF_{t+1} - B_{t+1}}",
            incremental,
            many=many.payback_incremental,
        ),
        Variant(
            "cac",
            ("acquisition_cost", "monthly_revenue", "gross_margin"),
            Unit.MONTHS,
            r"P = \frac{CAC}{A \cdot g}",
            cac,
            optional=("churn_rate",),
        ),
        Variant(
            "cac_survival",
            ("acquisition_cost", "monthly_revenue", "gross_margin", "churn_rate"),
            Unit.MONTHS,
            r"\sum_{k=1}^{P} A \cdot g \cdot (1 - c)^{k-1} = CAC",
            cac_survival,
            many=many.payback_with_churn,
        ),
        Variant(
            "months_then_years",
            ("cash_flows", "months"),
            Unit.YEARS,
            r"P = \frac{\min(p, n)}{12} + \max(0, p - n), \quad p = t + \frac{-S_t}{CF_{t+1}}",
            months_then_years,
            many=payback_many,
        ),
        Variant(
            "months_then_years_discounted",
            ("cash_flows", "months", "discount_rate"),
            Unit.YEARS,
            r"P = \frac{\min(p, n)}{12} + \max(0, p - n), \quad p = t + \frac{-S_t}{D_{t+1}}, \quad D_k = \frac{CF_k}{(1 + r)^{\tau_k}}",
            months_then_years_discounted,
            many=payback_discounted_many,
        ),
    ),
    shapes=(
        *flow_shapes(
            periods=("simple", "discounted", "months_then_years", "months_then_years_discounted"),
            pairs=("incremental", "simple", "discounted"),
        )[:2],
        ACQUISITION,
    ),
)
