"""The modified rate of return: what is spent at one rate of interest, what comes back at another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number, percent
from lib.indicators import _cash_flows as flows_of
from lib.indicators._irr_roots import borrows, one_sided

_REINVESTED_APART = 0.05


def modified(*, cash_flows: Sequence[float], finance_rate: float, reinvest_rate: float) -> Answer:
    r"""Rate that turns what is spent, financed at one rate, into what comes back, put to work at another (MIRR).

    .. math:: i_m = \left(\frac{\sum CF_t^{+} (1 + r_r)^{T - t}}{\sum |CF_t^{-}| (1 + r_f)^{-t}}\right)^{1/T} - 1

    Args:
        cash_flows: money per period, the first one now; money spent is negative.
        finance_rate: cost of the money spent, decimal per period, above -1.
        reinvest_rate: earned on money that came back, decimal per period, above -1.

    Returns:
        Decimal per period, always a single one; no answer unless money is both spent and earned.

    Source:
        Microsoft, Excel function reference, MIRR.

    Example:
        >>> flows = (-120000, 39000, 30000, 21000, 37000, 46000)
        >>> round(modified(cash_flows=flows, finance_rate=0.1, reinvest_rate=0.12).value, 6)
        0.126094
    """
    symbol = "i_m"
    if (reason := one_sided(cash_flows)) is not None:
        return Answer(None, symbol, no_answer=reason)
    parts = _modified_parts(cash_flows, finance_rate, reinvest_rate)
    if parts is None:
        return Answer(None, symbol, no_answer=Notice("common.no_answer.too_large"))
    earned, spent = parts
    periods = len(cash_flows) - 1
    value = (earned / spent) ** (1 / periods) - 1
    root = rf"\left({fraction(number(earned), number(spent))}\right)^{{1/{periods}}}"
    substituted = rf"{symbol} = {root} - 1 = {percent(value)}"
    steps = (
        Step(
            "irr.steps.earned",
            rf"\sum CF_t^{{+}} (1 + {bracketed(reinvest_rate)})^{{{periods} - t}} = {number(earned)}",
        ),
        Step("irr.steps.spent", rf"\sum |CF_t^{{-}}| (1 + {bracketed(finance_rate)})^{{-t}} = {number(spent)}"),
        Step("irr.steps.growth", substituted, {"periods": periods}),
    )
    details = {"earned": earned, "spent": spent, "periods": float(periods)}
    roots = flows_of.internal_rates(cash_flows, tuple(range(len(cash_flows))))
    said = (
        (Notice("irr.warnings.below_finance", {"value": value, "finance": finance_rate}),)
        if value < finance_rate
        else ()
    )
    return Answer(value, substituted, steps, said, details=details, series={"roots": roots})


def _modified_parts(flows: Sequence[float], finance: float, reinvest: float) -> tuple[float, float] | None:
    """End value of what comes in and present value of what is spent; None where one is too large or small for a number."""
    last = len(flows) - 1
    earned = flows_of.net_present_value(
        [max(flow, 0.0) for flow in flows], [place - last for place in range(last + 1)], reinvest
    )
    spent = flows_of.net_present_value([max(-flow, 0.0) for flow in flows], range(last + 1), finance)
    return (earned, spent) if earned and spent and earned / spent < math.inf else None


def beside_modified(answer: Answer, flows: Sequence[float], hurdle: float | None) -> Answer:
    """Adds the modified rate at the hurdle rate, and says so where it lies far from the internal one."""
    parts = None if hurdle is None or one_sided(flows) else _modified_parts(flows, hurdle, hurdle)
    if parts is None or hurdle is None:
        return answer
    rate = (parts[0] / parts[1]) ** (1 / (len(flows) - 1)) - 1
    answer = replace(answer, details={**answer.details, "modified_at_hurdle": rate})
    if answer.value is None or borrows(flows) or answer.value - rate < _REINVESTED_APART:
        return answer
    fields = {"irr": answer.value, "modified": rate, "hurdle": hurdle}
    return replace(answer, warnings=(*answer.warnings, Notice("irr.warnings.reinvested", fields, "info")))
