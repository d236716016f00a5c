"""What takes cost and earn: the further steps of a take rate once costs and margin are known."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number, percent
from lib.indicators._guarded import all_finite


def with_money(answer: Answer, takes: float, sent: float, cost: float, margin: float | None) -> Answer:
    """The answer with cost per take, break-even and profit added."""
    spent, details = cost * sent, {**answer.details}
    steps, warnings = [*answer.steps], [*answer.warnings]
    if takes > 0 and all_finite(spent / takes):
        details["cost_per_take"] = spent / takes
        ratio = fraction(rf"{number(cost)} \cdot {number(sent)}", number(takes))
        steps.append(Step("take_rate.steps.cost_per_take", f"K = {ratio} = {number(spent / takes)}"))
    if margin is not None and margin > 0 and all_finite(cost / margin, takes * margin - spent):
        details |= {"break_even": cost / margin, "profit": takes * margin - spent}
        ratio = fraction(number(cost), number(margin))
        steps.append(Step("take_rate.steps.break_even", f"T^* = {ratio} = {percent(cost / margin)}"))
        sums = rf"{number(takes)} \cdot {number(margin)} - {number(spent)} = {number(details['profit'])}"
        steps.append(Step("take_rate.steps.profit", sums))
        warnings += verdict(takes / sent, cost / margin)
    return Answer(answer.value, answer.substituted, tuple(steps), tuple(warnings), details=details)


def incremental_money(
    value: float, treated: float, cost: float, margin: float | None
) -> tuple[list[Step], dict[str, float]]:
    """Steps and details of what the additional takes cost and earned."""
    steps, details = [], {}
    if value > 0 and all_finite(cost / value):
        details["cost_per_additional_take"] = cost / value
        line = rf"\frac{{c}}{{\Delta T}} = {fraction(number(cost), number(value))} = {number(cost / value)}"
        steps.append(Step("take_rate.steps.cost_per_additional", line))
    if margin is not None and all_finite((value * margin - cost) * treated):
        details["incremental_profit"] = (value * margin - cost) * treated
        line = rf"({number(value)} \cdot {bracketed(margin)} - {number(cost)}) \cdot {number(treated)}"
        steps.append(Step("take_rate.steps.incremental_profit", f"{line} = {number(details['incremental_profit'])}"))
    return steps, details


def verdict(rate: float, break_even_rate: float) -> list[Notice]:
    """A warning where the take rate does not pay for the contacts."""
    if rate >= break_even_rate:
        return []
    return [Notice("take_rate.warnings.below_break_even", {"rate": rate, "break_even": break_even_rate})]
