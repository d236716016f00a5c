"""What an offer added: those who got it against a control group that did not."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number, percent
from lib.indicators._guarded import all_finite, finite_only


def incremental(
    *,
    takes_treated: float,
    treated: float,
    takes_control: float,
    control: float,
    cost_per_contact: float | None = None,
    margin_per_take: float | None = None,
) -> Answer:
    r"""What the offer added: take rate of those who got it less that of a control group that did not.

    .. math:: \Delta T = \frac{A_T}{N_T} - \frac{A_K}{N_K}

    Args:
        takes_treated: takes among those who got the offer, count, 0 to ``treated``.
        treated: people who got it, count.
        takes_control: takes in the control group, count, 0 to ``control``.
        control: people held back by chance, count.
        cost_per_contact: what one contact cost, money; adds the cost of an additional take.
        margin_per_take: what a take earns before the cost of contact, money; adds the incremental profit.

    Returns:
        A decimal between -1 and 1; no answer where either group is empty.

    Source:
        Definition after Lewis and Rao (2015), The unfavorable economics of measuring the returns to advertising.

    Example:
        >>> round(incremental(takes_treated=60, treated=1000, takes_control=8, control=200).value, 6)
        0.02
    """
    parts = (fraction(number(takes_treated), number(treated)), fraction(number(takes_control), number(control)))
    left, right = r"\Delta T", rf"{parts[0]} - {parts[1]}"
    if min(treated, control) == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("take_rate.no_answer.empty_group"))
    rates = (takes_treated / treated, takes_control / control)
    value = rates[0] - rates[1]
    substituted = rf"{left} = {right} = {percent(rates[0])} - {percent(rates[1])} = {percent(value)}"
    details = {"treated_rate": rates[0], "control_rate": rates[1], "additional_takes": value * treated}
    steps = [
        Step("take_rate.steps.treated", rf"\frac{{A_T}}{{N_T}} = {percent(rates[0])}"),
        Step("take_rate.steps.control", rf"\frac{{A_K}}{{N_K}} = {percent(rates[1])}"),
        Step("take_rate.steps.difference", substituted, {"anyway": rates[1], "rate": rates[0]}),
        Step("take_rate.steps.additional", rf"\Delta T \cdot N_T = {number(value * treated)}"),
    ]
    if cost_per_contact is not None:
        more, money = _incremental_money(value, treated, cost_per_contact, margin_per_take)
        steps += more
        details |= money
    warnings = (Notice("take_rate.warnings.negative_uplift"),) if value < 0 else ()
    return Answer(value, substituted, tuple(steps), warnings, details=finite_only(details))


def _incremental_money(
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
