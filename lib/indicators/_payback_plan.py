"""Payback of a plan: where the running total of its flows, discounted or not, gets back to nought for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number
from lib.indicators import _cash_flows as flows_of
from lib.indicators._cash_flow_latex import listed


@dataclass(frozen=True, slots=True)
class _Crossings:
    """Places at which a running total gets back to nought: for the first time and for good; None for not at all."""

    first: float | None
    lasting: float | None
    below: int | None  # the last period that ends below nought


def _crossings(running: Sequence[float]) -> _Crossings | None:
    """None where the running total is never below nought."""
    below = [place for place, total in enumerate(running) if total < 0]
    if not below:
        return None
    back = next((place for place in range(below[0], len(running)) if running[place] >= 0), None)
    first = None if back is None else _between(running, back - 1)
    last = below[-1]
    return _Crossings(first, None if last == len(running) - 1 else _between(running, last), last)


def _between(running: Sequence[float], place: int) -> float:
    """Where a straight line from a total below nought to the next one crosses it."""
    return place + running[place] / (running[place] - running[place + 1])


def paid_back(counted: Sequence[float], flows: Sequence[float]) -> Answer:
    """Periods until the running total of what is counted is back at nought for good.

    Args:
        counted: amounts to add up, flows or what they are worth today.
        flows: the flows themselves.

    Example:
        >>> paid_back((-100, 60, 80), (-100, 60, 80)).value
        1.5
    """
    running, plain = flows_of.cumulative(counted), flows_of.cumulative(flows)
    if running is None or plain is None:
        return Answer(None, "P", no_answer=Notice("common.no_answer.too_large"))
    times = tuple(map(float, range(len(flows))))
    series = {"times": times, "cash_flows": tuple(map(float, flows)), "counted": tuple(counted), "cumulative": running}
    steps: tuple[Step, ...] = (Step("payback.steps.cumulate", rf"S_t:\; {listed(running)}"),)
    found = _crossings(running)
    details = {"total": running[-1]}
    if found is None:
        return Answer(None, "P", steps, no_answer=Notice("payback.no_answer.no_outlay"), details=details, series=series)
    details |= {} if found.first is None else {"first": found.first}
    details |= {} if found.lasting is None else {"final": found.lasting}
    if found.lasting is None or found.below is None:
        return Answer(None, "P", steps, no_answer=_never(running, found), details=details, series=series)
    last = found.below
    ratio = fraction(number(-running[last]), number(running[last + 1] - running[last]))
    substituted = rf"P = {last} + {ratio} = {number(found.lasting)}"
    steps += (Step("payback.steps.interpolate", substituted, {"period": last}),)
    return Answer(found.lasting, substituted, steps, _warnings(running, found), details=details, series=series)


def _never(running: Sequence[float], found: _Crossings) -> Notice:
    fields: dict[str, object] = {"shortfall": -running[-1], "periods": len(running) - 1}
    if found.first is None:
        return Notice("payback.no_answer.never", fields)
    return Notice("payback.no_answer.relapsed", {**fields, "first": found.first})


def _warnings(running: Sequence[float], found: _Crossings) -> tuple[Notice, ...]:
    said = []
    if found.first is not None and found.lasting is not None and found.first < found.lasting:
        said.append(Notice("payback.warnings.relapse", {"first": found.first, "final": found.lasting}))
    if found.lasting is not None and running[-1] > 0 and found.lasting < len(running) - 1:
        said.append(Notice("payback.warnings.ignored_after", {"after": running[-1]}, "info"))
    return tuple(said)
