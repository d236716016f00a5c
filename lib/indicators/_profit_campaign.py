"""What a campaign added to profit: against a control group, or from the revenue that it is known to have added."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number, percent
from lib.indicators._guarded import all_finite, finite_only, too_large


def incremental(
    *, profit_treated: float, treated: float, profit_control: float, control: float, campaign_cost: float
) -> Answer:
    r"""What a campaign added: profit of the treated beyond what the control shows would have come anyway, less its cost.

    .. math:: \Delta G = \left(\frac{G_T}{n_T} - \frac{G_K}{n_K}\right) n_T - C

    Args:
        profit_treated: of all treated customers before the cost of the campaign, money.
        treated: their number, count; also those who bought nothing.
        profit_control: of all control customers, money.
        control: their number, count.
        campaign_cost: money, at least 0.

    Returns:
        Money, negative where the campaign cost more than it added; no answer where a group is empty.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 10; difference of means after Lewis and Rao (2015).

    Example:
        >>> incremental(profit_treated=6000, treated=100, profit_control=2500, control=50, campaign_cost=400).value
        600.0
    """
    means = (fraction(number(profit_treated), number(treated)), fraction(number(profit_control), number(control)))
    left = r"\Delta G"
    right = rf"\left({means[0]} - {means[1]}\right) \cdot {number(treated)} - {number(campaign_cost)}"
    if min(treated, control) == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("profit.no_answer.empty_group"))
    anyway = profit_control / control * treated
    lift = profit_treated - anyway
    value = lift - campaign_cost
    if not all_finite(profit_treated / treated, profit_control / control, anyway, lift, value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = _lift_steps(profit_treated, treated, profit_control, control, anyway, lift)
    steps.append(Step("profit.steps.less_campaign", f"{number(lift)} - {number(campaign_cost)} = {number(value)}"))
    details = {"total": profit_treated, "anyway": anyway, "lift": lift, "mean_lift": lift / treated}
    if campaign_cost > 0:
        details["romi"] = value / campaign_cost
    warnings = _total_is_not_incremental(profit_treated, value)
    if value < 0:
        warnings.append(Notice("profit.warnings.campaign_loses", {"loss": -value}))
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=finite_only(details))


def romi(
    *, profit_treated: float, treated: float, profit_control: float, control: float, campaign_cost: float
) -> Answer:
    r"""Return on marketing investment: incremental profit after the campaign's cost, over that cost.

    .. math:: \mathrm{ROMI} = \frac{(G_T/n_T - G_K/n_K)\, n_T - C}{C}

    Args:
        profit_treated: of all treated customers before the cost of the campaign, money.
        treated: their number, count; also those who bought nothing.
        profit_control: of all control customers, money.
        control: their number, count.
        campaign_cost: money, at least 0.

    Returns:
        A decimal, -1 where nothing was added; no answer without cost or with an empty group.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 10 (return on marketing investment).

    Example:
        >>> romi(profit_treated=6000, treated=100, profit_control=2500, control=50, campaign_cost=400).value
        1.5
    """
    found = incremental(
        profit_treated=profit_treated,
        treated=treated,
        profit_control=profit_control,
        control=control,
        campaign_cost=campaign_cost,
    )
    if found.value is None:
        return found
    left, right = r"\mathrm{ROMI}", fraction(number(found.value), number(campaign_cost))
    if campaign_cost == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("profit.no_answer.no_campaign_cost"))
    value = found.value / campaign_cost
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)} = {percent(value)}"
    steps = (*found.steps, Step("profit.steps.romi", substituted))
    return Answer(value, substituted, steps, found.warnings, details=found.details)


def campaign(*, incremental_revenue: float, margin: float, campaign_cost: float) -> Answer:
    r"""Profit of a campaign from the revenue that it added: margin of that revenue less the campaign's cost.

    .. math:: \Delta G = m\, \Delta R - C

    Args:
        incremental_revenue: that would not have come otherwise, money; below zero where sales fell.
        margin: share of revenue left after the costs of each sale, decimal -1 to 1.
        campaign_cost: money, at least 0.

    Returns:
        Money, negative for a loss.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 10.

    Example:
        >>> campaign(incremental_revenue=5000, margin=0.4, campaign_cost=1200).value
        800.0
    """
    left = r"\Delta G"
    right = rf"{number(margin)} \cdot {bracketed(incremental_revenue)} - {number(campaign_cost)}"
    lift = margin * incremental_revenue
    value = lift - campaign_cost
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = [
        Step("profit.steps.margin_of_revenue", rf"m\, \Delta R = {number(lift)}"),
        Step("profit.steps.less_campaign", substituted),
    ]
    details = {"lift": lift}
    if campaign_cost > 0 and all_finite(value / campaign_cost):
        details["romi"] = value / campaign_cost
        line = fraction(number(value), number(campaign_cost))
        steps.append(Step("profit.steps.romi", rf"\mathrm{{ROMI}} = {line} = {percent(value / campaign_cost)}"))
    if margin > 0 and all_finite(campaign_cost / margin):
        details["break_even_revenue"] = campaign_cost / margin
        line = fraction(number(campaign_cost), number(margin))
        steps.append(
            Step("profit.steps.break_even_revenue", rf"\frac{{C}}{{m}} = {line} = {number(campaign_cost / margin)}")
        )
    warnings = (Notice("profit.warnings.campaign_loses", {"loss": -value}),) if value < 0 else ()
    return Answer(value, substituted, tuple(steps), warnings, details=details)


def _lift_steps(
    profit_treated: float, treated: float, profit_control: float, control: float, anyway: float, lift: float
) -> list[Step]:
    return [
        Step("profit.steps.mean_treated", rf"\frac{{G_T}}{{n_T}} = {number(profit_treated / treated)}"),
        Step("profit.steps.mean_control", rf"\frac{{G_K}}{{n_K}} = {number(profit_control / control)}"),
        Step("profit.steps.anyway", rf"{number(profit_control / control)} \cdot {number(treated)} = {number(anyway)}"),
        Step("profit.steps.lift", f"{number(profit_treated)} - {bracketed(anyway)} = {number(lift)}"),
    ]


def _total_is_not_incremental(total_profit: float, added: float) -> list[Notice]:
    if total_profit <= 0 or added >= total_profit:
        return []
    return [Notice("profit.warnings.total_is_not_incremental", {"total": total_profit, "added": added}, "info")]
