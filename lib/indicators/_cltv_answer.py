"""The answer that the variants of lifetime value with margin and retention share: numbers in the formula, steps, warnings."""

from __future__ import annotations

import math

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number, percent
from lib.indicators import _cltv_series as sums

_STEEP, _FAR, _FAR_SHARE = 0.10, 36, 0.25


def lifetime(
    first: int,
    margin: float,
    p: float,
    r: float,
    cost: float,
    keeping: float,
    horizon: float | None,
    conversion_rate: float | None,
    *,
    ratio: bool,
) -> Answer:
    net = margin - keeping
    times, steep = sums.multiple(p, r, horizon, first), sums.slope(p, r, horizon, first)
    left = _formula_with_numbers(net, p, r, cost, horizon, first, ratio)
    if ratio and cost == 0:
        return Answer(None, left, no_answer=Notice("cltv.no_answer.no_cost"))
    if times is None and horizon is None:
        return Answer(None, left, no_answer=Notice("cltv.no_answer.endless", {"retention": p, "rate": r}))
    before = None if times is None else net * times
    if (
        before is None
        or times is None
        or steep is None
        or not all(map(math.isfinite, (net, before, before - cost, net * steep)))
    ):
        return Answer(None, left, no_answer=Notice("common.no_answer.too_large"))
    unit = 1 / cost if ratio else 1.0
    value = before / cost if ratio else before - cost
    substituted = rf"{left} = {number(value)}"
    details = {
        "before_cost": before,
        "multiple": times,
        "slope": net * steep * unit,
        "margin_slope": times * unit,
        **({"lifetime": 1 / (1 - p)} if p < 1 else {}),
        **beside(before, cost, conversion_rate),
        **_break_even(net, r, cost, horizon, first),
    }
    steps = (
        *_sum_steps(margin, keeping, p, r, times, substituted),
        *_ratio_steps(before, cost, ratio=ratio),
        *click_steps(before, conversion_rate),
    )
    warnings = (
        *steepness(before, net * steep, p),
        *(() if ratio else below_cost(value)),
        *_far_future(p, r, horizon),
        *_counted_once(before, value, cost, ratio=ratio),
    )
    series = sums.value_by_retention(net * unit, 0.0 if ratio else cost, r, horizon, first)
    series |= sums.value_by_period(net, cost, p, r, horizon, first)
    return Answer(value, substituted, steps, warnings, details=kept(details), series=series)


def _formula_with_numbers(
    net: float, p: float, r: float, cost: float, horizon: float | None, first: int, ratio: bool
) -> str:
    factor = number(1 + r)
    if horizon is None:
        share = fraction(number(p) if first else factor, rf"{factor} - {number(p)}")
    else:
        share = rf"\sum_{{n={first}}}^{{{number(horizon)}}} \left({fraction(number(p), factor)}\right)^n"
    if ratio:
        return rf"\frac{{CLTV}}{{CAC}} = \frac{{1}}{{{number(cost)}}} \cdot {bracketed(net)} \cdot {share}"
    return rf"CLTV = {number(net)} \cdot {share} - {number(cost)}"


def _sum_steps(margin: float, keeping: float, p: float, r: float, times: float, substituted: str) -> tuple[Step, ...]:
    net = rf"M - C = {number(margin)} - {number(keeping)} = {number(margin - keeping)}"
    ratio = p / (1 + r)
    return (
        Step("cltv.steps.net_margin", net if keeping else rf"M = {number(margin)}"),
        Step("cltv.steps.shrink", rf"\frac{{p}}{{1 + r}} = {fraction(number(p), number(1 + r))} = {percent(ratio)}"),
        Step("cltv.steps.multiple", number(times), {"multiple": times}),
        Step("cltv.steps.value", substituted),
    )


def _ratio_steps(before: float, cost: float, *, ratio: bool) -> tuple[Step, ...]:
    if ratio or cost == 0:
        return ()
    latex = rf"{fraction('CLTV + AC', 'AC')} = {fraction(number(before), number(cost))} = {number(before / cost, 4)}"
    return (Step("cltv.steps.ratio", latex),)


def click_steps(before: float, conversion_rate: float | None) -> tuple[Step, ...]:
    if conversion_rate is None:
        return ()
    latex = rf"CPC_{{\max}} = {number(conversion_rate)} \cdot {bracketed(before)} = {number(conversion_rate * before)}"
    return (Step("cltv.steps.max_cpc", latex),)


def beside(before: float, cost: float, conversion_rate: float | None) -> dict[str, float]:
    found = {} if cost == 0 else {"ratio": before / cost}
    return found if conversion_rate is None else {**found, "max_cpc": conversion_rate * before}


def _break_even(net: float, r: float, cost: float, horizon: float | None, first: int) -> dict[str, float]:
    """Retention at which the customer just returns its cost; there is a closed form without horizon only."""
    if horizon is not None or net <= 0 or cost <= 0:
        return {}
    p = cost * (1 + r) / (net + cost) if first else (1 + r) * (1 - net / cost)
    return {"break_even_retention": p} if 0 <= p <= 1 else {}


def kept(details: dict[str, float]) -> dict[str, float]:
    return {name: figure for name, figure in details.items() if math.isfinite(figure)}


def steepness(before: float, steep: float, p: float) -> tuple[Notice, ...]:
    """Said when one point of retention moves the value by more than a tenth."""
    share = abs(steep * 0.01 / before) if before else 0.0
    if share <= _STEEP:
        return ()
    return (Notice("cltv.warnings.steep", {"retention": p, "change": abs(steep) * 0.01, "share": share}),)


def below_cost(value: float) -> tuple[Notice, ...]:
    return (Notice("cltv.warnings.below_cost", {"loss": -value}),) if value < 0 else ()


def _far_future(p: float, r: float, horizon: float | None) -> tuple[Notice, ...]:
    share = (p / (1 + r)) ** _FAR
    if horizon is not None or share < _FAR_SHARE:
        return ()
    return (Notice("cltv.warnings.far_future", {"share": share, "periods": _FAR}),)


def _counted_once(before: float, value: float, cost: float, *, ratio: bool) -> tuple[Notice, ...]:
    if ratio or cost == 0 or before <= 0:
        return ()
    return (Notice("cltv.warnings.cost_counted_once", {"ratio": before / cost, "twice": value / cost}, "info"),)
