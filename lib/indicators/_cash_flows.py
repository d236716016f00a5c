"""Arithmetic of cash flows that NPV, IRR and payback share: discounting, every internal rate, the NPV profile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise

from lib.core import InputError
from lib.core.checks import check_number

# A sum this small beside its largest term is nought but for rounding.
NOUGHT = 1e-12
# The exponential of more than this is too large for a number.
_LARGEST = 700.0
_Terms = list[tuple[float, float]]


def present_values(flows: Sequence[float], times: Sequence[float], rate: float) -> tuple[float, ...] | None:
    """Each flow discounted to time 0; None where one is too large for a number.

    Example:
        >>> present_values((-100, 110), (0, 1), 0.1)
        (-100.0, 100.0)
    """
    try:
        found = tuple(flow * (1 + rate) ** -time if flow else 0.0 for flow, time in zip(flows, times, strict=True))
    except (OverflowError, ZeroDivisionError):
        return None
    # 110 / 1.1 falls a hair beside 100 in floats; fifteen digits are all that a flow can carry.
    return tuple(float(f"{value:.15g}") for value in found) if all(map(math.isfinite, found)) else None


def net_present_value(flows: Sequence[float], times: Sequence[float], rate: float) -> float | None:
    """Sum of the discounted flows; None where it is too large for a number.

    Example:
        >>> net_present_value((-100, 60, 60), (0, 1, 2), 0.0)
        20.0
    """
    try:
        parts = [flow * (1 + rate) ** -time for flow, time in zip(flows, times, strict=True) if flow]
        total = math.fsum(parts)
    except (OverflowError, ZeroDivisionError):
        return None
    return total if math.isfinite(total) else None


def cumulative(flows: Sequence[float]) -> tuple[float, ...] | None:
    """Running totals, with rounding dust next to nought swept away; None where one is too large for a number.

    Example:
        >>> cumulative((-0.1, -0.2, 0.3))
        (-0.1, -0.30000000000000004, 0.0)
    """
    size = NOUGHT * max(map(abs, flows), default=0.0)
    found = tuple(0.0 if abs(total) <= size else total for total in accumulate(map(float, flows)))
    return found if all(map(math.isfinite, found)) else None


def sign_changes(flows: Sequence[float]) -> int:
    """How often the flows change from money out to money in or back; noughts are passed over.

    Example:
        >>> sign_changes((-100, 0, 230, -132))
        2
    """
    signs = [flow > 0 for flow in flows if flow]
    return sum(before != after for before, after in pairwise(signs))


def together(flows: Sequence[float], times: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What moves at each time, by rising time: money in and out on one day is one flow, and none where both are the same.

    Example:
        >>> together((-100, 150, -50, 30), (0, 1, 1, 1))
        ((-100.0, 130.0), (0, 1))
    """
    parts: dict[float, list[float]] = {}
    for flow, time in zip(flows, times, strict=True):
        parts.setdefault(time, []).append(float(flow))
    # 0.3 - 0.1 - 0.2 is no cash flow.
    sums = [(time, math.fsum(some), NOUGHT * max(map(abs, some))) for time, some in sorted(parts.items())]
    return tuple(total if abs(total) > dust else 0.0 for _, total, dust in sums), tuple(time for time, _, _ in sums)


