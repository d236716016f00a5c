"""Two plans of which only one can be had: what each is worth and earns, which comes first by which measure, and from where on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.indicators import _cash_flows as flows_of

First = Literal["a", "b", "equal"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A stream of cash flows.

    Attributes:
        flows: money; money spent is negative.
        times: when, in periods or years from now, one per flow.
    """

    flows: tuple[float, ...]
    times: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Rates between which one plan is worth more.

    Attributes:
        low: lower end, None for no bound.
        high: upper end, None for no bound.
        first: the plan that is worth more there.
    """

    low: float | None
    high: float | None
    first: First


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two plans beside each other at one rate.

    Attributes:
        worth_a: net present value of the first plan.
        worth_b: of the second.
        rate_a: internal rate of return of the first; None where it has none, several, or borrows.
        rate_b: of the second.
        by_worth: which is worth more.
        by_rate: which has the higher internal rate; None where either has none to compare by.
        crossings: rates at which both are worth the same (Fisher's rates), in rising order.
        ranges: which is worth more from where to where.
    """

    worth_a: float
    worth_b: float
    rate_a: float | None
    rate_b: float | None
    by_worth: First
    by_rate: First | None
    crossings: tuple[float, ...]
    ranges: tuple[Range, ...]

    @property
    def conflict(self) -> bool:
        """Whether value and rate put different plans first."""
        return self.by_rate is not None and {self.by_worth, self.by_rate} == {"a", "b"}


def rivals(a: Plan, b: Plan, rate: float) -> Rivals:
    r"""Ranks two plans by net present value at a rate and by internal rate, and finds the rates at which the ranking by value turns.

    .. math:: \sum_t \frac{A_t - B_t}{(1 + i)^t} = 0

    Args:
        a: the first plan.
        b: the second; it may last longer or fall on other days, counted from the same moment.
        rate: what money must earn per period, decimal above -1.

    Returns:
        Values, internal rates, and every rate at which the plans are worth the same.

    Raises:
        InputError: for a rate of -1 or below, or values too large for a number.

    Source:
        Fisher (1930), The Theory of Interest, ch. 7 (rate of return over cost); Brealey, Myers and Allen (2020), Principles of
        Corporate Finance, 13th ed., ch. 5.3, pitfall 3.

    Example:
        >>> found = rivals(Plan((-100, 20, 120), (0, 1, 2)), Plan((-100, 100, 31.25), (0, 1, 2)), 0.05)
        >>> found.conflict, [round(one, 6) for one in found.crossings]
        (True, [0.109375])
    """
    check_number("discount_rate", rate, above=-1)
    worth_a, worth_b = (_worth(plan, rate) for plan in (a, b))
    rate_a, rate_b = _return(a), _return(b)
    flows, times = _apart(a, b)
    crossings = flows_of.internal_rates(flows, times)
    by_rate = None if rate_a is None or rate_b is None else _first(rate_a, rate_b, 1.0)
    size = max(map(abs, (*a.flows, *b.flows)), default=0.0)
    by_worth = _first(worth_a, worth_b, size)
    return Rivals(
        worth_a, worth_b, rate_a, rate_b, by_worth, by_rate, crossings, _ranges(flows, times, crossings, size)
    )


def _worth(plan: Plan, rate: float) -> float:
    found = flows_of.net_present_value(plan.flows, plan.times, rate)
    if found is None:
        raise InputError.too_large("cash_flows", max(map(abs, plan.flows)), 1e300)
    return found


def _return(plan: Plan) -> float | None:
    """The internal rate where it is the return of money spent first; what a loan costs ranks the other way round."""
    roots = flows_of.internal_rates(plan.flows, plan.times)
    spends_first = next((flow < 0 for flow in plan.flows if flow), False)
    return roots[0] if len(roots) == 1 and spends_first else None


def _apart(a: Plan, b: Plan) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The first plan less the second, at every time that either has."""
    sums: dict[float, float] = {}
    for plan, sign in ((a, 1.0), (b, -1.0)):
        for flow, time in zip(plan.flows, plan.times, strict=True):
            sums[time] = sums.get(time, 0.0) + sign * flow
    # 0.3 - 0.1 - 0.2 is no cash flow.
    size = flows_of.NOUGHT * max(map(abs, (*a.flows, *b.flows)), default=0.0)
    parts = [(time, flow) for time, flow in sorted(sums.items()) if abs(flow) > size]
    return tuple(flow for _, flow in parts), tuple(time for time, _ in parts)


def _first(a: float, b: float, size: float) -> First:
    if abs(a - b) <= flows_of.NOUGHT * max(abs(a), abs(b), size):
        return "equal"
    return "a" if a > b else "b"


def _ranges(
    flows: Sequence[float], times: Sequence[float], crossings: Sequence[float], size: float
) -> tuple[Range, ...]:
    if not flows:
        return ()
    found: list[Range] = []
    for low, high in pairwise((None, *crossings, None)):
        apart = flows_of.net_present_value(flows, times, _between(low, high)) or 0.0
        first = _first(apart, 0.0, 0.0 if apart else size)
        if found and found[-1].first == first:
            # Where the values only touch, the same plan stays first.
            found[-1] = Range(found[-1].low, high, first)
        else:
            found.append(Range(low, high, first))
    return tuple(found)


def _between(low: float | None, high: float | None) -> float:
    if low is None:
        return 0.0 if high is None else (high - 1) / 2
    return 2 * low + 1 if high is None else (low + high) / 2
