"""Internal rate of return: the rate at which a stream of cash flows is worth nothing, found without a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.indicators import _cash_flow_many as many
from lib.indicators import _cash_flows as flows_of
from lib.indicators._cash_flow_latex import listed
from lib.indicators._cash_flow_rows import BASE_CASH_FLOWS, CASH_FLOWS, DATES, flow_shapes
from lib.indicators._irr_modified import beside_modified, modified
from lib.indicators._irr_roots import internal
from lib.indicators._months_then_years import IRR, MONTHS

_SHORT_YEARS = 1.0


def periodic(*, cash_flows: Sequence[float], hurdle_rate: float | None = None) -> Answer:
    r"""Rate per period at which the flows, the first one now, are worth nothing.

    .. math:: \sum_{t=0}^{T} \frac{CF_t}{(1 + i)^t} = 0

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        hurdle_rate: what the plan must earn, decimal per period above -1; adds the verdict and the modified rate.

    Returns:
        Decimal per period, above -1. No answer where the flows never change sign, where no rate makes them worth nothing, and
        where several do: none of several roots is the return of the plan. ``series["roots"]`` has them all.

    Source:
        Brealey, Myers and Allen (2020), Principles of Corporate Finance, 13th ed., ch. 5; Jeffery (2010), metric 8.

    Example:
        >>> round(periodic(cash_flows=(-100, 39, 59, 55, 20)).value, 5)
        0.28095
    """
    answer = internal(cash_flows, tuple(range(len(cash_flows))), hurdle_rate)
    return beside_modified(answer, cash_flows, hurdle_rate)


def dated(*, cash_flows: Sequence[float], dates: Sequence[date], hurdle_rate: float | None = None) -> Answer:
    r"""Rate per year at which flows on given days are worth nothing on the first one (XIRR).

    .. math:: \sum_i \frac{CF_i}{(1 + i)^{(d_i - d_0) / 365}} = 0

    Args:
        cash_flows: money, one per date; money spent is negative.
        dates: one per flow, in any order.
        hurdle_rate: what the plan must earn, decimal per year, above -1.

    Returns:
        Decimal per year of 365 days; no answer as for ``periodic``.

    Raises:
        InputError: when there are not as many dates as flows.

    Source:
        Microsoft, Excel function reference, XIRR.

    Example:
        >>> round(dated(cash_flows=(-100, 121), dates=(date(2025, 1, 1), date(2027, 1, 1))).value, 9)
        0.1
    """
    flows, times = flows_of.dated("cash_flows", cash_flows, dates)
    answer = internal(flows, times, hurdle_rate)
    if answer.value is None or times[-1] >= _SHORT_YEARS:
        return answer
    short = Notice("irr.warnings.short_span", {"days": times[-1] * 365})
    return replace(answer, warnings=(*answer.warnings, short))


def incremental(
    *, cash_flows: Sequence[float], base_cash_flows: Sequence[float], hurdle_rate: float | None = None
) -> Answer:
    r"""Rate earned by what marketing adds: flows with the campaign less those of the base case without it.

    .. math:: \sum_{t=0}^{T} \frac{CF_t - B_t}{(1 + i)^t} = 0

    Args:
        cash_flows: money per period with marketing, the first one now.
        base_cash_flows: money per period without it, as many.
        hurdle_rate: what the plan must earn, decimal per period, above -1.

    Returns:
        Decimal per period; no answer as for ``periodic``.

    Raises:
        InputError: when the two series differ in length.

    Source:
        Jeffery (2010), Data-Driven Marketing, ch. 5: base case against the case with marketing.

    Example:
        >>> round(incremental(cash_flows=(-50, 180), base_cash_flows=(50, 70)).value, 9)
        0.1
    """
    added = flows_of.difference(cash_flows, base_cash_flows)
    step = Step("irr.steps.difference", rf"CF_t - B_t:\; {listed(added)}")
    answer = beside_modified(internal(added, tuple(range(len(added))), hurdle_rate), added, hurdle_rate)
    return replace(answer, steps=(step, *answer.steps))


_SLIDER = (0.0, 0.4)

INDICATOR = Indicator(
    slug="irr",
    framework="jeffery",
    number=8,
    family="financial",
    inputs=(
        CASH_FLOWS,
        Input(
            "hurdle_rate",
            "h",
            Unit.RATE,
            default=0.1,
            minimum=None,
            above=-1,
            required=False,
            parameter=True,
            slider=_SLIDER,
            step=0.005,
        ),
        BASE_CASH_FLOWS,
        DATES,
        MONTHS,
        Input(
            "finance_rate",
            "r_f",
            Unit.RATE,
            default=0.1,
            minimum=None,
            above=-1,
            parameter=True,
            slider=_SLIDER,
            step=0.005,
        ),
        Input(
            "reinvest_rate",
            "r_r",
            Unit.RATE,
            default=0.1,
            minimum=None,
            above=-1,
            parameter=True,
            slider=_SLIDER,
            step=0.005,
        ),
    ),
    variants=(
        Variant(
            "periodic",
            ("cash_flows",),
            Unit.RATE,
            r"\sum_{t=0}^{T} \frac{CF_t}{(1 + i)^t} = 0",
            periodic,
            optional=("hurdle_rate",),
            many=many.irr,
        ),
        Variant(
            "dated",
            ("cash_flows", "dates"),
            Unit.RATE,
            r"\sum_i \frac{CF_i}{(1 + i)^{(d_i - d_0)/365}} = 0",
            dated,
            optional=("hurdle_rate",),
            many=many.irr_dated,
        ),
        Variant(
            "incremental",
            ("cash_flows", "base_cash_flows"),
            Unit.RATE,
            r"\sum_{t=0}^{T} \frac{CF_t - B_t}{(1 + i)^t} = 0",
            incremental,
            optional=("hurdle_rate",),
            many=many.irr_incremental,
        ),
        Variant(
            "modified",
            ("cash_flows", "finance_rate", "reinvest_rate"),
            Unit.RATE,
            r"i_m = \left(\frac{\sum CF_t^{+} (1 + r_r)^{T - t}}{\sum |CF_t^{-}| (1 + r_f)^{-t}}\right)^{1/T} - 1",
            modified,
            many=many.mirr,
        ),
        IRR,
    ),
    shapes=flow_shapes(
        periods=("periodic", "modified", IRR.name), pairs=("incremental", "periodic", "modified"), dates=("dated",)
    ),
)
