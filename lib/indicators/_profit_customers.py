"""Profit per customer: the mean, how many cost more than they bring, and the single one who tips the mean."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number
from lib.indicators._guarded import all_finite, too_large

# One customer who brings more than a tenth of everything, and ten times the others' mean, is said by name.
WHALE_SHARE, WHALE_TIMES, WHALE_LEAST = 0.1, 10, 20


def per_customer(
    *,
    contribution: float,
    customers: float,
    losing_customers: float | None = None,
    median_profit: float | None = None,
    extreme_profit: float | None = None,
) -> Answer:
    r"""What a customer leaves on average after the costs that come with each sale.

    .. math:: \bar{G} = \frac{G}{n}

    Args:
        contribution: revenue less the costs of each sale, summed over customers, money.
        customers: count.
        losing_customers: of those, how many cost more than they brought, count.
        median_profit: of the customer in the middle, money.
        extreme_profit: of the customer furthest from zero, money.

    Returns:
        Money per customer; no answer without customers.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 5 (customer profit).

    Example:
        >>> per_customer(contribution=4200, customers=120).value
        35.0
    """
    left, right = r"\bar{G}", fraction(number(contribution), number(customers))
    if customers == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("profit.no_answer.no_customers"))
    value = contribution / customers
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = [
        Step("profit.steps.contribution_sum", f"G = {number(contribution)}"),
        Step("profit.steps.mean", substituted),
    ]
    details, warnings = {}, []
    if losing_customers is not None:
        share = losing_customers / customers
        details["losing_share"] = share
        steps.append(
            Step("profit.steps.losing", fraction(number(losing_customers), number(customers)), {"share": share})
        )
        if losing_customers > 0:
            fields = {"count": losing_customers, "share": share}
            warnings.append(Notice("profit.warnings.losing_customers", fields, "info"))
    if median_profit is not None:
        details["median"] = median_profit
        steps.append(Step("profit.steps.median", number(median_profit)))
    if extreme_profit is not None and customers >= WHALE_LEAST:
        warnings += _whale(details, contribution, customers, extreme_profit, median_profit)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def _whale(
    details: dict[str, float], total_profit: float, customers: float, extreme: float, median: float | None
) -> list[Notice]:
    rest = (total_profit - extreme) / (customers - 1)
    details |= {"extreme": extreme, "mean_without_extreme": rest}
    if abs(extreme) <= WHALE_SHARE * abs(total_profit) or abs(extreme) <= WHALE_TIMES * abs(rest):
        return []
    fields = {
        "extreme": extreme,
        "mean": total_profit / customers,
        "rest": rest,
        "median": rest if median is None else median,
    }
    return [Notice("profit.warnings.one_customer", fields)]