def dated(name: str, flows: Sequence[float], dates: Sequence[date]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Flows in order of date, and their times in years of 365 days from the first date.

    Raises:
        InputError: when there are not as many dates as flows.

    Example:
        >>> dated("cash_flows", (50, -40), (date(2027, 1, 1), date(2026, 1, 1)))
        ((-40, 50), (0.0, 1.0))
    """
    if len(dates) != len(flows):
        raise InputError.different_lengths("dates", len(dates), name, len(flows))
    pairs = sorted(zip(dates, flows, strict=True), key=lambda pair: pair[0])
    first = pairs[0][0]
    return tuple(flow for _, flow in pairs), tuple((day - first).days / 365 for day, _ in pairs)


def mixed_times(count: int, months: float) -> tuple[float, ...]:
    """When flows fall of which the first is now, the next so many come by the month and all later ones by the year, in years.

    Args:
        count: of flows.
        months: how many of them are a month apart; with none, periods of one length count as they are.

    Raises:
        InputError: for months that are no whole number.

    Example:
        >>> mixed_times(5, 2)[2:] == (2 / 12, 2 / 12 + 1, 2 / 12 + 2), mixed_times(3, 0)
        (True, (0.0, 1.0, 2.0))
    """
    whole = int(check_number("months", months, minimum=0, whole=True))
    return tuple(min(place, whole) / 12 + max(0, place - whole) for place in range(count))


def monthly_rate(yearly: float) -> float:
    """The rate per month that compounds to a rate per year: the twelfth root, not the twelfth part.

    Example:
        >>> round(monthly_rate(1.01**12 - 1), 12)
        0.01
    """
    return math.expm1(math.log1p(yearly) / 12)


def difference(flows: Sequence[float], base: Sequence[float]) -> tuple[float, ...]:
    """Flows with marketing less those of the base case, period by period.

    Raises:
        InputError: when the two do not have as many periods.

    Example:
        >>> difference((-50, 90), (10, 20))
        (-60, 70)
    """
    if len(base) != len(flows):
        raise InputError.different_lengths("base_cash_flows", len(base), "cash_flows", len(flows))
    return tuple(with_marketing - without for with_marketing, without in zip(flows, base, strict=True))


def internal_rates(flows: Sequence[float], times: Sequence[float]) -> tuple[float, ...]:
    r"""Every rate above -1 at which the flows are worth nothing, in rising order; empty when there is none.

    With :math:`u = \ln(1 + i)` the NPV is :math:`f(u) = \sum c_k e^{-u t_k}` on the whole line. Between two terms of opposite
    sign lies a time s for which the derivative of :math:`f(u) e^{us}` has one change of sign fewer. Its roots, found the same
    way, cut the line into pieces on which f crosses nought at most once, so that no root is missed and none needs a guess.

    Source: the proof of Descartes' rule of signs for exponential sums (Laguerre 1883; Polya and Szego, part V).

    Example:
        >>> [round(rate, 12) for rate in internal_rates((100, -230, 132), (0, 1, 2))]
        [0.1, 0.2]
    """
    found = []
    for root in _roots(_merged(flows, times)):
        rate = math.expm1(root) if root < _LARGEST else math.inf
        if -1 < rate < math.inf:
            found.append(rate)
    return tuple(found)


def npv_profile(
    flows: Sequence[float], times: Sequence[float], rates: Sequence[float], points: int = 81
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """NPV over a range of rates that holds the given ones with room on both sides: (rates, values), for drawing.

    The rates are equally far apart in ln(1 + rate), so that roots near -1 and far above 1 both show.

    Example:
        >>> grid, values = npv_profile((-100, 110), (0, 1), (0.1,))
        >>> min(grid) < 0.1 < max(grid), values[0] > 0 > values[-1]
        (True, True)
    """
    places = [math.log1p(rate) for rate in (*rates, 0.0, 0.5)]
    low, high = min(places), max(places)
    low, high = low - 0.15 * (high - low), min(_LARGEST, high + 0.15 * (high - low))
    grid = [math.expm1(low + (high - low) * step / (points - 1)) for step in range(points)]
    values = [(rate, net_present_value(flows, times, rate)) for rate in grid if rate > -1]
    drawn = [(rate, value) for rate, value in values if value is not None]
    return tuple(rate for rate, _ in drawn), tuple(value for _, value in drawn)


def _merged(flows: Sequence[float], times: Sequence[float]) -> _Terms:
    """Terms by rising time, one per time, none nought, the largest scaled to one."""
    largest = max(map(abs, flows), default=0.0) or 1.0
    sums = zip(*together([flow / largest for flow in flows], times), strict=True)
    return [(time, part) for part, time in sums if abs(part) > 1e-300]


def _roots(terms: _Terms) -> list[float]:
    change = next((k for k in range(1, len(terms)) if terms[k - 1][1] * terms[k][1] < 0), None)
    if change is None:
        return []
    middle = (terms[change - 1][0] + terms[change][0]) / 2
    turns = _roots(_rescaled([(time, part * (middle - time)) for time, part in terms]))
    edges = (turns[0], turns[-1]) if turns else (0.0, 0.0)
    points = [_beyond(terms, edges[0], -1.0), *turns, _beyond(terms, edges[1], 1.0)]
    found = [turn for turn in turns if abs(_value(terms, turn)) <= NOUGHT]
    for low, high in pairwise(points):
        at_low, at_high = _value(terms, low), _value(terms, high)
        if min(abs(at_low), abs(at_high)) > NOUGHT and at_low * at_high < 0:
            found.append(_crossing(terms, low, high))
    return sorted(found)


def _rescaled(terms: _Terms) -> _Terms:
    largest = max(abs(part) for _, part in terms)
    return [(time, part / largest) for time, part in terms if abs(part) > 1e-300 * largest]


def _value(terms: _Terms, u: float) -> float:
    """The sum at u over the size of its largest term: the right sign everywhere, never too large."""
    size = max(math.log(abs(part)) - u * time for time, part in terms)
    return math.fsum(part * math.exp(min(_LARGEST, -u * time - size)) for time, part in terms)


def _beyond(terms: _Terms, start: float, direction: float) -> float:
    """A place past the outermost turn where the sign is that of the term that wins in the end."""
    winner = terms[0][1] if direction > 0 else terms[-1][1]
    step = 1.0
    while (value := _value(terms, start + direction * step)) * winner <= 0 or abs(value) <= NOUGHT:
        step *= 2
    return start + direction * step


def _crossing(terms: _Terms, low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda u: _value(terms, u), low, high, xtol=1e-16, rtol=1e-15, maxiter=500))
