"""Return on ad dollars against a control: only the revenue that would not have come without the advertising."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number
from lib.indicators._guarded import all_finite, finite_only, too_large
from lib.indicators._roa_beside import verdict


def incremental_return(
    *,
    revenue_treated: float,
    treated: float,
    revenue_control: float,
    control: float,
    extra_cost: float,
    margin: float | None = None,
) -> Answer:
    r"""Revenue that would not have come without the advertising, per unit of money spent: treated against control.

    .. math:: \mathrm{iROAS} = \frac{R_T - R_K\, n_T / n_K}{C_\Delta}

    Args:
        revenue_treated: of regions or people that saw the advertising, money, at least 0.
        treated: their number, count.
        revenue_control: of regions or people held back by chance, money, at least 0.
        control: their number, count.
        extra_cost: of advertising in the treated beyond the control, money.
        margin: share of revenue left after the cost of goods, decimal 0 to 1; adds the incremental profit.

    Returns:
        A ratio, below zero where the treated brought less; no answer without control or additional cost.

    Source:
        Vaver and Koehler (2011), Measuring ad effectiveness using geo experiments.

    Example:
        >>> incremental_return(revenue_treated=900, treated=10, revenue_control=800, control=10, extra_cost=50).value
        2.0
    """
    expected = rf"{number(revenue_control)} \cdot \frac{{{number(treated)}}}{{{number(control)}}}"
    left, right = r"\mathrm{iROAS}", fraction(f"{number(revenue_treated)} - {expected}", number(extra_cost))
    if min(treated, control) == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("roa.no_answer.empty_group"))
    if extra_cost <= 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("roa.no_answer.no_extra_cost", {"cost": extra_cost}))
    without = revenue_control * (treated / control)
    extra = revenue_treated - without
    value = extra / extra_cost
    if not all_finite(without, extra, value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = [
        Step("roa.steps.without", f"{expected} = {number(without)}"),
        Step("roa.steps.extra", f"{number(revenue_treated)} - {number(without)} = {number(extra)}"),
        Step("roa.steps.incremental", substituted),
    ]
    details = {"expected_revenue": without, "extra_revenue": extra, "apparent_roas": revenue_treated / extra_cost}
    warnings = [Notice("roa.warnings.negative_lift")] if extra < 0 else []
    if margin is not None:
        details["incremental_profit"] = margin * extra - extra_cost
        line = rf"{number(margin)} \cdot {bracketed(extra)} - {number(extra_cost)}"
        steps.append(Step("roa.steps.incremental_profit", f"{line} = {number(details['incremental_profit'])}"))
        if margin > 0 and all_finite(1 / margin):
            warnings += verdict(value, 1 / margin)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=finite_only(details))
