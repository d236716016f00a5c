"""The rates at which cash flows are worth nothing: all of them, whether one of them is the answer, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core import Answer, Notice, Step
from lib.core.latex import number, percent
from lib.indicators import _cash_flows as flows_of
from lib.indicators._cash_flow_latex import discounted_sum


def one_sided(flows: Sequence[float]) -> Notice | None:
    """Why these flows have no rate at all: nothing is spent, nothing comes in, or neither."""
    if not any(flows):
        return Notice("irr.no_answer.all_nought")
    if not any(flow < 0 for flow in flows):
        return Notice("irr.no_answer.nothing_spent")
    return None if any(flow > 0 for flow in flows) else Notice("irr.no_answer.nothing_earned")


def internal(flows: Sequence[float], times: Sequence[float], hurdle: float | None) -> Answer:
    """The one rate that solves the equation, worked out; no answer where there is none, or where there are several."""
    equation = rf"{discounted_sum(flows, times, '(1 + i)')} = 0"
    roots = flows_of.internal_rates(flows, times)
    rates, profile = flows_of.npv_profile(flows, times, (*roots, *(() if hurdle is None else (hurdle,))))
    series = {
        "times": tuple(map(float, times)),
        "cash_flows": tuple(map(float, flows)),
        "roots": roots,
        "profile_rates": rates,
        "profile_values": profile,
    }
    details = _details(flows, times, roots, hurdle)
    # Signs are those of days: what is paid and received on the same day is one flow.
    met, days = flows_of.together(flows, times)
    reason = one_sided(flows) or _untied(met, days) or one_sided(met) or _without_one_root(met, roots)
    steps: tuple[Step, ...] = (Step("irr.steps.equation", equation),)
    if reason is not None:
        return Answer(None, equation, steps, no_answer=reason, details=details, series=series)
    value = roots[0]
    substituted = rf"{equation} \;\Rightarrow\; i = {percent(value)}"
    steps = (*steps, Step("irr.steps.root", rf"i = {percent(value)}"), *_verdict(met, value, hurdle, details))
    return Answer(value, substituted, steps, _warnings(met, value), details=details, series=series)


def _untied(met: Sequence[float], days: Sequence[float]) -> Notice | None:
    """Money out and in on the same day is tied up for no time."""
    if len(days) == 1:
        return Notice("irr.no_answer.one_day")
    return None if any(met) else Notice("irr.no_answer.cancelled")


def _without_one_root(flows: Sequence[float], roots: Sequence[float]) -> Notice | None:
    if len(roots) > 1:
        return Notice("irr.no_answer.several", {"roots": tuple(roots), "count": len(roots)})
    if roots:
        return None
    changes = flows_of.sign_changes(flows)
    # An odd number of changes always has a root: when none was found, it lies beyond what a number can hold.
    if changes % 2:
        return Notice("common.no_answer.too_large")
    return Notice("irr.no_answer.no_root", {"count": changes})


def _details(
    flows: Sequence[float], times: Sequence[float], roots: Sequence[float], hurdle: float | None
) -> dict[str, float]:
    changes = flows_of.sign_changes(flows_of.together(flows, times)[0])
    found = {"sign_changes": float(changes), "root_count": float(len(roots))}
    if hurdle is None:
        return found
    at_hurdle = flows_of.net_present_value(flows, times, hurdle)
    if at_hurdle is not None and abs(at_hurdle) <= flows_of.NOUGHT * max(map(abs, flows)):
        at_hurdle = 0.0
    found |= {"npv_at_hurdle": at_hurdle} if at_hurdle is not None else {}
    return found | ({"above_hurdle": roots[0] - hurdle} if len(roots) == 1 else {})


def _verdict(flows: Sequence[float], value: float, hurdle: float | None, details: dict[str, float]) -> tuple[Step, ...]:
    if hurdle is None or "npv_at_hurdle" not in details or _touches(flows):
        return ()
    worth = details["npv_at_hurdle"]
    kind = "borrow" if borrows(flows) else "accept"
    code = f"irr.steps.{kind}" if worth >= 0 else f"irr.steps.{'do_not_borrow' if kind == 'borrow' else 'reject'}"
    return (Step(code, rf"NPV({percent(hurdle)}) = {number(worth)}", {"irr": value, "hurdle": hurdle, "npv": worth}),)


def borrows(flows: Sequence[float]) -> bool:
    """Whether money comes in first and is paid back later, so that the rate is a cost."""
    return next(flow for flow in flows if flow) > 0


def _touches(flows: Sequence[float]) -> bool:
    """Whether the value has the same sign at very low and very high rates: with one root it touches nought there."""
    signs = [flow > 0 for flow in flows if flow]
    return signs[0] == signs[-1]


def _warnings(flows: Sequence[float], value: float) -> tuple[Notice, ...]:
    found = []
    changes = flows_of.sign_changes(flows)
    if _touches(flows):
        found.append(Notice("irr.warnings.touches", {"irr": value}))
    elif borrows(flows):
        found.append(Notice("irr.warnings.borrowing", {"irr": value}))
    elif value < 0:
        found.append(Notice("irr.warnings.loses_money", {"irr": value}))
    if changes > 1:
        found.append(Notice("irr.warnings.several_signs", {"count": changes}, "info"))
    return tuple(found)
