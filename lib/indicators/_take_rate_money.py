"""What takes cost and earn: the break-even, the cost of one take, and the further steps of a take rate once both are known."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite, too_large


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


def verdict(rate: float, break_even_rate: float) -> list[Notice]:
    """A warning where the take rate does not pay for the contacts."""
    if rate >= break_even_rate:
        return []
    return [Notice("take_rate.warnings.below_break_even", {"rate": rate, "break_even": break_even_rate})]


def break_even(
    *, cost_per_contact: float, margin_per_take: float, takes: float | None = None, sent: float | None = None
) -> Answer:
    r"""Take rate at which the takes just pay for the contacts.

    .. math:: T^* = \frac{c}{m}

    Args:
        cost_per_contact: what one contact costs, money, at least 0.
        margin_per_take: what a take earns before the cost of contact, money.
        takes: people who took the offer, to set beside the break-even, count.
        sent: people who were sent it, count.

    Returns:
        A decimal, above 1 where no response could ever pay; no answer where a take earns nothing.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 3 (break-even), per contact.

    Example:
        >>> break_even(cost_per_contact=0.9, margin_per_take=18).value
        0.05
    """
    right = fraction(number(cost_per_contact), number(margin_per_take))
    if margin_per_take <= 0:
        return Answer(None, f"T^* = {right}", no_answer=Notice("take_rate.no_answer.no_margin"))
    value = cost_per_contact / margin_per_take
    if not all_finite(value):
        return too_large("T^*", right)
    substituted = rf"T^* = {right} = {percent(value)}"
    steps = [Step("take_rate.steps.break_even", substituted)]
    warnings = [Notice("take_rate.warnings.never_pays")] if value > 1 else []
    details = {"break_even": value}
    if takes is not None and sent is not None and sent > 0:
        details["take_rate"] = takes / sent
        steps.append(Step("take_rate.steps.yours", rf"T = {percent(takes / sent)}", {"break_even": value}))
        warnings += verdict(takes / sent, value)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def cost_per_take(*, cost_per_contact: float, takes: float, sent: float) -> Answer:
    r"""What one take cost: the cost of a contact divided by the take rate.

    .. math:: K = \frac{c}{A / N} = \frac{c N}{A}

    Args:
        cost_per_contact: what one contact costs, money, at least 0.
        takes: people who took the offer, count, 0 to ``sent``.
        sent: people who were sent it, count.

    Returns:
        Money per take; no answer where nobody took the offer.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 10 (cost per order).

    Example:
        >>> cost_per_take(cost_per_contact=0.9, takes=60, sent=1000).value
        15.0
    """
    right = fraction(rf"{number(cost_per_contact)} \cdot {number(sent)}", number(takes))
    if takes == 0:
        return Answer(None, f"K = {right}", no_answer=Notice("take_rate.no_answer.nobody_took"))
    spent = cost_per_contact * sent
    value = spent / takes
    if not all_finite(spent):
        return too_large("K", right)
    substituted = f"K = {right} = {number(value)}"
    steps = (
        Step("take_rate.steps.spent", rf"c N = {number(spent)}"),
        Step("take_rate.steps.contacts_per_take", rf"\frac{{N}}{{A}} = {number(sent / takes)}"),
        Step("take_rate.steps.cost_per_take", substituted),
    )
    return Answer(value, substituted, steps, details={"take_rate": takes / sent, "spent": spent})
