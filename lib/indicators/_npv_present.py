"""The present value that all definitions of NPV come to: its terms and sum, what stands beside it, and what must be said of the rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number
from lib.indicators import _cash_flows as flows_of
from lib.indicators._cash_flow_latex import discounted_sum, plain_sum

_MANY_PERIODS, _HIGH_FOR_A_MONTH, _PER_CENT_SLIP = 24, 0.03, 1.0


def present(
    flows: Sequence[float],
    times: Sequence[float],
    rate: float,
    said: tuple[Notice, ...] = (),
    before: tuple[Step, ...] = (),
) -> Answer:
    """The flows at their times, discounted and added up; no answer where a term is too large for a number."""
    factor = number(1 + rate)
    left = rf"NPV = {discounted_sum(flows, times, factor)}"
    values = flows_of.present_values(flows, times, rate)
    value = flows_of.net_present_value(flows, times, rate)
    running = None if values is None else flows_of.cumulative(values)
    if values is None or value is None or running is None or flows_of.cumulative(flows) is None:
        return Answer(None, left, before, no_answer=Notice("common.no_answer.too_large"))
    if abs(value) <= flows_of.NOUGHT * max(map(abs, values)):
        value = 0.0
    substituted = rf"{left} = {number(value)}"
    roots = flows_of.internal_rates(flows, times)
    details = _details(flows, times, values, value, rate)
    if len(roots) == 1:
        details["break_even_rate"] = roots[0]
    steps = (
        *before,
        Step("npv.steps.factor", rf"\frac{{1}}{{(1 + {bracketed(rate)})^t}}"),
        Step("npv.steps.present_values", plain_sum(values)),
        Step("npv.steps.sum", substituted),
        *_further_steps(details, value, times, rate),
    )
    warnings = (*said, *_warnings(flows, times, rate, value))
    rates, profile = flows_of.npv_profile(flows, times, (*roots, rate))
    series = {
        "times": tuple(map(float, times)),
        "cash_flows": tuple(map(float, flows)),
        "present_values": values,
        "cumulative": running,
        "profile_rates": rates,
        "profile_values": profile,
        "roots": roots,
    }
    return Answer(value, substituted, steps, warnings, details=details, series=series)


def _details(
    flows: Sequence[float], times: Sequence[float], values: Sequence[float], value: float, rate: float
) -> dict[str, float]:
    changes = flows_of.sign_changes(flows_of.together(flows, times)[0])
    found: dict[str, float] = {"undiscounted": math.fsum(flows), "sign_changes": float(changes)}
    outlay = _outlay(values)
    if outlay > 0:
        found |= {"outlay": outlay, "profitability_index": 1 + value / outlay}
    if times[-1] >= 1:
        found["annuity"] = value / _annuity_factor(times[-1], rate)
    return {name: figure for name, figure in found.items() if math.isfinite(figure)}


def _outlay(values: Sequence[float]) -> float:
    """Present value of the money spent before anything comes back; with one outlay now, that outlay."""
    before = takewhile(lambda part: part[1] <= 0, enumerate(values))
    return -math.fsum(value for _, value in before)


def _annuity_factor(periods: float, rate: float) -> float:
    """Value of one unit of money at the end of each of so many periods."""
    return periods if rate == 0 else -math.expm1(-periods * math.log1p(rate)) / rate


def _further_steps(details: dict[str, float], value: float, times: Sequence[float], rate: float) -> list[Step]:
    steps = []
    if "profitability_index" in details:
        ratio = fraction(number(value), number(details["outlay"]))
        steps.append(Step("npv.steps.index", rf"PI = 1 + {ratio} = {number(details['profitability_index'], 4)}"))
    if "annuity" in details:
        below = rf"1 - (1 + {bracketed(rate)})^{{-{number(times[-1], 4)}}}"
        above = rf"{number(value)} \cdot {bracketed(rate)}"
        latex = rf"A = {fraction(above, below)} = {number(details['annuity'])}" if rate else ""
        steps.append(Step("npv.steps.annuity", latex, {"annuity": details["annuity"], "periods": times[-1]}))
    return steps


def _warnings(flows: Sequence[float], times: Sequence[float], rate: float, value: float) -> list[Notice]:
    total = math.fsum(flows)
    found = []
    if total > 0 > value:
        found.append(Notice("npv.warnings.waiting_costs_more", {"undiscounted": total, "value": value}))
    if not any(flow < 0 for flow in flows):
        found.append(Notice("npv.warnings.no_outlay"))
    if (changes := flows_of.sign_changes(flows_of.together(flows, times)[0])) > 1:
        found.append(Notice("npv.warnings.several_signs", {"count": changes}, "info"))
    if rate >= _PER_CENT_SLIP:
        found.append(Notice("npv.warnings.rate_above_one", {"rate": rate}))
    if rate < 0:
        found.append(Notice("npv.warnings.rate_below_nought", {"rate": rate}))
    elif len(flows) > _MANY_PERIODS and times[-1] >= _MANY_PERIODS and rate >= _HIGH_FOR_A_MONTH:
        yearly = math.expm1(12 * math.log1p(rate))
        found.append(Notice("npv.warnings.yearly_rate_on_months", {"rate": rate, "yearly": yearly}))
    return found
